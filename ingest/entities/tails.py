"""The head that an item of a list lacks: the list goes in, what the item shares with the others comes out.

Either the list is closed by it (A、B等5座水库, A、B两条高速), or the last item bears it (A、B、C工业园区), and then
where in that item the shared part begins is found by what the items are: numbers, quoted words, areas, bare names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import rjieba

from graph.lexicon.divisions import Divisions
from graph.lexicon.lexicon import word_list
from graph.records import EntityType
from ingest.entities.heads import (
    COUNT,
    after_aside,
    area_end,
    closes,
    closing_head,
    head_of,
    is_area,
    is_thing,
    is_trade,
    line,
    phrase_at,
    shared_head,
    works,
)
from ingest.entities.names import FEATURES, is_proper_word, own_end
from ingest.entities.stretches import Stretch

DIVISIONS = Divisions.load()
ROUTE = re.compile(r"[\u4e00-\u9fff)](?:至|到|[-—–~]+)[\u4e00-\u9fff]{2,6}(?:\([^()]*\))?$")
HAS_ROUTE = re.compile(r"[\u4e00-\u9fff](?:至|到|[-—–~]+)[\u4e00-\u9fff]")
NUMBER = r"(?:\d+|[一二三四五六七八九十]+)"
NUMBERED = re.compile(rf"(?P<before>.*?)(?P<number>第?{NUMBER})(?P<unit>号|期|#)?$")
PHASE = re.compile(rf"{NUMBER}期$")
RANK = re.compile(
    r"(?:国家级?|省级|自治区级?|[一二三四]级|\d+万?吨级|高等级|支线|\d+千伏|跨省|特高压|专业|特色|流域|梯级)$"
)
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
LEVELS = frozenset(("国家", "省", "自治区", "市", "州", "县", "区", "县区", "市县"))
ZONE = re.compile(r"(?:经开区|高新区|园区|开发区)$")


@dataclass(frozen=True, slots=True)
class Piece:
    """An item as it stands; `is_found` says that a finder gave it, and not only the list around it."""

    start: int
    end: int
    text: str
    is_found: bool = True


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


def is_closed(text: str, kind: EntityType) -> bool:
    """Whether a name needs no head: 董家河工业园区; not 坡头, 碧江区, 江口至石阡."""
    if is_area(text) or RANK.search(text):
        return False
    if PHASE.search(text):
        return True
    if kind is EntityType.DEPARTMENT:
        return text not in LEVELS and not ZONE.search(text)
    if kind is EntityType.ENTERPRISE:
        return not is_trade(text)
    return bool(long_head(text[area_end(text) :], kind) or (is_thing(text) and not ROUTE.search(text)))


def long_head(name: str, kind: EntityType) -> str:
    """Its head, if that has more than one sign: 港 ends 泰港 too."""
    head = head_of(name, kind)
    return head if len(re.sub(r"\([^()]*\)|[”\"]", "", head)) > 1 else ""


def is_poor(text: str) -> bool:
    """A bare name: 中船, 昆明—石林, 广东茂名; not 南雄精细化工."""
    bare = text[area_end(text) :]
    return len(text) <= 4 or len(RIVER.sub("", bare)) <= 3 or bool(ROUTE.search(text)) or ends_in_area(text)


RIVER = re.compile("^[\u4e00-\u9fff]{1,2}[江河水]")  # 黄河|小浪底


def ends_in_area(text: str) -> bool:
    """国电投大安, 中核汇能通榆: a company and where it builds."""
    return len(text) <= 8 and any(hit.end == len(text) and hit.start >= 2 for hit in DIVISIONS.find(text))


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
    """高速公路 for 武罐 in “武罐、成武、十天高速公路等9个重大项目”: lines share their kind inside a list too."""
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


def counted(text: str, end: int) -> re.Match[str] | None:
    """The count of a list inside its last item: “沙圪堵|两项|220千伏输变电工程”."""
    inside = (m for m in COUNT.finditer(text) if m.start() >= 2 and m.end() < end)
    found = (m for m in inside if m[0][-1] in "个条座项大" and "“" not in text[: m.start()])
    return next(found, None)


Split = Callable[[Stretch, list[str], Piece, int], int]


def tail_start(stretch: Stretch, others: list[str], last: Piece, kind: EntityType, *, sure: bool = False) -> int:
    """Where the part that the others share begins in the last item; 0: they share none."""
    lexical = len(last.text) - len(head_of(last.text, kind))
    if lexical in (0, len(last.text)):
        return 0
    if kind is EntityType.ENTERPRISE:
        return lexical
    for split in SURE if sure else (*SURE, *LIKELY):
        if start := split(stretch, others, last, lexical):
            return start
    return 0


def at_level(stretch: Stretch, others: list[str], last: Piece, lexical: int) -> int:
    """“省、市|发展改革委”."""
    level = re.match("|".join(sorted(LEVELS, key=len, reverse=True)), last.text)
    return level.end() if level and LEVELS.issuperset(others) else 0


def at_count(stretch: Stretch, others: list[str], last: Piece, lexical: int) -> int:
    """“万家寨至薛家湾、沙圪堵两项|220千伏输变电工程”."""
    match = counted(last.text, lexical + 1)
    return match.end() if match else 0


def at_number(stretch: Stretch, others: list[str], last: Piece, lexical: int) -> int:
    """“3、4、5|号线”, “1号、2号|机组”."""
    found = [match for other in others if (match := NUMBERED.fullmatch(other))]
    units = {match["unit"] or "" for match in found}
    number = re.match(rf".*?第?{NUMBER}", last.text)
    if len(found) < len(others) or len(units) > 1 or not number:
        return 0
    unit = units.pop()
    return number.end() + len(unit) if last.text.startswith(unit, number.end()) else 0


def at_quote(stretch: Stretch, others: list[str], last: Piece, lexical: int) -> int:
    """“北斗星动能”“服务器强基”|科技示范工程: what stands behind the last quote."""
    quoted = all(other.startswith("“") and other.endswith("”") for other in others)
    return last.text.find("”") + 1 if quoted and last.text.startswith("“") else 0


def at_route(stretch: Stretch, others: list[str], last: Piece, lexical: int) -> int:
    """“花垣—怀化、麻阳—辰溪|天然气长输管道”, “铜仁至怀化、铜仁环城|高速”."""
    if not all(ROUTE.search(other) for other in others) or not line().search(last.text):
        return 0
    dash = next((m.end() - 1 for m in reversed(list(HAS_ROUTE.finditer(last.text))) if m.end() <= lexical), 0)
    if not dash:
        return with_rank(last.text, lexical)
    area = dash + area_end(last.text[dash:])
    return area if area > dash and is_plain(stretch.word_at(last.start + area)) else plain_start(stretch, last, lexical)


def at_area(stretch: Stretch, others: list[str], last: Piece, lexical: int) -> int:
    """“西宁市、海东市|地质灾害避险搬迁工程”, “翁源、乳源、乐昌坪石|污水处理厂”."""
    area = area_end(last.text)
    if not area or not all(map(is_area, others)):
        return 0
    for a, b in stretch.words(last.start + area, last.start + lexical):
        if not is_proper_word(stretch.text[a:b]):
            return a - last.start
    return lexical


def at_name(stretch: Stretch, others: list[str], last: Piece, lexical: int) -> int:
    """“满都拉、甘其毛都|口岸互贸区”: behind the last word that is a name, where the items are bare names too."""
    if not all(map(is_poor, others)):
        return 0
    own = own_end(stretch, last.start, last.start + lexical) - last.start
    return own if own >= min(2, *map(len, others)) else at_length(stretch, others, last, lexical)


NO_WORD = re.compile("[东西南北中一二三四五六七八九十百]+")


def at_length(stretch: Stretch, others: list[str], last: Piece, lexical: int) -> int:
    """“金上、藏东南、澜上|水风光一体化基地”: names no dictionary knows, and one as long begins the last item."""
    if any(is_plain(word) and not NO_WORD.fullmatch(word) for other in others for word in rjieba.cut(other, True)):
        return 0
    wanted = sum(map(len, others)) / len(others)
    ends = [a - last.start for a, _ in stretch.words(last.start, last.start + lexical) if a - last.start >= 2]
    plain = [end for end in (*ends, lexical) if is_plain(stretch.word_at(last.start + end))]
    best = min(plain or [*ends, lexical], key=lambda end: abs(end - wanted))
    return best if abs(best - wanted) <= 1 and best >= 2 else 0


def at_rank(stretch: Stretch, others: list[str], last: Piece, lexical: int) -> int:
    """“工业软件、家居家电|国家人工智能应用中试基地”, “阿大一级、边府跨省运煤|公路”."""
    if all(RANK.search(other) for other in others):
        return lexical
    rank = re.search(r"国家级?|省级|自治区级", last.text)
    return rank.start() if rank and rank.start() >= 2 else 0


def at_word(stretch: Stretch, others: list[str], last: Piece, lexical: int) -> int:
    """“玉米、马铃薯、大豆|技术创新中心”: single words all, and so is the last."""
    if not all(len(rjieba.cut(re.sub("^自治区|^全[省市县区]", "", other), True)) == 1 for other in others):
        return 0
    first = stretch.words(last.start, last.end)[0][1] - last.start
    return first if first >= 2 and first < lexical else 0


def at_kind(stretch: Stretch, others: list[str], last: Piece, lexical: int) -> int:
    """“冲仑物流园建材、五金机电|项目”: 项目 alone, where the items are more than names."""
    whole = any(other in word_list("companies") for other in others)
    if last.text.endswith("工程"):
        return len(last.text) - 2 if all(map(is_poor, others)) and len(last.text) <= 8 else 0
    return len(last.text) - 2 if last.text.endswith("项目") and not whole else 0


def plain_start(stretch: Stretch, last: Piece, lexical: int) -> int:
    """Where the words begin that stand before the head and are no names: 麻阳—辰溪|天然气长输|管道, 迭部腊子口|公路."""
    start = last.start + lexical
    own = max(own_end(stretch, last.start, start), last.start + area_end(last.text))
    for a, b in reversed(stretch.words(own, start)):
        if not is_plain(stretch.text[a:b]):
            break
        start = a
    return start - last.start


def is_plain(word: str) -> bool:
    """天然气; not 腊子口."""
    return len(word) > 1 and rjieba.has_word(word) and word[-1] not in FEATURES and word[-1] not in "口山关"


def with_rank(text: str, start: int) -> int:
    """一级|公路, 220千伏|输变电: the rank before a head belongs to it."""
    while rank := RANK.search(text[:start]):
        start = rank.start()
    return start


SURE: tuple[Split, ...] = (at_level, at_count, at_number, at_quote, at_route)
LIKELY: tuple[Split, ...] = (at_area, at_name, at_rank, at_word, at_kind)
