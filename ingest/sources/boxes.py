"""Boxes on a page: left, top, right, bottom, from its upper left; in points or in pixels."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

Box = tuple[float, float, float, float]


class Boxed(Protocol):
    """Whatever has a place on a page."""

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        ...


def around(things: Iterable[Boxed]) -> Box:
    """The smallest box around all of them."""
    lefts, tops, rights, bottoms = zip(*(thing.box for thing in things), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def is_within(box: Box, outer: Box) -> bool:
    """Whether the box's middle lies in the other."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def holds(outer: Box, inner: Box) -> bool:
    """Whether all of one lies in the other."""
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]
