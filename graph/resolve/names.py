"""Names taken apart: a name as written → its place, zone, core, phase and stretch, so that two names can be compared.

How names are shortened lies in ``lexicon/abbreviations.tsv``, the words for zones and routes in ``links.yaml``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache

from graph.lexicon.divisions import Division, DivisionHit, Divisions
from graph.lexicon.lexicon import FOLDER
from graph.lexicon.link_words import alternatives, own_words, words
from graph.records import EntityType, Level
from graph.resolve.routes import FREE_OF_PLACE, Route, route_of
from graph.writing.foldings import normal_form

PHASE = re.compile(r"\(?第?([一二三四五六七八九十\d]+|首|I{1,3})期\)?")
PHASES = {"首": "一", "I": "一", "II": "二", "III": "三"} | {
    str(n): sign for n, sign in enumerate("一二三四五六七八九", 1)
}
# 319国道, 国道319线 → G319
NUMBERED_ROAD = re.compile(
    r"(?P<kind>国道|省道)[GS]?(?P<number>\d{2,3})线?|[GS]?(?P<before>\d{3})(?P<behind>国道|省道)"
)
STRETCH = re.compile(r"\(([^()]{2,16}段)\)|(?<=[路速铁线道渠河江港管园])([一-鿿]{2,3}段)(?=建设$|工程$|项目$|$)")
OF_CHINA = re.compile(r"^中国\(([^()]+)\)(?=.{2})")
ASIDE = re.compile(r"(?<=.{2})\((?:含|包括|即|暂名|暂定名|拟)[^()]*\)")
TYPE_BEHIND = re.compile(r"^(.{4,})\(([A-Z]型)\)$")  # 保税物流中心(B型)
REMARK = re.compile(r"(?<=.{4})\(([一-鿿]{4,})\)$")
LEAST_CORE = 2  # characters that must be left when a prefix or suffix is taken off
# 武陵山, 沅江: a short name of an area with such a character behind it is part of another name.
NOT_AN_AREA = "山河湖溪岭寨江"
OWN = re.compile(r"^(?:我|全|本)?([市县区省])(?!场|民|政|域|内|本级|级|辖|容|直|外|际|界|中|长|集)(?=.{3})")
# what a public body's name begins with where it says only the rank of its area
RANK = re.compile(r"自治区|自治州|自治县|新区|地区|[市县区省州盟旗](?!域)")
OF_THE_STATE = re.compile(r"^(?:国家|国务院|中央|中共中央|全国)|^(?!.*委).+部$|总局$|总署$")


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name taken apart. `core` is what is left of the normal form when everything else is taken off."""

    normal: str
    core: str
    place: str | None = None  # code of the area the name says; of a route or a body of the state: ""
    zone: str = ""  # of a project, the park its name begins with: 高新区
    phase: str = ""  # 二
    stretch: str = ""  # 怀化段
    route: Route | None = None


@dataclass(frozen=True, slots=True)
class Shortening:
    """A word and how it is shortened, and where in a name."""

    long: str
    short: str
    where: str  # any | start | end

    def apply(self, text: str) -> str:
        """A name with its long word shortened; unchanged where it does not stand there."""
        if self.where == "end":
            return text[: -len(self.long)] + self.short if text.endswith(self.long) else text
        if self.where == "start":
            return self.short + text[len(self.long) :] if text.startswith(self.long) else text
        return text.replace(self.long, self.short) if self.long not in self.short else text


@lru_cache(maxsize=1)
def shortenings() -> dict[str, tuple[Shortening, ...]]:
    """By type, in the order they are applied."""
    rules: defaultdict[str, list[Shortening]] = defaultdict(list)
    for line in (FOLDER / "abbreviations.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, *rule = line.split("\t")
            rules[kind].append(Shortening(*rule))
    return {kind: tuple(found) for kind, found in rules.items()}


@lru_cache(maxsize=1 << 16)
def shorten(text: str, kind: EntityType) -> str:
    """The text with the long forms of its type made short, until nothing changes."""
    for rule in shortenings().get(kind.value, ()):
        shorter = rule.apply(text)
        if shorter != text and len(shorter) >= LEAST_CORE:
            return shorten(shorter, kind)
    return text


def written_out(name: str, kind: EntityType) -> int:
    """How fully the name is written out: 0 where nothing is shortened that could be, more for lesser forms."""
    normal = normal_form(name)
    rules = shortenings().get(kind.value, ())
    long = (n for n, rule in enumerate(rules) if len(rule.long) - len(rule.short) > 1 and rule.apply(normal) != normal)
    return next(long, len(rules))


@lru_cache(maxsize=1 << 16)
def take_apart(name: str, kind: EntityType, region: str | None, year: int | None = None) -> NameParts:
    """A name's parts; `region`: code of the area whose document it stands in, `year`: when that was written."""
    normal = normal_form(name)
    match kind:
        case EntityType.PROJECT | EntityType.PARK:
            return parts_of_thing(normal, kind, region, year)
        case EntityType.DEPARTMENT:
            return parts_of_body(normal, region, year)
        case EntityType.ENTERPRISE:
            text, place = leading_areas(normal, region, kind, year)
            return NameParts(normal, shorten(text, kind), place)
        case EntityType.INDICATOR:
            return NameParts(normal, shorten(without_unit(normal), kind))
        case EntityType.INDUSTRY:
            return NameParts(normal, shorten(normal, kind))
        case _:
            return NameParts(normal, normal)


def without_unit(normal: str) -> str:
    """地区生产总值(亿元) → 地区生产总值."""
    bare = re.sub(r"\((?:[^()]*[%元吨人个米顷亩天岁年里时度辆件次克所家张户]|[^()]*指数[^()]*)\)$", "", normal)
    return bare if len(bare) >= LEAST_CORE else normal


# -------------------------------------------------------------------------------------------- projects and parks


def parts_of_thing(normal: str, kind: EntityType, region: str | None, year: int | None) -> NameParts:
    """A project or park. region: code of the division whose text names it; year: by whose divisions it is read."""
    text = without_remark(ASIDE.sub("", OF_CHINA.sub(r"\1", normal)))
    text, phase = cut(PHASE, NUMBERED_ROAD.sub(road_number, text))
    phase = PHASES.get(phase, phase)
    text, stretch = cut(STRETCH, text)
    route = route_of(shorten_ends(text)) if kind is EntityType.PROJECT else None
    if route and not rest_says_more(route):
        free = route.medium in FREE_OF_PLACE
        return NameParts(normal, route.core, "" if free else None, "", phase, stretch, replace(route, rest=""))
    text, place = leading_areas(text, region, kind, year)
    text, zone = leading_zone(text) if kind is EntityType.PROJECT else (text, "")
    text, place = own_area(text, region, place, year)
    if kind is EntityType.PARK:
        text, place = own_area_of_park(text, region, place, year)
    return NameParts(normal, shorten(TYPE_BEHIND.sub(r"\2\1", text), kind), place, zone, phase, stretch)


def road_number(match: re.Match[str]) -> str:
    """319国道, 国道319线 → G319."""
    letter = "G" if "国道" in (match["kind"], match["behind"]) else "S"
    return letter + (match["number"] or match["before"])


def shorten_ends(text: str) -> str:
    """A name without 项目, 工程, 建设 behind it."""
    for word in ("建设项目", "建设工程", "工程建设", "项目建设", "项目", "工程", "建设"):
        text = text.removesuffix(word)
    return text


def rest_says_more(route: Route) -> bool:
    """湘桂铁路扩能 is another thing than 湘桂铁路."""
    return bool(re.sub(r"\([^()]*\)", "", route.rest))


def cut(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """The text without the first match, and what it says."""
    match = pattern.search(text)
    if match is None or len(text) - len(match[0]) < LEAST_CORE or match.start() < LEAST_CORE:
        return text, ""
    return text[: match.start()] + text[match.end() :], next(group for group in match.groups() if group)


def without_remark(text: str) -> str:
    """水资源配置工程(重大水利工程) → 水资源配置工程: what stands in brackets behind says only of what kind it is."""
    match = REMARK.search(text)
    return text[: match.start()] if match and not own_words(match[1]) and not PHASE.search(match[0]) else text


def unfolded(core: str) -> str:
    """国际(东盟)物流产业园 → 国际东盟物流产业园, which other plans may write."""
    return core.replace("(", "").replace(")", "")


def leading_areas(text: str, region: str | None, kind: EntityType, year: int | None = None) -> tuple[str, str | None]:
    """The text without the areas it begins with (湖南省怀化市沅陵县…), and the code of the innermost of them."""
    divisions = Divisions.load(year)
    code: str | None = None
    while True:
        hit = next((hit for hit in divisions.find(text[:16]) if hit.start == 0), None)
        if hit is None or len(text) - hit.end < LEAST_CORE:
            return text, code
        area = area_meant(divisions, hit, text, code or region, region, kind)
        if area is None:
            return text, code
        text, code = text[hit.end :], area.code


def area_meant(
    divisions: Divisions, hit: DivisionHit, text: str, within: str | None, region: str | None, kind: EntityType
) -> Division | None:
    """The area that the beginning of a name means; None where it is part of the name, or may mean two areas."""
    word = text[: hit.end]
    area = divisions.nearest(word, within)
    if area is None or (hit.is_short and text[hit.end] in NOT_AN_AREA):
        return None
    written_out = not hit.is_short
    near = region is not None and area.code[:2] == region[:2]
    # in a document of no region 三江平原 may mean no county; a company's name may begin with a city far away
    well_known = area.level is not Level.COUNTY and (region is None or kind is EntityType.ENTERPRISE)
    if not (near or written_out or well_known):
        return None
    return area if written_out or within == area.code or not has_namesake(divisions, word, area) else None


def has_namesake(divisions: Divisions, word: str, area: Division) -> bool:
    """洪江 may be 洪江市 and 洪江区."""
    ranked = (found for rank in "市县区" for found in divisions.called(word + rank))
    return any(d.parent_code == area.parent_code and d.code != area.code and divisions.exists(d) for d in ranked)


@lru_cache(maxsize=1)
def zone_pattern() -> re.Pattern[str]:
    """Finds the zone a name begins with, where three characters and more follow."""
    return re.compile(
        rf"^((?:国家级|国家|省级)?[一-鿿]{{0,4}}?(?:{alternatives('zones')})(?:\([一-鿿]{{2,8}}\))?)(?=.{{3}})"
    )


def leading_zone(text: str) -> tuple[str, str]:
    """高新区惠科显示模组生产线 → 惠科显示模组生产线, 高新区."""
    shorter = shorten(text, EntityType.PROJECT)
    match = zone_pattern().match(shorter)
    return (shorter[match.end() :], match[1].removeprefix("国家").removeprefix("省级")) if match else (shorter, "")


def own_area(text: str, region: str | None, place: str | None, year: int | None) -> tuple[str, str | None]:
    """市生活垃圾焚烧发电项目 → 生活垃圾焚烧发电项目, the city."""
    match = OWN.match(text)
    if match is None or place or region is None:
        return text, place
    owner = Divisions.load(year).own(region, match[1])
    return (text[match.end() :], owner.code) if owner else (text, place)


def own_area_of_park(text: str, region: str | None, place: str | None, year: int | None) -> tuple[str, str | None]:
    """洪江高新区(洪江市): where a short name stands for two areas, the brackets tell which."""
    match = re.match(r"^(.+?)\(([一-鿿]{2,10})\)$", text)
    area = Divisions.load(year).nearest(match[2], region) if match else None
    short = area.short.rstrip("市县区") if area else ""
    if match and area and short and match[1].startswith(short) and len(match[1]) - len(short) >= LEAST_CORE:
        return match[1].removeprefix(short), area.code
    return text, place


def zones() -> frozenset[str]:
    """The words for zones: 高新区, 经开区."""
    return frozenset(words("zones"))


# ------------------------------------------------------------------------------------------------ public bodies


def parts_of_body(normal: str, region: str | None, year: int | None) -> NameParts:
    """A public body's name without its 市/县/省, and whose it is: 市商务局 in a county's document is its city's, in
    that of a city that is run like a county its own.
    """
    if OF_THE_STATE.search(normal):
        return NameParts(normal, shorten(normal, EntityType.DEPARTMENT), "")
    text, place = leading_areas(normal, region, EntityType.DEPARTMENT, year)
    rank = RANK.match(text)
    if place is None and rank and len(text) > LEAST_CORE:
        owner = Divisions.load(year).own(region, rank[0]) if region else None
        return NameParts(normal, shorten(text[rank.end() :], EntityType.DEPARTMENT), owner.code if owner else None)
    return NameParts(normal, shorten(text, EntityType.DEPARTMENT), place)
