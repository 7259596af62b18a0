"""What recognition finds on a page: lines, and the paragraphs and tables that they make up.

Boxes are left, top, right, bottom in pixels of the upright page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.sources.boxes import Box, around


@dataclass(frozen=True, slots=True)
class Line:
    """Characters that stand in a row, and how sure each is (0 to 1)."""

    text: str
    box: Box
    sure: tuple[float, ...]

    @property
    def left(self) -> float:
        """Where it begins, in pixels."""
        return self.box[0]

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.box[1]

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.box[2]

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.box[3]

    @property
    def height(self) -> float:
        """From edge to edge."""
        return self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that are one line of the stored text."""

    lines: tuple[Line, ...]
    is_furniture: bool = False
    opens_indented: bool = True  # no wrapped line of a paragraph that began on another page


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell with the lines in it; `box` is that of its borders."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table on a page, row by row."""

    box: Box
    cells: tuple[TableCell, ...]


Block = Paragraph | PageTable
Standing = Line | PageTable  # what stands on a page before paragraphs are made


def rows_of(standing: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand beside each other, from the left."""
    rows: list[list[Line]] = []
    for line in sorted(standing, key=lambda line: (line.top + line.bottom) / 2):
        if rows and _is_beside(rows[-1][-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _is_beside(one: Line, other: Line) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.5 * min(one.height, other.height) and (one.right <= other.left + 2 or other.right <= one.left + 2)


def join_row(row: Sequence[Line]) -> Line:
    """Lines beside each other as one; where they stand apart a blank goes between."""
    text, sure = row[0].text, row[0].sure
    for before, line in pairwise(row):
        gap = " " if line.left - before.right > 0.8 * line.height else ""
        text += gap + line.text
        sure += (1.0,) * len(gap) + line.sure
    return Line(text, around(row), sure)
