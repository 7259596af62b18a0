"""Targets and results whose figures were recognised with doubt, marked as unsafe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.records import DOUBTFUL, Spot, Target

DOUBTFUL_RECOGNITION = "doubtful recognition"


def with_doubts(targets: Iterable[Target], spots: Sequence[Spot]) -> list[Target]:
    """The targets in their order; those whose quote holds what was recognised with doubt say so."""
    doubts = [spot for spot in spots if spot.sure < DOUBTFUL]
    return [
        replace(target, unsafe=target.unsafe or DOUBTFUL_RECOGNITION)
        if any(spot.start < target.end and target.start < spot.end for spot in doubts)
        else target
        for target in targets
    ]
