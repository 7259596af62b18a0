"""What a name says by itself: a project's or park's mark goes in, the companies, zones and areas in it come out.

Asked of the mentions that stand inside the name; where a list lends a name its beginning (ingest/facts/lent_names.py),
of the mentions around it; where no rule of mentions has found any, of the name's beginning. Nothing here depends on
which rule found a mention.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.lexicon.lexicon import word_list
from graph.lexicon.wordings import wordings
from graph.records import EntityType, Mention
from ingest.entities.enterprises import AREA_TRADE
from ingest.entities.name_parts import zone_in
from ingest.entities.project_firms import firm_in
from ingest.facts.area_marks import area_mark, areas_then, depth, is_bracketed, is_short, means_area
from ingest.facts.lent_names import carried_area, is_more, lent
from ingest.facts.line_ends import LINES, is_by_chance, is_joined, line_areas
from ingest.facts.marks import Mark, MarkedText
from ingest.rules import Example, rule

any_of = wordings("relating").any_of

# A company called by an area and its works lies there: 青岛港, 海南电网; 云南铝业集团 may build anywhere.
WORKS = re.compile(f"{any_of('works')}$")
NAMED_AFTER = re.compile(any_of("not_places"))
MAX_COMPANY = 20  # characters of a company's name


def companies_of(marked: MarkedText, project: Mark) -> list[Mark]:
    """The companies in the name, or all it says; else those it is lent by its list; else what it begins with."""
    inside = [c for c in marked.within(project.start, project.end, EntityType.ENTERPRISE) if is_company(marked, c)]
    part = firm_in(full_name(marked, project))
    is_written = part and part[1] <= project.end - project.start
    own = [part_mark(marked, project, part, EntityType.ENTERPRISE)] if part and is_written else []
    if inside and not any(is_longer(own[0], company) for company in inside[:1] if own):
        return marked.outermost(inside)
    if not own and (inside := lent(marked, project, EntityType.ENTERPRISE)):
        return marked.outermost(inside)
    known = known_company(marked, project)
    return [known] if known and not (own and is_longer(own[0], known)) else own


def full_name(marked: MarkedText, project: Mark) -> str:
    """What is written, and what its list adds behind: 汇能 of the list 汇能、准能矸石电厂."""
    written, name = marked.text[project.start : project.end], project.mention.name
    return name if name.startswith(written) else written


def is_longer(company: Mark, other: Mark) -> bool:
    """上汽通用五菱, where a mention has 上汽通用 of it."""
    return company.start == other.start and company.end > other.end


KNOWN_COMPANY = rule(
    "name:known-company",
    EntityType.ENTERPRISE,
    says="a company at the head of a project's name, or all it says, that the document names elsewhere as one",
    example=Example("支持远大、红豆等企业。推进怀化红豆商务中心项目建设,", "红豆"),
    counter=Example("支持远大、春兰等企业。推进怀化红豆商务中心项目建设,"),
)


def known_company(marked: MarkedText, project: Mark) -> Mark | None:
    """利民制药 at the head of 利民制药新生线, or behind the areas there, where another sentence has it as a company."""
    name = marked.text[project.start : project.end]
    heads = {0, *(area.end - project.start for area in marked.within(project.start, project.end, EntityType.COUNTY))}
    heads |= {zone.end - project.start for zone in marked.within(project.start, project.end, EntityType.PARK)}
    for at in sorted(heads):
        for length in range(min(MAX_COMPANY, len(name) - at), 1, -1):
            known = marked.companies.get(name[at : at + length])
            is_area = known and areas_then(marked).called(name[at : at + length])
            if known and not is_area and is_company(marked, known) and not AREA_TRADE.match(name, at):
                start, end = project.start + at, project.start + at + length
                mention = marked.mention_at(start, end, EntityType.ENTERPRISE, known.mention.name, KNOWN_COMPANY)
                return Mark(mention, start, end)
    return None


def is_company(marked: MarkedText, company: Mark) -> bool:
    """怀化 and 新材料 are none, whatever the mention says; 金川 may be, where no mention has it as an area."""
    name = marked.text[company.start : company.end]
    areas = marked.within(company.start, company.end, EntityType.COUNTY)
    return not any(area.end == company.end for area in areas) and name not in word_list("industries")


def parks_of(marked: MarkedText, project: Mark) -> list[Mark]:
    """The parks in the name before its end; else those it is lent by its list; else the zone it begins with."""
    inside = [
        park for park in marked.within(project.start, project.end, EntityType.PARK) if goes_on(marked, park, project)
    ]
    if inside or (inside := lent(marked, project, EntityType.PARK)):
        return marked.outermost(inside)
    part = zone_in(marked.text[project.start : project.end])
    return [part_mark(marked, project, part, EntityType.PARK)] if part else []


def goes_on(marked: MarkedText, park: Mark, project: Mark) -> bool:
    """Whether the full name goes on behind the park: 甘泉堡经开区 of the list 甘泉堡经开区、上库高新区零碳园区."""
    return (park.end < project.end and marked.text[park.end] != "(") or is_more(project, park)


def is_in_name(area: Mark, mark: Mark) -> bool:
    """Whether the name is more than the area: 郓城 in 大唐郓城, 铜仁 of the list 铜仁、思南等水库."""
    return (area.start, area.end) != (mark.start, mark.end) or is_more(mark, area)


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


def part_mark(marked: MarkedText, whole: Mark, part: tuple[int, int], kind: EntityType) -> Mark:
    """A new mark for a part of a name that no rule of mentions has found."""
    start, end = whole.start + part[0], whole.start + part[1]
    return Mark(marked.mention_at(start, end, kind, marked.text[start:end], PART[kind]), start, end)


def areas_of(marked: MarkedText, mark: Mark, companies: Sequence[Mark]) -> list[Mention]:
    """Where the name says the thing lies: all places it joins, else the innermost; not the short form in 怀化轩琪."""
    areas = [
        area
        for area in marked.within(mark.start, mark.end, EntityType.COUNTY)
        if is_in_name(area, mark)
        and (not is_by_chance(marked.text, area) or is_joined(marked.text, mark, area))
        and not any(
            is_part_of_company(marked, area, c) for c in companies if (c.start, c.end) != (mark.start, mark.end)
        )
    ]
    ends = line_areas(marked, mark, areas)
    if ends is not None:
        return list({area.mention.name: area.mention for area in ends}.values())
    areas = areas or lent(marked, mark, EntityType.COUNTY) or leading_area(marked, mark, companies)
    return innermost(marked.text, areas or carried_area(marked, mark))


def is_part_of_company(marked: MarkedText, area: Mark, company: Mark) -> bool:
    """怀化 in 怀化轩琪 says who; 长沙 in 长沙惠科, where 惠科 is named as well, and 青岛 in 青岛港 say where."""
    if not (company.start <= area.start and area.end <= company.end and is_short(area)):
        return False
    own = marked.within(area.end, company.end, EntityType.ENTERPRISE)
    return not own and not WORKS.search(marked.text[area.end : company.end])


def leading_area(marked: MarkedText, mark: Mark, companies: Sequence[Mark]) -> list[Mark]:
    """The areas the name begins with, by their short forms or in full, when no mention was found there."""
    name = marked.text[mark.start : mark.end]
    if any(company.start == mark.start for company in companies):
        return []
    region = marked.structure.document.region_code
    found: list[Mark] = []
    at = 0
    for hit in areas_then(marked).find(name):
        if hit.start != at or is_no_site(name, hit.start, hit.end):
            break
        at = hit.end
        for area in area_mark(marked, mark.start + hit.start, mark.start + hit.end):
            if means_area(name, hit.start, hit.end, area.mention.code or "", region):
                found.append(area)
    return found


def is_no_site(name: str, start: int, end: int) -> bool:
    """芙蓉大道, 北江航道, 潮南高速: what is called after an area, or after the ends of a line by chance."""
    return bool(NAMED_AFTER.match(name, end)) or (end - start == 2 and bool(LINES.match(name, end)))


def innermost(text: str, areas: Sequence[Mark]) -> list[Mention]:
    """The innermost areas; of two short forms in a row (长沙宁乡) both; those in brackets before all others."""
    deepest = max((depth(area.mention) for area in areas), default=0)
    inner = [area for area in areas if depth(area.mention) == deepest]
    bracketed = [area for area in inner if is_bracketed(text, area)]
    kept = bracketed or listed(text, inner)
    outer = [a for a in areas if kept and a.end == kept[0].start and is_short(a) and is_short(kept[0])]
    return list({area.mention.name: area.mention for area in [*outer, *kept]}.values())


def listed(text: str, areas: Sequence[Mark]) -> list[Mark]:
    """The last area and those a list joins to it: both of 沅陵、辰溪, only 常德 of 深圳国际食品谷常德产业园."""
    chain = list(areas[-1:])
    for area in reversed(areas[:-1]):
        if text[area.end : chain[0].start] not in ("、", "和", "及", "与"):
            break
        chain.insert(0, area)
    return chain


def has_own_place(marked: MarkedText, thing: Mark) -> bool:
    """Whether the name says where it lies."""
    companies = companies_of(marked, thing) if thing.type is EntityType.PROJECT else []
    parks = parks_of(marked, thing) if thing.type is EntityType.PROJECT else []
    return bool(parks) or bool(areas_of(marked, thing, companies))
