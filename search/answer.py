"""A question → an answer made of quotes, each with its place, or none when the documents do not say it.

No language model: the answer is the sentences that say it. Questions over several years or places get one quote for
each, side by side.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from graph.model import Document, Passage, Row, Span
from search.evidence import Candidate, Scored, bigrams, score_candidates, share_said
from search.question import Asked, Question
from search.sentences import LEAD, split_sentences

LONGEST_ANSWER = 300  # characters
READ_PASSAGES = 10  # passages whose sentences are looked at
COMPARED_SENTENCES = 24  # sentences whose vectors are compared with the question's
SUPPORT_SHARE = 0.72  # a further sentence is quoted when it scores at least this share of the best


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that the rankers found, with its document."""

    passage: Passage
    document: Document
    score: float


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote an answer rests on."""

    passage: Passage
    document: Document
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is None when the documents do not answer; `nearest` are the passages that come closest either way."""

    question: Question
    text: str | None
    citations: tuple[Citation, ...]
    nearest: tuple[Found, ...]
    confidence: float


class Sources(Protocol):
    """What answering needs of the knowledge base."""

    def find(self, query: str, *, top: int) -> Sequence[Found]:
        """Passages for a query, best first."""

    def text_of(self, source: str) -> str:
        """The stored text of a source."""

    def rows_in(self, passage: Passage) -> Sequence[Row]:
        """The table rows of a passage of kind "row"."""

    def similarities(self, question: str, sentences: Sequence[str]) -> Sequence[float]:
        """Cosine of each sentence to the question."""

    def rarity(self, pair: str) -> float:
        """How rare a pair of characters is in the whole base; above 0."""


def answer_question(question: Question, sources: Sources) -> Answer:
    """Answers from the sources, or abstains."""
    nearest = tuple(sources.find(question.text, top=READ_PASSAGES))
    if question.facets:
        parts = [part for facet in question.facets if (part := best_for_facet(question, facet, sources))]
        chosen = [scored for _, scored in parts]
        confidence = min((confidence_of(question, scored, sources) for scored in chosen), default=0.0)
        lines = [f"{facet}:{scored.candidate.text}" for facet, scored in parts]
    else:
        ranked = rank_sentences(question, nearest, sources)
        chosen = choose(question, ranked)
        confidence = confidence_of(question, ranked[0], sources) if ranked else 0.0
        lines = [scored.candidate.text for scored in chosen]
    if not chosen or not is_supported(question, confidence):
        return Answer(question, None, (), nearest, confidence)
    citations = tuple(
        Citation(scored.candidate.passage, scored.candidate.document, scored.candidate.span, scored.candidate.text)
        for scored in chosen
    )
    return Answer(question, "\n".join(lines)[:LONGEST_ANSWER], citations, nearest, confidence)


def rank_sentences(question: Question, found: Sequence[Found], sources: Sources) -> list[Scored]:
    """The sentences of the passages found, best first; only the most promising are compared by vector."""
    candidates = candidates_of(found, sources)
    wanted = bigrams(question.topic)
    said = [share_said(wanted, candidate.text, sources.rarity) - 0.02 * candidate.rank for candidate in candidates]
    order = sorted(range(len(candidates)), key=lambda place: (-said[place], place))[:COMPARED_SENTENCES]
    promising = [candidates[place] for place in sorted(order)]
    similarities = sources.similarities(question.text, [in_context(candidate) for candidate in promising])
    return score_candidates(question, promising, similarities, sources.rarity)


def candidates_of(found: Sequence[Found], sources: Sources) -> list[Candidate]:
    """The sentences of the passages, each once, in the passages' order."""
    candidates: list[Candidate] = []
    seen: set[tuple[str, Span]] = set()
    for rank, one in enumerate(found):
        for span, quote in quotable(one.passage, sources):
            if (one.passage.source, span) not in seen:
                seen.add((one.passage.source, span))
                candidates.append(Candidate(one.passage, one.document, span, quote, rank))
    return candidates


def quotable(passage: Passage, sources: Sources) -> list[tuple[Span, str]]:
    """What can be quoted of a passage: its table rows read aloud, or its sentences."""
    if rows := sources.rows_in(passage):
        return [(Span(row.start, row.end), row.reading) for row in rows]
    text = sources.text_of(passage.source)
    spans = split_sentences(text, passage.start, passage.end)
    return [(span, re.sub(r"\s+", " ", text[span.start : span.end])) for span in spans]


def in_context(candidate: Candidate) -> str:
    """A sentence as it is embedded: with the heading right above it."""
    return " ".join((*candidate.passage.section[-1:], candidate.text))


def best_for_facet(question: Question, facet: str, sources: Sources) -> tuple[str, Scored] | None:
    """The best sentence for one year or place of several."""
    year = re.fullmatch(r"(\d{4})年", facet)
    if year:
        alone = replace(question, years=(int(year[1]),), periods=())
        query = question.text
    else:
        alone = replace(question, places=tuple(place for place in question.places if place.short == facet))
        query = without_others(question, facet)
    ranked = rank_sentences(alone, sources.find(query, top=2 * READ_PASSAGES), sources)
    return (facet, ranked[0]) if ranked else None


def without_others(question: Question, facet: str) -> str:
    """The question with the other places taken out: 邵阳、娄底…哪些市 → 娄底…哪些市."""
    others = [place for place in question.places if place.short != facet]
    text = question.text
    for name in sorted((name for place in others for name in (place.name, place.short)), key=len, reverse=True):
        text = text.replace(name, "")
    return re.sub(r"[、,]{2,}", "、", text).strip("、,和")


def choose(question: Question, ranked: Sequence[Scored]) -> list[Scored]:
    """The best sentence and what supports it, as long as they fit; in the order of the text when of one passage."""
    if not ranked:
        return []
    chosen, length = [ranked[0]], len(ranked[0].candidate.text)
    for scored in ranked[1:]:
        is_lead = question.asked is Asked.LEADER and LEAD.match(scored.candidate.text) is not None
        enough = scored.score >= SUPPORT_SHARE * ranked[0].score
        if (enough or is_lead) and length + 1 + len(scored.candidate.text) <= LONGEST_ANSWER:
            chosen.append(scored)
            length += 1 + len(scored.candidate.text)
    return chosen


def confidence_of(question: Question, scored: Scored, sources: Sources) -> float:
    """How sure the best sentence is to answer: 0 to 1."""
    features = scored.features
    agrees = min(features["year"], 0.5) + min(features["place"], 0.5)
    return min(1.0, (features["words"] + 0.6 * features["headings"]) * (0.4 + 0.6 * agrees) * (0.5 + 0.5 * features["kind"]))


def is_supported(question: Question, confidence: float) -> bool:
    return confidence >= THRESHOLD


THRESHOLD = 0.12
