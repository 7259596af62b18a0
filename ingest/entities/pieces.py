"""An item of a list by itself: a bare name that wants a head, or whole as it stands.

In: an item's text and type. 坡头, 碧江区 and 江口至石阡 want a head, 董家河工业园区 and 兴港大道 have theirs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from graph.lexicon.divisions import Divisions
from graph.lexicon.wordings import wordings
from graph.records import EntityType
from ingest.entities.heads import area_end, head_of, is_area, is_thing, is_trade

any_of = wordings("names").any_of

DIVISIONS = Divisions.load()
NUMBER = r"(?:\d+|[一二三四五六七八九十]+)"
ROUTE = re.compile(r"[\u4e00-\u9fff)](?:至|到|[-—–~]+)[\u4e00-\u9fff]{2,6}(?:\([^()]*\))?$")
PHASE = re.compile(rf"{NUMBER}期$")
# a name that ends so wants the thing itself: 阿大一级|公路
RANK = re.compile(rf"{any_of('ranks')}$")
RIVER = re.compile("^[\u4e00-\u9fff]{1,2}[江河水]")  # 黄河|小浪底
LEVELS = frozenset(("国家", "省", "自治区", "市", "州", "县", "区", "县区", "市县"))
ZONE = re.compile(r"(?:经开区|高新区|园区|开发区)$")


@dataclass(frozen=True, slots=True)
class Piece:
    """An item as it stands; `is_found` says that a finder gave it, and not only the list around it."""

    start: int
    end: int
    text: str
    is_found: bool = True


@lru_cache(maxsize=1 << 14)
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


@lru_cache(maxsize=1 << 14)
def is_poor(text: str) -> bool:
    """A bare name: 中船, 昆明—石林, 广东茂名; not 南雄精细化工."""
    bare = text[area_end(text) :]
    return len(text) <= 4 or len(RIVER.sub("", bare)) <= 3 or bool(ROUTE.search(text)) or ends_in_area(text)


def ends_in_area(text: str) -> bool:
    """国电投大安, 中核汇能通榆: a company and where it builds."""
    return len(text) <= 8 and any(hit.end == len(text) and hit.start >= 2 for hit in DIVISIONS.find(text))
