"""A stretch of text as the rules of extraction read it, and the way back to the source.

Documents that came from web pages break words over lines (“怀化⏎高新区”), mix full-width and half-width signs and
put odd blanks before numerals. A view drops all white space, folds each character that NFKC folds to one character,
and reads radicals and traditional characters as the usual ones (graph.characters); every position maps back
to the stored text, so what a rule finds keeps its exact place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from graph.characters import NOTHING, USUAL
from graph.records import Span


class FoldedSigns(dict[str, str]):
    """The half-width form of each character; white space gives "", what would become longer stays as it is."""

    def __missing__(self, character: str) -> str:
        folded = unicodedata.normalize("NFKC", character)
        if character.isspace() or character in NOTHING:
            folded = ""
        elif len(folded) != 1 or folded.isspace():
            folded = character
        folded = folded.translate(USUAL)
        self[character] = folded
        return folded


FOLDED = FoldedSigns()  # filled as characters are met: looking up is all that most of them cost


def fold(character: str) -> str:
    """The half-width form of one character, or "" for white space."""
    return FOLDED[character]


@dataclass(frozen=True, slots=True)
class View:
    """Folded text without white space; ``places[i]`` is where ``text[i]`` stands in the source."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, source_text: str, spans: Iterable[Span]) -> View:
        """The view of several stretches put end to end (a cell's lines, a paragraph, a whole document)."""
        pieces: list[str] = []
        places: list[int] = []
        for span in spans:
            folded = [FOLDED[character] for character in source_text[span.start : span.end]]
            pieces += folded
            if all(folded):
                places += range(span.start, span.end)
            else:
                places += [place for place, sign in enumerate(folded, span.start) if sign]
        return cls("".join(pieces), tuple(places))

    def span(self, start: int, end: int) -> Span:
        """The stretch of the source behind ``text[start:end]``; start < end."""
        return Span(self.places[start], self.places[end - 1] + 1)
