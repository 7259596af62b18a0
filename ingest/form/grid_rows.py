"""The rows of a table under its columns: cells with header, kind and unit, categories repeated in each row.

A cell merged over several rows is repeated in each, with its own place. A row whose cells cannot be told apart is kept
and marked (`sure=False`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.records import Cell, GridCell, Row
from ingest.form.column_kinds import MONEY, NAMING, VALUES, is_figure
from ingest.form.columns import EMPTY, UNDERTAKING
from ingest.form.grid_columns import GridColumn
from ingest.form.indicator_tables import GROUP
from ingest.form.matrix import Cells, Matrix

LEADING = ("category", "group")  # columns that stand over several rows: a blank cell means the one above
SUM = re.compile(r"(?:[一-龥]{0,6})(?:合计|总计|小计|共计)(?:[(:].{0,12})?$")
COUNTED = re.compile(r".+(?:\((?:共|共计|合计)?\d+个?[项目]{0,2}\)|[:,]?(?:共计?|合计)?\d+[个项](?:项目)?)$")
LONGEST_CATEGORY = 300
LABELLED = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.,]|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]+[类部]"
)
BOTH = re.compile("单位.{0,6}(?:责任人|负责人|联系人|领导|人员)")
BODY_AND_PERSON = re.compile(
    r"\s*+(?P<body>.*[局委办府院会心司处队厂])[\s,、:(]+(?P<person>[\u4e00-\u9fff]{1,2}\s?[\u4e00-\u9fff]{1,2})\)?",
    re.DOTALL,
)
CHINESE_NUMBER = re.compile(r"\(?[一二三四五六七八九十]{1,3}\)?[、.]?$")


def read_rows(matrix: Matrix, columns: Sequence[GridColumn], body: Cells, unit: str | None) -> Iterator[Row]:
    """The rows of the body; a row that names a category is one of those below it."""
    group: Cell | None = None
    above: dict[int, Cell] = {}  # the last cell of each column of categories
    headings = Headings(matrix, columns, body)
    begun: set[GridCell] = set()
    for row in body:
        own = matrix.own(row)
        if not own:
            continue
        heading = headings.heading_of(row, own)
        if heading is not None and not headings.is_sum(heading):
            group = _cell(matrix, heading, "类别", "category", None)
            if headings.is_bare(row, own):
                continue
        cells = list(_cells(matrix, columns, row, above, unit))
        if heading is not None:
            cells = [group_cell(cell, heading) for cell in cells]
        elif not any(cell.kind in LEADING for cell in cells) and group is not None:
            cells.insert(0, group)
        places = [cell for cell in own if cell not in begun] or own
        begun.update(own)
        start, end = min(cell.start for cell in places), max(cell.end for cell in places)
        yield Row(start, end, tuple(cells), any(cell.header for cell in cells))


def group_cell(cell: Cell, heading: GridCell) -> Cell:
    """The cell of a row of sums; the one that names what is summed up is no project and no indicator."""
    is_name = (cell.start, cell.end) == (heading.start, heading.end)
    return replace(cell, header="类别", kind="category", unit=None) if is_name else cell


def is_counted(name: str) -> bool:
    """Whether a category says how many it holds: 交通(12个)."""
    return len(name) <= LONGEST_CATEGORY and COUNTED.match(name) is not None


class Headings:
    """Which rows of a body name a category (“一、交通(12个)”) or sum up (“合计”)."""

    def __init__(self, matrix: Matrix, columns: Sequence[GridColumn], body: Cells) -> None:
        self.matrix = matrix
        self.columns = columns
        kinds = [column.kind for column in columns]
        self.serial = kinds.index("serial") if "serial" in kinds else None
        self.name = next((at for at, kind in enumerate(kinds) if kind in NAMING), None)
        labels = [bool(self._is_labelled(row)) for row in body]
        self.are_few = 2 * sum(labels) < len(labels)  # else the labels count the rows themselves

    def _is_labelled(self, row: Sequence[GridCell | None]) -> bool:
        if self.serial is not None and (text := self.matrix.text(row[self.serial])):
            return bool(CHINESE_NUMBER.match(text))
        return self.name is not None and LABELLED.match(self.matrix.text(row[self.name])) is not None

    def heading_of(self, row: Sequence[GridCell | None], own: Sequence[GridCell]) -> GridCell | None:
        """The cell that names the category or the sum."""
        if self.is_bare(row, own):
            return own[-1]
        if self.name is None or self.columns[self.name].kind != "project":
            return None
        name = row[self.name] if self.matrix.text(row[self.name]) else row[self.serial or 0]
        text = self.matrix.text(name)
        if not text or not self._holds_sums(row, own, name):
            return None
        counts = is_counted(text) and (self._is_labelled(row) or self._lacks_serial(row))
        return name if SUM.match(text) or counts or (self.are_few and self._is_labelled(row)) else None

    def is_bare(self, row: Sequence[GridCell | None], own: Sequence[GridCell]) -> bool:
        """Whether a row holds a category's name and nothing else."""
        texts = [self.matrix.text(cell) for cell in own]
        if is_figure(texts[-1]):
            return False
        if len(own) == 2:
            return self.are_few and own[0] is row[self.serial or 0] and bool(CHINESE_NUMBER.match(texts[0]))
        if len(own) > 2:
            return False
        is_name = self.name is not None and row[self.name] is own[0]
        if is_name and own[0].columns == 1 and self.columns[self.name or 0].kind == "project":
            return LABELLED.match(texts[0]) is not None or is_counted(texts[0]) or not UNDERTAKING.search(texts[0])
        return is_name or own[0].columns > 1 or row[0] is own[0]

    def is_sum(self, heading: GridCell) -> bool:
        """Whether a row adds up others, and says nothing of those below it."""
        return SUM.match(self.matrix.text(heading)) is not None

    def _lacks_serial(self, row: Sequence[GridCell | None]) -> bool:
        return self.serial is None or not self.matrix.text(row[self.serial])

    def _holds_sums(self, row: Sequence[GridCell | None], own: Sequence[GridCell], name: GridCell | None) -> bool:
        """Whether nothing but figures stands beside the name and the number."""
        number = row[self.serial] if self.serial is not None else None
        return all(cell in (name, number) or is_figure(self.matrix.text(cell)) for cell in own)


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
        yield from body_and_person(matrix, read)


def body_and_person(matrix: Matrix, cell: Cell) -> Iterator[Cell]:
    """The cell; one of 责任单位及责任人 is two, where a blank parts the body from the person."""
    both = BOTH.search(cell.header) and BODY_AND_PERSON.fullmatch(matrix.flat[cell.start : cell.end].rstrip())
    if not both:
        yield cell
        return
    yield replace(cell, text="".join(both["body"].split()), end=cell.start + both.end("body"))
    start = cell.start + both.start("person")
    yield replace(cell, text="".join(both["person"].split()), start=start, kind="person", header="责任人")


def _takes_over(first: GridColumn, second: GridColumn) -> bool:
    """Of a cell over two columns, whether it belongs under the second: 合计 over 序号 and 项目名称."""
    return first.kind in ("serial", *LEADING) and second.kind in ("project", "indicator", "group", "")


def _spans_values(row: Sequence[GridCell | None], columns: Sequence[GridColumn], at: int) -> bool:
    """A figure over two columns of years: of which it is cannot be told."""
    return columns[at].kind in VALUES and at + 1 < len(row) and row[at + 1] is row[at]


def _unit(column: GridColumn, row_unit: str | None, table_unit: str | None) -> str | None:
    if column.unit:
        return column.unit
    counts = column.kind in ("year", "number") or (column.kind == "rate" and "累计" in column.header)
    if counts and row_unit and not EMPTY.match(row_unit):
        return row_unit
    return table_unit if column.kind in (*MONEY, "funds", "measure", "year", "number") else None


def _cell(matrix: Matrix, cell: GridCell, header: str, kind: str, unit: str | None) -> Cell:
    return Cell(header, matrix.text(cell), cell.start, cell.end, kind, unit)
