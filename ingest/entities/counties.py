"""Finds County mentions: a stretch goes in, the areas it names come out, each with its code.

A full name counts wherever it stands. A short form (芷江) counts when it is the nearest area of that name as the
document's region sees it: inside its city, its province for a province's document, or a city or province anywhere.
Names that are ordinary words as well (通道, 会同) need support beside them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

import rjieba

from graph.lexicon.divisions import Division, DivisionHit, Divisions
from graph.lexicon.lexicon import alternation, word_list
from graph.records import EntityType, Level
from ingest.entities.stretches import Finding, Stretch
from ingest.rules import Example, rule

DIVISIONS = Divisions.load()
# 县名 of two characters such as 成县, 和县 stand inside other words (建成县城, 市和县)
BOUNDARY = "、,。;:()“”《》·—-在于至从到对向是和及与往赴"
JOINED = re.compile(r"[—~-]{1,2}|(县|市|区)?[、和及与至到经]")
# what a list of areas ends with: “义乌、石河子等市”, “沅陵、通道两县”
OF_AREAS = re.compile(
    r"(?:等(?:[\d两二三四五六七八九十]+个?)?|[\d两二三四五六七八九十]+个?)(?:县市区?|县区|市县|县|市|区|地)(?![级域委])"
)
LONGEST_NAME = 16
# behind 黑龙江 or 牡丹江, where the rivers are meant
WATERS = re.compile(r"(?:[、和][\u4e00-\u9fff]{1,4}[江河湖]){0,4}等?(?:流域|干流|支流|水系|航道|水库)")
LONGEST_SLOGAN = 8
# a quoted name of what is there, or several quotes: “长沙工业云平台”
QUOTED_NAME = re.compile(r"[”、—-]|(?:平台|网|城|港|中心|馆|园|线|站|库|工程|项目|企业|行政区)$")
# 县城 after 通道 belongs to the area; elsewhere a word that an area's name cuts in two speaks against it
SEAT = re.compile(r"县(城|域|委|级|政府|内)|市(区|域|委|级|政府|内)|区(委|级|政府|内)")
ROUTE_END = re.compile(r"[、,。;)]|等|段|公路|高速|高铁|铁路|管道|航道|$")
REGION = re.compile("区[域块]")
PARTS_OF_ANY_CITY = ("城区", "矿区", "郊区", "东区", "西区")
# 北京地区, 南京机场 and 北京西 are words that mean the area or say where something is; 青岛港 and 浙江大学 are others
ITSELF = re.compile(r"地区|地方|机场|境内|一带|[东西南北]")
# an end of a route: “安化—溆浦”, “天祝至景泰”
ROUTE_BEFORE = re.compile(r"(?:(?<![甚以直乃截])至|[\u4e00-\u9fff)][—~-]{1,2})$")
ROUTE_BEHIND = re.compile(r"至(?![今少关])|[—~-]{1,2}[\u4e00-\u9fff(]")
COMPASS = re.compile(r"路(?![网段])|街|大道|侧|岸|部(?![分署门级])|麓|站|支线|编组")


@lru_cache(maxsize=1)
def followers() -> re.Pattern[str]:
    return re.compile(alternation("place_followers"))


@lru_cache(maxsize=256)
def home(region: str | None, year: int | None = None) -> Division | None:
    """The area whose counties a document calls by their short names: its city, or its province."""
    if region is None:
        return None
    areas = Divisions.load(year)
    return areas.at_level(region, Level.CITY) or areas.at_level(region, Level.PROVINCE)


def names_a_river(stretch: Stretch, hit: DivisionHit, near: bool) -> bool:
    """澜沧 in 澜沧江, 祁连 in 祁连山, 武义 in “武义江、孝顺溪”; not 沅陵 in 沅陵河道."""
    name = stretch.text[hit.start : hit.end + 1]
    if not hit.is_short or name[-1] not in "江河山湖溪湾":
        return False
    if name[-1] != "山" and not near and all(area.level is Level.COUNTY for area in hit.candidates):
        return True
    if stretch.begins_word(hit.end):
        return name[-1] != "山" and stretch.begins_word(hit.end + 1) and hit.end + 1 < len(stretch.text)
    return rjieba.has_word(name)


def splits_word(stretch: Stretch, hit: DivisionHit, near: bool) -> bool:
    """海口 in “出海口”, 增城区 in “新增城区”, 江西 in “安江西路”: the name's edge lies inside another word."""
    text = stretch.text
    if not near and not stretch.begins_word(hit.start):
        return True
    if text.startswith("银山", hit.end) or names_a_river(stretch, hit, near):
        return True
    if text[hit.end - 1] in "东南西北" and COMPASS.match(text, hit.end):
        return True
    return any(is_cut(stretch, hit, edge, near) for edge in (hit.start, hit.end))


def is_cut(stretch: Stretch, hit: DivisionHit, edge: int, near: bool) -> bool:
    """Whether a word of the dictionary that is no area's name goes over this edge of the name."""
    if stretch.begins_word(edge):
        return False
    text, word = stretch.text, stretch.word_at(edge)
    name = text[hit.start : hit.end]
    if not rjieba.has_word(word) or len(word) > 4:
        return False
    if word in name or (SEAT.match(word) and word[0] == text[edge - 1]):
        return False
    if word.startswith(name):
        rest = word.removeprefix(name)
        named = DIVISIONS.called(rest) and (not is_doubtful(rest) or rest in word_list("division_place_words"))
        return not (DIVISIONS.called(word) or named or ITSELF.fullmatch(rest))
    if not near:
        return True
    # 防|城南 and 昭|平等 would be words too
    return word[1:] not in ("东", "南", "西", "北", "等") and not at_route(stretch, hit)


def name_of(area: Division) -> str:
    """The name it has today, or had last: 思茅市 in a text of 2005 is 普洱市."""
    return DIVISIONS.by_code[area.code].name


@lru_cache(maxsize=1 << 12)
def is_near(region: str | None, division: Division, year: int | None = None) -> bool:
    """Whether the area lies in the city, or for a province's document the province, that the document speaks for."""
    area = home(region, year)
    return area is not None and Divisions.load(year).is_within(division.code, area.code)


def meant(stretch: Stretch, hit: DivisionHit) -> Division | None:
    """The area of that name as the document's region sees it; 成县 and 和县 must stand apart."""
    name = stretch.text[hit.start : hit.end]
    division = stretch.areas.nearest(name, stretch.region)
    if division and division.level is Level.COUNTY and len(name) == 2 and not hit.is_short:
        area = home(stretch.region, stretch.year)
        same = area is not None and stretch.areas.is_within(division.code, area.code[:2] + "0000")
        return division if same and (hit.start == 0 or stretch.text[hit.start - 1] in BOUNDARY) else None
    return division


def means(stretch: Stretch, hit: DivisionHit) -> Division | None:
    """The area a name means here, support aside: a county far away is not called by its short form."""
    division = meant(stretch, hit)
    if division is None or division.level is not Level.COUNTY or not hit.is_short:
        return division
    return division if is_near(stretch.region, division, stretch.year) else None


COUNTY_NAME = rule(
    "county-name",
    EntityType.COUNTY,
    says="an area by its full name",
    example=Example("加快芷江侗族自治县城镇建设,", "芷江侗族自治县"),
    counter=Example("新增城区停车位2万个"),
)
COUNTY_SHORT_NAME = rule(
    "county-short-name",
    EntityType.COUNTY,
    says="an area by its short form, as the document's region sees it",
    example=Example("推进沅陵、新晃两县金融试点,", "沅陵县|新晃侗族自治县"),
    counter=Example("打造西部陆海新通道,会同有关部门"),
)


def find_counties(stretch: Stretch) -> list[Finding]:
    """County mentions of the stretch, from left to right."""
    hits = hits_of(stretch)
    return [found for index in range(len(hits)) if (found := county_at(stretch, hits, index))]


def hits_of(stretch: Stretch) -> list[DivisionHit]:
    """The names of areas; of two that overlap the nearer: 南雄 in “公路南雄段”, though there is a 路南区."""
    hits: list[DivisionHit] = []
    for hit in stretch.areas.find(stretch.text):
        if not hits or hit.start >= hits[-1].end:
            hits.append(nearer_over(stretch, hit) or without_region(stretch, hit) or hit)
    return hits


def without_region(stretch: Stretch, hit: DivisionHit) -> DivisionHit | None:
    """西安 in “西安区域科技创新中心”, though there is a 西安区."""
    name = stretch.text[hit.start : hit.end - 1]
    if REGION.match(stretch.text, hit.end - 1) and (areas := stretch.areas.called(name)):
        return DivisionHit(hit.start, hit.end - 1, areas, is_short=True)
    return None


def nearer_over(stretch: Stretch, hit: DivisionHit) -> DivisionHit | None:
    """A name of the document's own surroundings that begins inside one that means nothing there."""
    if not hit.is_short or is_taken_so(stretch, hit):
        return None
    first = hit.start + 1
    for other in stretch.areas.find(stretch.text[first : hit.end + LONGEST_NAME]):
        moved = replace(other, start=other.start + first, end=other.end + first)
        if moved.start < hit.end < moved.end and is_taken_so(stretch, moved):
            return moved
    return None


def is_taken_so(stretch: Stretch, hit: DivisionHit) -> bool:
    """Whether the name means an area of the document's surroundings, and no other word goes over its edges."""
    division = means(stretch, hit)
    return division is not None and not splits_word(stretch, hit, is_near(stretch.region, division, stretch.year))


def county_at(stretch: Stretch, hits: list[DivisionHit], index: int) -> Finding | None:
    """The area that a name means at its place, if it means one there."""
    hit = hits[index]
    before = hits[index - 1] if index else None
    inside = parent_before(stretch, hit, before)
    division = inside or meant(stretch, hit)
    if division is None:
        return None
    near = is_near(stretch.region, division, stretch.year)
    if hit.is_short and names_another_thing(stretch, hit):
        return None
    if (hit.is_short or not near) and inside is None and splits_word(stretch, hit, near):
        return None
    if needs_support(stretch, hit, division, inside) and not is_supported(stretch, hits, index, division):
        return None
    by = COUNTY_SHORT_NAME if hit.is_short else COUNTY_NAME
    name = name_of(division)
    return Finding(hit.start, hit.end, EntityType.COUNTY, name, by, division.code, division.parent_code)


def is_doubtful(name: str) -> bool:
    """Whether other things than areas are called so."""
    return name in word_list("division_words") or name in word_list("division_namesakes")


def names_another_thing(stretch: Stretch, hit: DivisionHit) -> bool:
    """西藏 in 西藏农牧学院, 福州 in 福州都市圈, 山东 in 好客山东 and “山东智造”, 牡丹江 in “牡丹江等流域”."""
    text = stretch.text
    if another().match(text, hit.end) or campaigns().search(text, 0, hit.start):
        return True
    if text[hit.end - 1] in "江河湖" and WATERS.match(text, hit.end):
        return True
    opened, closed = text.rfind("“", 0, hit.start), text.find("”", hit.end)
    quoted = text[opened + 1 : closed] if 0 <= opened < closed else ""
    return hit.end - hit.start < len(quoted) <= LONGEST_SLOGAN and not QUOTED_NAME.search(quoted)


@lru_cache(maxsize=1)
def another() -> re.Pattern[str]:
    return re.compile(alternation("area_goes_on"))


@lru_cache(maxsize=1)
def campaigns() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation('area_campaigns')})$")


def needs_support(stretch: Stretch, hit: DivisionHit, division: Division, inside: Division | None) -> bool:
    """Whether the name alone does not tell: an ordinary word, or the short form of a county far away."""
    name, near = stretch.text[hit.start : hit.end], is_near(stretch.region, division, stretch.year)
    if is_doubtful(name):
        return not (near and name in word_list("division_place_words") and stretch.begins_word(hit.end))
    if near or inside is not None:
        return False
    return is_doubtful(division.short) or (hit.is_short and division.level is Level.COUNTY)


def is_supported(stretch: Stretch, hits: list[DivisionHit], index: int, division: Division) -> bool:
    """通道 in “怀化通道”, “沅陵、通道两县”, “通道县城”; 景泰 in “天祝至景泰”; not 通道 in “绿色通道”."""
    hit = hits[index]
    if follows_its_parent(stretch, hits, index, division):
        return True
    if OF_AREAS.match(stretch.text, list_end(stretch, hits, index)):
        return True
    near = is_near(stretch.region, division, stretch.year)
    if near or not hit.is_short or division.level is not Level.COUNTY:
        found = followers().match(stretch.text, hit.end) or is_end_of_route(stretch, hit)
        return bool(found) or any(beside(stretch, hits, index))
    return is_named_from_afar(stretch, hits, index, division)


def follows_its_parent(stretch: Stretch, hits: list[DivisionHit], index: int, division: Division) -> bool:
    """“怀化通道”, “浙江临海”; but “辽宁振兴发展”, though 丹东 has a 振兴区: an ordinary word must follow its city."""
    hit, before = hits[index], hits[index - 1] if index else None
    if before is None or before.end != hit.start:
        return False
    name = stretch.text[hit.start : hit.end]
    if name in PARTS_OF_ANY_CITY:
        return False
    around = stretch.areas.chain(division.code)[1:]
    if is_doubtful(name) and name not in word_list("division_place_words"):
        around = around[:1]
    return any(area in around for area in before.candidates)


def at_route(stretch: Stretch, hit: DivisionHit) -> bool:
    """Whether 至 or a dash joins it to another place."""
    text = stretch.text
    return bool(ROUTE_BEFORE.search(text, 0, hit.start) or ROUTE_BEHIND.match(text, hit.end))


def is_end_of_route(stretch: Stretch, hit: DivisionHit) -> bool:
    """会同 in “飞山—会同—牌楼”, 长白 in “松江河至长白等高速公路”; not 延长 in “延长至三月”."""
    before = ROUTE_BEFORE.search(stretch.text, 0, hit.start)
    return bool(before and (ROUTE_BEHIND.match(stretch.text, hit.end) or ROUTE_END.match(stretch.text, hit.end)))


def is_named_from_afar(stretch: Stretch, hits: list[DivisionHit], index: int, division: Division) -> bool:
    """A county of another city by its short form: in a list of areas, or at an end of a route.

    Of another province (which has towns of that name as well) only beside a sure area, from afar too or by a route.
    """
    hit, text = hits[index], stretch.text
    routed = at_route(stretch, hit)
    neighbours = beside(stretch, hits, index)
    if is_doubtful(text[hit.start : hit.end]):
        return bool(routed and any(neighbours))
    own = (stretch.region or division.code)[:2]
    if division.code[:2] == own:
        return bool(routed or any(neighbours))
    return any(routed or area is None or area.code[:2] != own for area in neighbours)


def parent_before(stretch: Stretch, hit: DivisionHit, before: DivisionHit | None) -> Division | None:
    """“贵州锦屏”: the area of that name inside the area named right before it."""
    if before is None or before.end != hit.start:
        return None
    for division in hit.candidates:
        if any(stretch.areas.is_within(division.code, outer.code) and outer != division for outer in before.candidates):
            return division
    return None


def beside(stretch: Stretch, hits: list[DivisionHit], index: int) -> list[Division]:
    """The sure areas in the same list: 沅陵县 beside 通道 in “沅陵、通道、会同”."""
    others = (at for at in joined(stretch, hits, index) if at != index)
    return [division for at in others if (division := sure_area(stretch, hits, at))]


def sure_area(stretch: Stretch, hits: list[DivisionHit], index: int) -> Division | None:
    """The area that a name means without a look at the list it stands in."""
    hit = hits[index]
    inside = parent_before(stretch, hit, hits[index - 1] if index else None)
    division = inside or means(stretch, hit)
    return division if division and not needs_support(stretch, hit, division, inside) else None


def list_end(stretch: Stretch, hits: list[DivisionHit], index: int) -> int:
    """Where the list of names ends that the name stands in."""
    return hits[joined(stretch, hits, index)[-1]].end


def joined(stretch: Stretch, hits: list[DivisionHit], index: int) -> range:
    """Which names a list or a route joins with this one, itself among them."""
    first = last = index
    while first and are_joined(stretch, hits[first - 1], hits[first]):
        first -= 1
    while last + 1 < len(hits) and are_joined(stretch, hits[last], hits[last + 1]):
        last += 1
    return range(first, last + 1)


def are_joined(stretch: Stretch, left: DivisionHit, right: DivisionHit) -> bool:
    return bool(JOINED.fullmatch(stretch.text[left.end : right.start]))
