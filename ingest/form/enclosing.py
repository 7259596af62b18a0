"""Which of many stretches of a text is the one that counts at a place, and which begin within a stretch.

Sections stand in sections, and clauses govern what others govern too. Both are told without a look at each.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar


class Stretch(Protocol):
    """What begins and ends."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


Around = TypeVar("Around", bound=Stretch)


class Enclosing(Generic[Around]):
    """Built once, asked often. `ranks`: of two that hold a place the higher counts; without them the later in the
    sequence does, which is the innermost where they come by their start, an outer one first."""

    def __init__(self, stretches: Sequence[Around], ranks: Sequence[tuple[int, ...]] | None = None) -> None:
        ranks = [(number,) for number in range(len(stretches))] if ranks is None else ranks
        self._places = sorted({place for one in stretches for place in (one.start, one.end)})
        self._holders: list[Around | None] = []  # from each of the places to the next
        opened: list[tuple[tuple[int, ...], int]] = []
        behind = sorted((one.start, number) for number, one in enumerate(stretches))[::-1]
        for place in self._places:
            while behind and behind[-1][0] <= place:
                number = behind.pop()[1]
                heapq.heappush(opened, (tuple(-part for part in ranks[number]), number))
            while opened and stretches[opened[0][1]].end <= place:
                heapq.heappop(opened)
            self._holders.append(stretches[opened[0][1]] if opened else None)

    def at(self, place: int) -> Around | None:
        """The stretch that counts there."""
        index = bisect_right(self._places, place) - 1
        return self._holders[index] if index >= 0 else None


def begin_within(stretches: Sequence[Around], start: int, end: int) -> Sequence[Around]:
    """Those that begin in ``start … end``, of stretches that come by their start."""
    first = bisect_left(stretches, start, key=_start)
    return stretches[first : bisect_left(stretches, end, first, key=_start)]


def _start(stretch: Stretch) -> int:
    return stretch.start
