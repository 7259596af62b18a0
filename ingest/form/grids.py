"""A table as its file has it → rows under their headers.

In: a `Grid` of cells with their spans, and the text. Out: the headers in full, the rows with each cell under its
header, kind and unit, and where the table proper begins and ends: a title over all columns and notes below it are
text around the table. A cell merged over several rows is repeated in each, with its own place. A row whose cells
cannot be told apart is kept and marked (`sure=False`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.records import Cell, Grid, GridCell, Row
from ingest.form.column_kinds import (
    MONEY,
    NAMES,
    VALUES,
    YEAR,
    is_figure,
    is_unit,
    kind_by_header,
    kind_of_column,
    plain,
    share,
)
from ingest.form.columns import EMPTY
from ingest.form.header_rows import count_header_rows, is_column_numbers
from ingest.form.indicator_tables import GROUP
from ingest.form.tables import NOTE

MOST_PLACES = 400_000  # rows times columns
LONGEST_CATEGORY = 40
LEAST_LABELS = 3  # of a form
MOST_LABELS = 0.6  # of them must be known
LEADING = ("category", "group")  # columns that stand over several rows: a blank cell means the one above
UNIT_LINE = re.compile(r"\(?(?:计量)?(?:金额)?单位[:为]?([^()、,;:]{1,6})\)?$")
SUM = re.compile(r"(?:全[市县区省州]|项目)?(?:合计|总计|小计|共计)(?:\(.{1,12}\))?$")


@dataclass(frozen=True, slots=True)
class Tabled:
    """A table with its headers and rows; `unit`: of all its money, where a line above the header says it."""

    start: int
    end: int
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column: the lines of its header from the group down, what it holds, the unit that the header names."""

    lines: tuple[str, ...]
    kind: str
    unit: str | None

    @property
    def header(self) -> str:
        """The header as it is read: the last line where that says what the column holds, else all of them."""
        if len(self.lines) > 1 and self.kind in MONEY and YEAR.search("".join(self.lines[:-1])) is None:
            return self.lines[-1]
        return "".join(self.lines)


class Matrix:
    """The cells of a grid by row and column; a cell that spans several stands at each place."""

    def __init__(self, grid: Grid, flat: str) -> None:
        self.flat = flat
        width = max((cell.column + cell.columns for cell in grid.cells), default=0)
        height = max((cell.row + cell.rows for cell in grid.cells), default=0)
        if width * height > MOST_PLACES:
            width, height = 0, 0
        places: list[list[GridCell | None]] = [[None] * width for _ in range(height)]
        for over in grid.cells if height else ():
            for down in range(over.row, over.row + over.rows):
                for across in range(over.column, over.column + over.columns):
                    places[down][across] = places[down][across] or over
        rows = [row for row in places if any(cell and self.text(cell) for cell in row)]
        kept = [at for at in range(width) if any((cell := row[at]) and self.text(cell) for row in rows)]
        self.rows = [[row[at] for at in kept] for row in rows]

    def text(self, cell: GridCell | None) -> str:
        """What stands in a cell, without blanks."""
        return "" if cell is None else "".join(self.flat[cell.start : cell.end].split())

    def texts(self, row: Sequence[GridCell | None]) -> list[str]:
        """What stands in the places of a row."""
        return [self.text(cell) for cell in row]

    def own(self, row: Sequence[GridCell | None]) -> list[GridCell]:
        """The cells of a row that hold something, each once."""
        return list(dict.fromkeys(cell for cell in row if cell is not None and self.text(cell)))


def read_grid(grid: Grid, flat: str, unit: str | None = None) -> Tabled | None:
    """The table that the grid is, None for a frame around text and what has no second row or column.

    `unit`: of its money, where a line above the table says it.
    """
    matrix = Matrix(grid, flat)
    above, rows = split_title(matrix, matrix.rows)
    rows = without_notes(matrix, rows)
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    unit = next((said for row in above for cell in row if (said := unit_said(matrix.text(cell)))), unit)
    texts = [matrix.texts(row) for row in rows]
    if form := read_form(matrix, rows, texts, unit):
        return form
    count = count_header_rows(texts, rows)
    body = rows[count:]
    if count and body and is_column_numbers(matrix.texts(body[0])):
        body = body[1:]
    columns = read_columns(matrix, rows[:count], body)
    cells = [cell for row in rows for cell in matrix.own(row)]
    read = tuple(read_rows(matrix, columns, body, [matrix.texts(row) for row in rows[:count]], unit))
    start, end = min(cell.start for cell in cells), max(cell.end for cell in cells)
    return Tabled(start, end, tuple(column.header for column in columns), read, unit)


def unit_said(line: str) -> str | None:
    """The unit that a line over a table names: “单位:万元”."""
    match = UNIT_LINE.search("".join(line.split()))
    return match[1] if match and is_unit(match[1]) else None


Cells = list[list[GridCell | None]]


def read_form(matrix: Matrix, rows: Cells, texts: Sequence[Sequence[str]], unit: str | None) -> Tabled | None:
    """A form, whose labels stand beside what they name (项目名称 | … | 总投资 | …): one row under its labels."""
    width = len(rows[0])
    labels = [(row, at) for row in range(len(rows)) for at in range(0, width - 1, 2) if texts[row][at]]
    if width % 2 or len(labels) < LEAST_LABELS or any(rows[row][at] is rows[row][at + 1] for row, at in labels):
        return None
    known = [kind_by_header([plain(texts[row][at])[0]]) for row, at in labels]
    named = sum(bool(kind_by_header([plain(texts[row][at + 1])[0]])) for row, at in labels)
    if sum(map(bool, known)) < MOST_LABELS * len(labels) or named > len(labels) / 4 or len(set(known)) < 3:
        return None
    cells: list[Cell] = []
    for (row, at), kind in zip(labels, known, strict=True):
        words, own_unit = plain(texts[row][at])
        value = rows[row][at + 1]
        if value is not None and texts[row][at + 1] and not EMPTY.match(texts[row][at + 1]):
            cells.append(_cell(matrix, value, words, kind, own_unit or (unit if kind in MONEY else None)))
    own = [cell for row in rows for cell in matrix.own(row)]
    start, end = min(cell.start for cell in own), max(cell.end for cell in own)
    return Tabled(start, end, tuple(cell.header for cell in cells), (Row(start, end, tuple(cells)),), unit)


def split_title(matrix: Matrix, rows: Cells) -> tuple[Cells, Cells]:
    """The rows over the header: a title over all columns, 单位:万元, 填报单位:…; and the rest."""
    at = 0
    while at < len(rows) and _is_line(matrix, rows[at]):
        at += 1
    return rows[:at], rows[at:]


def _is_line(matrix: Matrix, row: Sequence[GridCell | None]) -> bool:
    own = matrix.own(row)
    return len(own) == 1 or all(":" in matrix.text(cell) for cell in own)


def without_notes(matrix: Matrix, rows: Cells) -> Cells:
    """The rows without the notes under them, each in one cell over all columns."""
    end = len(rows)
    while end and len(own := matrix.own(rows[end - 1])) == 1:
        text = matrix.text(own[0])
        if not NOTE.match(text) and len(text) <= LONGEST_CATEGORY:
            break
        end -= 1
    return rows[:end]


# ------------------------------------------------------------------------------------------------------ columns


def read_columns(matrix: Matrix, header: Cells, body: Cells) -> list[GridColumn]:
    """The columns with their headers, kinds and units."""
    width = len(body[0]) if body else len(header[0])
    columns = [_column(matrix, header, body, at) for at in range(width)]
    for at in range(1, width):
        if header and not columns[at].lines and any(row[at] is row[at - 1] for row in body):
            columns[at] = columns[at - 1]  # a header over two columns that nobody merged
    for at in range(width - 1, 0, -1):  # a header over several columns: the category, the number, the name
        same = columns[at].lines == columns[at - 1].lines
        if header and same and columns[at].kind in ("indicator", "project"):
            texts = [matrix.text(row[at - 1]) for row in body]
            kind = "serial" if share(texts, str.isdigit) > 0.5 else "group"
            columns[at - 1] = replace(columns[at - 1], kind=kind)
    return named(columns, [[matrix.text(row[at]) for row in body] for at in range(width)])


def _column(matrix: Matrix, header: Cells, body: Cells, at: int) -> GridColumn:
    lines: list[str] = []
    unit: str | None = None
    for over in dict.fromkeys(_over(matrix, header, down, at) for down in range(len(header))):
        words, own_unit = plain(matrix.text(over))
        unit = own_unit or unit
        if words and words not in lines:
            lines.append(words)
    cells = [matrix.text(row[at]) for row in body]
    return GridColumn(tuple(lines), kind_of_column(lines, cells) if lines else "", unit)


def _over(matrix: Matrix, header: Cells, down: int, at: int) -> GridCell | None:
    """The cell of a header row over a column; a group that was not merged reaches over the blanks to its right."""
    row = header[down]
    below = any(matrix.text(lower[at]) for lower in header[down + 1 :])
    while at and not matrix.text(row[at]) and below and matrix.text(header[-1][at - 1]):
        at -= 1
    return row[at]


def named(columns: list[GridColumn], texts: Sequence[Sequence[str]]) -> list[GridColumn]:
    """The columns, one of which names what the rows are about: an indicator where figures of years stand beside it,
    else what its cells look like."""
    kinds = [column.kind for column in columns]
    if "project" in kinds and "indicator" not in kinds and not _is_of_projects(kinds):
        if any(kind in ("year", "rate") for kind in kinds):  # 项目 | 单位 | 2020年 | 2025年: indicators
            at = kinds.index("project")
            return [*columns[:at], replace(columns[at], kind="indicator"), *columns[at + 1 :]]
        return columns
    if {"project", "indicator"} & set(kinds):
        return columns
    for at, column in enumerate(columns):
        filled = [text for text in texts[at] if text and not EMPTY.match(text)]
        if column.kind in ("", "content", "category") and filled and not share(filled, is_figure) > 0.3:
            if _is_of_projects(kinds) and share(filled, NAMES[0][1]) >= 0.5:
                return [*columns[:at], replace(column, kind="project"), *columns[at + 1 :]]
            if any(kind in VALUES for kind in kinds) and not _is_of_projects(kinds) and column.kind != "category":
                return [*columns[:at], replace(column, kind="indicator"), *columns[at + 1 :]]
    return columns


def _is_of_projects(kinds: Sequence[str]) -> bool:
    return any(kind in (*MONEY, "period", "nature", "owner", "progress") for kind in kinds)


# --------------------------------------------------------------------------------------------------------- rows


def read_rows(
    matrix: Matrix, columns: Sequence[GridColumn], body: Cells, header: Sequence[Sequence[str]], unit: str | None
) -> Iterator[Row]:
    """The rows of the body; a row in one cell over all columns is a category of those below it."""
    group: Cell | None = None
    above: dict[int, Cell] = {}  # the last cell of each column of categories
    for row in body:
        own = matrix.own(row)
        if not own or matrix.texts(row) in header:
            continue
        if len(own) == 1 and (own[0].columns > 1 or row[0] is own[0]) and not is_figure(matrix.text(own[0])):
            group = _cell(matrix, own[0], "类别", "category", None)
            continue
        cells = list(_cells(matrix, columns, row, above, unit))
        if not any(cell.kind in LEADING for cell in cells) and group is not None:
            cells.insert(0, group)
        places = [cell for cell in own if _begins_in(row, cell, body)] or own
        start, end = min(cell.start for cell in places), max(cell.end for cell in places)
        sure = any(cell.header for cell in cells)
        yield Row(start, end, tuple(cells), sure)


def _begins_in(row: Sequence[GridCell | None], cell: GridCell, body: Cells) -> bool:
    """Whether a cell that spans rows begins in this one."""
    first = next(other for other in body if cell in other)
    return first is row


def _cells(
    matrix: Matrix,
    columns: Sequence[GridColumn],
    row: Sequence[GridCell | None],
    above: dict[int, Cell],
    table_unit: str | None,
) -> Iterator[Cell]:
    """The cells of a row under their headers."""
    row_unit = next((matrix.text(row[at]) for at, column in enumerate(columns) if column.kind == "unit"), None)
    for at, (cell, column) in enumerate(zip(row, columns, strict=True)):
        text = matrix.text(cell)
        if cell is None or not text or EMPTY.match(text):
            if column.kind in LEADING and at in above and not text:
                yield above[at]  # left blank under the first
            continue
        if at and row[at - 1] is cell and not _takes_over(columns[at - 1], column):
            continue
        if at + 1 < len(row) and row[at + 1] is cell and _takes_over(column, columns[at + 1]):
            continue
        read = _cell(matrix, cell, column.header, column.kind, _unit(column, row_unit, table_unit))
        if column.kind == "group":
            read = replace(read, header=GROUP)
        if _spans_values(row, columns, at):
            read = replace(read, header="", kind="")
        if column.kind in LEADING:
            above[at] = read
        yield read


def _takes_over(first: GridColumn, second: GridColumn) -> bool:
    """Of a cell over two columns, whether it belongs under the second: 合计 over 序号 and 项目名称."""
    return first.kind in ("serial", *LEADING) and second.kind in ("project", "indicator", "group", "")


def _spans_values(row: Sequence[GridCell | None], columns: Sequence[GridColumn], at: int) -> bool:
    """A figure over two columns of years: of which it is cannot be told."""
    return columns[at].kind in VALUES and at + 1 < len(row) and row[at + 1] is row[at]


def _unit(column: GridColumn, row_unit: str | None, table_unit: str | None) -> str | None:
    if column.unit:
        return column.unit
    if column.kind in ("year", "number") and row_unit and not EMPTY.match(row_unit):
        return row_unit
    return table_unit if column.kind in (*MONEY, "year", "number") else None


def _cell(matrix: Matrix, cell: GridCell, header: str, kind: str, unit: str | None) -> Cell:
    return Cell(header, matrix.text(cell), cell.start, cell.end, kind, unit)


def is_sum(row: Row) -> bool:
    """Whether a row adds up those above it."""
    return any(SUM.match(cell.text) for cell in row.cells[:3])
