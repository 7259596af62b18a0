"""Where to look for a figure: documents of the place, passages found in them, and targets of a like name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from graph.lexicon.divisions import Divisions
from graph.records import Document, Passage, Span, Target
from graph.writing.foldings import fold_text
from search.plan.plan import Plan
from search.replies.contract import Base
from search.replies.fitting import Fit, fit_figures
from search.replies.gathering import UNMARKED, Figure, figures_in_passage
from search.replies.marked import MOST_READ, Reading, read_closely
from search.replies.righted import as_put_right
from search.replies.sought import Sought
from search.texts.quantities import load_quantity_words
from search.wanted import Wanted

TOP = 24
NAMED_LIKE = 0.6  # share of what is asked that an indicator's name must say to be looked at
MOST_TARGETS = 24
MOST_OCCURRENCES = 40


def find_fits(plan: Plan, sought: Sought, base: Base) -> list[Fit]:
    """The figures that fit, best first."""
    return fit_figures(sought, figures_for(plan, sought, base), base.rarity)


def figures_for(plan: Plan, sought: Sought, base: Base) -> list[Figure]:
    """All figures of the passages where the one asked for may stand."""
    documents = documents_for(plan, sought, base)
    passages: dict[str, tuple[Passage, Document]] = {}
    if documents is None:
        found = base.find(plan.question.text, top=TOP)
    else:
        found = base.find_in(plan.question.text, [one.id for one in documents], top=TOP)
    for one in found:
        passages.setdefault(one.passage.id, (one.passage, one.document))
    for passage, document in (
        *_with_like_targets(sought, base, documents or ()),
        *_where_it_is_named(sought, base, documents or ()),
    ):
        passages.setdefault(passage.id, (passage, document))
    figures = [
        one
        for passage, document in passages.values()
        for one in as_put_right(base, passage, figures_in_passage(base, passage, document))
    ]
    return with_marks(figures, read_closely(plan, base, most=max(MOST_READ, len(sought.years) + 1, len(sought.places))))


def with_marks(figures: Sequence[Figure], readings: Sequence[Reading]) -> list[Figure]:
    """The figures, each with how sure the reader is of it where its passage was read closely."""
    return [_with_mark(figure, readings) for figure in figures]


def _with_mark(figure: Figure, readings: Sequence[Reading]) -> Figure:
    around = [
        one
        for one in readings
        if one.source == figure.source and one.span.start <= figure.span.start and figure.span.end <= one.span.end
    ]
    if not around:
        return figure
    marks = [mark for one in around for mark in one.marks if _touch(mark.span, figure.span)]
    best = max(marks, key=lambda mark: mark.score, default=None)
    if best is None:
        return replace(figure, marked=UNMARKED)
    wider = best.span.start <= figure.span.start and figure.span.end <= best.span.end and best.span != figure.span
    return replace(figure, marked=best.score, marked_as=best.span if wider else None)


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def documents_for(plan: Plan, sought: Sought, base: Base) -> Sequence[Document] | None:
    """The documents that may speak of the places asked for; None: all."""
    documents: Iterable[Document] = base.documents.values()
    if plan.scope.titles:
        named = set(plan.scope.titles)
        return [one for one in documents if one.id in named]
    if not sought.places:
        return None
    is_within = Divisions.load().is_within
    near = [
        one
        for one in documents
        if one.region_code
        and any(is_within(one.region_code, place) or is_within(place, one.region_code) for place in sought.places)
    ]
    return near or None


def _with_like_targets(
    sought: Sought, base: Base, documents: Collection[Document]
) -> Iterable[tuple[Passage, Document]]:
    """The passages where the graph knows a target whose name says most of what is asked."""
    if not documents or not sought.things:
        return
    held = [
        (document, target)
        for document in documents
        if document.region_code in sought.places
        for target in base.figures_in(document.source, Span(document.start, document.end))
        if may_be_asked(sought, target)
    ]
    if not held:
        return
    wanted = Wanted(sought.wordings, base.rarity)
    shares = wanted.share_said(wanted.presence([fold_text(target.indicator) for _, target in held]))
    order = sorted(range(len(held)), key=lambda place: -shares[place])[:MOST_TARGETS]
    for place in order:
        if shares[place] >= NAMED_LIKE:
            document, target = held[place]
            yield base.cite(target.source, Span(target.start, target.end)).passage, document


def _where_it_is_named(
    sought: Sought, base: Base, documents: Collection[Document]
) -> Iterable[tuple[Passage, Document]]:
    """The passages of the documents of the place where the rarest of the things asked for is named."""
    own = [document for document in documents if document.region_code in sought.places]
    if not own or not sought.things:
        return
    weights = Wanted(sought.wordings, base.rarity).weights
    rarest = sought.wordings[max(range(len(sought.things)), key=lambda n: weights[n] * sought.things[n].tells)]
    ids = [one.id for one in own]
    seen: set[str] = set()
    for wording in sorted((wording for wording in rarest if len(wording) > 1), key=len, reverse=True):
        for occurrence in base.occurrences([wording], ids):
            citation = base.cite(occurrence.source, occurrence.span)
            if citation.passage.id and citation.passage.id not in seen:
                seen.add(citation.passage.id)
                yield citation.passage, citation.document
            if len(seen) >= MOST_OCCURRENCES:
                return


def may_be_asked(sought: Sought, target: Target) -> bool:
    """Whether year, kind and growth of a target speak for it."""
    years = {*sought.years, *(last for _, last in sought.periods)}
    if years and target.year is not None and target.year not in years and not sought.of_report:
        return False
    if sought.kind is not None and target.kind is not sought.kind:
        return False
    grows = bool(load_quantity_words().growth.search(target.indicator[-4:]))
    return sought.growth is None or sought.growth == grows or (sought.growth and target.unit == "%")
