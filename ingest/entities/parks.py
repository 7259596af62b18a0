"""Finds Park mentions: a stretch goes in, the named zones come out (怀化高新区, 洪江高新区(洪江区), 雨溆工业园).

A park is a head (高新区, 工业集中区, 产业园 …, gazetteers/park_heads.txt) behind a name. In “沅陵、芷江工业集中区” and
“东湾、冲仑等物流园区” each item is a park of its own; “园区” or “省级高新区” alone is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from graph.lexicon.divisions import Divisions
from graph.lexicon.lexicon import alternation, word_list
from graph.lexicon.ontology import Ontology
from graph.lexicon.wordings import wordings
from graph.records import EntityType
from ingest.entities.areas import is_near
from ingest.entities.coordination import read_items
from ingest.entities.cutting import items_before
from ingest.entities.heads import COUNT, area_end, is_area, is_zone, zone
from ingest.entities.names import is_proper, name_start
from ingest.entities.places import Places
from ingest.entities.stretches import Finding, Stretch
from ingest.rules import Example, rule

NAMES = wordings("names")

DIVISIONS = Divisions.load()
NOT_AFTER = re.compile(r"^(化(?!工)|建设规划|管理办法|总数|主要|个)")
ANNEX = re.compile(r"\(([^()]{2,12})\)")


@lru_cache(maxsize=1)
def heads() -> re.Pattern[str]:
    """Finds the words for parks."""
    return re.compile(alternation("park_heads"))


@lru_cache(maxsize=1)
def generic() -> frozenset[str]:
    """Words that are said of parks and name none."""
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
    says="the items of a list that its last item, or what closes it, makes zones of",
    example=Example("支持沅陵、芷江、中方工业集中区发展,", "沅陵工业集中区|芷江工业集中区"),
    counter=Example("支持怀化高新区、经开区发展,"),
)


def find_parks(stretch: Stretch) -> list[Finding]:
    """Park mentions, from left to right; the longest name at each place."""
    text = stretch.text
    findings: list[Finding] = []
    floor = 0
    for match in heads().finditer(text):
        if NOT_AFTER.match(text, match.end()):
            continue
        longer = heads().match(text, match.end())
        start = name_start(stretch, match.start(), floor)
        if findings and goes_on(stretch, findings[-1].end, match.start()):
            start = findings[-1].start
        start = after_lead(text, start, match.start())
        if ZONE.search(match[0]):
            start = area_before(text, start, match.start(), start)
        elif rank := RANKED.search(text, max(0, start - 16), start):
            start = area_before(text, rank.start(), start, start)
        if longer and longer.start() == match.end():
            continue  # 怀化高新区产业园: the next head ends the name
        if COUNT_BEHIND.search(text, start, match.start()):
            continue  # `lists` reads it
        if start == match.start() or not names_a_park(stretch, start, match.start()):
            continue
        end = with_piece(text, with_area(text, match.end()))
        findings += before_last(stretch, start, end)
        findings.append(Finding(start, end, EntityType.PARK, text[start:end], PARK_NAME))
        floor = end
    taken = Places((found.start, found.end) for found in findings)
    listed = [found for found in lists(stretch) if not taken.overlap(found.start, found.end)]
    return sorted(dict.fromkeys([*findings, *listed]), key=lambda f: (f.start, f.end))


def goes_on(stretch: Stretch, end: int, head: int) -> bool:
    """怀化高新区|综合物流园 bears the name of the zone it lies in; not 怀化高新区|建设产业园."""
    words = [stretch.text[a:b] for a, b in stretch.words(end, head)]
    return 2 <= head - end <= LONGEST_INNER and all(
        word not in word_list("name_stops") and WORD.fullmatch(word) for word in words
    )


WORD = re.compile("[\u4e00-\u9fffA-Za-z]+")
LONGEST_INNER = 10  # characters between the zone that a name begins with and its head
ZONE = re.compile(r"(开发区|高新区|经开区|集中区|集聚区|农高区)$")
# “德州5家高新区” closes a list of areas: 德州高新区
COUNT_BEHIND = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:\d+|[一二三四五六七八九十]+)[家个](?:国家级|省级)?$")
LEAD = re.compile(r"\d+\.|.*?(?:落地|落户|落实|关于印发|入驻|签约|进驻|会同)(?!于)|做[大强优][、]?做[大强优]")
# “自贸试验区|哈尔滨片区”, “湖南自贸试验区|怀化协同联动区”: the piece of a free trade zone that lies in one place
PIECE = re.compile(r"(?!协同|联动|各|等)[\u4e00-\u9fff]{2,5}?(?:新片区|片区|(?:协同|联动|创新|改革|发展|先行){2,3}区)")
FREE_TRADE = re.compile(r"自(?:由)?贸(?:易)?(?:试验)?区$")
LONGEST_FREE_TRADE = 7  # characters of 自由贸易试验区


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


# 湘琼先进制造业共建产业园, 闽宁产业园: two provinces by the one character they are written with
TWO_PROVINCES = re.compile(rf"[{NAMES.words('province_signs')[0]}]{{2}}(?=[\u4e00-\u9fff])")


def names_a_park(stretch: Stretch, start: int, end: int) -> bool:
    """怀化, 雨溆; not 省级, not 特色."""
    name = stretch.text[start:end]
    if re.search(r"(市域|省域|县域|境内|级)$|\d个", name):
        return False
    if TWO_PROVINCES.match(name) or any(name.startswith(company) for company in word_list("companies")):
        return True
    near = stretch.areas.nearest(name, stretch.region)
    return (near is not None and is_near(stretch.region, near, stretch.year)) or is_proper(stretch, start, end)


def with_piece(text: str, end: int) -> int:
    """自贸试验区哈尔滨片区: a free trade zone's piece has a name of its own."""
    piece = PIECE.match(text, end) if FREE_TRADE.search(text, max(0, end - LONGEST_FREE_TRADE), end) else None
    return piece.end() if piece and DIVISIONS.find(text[end : piece.end()]) else end


def with_area(text: str, end: int) -> int:
    """洪江高新区(洪江区): what stands in brackets is part of the name when it is an area."""
    annex = ANNEX.match(text, end)
    if annex and all(DIVISIONS.called(part) for part in re.split(r"[、·,]", annex[1])):
        return annex.end()
    return end


# “东湾、冲仑等|物流园区”, “济南、青岛2个国家级|高新区”: what closes the list, and words between it and the head
CLOSED = re.compile(rf"(?P<end>等|(?={COUNT.pattern}))(?:{COUNT.pattern})?(?P<kind>[\u4e00-\u9fff]{{0,10}})$")
LIST_SIGNS = "、和及"
LONGEST = 16  # characters of an item that is no whole name: 上思皇袍山森林生态文化旅游


def lists(stretch: Stretch) -> Iterator[Finding]:
    """The items of lists that bear the kind of zone behind 等 or a count: 南雄精细化工、始兴制笔等专业园区."""
    text = stretch.text
    for match in zone().finditer(text):
        closed = CLOSED.search(text, max(0, match.start() - 16), match.start())
        if NOT_AFTER.match(text, match.end()):
            continue
        if closed:
            yield from named_in_list(stretch, items_up_to(stretch, closed.start()))
        elif not heads().match(match[0]):
            yield from with_last(stretch, name_start(stretch, match.start()), match.end())


def with_last(stretch: Stretch, start: int, end: int) -> Iterator[Finding]:
    """“深圳、珠海、厦门经济特区”: a kind of zone that lists alone make sure."""
    if before := before_last(stretch, start, end):
        yield from before
        yield Finding(start, end, EntityType.PARK, stretch.text[start:end], PARK_IN_LIST)


def before_last(stretch: Stretch, start: int, end: int) -> list[Finding]:
    """坡头 and 黄堡 in “坡头、黄堡、董家河工业园区”, whose last item the place is."""
    if start < 2 or stretch.text[start - 1] not in LIST_SIGNS:
        return []
    items = items_up_to(stretch, start - 1)
    own = stretch.text[start : start + area_end(stretch.text[start:end])]
    if any(is_full_area(stretch.text[a:b]) for a, b in items) and not is_full_area(own):
        return []  # 中方县、怀化高新区 are two bodies
    return [f for f in named_in_list(stretch, [*items, (start, end)]) if f.end <= start]


def is_full_area(text: str) -> bool:
    """碧江区, 印江县; not 怀化."""
    return is_area(text) and len(text) > 2 and text[-1] in "县区市旗"


def items_up_to(stretch: Stretch, end: int) -> list[tuple[int, int]]:
    """The items of the list that ends there, from the first on that is a bare name."""
    items: list[tuple[int, int]] = []
    for start, stop in items_before(stretch, end, EntityType.PARK, longest=LONGEST):
        start = after_lead(stretch.text, start, stop)
        if stop - start > LONGEST or not begins_with_name(stretch, start, stop):
            break
        items.append((start, stop))
    return items[::-1]


BODY = re.compile(r"(?:政府|管委会|[局委办厅])$")


def begins_with_name(stretch: Stretch, start: int, end: int) -> bool:
    """喀什, 坡头, 南雄精细化工; not 机械."""
    text = stretch.text[start:end]
    if BODY.search(text):
        return False
    near = area_end(text) and DIVISIONS.nearest(text[: area_end(text)], stretch.region)
    return bool(near) or (len(text) <= 5 and names_a_park(stretch, start, end))


def named_in_list(stretch: Stretch, spans: list[tuple[int, int]]) -> Iterator[Finding]:
    """Those of the items that the list makes a zone of."""
    for item in read_items(stretch, spans, EntityType.PARK):
        if item.name != stretch.text[item.start : item.end] and is_zone(item.name):
            yield Finding(item.start, item.end, EntityType.PARK, item.name, PARK_IN_LIST)
