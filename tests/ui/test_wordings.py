"""Where wordings stand: found as far as they are read."""

from __future__ import annotations

from collections.abc import Iterator

from graph.records import Span
from search.replies.contract import Occurrence
from ui.app.wordings import Occurrences


def test_no_more_is_looked_for_than_is_asked_for() -> None:
    looked: list[int] = []

    def find() -> Iterator[Occurrence]:
        for place in range(5):
            looked.append(place)
            yield Occurrence("a#1", "a", Span(place, place + 1))

    found = Occurrences(find())
    assert not looked
    assert found
    assert looked == [0]
    assert [one.span.start for one in found[:2]] == [0, 1]
    assert looked == [0, 1]
    assert found[-1].span.start == 4
    assert len(found) == 5
    assert [one.span.start for one in found] == looked == [0, 1, 2, 3, 4]
    assert not Occurrences(iter(()))
