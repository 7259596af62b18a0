"""The cells of a grid laid out by row and column, and what stands over and under the table proper.

In: a `Grid` and the folded text. Out: a `Matrix` of the rows and columns that hold something; a cell that spans several
stands at each place. Titles, units and notes in cells over all columns are taken off: they are text around the table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.records import Grid, GridCell
from ingest.form.column_kinds import is_unit
from ingest.form.tables import NOTE

MOST_PLACES = 400_000  # rows times columns
LONGEST_CATEGORY = 40
UNIT_LINE = re.compile(r"(?:^|[(\s])(?:计量|金额)?单位[:为]?([^():为,;]{1,8}?)[)、,;\s]*$")
Cells = list[list[GridCell | None]]


class Matrix:
    """The cells of a grid by row and column; a cell that spans several stands at each place."""

    def __init__(self, grid: Grid, flat: str) -> None:
        self.flat = flat
        self._texts: dict[tuple[int, int], str] = {}  # by where the cell stands: a merged cell is asked for in each row
        width = max((cell.column + cell.columns for cell in grid.cells), default=0)
        height = max((cell.row + cell.rows for cell in grid.cells), default=0)
        if width * height > MOST_PLACES or sum(cell.rows * cell.columns for cell in grid.cells) > 2 * MOST_PLACES:
            width, height = 0, 0
        places: Cells = [[None] * width for _ in range(height)]
        for over in grid.cells if height else ():
            for down in range(over.row, over.row + over.rows):
                for across in range(over.column, over.column + over.columns):
                    places[down][across] = places[down][across] or over
        rows = [row for row in places if any(cell and self.text(cell) for cell in row)]
        kept = [at for at in range(width) if any((cell := row[at]) and self.text(cell) for row in rows)]
        self.rows = [[row[at] for at in kept] for row in rows]

    def text(self, cell: GridCell | None) -> str:
        """What stands in a cell, without blanks."""
        if cell is None:
            return ""
        place = (cell.start, cell.end)
        if place not in self._texts:
            self._texts[place] = "".join(self.flat[cell.start : cell.end].split())
        return self._texts[place]

    def texts(self, row: Sequence[GridCell | None]) -> list[str]:
        """What stands in the places of a row."""
        return [self.text(cell) for cell in row]

    def own(self, row: Sequence[GridCell | None]) -> list[GridCell]:
        """The cells of a row that hold something, each once."""
        found: dict[GridCell, None] = {}
        before: GridCell | None = None
        for cell in row:
            if cell is not before and cell is not None and self.text(cell):
                found[cell] = None
            before = cell
        return list(found)


def unit_said(line: str) -> str | None:
    """The unit that a line over a table names: “单位:万元”, “任务分解表(单位:万亩)”."""
    match = UNIT_LINE.search("".join(line.split()))
    return match[1] if match and is_unit(match[1]) else None


def split_title(matrix: Matrix, rows: Cells) -> tuple[Cells, Cells]:
    """The rows over the header: a title over all columns, 单位:万元, 填报单位:…; and the rest."""
    at = 0
    while at < len(rows) and _is_line(matrix, rows[at]):
        at += 1
    return rows[:at], rows[at:]


def _is_line(matrix: Matrix, row: Sequence[GridCell | None]) -> bool:
    """One cell, or a title beside what says its unit or day."""
    own = matrix.own(row)
    said = [":" in matrix.text(cell) for cell in own]
    return len(own) == 1 or (all(says or cell.columns > 1 for says, cell in zip(said, own, strict=True)) and any(said))


def without_notes(matrix: Matrix, rows: Cells) -> Cells:
    """The rows without the notes under them, each in one cell over all columns."""
    end = len(rows)
    while end and len(own := matrix.own(rows[end - 1])) == 1:
        text = matrix.text(own[0])
        if not NOTE.match(text) and len(text) <= LONGEST_CATEGORY:
            break
        end -= 1
    return rows[:end]


def side_by_side(texts: Sequence[Sequence[str]]) -> int:
    """How many tables with the same header stand beside each other, by the texts of the header's rows."""
    width = len(texts[0]) if texts else 0
    for count in (2, 3, 4):
        part = width // count
        if part < 2 or width % count:
            continue
        heads = [[row[at * part : (at + 1) * part] for row in texts] for at in range(count)]
        if all(head == heads[0] for head in heads[1:]) and len(set(heads[0][0])) == part:
            return count
    return 1


def stacked(rows: Cells, count: int) -> Cells:
    """The rows of tables that stand beside each other, below each other, row by row."""
    part = len(rows[0]) // count
    return [row[at * part : (at + 1) * part] for row in rows for at in range(count)]
