"""Who does what, as a document says it: a document goes in, its duties come out, in reading order.

A clause of duty (``graph/lexicon/lead_clauses.py``) speaks for the sentence it stands in, for the section on whose
heading it stands, or for what lies between the clause before it and itself. What the duty is, in short, is the heading
where the clause speaks for all under it, else the first clause of its stretch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby

from graph.lexicon.lead_clauses import (
    DUTY_HEADER,
    Clause,
    Role,
    end_of_sentence,
    find_clauses,
    split_units,
)
from graph.lexicon.wordings import wordings
from graph.records import Document, Section, Span
from graph.writing.foldings import fold_text
from graph.writing.sentence_ends import LINE, TASK, last_end
from search.replies.bodies import looks_like_body
from search.replies.contract import Base
from search.texts.flat import Flat, flatten

any_of = wordings("answers").any_of

LONGEST_ITEM = 60  # characters
LEAST_ITEM = 6  # characters of a first clause that says what is to be done
LEADS_UP = re.compile(r"^(?:其中|同时)?[,:]?|,?由?$")  # to what is led, and from it to who leads
CONDITION = re.compile(any_of("conditions"))
LABEL = re.compile(
    r"^(?:第?[(]?(?:[一二三四五六七八九十]{1,3}|\d{1,3})(?:[)]|[、.．](?!\d)|[条项])|[①-⑳]|[-—·●■]+)+"
    rf"|^(?!\d{{1,2}}{any_of('not_item_units')})"
    r"\d{1,2}[\u2000-\u206f\ue000-\uf8ff]*(?=[\u4e00-\u9fff])"
)
LEFT_EDGE = re.compile(r"^[。;,:、\s)\]】〕>”]+")
RIGHT_EDGE = re.compile(r"(?:方面|部分|,|;|:|。|、|\s)+$")
FIRST_STOP = re.compile(r"[。;:\n!]")
CLOSING_SIGNS = "。.;;,, \t\r\n\u3000)）"


@dataclass(frozen=True, slots=True)
class Duty:
    """`item`: what is to be done, in short; `text`: all of it; `scope`: where it stands; `clause`: who does it;
    `half`: the part of the task that the clause tells apart (工业企业由…牵头).
    """

    document: Document
    item: str
    text: str
    headings: tuple[str, ...]
    scope: Span
    clause: Span
    leads: tuple[str, ...]
    others: tuple[str, ...]
    half: str = ""
    spoken: bool = False  # within a sentence

    @property
    def everyone(self) -> tuple[str, ...]:
        """Those that lead first."""
        return (*self.leads, *self.others)


def duties_of(document: Document, base: Base) -> Sequence[Duty]:
    """All duties of a document."""
    text = base.text_of(document.source)
    sections = tuple(base.sections(document.id))
    found = list(_read(document, text, sections))
    for table in base.tables(document.id):
        for row in table.rows:
            cells = [(cell, DUTY_HEADER.search(cell.header)) for cell in row.cells]
            if not any(header for _, header in cells):
                continue
            leads = [unit for cell, header in cells if header and header["lead"] for unit in _units(cell.text)]
            others = [unit for cell, header in cells if header and not header["lead"] for unit in _units(cell.text)]
            named = [cell.text for cell, header in cells if not header and not cell.text.isdigit() and cell.text]
            if named and (leads or others):
                span = Span(row.start, row.end)
                item = clean_item(named[0])
                found.append(Duty(document, item, row.reading, (table.title,), span, span, tuple(leads), tuple(others)))
    return sorted(found, key=lambda duty: (duty.scope.start, duty.clause))


def _units(cell: str) -> list[str]:
    text = re.sub(r"\s+", "", cell)
    return [text[start:end] for start, end in split_units(text, 0, len(text))]


@lru_cache(maxsize=512)
def _read(document: Document, text: str, sections: tuple[Section, ...]) -> tuple[Duty, ...]:
    flat = flatten(text, Span(document.start, document.end))
    clauses = [clause for clause in find_clauses(flat.text) if clause.parts]
    reader = Reader(document, text, flat, sections, clauses)
    found = (duty for place in range(len(clauses)) for duty in reader.duties_at(place))
    return tuple(duty for duty in found if not duty.spoken or all(map(looks_like_body, duty.everyone)))


@dataclass(frozen=True)
class Reader:
    """A document's text with its clauses of duty; places count characters of the flat text."""

    document: Document
    source: str
    flat: Flat
    sections: Sequence[Section]
    clauses: Sequence[Clause]

    def duties_at(self, place: int) -> list[Duty]:
        """One; one for each half of the task where the clause names halves."""
        clause = self.clauses[place]
        start, end = self._scope(place)
        text = self.flat.text[start : min(end, max(clause.start, start + 1))] if clause.kind != "sentence" else ""
        text = text or self.flat.text[start:end]
        halves: list[str] = [part.topic for part in clause.parts if part.topic]
        scope = self.flat.span(start, max(end, start + 1))
        section = self._section_at(scope.start) if clause.kind == "sentence" else self._innermost(place)
        found = []
        for half in dict.fromkeys(halves) or [""]:
            parts = [part for part in clause.parts if not part.topic or part.topic == half]
            units = {role: self._names(clause, parts, role) for role in Role}
            item = self._item(place, start, text)
            found.append(
                Duty(
                    self.document,
                    f"{item}:{half}" if half else item,
                    text,
                    section.path if section else (),
                    scope,
                    self.flat.span(clause.start, clause.end),
                    units[Role.LEAD],
                    units[Role.RESPONSIBLE],
                    half,
                    clause.kind == "sentence",
                )
            )
        return found

    def _names(self, clause: Clause, parts: Sequence[object], role: Role) -> tuple[str, ...]:
        units = [
            self.flat.text[start:end]
            for part in clause.parts
            if part in parts and part.role is role
            for start, end in part.units
        ]
        return tuple(dict.fromkeys(_with_level(units)))

    # --------------------------------------------------------------------------------------- what it speaks for

    def _scope(self, place: int) -> tuple[int, int]:
        clause = self.clauses[place]
        if clause.kind == "sentence":
            return self._sentence(place)
        if place and self._goes_on(place):
            start, end = self._scope(place - 1)
            return start, max(end, clause.end)
        section = self._innermost(place)
        start = self.flat.at(section.start) if section else 0
        if section and self._on_heading(section, place):
            return start, self.flat.at(section.end)
        before = [one for one in self.clauses[:place] if one.kind != "sentence"]
        if before and before[-1].end > start:
            return min(before[-1].end, clause.start), clause.end
        parent = self._parent_spoken_for(section, place) if section else None
        return (self.flat.at(parent.start) if parent else start), clause.end

    def _goes_on(self, place: int) -> bool:
        """Whether nothing but signs stands between the clause and the one before."""
        before, clause = self.clauses[place - 1], self.clauses[place]
        return before.kind != "sentence" and not self.flat.text[before.end : clause.start].strip(CLOSING_SIGNS)

    def _sentence(self, place: int) -> tuple[int, int]:
        """The sentence; where it speaks of several bodies in turn, the part about this one."""
        start, end, _ = self._sentences[place]
        return start, min(end + 1, len(self.flat.text))

    @cached_property
    def _sentences(self) -> Mapping[int, tuple[int, int, bool]]:
        """For each clause that is spoken where its part of the sentence begins and ends, and whether that is a part."""
        spoken = [place for place, clause in enumerate(self.clauses) if clause.kind == "sentence"]
        found: dict[int, tuple[int, int, bool]] = {}
        for (start, end), places in groupby(spoken, self._whole_sentence):
            among = list(places)
            if len(among) == 1:
                found[among[0]] = (start, end, False)
            else:
                found |= {
                    place: (*part, True) for place, part in zip(among, self._parts(among, start, end), strict=True)
                }
        return found

    def _whole_sentence(self, place: int) -> tuple[int, int]:
        clause = self.clauses[place]
        start = last_end(self.flat.text, TASK + LINE, 0, clause.start + 1)
        return start, end_of_sentence(self.flat.text, clause.end)

    def _parts(self, places: Sequence[int], start: int, end: int) -> Iterator[tuple[int, int]]:
        """The part about each body: 防火由A牵头,防汛由B牵头; 由A牵头,防火,由B牵头,防汛; 防火,由A牵头,防汛,由B牵头."""
        text, clauses = self.flat.text, [self.clauses[place] for place in places]
        section = self._innermost(places[0])
        heading_end = self.flat.at(section.heading_end) if section else 0
        start = max(start, heading_end if heading_end <= clauses[0].start else 0)
        last = start
        for clause, behind in zip(clauses, [*clauses[1:], None], strict=True):
            comma = max(start, text.rfind(",", start, clause.start + 1) + 1)
            until = text.rfind(",", clause.end, behind.start + 1) if behind else end
            until = until if until >= 0 else end
            if _led(text[comma : clause.start]):
                yield comma, until
            elif not _led(text[start : clauses[0].start]):
                yield clause.start, until
            else:
                yield last, clause.end
            last = clause.end

    def _section_at(self, place: int) -> Section | None:
        around = [section for section in self.sections if section.start <= place < section.end]
        return max(around, key=lambda section: (section.depth, section.start), default=None)

    def _innermost(self, place: int) -> Section | None:
        return self._section_at(self.flat.places[self.clauses[place].start])

    def _on_heading(self, section: Section, place: int) -> bool:
        """On the heading, or right behind it with text that no other clause closes."""
        clause = self.clauses[place]
        heading_end = self.flat.at(section.heading_end)
        if clause.start < heading_end:
            return True
        if self.flat.text[heading_end : clause.start].strip(CLOSING_SIGNS):
            return False
        end = self.flat.at(section.end)
        inside = [one for one in self.clauses[place:] if one.start < end and one.kind != "sentence"]
        return bool(self.flat.text[inside[-1].end : end].strip(CLOSING_SIGNS)) or len(inside) == 1

    def _parent_spoken_for(self, section: Section, place: int) -> Section | None:
        """The section above, when this clause ends its last part and is the only one in it."""
        parent = next((one for one in self.sections if one.id == section.parent_id), None)
        if parent is None or parent.end > section.end:
            return None
        start, end = self.flat.at(parent.start), self.flat.at(parent.end)
        alone = not any(start <= one.start < end for one in self.clauses if one is not self.clauses[place])
        siblings = sum(one.parent_id == parent.id for one in self.sections)
        return parent if alone and siblings > 1 else None

    # ------------------------------------------------------------------------------------------------ in short

    def _ends_line(self, place: int) -> bool:
        """Whether the source has a line break right behind a place."""
        return self.source[place : place + 1] in ("\n", "\r", "")

    def _item(self, place: int, start: int, text: str) -> str:
        """The heading where the duty begins with it, else the first clause of its text."""
        clause = self.clauses[place]
        section = next((one for one in self.sections if self.flat.at(one.start) == start), None)
        if section and section.title and clause.kind != "sentence":
            # a title may have been cut within its sentence
            behind = self.flat.text[self.flat.at(section.heading_end) :][:1]
            whole = self._ends_line(section.heading_end) or not behind.isalnum()
            return clean_item(fold_text(section.title) if whole else text)
        if clause.kind == "sentence":
            return self._item_of_sentence(place, text)
        return clean_item(text)

    def _item_of_sentence(self, place: int, text: str) -> str:
        """What stands behind the clause; where a sentence names several bodies, what stands before it in its part."""
        clause = self.clauses[place]
        start, end, is_part = self._sentences[place]
        if is_part and (led := _led(self.flat.text[start : clause.start])):
            return clean_item(led)
        behind = self.flat.text[clause.end : end]
        return clean_item(behind if len(behind) > 4 else text)


def _led(text: str) -> str:
    """What is led, of the words before who leads."""
    return LEADS_UP.sub("", text).strip(CLOSING_SIGNS)


def clean_item(text: str) -> str:
    """The first clause without label, clause of duty and what only leads up to it: 森林防灭火方面:… → 森林防灭火."""
    text = LEFT_EDGE.sub("", text)
    text = LABEL.sub("", text)
    text = re.sub(r"[(〔\[【][^()〔〕\[\]【】]*(?:牵头|负责|责任|配合|单位)[^()〔〕\[\]【】]*[)〕\]】]?", "", text)
    stop = FIRST_STOP.search(text, 2)
    text = RIGHT_EDGE.sub("", text[: stop.start()] if stop else text)
    comma = text.find(",")
    if comma >= LEAST_ITEM and not CONDITION.match(text):
        text = text[:comma]
    elif comma >= 0 and (second := text.find(",", comma + 1)) > 0:
        text = text[:second]
    if len(text) > LONGEST_ITEM:
        text = text[:LONGEST_ITEM]
    return text


def _with_level(units: Sequence[str]) -> list[str]:
    """“市科技局、人力资源社会保障局”: the level of the first holds for those that name none."""
    found = []
    level = ""
    for unit in units:
        own = re.match(any_of("own_area"), unit)
        level = unit[0] if own and unit[0] in "省市县区州" else level if not own else ""
        is_body = re.search(r"(?:局|委|厅|办|部|院|署)$", unit)
        foreign = re.match(any_of("other_bodies"), unit)
        found.append(level + unit if is_body and not own and not foreign and level else unit)
    return found
