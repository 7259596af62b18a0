"""The things that stand on a page of a PDF: glyphs, pieces of lines, rules; all in points from the page's upper left.

A page whose text runs sideways or downwards is turned before it is read; `Page.place` turns boxes back, so that what
a citation shows is where the text stands on the page as it is seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.sources.boxes import Box
from ingest.sources.reading import Place


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character as printed."""

    text: str
    left: float
    right: float
    base: float  # the line it stands on
    size: float  # of the font, as seen
    bold: bool = False
    spaced: bool = False  # a blank was printed before it


@dataclass(frozen=True, slots=True)
class Piece:
    """Glyphs of one line without a wide gap between them."""

    text: str
    box: Box
    size: float
    bold: bool = False

    @property
    def base(self) -> float:
        """The line it stands on."""
        return self.box[3]


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line, level or upright."""

    box: Box

    @property
    def is_level(self) -> bool:
        """Whether it runs from left to right."""
        return self.box[2] - self.box[0] >= self.box[3] - self.box[1]


@dataclass(slots=True)
class Page:
    """What stands on one page, upright as it is read: width and height are those of the turned page."""

    number: int  # from 1
    width: float
    height: float
    turns: int = 0  # quarter turns to the left that were made to read it
    pieces: list[Piece] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    picture: float = 0.0  # share of the page that its largest picture fills
    glyphs: int = 0
    unknown: int = 0  # glyphs whose character the file does not say
    shapes: int = 0  # drawn things beside rules and pictures

    def place(self, box: Box, sure: float = 1.0) -> Place:
        """Where a box of the turned page stands on the page as seen."""
        left, top, right, bottom = turn(box, -self.turns, self.width, self.height)
        width, height = (self.height, self.width) if self.turns % 2 else (self.width, self.height)
        shares = (left / width, top / height, right / width, bottom / height)
        return Place(self.number, tuple(round(min(1.0, max(0.0, share)), 4) for share in shares), sure=sure)


def turn(box: Box, turns: int, width: float, height: float) -> Box:
    """The box after so many quarter turns to the left of a page of that size."""
    for _ in range(turns % 4):
        left, top, right, bottom = box
        box = (top, width - right, bottom, width - left)
        width, height = height, width
    return box


def middle(values: Iterable[float]) -> float:
    """The median; 0 of nothing."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else 0.0
