"""The names that the knowledge base knows, found in what a person types.

In: all names of all entities, and a text. Out: the longest names in it, from left to right, not overlapping.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import ahocorasick

from graph.store.found import EntityName
from search.question import Known, fold_question

SHORTEST = 2  # characters; “市” is no name


class KnownNames:
    """Built once a generation."""

    def __init__(self, names: Iterable[EntityName]) -> None:
        entities: dict[str, set[str]] = defaultdict(set)
        for known in names:
            folded = fold_question(known.name)
            if len(folded) >= SHORTEST:
                entities[folded].add(known.entity_id)
        self._entities = {name: tuple(sorted(found)) for name, found in entities.items()}
        self._automaton = ahocorasick.Automaton()
        for name in self._entities:
            self._automaton.add_word(name, name)
        if self._entities:
            self._automaton.make_automaton()

    def find(self, text: str) -> list[Known]:
        """The longest names in the folded text."""
        if not self._entities:
            return []
        hits = [(end - len(name) + 1, end + 1, name) for end, name in self._automaton.iter(text)]
        found: list[Known] = []
        for start, end, name in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
            if all(end <= known.start or known.end <= start for known in found):
                found.append(Known(start, end, name, self._entities[name]))
        return sorted(found, key=lambda known: known.start)
