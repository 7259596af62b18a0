"""Whether an item of a list is the name of a project, and what the full name is.

In: an item's place in a stretch; out: its place without verbs and 等, its name, or that it is none. The word lists
lie in graph/lexicon/gazetteers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from graph.lexicon.divisions import Divisions
from graph.lexicon.lexicon import Ontology, alternation
from graph.records import EntityType
from ingest.entities.lists import closings, joint_in, split_list
from ingest.entities.names import has_proper_word, is_proper
from ingest.entities.stretches import Stretch

DIVISIONS = Divisions.load()
MAX_NAME = 60
UNITS = "个|家|座|处|批|条|所|项|类|套|台|万|亿|公里|千米|平方|亩|户|名|%|年|月|期|大|级|系列"
COUNTED = re.compile(
    rf"^(?:约|近|共|新增|完成|建成)?(?:\d[\d.,]*|[一二三四五六七八九十百千几两多]+)(?:余|多)?(?:{UNITS})"
)
# zones that are built all the same, though 区 and 农村 end what is no project
ZONE_BUILT = re.compile(
    r"(智慧园区|物流园区|产业园区|服务区|景区|度假区|旅游区|灌区|港区|校区|院区|街区|安置区|小区|作业区|库区"
    r"|配送体系|数字[^、]{2,4}|核心区|启动区|起步区|商务区|班列|旅游走廊|黄金走廊)$"
)
BUILDING = "(?:项目|工程|建设|改造|扩建|扩容|整治|提质|扩能|新建改扩建|新改扩建|改扩建|新建|前期工作|前期|开工|进度)"
# these end no names: 怀化北500千伏变电站|新建改扩建, 怀桂铁路|前期工作
NOT_IN_NAME = re.compile(r"(?:新建改扩建|新改扩建|新建|前期工作|前期|开工|进度|建设)+$")
COUNTED_TAIL = re.compile(r"等(?:市|县|区|地|省|一批|多个|各)")  # “长沙、常德等市一批通用机场” names no airport
RANKED = re.compile(r"[国省市]级(?!重点|重大|以上|及).{5,}")
ALONE = re.compile(r"(?:公园|博物园|植物园|馆|医院|学校|大桥|公路|铁路|机场|水库|枢纽|港|工作站|大厦|班列)$")


@lru_cache(maxsize=32)
def words(name: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """A word list as a pattern between two anchors."""
    return re.compile(rf"{before}(?:{alternation(name)}){after}")


@lru_cache(maxsize=1)
def generic() -> frozenset[str]:
    return Ontology.load().entities[EntityType.PROJECT].generic


def ends_like_project(name: str) -> bool:
    """Whether the name ends in what is built, bought, run or renovated."""
    return bool(words("project_heads", after=r'(?:\([^()]*\))?["”]?$').search(name))


def is_whole(name: str) -> bool:
    """Whether the name could stand alone, so that “和” behind it begins another."""
    return bool(words("project_whole_heads", after=r"(?:\([^()]*\))?$").search(name))


def is_line(text: str) -> bool:
    """Whether a list's last item names a road, line, works or plant, whose kind the others share."""
    return bool(words("line_heads", after=rf"{BUILDING}*(?:\([^()]*\))?{BUILDING}*$").search(text))


def could_be_project(name: str, *, listed: bool = False) -> bool:
    """Not a campaign, a count, a bare kind or a clause; `listed` among ten projects, a rank is part of the name."""
    if name in generic() or len(name) > MAX_NAME or COUNTED.match(name):
        return False
    if words("project_vague", "^").match(name) and not (listed and RANKED.match(name)):
        return False
    if words("project_verbs").search(name) or "《" in name:
        return False
    if words("project_not_tails", after="$").search(name) and not ZONE_BUILT.search(name):
        return False
    return name.count("(") == sum(1 for place in closings(name) if name[place] == "(")


def is_area(stretch: Stretch, start: int, end: int) -> bool:
    """An area's name alone, or a chain of them, is no project; “安化—溆浦” in a list of roads is one."""
    at = 0
    for hit in DIVISIONS.find(stretch.text[start:end]):
        if hit.start != at:
            return False
        at = hit.end
    return at == end - start


# 邵阳—怀化管径DN350、规模200万吨/年的成品油管道工程: what is built is named only behind its second measure
MEASURED = re.compile(r"(?:管径|规模|长|宽|高|面积|容量|能力|投资|装机)[约达为]?[A-Z]*[\d.]+(?:[^\d、]{0,4})$")
MEASURE = re.compile(r"(?:管径|规模|长度?|全长|总长|宽度?|面积|容量|能力|总?投资|装机)[约达为]?[\d.]")


def split_items(stretch: Stretch, start: int, end: int) -> list[tuple[int, int]]:
    """The list's items, joined again where “和” or “及” stands inside a name (研发及生产线项目)."""
    text = stretch.text
    items: list[tuple[int, int]] = []
    for a, b in split_list(text, start, end):
        before = text[slice(*items[-1])] if items else ""
        joined = bool(items) and text[items[-1][1] : a] != "、"
        measured = bool(MEASURED.search(before) and MEASURE.match(text, a, b))
        if measured or (joined and not are_two(before, text[a:b])):
            items[-1] = (items[-1][0], b)
        else:
            items.append((a, b))
    if len(items) == 1:
        items = split_pair(text, *items[0])
    return [part for item in items for part in split_lost_sign(text, *item)]


def split_pair(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """“A和B” without a list before it, where both begin with an area or A is complete beyond doubt."""
    joint = joint_in(text[start:end])
    if joint is None:
        return [(start, end)]
    left, right = text[start : start + joint[0]], text[start + joint[1] : end]
    both = all((hits := DIVISIONS.find(part)) and hits[0].start == 0 for part in (left, right))
    if are_two(left, right) and (both or ALONE.search(without_aside(left).rstrip("”"))):
        return [(start, start + joint[0]), (start + joint[1], end)]
    return [(start, end)]


def are_two(left: str, right: str) -> bool:
    """“怀化高新区热电联产和怀化垃圾焚烧发电项目”, “舞水公园和植物博物园”; not “深加工及集散中心”."""
    left, right = without_aside(left), without_aside(right)
    if ALONE.search(left.rstrip("”")) and len(left) >= 4 and ends_like_project(right):
        return True
    return is_whole(left) and begins_name(right)


def split_lost_sign(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """“鹤城区5G改造沅陵县5G建设” lost a 、: an area's name right behind a complete name begins the next."""
    for hit in DIVISIONS.find(text[start:end]) if end - start >= 12 else ():
        at = start + hit.start
        if (
            hit.start >= 6
            and end - at >= 6
            and text[at - 1] != ")"
            and is_whole(text[start:at])
            and ends_like_project(text[at:end])
        ):
            return [(start, at), *split_lost_sign(text, at, end)]
    return [(start, end)]


def begins_name(text: str) -> bool:
    """Whether what follows “和” is a name of its own: an area, a road's number or another proper name begins it."""
    hits = DIVISIONS.find(text)
    return (
        bool(hits and hits[0].start == 0)
        or bool(re.match(r"[GSXY]\d|“", text))
        or has_proper_word(text)
        or is_line(re.sub(r"\(.*", "", text))
    )


# what follows 等 is the kind of what stands before it: 盛世华都大酒店等|重点商贸综合体
KIND_BEHIND = re.compile(r"(?:一批|一些|多个|各|重点|重要|主要|大型|中型|大中型|新区|地区|行业|[省市国]级|国家级)")


def without_etc(stretch: Stretch, items: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """“托口等大中型水电站” → 托口, “石家庄等客运站” → 石家庄; the 等 of “山银花等道地药材深加工中心” belongs to
    the name.
    """
    a, b = items[-1]
    at = stretch.text.find("等", a, b)
    if at - a < 2 or not stretch.begins_word(at):
        return items
    if is_area(stretch, a, at):
        return [*items[:-1], (a, at)]
    if not is_proper(stretch, a, at):
        return items
    complete = is_whole(stretch.text[a:at]) or bool(KIND_BEHIND.match(stretch.text, at + 1, b))
    shared = len(items) > 1 and at - a <= 5 and is_line(stretch.text[at + 1 : b])
    return [*items[:-1], (a, at)] if complete or shared else items


def trim(stretch: Stretch, start: int, end: int, *, last: bool) -> tuple[int, int]:
    """Cuts what is not the name: verbs before it, 等 and “前期工作” behind it."""
    text = stretch.text
    start, end = cut_etc(text, start, end)
    while start < end:
        lead = words("project_leads", "^").match(text[start:end]) or words("project_cues", "^").match(text[start:end])
        if not lead or lead.end() >= end - start - 2 or not stretch.begins_word(start + lead.end()):
            break
        if re.match(r"项目|工程|路|区|站", text[start + lead.end() : end]):
            break
        start += lead.end()
    core = without_aside(text[start:end])
    if last and core.endswith("建设") and len(core) > 4:
        core = without_aside(core.removesuffix("建设"))
    if len(core) >= 3:
        end = start + len(core)
    # 国内首个风光火储一体化工程——|陇东到山东特高压直流工程: what it is the first of is said before its name
    if (dash := text.rfind("——", start, end)) > start and ends_like_project(text[dash + 2 : end]):
        start = dash + 2
    if text[start:end].startswith("“") and text[start:end].count("“") > text[start:end].count("”"):
        start += 1
    return start, end


def without_aside(name: str) -> str:
    """“益娄段前期工作” → 益娄段."""
    return words("project_asides", "(?:的)?(?:开工)?(?:建设)?", "$").sub("", name)


def cut_etc(text: str, start: int, end: int) -> tuple[int, int]:
    """Drops a trailing 等 and full stop."""
    while end > start and text[end - 1] in "等。;,":
        end -= 1
    return start, end


def full_name(name: str, tail: str, after: Sequence[str]) -> str:
    """“沅陵车坪” in “沅陵车坪、辰溪孝坪抽水蓄能项目” is 沅陵车坪抽水蓄能项目.

    `after` are the items behind it in the list, `tail` is what follows 等.
    """
    if ends_like_project(name) or not (len(name) <= 5 or re.search("[—-]", name)):
        return name
    pattern = words("line_heads", r"(?:\d+千伏)?", rf"(?:公路)?{BUILDING}*$")
    for text in [*after, "" if COUNTED_TAIL.match(tail) else tail]:
        if shared := pattern.search(re.sub(r"\([^()]*\)$", "", text)):
            return name + (NOT_IN_NAME.sub("", shared[0]) or shared[0])
    return name
