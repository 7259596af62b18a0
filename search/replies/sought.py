"""A plan → the figure it asks for: the things it must be said of, its unit or what it measures, years, kind.

What the plan says is taken; what it leaves open is read from the question's words (``graph/lexicon/quantities.yaml``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from graph.lexicon.wordings import wordings
from graph.records import TargetKind
from graph.writing.foldings import fold_text
from search.agreement import innermost
from search.plan.plan import Plan
from search.replies.contract import Base
from search.replies.sought_things import Thing, names_of_indicator, things_of
from search.texts.quantities import QuantityWords, load_quantity_words
from search.texts.times import months_in

any_of = wordings("answers").any_of

SO_MANY_FIGURES = re.compile(r"[两三四五六]个(?:数|市|省|县|区|地方)|(?:几|多少)个(?:百分)?点")
SPAN_OF_YEARS = re.compile(r"[这近那前后过去]几年")
OF_REPORT = re.compile(r"(?:19|20)\d\d年?[^,。;]{0,8}(?:政府)?(?:工作)?报告")
OF_PLAN = re.compile(r"五[”\"]?(?:规划|计划|纲要)|规划(?:里|中|纲要)")
ASKS_FIGURE = re.compile(any_of("asks_measure"))
SIZE = re.compile("^(?:万亿|亿|万|千|百)")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a figure must be to answer. `years`: any of them, empty: any; `periods`: plan periods."""

    things: tuple[Thing, ...]
    text: str  # the question, folded
    dimensions: frozenset[str] = frozenset()  # of which it may be; empty: any
    unit: str | None = None
    growth: bool | None = None
    kind: TargetKind | None = None
    years: tuple[int, ...] = ()
    periods: tuple[tuple[int, int], ...] = ()
    places: tuple[str, ...] = ()  # codes
    place_names: tuple[str, ...] = ()
    indicator: tuple[
        str, ...
    ] = ()  # its names, where a word list knows what is asked for; then the first of the things
    months: tuple[int, int] | None = None
    of_report: bool = False  # the years are those of reports, not of figures: 2022年政府工作报告的数
    of_plan: bool = False  # what a plan says, beside the years that are named
    older: bool = False  # the figure before a change
    yearly: bool = False  # 年均
    summed: bool = False  # over several years: 累计
    stock: bool = False  # how many there are, not how many came: 总数, 一共
    flow: bool = False  # how many came: 新增

    @property
    def is_figure(self) -> bool:
        """Whether a figure is asked for at all, not what documents say."""
        return bool(self.dimensions or self.indicator or self.unit or ASKS_FIGURE.search(self.text))

    @property
    def wordings(self) -> list[tuple[str, ...]]:
        """Of each thing."""
        return [thing.wordings for thing in self.things]

    def of_year(self, year: int, kind: TargetKind | None) -> Sought:
        """The same figure of one year."""
        return replace(self, years=(year,), periods=(), kind=kind)

    def of_place(self, place: int) -> Sought:
        """The same figure of one of its places."""
        return replace(self, places=(self.places[place],), place_names=(self.place_names[place],))


def read_sought(plan: Plan, base: Base) -> Sought:
    """What the plan's question asks for, for all its years and places."""
    question, words = plan.question, load_quantity_words()
    text = question.text
    places = innermost(question.places)
    unit = None if question.unit == "年" and SPAN_OF_YEARS.search(text) else question.unit
    unit = None if unit == "个" and SO_MANY_FIGURES.search(text) else unit
    return Sought(
        things=things_of(plan, base),
        text=fold_text(text),
        dimensions=_dimensions(text, unit, words),
        unit=unit,
        growth=_growth(plan, text, unit, words),
        kind=plan.figure or _kind(text, words),
        years=plan.scope.years or question.years,
        periods=plan.scope.periods or question.periods,
        places=tuple(place.code for place in places),
        place_names=tuple(place.short for place in places),
        indicator=names_of_indicator(plan, fold_text(text)),
        months=months_in(text),
        of_report=bool(OF_REPORT.search(text)),
        of_plan=bool(OF_PLAN.search(text)),
        older=bool(words.older.search(text)),
        yearly=plan.basis == "年均" or bool(words.yearly.search(text)),
        summed=bool(words.summed.search(fold_text(text))),
        stock=bool(words.stock.search(text)) and not words.flow.search(text),
        flow=bool(words.flow.search(text)),
    )


def _dimensions(text: str, unit: str | None, words: QuantityWords) -> frozenset[str]:
    if unit is not None:
        for base in (unit, SIZE.sub("", unit)):
            if base in words.dimension_of:
                return frozenset({words.dimension_of[base]})
    for dimension, cue in words.asks:
        if cue.search(text):
            return frozenset({dimension})
    for cue, dimensions in words.attributes:
        if cue.search(text):
            return dimensions
    return frozenset()


def _growth(plan: Plan, text: str, unit: str | None, words: QuantityWords) -> bool | None:
    """Whether a growth is asked; “百分之几” alone may be any share."""
    if words.asks_growth.search(text):
        return True
    if plan.growth is False or words.asks_level.search(text) or (unit is not None and unit not in ("%", "个百分点")):
        return False
    return None


def _kind(text: str, words: QuantityWords) -> TargetKind | None:
    aimed, reached = words.aimed.search(text), words.reached.search(text)
    if bool(aimed) == bool(reached):
        return None
    return TargetKind.TARGET if aimed else TargetKind.RESULT
