"""What the tagger gives each character → spans: the likeliest way through “outside, first, inside”, one type a time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from graph.records import EntityType
from ingest.tagger.contract import FIRST, INSIDE, OUTSIDE, TYPES, Chances, Tag

LEAST = 1e-9
FAINT = 0.05  # no character of a type is likelier to be a first than this: there is nothing of the type
OUTSIDE_FOR_SURE = 0.999  # no span goes over such a character, so that most of a text need not be searched


def spans(chances: Chances) -> list[Tag]:
    """`chances`: float32 [characters, types, 3], each three adding up to 1. Spans of a type never overlap."""
    found = [tag for number, kind in enumerate(TYPES) for tag in _spans_of(chances[:, number], kind)]
    return sorted(found, key=lambda tag: (tag.start, -tag.end, tag.type))


def _spans_of(chances: Chances, kind: EntityType) -> list[Tag]:
    if not len(chances) or chances[:, FIRST].max() < FAINT:
        return []
    return [
        Tag(start, end, kind, chance_of(chances, start, end))
        for first, last in _unsure(chances)
        for start, end in _marked(best_path(chances[first:last]), first)
    ]


def _unsure(chances: Chances) -> Iterator[tuple[int, int]]:
    """The runs of characters that may be in a span."""
    sure = np.concatenate(([True], chances[:, OUTSIDE] > OUTSIDE_FOR_SURE, [True]))
    edges = np.flatnonzero(sure[1:] != sure[:-1])
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _marked(path: Sequence[int], offset: int) -> Iterator[tuple[int, int]]:
    """The spans that a path goes through."""
    for start in (place for place, state in enumerate(path) if state == FIRST):
        end = start + 1
        while end < len(path) and path[end] == INSIDE:
            end += 1
        yield start + offset, end + offset


def chance_of(chances: Chances, start: int, end: int) -> float:
    """Of one type, [characters, 3]: how likely exactly this span is, from 0 to 1, to three places."""
    parts = [chances[start, FIRST], *chances[start + 1 : end, INSIDE]]
    if end < len(chances):
        parts.append(1 - chances[end, INSIDE])
    return round(math.exp(sum(math.log(max(float(part), LEAST)) for part in parts) / len(parts)), 3)


def best_path(chances: Chances) -> Sequence[int]:
    """The likeliest states in which nothing is inside without a first (Viterbi)."""
    logs = np.log(np.maximum(chances.astype(np.float64), LEAST)).tolist()
    out, first, inside = logs[0][OUTSIDE], logs[0][FIRST], -math.inf
    before: list[tuple[int, int]] = []  # the best state before one that may follow any, and before an inside
    for at in range(1, len(logs)):
        score, state = max((out, OUTSIDE), (first, FIRST), (inside, INSIDE))
        held, holder = max((first, FIRST), (inside, INSIDE))
        before.append((state, holder))
        out, first, inside = score + logs[at][OUTSIDE], score + logs[at][FIRST], held + logs[at][INSIDE]
    state = max((out, OUTSIDE), (first, FIRST), (inside, INSIDE))[1]
    path = [state]
    for any_state, holder in reversed(before):
        state = holder if state == INSIDE else any_state
        path.append(state)
    return path[::-1]
