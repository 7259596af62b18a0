"""Years as they are named: 二〇二五年, the five-year plans, 十四五 ↔ (2021, 2025), and the year a document speaks for.

Plans follow each other from the sixth (1981) on; those before it had gaps, and nobody of today means them by 五五.
"""

from __future__ import annotations

import re

from graph.records import Document
from graph.writing.numerals import number_of

# 二〇二五 and 一九九八, as they stand before 年; ○ is typed for 〇
CHINESE_YEAR = r"[二一][〇○零九][〇○零一二三四五六七八九]{2}"
PLAN = r"十[一二三四五六]?五|[六七八九]五"  # 六五 … 十六五
ORDINAL = r"十[一二三四五六]?|[六七八九]"  # of a plan: 第十四个五年规划
_FIRST = 6  # from which they follow each other
_PLAN_NAMES = (*(f"{sign}五" for sign in "六七八九十"), *(f"十{sign}五" for sign in "一二三四五六"))
_NAMED_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def chinese_year(written: str) -> int:
    """二〇二五 → 2025."""
    return int(written.translate(_DIGITS))


def with_years_in_digits(text: str) -> str:
    """…和二〇三五年远景目标 → …和2035年远景目标."""
    return re.sub(rf"{CHINESE_YEAR}(?=年)", lambda year: str(chinese_year(year[0])), text)


def years_of_plan(ordinal: str) -> tuple[int, int] | None:
    """First and last year of the plan so counted: 十四 → (2021, 2025); None before the sixth."""
    number = number_of(ordinal) or 0
    return (1951 + 5 * number, 1955 + 5 * number) if number >= _FIRST else None


def plan_period(name: str) -> tuple[int, int] | None:
    """The same by its name: 十四五 → (2021, 2025)."""
    return years_of_plan(name.removesuffix("五")) if len(name) > 1 else None


def last_year_of_plan(name: str) -> int | None:
    """十四五 → 2025."""
    period = plan_period(name)
    return period[1] if period else None


def plan_name(years: tuple[int, int]) -> str | None:
    """(2021, 2025) → 十四五."""
    return next((name for name in _PLAN_NAMES if plan_period(name) == years), None)


def year_of(document: Document) -> int | None:
    """The year a document speaks for; where it does not say, that in its title or the name of its file."""
    if document.year is not None:
        return document.year
    found = _NAMED_YEAR.search(document.title) or _NAMED_YEAR.search(document.source)
    return int(found[1]) if found else document.written
