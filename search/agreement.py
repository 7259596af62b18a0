"""Whether what was found speaks of the year and the place a question asks for: evidence, never a filter.

Passages are ranked by what the index holds of them, a folded text with the region and years of its document; sentences
are weighed with all that is known of theirs. So there are two scales from 0 (of another) to 1, 0.5 where nothing is
asked: that of passages was fitted with the weights of reranking, that of sentences set with those of evidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from graph.lexicon.divisions import Division, Divisions
from graph.records import Document, Passage, Span
from search.indexed import FoldedPassage
from search.question import YEAR, Question, periods_in

NOT_ASKED = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage that was found."""

    passage: Passage
    document: Document
    span: Span
    text: str
    context: str  # headings, title and the passage around it
    rank: float  # of its passage: 1 for the best, falling
    lead: Span | None = None  # the parenthesis behind it, or behind a later sentence of the item, that says who leads


# ----------------------------------------------------------------------------------------------------------- places

# What may be said of a place asked for, the first that holds: the document speaks for it or for one in it; the text
# names it; the text around does; a row beside does, which speaks for another; the document speaks for what it lies in.
PASSAGE_PLACE = {"of it": 1.0, "named": 0.8, "around it": 0.4, "": 0.0}
SENTENCE_PLACE = {"of it": 1.0, "named": 1.0, "beside": 0.7, "in another row": 0.2, "around it": 0.3, "": 0.0}


def passage_agrees_in_place(places: tuple[Division, ...], region: str | None, text: str) -> float:
    """For the best of the places; region: the name of the document's. “怀化沅陵” asks for 沅陵 only."""
    codes = codes_of(region) or (None,)
    said = [_of_place(place, code, text) for place in innermost(places) for code in codes]
    return max((PASSAGE_PLACE[one] for one in said), default=NOT_ASKED)


def place_agrees(question: Question, candidate: Candidate) -> float:
    """Of a sentence, for the best of the places."""
    behind = "beside" if candidate.passage.kind == "text" else "in another row"
    region = candidate.document.region_code
    said = [_of_place(place, region, candidate.text, candidate.context, behind) for place in innermost(question.places)]
    return max((SENTENCE_PLACE[one] for one in said), default=NOT_ASKED)


def _of_place(place: Division, code: str | None, text: str, context: str = "", behind: str = "") -> str:
    is_within = Divisions.load().is_within
    if code and is_within(code, place.code):
        return "of it"
    if place.short in text:
        return "named"
    if place.short in context:
        return behind
    return "around it" if code and is_within(place.code, code) else ""


@lru_cache(maxsize=256)
def innermost(places: tuple[Division, ...]) -> tuple[Division, ...]:
    """The places that hold no other of them."""
    is_within = Divisions.load().is_within
    return tuple(one for one in places if not any(is_within(other.code, one.code) for other in places if other != one))


@lru_cache(maxsize=4096)
def codes_of(region: str | None) -> tuple[str, ...]:
    """The code of the division so named, as a tuple of one; of none when it is not known."""
    return tuple(division.code for division in Divisions.load().by_name(region)[:1]) if region else ()


# ------------------------------------------------------------------------------------------------------------ years


def passage_agrees_in_year(question: Question, passage: FoldedPassage, text: str) -> float:
    """1 when the passage speaks of the year or plan period asked for, or its document does; 0.5 when it may."""
    if not question.years and not question.periods:
        return NOT_ASKED
    if any(str(year) in text or passage.year == year for year in question.years):
        return 1.0
    if passage.years in question.periods:
        return 1.0
    first, last = passage.years or (passage.year or 0, passage.year or 0)
    # A report on a year is given, and dated, in the next.
    return 0.5 if any(first - 1 <= year <= last for year in question.years) else 0.0


AIM = re.compile(r"到((?:19|20)\d\d)年")  # what follows is said of that year
THIS_YEAR = re.compile(r"今年|本年|年内")
LAST_YEAR = re.compile(r"去年|上年|过去(的)?一年|回顾")
UNKNOWN_YEAR = 0.4  # of a document that does not say for which year it speaks
PAST = 0.3  # what a report says of the year before, when the year it was given in is asked for


def year_agrees(question: Question, candidate: Candidate) -> float:
    """Of a sentence: what the first rule says that says anything."""
    if not question.years and not question.periods:
        return NOT_ASKED
    said = (rule(question, candidate) for rule in YEAR_RULES)
    return next((value for value in said if value is not None), 0.0)


def spoken_year(candidate: Candidate) -> int | None:
    """The year that a sentence of a yearly report says it speaks of, itself or in its headings."""
    document, text = candidate.document, candidate.text
    if document.kind != "work_report" or not document.year:
        return None
    headings = " ".join(candidate.passage.section)
    for said in (text, headings):
        if bool(THIS_YEAR.search(said)) ^ bool(LAST_YEAR.search(said)):
            return document.year if THIS_YEAR.search(said) else document.year - 1
    years = {int(year) for year in YEAR.findall(headings)}
    return years.pop() if len(years) == 1 else None


def _wanted(question: Question) -> tuple[int, ...]:
    return (*question.years, *(year for period in question.periods for year in period))


def _names_the_year(question: Question, candidate: Candidate) -> float | None:
    return 1.0 if any(f"{year}年" in candidate.text for year in question.years) else None


def _aims_at_another(question: Question, candidate: Candidate) -> float | None:
    aims = {int(year) for year in AIM.findall(candidate.text)}
    return 0.1 if aims and not aims & set(_wanted(question)) else None


def _report_says_its_year(question: Question, candidate: Candidate) -> float | None:
    spoken = spoken_year(candidate)
    if not spoken or not question.years:
        return None
    return 0.95 if spoken in question.years else PAST if candidate.document.year in question.years else 0.2


def _document_is_of_it(question: Question, candidate: Candidate) -> float | None:
    document = candidate.document
    return 0.9 if document.year in question.years or document.years in question.periods else None


def _period_is_named(question: Question, candidate: Candidate) -> float | None:
    # only where one is asked for: to read them takes its time
    named = question.periods and set(question.periods) & set(periods_in(candidate.text + candidate.context))
    return 0.9 if named else None


def _document_lies_in_period(question: Question, candidate: Candidate) -> float | None:
    year = candidate.document.year
    return 0.8 if year and any(first <= year <= last for first, last in question.periods) else None


def _looks_back(question: Question, candidate: Candidate) -> float | None:
    """A report given in January speaks of the year before; a five-year plan begins with the five years before."""
    document = candidate.document
    if document.kind == "work_report" and any(document.year == year + 1 for year in question.years):
        return 0.6
    if document.years and any(last + 1 == document.years[0] for _, last in question.periods):
        return 0.6
    return None


def _document_says_no_year(question: Question, candidate: Candidate) -> float | None:
    return UNKNOWN_YEAR if candidate.document.year is None and candidate.document.years is None else None


def _plan_spans_it(question: Question, candidate: Candidate) -> float | None:
    """A plan speaks of its last year before those between."""
    document = candidate.document
    first, last = document.years or (document.year or 0, document.year or 0)
    if first < last and last in _wanted(question):
        return 0.6
    return 0.2 if any(first <= year <= last for year in _wanted(question)) else None


YEAR_RULES: tuple[Callable[[Question, Candidate], float | None], ...] = (
    *(_names_the_year, _aims_at_another, _report_says_its_year, _document_is_of_it, _period_is_named),
    *(_document_lies_in_period, _looks_back, _document_says_no_year, _plan_spans_it),
)
