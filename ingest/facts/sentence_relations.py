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
from ingest.facts.section_relations import company_lists, has_own_place

SentenceRule = Callable[[MarkedText, int, int], Iterator[Relation]]

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
        for rule in RULES:
            yield from rule(marked, start, end)


def industries_of_park(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“A以X、Y为主导产业”, “A主导产业为X、Y”: A is the park, or the list of parks, nearest before."""
    for rel, pattern in INDUSTRIES_OF_PARK:
        for match in pattern.finditer(marked.text, start, end):
            parks = list_before(marked, marked.outermost(marked.within(start, match.start(), EntityType.PARK)))
            for industry in marked.outermost(marked.within(*match.span("list"), EntityType.INDUSTRY)):
                for park in parks:
                    yield marked.relation(park.mention, rel, industry.mention, "sentence:industry-of-park")


def list_before(marked: MarkedText, marks: list[Mark]) -> list[Mark]:
    """The last mark with those before it that 、 or 和 joins to it."""
    chain = marks[-1:]
    for mark in reversed(marks[:-1]):
        if not LIST_SIGN.match(marked.text[mark.end : chain[0].start]):
            break
        chain.insert(0, mark)
    return chain


def companies_in_brackets(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“精细化工产业链(恒光科技、久日新材等)”."""
    for industry in marked.within(start, end, EntityType.INDUSTRY):
        opening = re.compile(r"(?:产业链|产业|集群)?\(").match(marked.text, industry.end)
        closing = marked.text.find(")", industry.end, end) if opening else -1
        if opening and closing > 0:
            for company in marked.outermost(marked.within(opening.end(), closing, EntityType.ENTERPRISE)):
                yield marked.relation(
                    company.mention, RelationType.IN_INDUSTRY, industry.mention, "sentence:companies-in-brackets"
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
            yield from located(marked, place, place.end, end if is_title else stop, "sentence:place-before")


def located(marked: MarkedText, place: Mark, start: int, end: int, rule: str) -> Iterator[Relation]:
    for project in marked.outermost(marked.within(start, end, EntityType.PROJECT)):
        if not has_own_place(marked, project):
            yield marked.relation(project.mention, RelationType.LOCATED_IN, place.mention, rule)


def place_after(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“铜镍项目落户企沙工业区”, “城东冷链物流园(鹤城区)”."""
    text = marked.text
    for project in marked.outermost(marked.within(start, end, EntityType.PROJECT)):
        for place in marked.within(project.end, min(end, project.end + 24), EntityType.PARK, EntityType.COUNTY)[:1]:
            between = text[project.end : place.start]
            is_bracketed = between == "(" and text[place.end : place.end + 1] == ")"
            if (is_bracketed or SETTLED.match(between)) and not has_own_place(marked, project):
                yield marked.relation(
                    project.mention, RelationType.LOCATED_IN, place.mention, "sentence:place-after-project"
                )


def builder_before(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“金川集团投资600亿元建设的铜镍项目”."""
    for company in marked.outermost(marked.within(start, end, EntityType.ENTERPRISE)):
        for project in marked.within(company.end, min(end, company.end + 60), EntityType.PROJECT)[:1]:
            if INVESTS.match(marked.text[company.end : project.start]):
                yield marked.relation(
                    company.mention, RelationType.UNDERTAKES, project.mention, "sentence:company-builds"
                )


def builder_after(marked: MarkedText, start: int, end: int) -> Iterator[Relation]:
    """“铜镍项目由金川集团投资建设”."""
    for project in marked.outermost(marked.within(start, end, EntityType.PROJECT)):
        for company in marked.within(project.end, min(end, project.end + 30), EntityType.ENTERPRISE)[:1]:
            between = marked.text[project.end : company.start]
            if BY.match(between) and BUILDS.match(marked.text[company.end : end]):
                yield marked.relation(
                    company.mention, RelationType.UNDERTAKES, project.mention, "sentence:built-by-company"
                )


RULES: tuple[SentenceRule, ...] = (
    industries_of_park,
    companies_in_brackets,
    company_lists,
    place_before,
    place_after,
    builder_before,
    builder_after,
)
