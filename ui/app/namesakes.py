"""What a name lies in, where another thing of the knowledge base bears it too: 鼓楼区 → 南京市.

In: all names and regions of a generation. Out: for a name the area that tells it apart, "" where nothing bears it too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from graph.records import Document, Entity, EntityType
from graph.store.found import EntityName


class Namesakes:
    """Built once a generation."""

    def __init__(self, names: Iterable[EntityName], documents: Iterable[Document]) -> None:
        bearers: dict[tuple[EntityType, str], set[str]] = defaultdict(set)
        for known in names:
            bearers[known.type, known.name].add(known.entity_id)
        self._shared = {key for key, ids in bearers.items() if len(ids) > 1}
        codes: dict[str, set[str]] = defaultdict(set)
        for document in documents:
            if document.region and document.region_code:
                codes[document.region].add(document.region_code)
        self._regions = {region for region, found in codes.items() if len(found) > 1}

    def around(self, entity: Entity) -> str:
        """The city of an area, the area of a thing: 南京市; 南京市鼓楼区."""
        if (entity.type, entity.name) not in self._shared:
            return ""
        # imported late: the areas of China take a moment to load
        from graph.lexicon.area_names import city_of, full_name_of

        if entity.type is EntityType.COUNTY:
            return city_of(entity.code or "")
        return full_name_of(entity.place or "")

    def around_region(self, region: str | None, document: Document) -> str:
        """The city of a figure's region, as its document means it."""
        is_shared = region in self._regions or (EntityType.COUNTY, region) in self._shared
        if region is None or not is_shared:
            return ""
        from graph.lexicon.divisions import Divisions
        from graph.lexicon.area_names import city_of

        if document.region == region and document.region_code:
            return city_of(document.region_code)
        area = Divisions.load().nearest(region, document.region_code)
        return city_of(area.code) if area else ""
