"""What is asked of places is told as by a look at each."""

from __future__ import annotations

import itertools

import pytest

from ingest.entities.places import Places
from tests.timing import quiet_seconds

SETS = [[], [(2, 5)], [(0, 9), (2, 4), (3, 6)], [(1, 2), (1, 8), (4, 5), (7, 9)], [(0, 3), (3, 6), (3, 4), (8, 9)]]
ASKED = [(start, end) for start, end in itertools.product(range(10), range(1, 11)) if start < end]


@pytest.mark.parametrize("spans", SETS)
def test_covered_overlapping_and_near_are_those_that_each_would_say(spans: list[tuple[int, int]]) -> None:
    places = Places(spans)
    for start, end in ASKED:
        over = [(a, b) for a, b in spans if a < end and start < b]
        assert places.cover(start, end) is any(a <= start and end <= b for a, b in spans)
        assert places.overlap(start, end) is bool(over)
        assert sorted(places.near(start, end)) == sorted(over)
        assert ((start, end) in places) is ((start, end) in spans)


def test_many_places_are_asked_in_little_time() -> None:
    spans = [(at, at + 5) for at in range(0, 100_000, 4)]

    def ask() -> None:
        places = Places(spans)
        assert all(places.cover(*span) and places.overlap(*span) for span in spans)

    assert quiet_seconds(ask, enough=2) < 2  # a look at each takes minutes
