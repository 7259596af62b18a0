"""What the documents of one generation write: words, characters, names, and any wording.

In: the opened generation. Out: the contract `search.plan.folding.Vocabulary`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from graph.lexicon.divisions import Divisions
from graph.records import EntityType

if TYPE_CHECKING:
    from ui.app.opened import Opened


class WrittenWords:
    """Read from the index and the graph when first asked for."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def words(self) -> Mapping[str, int]:
        """Words, and how many passages hold each; all of them are read."""
        return self._words

    def has_word(self, word: str) -> bool:
        """Whether a passage holds it as a word."""
        return self._opened.index.has_word(word)

    def names(self) -> Mapping[str, int]:
        """Names of entities and areas, and how often each is mentioned; an entity's counts once."""
        return self._names

    def is_named(self, wording: str) -> bool:
        """Whether the name of an entity or area holds it."""
        return bool(self._opened.store.names_holding(wording, limit=1)) or any(wording in area for area in self._areas)

    def areas(self) -> Mapping[str, int]:
        """Names of areas that the documents name, and how often each is mentioned."""
        return self._areas

    def written(self, wording: str) -> int:
        """How many passages hold the wording, but for width, case and white space."""
        return self._opened.index.holding(wording)

    @cached_property
    def _words(self) -> Mapping[str, int]:
        return self._opened.index.words()

    @cached_property
    def _names(self) -> Mapping[str, int]:
        return {known.name: 1 for known in self._opened.store.names()} | dict(self._areas)

    @cached_property
    def _areas(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        divisions = Divisions.load()
        mentioned = {count.entity.code: count.mentions for count in self._opened.store.list_entities(EntityType.COUNTY)}
        for code in self._opened.covered_areas:
            for name in divisions.by_code[code].names if code in divisions.by_code else ():
                found[name] = found.get(name, 0) + mentioned.get(code, 1)
        return found
