"""What is scored → the best of it in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any, TypeVar

T = TypeVar("T")


def best_first(scored: Iterable[tuple[T, float]], order: Callable[[T], Any], top: int | None) -> list[tuple[T, float]]:
    """The best `top` of (passage, score), all for None; equal scores in their `order`, which is asked for these alone:
    it may have to be read."""
    ordered = sorted(scored, key=lambda one: -one[1])
    best: list[tuple[T, float]] = []
    for _, alike in groupby(ordered, key=lambda one: one[1]):
        if top is not None and len(best) >= top:
            break
        held = list(alike)
        best += held if len(held) == 1 else sorted(held, key=lambda one: order(one[0]))
    return best[:top]
