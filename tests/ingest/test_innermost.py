"""What stands around places, and what begins within a stretch."""

from __future__ import annotations

from graph.records import Span
from ingest.form.innermost import Innermost, begin_within

NESTED = [Span(0, 20), Span(2, 10), Span(2, 5), Span(12, 18), Span(30, 40)]


def test_the_innermost_stretch_around_each_place() -> None:
    around = Innermost(NESTED)
    found = [around.at(place) for place in (0, 2, 4, 5, 10, 12, 18, 25, 30, 40)]
    a, b, c, d, e = NESTED
    assert found == [a, c, c, b, a, d, a, None, e, None]


def test_places_may_be_left_out() -> None:
    assert Innermost(NESTED).at(13) == Span(12, 18)


def test_what_begins_within_a_stretch() -> None:
    assert list(begin_within(NESTED, 2, 12)) == [Span(2, 10), Span(2, 5)]
    assert not begin_within(NESTED, 13, 30)
