"""What a file knows of its form → what the reading of a document needs of it: tables, frames, headings, furniture.

In: the layout of a source, its folded text, the stretch of one document. All empty for a text file, whose form is
guessed from its lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graph.records import Grid, Layout, PartKind, Span
from ingest.form.enclosing import begin_within
from ingest.form.grids import Tabled, read_grid
from ingest.form.inner_tables import rows_around, under_cell, without_inner
from ingest.form.lines import Line, split_lines
from ingest.form.matrix import unit_said

LONGEST_HEADING = 80
MOST_HEADINGS = 0.5  # of the parts: a template that styles every paragraph as a heading tells nothing
ABOVE = 120  # characters before a table in which a line may name its unit


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a stretch of text."""

    is_whole: bool = False  # each line is a whole paragraph, and no guess may join two
    tables: tuple[Tabled, ...] = ()
    inner: tuple[Tabled, ...] = ()  # tables in cells of those
    frames: tuple[Span, ...] = ()  # grids that only draw a box around text
    levels: dict[int, int] = field(default_factory=dict)  # of headings, by their start
    furniture: frozenset[int] = frozenset()  # starts of lines

    @property
    def table_spans(self) -> list[Span]:
        """Where the tables stand."""
        return [Span(table.start, table.end) for table in self.tables]


GUESSED = Known()


def known_of(layout: Layout, flat: str, start: int, end: int) -> Known:
    """What the layout tells of ``flat[start:end]``."""
    parts = begin_within(layout.parts, start, end)
    grids = begin_within(layout.grids, start, end)
    if not parts and not grids:
        return GUESSED
    tables, frames, inner = _told_apart(grids, flat)
    furniture = {part.start for part in parts if part.kind is PartKind.FURNITURE}
    levels = {
        line.start: part.level or 1
        for part in parts
        if part.kind is PartKind.HEADING
        for line in split_lines(flat, part.start, part.end)
        if len(line.text) <= LONGEST_HEADING and line.text[-1] not in "。;,"
    }
    if len(levels) > MOST_HEADINGS * len(parts):
        levels = {}
    return Known(True, tuple(tables), tuple(inner), tuple(frames), levels, frozenset(furniture))


def _told_apart(grids: Sequence[Grid], flat: str) -> tuple[list[Tabled], list[Span], list[Tabled]]:
    """Tables, frames, and the tables in cells of tables. What is inside a frame is read by itself."""
    tables: list[Tabled] = []
    frames: list[Span] = []
    inner: list[Tabled] = []
    done = -1
    for grid in grids:
        if grid.start < done or grid.start == grid.end:
            continue
        nested = [other for other in begin_within(grids, grid.start, grid.end + 1) if _holds(grid, other)]
        table = None if nested and _is_frame(grid) else _read(grid, nested, flat, inner)
        if table is None:
            frames.append(Span(grid.start, grid.end))
        else:
            tables.append(table)
            done = grid.end
    return tables, frames, inner


def _holds(grid: Grid, other: Grid) -> bool:
    return other is not grid and grid.start <= other.start and other.end <= grid.end


def _read(grid: Grid, nested: Sequence[Grid], flat: str, inner: list[Tabled]) -> Tabled | None:
    """The table that a grid is; tables in its cells are added to `inner`, and their text is not that of the cells."""
    unit = _unit_above(flat, grid.start)
    own = [other for other in nested if not _is_frame(other)]
    table = read_grid(grid, flat, unit)
    if table is None or not own:
        return table
    outer = read_grid(without_inner(grid, own, flat), flat, unit)
    deeper, _, deepest = _told_apart(own, flat)
    around = rows_around(table, deeper)
    inner += [under_cell(tabled, around.get(tabled.start)) for tabled in deeper] + deepest
    return replace(outer or replace(table, rows=()), start=table.start, end=table.end)


def _is_frame(grid: Grid) -> bool:
    """One column, or one row: it arranges what it holds."""
    filled = [cell for cell in grid.cells if cell.start < cell.end]
    return len({cell.column for cell in filled}) < 2 or len({cell.row for cell in filled}) < 2


def _unit_above(flat: str, start: int) -> str | None:
    lines = [line for line in flat[max(0, start - ABOVE) : start].split("\n") if line.strip()]
    return unit_said(lines[-1]) if lines else None


def tables_behind(lines: Sequence[Line], tables: Sequence[Tabled]) -> dict[int, Tabled]:
    """Behind which of the lines (those of tables left out) a table begins."""
    found: dict[int, Tabled] = {}
    for table in tables:
        found.setdefault(bisect_right(lines, table.start, key=lambda line: line.end) - 1, table)
    return found
