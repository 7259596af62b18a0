"""A document's mentions laid on its folded text: what the rules of relations ask for.

Rules ask which mentions stand inside another one's name, in a table's cell, in a section, in a sentence. Each mention
carries its place in the reading (ingest/form/reading.py); patterns over the text between two mentions are plain.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graph.records import (
    Attribute,
    AttributeKind,
    EntityType,
    Mention,
    Relation,
    RelationType,
    Section,
    Span,
    Structure,
)
from graph.writing.sentence_ends import ENDS, LINE
from ingest.facts.attribute_words import Value
from ingest.form.enclosing import Enclosing
from ingest.form.reading import Reading
from ingest.rules import Rule

SENTENCE = re.compile(f"[^{ENDS}{LINE}]+[{ENDS}{LINE}]?")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention at its place in the reading."""

    mention: Mention
    start: int
    end: int

    @property
    def type(self) -> EntityType:
        """That of its mention."""
        return self.mention.type


@dataclass(frozen=True)
class MarkedText:
    """One document, its reading and its marks in order of place, longer ones first."""

    structure: Structure
    reading: Reading
    marks: Sequence[Mark]
    starts: Sequence[int]
    run_ins: dict[int, list[Any]] = field(default_factory=dict, compare=False, repr=False)  # what topics.py read

    @classmethod
    def of(cls, structure: Structure, mentions: Sequence[Mention]) -> MarkedText:
        """A document with its mentions; those that the text only implies have no place and are left out."""
        reading = Reading.of(structure)
        marks = sorted(
            (Mark(m, reading.index(m.start), reading.index(m.end - 1) + 1) for m in mentions if not m.implied),
            key=lambda mark: (mark.start, -mark.end, mark.type, mark.mention.name),
        )
        return cls(structure, reading, marks, [mark.start for mark in marks])

    @property
    def text(self) -> str:
        """The folded text, to which the places of marks refer."""
        return self.reading.text

    @cached_property
    def companies(self) -> Mapping[str, Mark]:
        """The companies that the document names, by how it writes them: the first mark of each."""
        found: dict[str, Mark] = {}
        for mark in self.of_type(EntityType.ENTERPRISE):
            found.setdefault(self.text[mark.start : mark.end], mark)
        return found

    def of_type(self, kind: EntityType) -> list[Mark]:
        """The marks of one type, in order of place."""
        return [mark for mark in self.marks if mark.type is kind]

    def within(self, start: int, end: int, *kinds: EntityType) -> list[Mark]:
        """Marks that lie in ``text[start:end]``, of these types if any are given."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [m for m in self.marks[first:last] if m.end <= end and (not kinds or m.type in kinds)]

    def in_place(self, start: int, end: int, *kinds: EntityType) -> list[Mark]:
        """Marks that lie in a stretch of the source."""
        return self.within(self.reading.index(start), self.reading.index(end), *kinds)

    def inside(self, mark: Mark, *kinds: EntityType) -> list[Mark]:
        """Marks inside another one, itself and others of its own stretch left out."""
        return [m for m in self.within(mark.start, mark.end, *kinds) if (m.start, m.end) != (mark.start, mark.end)]

    def outermost(self, marks: Sequence[Mark]) -> list[Mark]:
        """Without those that lie inside another of them."""
        kept: list[Mark] = []
        for mark in marks:
            if not kept or mark.end > kept[-1].end:
                kept.append(mark)
        return kept

    def section_at(self, at: int) -> Section | None:
        """The innermost section at a position of the reading."""
        return self._innermost.at(self.reading.places[at])

    def above(self, section: Section) -> Section | None:
        """The section in which it stands."""
        return self._sections.get(section.parent_id or "")

    @cached_property
    def _innermost(self) -> Enclosing[Section]:
        return Enclosing(self.structure.sections)

    @cached_property
    def _sections(self) -> Mapping[str, Section]:
        return {section.id: section for section in self.structure.sections}

    def sentences(self) -> Iterator[tuple[int, int]]:
        """The places of sentences, that is of what 。 ; and the ends of blocks part."""
        for match in SENTENCE.finditer(self.text):
            yield match.span()

    def relation(
        self,
        head: Mention,
        rel: RelationType,
        tail: Mention,
        rule: Rule,
        evidence: Span | None = None,
        role: str | None = None,
    ) -> Relation:
        """A relation whose evidence is, if none is given, the stretch from the first to the last of the two."""
        where = evidence or Span(min(head.start, tail.start), max(head.end, tail.end))
        document = self.structure.document
        return Relation(head, rel, tail, document.source, document.id, where.start, where.end, rule.name, role)

    def attribute(
        self, project: Mention, kind: AttributeKind, said: Value, rule: Rule, evidence: Span, year: int | None = None
    ) -> Attribute:
        """What `evidence`, which holds the project's name and the value, says of the project."""
        document = self.structure.document
        return Attribute(
            source=document.source,
            document_id=document.id,
            start=evidence.start,
            end=evidence.end,
            project=project,
            kind=kind,
            value=said.value,
            unit=said.unit,
            year=year,
            comparator=said.comparator,
            rule=rule.name,
        )

    def mention_at(
        self, start: int, end: int, kind: EntityType, name: str, rule: Rule, code: str | None = None
    ) -> Mention:
        """A new mention for an endpoint that no rule of mentions has found at this place."""
        span = self.reading.span(start, end)
        document = self.structure.document
        surface = self.structure.text[span.start : span.end]
        return Mention(document.source, document.id, span.start, span.end, surface, kind, name, rule.name, code)
