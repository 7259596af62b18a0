"""What the reader marks: passages that may answer, read closely → the stretches of them that do, and a reply of these.

The passages are those of the sentences that say most of what is asked, of the place and year asked for; each is read
with the question beside it (`search.reader`), and gives stretches of which each is a member, a figure, a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from graph.lexicon.divisions import Divisions
from graph.records import Document, Span
from graph.writing.foldings import half_width
from graph.writing.sentence_ends import LINE, STORED, last_end, next_end
from search.answer import READ_PASSAGES, Test, as_citation, may_be_any
from search.evidence import Scored
from search.plan.plan import Kind, Plan
from search.replies.contract import Base, Item, Mark, Proof, Reply, cut_short
from search.replies.enumerations import say_items
from search.texts.quantities import speaks_of_those_asked
from search.texts.rises import asks_for_rise, rise_around

MOST_READ = 3  # passages: what answers stands in one of them in 95 of 100 questions
CLAUSE = 40  # characters before a stretch that say of whom it is
LONGEST_READ = 320  # characters of one, as the reader takes them
SHORT_PASSAGE = 200  # characters up to which what follows is read as well
OF_PLACE = 0.5
OF_YEAR = 0.35
SURE = 1.0  # score of the surest stretch from which it is said
NEARLY = -1.0  # … from which a sentence may say it
SAYS_MUCH = 0.4  # share of what is asked from which a sentence may say it, whatever is marked
OF_A_ROW = 0.8  # so much less is enough where several stand in a row
BESIDE = -2.6  # … of one that stands in a row with those that answer
FIT = 2.0  # what a sentence that says more of what is asked weighs beside a surer stretch
SUREST = 6.0  # scores above it are not told apart
MUCH_SURER = 3.0  # … from which it is said in place of a list that goes by words
FROM_GRAPH = 0.94  # how sure a reply is that the graph gives
MORE = 2.0  # times as many members from which a list is the fuller one
SHARED = 0.5  # of what is marked, from which it is the same list
SEVERAL = (Kind.LIST, Kind.DEFINITION, Kind.LED, Kind.SHARED)
AMONG_LISTS = (Kind.LIST, Kind.DEFINITION, Kind.SHARED)
JOINED = re.compile(r"[”\"’》）)\]]*(?:[（(][^（）()]{1,20}[）)])?\s*(?:[、,，;；/]|[和与及或]|以及)\s*[“\"‘《（(]?")
EDGES = "、,，;；。:： \n\t"
PAIRS = {"”": "“", "）": "（", ")": "(", "》": "《", "’": "‘", "】": "【"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage read closely. `fit`: its sentence that says most of what is asked."""

    source: str
    document: Document
    span: Span
    fit: Scored
    marks: tuple[Mark, ...]

    @property
    def best(self) -> float:
        """Of the surest stretch."""
        return max((mark.score for mark in self.marks), default=-9.0)


def read_closely(plan: Plan, base: Base, *, most: int = MOST_READ) -> list[Reading]:
    """The passages that may answer with what is marked in them, those whose sentences say most first; none without
    a reader.
    """
    ranked = base.ranked(plan.question, READ_PASSAGES)
    chosen = list(_of_passages(one for one in ranked if _agrees(one)))[:most]
    spans = [_window(one, base) for one in chosen]
    sources = [one.candidate.passage.source for one in chosen]
    read = base.marks(plan.question.text, list(zip(sources, spans, strict=True)))
    if read is None:
        return []
    return [
        Reading(source, one.candidate.document, span, one, tuple(marks))
        for source, one, span, marks in zip(sources, chosen, spans, read, strict=True)
    ]


def _agrees(one: Scored) -> bool:
    return one.features["place"] >= OF_PLACE and one.features["year"] >= OF_YEAR


def _of_passages(ranked: Iterable[Scored]) -> Iterator[Scored]:
    """The first of each passage."""
    seen: set[tuple[str, int]] = set()
    for one in ranked:
        key = (one.candidate.passage.source, one.candidate.passage.start)
        if key not in seen:
            seen.add(key)
            yield one


def _window(one: Scored, base: Base) -> Span:
    """The passage, with what follows where it is short; of a long one what stands around the sentence."""
    passage, document, sentence = one.candidate.passage, one.candidate.document, one.candidate.span
    start, end = passage.start, passage.end
    if end - start > LONGEST_READ:
        start = max(start, min(sentence.start - 60, end - LONGEST_READ))
        return Span(start, min(end, start + LONGEST_READ))
    if end - start < SHORT_PASSAGE and passage.kind == "text":
        text = base.text_of(passage.source)
        last = min(document.end, start + LONGEST_READ)
        end = max(end, text.rfind("\n", end, last), text.rfind("。", end, last) + 1)
    return Span(start, end)


# ------------------------------------------------------------------------------------------------------ replies


def surest(readings: Sequence[Reading]) -> Reading | None:
    """The passage that is likeliest to answer."""
    marked = [one for one in readings if one.marks]
    return max(marked, key=lambda one: min(one.best, SUREST) + FIT * one.fit.score, default=None)


def reply_with_marked(
    plan: Plan, base: Base, may_answer: Test | None = may_be_any, *, least: float = SURE
) -> Reply | None:
    """What is marked in the passage that is likeliest to answer; None where nothing is so sure as `least`."""
    if may_answer is None:
        return None
    reading = surest([one for one in read_closely(plan, base) if may_answer(one.fit)])
    if reading is None:
        return None
    marks = members_of(reading, base)
    several = plan.kind in SEVERAL and len(marks) > 1 and fmean(mark.score for mark in marks) >= 0
    in_a_row = several and _stand_in_a_row(marks, reading, base)
    if reading.best < (least if not in_a_row else least - OF_A_ROW):
        return None
    if plan.kind not in SEVERAL and not _stand_in_a_row(marks, reading, base):
        marks = [max(marks, key=lambda mark: mark.score)]
    if not _of_those_asked(plan, reading, marks, base):
        return None
    return _said(plan, reading, marks, base)


def _of_those_asked(plan: Plan, reading: Reading, marks: Sequence[Mark], base: Base) -> bool:
    """Whether the clauses up to each stretch speak of the people asked for."""
    text = base.text_of(reading.source)
    clauses = (text[max(reading.span.start, mark.span.start - CLAUSE) : mark.span.start] for mark in marks)
    return all(speaks_of_those_asked(plan.question.text, re.split(r"[,，;；。]", clause)[-1]) for clause in clauses)


def nothing_nearly(plan: Plan, base: Base) -> bool:
    """Whether the reader finds in no passage what comes near to an answer, and none says much of what is asked."""
    readings = read_closely(plan, base)
    return bool(readings) and all(
        reading.best < NEARLY and reading.fit.features["words"] < SAYS_MUCH for reading in readings
    )


def rather(plan: Plan, reply: Reply, base: Base) -> Reply:
    """What is marked, where it is surely something else than a reply that was chosen among the lists of texts: the
    reader knows what is asked, where those go by words.
    """
    if plan.kind not in AMONG_LISTS or not reply.items or plan.before or reply.sure >= FROM_GRAPH:
        return reply
    reading = surest(read_closely(plan, base))
    if reading is None or not _rests_on(reply, reading):
        return reply
    members = members_of(reading, base)
    count = None if plan.negated else plan.count
    if count and len(reply.items) != count == len(members) and reading.best >= SURE:
        return _said(plan, reading, members, base)
    if reading.best < MUCH_SURER or _asks_for_a_part(plan, reading):
        return reply
    marked = _said(plan, reading, members, base)
    named = [item.text for item in reply.items]
    said = [item.text for item in marked.items or ()] or [marked.short]
    shared = sum(any(_same(one, other) for other in named) for one in said)
    more = shared >= SHARED * len(named) and len(said) >= MORE * len(named)
    return reply if shared >= SHARED * len(said) and not more else marked


def _asks_for_a_part(plan: Plan, reading: Reading) -> bool:
    """Whether the place asked for lies in the one that the document speaks for: of its lists the one that begins with
    the place is meant, which the reader does not heed.
    """
    region = reading.document.region_code
    is_within = Divisions.load().is_within
    return any(region and place.code != region and is_within(place.code, region) for place in plan.question.places)


def _rests_on(reply: Reply, reading: Reading) -> bool:
    """Whether the reply quotes the passage that was read."""
    return any(
        one.passage.source == reading.source and one.span.start < reading.span.end and reading.span.start < one.span.end
        for one in reply.citations
    )


def _same(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) > 1 and short in long


def members_of(reading: Reading, base: Base) -> list[Mark]:
    """The stretches that answer, and those beside them in one row that nearly do."""
    text, marks = base.text_of(reading.source), reading.marks
    chosen = [mark.score >= 0 for mark in marks]
    pairs = [(n, n + 1) for n in range(len(marks) - 1) if _joined(marks[n], marks[n + 1], text)]
    for near, far in (*pairs, *((two, one) for one, two in reversed(pairs))):  # along each row, there and back
        chosen[far] = chosen[far] or (chosen[near] and marks[far].score >= BESIDE)
    kept = [mark for mark, keep in zip(reading.marks, chosen, strict=True) if keep]
    return kept or [max(reading.marks, key=lambda mark: mark.score)]


def _joined(one: Mark, other: Mark, text: str) -> bool:
    return JOINED.fullmatch(text[one.span.end : other.span.start]) is not None


def _stand_in_a_row(marks: Sequence[Mark], reading: Reading, base: Base) -> bool:
    text = base.text_of(reading.source)
    return all(_joined(one, other, text) for one, other in pairwise(marks))


def _said(plan: Plan, reading: Reading, marks: Sequence[Mark], base: Base) -> Reply:
    proof = Proof()
    best = as_citation(plan.question, reading.fit.candidate, base)
    text = base.text_of(reading.source)
    items: list[Item] = []
    for mark in marks:
        rise = rise_around(text, mark.span, reading.span) if asks_for_rise(plan.question.text) else None
        span = rise or mark.span
        said = plainly(text[span.start : span.end])
        if said and said not in {item.text for item in items}:
            inside = best.span.start <= mark.span.start and mark.span.end <= best.span.end
            quote = best if inside else base.cite(reading.source, sentence_around(mark.span, reading, text))
            items.append(Item(said, proof=(proof.add(quote),)))
    several = plan.kind in SEVERAL
    names = "、".join(item.text for item in items)
    short = say_items(plan, items) if several and len(items) > 1 else cut_short(names)
    sure = min(1.0, 0.5 + reading.best / 12)
    return Reply(short, tuple(proof.citations), tuple(items) if several or len(items) > 1 else None, sure)


def sentence_around(span: Span, reading: Reading, text: str) -> Span:
    """From the stop before the stretch to the stop behind it, inside what was read."""
    return between(STORED + LINE, span, reading.span, text)


def between(stops: str, span: Span, within: Span, text: str) -> Span:
    """From the last of the stops before a stretch to the first behind it, neither of them with it."""
    return Span(last_end(text, stops, within.start, span.start), next_end(text, stops, span.end, within.end))


def plainly(text: str) -> str:
    """Half-width digits, no white space, no sign at its edges, no quotation mark or bracket without its other half."""
    text = re.sub(r"\s+", "", text).strip(EDGES)
    text = re.sub(r"[０-９．％，]", lambda sign: half_width(sign[0]), text)
    for closing, opening in PAIRS.items():
        if text.count(opening) > text.count(closing):
            text = text[1:] if text.startswith(opening) else text + closing if len(text) > 1 else text
        elif text.count(closing) > text.count(opening) and text.endswith(closing):
            text = text[:-1]
    return text.strip(EDGES)
