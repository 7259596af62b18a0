"""Cuts a span that holds several items: its place and type go in, the places of the items come out, in order.

“扎萨克和呼和乌素水库” is two reservoirs, “北江航道扩能升级和南水水库整治工程” two works, “工业和信息化局” one body and
“研发及生产线项目” one project. Signs inside brackets and quotes do not cut. What stays whole is what no reason speaks
for cutting.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import lru_cache

from graph.lexicon.divisions import Divisions
from graph.lexicon.lexicon import alternation, word_list
from graph.lexicon.wordings import wordings
from graph.records import EntityType
from ingest.entities.heads import COUNT, ETC, area_end, closes, head_of, is_area, is_thing, line, works
from ingest.entities.names import has_unknown, is_proper, is_proper_word, name_start, own_end
from ingest.entities.signs import closings, split_outside
from ingest.entities.stretches import Stretch

any_of = wordings("names").any_of

DIVISIONS = Divisions.load()
WORD = re.compile(r"以及|(?<![涉普以])及(?![其时])|(?<!谐)和(?![平谐美睦])|与(?!会)")
NUMERAL = re.compile(r"[一二三四五六七八九十]+|\d+")
LEVELS = "[省市县区乡镇村]"
# “标准化、智能化升级改造” is one thing, and so is “省、市、县一体化平台”
JOINED = re.compile(rf"(?:化|性|型)$|(?:^|[、和]){LEVELS}$")
JOINED_TO = re.compile(rf"^(?:.{{1,4}}(?:化|性|型)|{LEVELS}(?:$|[一二三四]级|一体化))")
# 邵阳—怀化管径DN350、规模200万吨/年的成品油管道工程: what is built is named only behind its second measure
MEASURED = re.compile(rf"{any_of('measures_before')}[约达为]?[A-Z]*[\d.]+(?:[^\d、]{{0,4}})$")
MEASURE = re.compile(rf"{any_of('measures')}[约达为]?[\d.]")
BETWEEN = re.compile(r"(?:连通|连接|联络|对接|互通)")  # what joins two: “A与B连通工程”
# behind 和, what was said before goes on: 及配套设施, 和附属工程, 和其他产业
BELONGS = re.compile(r"(?:其|相关|附属|配套|基础|周边|进场|系列)")
OUTPUT = re.compile(r"[年日]产\d|\d+万?[吨台套件]")


# what ends so is one of its own, whatever is named behind it
ALONE = re.compile(rf"{any_of('whole_things')}”?$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a span stands in its list: among others (、), and closed by 等 or a count (两条)."""

    kind: EntityType
    is_listed: bool = False
    is_closed: bool = False
    is_counted: bool = False


def cut(stretch: Stretch, start: int, end: int, kind: EntityType) -> list[tuple[int, int]]:
    """The items that stand between the two places."""
    text = stretch.text
    count = COUNT.match(text, end)
    place = Place(
        kind, len(re.findall("[、,]", text[start:end])) > 1, closes(text, end), bool(count and count[0][0] in TWO)
    )
    items: list[tuple[int, int]] = []
    for a, b in split_outside(text, "、,", start, end):
        if items and not parts(stretch, items[-1], (a, b), place):
            items[-1] = (items[-1][0], b)
        else:
            items.append((a, b))
    place = replace(place, is_listed=len(items) > 1)
    found = [part for a, b in items for part in cut_at_words(stretch, a, b, place)]
    listed = len(found) > 1 or text[max(0, start - 1) : start] == "、"
    return [before_etc(stretch, *item, is_listed=listed) for item in found] if kind in BUILT else found


BUILT = (EntityType.PROJECT, EntityType.PARK)
# what follows 等 is the kind of what stands before it: 盛世华都大酒店等|重点商贸综合体
KIND_BEHIND = re.compile(any_of("kinds_behind_etc"))


def before_etc(stretch: Stretch, start: int, end: int, *, is_listed: bool) -> tuple[int, int]:
    """“托口等大中型水电站” → 托口, “石家庄等客运站” → 石家庄; the 等 of “山银花等道地药材深加工中心” belongs to
    the name.
    """
    etc = ETC.search(stretch.text, start, end)
    at = etc.start() if etc else start
    if at - start < 2 or not stretch.begins_word(at):
        return start, end
    name, kind = stretch.text[start:at], stretch.text[at + 1 : end]
    if is_area(name):
        return start, at
    if not is_proper(stretch, start, at):
        return start, end
    complete = is_whole(name, EntityType.PROJECT) or bool(KIND_BEHIND.match(kind))
    shared = is_listed and len(name) <= 5 and bool(head_of(kind, EntityType.PROJECT)) and not kind.endswith("项目")
    return (start, at) if complete or shared else (start, end)


def items_before(stretch: Stretch, end: int, kind: EntityType, *, longest: int) -> list[tuple[int, int]]:
    """The items of the list that ends there, last first: 甲, 乙 and 丙 of “支持甲、乙和丙|等企业”.

    All but the first item reach from “、” to “、”; where the first begins, `name_start` says.
    """
    text = stretch.text
    items: list[tuple[int, int]] = []
    stop = end
    while stop > 0:
        floor = list_sign_before(stretch, stop) + 1
        inner = floor > 0 and text[floor - 1] == "、"
        bounded = inner and stop - floor <= longest
        start = floor if bounded else max(floor, name_start(stretch, stop, floor))
        items += reversed(cut_once(stretch, start, stop, kind) if start < stop else [])
        if not bounded:
            break
        stop = floor - 1
    return [(a, b) for a, b in items if a < b]


LIST_SIGN = re.compile("[、,。;:]")


def list_sign_before(stretch: Stretch, end: int) -> int:
    """Where the last sign before the place stands, -1 if there is none."""
    if "signs" not in stretch.memory:
        stretch.memory["signs"] = [match.start() for match in LIST_SIGN.finditer(stretch.text)]
    signs: list[int] = stretch.memory["signs"]
    at = bisect_left(signs, end)
    return signs[at - 1] if at else -1


def cut_once(stretch: Stretch, start: int, end: int, kind: EntityType) -> list[tuple[int, int]]:
    """The items of a piece of a list, which many lists may go on with: cut the first time."""
    key = ("items", start, end, kind)
    if key not in stretch.memory:
        stretch.memory[key] = cut_at_words(stretch, start, end, Place(kind, is_listed=True))
    found: list[tuple[int, int]] = stretch.memory[key]
    return found


TWO = "两2二三3"


def parts(stretch: Stretch, left: tuple[int, int], right: tuple[int, int], place: Place) -> bool:
    """Whether “、” between the two parts items."""
    before, behind = stretch.text[slice(*left)], stretch.text[slice(*right)]
    if NUMERAL.fullmatch(before):
        return True
    if stretch.text[left[1]] == ",":
        return not (before[-1].isdigit() and behind[0].isdigit())
    if (JOINED.search(before) and JOINED_TO.match(behind)) or (MEASURED.search(before) and MEASURE.match(behind)):
        return False
    if place.is_listed or place.is_closed or place.kind not in (EntityType.PROJECT, EntityType.PARK):
        return True
    return is_whole(before, place.kind) or is_name(stretch, left) or begins_name(stretch, right)


def cut_at_words(stretch: Stretch, start: int, end: int, place: Place) -> list[tuple[int, int]]:
    """The items that 和, 及 or 与 joins, if it joins two: the first such place."""
    text = stretch.text
    closed = [range(a, b) for a, b in closings(text[start:end]).items()]
    closed += [range(hit.start, hit.end) for hit in DIVISIONS.find(text[start:end])]  # 青海共和, 和平区
    for match in WORD.finditer(text, start, end):
        left, right = (start, match.start()), (match.end(), end)
        if any(match.start() - start in inside for inside in closed) or min(b - a for a, b in (left, right)) < 2:
            continue
        if are_two(stretch, left, right, place):
            return [left, *cut_at_words(stretch, *right, place)]
    return [(start, end)]


def are_two(stretch: Stretch, left: tuple[int, int], right: tuple[int, int], place: Place) -> bool:
    """Whether the word joins two items, and not two words of one name."""
    before, behind = stretch.text[slice(*left)], stretch.text[slice(*right)]
    if place.kind is EntityType.COUNTY:
        return True
    if place.kind is EntityType.INDUSTRY:
        return two_industries(before, stretch.text[left[1] : right[0]], behind, place)
    if place.kind is EntityType.ENTERPRISE:
        return stretch.begins_word(left[1]) and stretch.begins_word(right[0]) and not OF_WORKS.search(behind)
    if place.kind is EntityType.DEPARTMENT:
        return bool(head_of(before, place.kind) and head_of(behind, place.kind)) and not before.endswith(("市", "省"))
    return two_things(stretch, left, right, place)


def two_things(stretch: Stretch, left: tuple[int, int], right: tuple[int, int], place: Place) -> bool:
    """“扎萨克和呼和乌素水库”, “神华煤液化项目和亿德公司PVC项目”; not “研发及生产线项目”, “京杭运河与小清河连通工程”."""
    before = stretch.text[slice(*left)].removesuffix("建设")
    behind = without_aside(stretch.text[slice(*right)].rstrip("等-—"))
    word = stretch.text[left[1] : right[0]]
    if word == "以及" or (place.is_counted and word == "和" and not place.is_listed):
        return True
    if BELONGS.match(behind) or BETWEEN.search(behind):
        return False
    if (count := COUNT.search(behind)) and count.start() >= 2 and count[0][-1] in "个条座项":
        return bool(head_of(behind[count.end() :], place.kind))
    if OUTPUT.match(behind):
        return bool(OUTPUT.match(before)) and not re.search("项目.", before)
    if is_area(behind):
        return is_area(before) or is_whole(before, place.kind)
    return two_names(stretch, left, right, (before, word, behind), place)


def two_names(
    stretch: Stretch, left: tuple[int, int], right: tuple[int, int], said: tuple[str, str, str], place: Place
) -> bool:
    """By how the two names end and begin."""
    before, word, behind = said
    whole, name = is_whole(before, place.kind), begins_name(stretch, right)
    head = bool(head_of(behind, place.kind))
    if head and len(before) >= (3 if area_end(before) else 4) and ALONE.search(before):
        return True
    if head and word == "和" and place.kind is EntityType.PARK and len(head_of(before, place.kind)) > 1:
        return True
    if head and word == "和" and place.is_listed and (whole or ends_whole(before)):
        return True
    if head and word != "与" and whole and same_head(before, behind):
        return True
    if place.is_closed:
        return name and (whole or own_end(stretch, *left) > left[0])
    return head and name and (whole or (word != "与" and is_name(stretch, left)))


def ends_whole(text: str) -> bool:
    """2号线, 二期, 鞍山软件园: too short to be sure alone, but an item of a list."""
    return bool(PHASE.search(text) or re.search(r"号线$|[号期馆楼园站院厂]$", text))


PHASE = re.compile(r"[一二三四五六七八九十]期$")


@lru_cache(maxsize=1)
def asides() -> re.Pattern[str]:
    """What is said of a project behind its name: 立项, 前期工作."""
    return re.compile(rf"(?:的)?(?:开工)?(?:建设)?(?:{alternation('project_asides')})$")


def without_aside(name: str) -> str:
    """“东乌铁路立项” → 东乌铁路, “益娄段前期工作” → 益娄段."""
    return asides().sub("", name)


def same_head(before: str, behind: str) -> bool:
    """“全日制供水工程和城乡电网改造工程”, “北江航道扩能升级和河道整治工程”: two of a kind, each said in full."""
    if len(before) < 5 or len(behind) < 5:
        return False
    alike = before[-2:] == behind[-2:] and before[-2:] in ("工程", "项目", "系统", "中心", "基地", "公园")
    return alike or bool(works().search(before) and works().search(behind) and len(behind) >= 6)


OF_WORKS = re.compile(r"(?:项目|生产线|产线|基地)$")  # 鑫德正科技通信电子及智能终端产业基地


def two_industries(before: str, word: str, behind: str, place: Place) -> bool:
    """“仓储业和邮政业”, “6G、氢能和核聚变能”; not “新能源及其装备”, “生物医药和医疗器械”."""
    known = word_list("industries")
    if before.endswith("业") and (behind.endswith("业") or behind in known):
        return True
    return place.is_listed and word == "和" and before in known and re.sub("(?:产业|业)$", "", behind) in known


def is_whole(text: str, kind: EntityType) -> bool:
    """Whether the name could stand alone: 怀化高新区热电联产, 舞水公园; not 怀化山茶油精炼."""
    is_built = is_thing(text) or WHOLE.search(text) or (line().search(text) and not POWER.search(text))
    return len(text) >= 4 and not is_area(text) and bool(is_built)


POWER = re.compile(r"(?:发电|蓄能|光伏|风电)$")  # a kind of power as often as a plant


WHOLE = re.compile(rf"{any_of('whole_ends')}$")


def is_name(stretch: Stretch, span: tuple[int, int]) -> bool:
    """扎萨克, 京港澳, 沙圪堵, 万家寨至薛家湾: nothing but a name."""
    text = stretch.text[slice(*span)]
    if WORD.search(text) or head_of(text, EntityType.PROJECT):
        return False
    return is_area(text) or (len(text) <= 8 and has_unknown(stretch, *span))


def begins_name(stretch: Stretch, span: tuple[int, int]) -> bool:
    """Whether a name of its own begins there: an area, a road's number, a quoted or an unknown word."""
    text = stretch.text[slice(*span)]
    if area_end(text) or re.match(r"[GSXY]\d|“", text):
        return True
    a, b = stretch.words(*span)[0]
    return is_proper_word(stretch.text[a:b]) or (b - a == 1 and has_unknown(stretch, a, min(a + 5, span[1])))
