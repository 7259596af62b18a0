"""Labelled stretches → the windows that the tagger learns from, with a state for each character and type.

In: labels as places and the documents they are of. Out: `Example`s: a window's folded text, and for each type the
states outside, first, inside, or `UNKNOWN` where nothing is to be learned: a type that was not looked for, a doubtful
label.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.records import BlockKind, EntityType, Structure
from ingest.entities.mentions import stretches_of
from ingest.entities.stretches import Stretch
from ingest.tagger.contract import FIRST, INSIDE, OUTSIDE, TYPES
from ingest.tagger.labels import Label, Labelled
from ingest.tagger.windows import windows

UNKNOWN = -100  # torch's cross entropy passes over it
LEAST_CHARACTERS = 4

States = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Example:
    """A window of a document; `states`: int64 [characters, types]."""

    source: str
    text: str
    states: States


def stretches_in(structures: Sequence[Structure], labelled: Labelled) -> Iterator[tuple[Stretch, int, int]]:
    """The stretches of running text that reach into a labelled one, and from where to where of their text."""
    for stretch in (one for structure in structures for one in stretches_of(structure)):
        places = stretch.view.places
        start, end = bisect_left(places, labelled.start), bisect_left(places, labelled.end)
        if stretch.kind is not BlockKind.TABLE and end - start >= LEAST_CHARACTERS:
            yield stretch, start, end


def examples_of(structures: Sequence[Structure], labelled: Labelled) -> Iterator[Example]:
    """The windows of one labelled stretch."""
    for stretch, start, end in stretches_in(structures, labelled):
        states = states_of(stretch, labelled)
        for a, b in windows(stretch.text, start, end):
            if b - a >= LEAST_CHARACTERS:
                yield Example(labelled.source, stretch.text[a:b], states[a:b])


def states_of(stretch: Stretch, labelled: Labelled) -> States:
    """int64 [characters, types]; of names inside one another the longest is learned."""
    states = np.full((len(stretch.text), len(TYPES)), UNKNOWN, np.int64)
    for column, kind in enumerate(TYPES):
        if kind not in labelled.types:
            continue
        states[:, column] = OUTSIDE
        of_type = [
            (place, label) for label in labelled.labels if label.type is kind and (place := place_in(stretch, label))
        ]
        for (start, end), _ in (pair for pair in of_type if pair[1].doubtful):
            states[start:end, column] = UNKNOWN
        firm = sorted((place for place, label in of_type if not label.doubtful), key=lambda place: place[0] - place[1])
        for start, end in firm:
            if not np.isin(states[start:end, column], (FIRST, INSIDE)).any():
                states[start, column], states[start + 1 : end, column] = FIRST, INSIDE
    return states


def place_in(stretch: Stretch, label: Label) -> tuple[int, int] | None:
    """Where a label stands in the stretch's text."""
    places = stretch.view.places
    if label.end <= places[0] or label.start > places[-1]:
        return None
    start, end = bisect_left(places, label.start), bisect_left(places, label.end)
    return (start, end) if start < end else None


def renamed(
    examples: Iterable[Example], kind: EntityType, names: Sequence[str], chance: random.Random
) -> list[Example]:
    """The same windows with other names of one type in place of theirs, so that what is learned is how plans write and
    not what things are called. Windows without such a name are left out."""
    column = TYPES.index(kind)
    found = []
    for example in examples:
        parts: list[tuple[str, States]] = []
        at = 0
        for start, end in _spans(example.states[:, column]):
            name = chance.choice(names)
            before = example.states[start:end]
            states = np.repeat(before[min(1, len(before) - 1)][None], len(name), 0)
            states[0] = before[0]
            states[1:, column] = INSIDE
            parts += [(example.text[at:start], example.states[at:start]), (name, states)]
            at = end
        if parts and all(_is_whole(example, *span) for span in _spans(example.states[:, column])):
            parts.append((example.text[at:], example.states[at:]))
            text = "".join(part for part, _ in parts)
            found.append(Example(example.source, text, np.concatenate([part for _, part in parts])))
    return found


def _spans(states: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
    signs = "".join("F" if state == FIRST else "I" if state == INSIDE else "-" for state in states)
    return [match.span() for match in re.finditer("FI*", signs)]


def _is_whole(example: Example, start: int, end: int) -> bool:
    """Whether no thing of another type begins or ends inside: its edge would be lost."""
    inside = example.states[start + 1 : end]
    behind = example.states[end] if end < len(example.states) else None
    if (inside == FIRST).any():
        return False
    begun = {column for column in range(len(TYPES)) if example.states[start, column] in (FIRST, INSIDE)}
    return behind is None or all(
        (example.states[start:end, column] == example.states[start, column]).all()
        or example.states[start, column] == FIRST
        for column in begun
    )
