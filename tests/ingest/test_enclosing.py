"""The stretch that counts at a place is the highest ranked of those that hold it."""

from __future__ import annotations

import pytest

from ingest.facts.enclosing import Enclosing

SETS = [
    [],
    [(3, 7)],
    [(0, 10), (2, 8), (4, 6)],
    [(0, 4), (2, 8), (6, 12), (6, 9)],
    [(0, 12), (0, 3), (3, 3), (5, 6), (5, 12)],
]


@pytest.mark.parametrize("spans", SETS)
@pytest.mark.parametrize("smallest", [False, True])
def test_as_a_look_at_each_would_say(spans: list[tuple[int, int]], smallest: bool) -> None:
    ranks = [(start - end, number) if smallest else (number,) for number, (start, end) in enumerate(spans)]
    enclosing = Enclosing(spans, ranks)
    for place in range(14):
        holding = [number for number, (start, end) in enumerate(spans) if start <= place < end]
        assert enclosing.at(place) == max(holding, key=lambda number: ranks[number], default=None)
