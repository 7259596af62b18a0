"""The things of a generation by what their names say, for questions that describe one.

In: the graph. Out: the things whose main name says enough of what is wanted. The names of a type are read when it is
first asked for; of a thing nothing else is kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.records import Entity, EntityType
from graph.store.store import Store
from search.name_pairs import NamePairs
from search.wanted import Wanted


class ThingNames:
    """Made of each type once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: dict[EntityType, tuple[Sequence[str], NamePairs]] = {}

    def saying(self, wanted: Wanted, kinds: Sequence[EntityType], least: float) -> list[tuple[float, Entity]]:
        """Each with its share: type by type, most mentioned first."""
        found = [
            (share, ids[number])
            for ids, pairs in map(self._of, kinds)
            for share, number in pairs.saying(wanted, least)
        ]  # fmt: skip
        entities = {entity.id: entity for entity in self._store.entities(id_ for _, id_ in found)}
        return [(share, entities[id_]) for share, id_ in found if id_ in entities]

    def _of(self, kind: EntityType) -> tuple[Sequence[str], NamePairs]:
        if kind not in self._held:
            listed = self._store.main_names(kind)
            self._held[kind] = [id_ for id_, _ in listed], NamePairs([name for _, name in listed])
        return self._held[kind]
