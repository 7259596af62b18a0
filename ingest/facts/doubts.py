"""Targets and results whose figures were recognised with doubt, marked as unsafe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.records import DOUBTFUL, Spot, Target
from ingest.entities.places import Places

DOUBTFUL_RECOGNITION = "doubtful recognition"
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


def with_doubts(text: str, targets: Iterable[Target], spots: Sequence[Spot]) -> list[Target]:
    """The targets in their order; those whose quote holds what was recognised with doubt say so. `text`: of their
    source."""
    doubts = {(spot.start, spot.end): spot for spot in spots if spot.sure < DOUBTFUL}
    places = Places(doubts)
    return [
        replace(target, unsafe=target.unsafe or DOUBTFUL_RECOGNITION)
        if any(_concerns(text, doubts[place], target) for place in places.near(target.start, target.end))
        else target
        for target in targets
    ]


def _concerns(text: str, spot: Spot, target: Target) -> bool:
    figures = FIGURE.findall(text[spot.start : spot.end])
    return not figures or target.value in figures or not _is_another_cell(text, spot)


def _is_another_cell(text: str, spot: Spot) -> bool:
    """Whether it stands alone in its line: the quote of a cell holds those between it and its row's name."""
    return text[spot.start - 1 : spot.start] in ("", "\n") and text[spot.end : spot.end + 1] in ("", "\n")
