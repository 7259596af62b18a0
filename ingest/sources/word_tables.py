"""A table of a Word file → the cells of a grid, a merged cell once with its spans."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from ingest.sources.reading import CellDraft, Place
from ingest.sources.word_runs import Pages
from ingest.sources.word_xml import VAL, Element, W, child, is_on, number, unwrapped, value

Lines = list[str | list[CellDraft]]
MOST_COLUMNS = 63  # Word makes no more; the grid of a table may declare more
SAME_EDGE = 120  # twentieths of a point (2 mm): edges of cells drawn by hand that are meant to be one
CONTINUES = frozenset({None, "", "continue"})  # w:vMerge without a value continues the cell above


@dataclass(slots=True)
class TableReader:
    """Reads one table; `lines_of` gives the lines of a cell, in which tables may stand."""

    lines_of: Callable[[Element], Lines]
    pages: Pages
    declared: int = 0  # columns of its grid
    cells: list[CellDraft] = field(default_factory=list)
    open: dict[int, CellDraft] = field(default_factory=dict)  # by column: cells that may go on in the next row
    rows: int = 0
    is_clamped: bool = False  # a span was wider than any table

    def read(self, table: Element) -> list[CellDraft]:
        """The cells, row by row; rows and cells that were deleted or hidden are left out."""
        widths = [number(column.get(f"{W}w")) or 0 for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        self.declared = len(widths)
        for row in unwrapped(table):
            if row.tag == f"{W}tr" and not _is_gone(child(row, "trPr"), ("del", "hidden")):
                self._row(row)
        return on_common_edges(self.cells, widths)

    def _row(self, row: Element) -> None:
        properties = child(row, "trPr")
        is_header = bool(is_on(properties, "tblHeader"))
        cells = [cell for cell in unwrapped(row) if cell.tag == f"{W}tc"]
        cells = [cell for cell in cells if not _is_gone(child(cell, "tcPr"), ("cellDel",))]
        column = self._span(value(properties, "gridBefore"), 0, self.declared - len(cells))
        pages: list[int] = []
        before = self.pages.at
        for at, cell in enumerate(cells):
            self.pages.at = before
            columns = self._span(
                value(child(cell, "tcPr"), "gridSpan"), 1, self.declared - column - len(cells) + at + 1
            )
            self._cell(cell, column, columns, is_header=is_header)
            column += columns
            pages.append(self.pages.at)
            if len(pages) == 1 and _opens_page(cell):
                before = self.pages.at  # the whole row moved to the next page
        self.pages.at = max(pages, default=before)  # breaks of cells side by side are one
        self.rows += 1

    def _cell(self, cell: Element, column: int, columns: int, *, is_header: bool) -> None:
        properties = child(cell, "tcPr")
        above = self.open.get(column)
        if _continues(properties, "vMerge") and above is not None and above.row + above.rows == self.rows:
            above.rows += 1  # what stands in the cell itself is not shown
            return
        if _continues(properties, "hMerge") and self.cells and self.cells[-1].row == self.rows:
            self.cells[-1].columns += columns
            return
        was_page = self.pages.page
        draft = CellDraft(self.rows, column, self.lines_of(cell), 1, columns, is_header)
        page = self.pages.page if _opens_page(cell) else was_page
        draft.place = None if page is None else Place(page)
        self.cells.append(draft)
        for covered in range(column, column + columns):
            self.open.pop(covered, None)
        if child(properties, "vMerge") is not None:
            self.open[column] = draft

    def _span(self, said: str | None, least: int, room: int) -> int:
        """How many columns a cell (or the gap before a row) spans; one of impossible width takes what room there is."""
        if said is None:
            return least
        wanted = number(said)
        if wanted is None or wanted > max(self.declared, MOST_COLUMNS):
            self.is_clamped = True
            wanted = room
        return max(least, wanted)


def on_common_edges(cells: list[CellDraft], widths: Sequence[int]) -> list[CellDraft]:
    """Columns counted anew over the edges at which cells really begin; edges a hair apart are one.

    Tables drawn by hand have grids of many narrow columns in which the cells of head and body miss each other.
    """
    edges = sorted({edge for cell in cells for edge in (cell.column, cell.column + cell.columns)})
    kept = _joined_edges(cells, edges, widths)
    starts = sorted({kept[cell.column] for cell in cells})
    for cell in cells:
        first, end = kept[cell.column], kept[cell.column + cell.columns]
        cell.column = bisect_left(starts, first)
        cell.columns = max(1, bisect_left(starts, end) - cell.column)
    return cells


def _joined_edges(cells: list[CellDraft], edges: list[int], widths: Sequence[int]) -> dict[int, int]:
    """Edge → the edge it stands for: the one before it where they are near and no cell fits between them."""
    left = list(accumulate(widths, initial=0))
    nearest_end: dict[int, int] = {}  # where the narrowest cell that begins at an edge ends
    for cell in cells:
        end = cell.column + cell.columns
        nearest_end[cell.column] = min(end, nearest_end.get(cell.column, end))
    kept: dict[int, int] = {}
    last, filled = 0, edges[-1] if edges else 0
    for edge in edges:
        is_near = bool(kept) and left[-1] > 0 and edge < len(left) and left[edge] - left[last] < SAME_EDGE
        if not is_near or filled <= edge:
            last, filled = edge, edges[-1]
        filled = min(filled, nearest_end.get(edge, filled))
        kept[edge] = last
    return kept


def _opens_page(cell: Element) -> bool:
    """Whether a noted break comes before any text of the cell."""
    first = next(cell.iter(f"{W}t", f"{W}lastRenderedPageBreak"), None)
    return first is not None and first.tag == f"{W}lastRenderedPageBreak"


def _continues(properties: Element | None, name: str) -> bool:
    merge = child(properties, name)
    return merge is not None and merge.get(VAL) in CONTINUES


def _is_gone(properties: Element | None, names: tuple[str, ...]) -> bool:
    return any(is_on(properties, name) for name in names)
