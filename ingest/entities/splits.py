"""Where in the last item of a list the part begins that all share: 董家河|工业园区, 5|号线, 江口至石阡|高速.

The items before and the last one go in, a place comes out. An ordered list of small functions, each for one kind of
item: numbers, quoted words, routes, areas, bare names; the first that knows says it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import rjieba

from graph.lexicon.lexicon import word_list
from graph.records import EntityType
from ingest.entities.heads import COUNT, area_end, head_of, is_area, line
from ingest.entities.names import FEATURES, is_proper_word, own_end
from ingest.entities.pieces import LEVELS, NUMBER, RANK, ROUTE, Piece, is_poor
from ingest.entities.stretches import Stretch

HAS_ROUTE = re.compile(r"[\u4e00-\u9fff](?:至|到|[-—–~]+)[\u4e00-\u9fff]")
NUMBERED = re.compile(rf"(?P<before>.*?)(?P<number>第?{NUMBER})(?P<unit>号|期|#)?$")
NO_WORD = re.compile("[东西南北中一二三四五六七八九十百]+")
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


def counted(text: str, end: int) -> re.Match[str] | None:
    """The count of a list inside its last item: “沙圪堵|两项|220千伏输变电工程”."""
    inside = (m for m in COUNT.finditer(text) if m.start() >= 2 and m.end() < end)
    found = (m for m in inside if m[0][-1] in "个条座项大" and "“" not in text[: m.start()])
    return next(found, None)


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
