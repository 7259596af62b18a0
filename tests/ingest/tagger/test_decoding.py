"""Chances → spans: nothing is inside without a first, whatever the single characters say."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import EntityType
from ingest.tagger.contract import FIRST, INSIDE, OUTSIDE, TYPES, Chances
from ingest.tagger.decoding import best_path, spans

STATES = {"-": OUTSIDE, "F": FIRST, "I": INSIDE}


def chances(signs: str, sure: float = 0.9, kind: EntityType = EntityType.PROJECT) -> Chances:
    """One sign a character; other types are surely outside."""
    found = np.zeros((len(signs), len(TYPES), 3), np.float32)
    found[..., OUTSIDE] = 1
    for place, sign in enumerate(signs):
        found[place, TYPES.index(kind)] = (1 - sure) / 2
        found[place, TYPES.index(kind), STATES[sign]] = sure
    return found


CASES = [
    ("--FII--", [(2, 5)]),
    ("FIFI", [(0, 2), (2, 4)]),
    ("-------", []),
    ("--FIIII", [(2, 7)]),
    ("F", [(0, 1)]),
    ("", []),
]


@pytest.mark.parametrize(("signs", "expected"), CASES)
def test_spans(signs: str, expected: list[tuple[int, int]]) -> None:
    assert [(tag.start, tag.end) for tag in spans(chances(signs))] == expected


def test_a_surer_span_has_the_higher_chance() -> None:
    sure, unsure = spans(chances("-FII-", 0.98))[0], spans(chances("-FII-", 0.7))[0]
    assert sure.chance > unsure.chance


@pytest.mark.parametrize("signs", ["-F-", "-FIII-", "-FIIIIIIIII-", "-FII"])
def test_a_long_span_is_as_likely_as_its_characters(signs: str) -> None:
    (tag,) = spans(chances(signs))
    assert 0.9 <= tag.chance <= 0.95


def test_types_may_stand_inside_one_another() -> None:
    both = np.minimum(1, chances("FIIII"))
    both[:, TYPES.index(EntityType.PARK)] = chances("FII--", kind=EntityType.PARK)[:, TYPES.index(EntityType.PARK)]
    assert [(tag.type, tag.start, tag.end) for tag in spans(both)] == [
        (EntityType.PROJECT, 0, 5),
        (EntityType.PARK, 0, 3),
    ]


@given(st.lists(st.tuples(*[st.floats(0.001, 1)] * 3), max_size=30))
def test_a_path_never_holds_an_inside_behind_an_outside(rows: list[tuple[float, float, float]]) -> None:
    if rows:
        values = np.asarray(rows, np.float32)
        path = list(best_path(values / values.sum(1, keepdims=True)))
        assert path[0] != INSIDE
        assert all((before, state) != (OUTSIDE, INSIDE) for before, state in pairwise(path))
