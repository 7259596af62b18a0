"""Which sentence answers: sentences of the best passages → the same, scored, best first.

Every feature is a number between 0 and 1 that can be read: how much of what is asked the sentence says (in any of its
wordings), how much its headings and its passage add, whether it holds the kind of thing asked for, whether year and
place agree, and how well its passage ranked. The weights were set by hand on the labelled questions
(benchmarks/answering.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from graph.lexicon.divisions import Divisions
from graph.records import Document, EntityType, Passage, Span
from search.agreement import innermost
from search.question import YEAR, Asked, Question, load_cues, periods_in
from search.terms import fold_text
from search.wanted import Wanted, find_wanted

WEIGHTS = {
    "words": 1.0,
    "context": 0.35,
    "kind": 0.3,
    "figure": 0.3,
    "unit": 0.2,
    "year": 0.3,
    "place": 0.3,
    "rank": 0.5,
}
# What a sentence must hold to answer; a sentence without it can only support.
HOLDS = {
    Asked.NUMBER: re.compile(r"\d|[一二两三四五六七八九十百千]+[个家条项]"),
    Asked.LEADER: re.compile(r"牵头|负责|责任|承办|设在|配合|依职责"),
    Asked.PERSON: re.compile(r"同志|担任|任(组长|召集人)|[^,。]{2,12}任"),
    Asked.WHEN: re.compile(r"\d+(年|月|日|小时|天)|底前|时期|期间"),
    Asked.LIST: re.compile(r"[、和,;]"),
    Asked.PARK: re.compile(r"园|[新开中]区|港|基地"),
    Asked.ENTERPRISE: re.compile(r"公司|集团|股份|银行"),
    Asked.INDUSTRY: re.compile(r"业|链"),
    Asked.PROJECT: re.compile(r"项目|工程|建设|、"),
}
# The entities that answer a question for a kind of thing.
ANSWERS = {
    Asked.COUNTY: EntityType.COUNTY,
    Asked.PARK: EntityType.PARK,
    Asked.ENTERPRISE: EntityType.ENTERPRISE,
    Asked.INDUSTRY: EntityType.INDUSTRY,
    Asked.PROJECT: EntityType.PROJECT,
    Asked.LEADER: EntityType.DEPARTMENT,
}
YEAR_FIGURE = re.compile(r"(?:19|20)\d\d年?|[“\"]?十[一二三四五]?五[”\"]?")
SAYS_ALL = 0.85  # share of what is asked from which the rest of the sentence is likely to be the answer
LOOKED_UP = 16  # sentences whose entities are looked up
AIM = re.compile(r"到((?:19|20)\d\d)年")  # what follows is said of that year
THIS_YEAR = re.compile(r"今年|本年|年内")
LAST_YEAR = re.compile(r"去年|上年|过去(的)?一年|回顾")
UNKNOWN_YEAR = 0.4  # of a document that does not say for which year it speaks
PAST = 0.3  # what a report says of the year before, when the year it was given in is asked for
MONEY = ("元", "万元", "亿元", "亿美元", "万美元")


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


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score and what made it up."""

    candidate: Candidate
    score: float
    features: dict[str, float] = field(hash=False)


def score_candidates(
    question: Question,
    candidates: Sequence[Candidate],
    rarity: Callable[[str], float],
    named: Callable[[Candidate], Sequence[tuple[EntityType, str]]],
    gives: Callable[[Candidate], bool],
) -> list[Scored]:
    """Candidates with their scores, best first. `rarity`: how rare a pair of characters is in the whole base; `named`:
    type and wording of the entities in a sentence; `gives`: whether it gives the figure asked for; these two are
    looked up only for those that say most of what is asked.
    """
    if not candidates:
        return []
    wanted = Wanted(find_wanted(question), rarity)
    words = wanted.share_said(wanted.presence([fold_text(candidate.text) for candidate in candidates]))
    around = [fold_text(candidate.context + candidate.text) for candidate in candidates]
    context = wanted.share_said(wanted.presence(around))
    floor = sorted((float(word) for word in words), reverse=True)[:LOOKED_UP][-1]
    scored = []
    for place, candidate in enumerate(candidates):
        features = {
            "words": float(words[place]),
            "context": float(context[place] - words[place]),
            "kind": kind_held(question, candidate, float(words[place]), named if words[place] >= floor else None),
            "figure": float(words[place] >= floor and gives(candidate)),
            "unit": float(question.unit is not None and question.unit in candidate.text),
            "year": year_agrees(question, candidate),
            "place": place_agrees(question, candidate),
            "rank": candidate.rank,
        }
        scored.append(Scored(candidate, sum(WEIGHTS[name] * value for name, value in features.items()), features))
    return sorted(scored, key=lambda s: (-s.score, s.candidate.document.id, s.candidate.span.start))


def kind_held(
    question: Question,
    candidate: Candidate,
    words: float,
    named: Callable[[Candidate], Sequence[tuple[EntityType, str]]] | None,
) -> float:
    """1 when the sentence holds the kind of thing asked for; 0.5 when it does not but says all of the question."""
    if question.asked is Asked.LEADER and candidate.lead:
        return 1.0
    if holds_kind(question, candidate.text, named(candidate) if named else ()):
        return 1.0
    return 0.5 if words >= SAYS_ALL and question.asked is not Asked.NUMBER else 0.0


def holds_kind(question: Question, text: str, named: Sequence[tuple[EntityType, str]] = ()) -> bool:
    """Whether the sentence holds the kind of thing asked for: a figure in the unit asked for (a year is none), an
    entity of the type that the question does not name itself, or the words that go with it.
    """
    if question.asked is Asked.NUMBER:
        bare = YEAR_FIGURE.sub("", text)
        return has_unit(question.unit, bare) if question.unit else bool(HOLDS[Asked.NUMBER].search(bare))
    wanted = ANSWERS.get(question.asked)
    if wanted and any(kind is wanted and surface not in question.text for kind, surface in named):
        return True
    holds = HOLDS.get(question.asked)
    return wanted is not EntityType.COUNTY and (holds is None or bool(holds.search(text)))


def has_unit(unit: str, text: str) -> bool:
    """Whether a figure stands in the unit, or in another of money, or is counted at all when the unit only counts; a
    table says its unit in the indicator's name.
    """
    counters = load_cues().counters
    bases = MONEY if unit in MONEY else sorted(counters) if unit in counters else (unit,)
    units = "|".join(map(re.escape, bases))
    return bool(re.search(rf"[\d一二两三四五六七八九十百千][余多万]?({units})|\(万?({units})\).*\d", text))


def year_agrees(question: Question, candidate: Candidate) -> float:
    """1 when the sentence names the year or period asked for; 0.9 when its document or headings speak for it; less when
    they may; else 0.
    """
    document, text = candidate.document, candidate.text
    if not question.years and not question.periods:
        return 0.5
    if any(f"{year}年" in text for year in question.years):
        return 1.0
    wanted = (*question.years, *(year for period in question.periods for year in period))
    aims = [int(year) for year in AIM.findall(text)]
    if aims and not set(aims) & set(wanted):
        return 0.1
    spoken = spoken_year(candidate)
    if spoken and question.years:
        return 0.95 if spoken in question.years else PAST if document.year in question.years else 0.2
    if any(document.year == year for year in question.years) or document.years in question.periods:
        return 0.9
    if set(question.periods) & set(periods_in(text + candidate.context)):
        return 0.9
    if document.year and any(first <= document.year <= last for first, last in question.periods):
        return 0.8
    # a report given in January speaks of the year before; a five-year plan begins with the five years before
    if document.kind == "work_report" and any(document.year == year + 1 for year in question.years):
        return 0.6
    if document.years and any(last + 1 == document.years[0] for _, last in question.periods):
        return 0.6
    if document.year is None and document.years is None:
        return UNKNOWN_YEAR
    first, last = document.years or (document.year or 0, document.year or 0)
    if first < last and last in wanted:
        return 0.6
    return 0.2 if any(first <= year <= last for year in wanted) else 0.0


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


def place_agrees(question: Question, candidate: Candidate) -> float:
    """1 when the document speaks for the place asked for, or the sentence names it; 0.7 when the text around names it;
    0.3 when the document only speaks for what the place lies in; else 0.
    """
    if not question.places:
        return 0.5
    divisions = Divisions.load()
    region = candidate.document.region_code
    best = 0.0
    for place in innermost(question.places):
        if (region and divisions.is_within(region, place.code)) or place.short in candidate.text:
            best = max(best, 1.0)
        elif place.short in candidate.context:
            # a row of a table speaks for itself: what stands in the row beside it is of another place
            best = max(best, 0.7 if candidate.passage.kind == "text" else 0.2)
        elif region and divisions.is_within(place.code, region):
            best = max(best, 0.3)
    return best
