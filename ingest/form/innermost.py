"""Stretches that may stand inside one another → the innermost around a place, for places that do not go back."""

from __future__ import annotations

from bisect import bisect_left
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


class Innermost(Generic[Around]):
    """Says what stands around a place: each stretch is opened and closed once. They come by their start, an outer one
    first."""

    def __init__(self, stretches: Sequence[Around]) -> None:
        self.stretches = stretches
        self.next = 0
        self.open: list[Around] = []

    def at(self, place: int) -> Around | None:
        """The innermost stretch around the place, which lies at or behind the one asked for before."""
        while self.next < len(self.stretches) and self.stretches[self.next].start <= place:
            self.open.append(self.stretches[self.next])
            self.next += 1
        while self.open and self.open[-1].end <= place:
            self.open.pop()
        return self.open[-1] if self.open else None


def begin_within(stretches: Sequence[Around], start: int, end: int) -> Sequence[Around]:
    """Those that begin in ``start … end``, of stretches that come by their start."""
    first = bisect_left(stretches, start, key=_start)
    return stretches[first : bisect_left(stretches, end, first, key=_start)]


def _start(stretch: Stretch) -> int:
    return stretch.start
