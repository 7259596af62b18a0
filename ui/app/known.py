"""The names that the knowledge base knows: looked up by what they are written like, and found in what a person types.

In: the graph, and a text. Out: names; the longest names in a text, from left to right, not overlapping. Only what is
asked for is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from graph.keys import name_key
from graph.records import EntityType
from graph.store.found import EntityName
from graph.store.store import Store
from search.question import Known, fold_question
from ui.app.kept import Kept

SHORTEST = 2  # characters; “市” is no name
LONGEST = 80  # characters of a name that is looked for in a question
MOST_TEXTS = 500  # whose names are kept


class NameBook:
    """Names by key, and by a piece of them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._by_key: dict[str, list[EntityName]] | None = None

    def written(self, names: Iterable[str]) -> Sequence[EntityName]:
        """The known names that are written like one of these, but for width, case, white space and signs around."""
        keys = dict.fromkeys(map(name_key, names))
        return [known for key in keys for known in self._all.get(key, ())]

    def holding(self, text: str, *, types: Collection[EntityType] = (), most: int) -> list[EntityName]:
        """At most so many names that hold a piece of text: exactly this first, then what begins with it."""
        key = name_key(text)
        found = [
            (key != held, not held.startswith(key), len(held), held, known)
            for held, names in (self._all.items() if key else ())
            if key in held
            for known in names
            if not types or known.type in types
        ]
        found.sort(key=lambda one: (*one[:4], one[4].name, one[4].entity_id))
        return [one[-1] for one in found[:most]]

    @property
    def _all(self) -> dict[str, list[EntityName]]:
        if self._by_key is None:
            held: dict[str, list[EntityName]] = defaultdict(list)
            for known in self._store.names():
                held[name_key(known.name)].append(known)
            self._by_key = dict(held)
        return self._by_key


class KnownNames:
    """Finds them in a text: all pieces of it are looked up at once."""

    def __init__(self, book: NameBook) -> None:
        self._book = book
        self._found = Kept(self._look_up, most=MOST_TEXTS)

    def find(self, text: str) -> list[Known]:
        """The longest names in the folded text."""
        return list(self._found(text))

    def _look_up(self, text: str) -> list[Known]:
        places: dict[str, list[int]] = defaultdict(list)
        for start in range(len(text)):
            for end in range(start + SHORTEST, min(start + LONGEST, len(text)) + 1):
                places[text[start:end]].append(start)
        entities: dict[str, set[str]] = defaultdict(set)
        for known in self._book.written(places):
            entities[fold_question(known.name)].add(known.entity_id)
        hits = [(start, start + len(name), name) for name in entities for start in places.get(name, ())]
        found: list[Known] = []
        for start, end, name in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
            if all(end <= known.start or known.end <= start for known in found):
                found.append(Known(start, end, name, tuple(sorted(entities[name]))))
        return sorted(found, key=lambda known: known.start)
