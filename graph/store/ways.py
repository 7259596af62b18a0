"""Shortest ways between two entities, searched from both ends at once.

In: a function that gives the neighbours of many entities, asked once a level. Out: all shortest ways as chains of
identifiers. Written here and not as Cypher because each engine has its own words for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

Neighbours = Callable[[Sequence[str]], Sequence[tuple[str, str]]]  # (of the asked, its neighbour)
MOST = 400  # ways looked at: between two hubs there can be thousands of equal length


def shortest_ways(neighbours: Neighbours, a_id: str, b_id: str, max_length: int) -> list[tuple[str, ...]]:
    """Every shortest way of at most `max_length` steps (the first 400), from a to b; none for a thing and itself."""
    if a_id == b_id:
        return []
    from_a, from_b = _Front(neighbours, a_id), _Front(neighbours, b_id)
    for _ in range(max_length):
        front = from_a if len(from_a.edge) <= len(from_b.edge) else from_b
        front.advance()
        meeting = sorted(from_a.depth.keys() & from_b.depth.keys())
        if meeting:
            ways = (
                (*reversed(first), *second[1:])
                for middle in meeting
                for first in from_a.back(middle)
                for second in from_b.back(middle)
            )
            return list(islice(ways, MOST))
        if not front.edge:
            return []
    return []


class _Front:
    """How far a search has come from one end."""

    def __init__(self, neighbours: Neighbours, start: str) -> None:
        self._neighbours = neighbours
        self._before: dict[str, list[str]] = defaultdict(list)
        self.depth = {start: 0}
        self.edge = [start]

    def advance(self) -> None:
        level = self.depth[self.edge[0]] + 1
        reached: set[str] = set()
        for known, other in self._neighbours(self.edge):
            if self.depth.setdefault(other, level) == level:
                self._before[other].append(known)
                reached.add(other)
        self.edge = sorted(reached)

    def back(self, end: str) -> Iterator[tuple[str, ...]]:
        """The ways from `end` back to the start."""
        if not self.depth[end]:
            yield (end,)
        for known in self._before[end]:
            for way in self.back(known):
                yield (end, *way)
