"""The words of one file of graph/lexicon: lists go in as YAML, words and regular expressions come out.

A file names its lists. A list is words parted by blanks, each of them a regular expression perhaps (战略性?新兴); or a
YAML list, where one holds a blank; or sort → words, where they are of several sorts (nurture: 支持 扶持).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from graph.data_files import read_yaml
from graph.lexicon.lexicon import FOLDER, OntologyError

# Of an expression: what it only looks at, and what may be missing.
LOOKED_AT = re.compile(r"\(\?<?[=!][^()]*\)")
MISSING = re.compile(r"(?:\([^()]*\)|\[[^]]*\]|.)[?*]")


@dataclass(frozen=True, slots=True)
class Wordings:
    """The lists of `file`, by their names."""

    file: str
    lists: Mapping[str, Any]  # as they stand there; the others of the file with them
    _known: dict[str, str] = field(default_factory=dict, repr=False)  # the expressions asked for so far

    def words(self, name: str) -> tuple[str, ...]:
        """The words of a list, the longest first, so that an alternation of them takes the longest."""
        listed = self._list(name)
        return longest_first(self.sorts(name) if isinstance(listed, Mapping) else words_of(listed))

    def any_of(self, name: str) -> str:
        """A list as one regular expression in parentheses."""
        if (known := self._known.get(name)) is not None:
            return known
        return self._known.setdefault(name, f"(?:{'|'.join(self.words(name))})")

    def sorts(self, name: str) -> dict[str, str]:
        """Word → sort, of a list whose words are of several sorts."""
        listed = self._list(name)
        assert isinstance(listed, Mapping)
        return {word: sort for sort, words in listed.items() for word in words_of(words)}

    def _list(self, name: str) -> str | Sequence[str] | Mapping[str, str]:
        if name not in self.lists:
            raise OntologyError(f"graph/lexicon/{self.file}.yaml has no list “{name}”; add it there")
        listed: str | Sequence[str] | Mapping[str, str] = self.lists[name]
        return listed


@lru_cache
def wordings(file: str) -> Wordings:
    """The lists of graph/lexicon/<file>.yaml."""
    return Wordings(file, read_yaml(FOLDER / f"{file}.yaml"))


def words_of(listed: str | Sequence[str]) -> Sequence[str]:
    """The words of a list as they stand in it."""
    return listed.split() if isinstance(listed, str) else listed


def longest_first(words: Iterable[str]) -> tuple[str, ...]:
    """Each word once, by how much of a text it takes at least: 提到 before 提(?!高) and 提了?."""
    return tuple(sorted(set(words), key=lambda word: (-len(MISSING.sub("", LOOKED_AT.sub("", word))), word)))
