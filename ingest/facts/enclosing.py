"""Which of many stretches of a text is the one that counts at a place: sections in sections, what clauses govern.

In: stretches with a rank each. Out: for any place the highest ranked of those that hold it, without a look at each.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Sequence


class Enclosing:
    """Built once, asked often. `spans`: start and end; `ranks`: of two that hold a place the higher counts."""

    def __init__(self, spans: Sequence[tuple[int, int]], ranks: Sequence[tuple[int, ...]]) -> None:
        self._places = sorted({place for span in spans for place in span})
        self._holders: list[int | None] = []  # from each of the places to the next
        opened: list[tuple[tuple[int, ...], int]] = []
        behind = sorted((span[0], number) for number, span in enumerate(spans))[::-1]
        for place in self._places:
            while behind and behind[-1][0] <= place:
                number = behind.pop()[1]
                heapq.heappush(opened, (tuple(-part for part in ranks[number]), number))
            while opened and spans[opened[0][1]][1] <= place:
                heapq.heappop(opened)
            self._holders.append(opened[0][1] if opened else None)

    def at(self, place: int) -> int | None:
        """The number of the stretch that counts there."""
        index = bisect_right(self._places, place) - 1
        return self._holders[index] if index >= 0 else None
