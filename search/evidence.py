"""Which sentence answers: candidate sentences of the best passages → the same, scored, best first.

Every feature is a number between 0 and 1 that can be read: how much of the question's topic the sentence says, how much
its headings add, how near its vector is, whether it holds the kind of thing asked for, whether year and place agree,
and how well its passage ranked. The weights were set by hand on the labelled questions (benchmarks/answering.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from graph.divisions import Divisions
from graph.model import Document, Passage, Span
from search.question import Asked, Question

WEIGHTS = {
    "words": 1.0,
    "headings": 0.35,
    "meaning": 0.9,
    "kind": 0.35,
    "unit": 0.2,
    "year": 0.35,
    "place": 0.35,
    "rank": 0.35,
}
# What a sentence must hold to answer; a sentence without it can only support.
HOLDS = {
    Asked.NUMBER: re.compile(r"\d|[一二两三四五六七八九十百千]+[个家条项]"),
    Asked.LEADER: re.compile(r"牵头|负责|责任|承办|设在"),
    Asked.WHEN: re.compile(r"\d+(年|月|日|小时|天)|底前|时期|期间"),
    Asked.COUNTY: re.compile(r"[县市区州旗]|、"),
    Asked.PARK: re.compile(r"园|区|港"),
    Asked.ENTERPRISE: re.compile(r"公司|集团|企业|[股份]|、|药业|科技|投"),
    Asked.INDUSTRY: re.compile(r"产业|业|链"),
    Asked.PROJECT: re.compile(r"项目|工程|建设|、"),
    Asked.LIST: re.compile(r"、|和"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage that was found."""

    passage: Passage
    document: Document
    span: Span
    text: str
    rank: int  # of its passage, from 0


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score and what made it up."""

    candidate: Candidate
    score: float
    features: dict[str, float] = field(hash=False)


def bigrams(words: Sequence[str]) -> frozenset[str]:
    """Pairs of neighbouring characters within each word; a word of one character stands for itself."""
    pairs: set[str] = set()
    for word in words:
        pairs |= {word[i : i + 2] for i in range(len(word) - 1)} or {word}
    return frozenset(pairs)


def share_said(wanted: frozenset[str], text: str, weight: Callable[[str], float]) -> float:
    """How much of what is wanted stands in the text, weighted by rarity; 0 when nothing is wanted."""
    total = sum(weight(pair) for pair in sorted(wanted))
    return sum(weight(pair) for pair in sorted(wanted) if pair in text) / total if total else 0.0


def year_agrees(question: Question, document: Document, text: str) -> float:
    """1 when the sentence or the document speaks of the year asked for, 0.5 when it may, 0 when of another year."""
    wanted = [*question.years, *(year for period in question.periods for year in period)]
    if not wanted:
        return 0.5
    if any(f"{year}年" in text for year in wanted):
        return 1.0
    if document.year in wanted or (document.years and document.years in question.periods):
        return 0.9
    first, last = document.years or (document.year or 0, document.year or 0)
    return 0.5 if any(first <= year <= last for year in wanted) else 0.0


def place_agrees(question: Question, document: Document, text: str) -> float:
    """1 when the document speaks for the place asked for or lies in it; 0.7 when the text names it; 0 otherwise."""
    if not question.places:
        return 0.5
    divisions = Divisions.load()
    region = document.region_code
    if region and any(divisions.is_within(region, place.code) for place in question.places):
        return 1.0
    if any(place.short in text for place in question.places):
        return 0.7
    if region and any(divisions.is_within(place.code, region) for place in question.places):
        return 0.4
    return 0.0


def score_candidates(
    question: Question,
    candidates: Sequence[Candidate],
    similarities: Sequence[float],
    weight: Callable[[str], float],
) -> list[Scored]:
    """Candidates with their scores, best first. `similarities`: cosine to the question, in the candidates' order;
    `weight`: rarity of a pair of characters in the whole base, above 0."""
    wanted = bigrams(question.topic)
    holds = HOLDS.get(question.asked)
    lowest, highest = min(similarities, default=0.0), max(similarities, default=1.0)
    scored = []
    for candidate, similarity in zip(candidates, similarities, strict=True):
        headings = " ".join((candidate.document.title, *candidate.passage.section))
        words = share_said(wanted, candidate.text, weight)
        features = {
            "words": words,
            "headings": share_said(wanted, candidate.text + headings, weight) - words,
            "meaning": (similarity - lowest) / (highest - lowest) if highest > lowest else 0.5,
            "kind": float(holds is None or bool(holds.search(candidate.text))),
            "unit": float(question.unit is not None and question.unit in candidate.text),
            "year": year_agrees(question, candidate.document, candidate.text),
            "place": place_agrees(question, candidate.document, candidate.text),
            "rank": 1.0 / (1 + candidate.rank),
        }
        scored.append(Scored(candidate, sum(WEIGHTS[name] * value for name, value in features.items()), features))
    return sorted(scored, key=lambda s: (-s.score, s.candidate.document.id, s.candidate.span.start))
