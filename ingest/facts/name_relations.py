"""Relations that a name states by itself: 怀化高新区惠科显示模组生产线 lies in 怀化高新区 and is built by 惠科.

What stands in a name is for ingest/facts/own_names.py. Where a list lent the name its place or company, the evidence
reaches from there to the name.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.records import EntityType, Mention, Relation, RelationType, Span
from ingest.facts.marks import Mark, MarkedText
from ingest.facts.own_names import areas_of, companies_of, parks_of
from ingest.rules import Example, rule


def name_relations(marked: MarkedText) -> Iterator[Relation]:
    """LOCATED_IN and UNDERTAKES, each triple once a document."""
    seen: set[tuple[str, RelationType, str]] = set()
    for mark in marked.of_type(EntityType.PROJECT) + marked.of_type(EntityType.PARK):
        found = project_relations(marked, mark) if mark.type is EntityType.PROJECT else park_relations(marked, mark)
        for relation in found:
            triple = (relation.head.name, relation.rel, relation.tail.name)
            if triple not in seen:
                seen.add(triple)
                yield relation


NAME_COMPANY = rule(
    "name:company",
    RelationType.UNDERTAKES,
    says="a company in a project's name, or one that the project is called by, builds it",
    example=Example("抓好怀化高新区惠科显示模组生产线建设,", "惠科 → 怀化高新区惠科显示模组生产线"),
    counter=Example("抓好怀化高新区车载显示屏生产线建设,"),
)
NAME_PLACE = rule(
    "name:place",
    RelationType.LOCATED_IN,
    says="the park, else the innermost area, in a project's name is where it lies; a line lies in all it joins",
    example=Example(
        "抓好怀化高新区惠科显示模组生产线、怀化至洪江高速公路建设,",
        "怀化高新区惠科显示模组生产线 → 怀化高新区|怀化至洪江高速公路 → 怀化市",
    ),
    counter=Example("常态化开行怀化至广州班列,"),
)
PARK_PLACE = rule(
    "name:place-of-park",
    RelationType.LOCATED_IN,
    says="the area in a park's name is where the park lies",
    example=Example("支持怀化高新区发展,", "怀化高新区 → 怀化市"),
    counter=Example("支持雨溆工业园发展,"),
)


def project_relations(marked: MarkedText, project: Mark) -> Iterator[Relation]:
    """The companies in the name build it; the park in the name, else the area, is where it lies."""
    companies = companies_of(marked, project)
    for company in companies:
        where = evidence(project.mention, company.mention)
        yield marked.relation(company.mention, RelationType.UNDERTAKES, project.mention, NAME_COMPANY, where)
    places = [park.mention for park in parks_of(marked, project)[:1]] or areas_of(marked, project, companies)
    for place in places:
        where = evidence(project.mention, place)
        yield marked.relation(project.mention, RelationType.LOCATED_IN, place, NAME_PLACE, where)


def park_relations(marked: MarkedText, park: Mark) -> Iterator[Relation]:
    """The area in the name is where the park lies."""
    for area in areas_of(marked, park, []):
        where = evidence(park.mention, area)
        yield marked.relation(park.mention, RelationType.LOCATED_IN, area, PARK_PLACE, where)


def evidence(whole: Mention, part: Mention) -> Span:
    """The name; from what it was lent on, where a list wrote that only once."""
    return Span(min(whole.start, part.start), max(whole.end, part.end))
