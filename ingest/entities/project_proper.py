"""Whether an undertaking is named as one of its own: an item's place in a stretch goes in, yes or no comes out.

怀化国际陆港, G209提质改造项目, 东盟货运集结中心 and 高庙遗址公园 are; 农村公路 and “小巨人”企业倍增工程 are kinds.
A plan speaks of its own area's things without the area's name: 市文化馆 in a city's plan.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.lexicon.divisions import Division, Divisions
from graph.lexicon.lexicon import alternation
from graph.lexicon.wordings import wordings
from graph.records import Level
from ingest.entities.areas import is_near
from ingest.entities.names import has_unknown, is_proper
from ingest.entities.stretches import Stretch

any_of = wordings("names").any_of

DIVISIONS = Divisions.load()
# what a place is called or wants to become, not what is built: “建设湖南重要电子信息产业基地”
DESIGNATION = re.compile(
    rf"({any_of('designation_ranks')})[^、]*({any_of('designation_things')})$|现代化建设$|({any_of('built_up')})建设$"
)
QUOTED_FACILITY = re.compile(rf"({any_of('quoted_things')})$")
# what is built at one place; a campaign or a system of rules ends otherwise
BUILT = re.compile(rf"({any_of('built_things')})(?:\([^()]*\))?(?:建设|改造|扩建|一期|二期|三期)?$")
# the nation's programmes give these names to few places each
DESIGNATED = re.compile(rf"^(?:{any_of('hub_kinds')}型国家物流枢纽|国家骨干冷链物流基地)(?:建设)?$")
# a shrine, a rock or a pass before what is built there: 高庙考古遗址公园
LANDMARK = re.compile(
    rf"(?<![\u4e00-\u9fff])(?![寺新旧古小大])[\u4e00-\u9fff]{{1,3}}[庙寺祠岩崖陵墓窟]{any_of('landmark_kinds')}{{1,4}}"
    r"(?:公园|景区|博物馆|保护区)"
)
NUMBERED = re.compile(rf"(?:[一二三四五六七八九十]+|\d+)号{any_of('numbered_things')}")
OWN = re.compile(
    rf"^[市县区州省](?![级区域场政民属直委内外容长县乡州道国情]|重点|重大|本级|辖|、)[^、]{{2,}}{any_of('own_things')}(?:建设|改造|扩建|搬迁|迁建)?$"
)
# 会同 and 通道 begin other phrases too
ORDINARY_GOES_ON = re.compile(any_of("ordinary_goes_on"))


@lru_cache(maxsize=1)
def macro_regions() -> re.Pattern[str]:
    """Finds the names of regions above provinces."""
    return re.compile(alternation("macro_regions"))


def is_named(stretch: Stretch, start: int, end: int) -> bool:
    """怀化国际陆港, G209提质改造项目, 沅水航道整治; not 农村公路, “小巨人”企业倍增工程."""
    text = stretch.text[start:end]
    if re.search(rf"(?:{alternation('campaign_words')})工程$", text):
        return any(hit.start == 0 for hit in DIVISIONS.find(text)) and "“" not in text
    if DESIGNATED.match(text):
        return is_below_province(stretch.region)
    if DESIGNATION.search(text):
        return False
    if "“" in text and not QUOTED_FACILITY.search(text):
        return has_unknown(stretch, start, start + text.index("“")) or bool(DIVISIONS.find(text))
    return (
        is_proper(stretch, start, end)
        or bool(NUMBERED.search(text) or LANDMARK.match(text))
        or is_of_region(text)
        or begins_with_near_area(stretch, text)
        or is_own(stretch, start, end)
    )


def is_below_province(region: str | None) -> bool:
    """A city holds one national hub of each kind, a province several."""
    area = DIVISIONS.by_code.get(region or "")
    return area is not None and area.level is not Level.PROVINCE


def is_of_region(text: str) -> bool:
    """东盟货运集结中心, 大湘西区域医疗卫生中心; not 中欧班列."""
    if not BUILT.search(text) or not macro_regions().search(text) or re.search("重大|重点|各类", text):
        return False
    return len(macro_regions().sub("", re.sub(r"\([^()]*\)", "", text))) >= 5


def begins_with_near_area(stretch: Stretch, text: str) -> bool:
    """“会同石煤综合利用项目” in a plan of 会同's city, though 会同 is an ordinary word."""
    areas = stretch.areas
    hit = next(iter(areas.find(text)), None)
    if hit is None or hit.start or len(text) - hit.end < 4 or not text.endswith(("项目", "工程")):
        return False
    near = areas.nearest(text[: hit.end], stretch.region)
    return (
        near is not None and is_near(stretch.region, near, stretch.year) and not ORDINARY_GOES_ON.match(text, hit.end)
    )


def whose(stretch: Stretch, sign: str) -> Division | None:
    """The document's own 市, 县, 区 or 省; in a county's plan its city's too, but not its province's."""
    area = stretch.areas.own(stretch.region, sign) if stretch.region else None
    return area if area and (area.level is not Level.PROVINCE or area.code == stretch.region) else None


def is_own(stretch: Stretch, start: int, end: int) -> bool:
    """市文化馆 in a city's plan, 县人民医院 in a county's."""
    text = stretch.text[start:end]
    return bool(
        whose(stretch, text[:1]) and OWN.match(text) and stretch.begins_word(start) and stretch.begins_word(start + 1)
    )
