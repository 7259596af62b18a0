"""What a heading says of the text under it: the industry or the place that its companies and projects belong to.

1.新型显示产业链。择优支持东旭光电、亚信电子等重点企业          companies IN_INDUSTRY, by the heading's industry
鹤城区。重点推进阳塘冷链物流园…                                 projects LOCATED_IN, by the heading's area
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.model import EntityType, Relation, RelationType, Section
from ingest.marks import Mark, MarkedText
from ingest.name_relations import areas_of

COMPANIES = re.compile(
    r"(?P<verb>支持|扶持|依托|培育|做大做强|做强做大|做大|做强|壮大|鼓励|引进|招引|引入|发挥|以|推进|推动)"
    r"(?P<list>[^。;]{2,120}?)(?:等)?(?:一批|[一二两三四五六七八九十\d]+家)?"
    r"(?:重点|龙头|骨干|优势|核心|领军|“?链主”?|头部|知名|领先|标杆|代表性)*(?:企业|公司|为龙头|为依托|为代表|为引领)"
)
ROLES = {
    "支持": "nurture",
    "扶持": "nurture",
    "培育": "nurture",
    "引进": "attract",
    "招引": "attract",
    "引入": "attract",
}
TITLE_WORDS = re.compile(
    r"发展|壮大|培育|做大|做强|做优|打造|建设|加快|推进|大力|积极|促进|提升|重点|优先|突破|现代|特色|优势|产业链|产业集群"
    r"|产业|集群|基地|行业|项目|工程|行动|方面|领域|高质量|和|、|《|》|“|”"
)


def section_relations(marked: MarkedText) -> Iterator[Relation]:
    """Projects under a heading that is an area or park lie there; under one that is an industry they belong to it."""
    for project in marked.outermost(marked.of_type(EntityType.PROJECT)):
        section = marked.section_at(project.start)
        if section is None or project.mention.start < section.heading_end:
            continue
        mark = heading_mark(marked, section)
        if mark is None:
            continue
        if mark.type is EntityType.INDUSTRY:
            yield marked.relation(project.mention, RelationType.IN_INDUSTRY, mark.mention, "section:industry-heading")
        elif not has_own_place(marked, project):
            yield marked.relation(project.mention, RelationType.LOCATED_IN, mark.mention, "section:place-heading")


def heading_mark(marked: MarkedText, section: Section) -> Mark | None:
    """The industry or place of a heading that is hardly more than that name."""
    kinds = (EntityType.INDUSTRY, EntityType.PARK, EntityType.COUNTY)
    outer = marked.outermost(marked.in_place(section.start, section.heading_end, *kinds))
    return outer[0] if len(outer) == 1 and is_all(marked, section, outer[0]) else None


def is_all(marked: MarkedText, section: Section, mark: Mark) -> bool:
    """“加快发展电子信息产业” is all 电子信息; “推进怀化高新区体制机制改革” is more than 怀化高新区."""
    name = marked.text[mark.start : mark.end]
    rest = section.title.replace(name, "", 1)
    return len(TITLE_WORDS.sub("", rest)) <= 1


def has_own_place(marked: MarkedText, project: Mark) -> bool:
    """Whether the project's name says where it lies."""
    inner = [p for p in marked.inside(project, EntityType.PARK) if p.end < project.end]
    return bool(inner) or bool(areas_of(marked, project, marked.inside(project, EntityType.ENTERPRISE)))


def company_lists(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“支持东旭光电、亚信电子等重点企业”: in the industry of the heading, else in the sentence's only one."""
    for match in COMPANIES.finditer(marked.text, start, end):
        companies = marked.outermost(marked.within(*match.span("list"), EntityType.ENTERPRISE))
        if not companies:
            continue
        industry = industry_of(marked, start, end, *match.span("list"))
        if industry is None:
            continue
        for company in companies:
            yield marked.relation(
                company.mention,
                RelationType.IN_INDUSTRY,
                industry.mention,
                "section:companies-of-industry",
                role=ROLES.get(match["verb"]),
            )


def industry_of(marked: MarkedText, start: int, end: int, list_start: int, list_end: int) -> Mark | None:
    """The industry the list belongs to."""
    section = marked.section_at(start)
    headed = heading_mark(marked, section) if section else None
    if headed and headed.type is EntityType.INDUSTRY:
        return headed
    inside = marked.outermost(marked.within(start, end, EntityType.INDUSTRY))
    named = [m for m in inside if m.end <= list_start or m.start >= list_end]
    return named[0] if len({m.mention.name for m in named}) == 1 else None
