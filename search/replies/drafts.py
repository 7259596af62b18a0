"""Where enumerations are looked for: the sentences of the passages found, their sections, the headings around them.

In: a plan, what members are wanted, and the knowledge base. Out: enumerations, each with the passage it was found by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.records import EntityType, Passage, Section, Span
from graph.writing.foldings import fold_text
from graph.writing.numerals import VALUES
from graph.writing.sentence_ends import BLANK_LINE, FULL, LINE, STORED_FULL
from search.agreement import Candidate, place_agrees, year_agrees
from search.answer import Found
from search.plan.plan import Plan
from search.replies.contract import Base
from search.replies.members import QUOTED, Members
from search.sentences import is_inside_parenthesis
from search.texts.classes import find_class_members
from search.texts.coordination import Run, find_runs
from search.texts.enumeration import Enumeration, Member
from search.texts.flat import Flat, flatten
from search.texts.outlines import find_outlines
from search.texts.sentence import NamedEntity, Sentence
from search.texts.sequences import find_sequences

Draft = tuple[Enumeration, Found, int]  # with the passage it was found by, and its rank
READ_PASSAGES = 20
READ_SECTIONS = 6
READ_OCCURRENCES = 4
NEAR_DOCUMENTS = 8  # passages in whose documents the counted noun is looked for
MOST_OCCURRENCES = 40
LONGEST_SECTION = 5000
FAR = 12000  # characters behind a group's name in which its members are looked for
LONGEST_SENTENCE = 300  # characters looked at beyond a passage's edges
FULL_STOP = re.compile(f"[{STORED_FULL}]|{BLANK_LINE}")
SENTENCE_END = re.compile(rf"[{FULL}{LINE}]+[”\"]?")


def find_drafts(plan: Plan, wanted: Members, base: Base) -> list[Draft]:
    """The enumerations of the passages found, each once."""
    found = base.find(plan.question.text, top=READ_PASSAGES)
    ranked = [*enumerate(with_catchword(plan, wanted, found, base)), *enumerate(found)]
    drafts: dict[tuple[str, tuple[Span, ...]], Draft] = {}
    for rank, one in ranked[:READ_SECTIONS]:
        for enumeration in of_one_ending(one, wanted, base):
            key = (one.passage.source, tuple(member.span for member in enumeration.members))
            drafts.setdefault(key, (enumeration, one, rank))
    for rank, one in ranked:
        for enumeration in in_passage(one, wanted, base):
            key = (one.passage.source, tuple(member.span for member in enumeration.members))
            drafts.setdefault(key, (enumeration, one, rank))
    seen: set[tuple[str, Span]] = set()
    for rank, one in (one for one in ranked if one[0] < READ_SECTIONS):
        section = (one.passage.source, _section_around(one, base.sections(one.document.id)))
        if section in seen:
            continue
        seen.add(section)
        for enumeration in around_passage(one, wanted, base):
            key = (one.passage.source, tuple(member.span for member in enumeration.members))
            drafts.setdefault(key, (enumeration, one, rank))
    return [draft for draft in drafts.values() if len(draft[0].members) > 1 or wanted.count == 1]


def counted_nouns(wanted: Members) -> list[str]:
    """三大业务, 3项业务 …: how a text may count what is asked for."""
    numerals = (str(wanted.count), *(han for han, value in VALUES.items() if value == wanted.count))
    measures = ("大", "个", "项", "类", "种", "条", "方面", "块", "座", "家", "")
    return [f"{numeral}{measure}{noun}" for numeral in numerals for measure in measures for noun in wanted.nouns[:2]]


def with_catchword(plan: Plan, wanted: Members, found_first: Sequence[Found], base: Base) -> list[Found]:
    """Passages in which a quoted catchword or the group stands, in documents that speak for the place; where neither
    does, those of the documents found that count such things: 三大业务.
    """
    words = [*QUOTED.findall(plan.question.text), *([wanted.group] if wanted.group else [])]
    words = [one for one in words if len(one) >= 2]
    places = list(base.occurrences(words)[:MOST_OCCURRENCES]) if words else []
    if not places and wanted.count and wanted.nouns:
        near = {one.document.id for one in found_first[:NEAR_DOCUMENTS]}
        places = list(base.occurrences(counted_nouns(wanted), near)[:MOST_OCCURRENCES])
    found: list[Found] = []
    for place in places:
        document = base.documents[place.document_id]
        alone = Candidate(Passage("", document.id, place.source, (), 0, 0, "text"), document, place.span, "", "", 1.0)
        if (not plan.question.places or place_agrees(plan.question, alone)) and year_agrees(plan.question, alone):
            passage = base.cite(place.source, place.span).passage
            if passage.id and all(one.passage != passage for one in found):
                found.append(Found(passage, document, 0.0))
    return found[:READ_OCCURRENCES]


def in_passage(one: Found, wanted: Members, base: Base) -> Iterator[Enumeration]:
    """Lists within the sentences of a passage."""
    source = one.passage.source
    flat = flatten(base.text_of(source), whole_sentences(base.text_of(source), one))
    for sentence in sentences_of(flat, source, base):
        for run in find_runs(sentence, heads=wanted.nouns, count=wanted.count):
            if len(run.members) > 1:
                yield as_enumeration(sentence, run)


def whole_sentences(text: str, one: Found) -> Span:
    """The passage, and the rest of the sentences that its edges cut."""
    document, passage = one.document, one.passage
    start, end = passage.start, passage.end
    before = max(document.start, start - LONGEST_SENTENCE)
    stops = [match.end() for match in FULL_STOP.finditer(text, before, start)]
    behind = FULL_STOP.search(text, max(start, end - 1), min(document.end, end + LONGEST_SENTENCE))
    return Span(stops[-1] if stops else start, behind.end() if behind else end)


def sentences_of(flat: Flat, source: str, base: Base, *, every: bool = False) -> Iterator[Sentence]:
    """Those that may hold a list, or all of them."""
    start = 0
    for match in [*SENTENCE_END.finditer(flat.text), None]:
        end = match.start() if match else len(flat.text)
        if match and is_inside_parenthesis(flat.text, start, match.start()):
            continue
        if end - start > 3 and (every or re.search("[、和与及]|”“|》《", flat.text[start:end])):
            yield Sentence(flat, start, end, () if every else names_in(flat, start, end, source, base))
        start = match.end() if match else end


def names_in(flat: Flat, start: int, end: int, source: str, base: Base) -> list[NamedEntity]:
    """The entities mentioned in text[start:end]."""
    mentions = base.mentions_in(source, flat.span(start, end))
    types = {kind.value.lower(): kind for kind in EntityType}
    return [
        NamedEntity(flat.at(m.start), flat.at(m.end), types[m.entity_id.partition("-")[0]], m.entity_id)
        for m in mentions
        if m.entity_id.partition("-")[0] in types
    ]


def as_enumeration(sentence: Sentence, run: Run) -> Enumeration:
    """A run with its places in the source; a short head that the last member shares is lent to all."""
    flat = sentence.flat
    members = []
    for member in run.members:
        text = sentence.of(member.start, member.end)
        members.append(Member(text + run.head if len(run.head) <= 4 else text, flat.span(member.start, member.end)))
    return Enumeration(
        tuple(members), run.before, run.behind, flat.span(run.start, run.end), "pair" if run.pair else "run",
        run.number, run.head, flat.span(sentence.start, sentence.end),
    )  # fmt: skip


def of_one_ending(one: Found, wanted: Members, base: Base) -> Iterator[Enumeration]:
    """五化: a list of five that all end (or begin) with 化, wherever in the document."""
    text = base.text_of(one.passage.source)
    sign = wanted.sign
    if not sign or not wanted.count or wanted.count < 2:
        return
    document = one.document
    ending = rf"(?:[\u4e00-\u9fff]{{1,8}}?{sign}[、和,]){{{wanted.count - 1}}}[\u4e00-\u9fff]{{1,8}}?{sign}"
    for match in list(re.finditer(ending, text[document.start : document.end]))[:3]:
        stretch = Span(document.start + match.start(), document.start + match.end())
        passage = replace(one.passage, start=stretch.start, end=stretch.end)
        for enumeration in in_passage(replace(one, passage=passage), wanted, base):
            if len(enumeration.members) == wanted.count and all(m.text.endswith(sign) for m in enumeration.members):
                yield replace(enumeration, behind=f"{wanted.group or sign}{enumeration.behind}")


def around_passage(one: Found, wanted: Members, base: Base) -> Iterator[Enumeration]:
    """Members set out over the section of a passage, and the headings around it."""
    text = base.text_of(one.passage.source)
    sections = base.sections(one.document.id)
    span = _section_around(one, sections)
    flat = flatten(text, span)
    yield from find_sequences(text, span)
    found = [
        enumeration
        for noun in (wanted.nouns if wanted.count else ())
        for enumeration in find_class_members(flat, noun, wanted.count, wanted.group)
    ]
    yield from found
    if not found and wanted.group and wanted.count and fold_text(wanted.group) in fold_text(flat.text):
        yield from find_class_members(_behind(one, text), wanted.nouns[0] if wanted.nouns else "", wanted.count, "")
    for enumeration in find_outlines(text, tuple(sections)):
        if enumeration.span.start - 400 <= one.passage.start < enumeration.span.end:
            yield enumeration


def _behind(one: Found, text: str) -> Flat:
    """What follows the passage in its document, as far as a group's members may be away."""
    start = one.passage.start
    return flatten(text, Span(start, min(one.document.end, start + FAR)))


def _section_around(one: Found, sections: Sequence[Section]) -> Span:
    passage, document = one.passage, one.document
    holding = [s for s in sections if s.start <= passage.start and passage.end <= s.end]
    inner = max(holding, key=lambda section: section.depth, default=None)
    start, end = (inner.start, inner.end) if inner else (document.start, document.end)
    if end - start > LONGEST_SECTION:
        start = max(start, passage.start - LONGEST_SECTION // 2)
        end = min(end, passage.end + LONGEST_SECTION // 2)
    return Span(start, end)
