"""A table as its file has it → rows under their headers.

In: a `Grid` of cells with their spans, and the text. Out: the headers in full, the rows with each cell under its
header, kind and unit, and where the table proper begins and ends. Tables that stand beside each other under the same
header are read as one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph.records import Grid, GridCell, Row
from ingest.form.forms import read_form
from ingest.form.grid_columns import read_columns
from ingest.form.grid_rows import read_rows
from ingest.form.header_rows import count_header_rows, is_column_numbers
from ingest.form.matrix import Cells, Matrix, side_by_side, split_title, stacked, unit_said, without_notes

AGAIN = re.compile(r"\(?(?:续|接上)表?\d{0,2}\)?$")


@dataclass(frozen=True, slots=True)
class Tabled:
    """A table with its headers and rows."""

    start: int
    end: int
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


def read_grid(grid: Grid, flat: str, unit: str | None = None) -> Tabled | None:
    """The table that the grid is, None for a frame around text and what has no second row or column.

    `unit`: of its money, where a line above the table says it.
    """
    matrix = Matrix(grid, flat)
    above, rows = split_title(matrix, matrix.rows)
    rows = without_notes(matrix, rows)
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    cells = [cell for row in rows for cell in matrix.own(row)]
    start, end = min(cell.start for cell in cells), max(cell.end for cell in cells)
    unit = next((said for row in above for cell in row if (said := unit_said(matrix.text(cell)))), unit)
    if form := read_form(matrix, rows, unit):
        return Tabled(start, end, tuple(cell.header for cell in form.cells), (form,))
    texts = [matrix.texts(row) for row in rows]
    count = count_header_rows(texts, rows)
    if (beside := side_by_side(texts[:count])) > 1:
        rows = stacked(rows, beside)
        texts, count = [matrix.texts(row) for row in rows], count * beside
    header, body = rows[:count], _proper(matrix, rows[count:], texts[:count])
    columns = read_columns(matrix, header[::beside], body)
    read = tuple(read_rows(matrix, columns, body, unit))
    return Tabled(start, end, tuple(column.header for column in columns), read)


def _proper(matrix: Matrix, body: Cells, header: Sequence[Sequence[str]]) -> Cells:
    """The rows below the header without the one that counts the columns, and the header and 续表 on the next page."""
    kept = [row for row in body if matrix.texts(row) not in header and not _goes_on(matrix, row)]
    return kept[1:] if header and kept and is_column_numbers(matrix.texts(kept[0])) else kept


def _goes_on(matrix: Matrix, row: Sequence[GridCell | None]) -> bool:
    own = matrix.own(row)
    return len(own) == 1 and AGAIN.match(matrix.text(own[0])) is not None
