"""Lines of a page → tables without upright rules: columns that stand under each other.

A table is taken only where it is sure: at least three columns in two lines, or two columns of short cells in three.
Level rules, where there are any, part its rows (a table of three rules only its head from its body).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.sources.pdf_aligned_columns import (
    PieceRow,
    Span,
    column_of,
    cut_apart,
    headed_by,
    overlap,
    touched_by,
    white,
)
from ingest.sources.pdf_aligned_rows import CATEGORY, FIGURE, NEXT_LINE, build_table, is_category, is_rest
from ingest.sources.pdf_shapes import Piece, Rule
from ingest.sources.pdf_tables import PdfTable

LEADER = re.compile(r"…{2,}|\.{5,}|·{5,}")  # of a page of contents
ENTRY = re.compile(r"第[一二三四五六七八九十\d]+[章节篇]|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]")
UNIT = re.compile(r"单位\s*[:：]")  # over the table, at its right end
STACKED = 2  # characters of a line in the narrowest column
TOUCHING = 0.2  # of the size: white over a line that begins higher than the others of its row, at most
LONGEST_SHORT = 14  # characters of a cell that is no running text
LEAST_STRAYS = 4  # pieces under each other that make a column
FAR_ROW = 3.5  # times its size: white that ends a table


@dataclass(slots=True)
class Run:
    """Lines that may be a table: from where to where, and its columns."""

    start: int
    end: int
    columns: list[Span]


def find_aligned(
    rows: Sequence[PieceRow], rules: Sequence[Rule], page: int, before: PdfTable | None = None
) -> list[tuple[int, int, PdfTable]]:
    """Where tables stand among the lines: first line, line behind the last, table.

    `before`: the unruled table at the end of the page before, which a single line may continue.
    """
    found: list[tuple[int, int, PdfTable]] = []
    at = 0
    while at < len(rows):
        is_headed = at == 0 and before is not None and is_category(rows, 0)
        run = _run_from(rows, at + is_headed, before if at == 0 else None)
        if run is None:
            at += 1
            continue
        if is_headed and run.end > run.start:
            run.start = 0
        lines = [cut_apart(row, run.columns) for row in rows[run.start : run.end]]
        found.append((run.start, run.end, build_table(lines, run.columns, rules, page)))
        at = run.end
    return found


def _run_from(rows: Sequence[PieceRow], start: int, before: PdfTable | None) -> Run | None:
    if len(rows[start]) < 2 or any(LEADER.search(piece.text) for piece in rows[start]):
        return None
    end = _end_of_run(rows, start)
    if end == start:
        return None
    run = Run(start, end, _columns([rows[at] for at in range(start, end) if not is_category(rows, at)]))
    while run.start > 0 and _heads(rows[run.start - 1], rows[run.start], run.columns):
        run.start -= 1
    if before is not None and not before.is_ruled and agree(before.across, run.columns):
        run.columns = [_both(own, other) for own, other in zip(run.columns, before.across, strict=True)]
        return run
    return run if _is_sure(rows[start:end], run.columns) else None


def _end_of_run(rows: Sequence[PieceRow], start: int) -> int:
    """The row behind the last one that keeps the columns of those before it."""
    end, columns = start, [(piece.box[0], piece.box[2]) for piece in rows[start]]
    while end < len(rows) and (end == start or white(rows[end - 1], rows[end]) <= FAR_ROW * rows[end][0].size):
        if is_category(rows, end):
            end += 1
            continue
        wider = _with(columns, rows[end])
        if len(wider) < 2 or (len(rows[end]) == 1 and not _is_inside(rows, end, columns)):
            break
        columns, end = wider, end + 1
    while end > start and len(rows[end - 1]) == 1 and not _is_wrapped(rows, end - 1, columns):
        end -= 1
    return end


def _heads(row: PieceRow, below: PieceRow, columns: Sequence[Span]) -> bool:
    """Whether a line over the table belongs to its header: it heads several columns but not the first (2025年目标 over
    数值 and 增速), or begins a head that is wrapped more often than the others beside it."""
    if any(UNIT.search(piece.text) for piece in row):
        return False
    free, size = white(row, below), below[0].size
    is_stacked = all(len(piece.text) <= STACKED for piece in row) and free < 0.7 * size
    if (is_stacked or free < TOUCHING * size) and all(len(touched_by(piece, columns)) == 1 for piece in row):
        return True
    if free > NEXT_LINE * size:
        return False
    touched = [at for piece in row for at in headed_by(piece, columns)]
    return len(touched) > len(row) and len(set(touched)) == len(touched) and 0 not in touched


def agree(first: Sequence[Span], second: Sequence[Span]) -> bool:
    """Whether columns stand over each other, each over its own and no other."""
    return len(first) == len(second) and all(
        overlap(one, two) == (at == other) for at, one in enumerate(first) for other, two in enumerate(second)
    )


def _both(one: Span, two: Span) -> Span:
    return min(one[0], two[0]), max(one[1], two[1])


def _with(columns: Sequence[Span], row: PieceRow) -> list[Span]:
    """The columns with the pieces of one more line; those that a piece joins are one."""
    merged: list[Span] = []
    for span in sorted([*columns, *((piece.box[0], piece.box[2]) for piece in row)]):
        if merged and span[0] < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], span[1]))
        else:
            merged.append(span)
    return merged


def _columns(rows: Sequence[PieceRow]) -> list[Span]:
    """The columns as the lines with most pieces have them: a piece over several columns joins none."""
    most = max(len(row) for row in rows)
    columns: list[Span] = []
    for row in rows:
        if len(row) >= max(2, 0.7 * most):
            columns = _with(columns, row)
    if len(columns) < max(2, 0.7 * most):  # lines of many pieces disagree: those with most decide
        columns = []
        for row in rows:
            if len(row) == most:
                columns = _with(columns, row)
    columns = _with_strays(columns, rows)
    for row in rows:
        for piece in row:
            touched = [at for at, span in enumerate(columns) if overlap(span, (piece.box[0], piece.box[2]))]
            if len(touched) == 1:
                columns[touched[0]] = _both(columns[touched[0]], (piece.box[0], piece.box[2]))
    return columns


def _with_strays(columns: list[Span], rows: Sequence[PieceRow]) -> list[Span]:
    """The columns, and those whose cells are all wrapped, so that they stand beside no others."""
    strays = [piece for row in rows for piece in row if not touched_by(piece, columns)]
    for span in _with([], strays):
        inside = [piece for piece in strays if overlap(span, (piece.box[0], piece.box[2]))]
        if len(inside) >= LEAST_STRAYS and not any(overlap(span, column) for column in columns):
            columns = sorted([*columns, span])
    return columns


def _is_inside(rows: Sequence[PieceRow], at: int, columns: Sequence[Span]) -> bool:
    """Whether a line of one piece is more of a cell, close below in one column alone, or begins a row of which other
    cells stand half a line lower."""
    piece = rows[at][0]
    if CATEGORY.match(piece.text) and white(rows[at - 1], rows[at]) >= 0:
        return False
    begins = at + 1 < len(rows) and white(rows[at], rows[at + 1]) < 0
    is_near = begins or white(rows[at - 1], rows[at]) <= NEXT_LINE * piece.size
    return is_near and len(touched_by(piece, columns)) < 2


def _is_wrapped(rows: Sequence[PieceRow], at: int, columns: Sequence[Span]) -> bool:
    """Whether a line of one piece is the rest of the cell over it, and not a line of text under the table."""
    piece = rows[at][0]
    column = column_of(piece, columns)
    return column > 0 or white(rows[at - 1], rows[at]) < 0 or is_rest(rows[at - 1], piece, columns)


def _is_sure(rows: Sequence[PieceRow], columns: Sequence[Span]) -> bool:
    full = [row for row in rows if len(row) >= 2]
    if len(columns) >= 3:
        wide = [row for row in rows if len(row) >= 3]
        return len(wide) >= 2 and _are_short([piece for row in wide for piece in row[1:]], 1.5)
    if len(columns) < 2 or len(full) < 3 or len(full) < 0.6 * len(rows):
        return False
    behind = [piece for row in full for piece in row[1:]]
    if all(piece.text.isdigit() for piece in behind) and sum(bool(ENTRY.match(row[0].text)) for row in full) > 1:
        return False  # a page of contents
    return _are_short(behind, 1.0) and any(FIGURE.fullmatch(piece.text) for piece in behind)


def _are_short(pieces: Sequence[Piece], times: float) -> bool:
    return sum(len(piece.text) for piece in pieces) <= times * LONGEST_SHORT * len(pieces)
