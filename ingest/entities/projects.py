"""Finds Project mentions: a stretch goes in, the undertakings it names come out.

Projects stand in columns (重点建设项目), in lists closed by 等…项目 (“抓好A、B等十大产业项目”), as the object of a verb
(推进, 开工建设 …) and as the subject of one (“A项目竣工投产”). A name must be a proper one: “推进重点项目建设” and
“实施六大强农行动” name none. Where the verb or the list is cut off, the name keeps its place, company and scale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import rjieba

from graph.lexicon.lexicon import word_list
from graph.lexicon.wordings import wordings
from graph.records import EntityType
from ingest.entities.clauses import LIST_TAIL, after_cue, before_predicate, list_clauses, list_end
from ingest.entities.coordination import read_items
from ingest.entities.enterprises import BESIDE_WORKS
from ingest.entities.enterprises import COLUMN as COMPANY_COLUMN
from ingest.entities.heads import is_zone, words
from ingest.entities.project_names import (
    could_be_project,
    cut_etc,
    ends_like_project,
    generic,
    is_area,
    is_line,
    is_whole,
    split_items,
    trim,
)
from ingest.entities.project_proper import is_named, is_own
from ingest.entities.stretches import Finding, Stretch
from ingest.rules import Example, Rule, rule

any_of = wordings("names").any_of

COLUMN = re.compile(r"(建设|重点|重大|工程|投资|支撑|主要)?(项目|工程)(名称)?$")
PROJECT_HEADER = "项目名称"  # of a column with one project a row
SUM = re.compile("(?:全[市县区省州]|项目)?(?:合计|总计|小计|共计)")
SURE_TAIL = re.compile(r"项目|工程|建设|改造|提质|扩能|扩建")
COUNTED_LIST = re.compile(r"^等(?:\d+|[一二三四五六七八九十]+)[大个项].*(?:项目|工程)")
OWN_BESIDE = re.compile(r"(?:馆|中心|医院|剧院|公园|大楼|大厦|学校)$")  # 图书馆新馆 behind 市文化馆


def find_projects(stretch: Stretch) -> list[Finding]:
    """Project mentions, from left to right."""
    found = list(in_column(stretch) if stretch.header else (*in_text(stretch), *of_house(stretch)))
    return sorted(found, key=lambda f: (f.start, f.end))


PROJECT_COLUMN = rule(
    "project-column",
    EntityType.PROJECT,
    says="each item of a column of projects",
    example=Example("怀化经开区车载显示屏项目等", "怀化经开区车载显示屏项目", header="重点建设项目"),
    counter=Example("怀化经开区车载显示屏项目等", header="重点支持园区"),
)
PROJECT_OF_COMPANY = rule(
    "project-of-company",
    EntityType.PROJECT,
    says="what a company builds, behind its name in a column of companies",
    example=Example("鑫德正科技通信电子制造产业基地等", "鑫德正科技通信电子制造产业基地", header="重点扶持企业"),
    counter=Example("鑫德正科技、泰达讯科技等", header="重点扶持企业"),
)


def in_column(stretch: Stretch) -> Iterator[Finding]:
    """“怀化经开区车载显示屏项目、合利来LED显示屏及其配件项目等” under 重点建设项目."""
    text = stretch.text
    if COMPANY_COLUMN.search(stretch.header):
        for start, end in split_items(stretch, 0, len(text)):
            if works := BESIDE_WORKS.match(text[slice(*cut_etc(text, start, end))]):
                yield Finding(start, start + works.end(), EntityType.PROJECT, works[0], PROJECT_OF_COMPANY)
    if not COLUMN.search(stretch.header):
        return
    is_whole = stretch.header == PROJECT_HEADER
    for item in [(0, len(text))] if is_whole else split_items(stretch, 0, len(text)):
        start, end = cut_etc(text, *item)
        name = text[start:end]
        if is_whole and SUM.match(name):
            continue
        if (
            len(name) >= (3 if is_whole else 4)
            and name not in generic()
            and not words("project_vague", "^").match(name)
        ):
            yield Finding(start, end, EntityType.PROJECT, name, PROJECT_COLUMN)


PROJECT_CONTINUED = rule(
    "project-continued",
    EntityType.PROJECT,
    says="a clause without a verb that goes on with the list before it",
    example=Example("加快推进溆浦千工坝水库扩建,洪江市小阳水库升级改造,", "洪江市小阳水库升级改造"),
    counter=Example("加快推进溆浦千工坝水库扩建,启动洪江市小阳水库升级改造,"),
)


def in_text(stretch: Stretch) -> Iterator[Finding]:
    """The projects of every clause; a clause without a verb goes on with the list before it."""
    before: list[Finding] = []
    for start, end in list_clauses(stretch):
        found = in_clause(stretch, start, end) if end - start >= 6 else []
        if not found and before and stretch.text[start - 1] == "," and after_cue(stretch, start, end) is None:
            found = of_list(stretch, start, end, PROJECT_CONTINUED)
        yield from found
        before = found


HOUSE_DONE = re.compile(
    rf"(?P<house>[\u4e00-\u9fff]{{2,14}}?{any_of('houses_moved')})(?:早日|尽快|全面)?(?:完成|实施|启动)(?P<work>(?:整体|异地)?(?:搬迁|迁建|扩建|改扩建|新建))(?!方案|规划|任务|计划)"
)


PROJECT_OF_HOUSE = rule(
    "project-of-house",
    EntityType.PROJECT,
    says="the move or the enlargement that a school, hospital or museum completes",
    example=Example("支持湖南医药学院完成整体搬迁,", "湖南医药学院整体搬迁"),
    counter=Example("支持怀化学院完成搬迁方案,"),
)


def of_house(stretch: Stretch) -> Iterator[Finding]:
    """“支持湖南医药学院完成整体搬迁” names the undertaking 湖南医药学院整体搬迁."""
    for match in HOUSE_DONE.finditer(stretch.text):
        lead = words("project_cues", "", "+").match(match["house"])
        start = match.start() + (lead.end() if lead else 0)
        for joint in re.finditer("[和及与]", match["house"]):
            start = max(start, match.start() + joint.end())
        if stretch.begins_word(start) and is_named(stretch, start, match.end("house")):
            name = stretch.text[start : match.end("house")] + match["work"]
            yield Finding(start, match.end(), EntityType.PROJECT, name, PROJECT_OF_HOUSE)


PROJECT_OBJECT = rule(
    "project-object",
    EntityType.PROJECT,
    says="the object of a clause's first verb, or the list that is it",
    example=Example("推动怀化国家骨干冷链物流基地提质增效,", "怀化国家骨干冷链物流基地"),
    counter=Example("实施六大强农行动,"),
)
PROJECT_SUBJECT = rule(
    "project-subject",
    EntityType.PROJECT,
    says="the subject of a verb that tells how far a thing has come",
    example=Example("七是黄河宁夏段河道治理工程开工建设。", "黄河宁夏段河道治理工程"),
    counter=Example("项目建设顺利推进,"),
)
PROJECT_LIST = rule(
    "project-list",
    EntityType.PROJECT,
    says="a list without a verb that 等…项目 closes",
    example=Example(
        "怀化高新区惠科显示模组生产线、怀化公铁联运物流园等十大产业项目,",
        "怀化高新区惠科显示模组生产线|怀化公铁联运物流园",
    ),
    counter=Example("交通、水利等重大项目,"),
)


def in_clause(stretch: Stretch, start: int, end: int) -> list[Finding]:
    """The list after the clause's first verb, or before its predicate."""
    text = stretch.text
    object_start = after_cue(stretch, start, end)
    if object_start is not None and end - object_start >= 4:
        found = of_list(stretch, object_start, end, PROJECT_OBJECT)
        if found or object_start - start < 8:
            return found
    subject_end = before_predicate(stretch, start, end)
    if subject_end is not None:
        lead = words("project_leads", "^", "+").match(text[start:subject_end])
        return of_list(stretch, start + (lead.end() if lead else 0), subject_end, PROJECT_SUBJECT)
    tail = LIST_TAIL.search(text[start:end])
    if object_start is None and tail and SURE_TAIL.search(tail[0]):
        return of_list(stretch, start, end, PROJECT_LIST)
    return []


def of_list(stretch: Stretch, start: int, end: int, by: Rule) -> list[Finding]:
    """The projects of a list; `end` is where its clause, or the subject, ends."""
    text = stretch.text
    stop, tail = list_end(text, start, end)
    if tail and words("project_not_built").search(tail):
        return []
    items = items_of(stretch, start, stop, last_open=not tail.startswith("等"))
    names = {(item.start, item.end): item.name for item in read_items(stretch, items, EntityType.PROJECT)}
    is_lines = len(items) > 1 and (is_line(text[start:stop]) or is_line(tail))
    counted = bool(COUNTED_LIST.search(tail))
    candidates = [
        (a, b)
        for a, b in items
        if (a, b) in names
        and (b - a >= 3 or is_lines or names[a, b] != text[a:b])
        and could_be_project(text[a:b], listed=counted)
    ]
    proper = {item for item in candidates if is_named(stretch, *item)}
    around = Around(
        is_listed=len(items) > 1 and bool(tail),
        is_sure=bool(SURE_TAIL.search(tail)) and len(proper) * 3 >= len(items),
        is_own=bool(items) and is_own(stretch, *items[0]),
        is_lines=is_lines,
        is_long=len(items) > 1,
    )
    found = [Listed(*item, text[slice(*item)], names[item], item in proper) for item in candidates if proper]
    return [
        Finding(one.start, one.end, EntityType.PROJECT, one.whole, by)
        for one in found
        if is_project(stretch, one, around)
    ]


def items_of(stretch: Stretch, start: int, stop: int, *, last_open: bool) -> list[tuple[int, int]]:
    """The items without verbs before them, asides behind them, and who does it."""
    items = split_items(stretch, start, stop) if stop > start else []
    items = [trim(stretch, a, b, last=last_open and i == len(items) - 1) for i, (a, b) in enumerate(items)]
    return [without_duty(stretch.text, a, b) for a, b in items]


@dataclass(frozen=True, slots=True)
class Around:
    """What the list says of an item: closed by 等, surely of projects, of the area's own houses, of roads and lines."""

    is_listed: bool
    is_sure: bool
    is_own: bool
    is_lines: bool
    is_long: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """An item of a list: its place, its words, and its full name where the last item's words belong to it too."""

    start: int
    end: int
    name: str
    whole: str
    is_proper: bool  # named as one of its own

    @property
    def is_shared(self) -> bool:
        """Whether its full name ends with what only the last item says."""
        return self.whole != self.name


def is_project(stretch: Stretch, item: Listed, around: Around) -> bool:
    """Whether an item of a list is a project, by its full name and by what it stands among."""
    if item.is_shared and is_zone(item.whole):
        return False  # 东湾、冲仑等物流园区 are parks
    if is_area(stretch, item.start, item.end) and not (item.is_shared and around.is_long):
        return False
    return any(says_so(item, around) for says_so in SAYS_PROJECT)


def is_named_well(item: Listed, around: Around) -> bool:
    """A name of its own that ends like a project's, or stands in a list that 等 closes."""
    return item.is_proper and (around.is_listed or ends_like_project(item.whole))


def is_among_projects(item: Listed, around: Around) -> bool:
    """In a list of surely projects, a name that ends like theirs and is long or whole enough."""
    long = len(item.name) >= 6 or (len(item.name) >= 4 and is_whole(item.name))
    return around.is_sure and long and ends_like_project(item.whole)


def is_beside_own(item: Listed, around: Around) -> bool:
    """体育馆 beside 市文化馆."""
    return around.is_own and bool(OWN_BESIDE.search(item.name))


def is_place_of_line(item: Listed, around: Around) -> bool:
    """芷铜 in 芷铜、溆洞高速公路: a place or two that a line runs through."""
    return (item.is_shared or around.is_lines) and len(item.name) <= 3 and could_be_place(item.name)


SAYS_PROJECT = (is_named_well, is_among_projects, is_beside_own, is_place_of_line)


DUTY_ASIDE = re.compile(r"\([^()]*(?:牵头|责任单位|负责|配合)[^()]*\)")


def without_duty(text: str, start: int, end: int) -> tuple[int, int]:
    """“(牵头单位:市工信局)|乡村信息化网络”, “数字山东建设|(省财政厅牵头)”: who does it is no part of the name."""
    if before := DUTY_ASIDE.match(text, start, end):
        start = before.end()
    behind = next((aside for aside in DUTY_ASIDE.finditer(text, start, end) if aside.end() == end), None)
    return start, behind.start() if behind else end


def could_be_place(name: str) -> bool:
    """芷铜, 牌楼; not 农村."""
    return not rjieba.has_word(name) or (rjieba.tag(name)[0][1] == "n" and name not in word_list("plain_words"))
