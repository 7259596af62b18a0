"""Tables of several pages → one: a table that goes on over a page end.

The header that is said again is dropped, a row that was broken is put together, and a cell that reached to the page's
end (a category over several rows) reaches on.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.writing.sentence_ends import STORED
from ingest.sources.pdf_aligned import agree
from ingest.sources.pdf_characters import joined
from ingest.sources.pdf_lines import Line
from ingest.sources.pdf_tables import PdfTable, TableCell

MOST_HEADER_ROWS = 4
NEAR_EDGE = 6.0  # points between the edges of one column on two pages
HIGH, LOW = 0.3, 0.6  # shares of the page: a table that goes on begins above and ends below them


def join_tables(flow: Sequence[Line | PdfTable], heights: dict[int, float]) -> list[Line | PdfTable]:
    """The flow with tables joined that follow each other over a page end; `heights`: of the pages, in points."""
    joined_flow: list[Line | PdfTable] = []
    last_page = 0
    for thing in flow:
        above = joined_flow[-1] if joined_flow else None
        if isinstance(thing, PdfTable) and isinstance(above, PdfTable) and last_page == thing.page - 1:
            columns = _same_columns(above, thing)
            reaches = thing.box[1] < HIGH * heights[thing.page]
            if columns is not None and reaches:
                _append(above, thing, columns)
                last_page = thing.page
                continue
        joined_flow.append(thing)
        last_page = thing.page
    return joined_flow


def _same_columns(above: PdfTable, below: PdfTable) -> list[int] | None:
    """For each column of the lower table the column of the upper one that it continues; None where they differ."""
    if above.is_ruled != below.is_ruled:
        return None
    if not above.is_ruled:
        return list(range(below.columns)) if agree(above.across, below.across) else None
    if above.columns < below.columns:
        return None
    ends = (abs(above.across[0][0] - below.across[0][0]), abs(above.across[-1][1] - below.across[-1][1]))
    if max(ends) > NEAR_EDGE:
        return None
    columns = []
    for left, _ in below.across:
        near = [at for at, span in enumerate(above.across) if abs(span[0] - left) <= NEAR_EDGE]
        if not near:
            return None
        columns.append(near[0])
    return columns


def _append(above: PdfTable, below: PdfTable, columns: Sequence[int]) -> None:
    repeated = _repeated_rows(above, below)
    for cell in above.cells:
        cell.is_header = cell.is_header or cell.row < repeated
    ends = [*columns[1:], above.columns]
    rest = [
        TableCell(
            cell.row - repeated,
            columns[cell.column],
            cell.lines,
            cell.rows,
            ends[cell.column + cell.columns - 1] - columns[cell.column],
            cell.place,
        )
        for cell in below.cells
        if cell.row >= repeated
    ]
    first = [cell for cell in rest if cell.row == 0]
    height = above.rows
    if _is_broken(above, first):
        _mend(above, first)
        rest = [cell for cell in rest if cell.row > 0]
        height -= 1
    else:
        rest = _reach_on(above, rest, first)
    for cell in rest:
        cell.row += height
    above.cells = sorted([*above.cells, *rest], key=lambda cell: (cell.row, cell.column))


def _repeated_rows(above: PdfTable, below: PdfTable) -> int:
    """How many rows at the head of the lower table say the upper one's header again."""
    count = 0
    while count < min(MOST_HEADER_ROWS, above.rows, below.rows - 1):
        own, other = ([cell.text for cell in table.row(count)] for table in (above, below))
        if [text for text in own if text] != [text for text in other if text] or not any(other):
            break
        count += 1
    return count


def _is_broken(above: PdfTable, first: Sequence[TableCell]) -> bool:
    """Whether the first row goes on with the last of the page before: it lacks its first cell and most others."""
    said = [cell for cell in first if cell.text]
    if not said or not above.cells or any(cell.column == 0 and cell.text for cell in first):
        return False
    last = _last_cells(above)
    upper = [last.get(cell.column) for cell in said]
    if _is_always_said(above, 0) and all(cell is not None and cell.text for cell in upper):
        return True
    goes_on = all(cell is not None and cell.text and cell.lines[-1][-1] not in STORED for cell in upper)
    return goes_on and 2 * len(said) <= above.columns


def _last_cells(table: PdfTable) -> dict[int, TableCell]:
    """The cells that reach the table's end, by their columns."""
    rows = table.rows
    return {cell.column: cell for cell in table.cells if cell.row + cell.rows == rows}


def _is_always_said(table: PdfTable, column: int) -> bool:
    """Whether every row has its own cell with text there (a serial number, a name)."""
    cells = [cell for cell in table.cells if cell.column == column]
    return len(cells) > 2 and all(cell.text and cell.rows == 1 for cell in cells)


def _mend(above: PdfTable, first: Sequence[TableCell]) -> None:
    """Put what a broken row says on the next page to its cells; one that reaches over further rows reaches on."""
    last = _last_cells(above)
    for cell in first:
        upper = last.get(cell.column)
        if upper is None:
            continue
        upper.rows += cell.rows - 1
        if cell.text and upper.lines:
            upper.lines = [*upper.lines[:-1], joined(upper.lines[-1], cell.lines[0]), *cell.lines[1:]]


def _reach_on(above: PdfTable, rest: list[TableCell], first: Sequence[TableCell]) -> list[TableCell]:
    """Let a cell over several rows that the page ended reach over the empty cell under it."""
    last = _last_cells(above)
    gone: list[TableCell] = []
    for cell in first:
        upper = last.get(cell.column)
        spans = cell.rows > 1 or any(other.rows > 1 for other in above.cells if other.column == cell.column)
        is_side = cell.column == 0 or all(not other.text for other in first if other.column < cell.column)
        if upper is not None and not cell.text and is_side and upper.columns == cell.columns and spans:
            upper.rows += cell.rows
            gone.append(cell)
    return [cell for cell in rest if not any(cell is other for other in gone)]
