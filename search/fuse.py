"""Rankings of several rankers → one order, by reciprocal rank: scores of different kinds are never compared."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeVar

from search.ranking import best_first

T = TypeVar("T", bound=Hashable)

FLATNESS = 20  # k of the formula: 60 as usually taken lets the fiftieth place weigh too much; 5..40 do alike here


def fuse(
    rankings: Mapping[str, Sequence[T]],
    order: Callable[[T], Any],
    *,
    top: int | None = None,
    weights: Mapping[str, float] | None = None,
) -> list[tuple[T, float]]:
    """(passage, score), the best `top`, best first, equal scores in their `order`; `weights` by ranker, 1 where none
    is given.
    """
    scores: dict[T, float] = {}
    for ranker, ranking in rankings.items():
        weight = 1.0 if weights is None else weights.get(ranker, 1.0)
        for rank, passage in enumerate(ranking, 1):
            scores[passage] = scores.get(passage, 0.0) + weight / (FLATNESS + rank)
    return best_first(scores.items(), order, top)
