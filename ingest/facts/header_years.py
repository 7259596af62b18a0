"""The year that a table's column stands for, and whether what it holds was reached or is aimed at.

In: the header of a column, the table and its document. A header names its year (2025年目标, 2025), a plan whose last
year it is (“十三五”年均增速), the year the table starts from (基期值) or the one it plans for (目标年).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.lexicon.wordings import wordings
from graph.records import Document, Table
from graph.writing.years import PLAN as PLAN_NAME
from graph.writing.years import last_year_of_plan

any_of = wordings("times").any_of

YEAR = re.compile(rf"(?<!\d)((?:19|20)\d\d)(?:年|$|(?=\(|{wordings('form').any_of('year_headers')}))")
SPAN = re.compile(r"(?:19|20)\d\d年?[-—–~至到]((?:19|20)\d\d)年")
PLAN = re.compile(f"“?({PLAN_NAME})(?:”|{any_of('behind_plan')})")
BASE = re.compile("现状|基期|基准|基础|基数")
LAST = re.compile(any_of("last_year"))
AIMED = ("目标", "规划", "计划", "预期", "任务")
REACHED = ("实现", "完成", "实际", "实绩", "执行", "现状")
REACHED_AFTER_ALL = re.compile("完成情况|实际|实绩|执行")  # of what was aimed at: 计划执行数
REPORTED = re.compile(any_of("report_title"))


@dataclass(frozen=True, slots=True)
class Years:
    """The years of a table: `last` is the one it plans for; `base` the one it starts from, where it shows several."""

    last: int | None
    base: int | None


def years_of(table: Table, document: Document) -> Years | None:
    """The years that the headers name; without any, a table whose file shows its columns is of its document's."""
    years = [year for header in table.headers if (year := year_named(header)) is not None]
    if years:
        return Years(max(years), min(years) if len(set(years)) > 1 else None)
    titled = YEAR.search(table.title)
    last = int(titled.group(1)) if titled else document.years[1] if document.years else document.year
    return Years(last, None) if table.is_given else None


def year_named(header: str) -> int | None:
    """The year that a header names: the last one of a span, the last one of a plan."""
    if match := SPAN.search(header) or YEAR.search(header):
        return int(match.group(1))
    match = PLAN.search(header)
    return last_year_of_plan(match.group(1)) if match else None


def year_of_column(header: str, years: Years, document: Document) -> int | None:
    """The year that a column's figures are of."""
    named = year_named(header)
    if named is not None:
        return named
    if BASE.search(header):
        return years.base
    if LAST.search(header) and document.years is not None:
        return max(document.years[1], years.last or 0)
    return years.last


def is_result(document: Document, table: Table, year: int | None, header: str, years: Years) -> bool:
    """Whether figures of a year under a header were reached."""
    if BASE.search(header) or (told := told_by_words(header)):
        return True
    if told is False:
        return False
    if year is None or (document.years is None and year == years.base):
        return True  # the first of several years, in a table without a plan's years
    first = document.years[0] if document.years else document.year
    if first is not None and year == first and is_report(document, table):
        return True
    return first is not None and year < first


def told_by_words(header: str) -> bool | None:
    """Whether a header's words say that its figures were reached, or are aimed at (计划完成); None: neither."""
    if any(word in header for word in AIMED):
        return REACHED_AFTER_ALL.search(header) is not None
    return True if any(word in header for word in REACHED) else None


def is_report(document: Document, table: Table) -> bool:
    """Whether a title says that what stands below was reached: 2023年统计公报, 主要指标完成情况."""
    title = table.title if REPORTED.search(table.title) else document.title
    return REPORTED.search(title) is not None and not any(word in title for word in AIMED)
