"""Relations that a name states by itself: 怀化高新区惠科显示模组生产线 lies in 怀化高新区 and is built by 惠科.

A project's or park's name goes in with the mentions that stand inside it; where the rules of mentions found no area
there, the name's beginning is looked up among the administrative areas.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.lexicon.divisions import Divisions
from graph.records import EntityType, Level, Mention, Relation, RelationType, Span
from ingest.entities.areas import name_of
from ingest.entities.name_parts import company_in, zone_in
from ingest.facts.marks import Mark, MarkedText
from ingest.rules import Example, rule

DIVISIONS = Divisions.load()
# What stands between two places joins them, it lies in neither: 怀化至洪江公路, 邵阳—怀化管道, (怀化·长沙)班列.
BETWEEN = frozenset("至到-—–~·")
DEPTHS = {Level.COUNTY: 2, Level.CITY: 1, Level.PROVINCE: 0}


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
    says="a company in a project's name builds it",
    example=Example("抓好怀化高新区惠科显示模组生产线建设,", "惠科 → 怀化高新区惠科显示模组生产线"),
    counter=Example("抓好怀化高新区车载显示屏生产线建设,"),
)
NAME_PLACE = rule(
    "name:place",
    RelationType.LOCATED_IN,
    says="the park, else the innermost area, in a project's name is where it lies",
    example=Example("抓好怀化高新区惠科显示模组生产线建设,", "怀化高新区惠科显示模组生产线 → 怀化高新区"),
    counter=Example("加快怀化至洪江公路建设,"),
)


def project_relations(marked: MarkedText, project: Mark) -> Iterator[Relation]:
    """The companies in the name build it; the park in the name, else the area, is where it lies."""
    evidence = Span(project.mention.start, project.mention.end)
    companies = companies_of(marked, project)
    for company in companies:
        yield marked.relation(company.mention, RelationType.UNDERTAKES, project.mention, NAME_COMPANY, evidence)
    places = [park.mention for park in parks_of(marked, project)[:1]] or areas_of(marked, project, companies)
    for place in places:
        yield marked.relation(project.mention, RelationType.LOCATED_IN, place, NAME_PLACE, evidence)


def companies_of(marked: MarkedText, project: Mark) -> list[Mark]:
    """The companies mentioned in the name, else the one the name begins with."""
    if inside := marked.outermost(marked.inside(project, EntityType.ENTERPRISE)):
        return inside
    part = company_in(marked.text[project.start : project.end])
    return [part_mark(marked, project, part, EntityType.ENTERPRISE)] if part else []


def parks_of(marked: MarkedText, project: Mark) -> list[Mark]:
    """The parks mentioned in the name before its end, else the zone the name begins with."""
    inside = [park for park in marked.inside(project, EntityType.PARK) if park.end < project.end]
    if inside:
        return marked.outermost(inside)
    part = zone_in(marked.text[project.start : project.end])
    return [part_mark(marked, project, part, EntityType.PARK)] if part else []


PART = {
    EntityType.ENTERPRISE: rule(
        "name:enterprise",
        EntityType.ENTERPRISE,
        says="the company that a project's name begins with, where no other rule found one",
        example=Example("加快溆浦县福香柑桔农民专业合作社科技创新中心建设,", "溆浦县福香柑桔农民专业合作社"),
        counter=Example("加快溆浦县柑桔科技创新中心建设,"),
    ),
    EntityType.PARK: rule(
        "name:park",
        EntityType.PARK,
        says="the zone that a project's name begins with, where no other rule found one",
        example=Example("加快怀化市鹤城区省级工业集中区智能制造产业园建设,", "怀化市鹤城区省级工业集中区"),
        counter=Example("加快怀化市鹤城区智能制造产业园建设,"),
    ),
}


def part_mark(marked: MarkedText, project: Mark, part: tuple[int, int], kind: EntityType) -> Mark:
    start, end = project.start + part[0], project.start + part[1]
    return Mark(marked.mention_at(start, end, kind, marked.text[start:end], PART[kind]), start, end)


NAME_AREA = rule(
    "name:area",
    EntityType.COUNTY,
    RelationType.LOCATED_IN,
    says="the area in a park's name is where it lies; the area a name begins with, where no other rule found it",
    example=Example("支持怀化高新区发展,加快会同石煤综合利用项目建设,", "怀化高新区 → 怀化市|会同县"),
    counter=Example("会同有关部门加快怀化国际陆港项目建设,"),
)


def park_relations(marked: MarkedText, park: Mark) -> Iterator[Relation]:
    """The area in the name is where the park lies."""
    evidence = Span(park.mention.start, park.mention.end)
    for area in areas_of(marked, park, []):
        yield marked.relation(park.mention, RelationType.LOCATED_IN, area, NAME_AREA, evidence)


def areas_of(marked: MarkedText, mark: Mark, companies: Sequence[Mark]) -> list[Mention]:
    """The innermost areas the name holds; none when the name joins two places; not the short form in 怀化轩琪."""
    areas = [
        area
        for area in marked.inside(mark, EntityType.COUNTY)
        if not any(c.start <= area.start and area.end <= c.end and is_short(area) for c in companies)
    ] or leading_area(marked, mark, companies)
    areas = [area for area in areas if not joins_places(marked.text, mark, area)]
    deepest = max((depth(area.mention) for area in areas), default=0)
    areas = [area for area in areas if depth(area.mention) == deepest]
    bracketed = [area for area in areas if is_bracketed(marked.text, area)]
    return list({area.mention.name: area.mention for area in bracketed or listed(marked.text, areas)}.values())


def listed(text: str, areas: list[Mark]) -> list[Mark]:
    """The last area and those a list joins to it: both of 沅陵、辰溪, only 常德 of 深圳国际食品谷常德产业园."""
    chain = areas[-1:]
    for area in reversed(areas[:-1]):
        if text[area.end : chain[0].start] not in ("、", "和", "及", "与"):
            break
        chain.insert(0, area)
    return chain


def leading_area(marked: MarkedText, mark: Mark, companies: Sequence[Mark]) -> list[Mark]:
    """The area the name begins with, by its short form or in full, when no mention was found there."""
    name = marked.text[mark.start : mark.end]
    if any(c.start == mark.start for c in companies):
        return []
    region, areas = marked.structure.document.region_code, Divisions.load(marked.structure.document.written)
    found: list[Mark] = []
    at = 0
    for hit in areas.find(name):
        area = areas.nearest(name[hit.start : hit.end], region)
        if hit.start != at or area is None:
            break
        start, end = mark.start + hit.start, mark.start + hit.end
        at = hit.end
        if region is None or is_near(area.code, region):
            mention = marked.mention_at(start, end, EntityType.COUNTY, name_of(area), NAME_AREA, area.code)
            found.append(Mark(mention, start, end))
    return found


def is_near(code: str, region: str) -> bool:
    """In the same province, or a province or city itself: 海口 in a document of 怀化 is no short form of chance."""
    return code[:2] == region[:2]


def joins_places(text: str, mark: Mark, area: Mark) -> bool:
    before = text[area.start - 1] if area.start > mark.start else ""
    after = text[area.end] if area.end < mark.end else ""
    return before in BETWEEN or after in BETWEEN


def is_bracketed(text: str, area: Mark) -> bool:
    return text[area.start - 1 : area.start] == "(" and text[area.end : area.end + 1] == ")"


def is_short(area: Mark) -> bool:
    code = area.mention.code
    division = DIVISIONS.by_code.get(code) if code else None
    return division is not None and any(
        area.mention.surface == state.short for state in DIVISIONS.book.states[division.code]
    )


def depth(area: Mention) -> int:
    division = DIVISIONS.by_code.get(area.code) if area.code else None
    return DEPTHS[division.level] if division else 1
