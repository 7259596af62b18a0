"""Finds Park mentions: a stretch goes in, the named zones come out (怀化高新区, 洪江高新区(洪江区), 雨溆工业园).

A park is a head (高新区, 工业集中区, 产业园 …, gazetteers/park_heads.txt) behind a name. In “沅陵、芷江工业集中区”
each area is a park of its own; “园区” or “省级高新区” alone is none.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.lexicon.divisions import Divisions
from graph.lexicon.lexicon import Ontology, alternation
from graph.records import EntityType
from ingest.entities.areas import is_near
from ingest.entities.names import is_proper, name_start
from ingest.entities.stretches import Finding, Stretch
from ingest.rules import Example, rule

DIVISIONS = Divisions.load()
NOT_AFTER = re.compile(r"^(化(?!工)|建设规划|管理办法|总数|主要|个)")
ANNEX = re.compile(r"\(([^()]{2,12})\)")
COUNTED = re.compile(r"(\d|[一二三四五六七八九十百几两]+)(个|家|大|批|类|座|处|多)*$|(个|家|批|类|座|处|所)$")


@lru_cache(maxsize=1)
def heads() -> re.Pattern[str]:
    return re.compile(alternation("park_heads"))


@lru_cache(maxsize=1)
def generic() -> frozenset[str]:
    return Ontology.load().entities[EntityType.PARK].generic


PARK_NAME = rule(
    "park-name",
    EntityType.PARK,
    says="a kind of zone behind a proper name",
    example=Example("支持怀化高新区、芷江工业集中区等发展,", "怀化高新区|芷江工业集中区"),
    counter=Example("3个省级高新区晋升国家级高新区"),
)
PARK_IN_LIST = rule(
    "park-in-list",
    EntityType.PARK,
    says="the areas of a list whose last item bears the kind of zone",
    example=Example("支持沅陵、芷江、中方工业集中区发展,", "沅陵工业集中区|芷江工业集中区"),
    counter=Example("支持怀化高新区、经开区发展,"),
)


def find_parks(stretch: Stretch) -> list[Finding]:
    """Park mentions, from left to right; the longest name at each place."""
    text, findings = stretch.text, []
    floor = 0
    for match in heads().finditer(text):
        if NOT_AFTER.match(text, match.end()):
            continue
        longer = heads().match(text, match.end())
        start = name_start(stretch, match.start(), floor)
        start = after_count(text, start, match.start())
        start = after_lead(text, start, match.start())
        if ZONE.search(match[0]):
            start = area_before(text, start, match.start(), start)
        elif rank := RANKED.search(text, max(0, start - 16), start):
            start = area_before(text, rank.start(), start, start)
        if longer and longer.start() == match.end():
            continue  # 怀化高新区产业园: the next head ends the name
        if (count := COUNT_BEHIND.search(text, start, match.start())) and names_a_park(stretch, start, count.start()):
            name = text[start : count.start()] + match[0]
            findings.append(Finding(start, count.start(), EntityType.PARK, name, PARK_IN_LIST))
            continue
        if start == match.start() or not names_a_park(stretch, start, match.start()):
            continue
        end = with_area(text, match.end())
        findings += earlier_in_list(stretch, start, match)
        findings.append(Finding(start, end, EntityType.PARK, text[start:end], PARK_NAME))
        floor = end
    return findings


def after_count(text: str, start: int, end: int) -> int:
    """“3个省级高新区”: a count is no part of a name."""
    if count := COUNTED.match(text, start):
        return min(count.end(), end) if count.end() > start else start
    return start


ZONE = re.compile(r"(开发区|高新区|经开区|集中区|集聚区|农高区)$")
# “德州5家高新区” closes a list of areas: 德州高新区
COUNT_BEHIND = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:\d+|[一二三四五六七八九十]+)[家个](?:国家级|省级)?$")
LEAD = re.compile(r"\d+\.|.*?(?:落地|落户|落实|关于印发|入驻|签约|进驻|会同)(?!于)")


def after_lead(text: str, start: int, end: int) -> int:
    """“19个项目落地|沪明临港产业园”, “1.|青岛市人工智能产业园”, “关于印发|青岛市…”."""
    lead = LEAD.match(text, start, end)
    return lead.end() if lead and lead.end() < end else start


# “靖州国家级|现代农业产业园”: the rank parts the area from the head
RANKED = re.compile(r"[\u4e00-\u9fff]{2,12}(?:国家级|省级)$")
RANK = re.compile(r"(国家级?|省级|市|县|区)?$")


def area_before(text: str, start: int, end: int, otherwise: int) -> int:
    """“生物质热电联产怀化高新区”: an area right before the head begins the name, whatever stands before it."""
    at = end - len(RANK.search(text[start:end])[0])  # type: ignore[index]
    begin = end
    for hit in reversed(DIVISIONS.find(text[start:end])):
        if start + hit.end not in (at, end, begin):
            break
        begin = at = start + hit.start
    return begin if begin < end else otherwise


def names_a_park(stretch: Stretch, start: int, end: int) -> bool:
    """怀化, 雨溆; not 省级, not 特色."""
    name = stretch.text[start:end]
    if re.search(r"(市域|省域|县域|境内|级)$|\d个", name):
        return False
    near = stretch.areas.nearest(name, stretch.region)
    return (near is not None and is_near(stretch.region, near, stretch.year)) or is_proper(stretch, start, end)


def with_area(text: str, end: int) -> int:
    """洪江高新区(洪江区): what stands in brackets is part of the name when it is an area."""
    annex = ANNEX.match(text, end)
    if annex and all(DIVISIONS.called(part) for part in re.split(r"[、·,]", annex[1])):
        return annex.end()
    return end


def earlier_in_list(stretch: Stretch, start: int, match: re.Match[str]) -> list[Finding]:
    """沅陵 and 芷江 in “沅陵、芷江、中方工业集中区”."""
    text, found = stretch.text, []
    at = start
    while at > 1 and text[at - 1] in "、和及":
        hit = next(
            (h for h in DIVISIONS.find(text[max(0, at - 12) : at - 1]) if h.end == at - 1 - max(0, at - 12)), None
        )
        if hit is None:
            break
        begin = max(0, at - 12) + hit.start
        name = text[begin : at - 1] + match[0]
        found.append(Finding(begin, at - 1, EntityType.PARK, name, PARK_IN_LIST))
        at = begin
    return found[::-1]
