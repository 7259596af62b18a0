"""Folded text → the quantities in it: digits as written, unit as written, what limits them (以上, 左右, 以内).

Not a quantity: years and dates, ordinals (第3位, 前10名), names (5G, 3A级, G209), and what is part of a longer noun
(“5个百亿产业”, “85%以上的行政村”): there a noun follows the unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from graph.records import Comparator
from ingest.facts.indicator_words import alternation, words

LIMITS = {
    "以上": Comparator.AT_LEAST,
    "以内": Comparator.AT_MOST,
    "以下": Comparator.AT_MOST,
    "之内": Comparator.AT_MOST,
    "左右": Comparator.ABOUT,
    "上下": Comparator.ABOUT,
}
AFTER = re.compile(
    r"$|[、,;。:!?)]|[(][^()]*[)]|和|及|与|以及|其中|时|,|增长|下降|同比|比上年|分别|”|,|提高|增加|减少|上升|并|且"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """``text[start:end]`` of a folded text; `is_free` when no noun follows that it would belong to."""

    start: int
    end: int
    value: str
    unit: str
    comparator: Comparator
    is_free: bool
    counted: bool  # a count of things, not a measure


@cache
def _pattern() -> re.Pattern[str]:
    number = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
    units = f"{alternation('measured')}|{alternation('counted')}"
    many = "(?:万亿|百万|千万|百亿|千亿|亿|万|千|百)?[多余]?"
    per = "(?:/(?:年|日|天|月|人|万元|亿元|万人|公里))?"
    between = "(?:%|亿元|万元|元|万吨|吨|个百分点|家|个|亿|万)?"
    return re.compile(
        rf"(?<![\dA-Za-z.·第前])(?P<number>-?{number})(?:{between}[-—–~至到](?P<upto>{number}))?"
        rf"(?:[多余几])?(?P<unit>{many}(?P<base>{units}){per})(?P<limit>及?(?:以上|以下|以内|之内|左右|上下))?"
    )


def find_quantities(text: str) -> Iterator[Quantity]:
    """The quantities from left to right; what stands in parentheses is passed over."""
    hidden = _parentheses(text)
    for match in _pattern().finditer(text):
        if any(start < match.start() < end for start, end in hidden) or _is_date(text, match):
            continue
        value = match["number"].replace(",", "")
        if match["upto"]:
            value = f"{value}-{match['upto'].replace(',', '')}"
        limit = (match["limit"] or "").lstrip("及")
        yield Quantity(
            match.start(),
            match.end(),
            value,
            match["unit"].replace("多", "").replace("余", ""),
            LIMITS.get(limit, Comparator.EQUAL),
            AFTER.match(text, match.end()) is not None,
            match["base"] in words("counted"),
        )


def _parentheses(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"\([^()]*\)", text)] if "(" in text else []


def _is_date(text: str, match: re.Match[str]) -> bool:
    """“2025年” and “3个月1日” are times, not measures."""
    if match["base"] == "年":
        return len(match["number"]) == 4
    return text.startswith(("年", "月"), match.end()) and match["base"] == "个"
