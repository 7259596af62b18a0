"""A sheet as a person sees it: the shown text of each filled cell, by row and column counted from 0."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.sources.unreadable import Unreadable

MOST_CELLS = 200_000  # filled ones, in a whole workbook; the longest project lists have some 20,000
MOST_HIDDEN = 1_000  # stretches of hidden columns that are looked at
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, its last row and column included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """What a reader of a format gathers from one sheet."""

    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    header_rows: set[int] = field(default_factory=set)  # that the file says are headers
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)  # first and last
    known_columns: dict[int, bool] = field(default_factory=dict)  # whether they are hidden, as asked so far
    boxes: list[str] = field(default_factory=list)  # text boxes that lie over the cells
    is_hidden: bool = False
    uncalculated: int = 0  # formulas whose value the file does not hold
    pictures: int = 0

    def put(self, row: int, column: int, text: str) -> None:
        """Fill a cell, unless there is nothing to be seen in it."""
        if text.strip() and row < LAST_ROW and column < LAST_COLUMN:
            self.cells[row, column] = text

    def is_column_hidden(self, column: int) -> bool:
        """Whether the file hides a column."""
        known = self.known_columns.get(column)
        if known is None:
            known = any(first <= column <= last for first, last in self.hidden_columns[:MOST_HIDDEN])
            self.known_columns[column] = known
        return known


@dataclass(slots=True)
class Budget:
    """How many cells of a workbook may still be read."""

    name: str
    left: int = MOST_CELLS

    def spend(self, cells: int) -> None:
        """Raise where a workbook holds more than can be read."""
        self.left -= cells
        if self.left < 0:
            raise Unreadable(self.name, "cells", most=MOST_CELLS)


def cell_name(row: int, column: int) -> str:
    """B7 for row 6 and column 1."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def cell_place(name: str) -> tuple[int, int]:
    """Row 6 and column 1 for B7 (or $B$7); a column without a row, or a row without a column, is 0 there."""
    column = row = 0
    for sign in name.upper().replace("$", ""):
        if "A" <= sign <= "Z":
            column = column * 26 + ord(sign) - 64
        elif sign.isdecimal():
            row = row * 10 + int(sign)
    return max(0, row - 1), max(0, column - 1)


def area_of(reference: str) -> Area:
    """B7:D9 as an area."""
    first, _, last = reference.partition(":")
    top, left = cell_place(first)
    bottom, right = cell_place(last or first)
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
