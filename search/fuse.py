"""Rankings of several rankers → one order, by reciprocal rank: scores of different kinds are never compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

FLATNESS = 20  # k of the formula: 60 as usually taken lets the fiftieth place weigh too much; 5..40 do alike here


def fuse(
    rankings: Mapping[str, Sequence[int]], *, weights: Mapping[str, float] | None = None
) -> list[tuple[int, float]]:
    """(place, score), best first, equal scores in the order of places; `weights` by ranker, 1 where none is given."""
    scores: dict[int, float] = {}
    for ranker, places in rankings.items():
        weight = 1.0 if weights is None else weights.get(ranker, 1.0)
        for rank, place in enumerate(places, 1):
            scores[place] = scores.get(place, 0.0) + weight / (FLATNESS + rank)
    return sorted(scores.items(), key=lambda scored: (-scored[1], scored[0]))
