"""A question in people's words → the words that documents would use.

``graph/lexicon/synonyms.tsv`` holds the names of one thing, ``wordings.tsv`` what people say and how documents put it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.lexicon.lexicon import FOLDER
from graph.writing.foldings import fold_text

TABLES = ("synonyms.tsv", "wordings.tsv")


@lru_cache(maxsize=1)
def load_synonyms() -> dict[str, tuple[str, ...]]:
    """By what people say, folded: the forms that documents write."""
    written: dict[str, tuple[str, ...]] = {}
    for line in (line for name in TABLES for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()):
        if line and not line.startswith("#"):
            forms, said = line.split("\t")
            for saying in said.split():
                folded = fold_text(saying)
                written[folded] = tuple(dict.fromkeys((*written.get(folded, ()), *map(fold_text, forms.split()))))
    return written


def same_names() -> list[list[str]]:
    """The names of each one thing, the official one first."""
    lines = (FOLDER / "synonyms.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [[official, *others.split()] for official, others in rows]


@lru_cache(maxsize=1)
def _saying_pattern() -> re.Pattern[str]:
    sayings = sorted(load_synonyms(), key=lambda saying: (-len(saying), saying))
    return re.compile("|".join(map(re.escape, sayings)))


def written_forms(question: str) -> list[tuple[str, tuple[str, ...]]]:
    """(what the question says, how documents write it), from left to right, the longest saying first."""
    folded = fold_text(question)
    return [(match[0], load_synonyms()[match[0]]) for match in _saying_pattern().finditer(folded)]
