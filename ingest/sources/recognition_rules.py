"""The ruled lines of an upright page → tables: which cells they part, and which of them are merged.

In: a picture in black on white. Out: `PageTable`s without text. A frame around text alone is no table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from ingest.sources.boxes import Box, holds
from ingest.sources.joined_fields import Field, join_fields
from ingest.sources.recognition_engine import Picture, as_picture
from ingest.sources.recognition_lines import PageTable, TableCell

Mask = npt.NDArray[np.uint8]

SHORTEST = (
    1 / 28,
    1 / 42,
)  # of a rule along and down: shares of the page's longer side, longer than strokes of letters
NARROW = 9  # pixels: rules closer than this are one, drawn twice or aslant
DRAWN = 0.6  # share of a border that must be drawn
THROUGH = 0.9  # … or share of it in one row of pixels
LEAST = (0.12, 0.015)  # width and height of a table as shares of the page's


def find_tables(picture: Picture) -> list[PageTable]:
    """The ruled tables of a page, from the top."""
    ink = _ink(picture)
    along, down = _rules(ink)
    height, width = along.shape
    everything = cv2.dilate(cv2.bitwise_or(along, down), np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(everything)
    tables: list[PageTable] = []
    for label in range(1, count):
        left, top, wide, high, _ = (int(value) for value in stats[label])
        if wide < LEAST[0] * width or high < LEAST[1] * height:
            continue
        window = (slice(top, top + high), slice(left, left + wide))
        inside = (labels[window] == label).astype(np.uint8)
        table = _table(along[window] * inside, down[window] * inside, ink[window], (left, top))
        if table is not None:
            tables.append(table)
    return sorted(_outermost(tables), key=lambda table: table.box[1])


def _ink(picture: Picture) -> Mask:
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    return as_picture(cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12))


def _rules(ink: Mask) -> tuple[Mask, Mask]:
    """Pixels of rules that run along and down."""
    side = max(ink.shape)
    wide, high = (max(20, round(share * side)) for share in SHORTEST)
    # a rule that leaves its row of pixels, or has a gap of a few, is one rule still
    along = cv2.morphologyEx(cv2.dilate(ink, np.ones((3, 1), np.uint8)), cv2.MORPH_OPEN, np.ones((1, wide), np.uint8))
    down = cv2.morphologyEx(cv2.dilate(ink, np.ones((1, 3), np.uint8)), cv2.MORPH_OPEN, np.ones((high, 1), np.uint8))
    along = cv2.morphologyEx(along, cv2.MORPH_CLOSE, np.ones((1, 9), np.uint8))
    down = cv2.morphologyEx(down, cv2.MORPH_CLOSE, np.ones((9, 1), np.uint8))
    return along.astype(np.uint8), down.astype(np.uint8)


def _table(along: Mask, down: Mask, ink: Mask, corner: tuple[int, int]) -> PageTable | None:
    rows, columns = _places(along, 0), _places(down, 1)
    high, wide = along.shape
    rows, columns = _closed(rows, high), _closed(columns, wide)
    if len(rows) < 2 or len(columns) < 2 or (len(rows) == 2 and len(columns) == 2):
        return None
    lattice = _Lattice(along, down, ink, rows, columns)
    cells = tuple(lattice.cells(corner))
    if len(cells) < 2:
        return None
    left, top = corner
    return PageTable((left + columns[0], top + rows[0], left + columns[-1], top + rows[-1]), cells)


def _places(rules: Mask, axis: int) -> list[int]:
    """Where rules stand: rows of those that run along (axis 0), columns of those that run down (1)."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(rules)
    found: list[tuple[float, float]] = []  # place, length
    for left, top, wide, high, _ in stats[1:count]:
        place, length = (top + high / 2, wide) if axis == 0 else (left + wide / 2, high)
        found.append((float(place), float(length)))
    groups: list[list[tuple[float, float]]] = []
    for place, length in sorted(found):
        if groups and place - groups[-1][-1][0] <= NARROW:
            groups[-1].append((place, length))
        else:
            groups.append([(place, length)])
    return [round(sum(p * n for p, n in group) / sum(n for _, n in group)) for group in groups]


def _closed(places: list[int], size: int) -> list[int]:
    """With the table's own edges, where they are not drawn: tables open at the sides."""
    if not places:
        return [0, size]
    if places[0] > 2 * NARROW:
        places = [0, *places]
    if places[-1] < size - 2 * NARROW:
        places = [*places, size]
    return places


@dataclass(slots=True)
class _Lattice:
    """The smallest cells that all rules together part, before those without a border between them are one."""

    along: Mask
    down: Mask
    ink: Mask
    rows: list[int]
    columns: list[int]

    def cells(self, corner: tuple[int, int]) -> list[TableCell]:
        """Cells with their spans, row by row."""
        rows, columns = range(len(self.rows) - 1), range(len(self.columns) - 1)
        beside = [[self._is_parted_beside(row, column) for column in columns[:-1]] for row in rows]
        below = [[self._is_parted_below(row, column) for column in columns] for row in rows[:-1]]
        cells = [self._cell(fields, corner) for fields in join_fields(beside, below)]
        return sorted(cells, key=lambda cell: (cell.row, cell.column))

    def _is_parted_beside(self, row: int, column: int) -> bool:
        place = self.columns[column + 1]
        window = (_inside(self.rows, row), slice(max(0, place - NARROW), place + NARROW))
        return _is_drawn(self.down[window].T, self.ink[window].T)

    def _is_parted_below(self, row: int, column: int) -> bool:
        place = self.rows[row + 1]
        window = (slice(max(0, place - NARROW), place + NARROW), _inside(self.columns, column))
        return _is_drawn(self.along[window], self.ink[window])

    def _cell(self, fields: Sequence[Field], corner: tuple[int, int]) -> TableCell:
        top, left = min(row for row, _ in fields), min(column for _, column in fields)
        bottom, right = max(row for row, _ in fields) + 1, max(column for _, column in fields) + 1
        x, y = corner
        box: Box = (
            x + self.columns[left], y + self.rows[top], x + self.columns[right], y + self.rows[bottom],
        )  # fmt: skip
        return TableCell(top, left, bottom - top, right - left, box)


def _is_drawn(rule: Mask, ink: Mask) -> bool:
    """Whether a border runs along this strip: a rule that was found, or ink from end to end, where a narrow column
    has a border of its own that is shorter than a rule."""
    if not rule.size:
        return True
    return bool(rule.any(axis=0).mean() >= DRAWN or _thick(ink).mean(axis=1).max() >= THROUGH)


def _thick(ink: Mask) -> Mask:
    return as_picture(cv2.dilate(ink, np.ones((3, 1), np.uint8)))


def _inside(places: Sequence[int], at: int) -> slice:
    """Between two rules, without what touches them."""
    start, end = places[at], places[at + 1]
    rim = min(4, (end - start) // 4)
    return slice(start + rim, end - rim)


def _outermost(tables: Sequence[PageTable]) -> list[PageTable]:
    return [
        table for table in tables if not any(other is not table and holds(other.box, table.box) for other in tables)
    ]
