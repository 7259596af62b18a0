"""Which year a stretch of text speaks of: the words before a figure, and its document → a year, or none.

Not the years that it compares with or counts from (比2020年, 自2019年以来). Relative words (去年, 今年, 过去五年) are
read from the year the document speaks for.
"""

from __future__ import annotations

import re

from graph.lexicon.wordings import wordings
from graph.records import Document
from graph.writing.numerals import number_of
from graph.writing.years import CHINESE_YEAR, PLAN, chinese_year, last_year_of_plan, year_of

any_of = wordings("times").any_of

YEAR = re.compile(rf"(?<!\d)(?:(?:19|20)\d\d(?:年)?[-—–~～至到])?((?:19|20)\d\d)年|({CHINESE_YEAR})年")
PERIOD_END = re.compile(rf"[“\"]?({PLAN})[”\"]?{any_of('period_ends')}")
COMPARED = re.compile(r"(?:比|较|与|同|自|从|由|继|相比)[^,;。]{0,3}$")
SINCE = re.compile(any_of("since"))
RELATIVE = {
    "去年": -1,
    "上年": -1,
    "过去一年": -1,
    "一年来": -1,
    "过去五年": -1,
    "五年来": -1,
    "今年": 0,
    "本年": 0,
    "年内": 0,
    "明年": 1,
    "今后五年": 4,
    "未来五年": 4,
}
WORD = re.compile(any_of("told_years_of_answers"))
PARTS = {
    "上半年": (1, 6), "下半年": (7, 12), "一季度": (1, 3), "第一季度": (1, 3), "二季度": (4, 6), "第二季度": (4, 6),
    "三季度": (7, 9), "第三季度": (7, 9), "四季度": (10, 12), "第四季度": (10, 12), "前三季度": (1, 9),
}  # fmt: skip
MONTHS = re.compile(
    r"(?<!\d)(?P<first>\d{1,2})(?:月?[至到—–~-](?P<last>\d{1,2}))?月(?!\d|底|末前)"
    r"|[前头](?P<from>\d{1,2}|[一二三四五六七八九十])个?月"
    rf"|(?P<part>{'|'.join(sorted(PARTS, key=len, reverse=True))})"
    r"|(?P<whole>全年|[。;])"
)


def months_in(text: str) -> tuple[int, int] | None:
    """The last months of a year that a text names: 4月当月 → (4, 4), 1至4月, 前4月, 头四个月 → (1, 4), 上半年 →
    (1, 6).
    """
    found: tuple[int, int] | None = None
    for match in MONTHS.finditer(text):
        if match["first"]:
            found = int(match["first"]), int(match["last"] or match["first"])
        elif number := match["from"]:
            found = 1, number_of(number) or 0
        else:
            found = PARTS[match["part"]] if match["part"] else None
    return found


def months_said(months: tuple[int, int]) -> str:
    """As people say it: 一季度, 上半年, 4月, 1—11月."""
    named = next((name for name, part in PARTS.items() if part == months), None)
    first, last = months
    return named or (f"{first}月" if first == last else f"{first}—{last}月")


def years_of(text: str, document: Document) -> list[int]:
    """The years that a stretch speaks of, from left to right."""
    found: list[tuple[int, int]] = []
    for match in YEAR.finditer(text):
        if COMPARED.search(text[: match.start()]) or SINCE.match(text, match.end()):
            continue
        found.append((match.start(), int(match[1]) if match[1] else chinese_year(match[2])))
    for match in PERIOD_END.finditer(text):
        if (year := last_year_of_plan(match[1])) is not None:
            found.append((match.start(), year))
    spoken = year_of(document)
    if spoken is not None:
        for match in WORD.finditer(text):
            if not COMPARED.search(text[: match.start()]):
                found.append((match.start(), spoken + RELATIVE[match[0]]))
    return [year for _, year in sorted(found)]
