"""A question after a figure → the figure as written, with the clause that says it.

What is said must fit all that is asked: thing, attribute, unit, year, place, target or result. Two figures that fit
equally well are both said, each with what tells it apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from graph.lexicon.wordings import wordings
from graph.records import Span, TargetKind
from graph.writing.foldings import fold_text
from graph.writing.years import year_of
from search.answer import Citation
from search.plan.plan import Kind, Plan
from search.plan.reading import read_plan
from search.question import years_in
from search.replies.contract import SILENT, Base, Proof, Reply, cut_short
from search.replies.finding import find_fits
from search.replies.fitting import Fit
from search.replies.gathering import UNMARKED, Figure
from search.replies.marked import plainly
from search.replies.sought import Sought, read_sought
from search.texts.quantities import find_quantities
from search.texts.rises import asks_for_rise, rise_around
from search.texts.times import months_said

any_of = wordings("answers").any_of

SAID = 0.58  # share of what is asked that must be said of a figure
LEAST = 0.4  # … and of each thing that weighs much
SAID_WELL = 0.68  # … or this share
LEAST_BESIDE = 0.3  # … and this of each
COUNTED = 0.5  # … of each thing that weighs much, where things are counted: else they are counted one by one
NAMED = 0.5  # … and of each name
OF_INDICATOR = 0.62  # … and of the indicator, where a word list knows it
MARKED = 1.5  # how sure the reader must be of a figure …
SAID_OF_MARKED = 0.2  # … of which so much is said at least
SURE, LONGEST_MARKED = 3.0, 24  # … to be said with what the reader marks beside it
LEAST_OF_MARKED = 0.2  # … and of each thing that weighs much
SAID_ALL = 0.95  # … what must be said of a figure that the reader read past
QUOTED = 0.32  # share that must be said of some figure for sentences to be quoted
ASKS_FIGURE = re.compile(any_of("asks_figure"))
SHORTEST_NOUN = 3  # characters of what is counted
PARTS = re.compile("[,、;。?!]")
OVER_SIDES = (Kind.TREND, Kind.COMPARE)  # several years or places: each has its own figure
EQUAL = 0.04  # two figures that score so alike are told apart by their documents, or both said
MOST_SAID = 3
QUOTED_WHOLE = 160  # characters of a sentence that is quoted whole
SHORTEST_QUOTE = 14


def reply_with_number(plan: Plan, base: Base) -> Reply | None:
    """The figure asked for; None where no figure fits beyond doubt."""
    if plan.kind in OVER_SIDES and len(plan.scope.years) > 1:
        return None
    parts = asks_of(plan, base)
    if len(parts) < 2:
        return _one_number(plan, base)
    replies = [reply for part in parts if (reply := _one_number(part, base)) is not None]
    if not replies:
        return None
    proof = Proof()
    for reply in replies:
        for citation in reply.citations:
            proof.add(citation)
    return Reply(cut_short("、".join(reply.short for reply in replies)), tuple(proof.citations))


def reply_with_stated_count(plan: Plan, base: Base) -> Reply | None:
    """How many there are, where a figure says it of just the things that are counted: 21个重点专项规划."""
    noun = fold_text(plan.asked)
    if len(noun) < SHORTEST_NOUN or plan.before is not None:
        return None
    sought = read_sought(plan, base)
    fits = [fit for fit in find_fits(plan, sought, base) if noun in fit.figure.words and fit.said >= SAID]
    chosen = choose_figures(
        sought, [fit for fit in fits if sought.unit in (None, fit.figure.quantity.base, "个", "项")]
    )
    return _said(sought, chosen, base) if chosen else None


def asks_of(plan: Plan, base: Base) -> list[Plan]:
    """A plan for each figure asked in one breath: 接待游客多少人次、旅游总收入多少. What the first says of place, year
    and thing holds for the others.
    """
    text = plan.question.text
    stretches = [stretch for stretch in PARTS.split(text) if ASKS_FIGURE.search(stretch)]
    if len(stretches) < 2 or plan.kind in OVER_SIDES:
        return [plan]
    whole = plan.scope
    moments = "、".join(f"{year}年" for year in whole.years)
    plans = []
    for stretch in stretches:
        head = "".join(place.short for place in plan.question.places if place.short not in stretch)
        head += moments if not years_in(stretch) else ""
        head += "".join(
            f"{known.name} " for known in plan.subjects if known.name not in stretch and known.name not in head
        )
        part = read_plan(base.understand(head + stretch), base.documents)
        scope = replace(part.scope, years=part.scope.years or whole.years, periods=part.scope.periods or whole.periods)
        plans.append(replace(part, kind=plan.kind, figure=part.figure or plan.figure, scope=scope, also=()))
    return plans


def _one_number(plan: Plan, base: Base) -> Reply | None:
    sought = read_sought(plan, base)
    fits = [fit for fit in find_fits(plan, sought, base) if not is_read_past(fit)]
    if plan.kind is Kind.COUNT:
        fits = [
            fit for fit in fits if fit.least >= COUNTED and sought.unit in (None, fit.figure.quantity.base, "个", "项")
        ]
    chosen = choose_figures(sought, fits)
    if not chosen:
        return None
    return _risen(plan, chosen[0], base) or _said(sought, chosen, base)


def _risen(plan: Plan, fit: Fit, base: Base) -> Reply | None:
    """从26.7%提高到52.1%, where both are asked: 从多少到多少, 头尾各是多少."""
    if not asks_for_rise(plan.question.text):
        return None
    text = base.text_of(fit.figure.source)
    both = rise_around(text, fit.figure.span, fit.figure.whole)
    if both is None:
        return None
    return Reply(cut_short(plainly(text[both.start : both.end])), (quote_of(fit.figure, base),))


def _said(sought: Sought, chosen: Sequence[Fit], base: Base) -> Reply:
    proof = Proof()
    for fit in chosen:
        proof.add(quote_of(fit.figure, base))
    first = chosen[0].figure
    short = _as_marked(first, base) + _moment(sought, first) if len(chosen) == 1 else _told_apart(chosen)
    return Reply(cut_short(short), tuple(proof.citations))


def _as_marked(figure: Figure, base: Base) -> str:
    """The figure; with those beside it where the reader is sure that they answer together: 7群42只."""
    if figure.marked_as is None or (figure.marked or 0.0) < SURE:
        return figure.in_digits
    said = plainly(base.text_of(figure.source)[figure.marked_as.start : figure.marked_as.end])
    return said if len(find_quantities(said)) > 1 and len(said) <= LONGEST_MARKED else figure.in_digits


def silent_without_figure(plan: Plan, base: Base) -> Reply | None:
    """Silence where no figure can be meant, so that no other is quoted."""
    return None if may_be_quoted(plan, base) else SILENT


def may_be_quoted(plan: Plan, base: Base) -> bool:
    """Whether sentences that are near may be quoted where no figure is sure: some figure must be able to be meant and
    have a good part of what is asked said of it. Where no figure is asked for, they may.
    """
    sought = read_sought(plan, base)
    if plan.kind is not Kind.NUMBER and not (sought.is_figure and ASKS_FIGURE.search(sought.text)):
        return True
    if not sought.things:
        return False
    return any(fit.said >= QUOTED and fit.indicator >= OF_INDICATOR for fit in find_fits(plan, sought, base))


def is_accepted(fit: Fit) -> bool:
    """Whether a figure says what is asked."""
    said = (fit.said >= SAID and fit.least >= LEAST) or (fit.said >= SAID_WELL and fit.least >= LEAST_BESIDE)
    return said and fit.named >= NAMED and fit.indicator >= OF_INDICATOR


def is_read_past(fit: Fit) -> bool:
    """Whether the reader passes over a figure of which not all is said."""
    return fit.figure.marked == UNMARKED and not (fit.said >= SAID_ALL and fit.figure.sure)


def is_marked(fit: Fit) -> bool:
    """Whether the reader is sure of a figure of which not too little is said."""
    marked = fit.figure.marked
    if marked is None or marked < MARKED:
        return False
    told = fit.said >= SAID_OF_MARKED and fit.least >= LEAST_OF_MARKED
    return told and fit.named >= NAMED and fit.indicator >= OF_INDICATOR


def choose_figures(sought: Sought, fits: Sequence[Fit]) -> list[Fit]:
    """The figure that fits best; several only where nothing tells them apart."""
    accepted = [fit for fit in fits if is_accepted(fit)]
    if not accepted:
        marked = [fit for fit in fits if is_marked(fit)]
        return [max(marked, key=lambda fit: fit.figure.marked or 0.0)] if marked else []
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
    if len({figure.months for figure in figures}) == len(figures):
        return ";".join(
            f"{figure.said}({months_said(figure.months) if figure.months else '全年'})" for figure in figures
        )
    if len({figure.grows for figure in figures}) == len(figures):
        return ";".join(f"{'增长' if figure.grows else ''}{figure.said}" for figure in figures)
    return ";".join(f"{figure.said}({figure.document.title[:14]})" for figure in figures)


def _moment(sought: Sought, figure: Figure) -> str:
    """(2023年目标), (上半年) where the question does not say the year, or asks for the whole of it."""
    part = months_said(figure.months) if figure.months and figure.months != sought.months else ""
    is_open = not sought.years and not sought.periods and figure.year is not None
    said = (f"{figure.year}年" if is_open else "") + part
    said += "目标" if is_open and figure.kind is TargetKind.TARGET else ""
    return f"({said})" if said else ""


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
