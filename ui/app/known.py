"""The names that the knowledge base knows, found in what a person types.

In: the graph, and a text. Out: the longest names in it, from left to right, not overlapping. Only they are read.
"""

from __future__ import annotations

from collections import defaultdict

from graph.store.store import Store
from graph.writing.characters import usual_text
from graph.writing.foldings import fold_question, name_key
from search.question import Known
from ui.app.kept import Kept

SHORTEST = 2  # characters; “市” is no name
LONGEST = 80  # characters of a name that is looked for in a question
MOST_TEXTS = 500  # whose names are kept


class KnownNames:
    """Finds them in a text: all pieces of it are looked up at once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._found = Kept(self._look_up, most=MOST_TEXTS)

    def find(self, text: str) -> list[Known]:
        """The longest names in the folded text; in traditional characters or not, as either is written."""
        return list(self._found(text))

    def _look_up(self, text: str) -> list[Known]:
        usual = usual_text(text)  # place for place
        places: dict[str, list[int]] = defaultdict(list)
        for start in range(len(text)):
            for end in range(start + SHORTEST, min(start + LONGEST, len(text)) + 1):
                places[usual[start:end]].append(start)
        entities: dict[str, set[str]] = defaultdict(set)
        for known in self._store.find_names(map(name_key, places)):
            entities[usual_text(fold_question(known.name))].add(known.entity_id)
        hits = [(start, start + len(name), name) for name in entities for start in places.get(name, ())]
        found: list[Known] = []
        for start, end, name in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
            if all(end <= known.start or known.end <= start for known in found):
                found.append(Known(start, end, text[start:end], tuple(sorted(entities[name]))))
        return sorted(found, key=lambda known: known.start)
