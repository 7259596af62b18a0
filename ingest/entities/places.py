"""Places that may lie in one another: which of them cover or overlap a place is told without a look at each.

In: pairs of start and end, in any order. Out: answers in the time of a look-up.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate


class Places:
    """Built once, asked often."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(set(spans))
        self._same = frozenset(self._spans)
        self._starts = [start for start, _ in self._spans]
        self._reach = list(accumulate((end for _, end in self._spans), max))  # how far one of those up to here goes

    def __contains__(self, span: tuple[int, int]) -> bool:
        return span in self._same

    def cover(self, start: int, end: int) -> bool:
        """Whether one of the places holds all of it."""
        at = bisect_right(self._starts, start)
        return at > 0 and self._reach[at - 1] >= end

    def overlap(self, start: int, end: int) -> bool:
        """Whether one of the places has a character of it."""
        at = bisect_left(self._starts, end)
        return at > 0 and self._reach[at - 1] > start

    def near(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Those that overlap it, the last first."""
        at = bisect_left(self._starts, end) - 1
        while at >= 0 and self._reach[at] > start:
            if self._spans[at][1] > start:
                yield self._spans[at]
            at -= 1
