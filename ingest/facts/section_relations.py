"""What a title says of the text under it: the industry or the place that its companies and projects belong to.

(一)电子信息产业 … 建设惠科生产线                               projects and companies IN_INDUSTRY
鹤城区。重点推进阳塘冷链物流园…                                 projects, and parks, LOCATED_IN
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.records import EntityType, Relation, RelationType
from ingest.facts.groups import by_themselves
from ingest.facts.marks import Mark, MarkedText
from ingest.facts.own_names import areas_of, companies_of, has_own_place, parks_of
from ingest.facts.topics import title_of
from ingest.rules import Example, rule

INDUSTRY_HEADING = rule(
    "section:industry-heading",
    RelationType.IN_INDUSTRY,
    says="the projects and companies under a title that is an industry belong to it",
    example=Example("智慧物流。加快建设怀化国际陆港物流园,", "怀化国际陆港物流园 → 智慧物流"),
    counter=Example("智慧物流、生物医药。加快建设怀化国际陆港物流园,"),
)
PLACE_HEADING = rule(
    "section:place-heading",
    RelationType.LOCATED_IN,
    says="the projects and parks under a title that is an area, the projects under one that is a park lie there,"
    " unless their names say otherwise",
    example=Example("鹤城区。加快建设阳塘冷链物流园,", "阳塘冷链物流园 → 鹤城区"),
    counter=Example("鹤城区。加快建设中方县阳塘冷链物流园,"),
)


def section_relations(marked: MarkedText) -> Iterator[Relation]:
    """What stands under a title that is an industry belongs to it, under one that is an area or park lies there."""
    kinds = (EntityType.PROJECT, EntityType.PARK, EntityType.ENTERPRISE)
    for kind in kinds:
        for thing in by_themselves(marked, 0, len(marked.text), kind):
            title = title_of(marked, thing.start)
            if title and title.mark:
                yield from under(marked, thing, title.mark)


def under(marked: MarkedText, thing: Mark, over: Mark) -> Iterator[Relation]:
    """What the title's thing is to a thing below it; nothing where that has a place of its own."""
    if over.type is EntityType.INDUSTRY and thing.type is not EntityType.PARK:
        yield marked.relation(thing.mention, RelationType.IN_INDUSTRY, over.mention, INDUSTRY_HEADING)
    elif over.type is not EntityType.INDUSTRY and may_stand_in(marked, thing, over):
        yield marked.relation(thing.mention, RelationType.LOCATED_IN, over.mention, PLACE_HEADING)


def may_stand_in(marked: MarkedText, thing: Mark, place: Mark) -> bool:
    """A company is nowhere by a title, a park in an area only; a name that tells of the park's own area may do so."""
    if thing.type is EntityType.PROJECT and place.type is EntityType.PARK and not parks_of(marked, thing):
        own = {area.code for area in areas_of(marked, thing, companies_of(marked, thing))}
        return own <= {area.code for area in areas_of(marked, place, [])}
    is_right = thing.type is EntityType.PROJECT or (thing.type, place.type) == (EntityType.PARK, EntityType.COUNTY)
    return is_right and not has_own_place(marked, thing)
