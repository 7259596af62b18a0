"""The sentences of a document's running text with what attributes are read from: their projects and phrases."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.lexicon.wordings import wordings
from graph.records import BlockKind, EntityType
from ingest.entities.places import Places
from ingest.facts.attribute_phrases import Phrase, find_phrases
from ingest.facts.attribute_words import load_words
from ingest.facts.marks import Mark, MarkedText

any_of = wordings("project_attributes").any_of

COVERING = (EntityType.ENTERPRISE, EntityType.DEPARTMENT)
TELLS = re.compile(rf"\d|{any_of('tells')}")
NEAR = 300  # characters: farther away nothing is bound
TITLES = (BlockKind.HEADING, BlockKind.BOX_TITLE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the text, the outermost projects that it names and the phrases in it, all in places of the text."""

    start: int
    end: int
    projects: Sequence[Mark]
    phrases: Sequence[Phrase]


def around(sentence: Sentence, phrase: Phrase) -> Sentence:
    """The sentence with the projects and phrases near this one: a table that lost its form may be one long sentence."""
    low, high = phrase.start - NEAR, phrase.end + NEAR
    projects, phrases = sentence.projects, sentence.phrases
    return replace(
        sentence,
        projects=projects[bisect_left(projects, low, key=_start) : bisect_left(projects, high, key=_start)],
        phrases=phrases[bisect_left(phrases, low, key=_start) : bisect_left(phrases, high, key=_start)],
    )


def _start(one: Mark | Phrase) -> int:
    return one.start


def sentences_of(marked: MarkedText) -> Iterator[tuple[int, int]]:
    """The places of sentences, those in tables left out."""
    tables = Places((table.start, table.end) for table in marked.structure.tables)
    for start, end in marked.sentences():
        place = marked.reading.places[start]
        if not tables.overlap(place, place + 1):
            yield start, end


def read_sentence(marked: MarkedText, start: int, end: int) -> Sentence:
    """The sentence with the outermost projects that it names, and the phrases beside their names."""
    text = marked.text[start:end]
    marks = marked.within(start, end, EntityType.PROJECT, EntityType.PARK, *COVERING)
    projects = [mark for mark in marked.outermost(marks) if _is_built(marked.text, mark)]
    if not TELLS.search(text):
        return Sentence(start, end, projects, ())
    found = (replace(p, start=p.start + start, end=p.end + start) for p in find_phrases(text))
    return Sentence(start, end, projects, [phrase for phrase in found if not _is_in_name(phrase, projects)])


def _is_in_name(phrase: Phrase, projects: Sequence[Mark]) -> bool:
    at = bisect_left(projects, phrase.start + 1, key=_start) - 1
    return at >= 0 and phrase.start < projects[at].end


def _is_built(text: str, mark: Mark) -> bool:
    """A project, or a park whose building is one: 双创产业园项目; no name of several."""
    if load_words().not_bearers.search(text[mark.start : mark.end]):
        return False
    return mark.type is EntityType.PROJECT or (
        mark.type is EntityType.PARK and re.match("(?:建设)?(?:项目|工程)", text[mark.end : mark.end + 4]) is not None
    )


def is_title(marked: MarkedText, before: Sequence[Sentence]) -> bool:
    """Whether the block before is a heading that is about one project."""
    if not before:
        return False
    place = marked.reading.places[before[0].start]
    blocks = marked.structure.blocks
    at = bisect_left(blocks, place + 1, key=lambda block: block.start) - 1
    return at >= 0 and blocks[at].kind in TITLES
