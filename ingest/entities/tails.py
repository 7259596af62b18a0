"""The head that an item of a list lacks: the list goes in, what the item shares with the others comes out.

Either the list is closed by it (A、B等5座水库, A、B两条高速), or the last item bears it (A、B、C工业园区).
"""

from __future__ import annotations

import re

from graph.records import EntityType
from ingest.entities.heads import (
    after_aside,
    area_end,
    closes,
    closing_head,
    head_of,
    is_thing,
    line,
    phrase_at,
    shared_head,
    works,
)
from ingest.entities.pieces import PHASE, ROUTE, Piece, is_closed, is_poor
from ingest.entities.splits import counted, tail_start, with_rank
from ingest.entities.stretches import Stretch

JOINTLY = re.compile("协同|共同|联合|合力|携手|打造")
DONE = re.compile("的(?:新建|改造|建设|扩建|和)+$")
INSIDE = re.compile(r"^(?:区域内|境内|辖区内|范围内)")
ROADS = "路街道巷环线"
ROAD = re.compile(r"大道|街道|道路|[路街道巷环线]")
HOUSES = "院所馆校"
THINGS = "路街道巷环桥园区站港库湖河村场厂城"
LINE_END = re.compile(r"(?:铁路|公路|高速)$")
PART = re.compile(r"(?:楼|枢纽|..工程|国家级[^、]+)$")
BARE = re.compile(r"(?:建设|项目|工程|[一二三四]期|延伸)+")


def tail_of(stretch: Stretch, run: list[Piece], at: int, kind: EntityType) -> str:
    """The head that the item lacks and the end of the list, or a later item, has."""
    own = run[at].text
    if kind is EntityType.INDUSTRY or kind is EntityType.COUNTY:
        return ""
    closing = closing_head(stretch, run[-1].end, kind, [piece.text for piece in run])
    if closing and takes(own, closing, kind) and not (PHASE.search(own) and goes_on(stretch, run, at)):
        return closing
    if is_closed(own, kind):
        return from_things(stretch, run, at)
    return from_next_line(stretch, run, at, kind) or from_last(stretch, run, at, kind)


def goes_on(stretch: Stretch, run: list[Piece], at: int) -> bool:
    """Whether a new list begins behind the item: “达电四期、蒙西电厂以及|双欣、准能5个矸石电厂”."""
    return bool(re.search("[和及与][^和及与]*、", stretch.text[run[at].end : run[-1].start]))


def takes(own: str, tail: str, kind: EntityType) -> bool:
    """Whether an item wants the head: 坡头 any, 高速列车 a centre but no 项目, 防港路 only works (整治改造)."""
    if PHASE.search(own):
        name = PHASE.sub("", own)
        return len(name) - area_end(name) <= 3 and not tail.endswith("项目")
    if is_closed(own, kind):
        is_done = works().search(tail) and not tail.endswith("工程")
        return bool(is_done and is_thing(own) and not works().search(own))
    return is_poor(own) if tail.endswith(("项目", "工程")) else True


def from_next_line(stretch: Stretch, run: list[Piece], at: int, kind: EntityType) -> str:
    """高速公路 for 武罐 in “武罐、成武、十天高速公路等9个重大项目”: roads share their kind inside a list too."""
    own = run[at].text
    if not (len(own) <= 4 or ROUTE.search(own)) or re.search("[园城港区库苑]$", own):
        return ""
    later = next((i for i in range(at + 1, len(run)) if is_closed(run[i].text, kind)), None)
    if later is None or not line().search(run[later].text):
        return ""
    last = run[later]
    start = tail_start(stretch, open_before(run, later, kind), last, kind)
    start = start or with_rank(last.text, len(last.text) - len(head_of(last.text, kind)))
    tail = last.text[start:]
    return tail if start and line().search(tail) else ""


def from_things(stretch: Stretch, run: list[Piece], at: int) -> str:
    """路面改造 for 兴港大道 in “兴港大道、友谊路路面改造”: things of one kind, and what is done to them.

    The list holds nothing else, or the last two are a pair (假日公园和月亮湾公园改造).
    """
    if works().search(run[at].text) or LINE_END.search(run[at].text):
        return ""
    first = at
    while first and stretch.text[run[first].start - 1] not in "和及与":
        first -= 1
    for later in range(at + 1, len(run)):
        if stretch.text[run[later].start - 1] in "和及与" and later - at == 1:
            first = at
        if start := works_start([piece.text for piece in run[first:later]], run[later].text):
            return run[later].text[start:]
    return ""


def works_start(others: list[str], last: str) -> int:
    """Where behind the thing it is said what is done to it: 友谊路|路面改造; 0: nothing is."""
    kinds = {other[-1] for other in others}
    if kinds <= set(ROADS) and not (len(kinds) == 1 and kinds & set(last)):
        pattern = ROAD
    elif len(kinds) == 1 and kinds <= set(THINGS):
        pattern = re.compile(re.escape(next(iter(kinds))))
    elif kinds <= set(HOUSES):
        pattern = re.compile(f"(?<!住)[{HOUSES}]")
    else:
        return 0
    for match in pattern.finditer(last, 1):
        tail = last[match.end() :]
        if (works().search(tail) or PART.search(tail)) and not BARE.fullmatch(tail):
            return match.end()
    return 0


def from_last(stretch: Stretch, run: list[Piece], at: int, kind: EntityType) -> str:
    """工业园区 for 坡头 in “坡头、黄堡、董家河工业园区”: the next item that has a head shares it."""
    later = next((i for i in range(at + 1, len(run)) if is_closed(run[i].text, kind)), None)
    if later is None:
        return ""
    others = open_before(run, later, kind)
    is_last = ends_group(stretch, run, later)
    start = tail_start(stretch, others, run[later], kind, sure=not is_last)
    tail = DONE.sub("", INSIDE.sub("", run[later].text[start:])) if start else ""
    is_counted = (
        start and run[later].text[:start][-1:] in "个条座项大" and counted(run[later].text, len(run[later].text))
    )
    if "的" in tail or JOINTLY.match(tail):
        return ""  # “新疆、贵州的煤田开发”, “济南、青岛协同打造航空枢纽”: said of them, no head of theirs
    return shared_head(tail, kind, others) or tail if is_counted else tail


def ends_group(stretch: Stretch, run: list[Piece], at: int) -> bool:
    """Whether the list ends with the item, or 和 begins another: “云南、贵州磷肥基地|和青海钾肥基地”."""
    end = after_aside(stretch.text, run[at].end)
    if at < len(run) - 1:
        return bool(re.match("[和与及]|,?以及", stretch.text[end:]))
    return not closes(stretch.text, end) or not phrase_at(stretch, end + 1)


def open_before(run: list[Piece], at: int, kind: EntityType) -> list[str]:
    """The items right before that have no head of their own."""
    first = at
    while first and not is_closed(run[first - 1].text, kind):
        first -= 1
    return [piece.text for piece in run[first:at]]


def without_count(run: list[Piece], at: int, kind: EntityType) -> str:
    """满洲里综保区 of “满洲里3个综保区” at the end of a list; “鹤城区368个小区综合治理” stays."""
    text = run[at].text
    count = counted(text, len(text)) if at and kind in (EntityType.PROJECT, EntityType.PARK) else None
    if count is None:
        return text
    return text[: count.start()] + (
        shared_head(text[count.end() :], kind, [text[: count.start()]]) or text[count.end() :]
    )
