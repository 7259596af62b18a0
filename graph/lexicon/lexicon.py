"""Loads and checks word lists: the name of one goes in, its words come out, or the pattern made from them.

A word list (gazetteers/*.txt) has one word a line; lines that start with “#” say where it comes from. A domain expert
edits them there.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from graph.errors import MailuoError

FOLDER = Path(__file__).parent


class OntologyError(MailuoError):
    """A file of the ontology folder contradicts the model or itself."""


@lru_cache(maxsize=64)
def word_list(name: str) -> frozenset[str]:
    """The words of gazetteers/<name>.txt."""
    path = FOLDER / "gazetteers" / f"{name}.txt"
    if not path.is_file():
        raise OntologyError(f"there is no word list {path.name} in graph/lexicon/gazetteers; add it")
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@lru_cache(maxsize=64)
def alternation(name: str) -> str:
    """The words of a list as one regular expression, longest first; a line may itself be an expression."""
    return "|".join(sorted(word_list(name), key=lambda word: (-len(word), word)))
