"""A text → the same text with its signs folded, and its lines that are not blank.

Folding keeps every character's place: full-width signs become half-width ones, every kind of blank becomes a space,
radicals and traditional characters become the usual ones, so that the rules of structure need to know one form only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph.records import Span
from graph.writing.foldings import FOLDED_LINES

# Tags of a web page that were left in a text file; they break a line like a line feed does.
TAG = re.compile(
    r"</?(?:p|div|br|h[1-6]|table|tbody|tr|td|th|li|ul|ol|span|font|strong|b|center|a|img)\b[^<>\n]{0,300}>"
    r"|</?(?:div|p)class=[^<>\n]{0,300}>|</[a-z]{1,10}(?=<|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the blanks around it; `text` is the folded text from `start` to `end`."""

    text: str
    start: int
    end: int


def fold_signs(text: str) -> str:
    """The text with half-width signs and plain blanks, each character in its place."""
    flat = text.translate(FOLDED_LINES)
    if "<" not in flat:
        return flat
    return TAG.sub(lambda match: "\n" * len(match.group()), flat)


def split_lines(flat: str, start: int, end: int) -> list[Line]:
    """The lines of ``flat[start:end]`` that hold more than blanks."""
    lines: list[Line] = []
    at = start
    for piece in flat[start:end].split("\n"):
        stripped = piece.strip(" ")
        if stripped:
            left = at + len(piece) - len(piece.lstrip(" "))
            lines.append(Line(stripped, left, left + len(stripped)))
        at += len(piece) + 1
    return lines


def outside(lines: Sequence[Line], spans: Sequence[Span]) -> list[Line]:
    """The lines that do not begin inside one of the spans (sorted, not overlapping)."""
    kept: list[Line] = []
    at = 0
    for line in lines:
        while at < len(spans) and spans[at].end <= line.start:
            at += 1
        if at == len(spans) or line.start < spans[at].start:
            kept.append(line)
    return kept


def last_visible(flat: str, end: int) -> int:
    """Where the last visible character before a place ends."""
    while end and flat[end - 1] in " \n":
        end -= 1
    return end
