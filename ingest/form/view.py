"""A stretch of text as the rules of extraction read it, and the way back to the source.

Documents that came from web pages break words over lines (“怀化⏎高新区”), mix full-width and half-width signs and
put odd blanks before numerals. A view drops all white space, folds each character that NFKC folds to one character,
and reads radicals and traditional characters as the usual ones (graph.writing.characters); every position maps back
to the stored text, so what a rule finds keeps its exact place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.records import Span
from graph.writing.foldings import FOLDED


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
