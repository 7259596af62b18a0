"""Whether a reply rests on what was asked: its quotes, and the plan → a `Grounds`, and yes or no.

A quote grounds a reply when it is of the place and year asked for, and says about as much of what is asked as the
sentence that says most of it: a list of other things, of another county or of another year is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from graph.lexicon.wordings import wordings
from graph.records import Span
from graph.writing.foldings import fold_text
from graph.writing.sentence_ends import LINE, STORED
from search.agreement import Candidate, place_agrees, year_agrees
from search.answer import READ_PASSAGES, Citation
from search.evidence import Scored
from search.plan.plan import Kind, Plan
from search.replies.contract import CHOSEN, Base, Reply
from search.wanted import Wanted, find_wanted

any_of = wordings("answers").any_of

QUOTES_READ = 24  # of a long list: so many of its quotes are looked at
OF_YEAR = 0.35  # least mean agreement with the years asked for …
OF_PLACE = 0.5  # … and with the places
AROUND_PLACE = 0.3  # … of what lies around them
SAYS_AS_MUCH = 0.66  # share that the quotes say of what the best sentence says of what is asked
SAYS_LESS = 0.4  # … where there are just as many members as the question says; then
SAYS_NOTHING = 0.1  # … where no sentence says more of it
FROM_GRAPH = 0.95  # how sure a reply is that graph or table give
MANY = 4
AGREES = 0.4  # year and place of a sentence that the quotes are held against
SURE_COUNT = 0.9
# Kinds whose repliers compare years themselves: what came later is asked for, or several years.
OVER_YEARS = frozenset((Kind.YES_NO, Kind.DOCUMENTS, Kind.TREND, Kind.COMPARE, Kind.SHARED, Kind.NAME))
OVER_PLACES = frozenset((Kind.DOCUMENTS, Kind.TREND, Kind.COMPARE, Kind.SHARED, Kind.WHERE))
LATER = re.compile(any_of("asks_later"))


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the quotes of a reply say, each 0 to 1; `most`: what the best sentence of the right place and year says."""

    said: float
    most: float
    year: float
    place: float


def is_grounded(plan: Plan, reply: Reply, base: Base) -> bool:
    """Whether the reply speaks of the place, the year and the things asked for."""
    if not reply.citations:
        return True
    grounds = grounds_of(plan, reply, base)
    if grounds.year < OF_YEAR and not reply.is_dated and not _is_over_years(plan) and not _is_report_named(plan, reply):
        return False
    so_many = _is_so_many(plan, reply)
    if grounds.place < (AROUND_PLACE if so_many else OF_PLACE) and plan.kind not in OVER_PLACES:
        return False
    least = SAYS_LESS if so_many else SAYS_AS_MUCH
    if reply.sure >= FROM_GRAPH and grounds.most < SAYS_NOTHING:
        return True  # “有哪些项目” says nothing that could be found in a sentence
    return not _says_what_is_asked(plan, reply) or grounds.said >= least * grounds.most


def _is_so_many(plan: Plan, reply: Reply) -> bool:
    """Whether there are just as many members as the question says, and that is no small number."""
    return plan.count is not None and plan.count >= MANY and len(reply.items or ()) == plan.count


def grounds_of(plan: Plan, reply: Reply, base: Base) -> Grounds:
    """What the reply rests on."""
    question = plan.question
    cited = reply.citations[:QUOTES_READ]
    held = [candidate_of(citation) for citation in cited]
    wanted = Wanted(find_wanted(question), base.rarity)
    around = plan.kind is Kind.LEADER
    texts = [fold_text("\n".join(_zone(citation, base, around=around))) for citation in cited]
    said = wanted.share_said(wanted.presence(["\n".join(texts)]))
    most = max((one.features["words"] for one in _agreeing(plan, base)), default=0.0)
    year = fmean(year_agrees(question, candidate) for candidate in held)
    place = fmean(place_agrees(question, candidate) for candidate in held)
    return Grounds(float(said[0]), most, year, place)


def candidate_of(citation: Citation) -> Candidate:
    """A quote as a sentence that can be compared with a question."""
    headings = "\n".join((citation.document.title, *citation.passage.section))
    return Candidate(citation.passage, citation.document, citation.span, citation.quote, headings, 1.0)


def _zone(citation: Citation, base: Base, *, around: bool) -> Iterator[str]:
    """What speaks for a quote: itself, its headings, the words that lead it in, and, where who leads stands behind an
    item, the item.
    """
    yield citation.quote
    yield from citation.passage.section
    passage = citation.passage
    text = base.text_of(passage.source)
    if around:
        yield text[passage.start : passage.end]
    else:
        yield _lead_in(text, passage.start, citation.span)


def _lead_in(text: str, start: int, quote: Span) -> str:
    """The words before a quote that end in a colon: “建设以下项目:”."""
    before = text[start : quote.start].rstrip()
    return re.split(f"[{STORED}{LINE}]", before)[-1] if before.endswith((":", "：")) else ""


def _agreeing(plan: Plan, base: Base) -> Sequence[Scored]:
    ranked = base.ranked(plan.question, READ_PASSAGES)
    return [one for one in ranked if one.features["year"] >= AGREES and one.features["place"] >= AGREES]


def _is_report_named(plan: Plan, reply: Reply) -> bool:
    """“2018年报告里…”: that report may speak of the year before."""
    scope = plan.scope
    return scope.kinds == ("work_report",) and all(one.document.year in scope.years for one in reply.citations)


def _is_over_years(plan: Plan) -> bool:
    if plan.kind is Kind.STATUS:
        return bool(LATER.search(plan.question.text))
    return plan.kind in OVER_YEARS


def _says_what_is_asked(plan: Plan, reply: Reply) -> bool:
    """Whether the words of the question must stand in the quotes: a group is found by its name, what a sure counter
    counts by its heading.
    """
    if plan.kind is Kind.COUNT:
        return reply.sure < SURE_COUNT
    if reply.sure >= CHOSEN:
        return False
    return plan.kind in (Kind.LIST, Kind.LEADER)
