"""Finds Project mentions: a stretch goes in, the undertakings it names come out.

Projects stand in columns (重点建设项目), in lists closed by 等…项目 (“抓好A、B等十大产业项目”), as the object of a verb
(推进, 开工建设 …) and as the subject of one (“A项目竣工投产”). A name must be a proper one: “推进重点项目建设” and
“实施六大强农行动” name none. Where the verb or the list is cut off, the name keeps its place, company and scale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import rjieba

from graph.lexicon.lexicon import word_list
from graph.records import EntityType
from ingest.entities.coordination import read_items
from ingest.entities.cutting import begins_name, without_aside
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
from ingest.entities.signs import split_outside
from ingest.entities.stretches import Finding, Stretch
from ingest.entities.tails import PHASE, is_poor
from ingest.rules import Example, Rule, rule

COLUMN = re.compile(r"(建设|重点|重大|工程|投资|支撑|主要)?(项目|工程)(名称)?$")
LIST_TAIL = re.compile(
    r"(?<![高中初平同])等(?P<kind>[^、,。;]{0,14}?)(?P<head>项目|工程|建设|改造|公路|铁路|高速|机场|水库|电站|园区|物流园区?|产业园|基地"
    r"|中心|枢纽|公园|道路|大桥|桥梁|市场|平台|设施|医院|学校|小镇|景区|专用线|线路|干道|干线|国道|省道|变电站|电厂"
    r"|水厂|污水处理厂|管道|港口|班列|片区)"
    r"(?:项目|工程|建设|改造|实施|前期工作|前期|进度|落地|开工|投产|与升级|升级|整治|开发|建成|竣工|投用|通车|提质|扩能"
    r"|扩容|新建|改扩建|扩建|规划|和)*$"
)
OPEN_TAIL = re.compile(r"(?P<head>项目|工程)(?:建设|前期工作|前期|落地|开工|投产|竣工|实施|进度)*$")
SURE_TAIL = re.compile(r"项目|工程|建设|改造|提质|扩能|扩建")
# after these a verb of the list of cues is a noun: 建设项目, 改造的
NOUN_AFTER = re.compile(
    r"项目|工程|、|的|和|及|与|了|等|一批|[()]|期|单位|者|方案|规划|内容|任务|办|领导|规模|工作|用地|标准"
)
COUNTED_LIST = re.compile(r"^等(?:\d+|[一二三四五六七八九十]+)[大个项].*(?:项目|工程)")
OWN_BESIDE = re.compile(r"(?:馆|中心|医院|剧院|公园|大楼|大厦|学校)$")  # 图书馆新馆 behind 市文化馆
MADE_OF = re.compile(r"以.{2,40}为(?:主体|龙头|引领|代表|骨干|支撑)的")  # what the thing consists of, before it
STILL_SUBJECT = re.compile(r"建设(?:项目|工程|、|的|用地|和|及)|开发(?:区|项目)|启动(?:区|资金)|运营(?:中心|商)|前期")


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
    for item in split_items(stretch, 0, len(text)):
        start, end = cut_etc(text, *item)
        name = text[start:end]
        if len(name) >= 4 and name not in generic() and not words("project_vague", "^").match(name):
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


def list_clauses(stretch: Stretch) -> list[tuple[int, int]]:
    """The clauses, those joined that are one list: “推进溆浦让家溪,通道三省坡、彭莫山,芷江大树坳等风电场项目”."""
    joined: list[tuple[int, int]] = []
    for start, end in clauses(stretch.text):
        while joined and is_rest_of_list(stretch, start, end) and goes_on(stretch, joined[-1], start):
            start = joined.pop()[0]
        joined.append((start, end))
    return joined


CLOSED = re.compile(r"^[^的]{2,}等(?!级)(?:.{0,14}(?:项目|工程)|[^,。;]{2,10}$)")


def is_rest_of_list(stretch: Stretch, start: int, end: int) -> bool:
    """“芷江大树坳等风电场项目”: closed by 等, and no verb before it."""
    text = stretch.text[start:end]
    return (
        bool(CLOSED.search(text))
        and not words("project_leads", "^").match(text)
        and after_cue(stretch, start, end) is None
    )


def goes_on(stretch: Stretch, clause: tuple[int, int], at: int) -> bool:
    """Whether the clause is nothing but items, perhaps behind a verb, and the list goes on behind its comma."""
    start, end = clause
    begin = after_cue(stretch, start, end)
    said = words("project_predicates", after="|[等为]").search(stretch.text, begin or start, end)
    if stretch.text[end : end + 1] != "," or end + 1 != at or said:
        return False
    items = split_outside(stretch.text, "、", begin or start, end)
    texts = [stretch.text[slice(*item)] for item in items]
    if begin is not None:
        return all(is_poor(PHASE.sub("", text)) for text in texts)
    is_named = [begins_name(stretch, item) or OF_COMPANY.match(stretch.text, *item) for item in items]
    return (
        bool(is_named[0])
        and all(n or len(t) <= 4 for n, t in zip(is_named, texts, strict=True))
        and len(max(texts, key=len)) <= 16
    )


OF_COMPANY = re.compile(r"[\u4e00-\u9fff]{2,4}(?:公司|集团)[\u4e00-\u9fff]{2,}")


HOUSE_DONE = re.compile(
    r"(?P<house>[\u4e00-\u9fff]{2,14}?(?:学院|大学|医院|学校|中学|小学|博物馆|图书馆|档案馆|中心|机场))(?:早日|尽快|全面)?(?:完成|实施|启动)"
    r"(?P<work>(?:整体|异地)?(?:搬迁|迁建|扩建|改扩建|新建))(?!方案|规划|任务|计划)"
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


LOST_SIGN = re.compile(r"(?:前期工作|建设|开工)(?=加快|启动|推进|开工|新建)")


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between signs; “启动A前期工作|加快建设B” lost one."""
    for start, end in split_outside(text, ",。;:!?…"):
        for match in LOST_SIGN.finditer(text, start, end):
            if match.end() - start >= 8 and end - match.end() >= 8:
                yield start, match.end()
                start = match.end()
        yield start, end


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


def after_cue(stretch: Stretch, start: int, end: int) -> int | None:
    """Where the object of the first verb begins: “加快|X建设”; 建设 in “X产业园建设项目” is no verb here."""
    text = stretch.text
    for match in words("project_cues", "", "+").finditer(text, start, end):
        if not (stretch.begins_word(match.start()) and stretch.begins_word(match.end())):
            continue
        at = match.end()
        if at == end or NOUN_AFTER.match(text, at, end):
            continue
        if made := MADE_OF.match(text, at, end):
            at = made.end()
        while lead := (words("project_leads").match(text, at, end) or words("project_cues").match(text, at, end)):
            if not stretch.begins_word(lead.end()):
                break
            at = lead.end()
        return at
    return None


def before_predicate(stretch: Stretch, start: int, end: int) -> int | None:
    """Where the subject ends: “邵阳火车站综合交通枢纽工程|完成基础建设”."""
    text = stretch.text
    for match in words("project_predicates").finditer(text, start, end):
        if match.start() - start < 4 or not stretch.begins_word(match.start()):
            continue
        subject = text[start : match.start()]
        ends_well = LIST_TAIL.search(subject) or is_whole(subject) or ends_like_project(subject)
        if ends_well and not STILL_SUBJECT.match(text, match.start(), end):
            return match.start()
    return None


def of_list(stretch: Stretch, start: int, end: int, by: Rule) -> list[Finding]:
    """The projects of a list; `end` is where its clause, or the subject, ends."""
    text = stretch.text
    stop, tail = list_end(text, start, end)
    if tail and words("project_not_built").search(tail):
        return []
    items = split_items(stretch, start, stop) if stop > start else []
    last_open = not tail.startswith("等")
    items = [trim(stretch, a, b, last=last_open and i == len(items) - 1) for i, (a, b) in enumerate(items)]
    items = [without_duty(text, a, b) for a, b in items]
    names = {(item.start, item.end): item.name for item in read_items(stretch, items, EntityType.PROJECT)}
    line = len(items) > 1 and (is_line(text[start:stop]) or is_line(tail))
    counted = bool(COUNTED_LIST.search(tail))
    long_enough = [(a, b) for a, b in items if (a, b) in names and (b - a >= 3 or line or names[a, b] != text[a:b])]
    named = [(a, b) for a, b in long_enough if could_be_project(text[a:b], listed=counted)]
    proper = {item for item in named if is_named(stretch, *item)}
    sure = bool(SURE_TAIL.search(tail)) and len(proper) * 3 >= len(items)
    own = bool(items) and is_own(stretch, *items[0])
    found = []
    for a, b in named if proper else ():
        name, whole = text[a:b], names[a, b]
        shared = whole != name
        if shared and is_zone(whole):
            continue  # 东湾、冲仑等物流园区 are parks
        ends_well = ends_like_project(whole)
        listed = len(items) > 1 and bool(tail)
        beside = (
            (sure and ends_well and (len(name) >= 6 or (len(name) >= 4 and is_whole(name))))
            or (own and bool(OWN_BESIDE.search(name)))
            or ((shared or line) and len(name) <= 3 and could_be_place(name))
        )
        is_place = is_area(stretch, a, b) and not (shared and len(items) > 1)
        if not is_place and (((a, b) in proper and (ends_well or listed)) or beside):
            found.append(Finding(a, b, EntityType.PROJECT, whole, by))
    return found


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


def list_end(text: str, start: int, end: int) -> tuple[int, str]:
    """Where the items end, and what closes the list: “等十大产业项目”, “项目建设”, or nothing."""
    stop = start + len(without_aside(text[start:end]))
    if tail := LIST_TAIL.search(text[start:end]) or LIST_TAIL.search(text[start:stop]):
        return start + tail.start(), tail[0]
    tail = OPEN_TAIL.search(text[start:stop])
    return stop, tail["head"] if tail and "、" in text[start:stop] else ""
