"""The words by which statements are held against quotes: ``graph/lexicon/claims.yaml``, loaded once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from graph.lexicon.wordings import wordings


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """All of ``claims.yaml``."""

    sets: Mapping[str, frozenset[str]]  # free, copulas, joints, droppable, light, tails, generic
    patterns: Mapping[str, re.Pattern[str]]  # aims, done, negations, hedges, conditions, roles …
    directions: Mapping[str, tuple[str, ...]]  # up, down: the longest first
    bounds: Mapping[str, str]  # 以上 → at least
    same_units: Mapping[str, str]
    same_bodies: dict[str, str]
    turns: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    addresses: re.Pattern[str]
    markup: re.Pattern[str]
    signs: frozenset[str]
    prefixes: frozenset[str]


SETS = ("free", "copulas", "joints", "droppable", "light", "tails", "generic")
PATTERNS = (
    "aims",
    "done",
    "done_in_quote",
    "only_done",
    "negations",
    "hedges",
    "conditions",
    "urges",
    "compares",
    "by_year",
    "level",
)


@lru_cache(maxsize=1)
def load_claim_words() -> ClaimWords:
    """The words of ``claims.yaml``, compiled."""
    rows = wordings("claims").lists
    patterns = {name: re.compile(rows[name]) for name in PATTERNS}
    patterns["roles"] = re.compile("|".join(rows["roles"].split()))
    return ClaimWords(
        {name: frozenset(rows[name].split()) for name in SETS},
        patterns,
        {name: tuple(sorted(rows[name].split(), key=len, reverse=True)) for name in ("up", "down")},
        {word: bound for bound, words in rows["bounds"].items() for word in words.split()},
        rows["same_units"],
        rows["same_bodies"],
        tuple((re.compile(pattern), tuple(made)) for pattern, made in rows["turns"]),
        re.compile("|".join(f"(?:{one})" for one in rows["addresses"])),
        re.compile("|".join(f"(?:{one})" for one in rows["markup"]), re.MULTILINE),
        frozenset(rows["signs"]),
        frozenset(rows["prefixes"]),
    )
