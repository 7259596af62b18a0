"""A question → an answer made of quotes, each with its place, or none when the documents do not say it.

No language model: the answer is the sentences that say it, behind the bare figure where one is asked for and is beyond
doubt. Questions over several years or places get one quote for each, side by side.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from graph.records import Document, EntityType, Passage, Row, Span, Target
from search.agreement import Candidate
from search.clauses import cut_to_clauses
from search.evidence import SAYS_ALL, Scored, score_candidates
from search.figures import figure_that_answers, most_of, said_of
from search.question import Asked, Question, load_cues
from search.sentences import LEAD, split_sentences

LONGEST_ANSWER = 300  # characters
READ_PASSAGES = 10  # passages whose sentences are looked at
SUPPORT_SHARE = 0.72  # a further sentence is quoted when it scores at least this share of the best
SUPPORT_SURE = 0.6  # … and is at least so sure beside it
SUPPORT_WORDS = 0.4  # … and says this share of what is asked itself, where the best says it all
FACET_SHARE = 0.95  # … beside others, where room is short
SURE_FACET = 0.15
SAYS_AS_MUCH = 0.75  # share that a sentence must say of what the best one says that may not answer


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that the rankers found, with its document; `ranks`: by ranker its rank (from 1) and score there;
    `features`: what the reranker saw.
    """

    passage: Passage
    document: Document
    score: float
    ranks: Mapping[str, tuple[int, float]] = field(default_factory=dict, hash=False)
    features: Mapping[str, float] = field(default_factory=dict, hash=False)


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

    def ranked(self, question: Question, top: int) -> Sequence[Scored]:
        """The sentences of the best `top` passages for a question, those that answer it best first."""

    def text_of(self, source: str) -> str:
        """The stored text of a source."""

    def rows_in(self, passage: Passage) -> Sequence[Row]:
        """The table rows of a passage of kind "row"."""

    def rarity(self, pair: str) -> float:
        """How rare a pair of characters is in the whole base; above 0."""

    def named_in(self, source: str, span: Span) -> Sequence[tuple[EntityType, str]]:
        """Type and wording of each entity mentioned there, in the order of the text."""

    def figures_in(self, source: str, span: Span) -> Sequence[Target]:
        """The targets and results that stand there, in the order of the text."""


Test = Callable[[Scored], bool]


def may_be_any(_: Scored) -> bool:
    """Any sentence may answer."""
    return True


def answer_question(question: Question, sources: Sources, may_answer: Test = may_be_any) -> Answer:
    """Answers from the sources, or abstains. may_answer: whether a sentence may be quoted."""
    nearest = tuple(sources.find(question.text, top=READ_PASSAGES))
    facets = question.facets
    parts = side_by_side(question, sources, may_answer) if facets else one_by_one(question, sources, may_answer)
    confidence = max((part.confidence for part in parts), default=0.0)
    said = [part for part in parts if part.confidence >= THRESHOLD]
    if not said:
        return Answer(question, None, (), nearest, confidence)
    citations = tuple(dict.fromkeys(citation for part in said for citation in part.citations))
    return Answer(question, as_text(question, said), citations, nearest, confidence)


@dataclass(frozen=True, slots=True)
class Part:
    """What answers one facet, or the whole question: quotes that belong together, and the figure in the first."""

    label: str
    citations: tuple[Citation, ...]
    confidence: float
    figure: Target | None = None


def one_by_one(question: Question, sources: Sources, may_answer: Test) -> list[Part]:
    """The best sentences for a question about one thing."""
    every = sources.ranked(question, READ_PASSAGES)
    ranked = [one for one in every if may_answer(one)]
    # what says most of what is asked is said of something else
    if not ranked or ranked[0].features["words"] < SAYS_AS_MUCH * every[0].features["words"]:
        return []
    if question.asked is Asked.LEADER and (lead := ranked[0].candidate.lead):
        return [led_by(question, ranked[0], lead, sources)]
    chosen = choose(ranked, LONGEST_ANSWER, share=SUPPORT_SHARE)
    citations = tuple(as_citation(question, scored.candidate, sources) for scored in chosen)
    return [Part("", citations, confidence_of(ranked[0]), figure_in(question, citations[0], sources))]


def figure_in(question: Question, quoted: Citation | Candidate, sources: Sources) -> Target | None:
    """The figure of a quote that is what a question after a number asks for."""
    if question.asked is not Asked.NUMBER:
        return None
    return figure_that_answers(question, sources.figures_in(quoted.passage.source, quoted.span), sources.rarity)


def led_by(question: Question, scored: Scored, lead: Span, sources: Sources) -> Part:
    """Who leads, said first, then the sentence it is said of."""
    best = as_citation(question, scored.candidate, sources)
    text = sources.text_of(best.passage.source)
    first, last = lead.start, lead.end
    while last > first and text[last - 1] in "()（）。;；":
        last -= 1
    while first < last and text[first] in "(（":
        first += 1
    who = replace(best, span=Span(first, last), quote=re.sub(r"\s+", " ", text[first:last]))
    return Part("", (who, best), confidence_of(scored))


def side_by_side(question: Question, sources: Sources, may_answer: Test) -> list[Part]:
    """The best sentences for each of several years or places."""
    parts = []
    room = LONGEST_ANSWER // len(question.facets)
    for label, one_side in question.facets:
        alone = replace(one_side, text=without_others(question, one_side))
        found = sources.find(alone.text, top=2 * READ_PASSAGES)
        # the best sentence often speaks for another of the years or places: the best that speaks for this one is wanted
        ranked = [
            one for one in rank_sentences(alone, found, sources) if confidence_of(one) >= SURE_FACET and may_answer(one)
        ]
        if ranked:
            chosen = choose(ranked, room, share=FACET_SHARE)
            citations = tuple(as_citation(alone, one.candidate, sources) for one in chosen)
            figure = figure_in(alone, citations[0], sources)
            parts.append(Part(label, citations, confidence_of(ranked[0]), figure))
    return parts


def as_citation(question: Question, candidate: Candidate, sources: Sources) -> Citation:
    """The sentence as a quote; of a long one the clauses that answer. Table rows are read whole."""
    whole = Citation(candidate.passage, candidate.document, candidate.span, candidate.text)
    if candidate.passage.kind == "row":
        return whole
    start = candidate.span.start
    text = sources.text_of(candidate.passage.source)[start : candidate.span.end]
    figure = figure_in(question, candidate, sources)
    around = Span(figure.start - start, figure.end - start) if figure else None
    cut = cut_to_clauses(question, text, sources.rarity, around=around)
    quote = re.sub(r"\s+", " ", text[cut.start : cut.end])
    return replace(whole, span=Span(start + cut.start, start + cut.end), quote=quote)


def as_text(question: Question, parts: Sequence[Part]) -> str:
    """The bare figures if there are any, then the quotes, one a line, each behind its label; what two facets share is
    said once under both labels.
    """
    labels: dict[tuple[Citation, ...], list[str]] = {}
    for part in parts:
        labels.setdefault(part.citations, []).append(part.label)
    lines = []
    for citations, names in labels.items():
        label = "、".join(name for name in names if name)
        lines.append((f"{label}:" if label else "") + "\n".join(citation.quote for citation in citations))
    return "\n".join((*in_short(question, parts), *lines))[:LONGEST_ANSWER]


def in_short(question: Question, parts: Sequence[Part]) -> Iterator[str]:
    """新增停车位6300个以上; of several sides each: 常德最多:常德300台以上;怀化280台."""
    figures = [(part.label, part.figure) for part in parts if part.figure is not None]
    if len(figures) < len(parts):
        return
    if not question.facets:
        yield from (f"{figure.indicator}{said_of(figure)}。" for _, figure in figures)
        return
    # of sides one of which says nothing, none is known to be the most
    most = most_of(question, figures) if len(figures) == len(question.facets) else None
    sides = ";".join(f"{label}{said_of(figure)}" for label, figure in figures)
    yield f"{most}:{sides}。" if most else f"{sides}。"


def rank_sentences(question: Question, found: Sequence[Found], sources: Sources) -> list[Scored]:
    """The sentences of the passages found, best first."""

    def named(candidate: Candidate) -> Sequence[tuple[EntityType, str]]:
        return sources.named_in(candidate.passage.source, candidate.span)

    def gives(candidate: Candidate) -> bool:
        return figure_in(question, candidate, sources) is not None

    return score_candidates(question, candidates_of(found, sources), sources.rarity, named, gives)


def candidates_of(found: Sequence[Found], sources: Sources) -> list[Candidate]:
    """The sentences of the passages, each once, in the passages' order."""
    candidates: list[Candidate] = []
    seen: set[tuple[str, Span]] = set()
    for rank, one in enumerate(found):
        around = sources.text_of(one.passage.source)[one.passage.start : one.passage.end]
        context = "\n".join((one.document.title, *one.passage.section, around))
        quotes = quotable(one.passage, sources)
        lead: Span | None = None
        fresh = []
        for span, quote in reversed(quotes):
            lead = span if LEAD.match(quote) else lead
            if (one.passage.source, span) not in seen:
                seen.add((one.passage.source, span))
                behind = lead if lead != span else None
                fresh.append(Candidate(one.passage, one.document, span, quote, context, 1 / (1 + rank / 2), behind))
        candidates.extend(reversed(fresh))
    return candidates


def quotable(passage: Passage, sources: Sources) -> list[tuple[Span, str]]:
    """What can be quoted of a passage: its table rows read aloud, or its sentences."""
    if rows := sources.rows_in(passage):
        return [(Span(row.start, row.end), row.reading) for row in rows]
    text = sources.text_of(passage.source)
    spans = split_sentences(text, passage.start, passage.end)
    return [(span, re.sub(r"\s+", " ", text[span.start : span.end])) for span in spans]


def without_others(question: Question, alone: Question) -> str:
    """The question with the other places and the comparing taken out: 邵阳、娄底…谁最高 → 娄底…谁."""
    others = [place for place in question.places if place not in alone.places]
    text = question.text
    for name in sorted((name for place in others for name in (place.name, place.short)), key=len, reverse=True):
        text = text.replace(name, "")
    if alone.places != question.places:
        for comparing in (load_cues().most, load_cues().least):
            text = comparing.sub("", text)
    return re.sub(r"[、,]{2,}", "、", text).strip("、,和")


def choose(ranked: Sequence[Scored], room: int, *, share: float) -> list[Scored]:
    """The best sentence and those that score at least `share` of it, as long as they fit into `room` characters and do
    not say again what another document said.
    """
    chosen, length, least = [ranked[0]], len(ranked[0].candidate.text), confidence_of(ranked[0])
    for scored in ranked[1:]:
        text = scored.candidate.text
        sure = confidence_of(scored)
        enough = scored.score >= share * ranked[0].score and sure >= max(THRESHOLD, SUPPORT_SURE * least)
        enough = enough and (ranked[0].features["words"] < SAYS_ALL or scored.features["words"] >= SUPPORT_WORDS)
        said = any(bare(text) in bare(one.candidate.text) for one in chosen)
        if enough and not said and length + 1 + len(text) <= room:
            chosen.append(scored)
            length += 1 + len(text)
    return chosen


def bare(text: str) -> str:
    """The text without blanks and signs: what makes two quotes the same."""
    return re.sub(r"\W", "", text)


def confidence_of(scored: Scored) -> float:
    """How sure the best sentence is to answer: 0 to 1."""
    features = scored.features
    said = features["words"] + 0.5 * features["context"]
    # a figure of another year is no answer, however well the words fit
    agrees = min(1.0, features["year"] / 0.5) ** 3 * min(1.0, features["place"] / 0.5)
    return float(min(1.0, said) * agrees * features["kind"])


THRESHOLD = 0.12  # confidence from which an answer is given; the curve stands in benchmarks/answering.md
