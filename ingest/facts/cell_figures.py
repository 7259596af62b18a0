"""What a cell of a table says in figures: “≥95”, “[3.5]”, “6.5—7”, “1780亿元，增长5.5%”, “完成国家下达任务”.

In: the text of a cell. Out: its figures, each with sign, unit and what it does to its indicator (增长, 下降). A cell in
words alone is one figure without a number, where the words are short enough to be a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.lexicon.wordings import wordings
from graph.records import Comparator
from graph.writing.foldings import folded
from ingest.form.indicator_tables import WORDED

any_of = wordings("indicators").any_of

NUMBER = r"\d[\d,]*(?:\.\d+)?"
FIGURE = re.compile(
    rf"[\[〔(]?(?P<sign>[≥≤<>]?)(?P<number>[-+]?{NUMBER}(?:%?[-—–~至]{NUMBER})?)(?P<unit>[^\d\]〕)以左]{{0,8}})"
    r"(?P<limit>以上|以下|以内|左右)?"
)
TOTAL = re.compile(rf"[\[〔].*|\([-+]?{NUMBER}\)$")  # of all years together
CHANGE = re.compile(any_of("changes"))
RANGE = re.compile("%?[-—–~至]")
STATED_YEAR = re.compile(r"^(?:比|较)?(?:19|20)\d\d年|(?:19|20)\d\d年")
PARTS = re.compile(r"[,;、](?=\D{0,3}(?:增长|下降|增速|同比))")
LONGEST_WORDED = 16  # 持续改善, 完成省下达任务: longer words without a figure are no value
AT_MOST = ("下降到", "控制在", "降至", "不超过", "不高于", "低于", "小于")
AT_LEAST = ("不低于", "不少于", "超过", "大于", "高于")


@dataclass(frozen=True, slots=True)
class CellFigure:
    """One figure; `value` is the whole text where there is no number."""

    value: str
    unit: str | None
    comparator: Comparator
    is_number: bool
    is_total: bool  # of all years together: [2.5]
    change: str | None  # 增长, 下降: the figure is a rate of it

    def name_of(self, indicator: str) -> str:
        """What the figure measures: 地区生产总值增长 where it is a rate of 地区生产总值."""
        return indicator if not self.change or indicator.endswith(self.change) else indicator + self.change


def read_figures(text: str) -> Iterator[CellFigure]:
    """The figures of a cell, a level and the growth beside it each by itself."""
    plain = folded(text)
    parts = PARTS.split(plain)
    for part in parts if all(map(FIGURE.search, parts)) else [plain]:
        if figure := _figure(part):
            yield figure


def _figure(text: str) -> CellFigure | None:
    match = FIGURE.search(STATED_YEAR.sub("", text))
    change = CHANGE.search(text)
    if match is None:
        if not WORDED.match(text) and len(text) > LONGEST_WORDED:
            return None
        return CellFigure(text, None, Comparator.EQUAL, False, False, None)
    value = RANGE.sub("-", match["number"].replace(",", "").lstrip("+"))
    if value.startswith("-") and not match["number"].startswith("-"):
        value = value[1:]
    unit = match["unit"] or None
    is_rate = change is not None and (unit or "").startswith("%")
    comparator = _comparator(match["sign"], match["limit"], text)
    return CellFigure(
        value, unit, comparator, True, TOTAL.match(text) is not None, change.group() if change and is_rate else None
    )


def _comparator(sign: str, limit: str | None, text: str) -> Comparator:
    if sign in ("≥", ">") or limit == "以上" or text.startswith(AT_LEAST):
        return Comparator.AT_LEAST
    if sign in ("≤", "<") or limit in ("以下", "以内") or text.startswith(AT_MOST):
        return Comparator.AT_MOST
    return Comparator.ABOUT if limit == "左右" or text.startswith("约") else Comparator.EQUAL
