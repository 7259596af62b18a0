"""A stretch of a source's text made plain: half-width, unbroken lines, and where each character of it stands.

In: stored text and a span. Out: `Flat`; line breaks stay where a paragraph or a heading may end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.records import Span
from graph.writing.characters import NOTHING
from graph.writing.foldings import fold_flat
from graph.writing.sentence_ends import LINE, STORED

OPEN, CLOSE = "(《“‘【[〔「", ")》”’】]〕」"
ENDS_LINE = STORED + LINE  # a line that ends so may end a paragraph
BLANK_LINES = re.compile(r"\n[^\S\n]*\n")
STARTS_ITEM = re.compile(
    r"[^\S\n]*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）.．、]|[①-⑳]|——|第[一二三四五六七八九十\d]+[章节篇条])"
)


@dataclass(frozen=True, slots=True)
class Flat:
    """`places[i]` is where `text[i]` stands in the source."""

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """The stretch of the source behind text[start:end]."""
        return Span(self.places[start], self.places[end - 1] + 1)

    def at(self, place: int) -> int:
        """The first character that stands at `place` of the source or behind it."""
        low, high = 0, len(self.places)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.places[middle] < place else (low, middle)
        return low


@lru_cache(maxsize=256)
def flatten(text: str, span: Span) -> Flat:
    """text[span] made plain."""
    kept: list[str] = []
    places: list[int] = []
    for place, character in _without_breaks(text, span):
        for folded in "。" if character in "．." and _ends_sentence(text, place, span) else fold_flat(character):
            kept.append(folded)
            places.append(place)
    return Flat("".join(kept), places)


def _ends_sentence(text: str, place: int, span: Span) -> bool:
    """…能力．继续进行…: a point between Chinese characters."""
    before, behind = text[max(span.start, place - 1) : place], text[place + 1 : place + 2].strip()
    return "\u4e00" <= before <= "\u9fff" and "\u4e00" <= behind <= "\u9fff"


def _without_breaks(text: str, span: Span) -> Iterator[tuple[int, str]]:
    before = ""
    place = span.start
    while place < span.end:
        character = text[place]
        if character not in "\n\r":
            if not character.isspace() and character not in NOTHING:
                before = character
                yield place, character
            place += 1
            continue
        end = place
        while end < span.end and text[end].isspace():
            end += 1
        if before and before != "\n" and _ends_paragraph(text, place, end, before):
            before = "\n"
            yield place, "\n"
        place = end


def _ends_paragraph(text: str, start: int, end: int, before: str) -> bool:
    return (
        before in ENDS_LINE
        or (before not in "：:、，," and bool(BLANK_LINES.search(text[start:end].replace("\r", ""))))
        or bool(STARTS_ITEM.match(text, end))
    )


def depths(text: str) -> list[int]:
    """For each character how many brackets and quotation marks are open around it; the marks themselves count as
    inside. A mark that is never closed opens nothing; plain quotation marks open and close in turn.
    """
    found = [0] * len(text)
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for place, character in enumerate(text):
        if character == '"':
            if opened and text[opened[-1]] == '"':
                pairs.append((opened.pop(), place))
            else:
                opened.append(place)
        elif character in OPEN:
            opened.append(place)
        elif character in CLOSE:
            opening = OPEN[CLOSE.index(character)]
            at = next((n for n in range(len(opened) - 1, -1, -1) if text[opened[n]] == opening), None)
            if at is not None:
                pairs.append((opened[at], place))
                del opened[at:]
    for first, last in pairs:
        for place in range(first, last + 1):
            found[place] += 1
    return found
