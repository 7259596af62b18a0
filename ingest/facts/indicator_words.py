"""The words about indicators in `graph/lexicon/indicators.yaml`, as regular expressions compiled once."""

from __future__ import annotations

import re
from functools import cache

from graph.data_files import read_yaml
from graph.lexicon.lexicon import FOLDER


@cache
def _file() -> dict[str, str]:
    rows: dict[str, str] = read_yaml(FOLDER / "indicators.yaml")
    return rows


@cache
def words(key: str) -> tuple[str, ...]:
    """One list of the file, longest word first, so that an alternation of it takes the longest."""
    return tuple(sorted(set(_file()[key].split()), key=lambda word: (-len(word), word)))


@cache
def fused() -> dict[str, tuple[str, ...]]:
    """Words that hold several names at once, longest first: 存贷款 → 存款, 贷款."""
    return {word: tuple(names.split(",")) for word, names in (row.split("=") for row in words("fused"))}


@cache
def alternation(key: str) -> str:
    return "|".join(re.escape(word) for word in words(key))


@cache
def ending() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation('endings')})(?:\([^()]*\))?$")
