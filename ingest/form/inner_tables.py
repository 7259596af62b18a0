"""Tables in cells of tables: the outer one keeps what is its own, the inner one is read by itself.

An inner table without headers holds what the column around it is called for: names under 项目, each with its sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.records import Cell, Grid, GridCell, Row
from ingest.form.column_kinds import is_figure
from ingest.form.enclosing import begin_within
from ingest.form.grids import Tabled

MONEY_UNIT = "元"
SHARED = ("category", "group", "department", "lead", "place")  # columns that speak for all of an inner table


def without_inner(grid: Grid, inner: Sequence[Grid], flat: str) -> Grid:
    """The grid with its cells cut to their own text, before or else behind the tables that they hold."""
    return replace(grid, cells=tuple(_cut(cell, inner, flat) for cell in grid.cells))


def _cut(cell: GridCell, inner: Sequence[Grid], flat: str) -> GridCell:
    held = [other for other in begin_within(inner, cell.start, cell.end + 1) if other.end <= cell.end]
    if not held:
        return cell
    first, last = min(other.start for other in held), max(other.end for other in held)
    start, end = (cell.start, first) if flat[cell.start : first].strip() else (last, cell.end)
    own = flat[start:end]
    start += len(own) - len(own.lstrip())
    return replace(cell, start=start, end=start + len(own.strip()))


def rows_around(table: Tabled, inner: Sequence[Tabled]) -> dict[int, tuple[Row, Cell]]:
    """By the start of each inner table: the cell of a table, read with all its text, in which it stands; and its row.
    A cell that is repeated in several rows counts in the first."""
    around: dict[int, tuple[Row, Cell]] = {}
    seen: set[tuple[int, int]] = set()
    for row in table.rows:
        for cell in row.cells:
            if (cell.start, cell.end) not in seen:
                seen.add((cell.start, cell.end))
                for other in begin_within(inner, cell.start, cell.end):
                    if other.end <= cell.end:
                        around.setdefault(other.start, (row, cell))
    return around


def under_cell(inner: Tabled, around: tuple[Row, Cell] | None) -> Tabled:
    """The inner table; what the row around it says of it (its category, who is responsible) holds for all its rows,
    and without headers of its own its names stand under the header around it."""
    if around is None:
        return inner
    row, cell = around
    shared = tuple(other for other in row.cells if other.kind in SHARED and other is not cell)
    rows = inner.rows if any(inner.headers) else tuple(_named(row, cell) for row in inner.rows)
    return replace(inner, rows=tuple(replace(row, cells=(*shared, *row.cells)) for row in rows))


def _named(row: Row, around: Cell) -> Row:
    name = next((cell for cell in row.cells if not is_figure(cell.text)), None)
    if name is None or not around.kind:
        return row
    cells = [_named_cell(cell, cell is name, around) for cell in row.cells]
    return Row(row.start, row.end, tuple(cells), sure=True)


def _named_cell(cell: Cell, is_name: bool, around: Cell) -> Cell:
    if is_name:
        return replace(cell, header=around.header, kind=around.kind)
    is_money = around.kind == "project" and is_figure(cell.text) and cell.text.endswith(MONEY_UNIT)
    return replace(cell, header="投资", kind="investment") if is_money else cell
