"""Tables as they are drawn: cells by row and column, each with the stretch of the text that it holds.

In: a table as its file has it (`Grid`), or one that was flattened and put together again (`Table`). Out: a `DrawnTable`
that leaves nothing of the text out: what stands in no cell is given as lines above or below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from graph.records import Cell, Grid, Row, Span, Table

_LINE = re.compile(r"[^\n]+")
MOST_COLUMNS = 60  # of a table; what is wider is drawn as lines


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """`pieces`: what it holds, in reading order; `text`: words of a header that stand so nowhere in the text."""

    row: int
    column: int
    pieces: tuple[Span, ...]
    rows: int = 1
    columns: int = 1
    is_header: bool = False
    is_sure: bool = True  # whether what it holds belongs under its column
    text: str = ""


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """start, end: the stretch that it takes the place of; `above`, `below`: lines of it that stand in no cell."""

    start: int
    end: int
    cells: tuple[DrawnCell, ...]
    above: tuple[Span, ...] = ()
    below: tuple[Span, ...] = ()


def drawn_tables(text: str, grids: Sequence[Grid], tables: Sequence[Table]) -> list[DrawnTable]:
    """All tables that can be drawn, by where they start, an outer one before those inside it."""
    given = [_of_grid(grid, tables) for grid in grids if grid.cells]
    flattened = [_of_flattened(text, table) for table in tables if not table.is_given and len(table.headers) > 1]
    found = [table for table in (*given, *flattened) if table.cells and _width(table) <= MOST_COLUMNS]
    return sorted(found, key=lambda table: (table.start, -table.end))


def _width(table: DrawnTable) -> int:
    return max(cell.column + cell.columns for cell in table.cells)


# ------------------------------------------------------------------------------------------------ as the file has it


def _of_grid(grid: Grid, tables: Sequence[Table]) -> DrawnTable:
    """What stands above the first row of figures is a header too."""
    rows = [row.start for table in tables if table.is_given for row in table.rows if grid.start <= row.start < grid.end]
    first = min(rows, default=grid.start)
    cells = [
        DrawnCell(
            cell.row, cell.column, (Span(cell.start, cell.end),), cell.rows, cell.columns,
            is_header=cell.is_header or (cell.start < cell.end <= first),
        )
        for cell in grid.cells
    ]  # fmt: skip
    return DrawnTable(grid.start, grid.end, tuple(cells))


# ------------------------------------------------------------------------------------------------- put together again


def _of_flattened(text: str, table: Table) -> DrawnTable:
    held = sorted({(cell.start, cell.end) for row in table.rows for cell in row.cells})
    loose = [line for line in _lines(text, table.start, table.end) if not _is_held(line, held)]
    begins = min((row.start for row in table.rows), default=table.end)
    ends = max((row.end for row in table.rows), default=table.start)
    headers = "".join(table.headers)
    above = [line for line in loose if line.end <= begins and _bare(text, line) not in headers]
    below = [line for line in loose if line.start >= ends]
    inside = [line for line in loose if begins <= line.start < ends]
    cells = [DrawnCell(0, at, (), is_header=True, text=header) for at, header in enumerate(table.headers)]
    taken: set[Span] = set()
    behind = [*(row.start for row in table.rows[1:]), ends]
    for number, (row, end) in enumerate(zip(table.rows, behind, strict=True), 1):
        own = [line for line in inside if row.start <= line.start < end]
        cells += _row(number, row, table.headers, own, taken)
        taken.update(piece for cell in cells[-len(table.headers) :] for piece in cell.pieces)
    below = [*(line for line in inside if line not in taken), *below]
    return DrawnTable(table.start, table.end, tuple(_merged(cells)), tuple(above), tuple(below))


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    for found in _LINE.finditer(text, start, end):
        if found.group().strip():
            yield Span(found.start(), found.end())


def _is_held(line: Span, held: Iterable[tuple[int, int]]) -> bool:
    return any(start <= line.start and line.end <= end for start, end in held)


def _bare(text: str, line: Span) -> str:
    return "".join(text[line.start : line.end].split())


def _row(number: int, row: Row, headers: Sequence[str], own: Sequence[Span], taken: Set[Span]) -> list[DrawnCell]:
    """own: lines of the row that are in none of its cells: what stands for an empty one (“——”). taken: what is drawn
    already; where columns are not sure it is not drawn again."""
    placed = _placed(row, headers, own) if row.sure else None
    if placed is not None:
        return [DrawnCell(number, column, (piece,)) for column, piece in placed]
    pieces = sorted({*(Span(cell.start, cell.end) for cell in row.cells), *own} - taken)
    return [DrawnCell(number, 0, tuple(pieces), columns=len(headers), is_sure=False)]


def _placed(row: Row, headers: Sequence[str], own: Sequence[Span]) -> list[tuple[int, Span]] | None:
    """The columns of a row's cells and of its other lines; None where one has no column of its own."""
    placed: dict[int, Span] = {}
    for cell in row.cells:
        column = _column(cell, headers, placed)
        if column is None:
            return None
        placed[column] = Span(cell.start, cell.end)
    for line in own:
        before = [column for column, piece in placed.items() if piece.end <= line.start]
        column = max(before, default=-1) + 1
        if column >= len(headers) or column in placed:
            return None
        placed[column] = line
    return sorted(placed.items())


def _column(cell: Cell, headers: Sequence[str], placed: dict[int, Span]) -> int | None:
    return next((at for at, header in enumerate(headers) if header == cell.header and at not in placed), None)


def _merged(cells: Sequence[DrawnCell]) -> Iterator[DrawnCell]:
    """A cell that is repeated in the rows that it covers becomes one over all of them."""
    by_place = {(cell.row, cell.column): cell for cell in cells}
    for cell in cells:
        before = by_place.get((cell.row - 1, cell.column))
        if cell.pieces and before is not None and before.pieces == cell.pieces:
            continue
        last = cell.row
        while cell.pieces and (below := by_place.get((last + 1, cell.column))) and below.pieces == cell.pieces:
            last += 1
        yield DrawnCell(
            cell.row,
            cell.column,
            cell.pieces,
            last - cell.row + 1,
            cell.columns,
            cell.is_header,
            cell.is_sure,
            cell.text,
        )
