"""A sentence taken apart for reading lists in it: its words, its brackets, and the names that stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import rjieba

from graph.records import EntityType
from search.texts.flat import Flat, depths

QUOTES = {"“": "”", "‘": "’", "《": "》", "(": ")"}
STOPS = ",;:"
MARKS = {"“": "”", "‘": "’", "《": "》", '"': '"'}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A place in a flat text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """An entity mentioned at text[start:end]."""

    start: int
    end: int
    type: EntityType
    entity_id: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its part of speech, as the segmenter cuts and tags."""

    start: int
    end: int
    text: str
    tag: str


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a sentence read on one level of brackets; `inner`: it stands in quotation marks or brackets."""

    start: int
    end: int
    level: int

    @property
    def inner(self) -> bool:
        """Whether it stands in quotation marks or brackets."""
        return self.level > 0


@dataclass(frozen=True)
class Sentence:
    """text[start:end] of a flat text; all places count characters of the flat text."""

    flat: Flat
    start: int
    end: int
    names: Sequence[NamedEntity] = ()

    @property
    def text(self) -> str:
        """The sentence itself."""
        return self.flat.text[self.start : self.end]

    def of(self, start: int, end: int) -> str:
        """text[start:end] of the flat text."""
        return self.flat.text[start:end]

    @cached_property
    def _depths(self) -> list[int]:
        return depths(self.text)

    def depth(self, place: int) -> int:
        """How many brackets and quotation marks are open around a place."""
        return self._depths[place - self.start]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """All words, in order."""
        found, place = [], self.start
        for word, tag in rjieba.tag(self.text):
            found.append(Word(place, place + len(word), word, tag))
            place += len(word)
        return tuple(found)

    def words_in(self, start: int, end: int) -> list[Word]:
        """The words of a stretch; one that its edges cut is cut too."""
        return [
            word
            if start <= word.start and word.end <= end
            else Word(
                max(word.start, start), min(word.end, end), self.of(max(word.start, start), min(word.end, end)), "x"
            )
            for word in self.words
            if word.start < end and start < word.end
        ]

    def named_in(self, start: int, end: int) -> list[NamedEntity]:
        """The names that lie wholly in a stretch."""
        return [name for name in self.names if start <= name.start and name.end <= end]

    def regions(self) -> Iterator[Region]:
        """The sentence itself, and what stands in quotation marks or brackets and holds a list."""
        yield Region(self.start, self.end, 0)
        opened: list[int] = []
        for place in range(self.start, self.end):
            character = self.flat.text[place]
            if character in QUOTES:
                opened.append(place)
            elif opened and character == QUOTES[self.flat.text[opened[-1]]]:
                first = opened.pop() + 1
                if "、" in self.of(first, place) and self.depth(first - 1) == len(opened) + 1:
                    yield Region(first, place, len(opened) + 1)

    def clauses(self, region: Region) -> list[Region]:
        """The region cut at commas, semicolons and colons of its own level."""
        cuts = [region.start - 1]
        for place in range(region.start, region.end):
            if self.flat.text[place] in STOPS and self.depth(place) == region.level and not self._in_number(place):
                cuts.append(place)
        cuts.append(region.end)
        return [Region(first + 1, last, region.level) for first, last in pairwise(cuts) if first + 1 < last]

    def _in_number(self, place: int) -> bool:
        around = self.flat.text[place - 1 : place + 2]
        return len(around) == 3 and around[0].isdigit() and around[2].isdigit()
