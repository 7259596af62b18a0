"""What several documents say of one thing, side by side: for each year or place the clause that says it.

“江西和遂宁分别怎么规定的”, “2011年、2012年报告里分别提靠什么兴市”: what differs are words, not figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.lexicon.divisions import Divisions
from graph.lexicon.wordings import wordings
from graph.records import Document, Passage, Span
from graph.writing.years import plan_name, year_of
from search.agreement import innermost
from search.plan.plan import Plan
from search.replies.contract import LONGEST_SHORT, Base, Item, Proof, Reply, cut_short
from search.replies.sought_things import Thing, things_of
from search.texts.figures_in_text import cut_sentences
from search.texts.flat import flatten
from search.wanted import Wanted

any_of = wordings("answers").any_of

TOP = 16  # passages of a side that are read
SAYS = 0.42  # share of what is asked that a sentence with its headings must say
SAYS_ITSELF = 0.25  # … and itself
OF_HEADINGS = 0.5
MEANT = 2.0  # what is quoted tells so much beside a noun
AGAIN = 0.03  # each further time that it is said
MOST_OCCURRENCES = 30
PART_OF_BEST = 0.5  # clauses that say this share of what the best says are kept with it
FIGURES = re.compile(r"多少|(?<![哪那这近第])几(?!乎)|百分之|增速|最高|最低")
SAID = re.compile(any_of("asks_wording"))
QUOTED = re.compile(r"[“\"‘「『]([^”\"’」』]{2,20})[”\"’」』]")
LABEL = re.compile(r"^[^,;。]{0,20}?(?<!\d)\d{1,2}[.、](?!\d)|^[(（]?[一二三四五六七八九十]+[)）、.]")
CLAUSE = re.compile(r"[^,;:。!?\n]+[,;:。!?\n]*")
MEMBER = re.compile(r"[^,;:。!?\n、]+[,;:。!?\n、]*")
TRIMMED = ",;:。!?、 \n"


@dataclass(frozen=True, slots=True)
class Wording:
    """What a side says: the stretch of the source, and its text."""

    document: Document
    span: Span
    text: str
    score: float


def reply_with_wordings(plan: Plan, base: Base) -> Reply | None:
    """Each side with its clause; None where figures are asked for, or less than two sides say it."""
    text = plan.question.text
    sides = sides_of(plan, base)
    if FIGURES.search(text) or not SAID.search(text) or len(sides) < 2:
        return None
    things = _with_quoted(text, things_of(plan, base))
    if not things:
        return None
    room = LONGEST_SHORT // len(sides) - 8
    found = [(label, wording_of(plan, things, documents, base, room)) for label, documents in sides]
    if sum(wording is not None for _, wording in found) < 2:
        return None
    proof = Proof()
    items = []
    for label, wording in found:
        proofs = (proof.add(base.cite(wording.document.source, wording.span)),) if wording else ()
        items.append(Item(wording.text if wording else "未提到", label, proof=proofs))
    short = ";".join(f"{item.of}:{item.text}" for item in items)
    return Reply(cut_short(short), tuple(proof.citations), tuple(items), sure=0.7)


def sides_of(plan: Plan, base: Base) -> list[tuple[str, list[Document]]]:
    """Each place, year or plan period that is asked for with its documents."""
    documents = list(base.documents.values())
    places = innermost(plan.question.places)
    if len(places) > 1:
        return [(place.short, [one for one in documents if one.region_code == place.code]) for place in places]
    codes = {place.code for place in places}
    own = [one for one in documents if not codes or one.region_code in codes]
    sides = [(f"{year}年", [one for one in own if year_of(one) == year]) for year in plan.scope.years]
    if not sides:
        for period in plan.scope.periods:
            sides.append((plan_name(period) or f"{period[0]}—{period[1]}", [one for one in own if one.years == period]))
    return sides


def _with_quoted(text: str, things: Sequence[Thing]) -> list[Thing]:
    """What stands in quotation marks is meant to the word, and all that is looked for beside names."""
    quoted = [part for match in QUOTED.finditer(text) for part in re.split("[、,]", match[1]) if len(part) > 1]
    if not quoted:
        return list(things)
    return [*(Thing((part,), MEANT) for part in quoted), *(thing for thing in things if thing.is_name)]


def wording_of(
    plan: Plan, things: Sequence[Thing], documents: Sequence[Document], base: Base, room: int
) -> Wording | None:
    """The clauses of these documents that say most of what is asked, in at most `room` characters."""
    if not documents:
        return None
    wanted = Wanted([thing.wordings for thing in things], base.rarity)
    weights = wanted.weights * np.asarray([thing.tells for thing in things], np.float32)
    weights /= weights.sum()
    best: Wording | None = None
    meant = [thing.wordings[0] for thing in things if thing.tells == MEANT]
    for rank, (passage, document) in enumerate(_passages(plan, things, documents, base)):
        flat = flatten(base.text_of(passage.source), Span(passage.start, passage.end))
        spans = cut_sentences(flat.text)
        sentences = [flat.text[start:end].lower() for start, end in spans]
        if meant:  # 东兴市 does not say 兴市
            sentences = [_without_areas(sentence) for sentence in sentences]
        heading = "\n".join((document.title, *passage.section)).lower()
        said = wanted.each_said(wanted.presence([*sentences, heading]))
        for number, (start, _end) in enumerate(spans):
            whole = float(np.maximum(said[number], OF_HEADINGS * said[-1]) @ weights)
            own = float(said[number] @ weights)
            score = whole - min(0.1, 0.01 * rank) + AGAIN * sum(sentences[number].count(word) for word in meant)
            if whole >= SAYS and own >= SAYS_ITSELF and (best is None or score > best.score):
                first, last = _clauses(sentences[number], wanted, room)
                stretch = flat.text[start + first : start + last]
                best = Wording(document, flat.span(start + first, start + last), stretch.strip(TRIMMED), score)
    return best and replace(best, text=LABEL.sub("", best.text))


def _passages(
    plan: Plan, things: Sequence[Thing], documents: Sequence[Document], base: Base
) -> list[tuple[Passage, Document]]:
    """What is found for the question, and where the words stand that are quoted or tell most."""
    ids = [one.id for one in documents]
    found = {one.passage.id: (one.passage, one.document) for one in base.find_in(plan.question.text, ids, top=TOP)}
    rarest = max(things, key=lambda thing: (thing.tells, len(thing.wordings[0])))
    words = [thing.wordings[0] for thing in things if thing.tells == MEANT] or [rarest.wordings[0]]
    for occurrence in base.occurrences(words, ids)[:MOST_OCCURRENCES]:
        citation = base.cite(occurrence.source, occurrence.span)
        if citation.passage.id:
            found.setdefault(citation.passage.id, (citation.passage, citation.document))
    return list(found.values())


def _without_areas(sentence: str) -> str:
    for hit in Divisions.load().find(sentence):
        sentence = sentence[: hit.start] + " " * (hit.end - hit.start) + sentence[hit.end :]
    return sentence


def _clauses(sentence: str, wanted: Wanted, room: int) -> tuple[int, int]:
    """The run of clauses around the best one that fits into the room: those that say much, and those built like it
    (以海强市,以边旺市).
    """
    cuts = [match.span() for match in CLAUSE.finditer(sentence)] or [(0, len(sentence))]
    if max(end - start for start, end in cuts) > room:
        cuts = [match.span() for match in MEMBER.finditer(sentence)]
    texts = [sentence[start:end].strip(TRIMMED) for start, end in cuts]
    shares = wanted.share_said(wanted.presence(texts))
    best = int(shares.argmax())
    first, last = best, best + 1
    while True:
        wider = [
            (place, (min(first, place), max(last, place + 1)))
            for place in (first - 1, last)
            if 0 <= place < len(cuts)
            and (shares[place] >= PART_OF_BEST * shares[best] or _built_alike(texts[place], texts[best]))
        ]
        fitting = [(place, run) for place, run in wider if cuts[run[1] - 1][1] - cuts[run[0]][0] <= room]
        if not fitting:
            return cuts[first][0], cuts[last - 1][1]
        _, (first, last) = max(fitting, key=lambda one: shares[one[0]])


def _built_alike(one: str, other: str) -> bool:
    return len(one) > 2 and len(other) > 2 and one[0] == other[0] and one[-1] == other[-1]
