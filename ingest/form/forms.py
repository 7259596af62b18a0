"""A form, whose labels stand beside what they name (项目名称 | … | 总投资 | …) → one row under its labels."""

from __future__ import annotations

from graph.records import Cell, GridCell, Row
from ingest.form.column_kinds import MONEY, kind_by_header, plain
from ingest.form.columns import EMPTY
from ingest.form.matrix import Cells, Matrix

LEAST_LABELS = 3
MOST_ROWS = 100
MOST_LABELS = 0.6  # of them must be known
Pair = tuple[GridCell, GridCell]


def read_form(matrix: Matrix, rows: Cells, unit: str | None) -> Row | None:
    """The row that the form is, None for any other table; `unit`: of its money, where a line above says it."""
    pairs = _pairs(matrix, rows)
    if pairs is None or len(pairs) < LEAST_LABELS:
        return None
    kinds = [_kind(matrix, label) for label, _ in pairs]
    named = sum(bool(_kind(matrix, value)) for _, value in pairs)
    if sum(map(bool, kinds)) < MOST_LABELS * len(pairs) or named > len(pairs) / 4 or len(set(kinds)) < 3:
        return None
    cells: list[Cell] = []
    for (label, value), kind in zip(pairs, kinds, strict=True):
        words, own_unit = plain(matrix.text(label))
        text = matrix.text(value)
        if text and not EMPTY.match(text):
            said = own_unit or (unit if kind in MONEY else None)
            cells.append(Cell(words, text, value.start, value.end, kind, said))
    own = [cell for row in rows for cell in matrix.own(row)]
    return Row(min(cell.start for cell in own), max(cell.end for cell in own), tuple(cells))


def _kind(matrix: Matrix, cell: GridCell) -> str:
    words = plain(matrix.text(cell))[0]
    return kind_by_header([words]) if words else ""


def _pairs(matrix: Matrix, rows: Cells) -> list[Pair] | None:
    """Each label with what stands to its right, None where they do not go by two."""
    if len(rows) > MOST_ROWS:
        return None
    pairs: dict[Pair, None] = {}  # a label merged over rows comes again in each
    for row in rows:
        cells = [cell for cell in dict.fromkeys(row) if cell is not None]
        if len(cells) == 1:
            continue  # a part's name over the whole width
        if len(cells) % 2 or any(not matrix.text(label) for label in cells[:2:2]):
            return None
        for label, value in zip(cells[::2], cells[1::2], strict=True):
            if matrix.text(label):
                pairs[label, value] = None
    return list(pairs)
