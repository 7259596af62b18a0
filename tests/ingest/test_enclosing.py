"""What stands around places, and what begins within a stretch."""

from __future__ import annotations

import pytest

from graph.records import Span
from ingest.form.enclosing import Enclosing, begin_within

SETS = [
    [],
    [(3, 7)],
    [(0, 10), (2, 8), (4, 6)],
    [(0, 4), (2, 8), (6, 12), (6, 9)],
    [(0, 12), (0, 3), (3, 3), (5, 6), (5, 12)],
]
NESTED = [Span(0, 20), Span(2, 10), Span(2, 5), Span(12, 18), Span(30, 40)]


@pytest.mark.parametrize("places", SETS)
@pytest.mark.parametrize("smallest", [False, True])
def test_as_a_look_at_each_would_say(places: list[tuple[int, int]], smallest: bool) -> None:
    spans = [Span(*place) for place in places]
    ranks = [(span.start - span.end, number) if smallest else (number,) for number, span in enumerate(spans)]
    enclosing = Enclosing(spans, ranks)
    for place in range(14):
        holding = [number for number, span in enumerate(spans) if span.start <= place < span.end]
        counts = max(holding, key=lambda number: ranks[number], default=None)
        assert enclosing.at(place) is (None if counts is None else spans[counts])


def test_the_innermost_stretch_around_each_place() -> None:
    around = Enclosing(NESTED)
    found = [around.at(place) for place in (0, 2, 4, 5, 10, 12, 18, 25, 30, 40)]
    a, b, c, d, e = NESTED
    assert found == [a, c, c, b, a, d, a, None, e, None]


def test_places_may_be_asked_in_any_order() -> None:
    around = Enclosing(NESTED)
    assert around.at(13) == Span(12, 18)
    assert around.at(4) == Span(2, 5)


def test_what_begins_within_a_stretch() -> None:
    assert list(begin_within(NESTED, 2, 12)) == [Span(2, 10), Span(2, 5)]
    assert not begin_within(NESTED, 13, 30)
