"""What a name lies in, where another thing of the knowledge base bears it too: 鼓楼区 → 南京市.

In: the names and regions of a generation. Out: for a name the area that tells it apart, "" where nothing bears it too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from graph.records import Document, Entity, EntityType
from graph.store.store import Store
from graph.writing.foldings import name_key
from ui.app.kept import Kept

MOST_NAMES = 100_000  # of which it is kept whether they are shared


class Namesakes:
    """Asks for each name when it is shown; those of a list at once (`learn`)."""

    def __init__(self, store: Store, documents: Iterable[Document]) -> None:
        self._store = store
        self._shared = Kept(self._ask, most=MOST_NAMES)
        codes: dict[str, set[str]] = defaultdict(set)
        for document in documents:
            if document.region and document.region_code:
                codes[document.region].add(document.region_code)
        self._regions = {region for region, found in codes.items() if len(found) > 1}

    def learn(self, entities: Iterable[Entity]) -> None:
        """Ask for the names of all these at once."""
        wanted = {(one.type, one.name) for one in entities}
        bearers: dict[tuple[EntityType, str], set[str]] = {one: set() for one in wanted}
        for known in self._store.find_names(name_key(name) for _, name in wanted):
            if (known.type, known.name) in bearers:
                bearers[known.type, known.name].add(known.entity_id)
        for one, ids in bearers.items():
            self._shared.put(one, len(ids) > 1)

    def _ask(self, name: tuple[EntityType, str]) -> bool:
        return (
            len({one.entity_id for one in self._store.find_names([name_key(name[1])]) if (one.type, one.name) == name})
            > 1
        )

    def around(self, entity: Entity) -> str:
        """The city of an area, the area of a thing: 南京市; 南京市鼓楼区."""
        if not self._shared((entity.type, entity.name)):
            return ""
        # imported late: the areas of China take a moment to load
        from graph.lexicon.area_names import city_of, full_name_of

        if entity.type is EntityType.COUNTY:
            return city_of(entity.code or "")
        return full_name_of(entity.place or "")

    def around_region(self, region: str | None, document: Document) -> str:
        """The city of a figure's region, as its document means it."""
        if region is None or not (region in self._regions or self._shared((EntityType.COUNTY, region))):
            return ""
        from graph.lexicon.area_names import city_of
        from graph.lexicon.divisions import Divisions

        if document.region == region and document.region_code:
            return city_of(document.region_code)
        area = Divisions.load().nearest(region, document.region_code)
        return city_of(area.code) if area else ""
