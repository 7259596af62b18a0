"""Words about indicators (指标) that are read in a way of their own, from `graph/lexicon/indicators.yaml`."""

from __future__ import annotations

import re
from functools import cache

from graph.lexicon.wordings import longest_first, wordings

INDICATORS = wordings("indicators")


@cache
def fused() -> dict[str, tuple[str, ...]]:
    """Words that hold several names at once, longest first: 存贷款 → 存款, 贷款."""
    return {word: tuple(names.split(",")) for word, names in (row.split("=") for row in INDICATORS.words("fused"))}


@cache
def ending() -> re.Pattern[str]:
    """How the name of something measured ends."""
    return re.compile(rf"{INDICATORS.any_of('endings')}(?:\([^()]*\))?$")


@cache
def known_name() -> re.Pattern[str]:
    """The name of something known to be measured, the longest first."""
    rows: list[list[str]] = INDICATORS.lists["same"]
    names = {*INDICATORS.words("well_known"), *(name for row in rows for name in row)}
    return re.compile("|".join(map(re.escape, longest_first(names))))
