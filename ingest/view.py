"""A stretch of text as the rules of extraction read it, and the way back to the source.

Documents that came from web pages break words over lines (“怀化⏎高新区”), mix full-width and half-width signs and
put odd blanks before numerals. A view drops all white space and folds each character that NFKC folds to one
character; every position maps back to the stored text, so what a rule finds keeps its exact place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from graph.model import Span


@lru_cache(maxsize=1 << 16)
def fold(character: str) -> str:
    """The half-width form of one character; white space gives "", what would become longer stays as it is."""
    if character.isspace() or character in "\u200b\ufeff\u00ad":
        return ""
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 and not folded.isspace() else character


@dataclass(frozen=True, slots=True)
class View:
    """Folded text without white space; ``places[i]`` is where ``text[i]`` stands in the source."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, source_text: str, spans: Iterable[Span]) -> View:
        """The view of several stretches put end to end (a cell's lines, a paragraph, a whole document)."""
        characters: list[str] = []
        places: list[int] = []
        for span in spans:
            for place in range(span.start, span.end):
                if folded := fold(source_text[place]):
                    characters.append(folded)
                    places.append(place)
        return cls("".join(characters), tuple(places))

    def span(self, start: int, end: int) -> Span:
        """The stretch of the source behind ``text[start:end]``; start < end."""
        return Span(self.places[start], self.places[end - 1] + 1)
