"""The words by which documents say what they are to one another, from ``lexicon/documents.yaml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from graph.data_files import read_yaml
from graph.lexicon.lexicon import FOLDER


@lru_cache(maxsize=1)
def _file() -> Mapping[str, Sequence[str]]:
    loaded: Mapping[str, Sequence[str]] = read_yaml(FOLDER / "documents.yaml")
    return loaded


@lru_cache(maxsize=64)
def any_of(name: str) -> str:
    """The expressions of a list as one, longest first."""
    return f"(?:{'|'.join(sorted(_file()[name], key=lambda word: (-len(word), word)))})"
