"""A figure over years → a table by year: one figure a year, with its document; years that nobody gives are said so.

Where no years are asked for, all that the documents give are said, and the plan periods with them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from graph.records import TargetKind
from graph.writing.years import plan_name
from search.answer import Citation
from search.plan.plan import Plan
from search.replies.contract import Base, Item, Proof, Reply, cut_short
from search.replies.finding import figures_for
from search.replies.fitting import Fit, fit_figures
from search.replies.gathering import Figure
from search.replies.numbers import choose_figures, is_accepted, is_marked, quote_of
from search.replies.sought import Sought, read_sought

YEAR_BY_YEAR = re.compile(r"每年|每一年|逐年|年年|各年")
NOT_SAID = "未提到"
KINDS = {TargetKind.TARGET: "目标", TargetKind.RESULT: "实际"}
SAME = 0.12  # figures of other years say so much less of what is asked than the best, at most


@dataclass(frozen=True, slots=True)
class Side:
    """One of several years, places or kinds, and its figure, if one is given."""

    label: str
    fit: Fit | None

    @property
    def said(self) -> str:
        """The figure as written, or that none is given."""
        return self.fit.figure.in_digits if self.fit else NOT_SAID


def reply_with_trend(plan: Plan, base: Base) -> Reply | None:
    """A figure by year; None where no year's is known."""
    sought = read_sought(plan, base)
    if not sought.is_figure or not sought.things:
        return None
    figures = figures_for(plan, sought, base)
    moments = moments_asked(plan, sought)
    sides = by_moment(sought, figures, moments, base) if moments else by_year(sought, figures, base)
    if sum(side.fit is not None for side in sides) < min(2, len(moments) or 2):
        return None
    return table(sides, base)


def moments_asked(plan: Plan, sought: Sought) -> list[tuple[int, TargetKind | None]]:
    """The years asked for, each with target or result where the question says it."""
    if plan.figures:
        return list(plan.figures)
    years: list[int] = list(sought.years)
    if len(years) < 2:
        years += [
            last for first, last in sought.periods if last not in years and not any(first <= y <= last for y in years)
        ]
    return [(year, sought.kind) for year in years] if len(years) > 1 else []


def by_moment(
    sought: Sought, figures: Sequence[Figure], moments: Sequence[tuple[int, TargetKind | None]], base: Base
) -> list[Side]:
    """For each year its figure, all measured alike where they can be."""
    fits = [_fits_of(sought.of_year(year, kind), figures, base) for year, kind in moments]
    alike = _most_alike(fits)
    tell_kind = len({kind for _, kind in moments}) > 1
    sides = []
    for (year, kind), ones in zip(moments, fits, strict=True):
        same = [fit for fit in ones if _measure(fit.figure) == alike] or ones
        chosen = choose_figures(sought.of_year(year, kind), same)
        label = f"{_moment_named(sought, year)}{KINDS[kind] if tell_kind and kind else ''}"
        sides.append(Side(label, chosen[0] if chosen else None))
    return sides


def _moment_named(sought: Sought, year: int) -> str:
    """2020年; 八五(1995年), where a plan period was asked for."""
    period = next((one for one in sought.periods if one[1] == year and year not in sought.years), None)
    name = plan_name(period) if period else None
    return f"{name}({year}年)" if name else f"{year}年"


def _fits_of(sought: Sought, figures: Sequence[Figure], base: Base) -> list[Fit]:
    """The figures of a year that say what is asked; where no target of it is known, what came about."""
    fits = [fit for fit in fit_figures(sought, figures, base.rarity) if is_accepted(fit) or is_marked(fit)]
    if not fits and sought.kind is TargetKind.TARGET and len(sought.years) == 1:
        return _fits_of(replace(sought, kind=None), figures, base)
    return fits


def _measure(figure: Figure) -> tuple[str, bool]:
    return figure.quantity.dimension, figure.grows


def _most_alike(fits: Iterable[Sequence[Fit]]) -> tuple[str, bool] | None:
    """The dimension in which most years have a figure; of several the one that fits best."""
    counts: Counter[tuple[str, bool]] = Counter()
    scores: dict[tuple[str, bool], float] = {}
    for ones in fits:
        for measure in dict.fromkeys(_measure(fit.figure) for fit in ones):
            counts[measure] += 1
            scores[measure] = scores.get(measure, 0.0) + max(f.score for f in ones if _measure(f.figure) == measure)
    return max(counts, key=lambda measure: (counts[measure], scores[measure]), default=None)


def by_year(sought: Sought, figures: Sequence[Figure], base: Base) -> list[Side]:
    """All years that the documents give, in order; averages of plan periods before them."""
    fits = [fit for fit in fit_figures(sought, figures, base.rarity) if is_accepted(fit) and fit.figure.year]
    if not fits:
        return []
    fits = [fit for fit in fits if fit.said >= fits[0].said - SAME]
    alike = _most_alike([[fit for fit in fits if fit.figure.year == year] for year in {f.figure.year for f in fits}])
    fits = [fit for fit in fits if _measure(fit.figure) == alike]
    groups: dict[tuple[bool, int], list[Fit]] = {}
    for fit in fits:
        if not (fit.figure.yearly and YEAR_BY_YEAR.search(sought.text)):
            groups.setdefault((not fit.figure.yearly, fit.figure.year or 0), []).append(fit)
    chosen = []
    for (_, year), ones in sorted(groups.items()):
        best = choose_figures(sought.of_year(year, sought.kind), ones)
        if best:
            chosen.append(best[0])
    mixed = len({fit.figure.kind for fit in chosen}) > 1
    return [Side(label_of(fit.figure, tell_kind=mixed), fit) for fit in chosen]


def label_of(figure: Figure, *, tell_kind: bool) -> str:
    """2022年, 2022年目标; 十四五(2021—2025)年均."""
    years = figure.document.years
    if figure.yearly and years and figure.year == years[1] and (name := plan_name(years)):
        return f"{name}({years[0]}—{years[1]})年均"
    kind = KINDS.get(figure.kind) if tell_kind and figure.kind else ""
    return f"{figure.year}年{'年均' if figure.yearly else ''}{kind}"


def table(sides: Sequence[Side], base: Base, *, lead: str = "") -> Reply:
    """The sides as items, and on one line: 2022年9%以上;2023年8.5%以上."""
    return say_table([(s.label, s.said, quote_of(s.fit.figure, base) if s.fit else None) for s in sides], lead=lead)


def say_table(rows: Sequence[tuple[str, str, Citation | None]], *, lead: str = "", sure: float = 1.0) -> Reply:
    """Label, what is said and its quote of each row, as items and on one line behind `lead`."""
    proof = Proof()
    items = [Item(said, label, proof=(proof.add(quote),) if quote else ()) for label, said, quote in rows]
    short = lead + ";".join(f"{label}{said}" for label, said, _ in rows)
    return Reply(cut_short(short), tuple(proof.citations), tuple(items), sure)
