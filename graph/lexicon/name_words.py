"""The words by which rules find names, cut them and tell them apart, from ``lexicon/names.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from graph.data_files import read_yaml
from graph.lexicon.lexicon import FOLDER


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, str]:
    lists: Mapping[str, str] = read_yaml(FOLDER / "names.yaml")
    return lists


def words_of(name: str) -> list[str]:
    """The words of a list in their order."""
    return _lists()[name].split()


def any_of(name: str) -> str:
    """Any word of a list as a regular expression, the first that fits; a word may itself be an expression."""
    return f"(?:{'|'.join(words_of(name))})"


def signs_of(name: str) -> str:
    """The single characters of a list."""
    return "".join(words_of(name))
