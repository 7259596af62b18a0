"""Tables without rules: rows of a page whose pieces stand under each other, with white between. Geometry alone.

In: the lines of a page outside ruled tables. Out: those that are in no such table, and the tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.sources.boxes import Box, around
from ingest.sources.recognition_lines import Line, PageTable, TableCell, rows_of

LEAST_ROWS, LEAST_COLUMNS = 3, 3
APART = 0.6  # of a line's height is at least between two cells
NEAR = 3.5  # of a line's height is at most from row to row
USED = 0.6  # share of its rows in which a column has something


def take_loose_tables(lines: Sequence[Line]) -> tuple[list[Line], list[PageTable]]:
    """The lines that stand in no loose table, and the tables, from the top."""
    rest: list[Line] = []
    tables: list[PageTable] = []
    for group in _groups(rows_of(lines)):
        table = _table(group)
        if table is None:
            rest += [line for row in group for line in row]
        else:
            tables.append(table)
    return rest, tables


def _groups(rows: Sequence[list[Line]]) -> list[list[list[Line]]]:
    """Runs of rows of several pieces, with rows between them that go on in a cell; every other row by itself."""
    groups: list[list[list[Line]]] = []
    for row in rows:
        if groups and _follows(groups[-1], row):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [part for group in groups for part in _without_tail(group)]


def _without_tail(group: list[list[Line]]) -> list[list[list[Line]]]:
    """A run ends with its last row of several pieces; what follows in a single one is a paragraph again."""
    last = max((at for at, row in enumerate(group) if _is_parted(row)), default=0)
    return [group[: last + 1], *([row] for row in group[last + 1 :])]


def _follows(group: Sequence[list[Line]], row: Sequence[Line]) -> bool:
    if not _is_parted(group[0]):
        return False
    height = median(line.height for line in row)
    is_near = min(line.top for line in row) - max(line.top for line in group[-1]) < NEAR * height
    return is_near and (_is_parted(row) or _fits(row, group))


def _is_parted(row: Sequence[Line]) -> bool:
    gaps = (b.left - a.right > APART * min(a.height, b.height) for a, b in pairwise(row))
    return sum(gaps) >= LEAST_COLUMNS - 1


def _fits(row: Sequence[Line], group: Sequence[list[Line]]) -> bool:
    """Whether each piece of the row stands in one column of the rows above."""
    columns = columns_of([line for other in group for line in other])
    return all(sum(line.left < right and left < line.right for left, right in columns) == 1 for line in row)


def columns_of(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Where columns begin and end: stretches of the width in which something stands, with white between them."""
    columns: list[tuple[float, float]] = []
    for line in sorted(lines, key=lambda line: line.left):
        if columns and line.left < columns[-1][1] + APART / 2 * line.height:
            columns[-1] = columns[-1][0], max(columns[-1][1], line.right)
        else:
            columns.append((line.left, line.right))
    return columns


def _table(rows: Sequence[list[Line]]) -> PageTable | None:
    if len(rows) < LEAST_ROWS:
        return None
    columns = columns_of([line for row in rows for line in row])
    used = [sum(any(left <= line.left < right for line in row) for row in rows) for left, right in columns]
    if sum(count >= USED * len(rows) for count in used) < LEAST_COLUMNS:
        return None
    cells = [
        _cell(at, column, columns, [line for line in row if columns[column][0] <= line.left < columns[column][1]], row)
        for at, row in enumerate(rows)
        for column in range(len(columns))
    ]
    return PageTable(around([line for row in rows for line in row]), tuple(cells))


def _cell(
    row: int, column: int, columns: Sequence[tuple[float, float]], lines: Sequence[Line], whole: Sequence[Line]
) -> TableCell:
    row_box = around(whole)
    box: Box = around(lines) if lines else (
        columns[column][0], row_box[1], columns[column][1], row_box[3],
    )  # fmt: skip
    return TableCell(row, column, 1, 1, box, tuple(lines))
