"""What a heading says of the text under it: the industry or the place that its companies and projects belong to.

1.新型显示产业链。择优支持东旭光电、亚信电子等重点企业          companies IN_INDUSTRY, by the heading's industry
鹤城区。重点推进阳塘冷链物流园…                                 projects LOCATED_IN, by the heading's area
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from graph.lexicon.lexicon import alternation
from graph.records import EntityType, Relation, RelationType
from ingest.facts.marks import Mark, MarkedText
from ingest.facts.own_names import has_own_place
from ingest.rules import Example, rule

COMPANIES = re.compile(
    r"(?P<verb>支持|扶持|依托|培育|做大做强|做强做大|做大|做强|壮大|鼓励|引进|招引|引入|发挥|以|推进|推动)"
    r"(?P<list>[^。;,]{2,120}?)(?:等)?(?:一批|[一二两三四五六七八九十\d]+家)?"
    r"(?:重点|龙头|骨干|优势|核心|领军|“?链主”?|头部|知名|领先|标杆|代表性)*(?:企业(?!联盟|家|化|总部|文化|主体|集群|信用|管理)|公司|为龙头|为依托|为代表|为引领)"
)
ROLES = {
    "支持": "nurture",
    "扶持": "nurture",
    "培育": "nurture",
    "引进": "attract",
    "招引": "attract",
    "引入": "attract",
}
MAX_RUN_IN = 18  # characters of a title at the beginning of a paragraph
RUNNING = re.compile(r"[,;:!?]")
CHAIN = re.compile(
    r"(?:^|[\d一二三四五六七八九十)][.、)]?|[发展壮大培育打造做强大优建设加快推进])(?P<name>[\u4e00-\u9fff]{2,14}产业链)[。\n]?$"
)
# numbers, signs and asides of a title
TITLE_MARKS = r"^[(]?(?:[一二三四五六七八九十]+|\d+)[)]?[.、]?|[(][^()]*[)]|[。\n]|第.{1,3}[章节篇]|专栏\d+"


INDUSTRY_HEADING = rule(
    "section:industry-heading",
    RelationType.IN_INDUSTRY,
    says="the projects under a title that is an industry belong to it",
    example=Example("智慧物流。加快建设怀化国际陆港物流园,", "怀化国际陆港物流园 → 智慧物流"),
    counter=Example("智慧物流、生物医药。加快建设怀化国际陆港物流园,"),
)
PLACE_HEADING = rule(
    "section:place-heading",
    RelationType.LOCATED_IN,
    says="the projects under a title that is an area or a park lie there, unless their names say otherwise",
    example=Example("鹤城区。加快建设阳塘冷链物流园,", "阳塘冷链物流园 → 鹤城区"),
    counter=Example("鹤城区。加快建设中方县阳塘冷链物流园,"),
)


def section_relations(marked: MarkedText) -> Iterator[Relation]:
    """Projects under a title that is an area or park lie there; under one that is an industry they belong to it."""
    for project in marked.outermost(marked.of_type(EntityType.PROJECT)):
        title = title_of(marked, project.start)
        mark = title.mark if title else None
        if mark is None:
            continue
        if mark.type is EntityType.INDUSTRY:
            yield marked.relation(project.mention, RelationType.IN_INDUSTRY, mark.mention, INDUSTRY_HEADING)
        elif not has_own_place(marked, project):
            yield marked.relation(project.mention, RelationType.LOCATED_IN, mark.mention, PLACE_HEADING)


@dataclass(frozen=True, slots=True)
class Title:
    """What stands over a text; `mark` is the industry or place that it is hardly more than."""

    start: int
    end: int
    mark: Mark | None


def title_of(marked: MarkedText, at: int) -> Title | None:
    """The title over a position: the first words of its paragraph (桥隧装备制造。), else its section's heading."""
    text = marked.text
    begin = text.rfind("\n", 0, at) + 1
    stop = text.find("。", begin, begin + MAX_RUN_IN)
    if 0 < stop < at and not RUNNING.search(text, begin, stop):
        return title(marked, begin, stop)
    section = marked.section_at(at)
    if section is None:
        return None
    start, end = marked.reading.index(section.start), marked.reading.index(section.heading_end)
    return title(marked, start, end) if end <= at else None


INDUSTRY_CHAIN = rule(
    "section:industry-chain",
    EntityType.INDUSTRY,
    says="what stands before 产业链 at the end of a title, where no other rule found it",
    example=Example("1.区块链产业链。支持海联食品、奥谱隆等重点企业。", "区块链产业链"),
    counter=Example("1.提升产业链现代化水平。支持海联食品、奥谱隆等重点企业。"),
)


def title(marked: MarkedText, start: int, end: int) -> Title:
    """The title with its mark; a title that ends in 产业链 names an industry though no rule of mentions knows it."""
    kinds = (EntityType.INDUSTRY, EntityType.PARK, EntityType.COUNTY)
    outer = marked.outermost(marked.within(start, end, *kinds))
    if len(outer) == 1 and is_all(marked.text[start:end], outer[0], start):
        return Title(start, end, outer[0])
    if chain := CHAIN.search(marked.text, start, end):
        mention = marked.mention_at(*chain.span("name"), EntityType.INDUSTRY, chain["name"], INDUSTRY_CHAIN)
        return Title(start, end, Mark(mention, *chain.span("name")))
    return Title(start, end, None)


def is_all(words: str, mark: Mark, start: int) -> bool:
    """“加快发展电子信息产业” is all 电子信息; “推进怀化高新区体制机制改革” is more than 怀化高新区."""
    rest = words[: mark.start - start] + words[mark.end - start :]
    return len(title_words().sub("", rest)) <= 1


@lru_cache(maxsize=1)
def title_words() -> re.Pattern[str]:
    return re.compile(f"{alternation('title_words')}|{TITLE_MARKS}")


COMPANIES_OF_INDUSTRY = rule(
    "section:companies-of-industry",
    RelationType.IN_INDUSTRY,
    says="a list of companies belongs to the industry of the title over it, else to the sentence's only one",
    example=Example(
        "新型显示产业链。择优支持东旭光电、亚信电子等重点企业,在智能终端领域取得突破。",
        "东旭光电 → 新型显示|亚信电子 → 新型显示",
    ),
    counter=Example(
        "新型显示产业链。择优支持东旭光电、亚信电子等重点企业,在智能终端领域取得突破。", "东旭光电 → 智能终端"
    ),
)


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
                COMPANIES_OF_INDUSTRY,
                role=ROLES.get(match["verb"]),
            )


def industry_of(marked: MarkedText, start: int, end: int, list_start: int, list_end: int) -> Mark | None:
    """The industry a list of companies belongs to; where a title stands right over it, nothing else counts."""
    over = title_of(marked, start)
    if over and over.mark and over.mark.type is EntityType.INDUSTRY:
        return over.mark
    if over and start - over.end <= 1:
        return None
    inside = marked.outermost(marked.within(start, end, EntityType.INDUSTRY))
    named = [m for m in inside if m.end <= list_start or m.start >= list_end]
    return named[0] if len({m.mention.name for m in named}) == 1 else None
