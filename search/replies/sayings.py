"""What documents say of a thing: a subject goes in, the sentences that speak of it come out.

A sentence speaks of a thing that it calls by any of its names, or whose description it says (nearly) whole. Names
inside the longer name of another thing do not count (怀化国际陆港 in 怀化国际陆港经开区管委会).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from graph.lexicon.divisions import Divisions
from graph.lexicon.wordings import wordings
from graph.records import Document, Row, Span
from graph.writing.foldings import fold_text
from graph.writing.sentence_ends import SENTENCE_OR_LINE_END
from graph.writing.years import year_of
from search.agreement import innermost
from search.plan.plan import Plan
from search.replies.contract import Base
from search.replies.subject import Subject
from search.texts.flat import Flat, flatten
from search.wanted import Wanted

any_of = wordings("answers").any_of

WINDOW = 500  # characters looked at on each side of a name for the edges of its sentence
THOUSANDS = re.compile(r"\d[,:]\d")
LOST_STOP = re.compile(r"(?<=[\u4e00-\u9fff]{6})[ \u3000]+(?=[\u4e00-\u9fff]{6})")
CLASS = re.compile(f"{any_of('lines_and_works')}$")
TAIL = re.compile(r"(?:项目|工程|建设|[一二三四五]期)+")
FOUND = 20  # passages looked through for a description
SAYS_IT = 0.8  # share of a description from which a sentence speaks of the thing
SAYS_IT_BELOW = 0.55  # … where its headings say the rest
SAYS_HEART = 0.6  # … where its weightiest word is said whole
HEART = 0.6  # share of the weightiest word that must be said
ENOUGH_WORDS, MOST_WORDS = 5, 0.75  # words of a long description, and their share, that tell enough
NEAR = 40  # characters between two words of a description that are said together
MOST_NAMED = 400  # places of a name that are looked at


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence. `text`: half-width, unbroken; the thing is named at text[start:end], (0, 0) where it is described;
    `share`: how much of its description the sentence says; `row`: where it stands in a table.
    """

    document: Document
    span: Span
    text: str
    headings: tuple[str, ...]
    start: int
    end: int
    share: float
    row: Row | None = None

    @property
    def year(self) -> int | None:
        """The year its document speaks for."""
        return year_of(self.document)


def find_sayings(subject: Subject, plan: Plan, base: Base, *, documents: Collection[str] | None = None) -> list[Saying]:
    """All sentences that speak of it, in the order of documents and places; one that names it in several clauses once
    for each. documents: only in these (identifiers).
    """
    allowed = set(documents if documents is not None else agreeing_documents(plan, base))
    found = list(_by_name(subject, plan, base, allowed))
    if not found or not subject.whole:
        seen = {(one.document.id, one.span) for one in found}
        found += [one for one in _by_words(subject, plan, base, allowed) if (one.document.id, one.span) not in seen]
    order = {document: place for place, document in enumerate(base.documents)}
    return sorted(found, key=lambda one: (order[one.document.id], one.span))


# ------------------------------------------------------------------------------------------ documents in scope


def agreeing_documents(plan: Plan, base: Base) -> list[str]:
    """The documents that may speak for the places asked for and are of the kind and title asked for."""
    return [one.id for one in base.documents.values() if _is_in_scope(plan, one) and speaks_for_place(plan, one)]


def _is_in_scope(plan: Plan, document: Document) -> bool:
    scope = plan.scope
    if scope.titles and document.id not in scope.titles:
        return False
    return not scope.kinds or document.kind in scope.kinds


def speaks_for_place(plan: Plan, document: Document) -> bool:
    """Whether the document speaks for a place asked for, one in it, or what it lies in."""
    code = document.region_code
    if not plan.question.places or code is None:
        return True
    is_within = Divisions.load().is_within
    return any(is_within(code, place.code) or is_within(place.code, code) for place in innermost(plan.question.places))


# ------------------------------------------------------------------------------------------------- by name


def _by_name(subject: Subject, plan: Plan, base: Base, allowed: Collection[str]) -> Iterator[Saying]:
    seen: set[tuple[str, Span, int]] = set()
    for occurrence in list(base.occurrences(subject.names, allowed))[:MOST_NAMED]:
        saying = _sentence_around(base, base.documents[occurrence.document_id], occurrence.span)
        if saying is None or not names_place(subject, saying, plan) or not _is_of_class(subject, saying):
            continue
        if _is_part_of_other(subject, plan, base, saying, occurrence.span):
            continue
        clause = (saying.document.id, saying.span, clause_span(saying)[0])
        if clause not in seen:
            seen.add(clause)
            yield saying


def _sentence_around(base: Base, document: Document, place: Span) -> Saying | None:
    """The sentence that holds a place of a document, or the table row."""
    headings = base.cite(document.source, place).passage.section
    row = row_at(base, document, place)
    if row is not None:
        return Saying(document, Span(row.start, row.end), row.reading, headings, 0, 0, 1.0, row)
    text = base.text_of(document.source)
    around = Span(max(document.start, place.start - WINDOW), min(document.end, place.end + WINDOW))
    flat = flatten(text, around)
    start, end = flat.at(place.start), flat.at(place.end - 1) + 1
    ends = sentence_ends(text, flat, _heading_ends(base, document, around))
    first = max((place for place in ends if place <= start), default=0)
    last = min((place for place in ends if place >= end), default=len(flat.text))
    if last <= first:
        return None
    said = flat.text[first:last].rstrip("\n")
    return Saying(document, flat.span(first, last), said, headings, start - first, end - first, 1.0)


def _heading_ends(base: Base, document: Document, span: Span) -> list[int]:
    """Where the headings of a stretch end that stand on lines of their own."""
    text = base.text_of(document.source)
    places = (one.heading_end for one in base.sections(document.id) if span.start < one.heading_end < span.end)
    return [place for place in places if text[place : place + 1] in ("\n", "\r")]


def sentence_ends(text: str, flat: Flat, headings: Sequence[int] = ()) -> list[int]:
    """Where sentences end in a stretch of a source: at their signs, at a blank between two long runs of characters,
    where a full stop was lost, and behind headings (places of the source).
    """
    ends = {match.end() for match in SENTENCE_OR_LINE_END.finditer(flat.text)} | {flat.at(place) for place in headings}
    if flat.places:
        for match in LOST_STOP.finditer(text, flat.places[0], flat.places[-1]):
            ends.add(flat.at(match.end()))
    return sorted(ends)


def row_at(base: Base, document: Document, place: Span) -> Row | None:
    """The row of a table that holds the place, where its cells are sure."""
    for table in base.tables(document.id):
        if table.start <= place.start and place.end <= table.end:
            rows = [row for row in table.rows if row.start <= place.start and place.end <= row.end]
            return next((row for row in rows if row.sure), None)
    return None


def _is_of_class(subject: Subject, saying: Saying) -> bool:
    """Whether a wording without the class of the thing (呼准, for 呼准铁路) stands in a clause that says the class."""
    classes = {match[0][:2] for name in subject.names if (match := CLASS.search(name))}
    said = saying.text[saying.start : saying.end]
    if not classes or CLASS.search(said):
        return True
    first, last = clause_span(saying)
    return any(one in saying.text[first:last] for one in classes)


def names_place(subject: Subject, saying: Saying, plan: Plan) -> bool:
    """Whether it is said of the place asked for: by a document of it or of one in it, by the thing's own name, or in
    the sentence and its headings.
    """
    places = innermost(plan.question.places)
    code = saying.document.region_code
    if not places or (code and any(Divisions.load().is_within(code, place.code) for place in places)):
        return True
    said = saying.text[saying.start : saying.end]
    if said and subject.whole and not any(place.short in name for place in places for name in subject.names):
        return True  # a name that says no place needs none
    told = saying.text + "".join(saying.headings) + saying.document.title
    return any(place.short in told for place in places)


def _is_part_of_other(subject: Subject, plan: Plan, base: Base, saying: Saying, place: Span) -> bool:
    """Whether the name stands there inside a longer name that is not the thing's; behind its place it is the thing's
    (柳钢防城港|钢铁基地).
    """
    for mention in base.mentions_in(saying.document.source, saying.span):
        holds = mention.start <= place.start and place.end <= mention.end
        if not holds or mention.end - mention.start <= place.end - place.start:
            continue
        if mention.entity_id in subject.entity_ids or fold_text(mention.surface) in subject.names:
            return False
        places = [one.short for one in plan.question.places]
        tail = base.text_of(saying.document.source)[place.end : mention.end]
        if mention.start == place.start and TAIL.fullmatch(re.sub(r"\s+", "", tail)):
            return False
        return not (mention.end == place.end and any(one in mention.surface for one in places))
    return False


# --------------------------------------------------------------------------------------------- by description


def _by_words(subject: Subject, plan: Plan, base: Base, allowed: Collection[str]) -> Iterator[Saying]:
    """Sentences that say the description: those around its weightiest word, and those of the passages found."""
    if not subject.words:
        return
    weights = Wanted(subject.words, base.rarity).weights
    heart = subject.words[int(weights.argmax())]
    places = base.occurrences(heart, allowed)
    around = (
        _sentence_around(base, base.documents[one.document_id], one.span)
        for one in (places if len(places) <= MOST_NAMED else ())
    )
    everything = len(allowed) == len(base.documents)
    query = plan.question.text
    found = base.find(query, top=FOUND) if everything else base.find_in(query, list(allowed), top=FOUND)
    sayings = [one for one in around if one is not None]
    for one in found:
        sayings += sentences_of(base, one.document, Span(one.passage.start, one.passage.end))
    unique = {(saying.document.id, saying.span): saying for saying in sayings if names_place(subject, saying, plan)}
    told = list(_that_say(subject, list(unique.values()), base))
    yield from told or _that_say(subject, list(unique.values()), base, most=True)


def sentences_of(base: Base, document: Document, span: Span) -> Iterator[Saying]:
    """The sentences of a stretch of a document; its table rows read aloud."""
    section = base.cite(document.source, span).passage.section
    row = row_at(base, document, Span(span.start, min(span.start + 1, span.end)))
    if row is not None:
        rows = [one for table in base.tables(document.id) for one in table.rows]
        for one in rows:
            if one.sure and span.start <= one.start and one.end <= span.end:
                yield Saying(document, Span(one.start, one.end), one.reading, section, 0, 0, 0.0, one)
        return
    flat = flatten(base.text_of(document.source), span)
    first = 0
    ends = sentence_ends(base.text_of(document.source), flat, _heading_ends(base, document, span))
    for stop in [*ends, len(flat.text)]:
        if flat.text[first:stop].strip():
            yield Saying(document, flat.span(first, stop), flat.text[first:stop].rstrip("\n"), section, 0, 0, 0.0)
        first = stop


def _that_say(subject: Subject, sayings: Sequence[Saying], base: Base, *, most: bool = False) -> Iterator[Saying]:
    """Those that say the description; most: those that say most words of a long one, whichever they are."""
    if not sayings:
        return
    wanted = Wanted(subject.words, base.rarity)
    weights = wanted.weights
    alone = wanted.each_said(wanted.presence([fold_text(one.text) for one in sayings]))
    around = wanted.each_said(
        wanted.presence([fold_text("".join((one.document.title, *one.headings, one.text))) for one in sayings])
    )
    heavy = weights >= 0.5 * weights.max()
    for column in range(min(subject.named, len(weights))):  # a name is said whole or not at all
        alone[:, column] *= alone[:, column] > 0.95
        around[:, column] *= around[:, column] > 0.95
    for place, one in enumerate(sayings):
        share, with_headings = float(alone[place] @ weights), float(around[place] @ weights)
        heart = float(around[place][heavy].min())
        heaviest = float(alone[place][weights.argmax()])
        says = (
            share >= SAYS_IT
            or (share >= SAYS_IT_BELOW and with_headings >= SAYS_IT + 0.05)
            or (share >= SAYS_HEART and heaviest > 0.99)
        )
        if most:
            words = int((alone[place] > 0.9).sum())
            says = words >= max(ENOUGH_WORDS, MOST_WORDS * len(subject.words))
            heart = HEART if says else 0.0
        if subject.named and float(around[place][: subject.named].min()) <= 0.95:
            says = False
        if heart >= HEART and says:
            start, end = _where_said(subject, one.text)
            yield Saying(one.document, one.span, one.text, one.headings, start, end, share, one.row)


def _where_said(subject: Subject, text: str) -> tuple[int, int]:
    """The stretch of a sentence that holds the description's words, as near to each other as they stand."""
    lower = text.lower()
    found = []
    for thing in subject.words:
        places = [match.span() for wording in thing for match in re.finditer(re.escape(wording), lower)]
        if places:
            found.append(places)
    if not found:
        return 0, 0
    choices = []
    for anchor in min(found, key=len):
        nearest = [min(places, key=lambda place: abs(place[0] - anchor[0])) for places in found]
        near = [place for place in nearest if abs(place[0] - anchor[0]) <= NEAR]
        start, end = min(start for start, _ in near), max(end for _, end in near)
        choices.append((len(near), start - end, start, end))
    _, _, start, end = max(choices)
    return start, end


def clause_of(saying: Saying) -> str:
    """The clause that names the thing."""
    first, last = clause_span(saying)
    return saying.text[first:last].strip(" 。;,:、")


def clause_span(saying: Saying) -> tuple[int, int]:
    """From comma to comma, parentheses and quotation marks kept whole."""
    cuts = [0, *(place for place in outer_commas(saying.text)), len(saying.text)]
    first = max(cut for cut in cuts if cut <= saying.start)
    last = min((cut for cut in cuts if cut >= max(saying.end, first + 1)), default=len(saying.text))
    return (first + 1 if first else 0), last


def outer_commas(text: str) -> Iterator[int]:
    """Where commas and colons stand outside of brackets, but inside numbers."""
    depth = 0
    for place, character in enumerate(text):
        if character in "(《〔[“":
            depth += 1
        elif character in ")》〕]”":
            depth = max(0, depth - 1)
        elif character in ",;:。" and depth == 0 and not THOUSANDS.fullmatch(text[place - 1 : place + 2]):
            yield place
