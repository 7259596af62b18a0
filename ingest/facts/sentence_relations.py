"""Relations a sentence states: patterns over the text between mentions go in, relations come out.

    怀化高新区重点打造形成以新材料和电子信息为主导产业、以生物医药为特色产业的格局     LEADING_, FEATURED_INDUSTRY
    精细化工产业链(恒光科技、久日新材等)                                              IN_INDUSTRY
    在鹤城区建设城东冷链物流园;铜镍项目落户企沙工业区;沅陵县:五强溪扩机工程           LOCATED_IN
    由中石油投资建设的千万吨炼油项目;金川集团投资600亿元建设铜镍项目                   UNDERTAKES

Tables are no sentences; what a heading says of its section stands in ingest/facts/section_relations.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import zip_longest

from graph.records import BlockKind, EntityType, Relation, RelationType
from ingest.facts.marks import Mark, MarkedText
from ingest.facts.own_names import has_own_place
from ingest.facts.section_relations import company_lists
from ingest.rules import Example, Rule, rule

SentenceFinder = Callable[[MarkedText, int, int], Iterator[Relation]]

AS = r"(?:等)?(?:产业)?(?:为|作为)"
INDUSTRIES_OF_PARK = (
    (RelationType.LEADING_INDUSTRY, re.compile(rf"以(?P<list>[^。;以]{{2,60}}?){AS}(?:其|核心|重点)?(?:主导|首位)")),
    (RelationType.FEATURED_INDUSTRY, re.compile(rf"以(?P<list>[^。;以]{{2,60}}?){AS}(?:其|地方|优势)?特色产业")),
    (RelationType.LEADING_INDUSTRY, re.compile(r"(?:主导|首位)产业(?:为|是|包括|有|:)(?P<list>[^。;:特]{2,60})")),
    (RelationType.FEATURED_INDUSTRY, re.compile(r"特色产业(?:为|是|包括|有|:)(?P<list>[^。;:主]{2,60})")),
)
LIST_SIGN = re.compile(r"^(?:[、和及与]|以及)$")
HERE = re.compile(r"(?:在|位于|坐落于|依托)$")
BUILD = re.compile(r"^[^,。;:]{0,6}(?:建设|新建|建成|布局|实施|打造|开工|推进|规划)")
SETTLED = re.compile(r"^(?:已|将|建设|成功|正式|签约|顺利|相继)*(?:落户|落地|选址|入驻|位于|坐落|布局)(?:在|于|到)?$")
INVESTS = re.compile(
    r"^(?:公司|集团)?(?:计划|拟|总|将|共同|独家|联合|参与)*(?:投资|投建|承建|建设|新建|开发|实施|兴建)"
    r"(?:约?[\d.]+(?:万|亿)?(?:美)?元)?(?:的|建设|新建|兴建|实施)*$"
)
BY = re.compile(r"^[,(]?(?:项目|工程)?(?:由|系)$")
BUILDS = re.compile(r"^(?:公司|集团)?(?:负责|独家|共同|联合)*(?:投资|承建|建设|实施|开发|运营|投建)")


def sentence_relations(marked: MarkedText) -> Iterator[Relation]:
    """All sentences of the document that lie in no table."""
    tables = [
        (marked.reading.index(b.start), marked.reading.index(b.end))
        for b in marked.structure.blocks
        if b.kind is BlockKind.TABLE
    ]
    for start, end in marked.sentences():
        if any(first <= start < last for first, last in tables) or not marked.within(start, end):
            continue
        for finder in FINDERS:
            yield from finder(marked, start, end)


INDUSTRY_OF_PARK = rule(
    "sentence:industry-of-park",
    RelationType.LEADING_INDUSTRY,
    RelationType.FEATURED_INDUSTRY,
    says="以…为主导产业, 特色产业为…: of the park, or the parks, named before",
    example=Example(
        "怀化经开区以现代服务业为主导产业、以文化旅游为特色产业,",
        "怀化经开区 → 现代服务业|怀化经开区 → 文化旅游",
    ),
    counter=Example("怀化经开区发展现代服务业、文化旅游,"),
)


def industries_of_park(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“A以X、Y为主导产业”, “A主导产业为X、Y”: A is the park, or the list of parks, nearest before."""
    for rel, pattern in INDUSTRIES_OF_PARK:
        for match in pattern.finditer(marked.text, start, end):
            parks = list_before(marked, marked.outermost(marked.within(start, match.start(), EntityType.PARK)))
            for industry in marked.outermost(marked.within(*match.span("list"), EntityType.INDUSTRY)):
                for park in parks:
                    yield marked.relation(park.mention, rel, industry.mention, INDUSTRY_OF_PARK)


def list_before(marked: MarkedText, marks: list[Mark]) -> list[Mark]:
    """The last mark with those before it that 、 or 和 joins to it."""
    chain = marks[-1:]
    for mark in reversed(marks[:-1]):
        if not LIST_SIGN.match(marked.text[mark.end : chain[0].start]):
            break
        chain.insert(0, mark)
    return chain


COMPANIES_IN_BRACKETS = rule(
    "sentence:companies-in-brackets",
    RelationType.IN_INDUSTRY,
    says="the companies in brackets right behind an industry",
    example=Example(
        "做强精细化工产业链(恒光科技有限公司、正清集团等),",
        "恒光科技有限公司 → 精细化工产业链|正清集团 → 精细化工产业链",
    ),
    counter=Example("做强精细化工产业链,支持正清集团发展,"),
)


def companies_in_brackets(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“精细化工产业链(恒光科技、久日新材等)”."""
    for industry in marked.within(start, end, EntityType.INDUSTRY):
        opening = re.compile(r"(?:产业链|产业|集群)?\(").match(marked.text, industry.end)
        closing = marked.text.find(")", industry.end, end) if opening else -1
        if opening and closing > 0:
            for company in marked.outermost(marked.within(opening.end(), closing, EntityType.ENTERPRISE)):
                yield marked.relation(
                    company.mention, RelationType.IN_INDUSTRY, industry.mention, COMPANIES_IN_BRACKETS
                )


PLACE_BEFORE = rule(
    "sentence:place-before",
    RelationType.LOCATED_IN,
    says="在…建设 a project, or an area with a colon before the projects",
    example=Example("在鹤城区建设阳塘冷链物流园,", "阳塘冷链物流园 → 鹤城区"),
    counter=Example("在鹤城区召开会议,加快阳塘冷链物流园建设,"),
)


def place_before(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“在鹤城区建设城东冷链物流园”, “沅陵县:五强溪扩机工程、…”; up to the next place."""
    text = marked.text
    places = marked.outermost(marked.within(start, end, EntityType.PARK, EntityType.COUNTY))
    for place, following in zip_longest(places, places[1:]):
        stop = following.start if following else end
        is_title = place.start == start and text[place.end : place.end + 1] == ":"
        is_site = HERE.search(text, start, place.start) and BUILD.match(text[place.end : stop])
        if is_title or is_site:
            yield from located(marked, place, place.end, end if is_title else stop, PLACE_BEFORE)


def located(marked: MarkedText, place: Mark, start: int, end: int, by: Rule) -> Iterator[Relation]:
    for project in marked.outermost(marked.within(start, end, EntityType.PROJECT)):
        if not has_own_place(marked, project):
            yield marked.relation(project.mention, RelationType.LOCATED_IN, place.mention, by)


PLACE_AFTER_PROJECT = rule(
    "sentence:place-after-project",
    RelationType.LOCATED_IN,
    says="a project that settles in a place, or a place in brackets right behind it",
    example=Example("东旭光电项目成功落户怀化高新区。", "东旭光电项目 → 怀化高新区"),
    counter=Example("推进阳塘冷链物流园项目,支持怀化高新区发展。"),
)


def place_after(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“铜镍项目落户企沙工业区”, “城东冷链物流园(鹤城区)”."""
    text = marked.text
    for project in marked.outermost(marked.within(start, end, EntityType.PROJECT)):
        for place in marked.within(project.end, min(end, project.end + 24), EntityType.PARK, EntityType.COUNTY)[:1]:
            between = text[project.end : place.start]
            is_bracketed = between == "(" and text[place.end : place.end + 1] == ")"
            if (is_bracketed or SETTLED.match(between)) and not has_own_place(marked, project):
                yield marked.relation(project.mention, RelationType.LOCATED_IN, place.mention, PLACE_AFTER_PROJECT)


COMPANY_BUILDS = rule(
    "sentence:company-builds",
    RelationType.UNDERTAKES,
    says="a company that invests in or builds the project named behind it",
    example=Example("正清集团投资10亿元建设怀化国际陆港物流园,", "正清集团 → 怀化国际陆港物流园"),
    counter=Example("正清集团参观学习,加快怀化国际陆港物流园建设,"),
)


def builder_before(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“金川集团投资600亿元建设的铜镍项目”."""
    for company in marked.outermost(marked.within(start, end, EntityType.ENTERPRISE)):
        for project in marked.within(company.end, min(end, company.end + 60), EntityType.PROJECT)[:1]:
            if INVESTS.match(marked.text[company.end : project.start]):
                yield marked.relation(company.mention, RelationType.UNDERTAKES, project.mention, COMPANY_BUILDS)


BUILT_BY_COMPANY = rule(
    "sentence:built-by-company",
    RelationType.UNDERTAKES,
    says="a project that is built by the company named behind it",
    example=Example("加快推进怀化国际陆港物流园项目,由正清集团投资建设,", "正清集团 → 怀化国际陆港物流园项目"),
    counter=Example("加快推进怀化国际陆港物流园项目,由正清集团运输货物,"),
)


def builder_after(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“铜镍项目由金川集团投资建设”."""
    for project in marked.outermost(marked.within(start, end, EntityType.PROJECT)):
        for company in marked.within(project.end, min(end, project.end + 30), EntityType.ENTERPRISE)[:1]:
            between = marked.text[project.end : company.start]
            if BY.match(between) and BUILDS.match(marked.text[company.end : end]):
                yield marked.relation(company.mention, RelationType.UNDERTAKES, project.mention, BUILT_BY_COMPANY)


FINDERS: tuple[SentenceFinder, ...] = (
    industries_of_park,
    companies_in_brackets,
    company_lists,
    place_before,
    place_after,
    builder_before,
    builder_after,
)
