"""The header lines of a table without upright rules → its head: groups over the heads of their columns, in levels.

A group stands over the middle of its columns (2025年 over 目标 and 增速, 规划目标 over both years), and what stands
under it lies in the lower part of the header; the head of a column without a group stands in the middle of all lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.sources.boxes import around
from ingest.sources.pdf_aligned_columns import PieceRow, Span, column_of
from ingest.sources.pdf_shapes import Piece
from ingest.sources.pdf_tables import TableCell, cell_lines
from ingest.sources.reading import Place

LOWER = 0.25  # of the size: how far under the middle of the header the heads of a group stand at least
OFF = 2.5  # sizes: how far a group may stand from the middle of its columns


@dataclass(frozen=True, slots=True)
class Group:
    """A piece that heads several columns."""

    piece: Piece
    first: int
    last: int
    level: int


def read_head(rows: Sequence[PieceRow], columns: Sequence[Span]) -> tuple[int, list[TableCell]]:
    """How many levels the header has, and its cells; none where no group stands in it."""
    groups = _groups(rows, columns) if len(rows) > 1 else []
    if not groups:
        return 0, []
    heads = [group.piece for group in groups]
    depth = max(group.level for group in groups) + 2
    cells = []
    for group in groups:
        width = group.last - group.first + 1
        cells.append(TableCell(group.level, group.first, cell_lines([group.piece]), 1, width, _place([group.piece])))
    for column in range(len(columns)):
        own = [piece for row in rows for piece in row if piece not in heads and column_of(piece, columns) == column]
        over = max((group.level + 1 for group in groups if group.first <= column <= group.last), default=0)
        cells.append(TableCell(over, column, cell_lines(own), depth - over, 1, _place(own) if own else None))
    return depth, sorted(cells, key=lambda cell: (cell.row, cell.column))


def _place(pieces: Sequence[Piece]) -> Place:
    return Place(box=around(pieces))


def _groups(rows: Sequence[PieceRow], columns: Sequence[Span]) -> list[Group]:
    """The groups, those of the upper levels first."""
    found: list[Group] = []
    pieces = [piece for row in rows for piece in row]
    top, bottom = min(piece.box[1] for piece in pieces), max(piece.box[3] for piece in pieces)
    for at, row in enumerate(rows[:-1]):
        below = [piece for lower in rows[at + 1 :] for piece in lower]
        middle = _middle_under(found, row, top, bottom)
        free = [column for column in range(len(columns)) if _is_under(column, row, below, columns, middle)]
        heads = [piece for piece in row if _may_head(piece, free, columns)]
        for piece, (first, last) in _assigned(heads, free, columns):
            over = [group.level + 1 for group in found if group.first <= first and last <= group.last]
            found.append(Group(piece, first, last, max(over, default=0)))
    return found


def _middle_under(found: Sequence[Group], row: PieceRow, top: float, bottom: float) -> float:
    """Where the heads of columns stand that are not under a group of this line: in the middle of what it parts."""
    over = [group.piece.box[3] for group in found if group.piece.box[3] <= min(piece.box[1] for piece in row)]
    return (max(over, default=top) + bottom) / 2


def _is_under(column: int, row: PieceRow, below: Sequence[Piece], columns: Sequence[Span], middle: float) -> bool:
    """Whether the column's own head lies under the line, in the lower part of the header."""
    own = [piece for piece in below if column_of(piece, columns) == column]
    if not own:
        return False
    box = around(own)
    line = around(row)
    return (box[1] + box[3]) / 2 > middle + LOWER * own[0].size and box[1] >= line[3] - 0.3 * own[0].size


def _may_head(piece: Piece, free: Sequence[int], columns: Sequence[Span]) -> bool:
    return bool(free) and columns[free[0]][0] < _middle_of(piece) < columns[free[-1]][1]


def _assigned(
    heads: Sequence[Piece], free: Sequence[int], columns: Sequence[Span]
) -> Iterator[tuple[Piece, tuple[int, int]]]:
    """Each head that stands over the middle of several columns, with the first and last of these: a column goes to
    the nearest head."""
    shared: list[list[int]] = [[] for _ in heads]
    for column in free if heads else ():
        x = _middle(columns[column])
        shared[min(range(len(heads)), key=lambda at, x=x: abs(_middle_of(heads[at]) - x))].append(column)  # type: ignore[misc]
    for piece, own in zip(heads, shared, strict=True):
        if len(own) < 2 or own[-1] - own[0] != len(own) - 1:
            continue
        over = _middle((columns[own[0]][0], columns[own[-1]][1]))
        if abs(_middle_of(piece) - over) <= OFF * piece.size:
            yield piece, (own[0], own[-1])


def _middle(span: Span) -> float:
    return (span[0] + span[1]) / 2


def _middle_of(piece: Piece) -> float:
    return _middle((piece.box[0], piece.box[2]))
