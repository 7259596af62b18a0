"""A question after a figure → the figure as written, with the clause that says it.

What is said must fit all that is asked: thing, attribute, unit, year, place, target or result. Two figures that fit
equally well are both said, each with what tells it apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from graph.records import Span, TargetKind
from search.answer import Citation
from search.plan.plan import Kind, Plan
from search.replies.contract import LONGEST_SHORT, Base, Proof, Reply
from search.replies.finding import find_fits
from search.replies.fitting import Fit
from search.replies.gathering import Figure
from search.replies.sought import Sought, read_sought
from search.texts.times import year_of

SAID = 0.58  # share of what is asked that must be said of a figure
LEAST = 0.4  # … and of each thing that weighs much
COUNTED = 0.5  # … of each thing that weighs much, where things are counted: else they are counted one by one
NAMED = 0.5  # … and of each name
OF_INDICATOR = 0.62  # … and of the indicator, where a word list knows it
QUOTED = 0.36  # share that must be said of some figure for sentences to be quoted
ASKS_FIGURE = re.compile(r"多少|[^哪那]几|百分之|多大|多长|多高")
EQUAL = 0.04  # two figures that score so alike are told apart by their documents, or both said
MOST_SAID = 3
QUOTED_WHOLE = 160  # characters of a sentence that is quoted whole
SHORTEST_QUOTE = 14


def reply_with_number(plan: Plan, base: Base) -> Reply | None:
    """The figure asked for; None where no figure fits beyond doubt."""
    sought = read_sought(plan, base)
    if plan.kind is Kind.TREND and len(sought.years) > 1:
        return None
    fits = find_fits(plan, sought, base)
    if plan.kind is Kind.COUNT:
        fits = [fit for fit in fits if fit.least >= COUNTED and sought.unit in (None, fit.figure.quantity.base, "个", "项")]
    chosen = choose_figures(sought, fits)
    if not chosen:
        return None
    proof = Proof()
    for fit in chosen:
        proof.add(quote_of(fit.figure, base))
    said = [fit.figure.said for fit in chosen]
    short = said[0] + _moment(sought, chosen[0].figure) if len(said) == 1 else _told_apart(chosen)
    return Reply(short[:LONGEST_SHORT], tuple(proof.citations))


def may_be_quoted(plan: Plan, base: Base) -> bool:
    """Whether sentences that are near may be quoted where no figure is sure: some figure must be able to be meant and
    have a good part of what is asked said of it. Where no figure is asked for, they may.
    """
    sought = read_sought(plan, base)
    if plan.kind is not Kind.NUMBER and not (sought.dimensions and ASKS_FIGURE.search(sought.text)):
        return True
    if not sought.things:
        return False
    wide = replace(sought, growth=None) if sought.growth is False else sought
    return any(fit.said >= QUOTED and fit.indicator >= OF_INDICATOR for fit in find_fits(plan, wide, base))


def is_accepted(fit: Fit) -> bool:
    """Whether a figure says what is asked."""
    return fit.said >= SAID and fit.least >= LEAST and fit.named >= NAMED and fit.indicator >= OF_INDICATOR


def choose_figures(sought: Sought, fits: Sequence[Fit]) -> list[Fit]:
    """The figure that fits best; several only where nothing tells them apart."""
    accepted = [fit for fit in fits if is_accepted(fit)]
    if not accepted:
        return []
    best = accepted[0]
    beside = [fit for fit in accepted if fit.score >= best.score - EQUAL and fit.said >= best.said - EQUAL]
    ranked = sorted(beside, key=lambda fit: _rank_of_document(sought, fit), reverse=True)
    different: list[Fit] = []
    for fit in ranked:
        if not any(_same(fit.figure, other.figure) for other in different):
            different.append(fit)
    first = different[0]
    return [first, *(fit for fit in different[1:] if _stands_beside(sought, first, fit))][:MOST_SAID]


def _rank_of_document(sought: Sought, fit: Fit) -> tuple[float, ...]:
    """Documents that speak for the year before others, results before targets, the newest first, no drafts."""
    document = fit.figure.document
    spoken = year_of(document)
    result = fit.figure.kind is TargetKind.RESULT and sought.kind is None
    return (
        float("草案" not in document.title),
        float(result),
        float(spoken in sought.years),
        float(fit.figure.year or 0) if not sought.years else 0.0,
        fit.score,
    )


def _same(one: Figure, other: Figure) -> bool:
    return one.quantity.number == other.quantity.number and one.quantity.dimension == other.quantity.dimension


def _stands_beside(sought: Sought, first: Fit, other: Fit) -> bool:
    """Whether the other is said too: of another year where none is asked, the level beside the growth, or of the same
    moment without anything that tells them apart.
    """
    one, two = first.figure, other.figure
    if one.quantity.dimension != two.quantity.dimension:
        return sought.growth is None and one.grows != two.grows and one.year == two.year
    if one.year != two.year:
        return not sought.years and not sought.periods
    return one.document.id != two.document.id or abs(first.score - other.score) < EQUAL / 2


def _told_apart(chosen: Sequence[Fit]) -> str:
    figures = [fit.figure for fit in chosen]
    if len({figure.year for figure in figures}) == len(figures):
        return ";".join(f"{figure.said}({figure.year}年)" for figure in figures if figure.year)
    if len({figure.grows for figure in figures}) == len(figures):
        return ";".join(f"{'增长' if figure.grows else ''}{figure.said}" for figure in figures)
    return ";".join(f"{figure.said}({figure.document.title[:14]})" for figure in figures)


def _moment(sought: Sought, figure: Figure) -> str:
    """(2023年目标) where the question does not say the year."""
    if sought.years or sought.periods or figure.year is None:
        return ""
    return f"({figure.year}年{'目标' if figure.kind is TargetKind.TARGET else ''})"


def quote_of(figure: Figure, base: Base) -> Citation:
    """The sentence or row that says it; of a long one the clauses around."""
    if figure.in_row or figure.whole.end - figure.whole.start <= QUOTED_WHOLE:
        return base.cite(figure.source, figure.whole)
    text = base.text_of(figure.source)
    start, end = figure.clause.start, figure.span.end
    while start > figure.whole.start and (end - start < SHORTEST_QUOTE or text[start - 1] not in ",，;；:：。"):
        start -= 1
    while end < figure.whole.end and text[end - 1] not in ",，;；。":
        end += 1
    return base.cite(figure.source, Span(start, end))
