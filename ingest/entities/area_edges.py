"""Whether an area's name stands in a text as part of another word, or names another thing than the area.

海口 in 出海口, 固安 in “发展中固安全”, 武义 in 武义江, 西藏 in 西藏农牧学院, 山东 in “好客山东”.
"""

from __future__ import annotations

import re
from functools import lru_cache

import rjieba

from graph.lexicon.divisions import DivisionHit, Divisions
from graph.lexicon.lexicon import alternation, word_list
from graph.lexicon.wordings import wordings
from graph.records import Level
from ingest.entities.area_lists import at_route
from ingest.entities.areas import is_doubtful
from ingest.entities.stretches import Stretch

any_of = wordings("names").any_of

DIVISIONS = Divisions.load()
# behind 黑龙江 or 牡丹江, where the rivers are meant
WATERS = re.compile(r"(?:[、和][\u4e00-\u9fff]{1,4}[江河湖]){0,4}等?(?:流域|干流|支流|水系|航道|水库)")
LONGEST_SLOGAN = 8
LONGEST_CAMPAIGN = 16  # characters of what a slogan says before an area's name, and more
# a quoted name of what is there, or several quotes: “长沙工业云平台”
QUOTED_NAME = re.compile(rf"[”、—-]|{any_of('quoted_names')}$")
# 县城 after 通道 belongs to the area; elsewhere a word that an area's name cuts in two speaks against it
SEAT = re.compile(r"县(城|域|委|级|政府|内)|市(区|域|委|级|政府|内)|区(委|级|政府|内)")
# 北京地区, 南京机场 and 北京西 are words that mean the area or say where something is; 青岛港 and 浙江大学 are others
ITSELF = re.compile(r"地区|地方|机场|境内|一带|[东西南北]")
COMPASS = re.compile(r"路(?![网段])|街|大道|侧|岸|部(?![分署门级])|麓|站|支线|编组")


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


def names_another_thing(stretch: Stretch, hit: DivisionHit) -> bool:
    """西藏 in 西藏农牧学院, 福州 in 福州都市圈, 山东 in 好客山东 and “山东智造”, 牡丹江 in “牡丹江等流域”."""
    text = stretch.text
    if another().match(text, hit.end) or campaigns().search(text, max(0, hit.start - LONGEST_CAMPAIGN), hit.start):
        return True
    if text[hit.end - 1] in "江河湖" and WATERS.match(text, hit.end):
        return True
    opened = text.rfind("“", max(0, hit.start - LONGEST_SLOGAN - 1), hit.start)
    closed = text.find("”", hit.end, hit.end + LONGEST_SLOGAN + 1)
    quoted = text[opened + 1 : closed] if 0 <= opened < closed else ""
    return hit.end - hit.start < len(quoted) <= LONGEST_SLOGAN and not QUOTED_NAME.search(quoted)


@lru_cache(maxsize=1)
def another() -> re.Pattern[str]:
    """What goes on right behind the name of an area that is not meant."""
    return re.compile(alternation("area_goes_on"))


@lru_cache(maxsize=1)
def campaigns() -> re.Pattern[str]:
    """What a slogan says right before the name of an area."""
    return re.compile(f"(?:{alternation('area_campaigns')})$")
