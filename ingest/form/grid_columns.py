"""The columns of a table: header, kind and unit of each, and which of them names what the rows are about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph.records import GridCell
from ingest.form.column_kinds import (
    MONEY,
    NAMES,
    NAMING,
    VALUES,
    YEAR,
    is_figure,
    is_year,
    kind_of_column,
    plain,
    shape_of,
    share,
)
from ingest.form.columns import EMPTY
from ingest.form.matrix import Cells, Matrix

LEVEL = re.compile("[一二三四]级指标")
FIRM_NAME = re.compile("企业|公司")
Kinds = Mapping[str, int]  # of the columns of a table, each with the first that has it
MANY_NAMES = 0.5  # of the cells look like what they are taken for


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


def read_columns(matrix: Matrix, header: Cells, body: Cells) -> list[GridColumn]:
    """The columns with their headers, kinds and units."""
    width = len(body[0]) if body else len(header[0])
    body = [row for row in body if len(matrix.own(row)) > 1] or body  # a category's name tells nothing of its column
    over = [_over(matrix, header, down) for down in range(len(header))]
    columns = [_column(matrix, [row[at] for row in over], [row[at] for row in body]) for at in range(width)]
    for at in range(1, width):
        if header and not columns[at].lines and _shares_header(matrix, columns[at - 1], body, at):
            columns[at] = columns[at - 1]  # a header over two columns that nobody merged
    for at in range(width - 1, 0, -1):  # a header over several columns: the category, the number, the name
        same = columns[at].lines == columns[at - 1].lines
        if header and same and columns[at].kind in ("indicator", "project"):
            texts = [matrix.text(row[at - 1]) for row in body]
            kind = "serial" if share(texts, str.isdigit) > 0.5 else "group"
            columns[at - 1] = replace(columns[at - 1], kind=kind)
    columns = _counting(_with_levels(columns))
    return named(columns, [[matrix.text(row[at]) for row in body] for at in range(width)])


def _column(matrix: Matrix, header: Sequence[GridCell | None], body: Sequence[GridCell | None]) -> GridColumn:
    lines: list[str] = []
    unit: str | None = None
    for over in dict.fromkeys(header):
        words, own_unit = plain(matrix.text(over))
        unit = own_unit or unit
        if words and words not in lines:
            lines.append(words)
    cells = matrix.texts(body)
    kind = kind_of_column(lines, cells) if lines else "unit" if _are_units(cells) else ""
    return GridColumn(tuple(lines), kind, unit)


def _shares_header(matrix: Matrix, before: GridColumn, body: Cells, at: int) -> bool:
    """Whether a column without a header goes with the one before: a cell stands in both, or it names parts of it."""
    if any(row[at] is row[at - 1] for row in body):
        return True
    words = [text for row in body if (text := matrix.text(row[at]))]
    is_over = any((over := row[at - 1]) is not None and over.rows > 1 for row in body)
    return before.kind in ("indicator", "project") and is_over and bool(words) and share(words, is_figure) < 0.3


def _are_units(cells: Sequence[str]) -> bool:
    """Units in a column that nobody named."""
    filled = [cell for cell in cells if cell and not EMPTY.match(cell)]
    return bool(filled) and shape_of(filled) == "unit"


def _over(matrix: Matrix, header: Cells, down: int) -> list[GridCell | None]:
    """The cells of a header row over the columns; a group that was not merged reaches over the blanks to its right."""
    row = header[down]
    over: list[GridCell | None] = []
    group: GridCell | None = None
    for at, cell in enumerate(row):
        if not at or matrix.text(cell) or not matrix.text(header[-1][at - 1]):
            group = cell
        is_below = any(matrix.text(lower[at]) for lower in header[down + 1 :])
        over.append(group if is_below else cell)
    return over


def _with_levels(columns: list[GridColumn]) -> list[GridColumn]:
    """一级指标 | 二级指标 | 三级指标: the last names indicators, the one before groups."""
    levels = [at for at, column in enumerate(columns) if LEVEL.search(column.header)]
    for at in levels[:-1]:
        kind = "group" if at == levels[-2] and len(levels) > 2 else "category"
        columns[at] = replace(columns[at], kind=kind)
    if levels:
        columns[levels[-1]] = replace(columns[levels[-1]], kind="indicator")
    return columns


def _counting(columns: list[GridColumn]) -> list[GridColumn]:
    """In a table of indicators a sum that is no investment is a figure of the year: 全年预算."""
    kinds = {column.kind for column in columns}
    if "indicator" not in kinds or "project" in kinds:
        return columns
    sums = [column.kind in MONEY and "投资" not in column.header for column in columns]
    return [replace(column, kind="number") if of else column for column, of in zip(columns, sums, strict=True)]


def named(columns: list[GridColumn], texts: Sequence[Sequence[str]]) -> list[GridColumn]:
    """The columns, one of which names what the rows are about: an indicator where figures of years stand beside it,
    else what its cells look like."""
    first = {column.kind: at for at, column in reversed([*enumerate(columns)])}
    for at, column in enumerate(columns):
        kind = _name_kind(columns, first, at, [text for text in texts[at] if text and not EMPTY.match(text)])
        if kind is not None:
            return [*columns[:at], replace(column, kind=kind), *columns[at + 1 :]]
    return columns


def _name_kind(columns: Sequence[GridColumn], kinds: Kinds, at: int, cells: Sequence[str]) -> str | None:
    """What a column names that is not yet taken for that, by the columns beside it and its cells."""
    kind = columns[at].kind
    if "indicator" in kinds or not cells:
        return None
    if kind in ("", "time", "when", "category") and at == kinds[kind] and share(cells, is_year) == 1:
        return "when"
    if "project" in kinds:
        return "indicator" if kind == "project" and _are_indicators(columns[at], kinds, cells) else None
    if kind == "owner" and FIRM_NAME.match(columns[at].lines[-1]):
        return "enterprise"
    return _unnamed_kind(columns[at], kinds, cells)


def _unnamed_kind(column: GridColumn, kinds: Kinds, cells: Sequence[str]) -> str | None:
    """A column whose header tells nothing: the first of words names projects beside sums, indicators beside years."""
    kind, header = column.kind, column.header
    if kind not in ("", "content", "category", "name") or share(cells, is_figure) > 0.3:
        return None
    if _is_of_projects(kinds):
        is_name = kind == "name" or (not kind and header.endswith("名称"))
        return "project" if is_name or share(cells, NAMES[0][1]) >= MANY_NAMES else None
    if kind in ("category", "name") or header.endswith("名称") or {*NAMING, "when", "person"} & set(kinds):
        return None
    return "indicator" if any(other in VALUES for other in kinds) else None


def _are_indicators(column: GridColumn, kinds: Kinds, cells: Sequence[str]) -> bool:
    """项目 | 单位 | 2020年 | 2025年, 实事项目 | 单位 | 目标任务: what is measured, no projects."""
    if _is_of_projects(kinds) or (column.header != "项目" and share(cells, NAMES[0][1]) >= MANY_NAMES):
        return False
    return any(kind in ("year", "rate") for kind in kinds) or {"unit", "number"} <= set(kinds)


def _is_of_projects(kinds: Kinds) -> bool:
    return any(kind in (*MONEY, "period", "nature", "owner", "progress") for kind in kinds)
