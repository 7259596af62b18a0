"""Tables that a page of pictures breaks off → one table, as far as what was written and the next page agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.records import Grid, PartKind
from ingest.sources.reading import CellDraft, Writing

NEAR = 0.04  # of the page's width: how far the left edges of a column on two pages may be apart
MOST_HEADER_ROWS = 4


def goes_on(writing: Writing, cells: Sequence[CellDraft]) -> bool:
    """Whether a table at the head of a page continues the one at the foot of the page before: nothing but furniture
    between them, and as many columns in the same places."""
    if not writing.grids or not cells:
        return False
    last = writing.grids[-1]
    page = next((cell.place.page for cell in cells if cell.place), None)
    is_last = all(part.kind is PartKind.FURNITURE for part in writing.parts if part.start >= last.end)
    if page is None or not is_last or _width(last) != max(cell.column + cell.columns for cell in cells):
        return False
    above, below = _edges_written(writing, last, page - 1), _edges(cells)
    shared = above.keys() & below.keys()
    return len(shared) > 1 and all(abs(above[column] - below[column]) <= NEAR for column in shared)


def rest_of(writing: Writing, cells: Sequence[CellDraft]) -> list[CellDraft]:
    """The cells that the next page adds: without the header where it is said again."""
    last = writing.grids[-1]
    text = "".join(writing.pieces)
    said = [[text[cell.start : cell.end] for cell in last.cells if cell.row == row] for row in range(MOST_HEADER_ROWS)]
    count = 0
    while count < MOST_HEADER_ROWS:
        row = ["".join(line for line in cell.lines if isinstance(line, str)) for cell in cells if cell.row == count]
        if not any(row) or row != said[count]:
            break
        count += 1
    return [replace(cell, row=cell.row - count) for cell in cells if cell.row >= count]


def _width(grid: Grid) -> int:
    return max((cell.column + cell.columns for cell in grid.cells), default=0)


def _edges(cells: Sequence[CellDraft]) -> Mapping[int, float]:
    """The left edge of each column, by the cells that begin in it."""
    return {cell.column: cell.place.box[0] for cell in cells if cell.place and cell.place.box}


def _edges_written(writing: Writing, grid: Grid, page: int) -> Mapping[int, float]:
    """The same of a table that is written, on its last page; empty where it does not reach that page."""
    boxes = {spot.start: spot.box for spot in writing.spots if spot.page == page and spot.start >= grid.start}
    edges: dict[int, float] = {}
    for cell in grid.cells:
        box = boxes.get(cell.start) if cell.end > cell.start else None
        if box is not None:
            edges[cell.column] = box[0]
    return edges
