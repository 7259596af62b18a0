"""Lines of a page and the cells of its ruled tables: which line stands in which cell. Geometry alone, no engine."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.sources.boxes import Box, around, is_within
from ingest.sources.recognition_lines import Line, PageTable, TableCell, rows_of

DASH = "—"
YEARS = re.compile(r"(?:19|20)\d\d年?[-—–~～至](?:19|20)\d\d年?")
LOST_DASH = re.compile(r"((?:19|20)\d\d)((?:19|20)\d\d)")
LEAST_SPANS = 2  # in a column, for it to be one of years
OVER = 0.45  # of a line's height must reach over a border for the line to be cut there


def cut_at_borders(box: Box, tables: Sequence[PageTable]) -> list[Box] | None:
    """The pieces of a line that runs over borders between cells, from the left; None for one that need not be cut."""
    height = box[3] - box[1]
    for table in tables:
        if not _meets(box, table.box):
            continue
        pieces: list[Box] = []
        for cell in table.cells:
            left, right = max(box[0], cell.box[0]), min(box[2], cell.box[2])
            shared = min(box[3], cell.box[3]) - max(box[1], cell.box[1])
            if right - left > OVER * height and shared > 0.5 * min(height, cell.box[3] - cell.box[1]):
                top, bottom = _within_rows(box, cell.box)
                pieces.append((left, top, right, bottom))
        if not pieces:
            return None
        if len(pieces) == 1 and _is_whole(pieces[0], box):
            return None
        return sorted(_without_rims(piece, table) for piece in pieces)
    return None


def _within_rows(box: Box, cell: Box) -> tuple[float, float]:
    return max(box[1], cell[1] + 1), min(box[3], cell[3] - 1)


def _is_whole(piece: Box, box: Box) -> bool:
    rim = 0.3 * (box[3] - box[1])
    return all(abs(one - other) <= rim for one, other in zip(piece, box, strict=True))


def _without_rims(piece: Box, table: PageTable) -> Box:
    """Without the border itself where the piece was cut at one."""
    borders = {side for cell in table.cells for side in (cell.box[0], cell.box[2])}
    left = piece[0] + 4 if piece[0] in borders else piece[0]
    right = piece[2] - 4 if piece[2] in borders else piece[2]
    return left, piece[1], max(left + 1, right), piece[3]


def filled(lines: Sequence[Line], tables: Sequence[PageTable]) -> tuple[list[Line], list[PageTable]]:
    """The lines outside all tables, and the tables with theirs."""
    inside: dict[tuple[int, int], list[Line]] = {}
    outside: list[Line] = []
    for line in lines:
        at = _cell_of(line, tables)
        if at is None:
            outside.append(line)
        else:
            inside.setdefault(at, []).append(line)
    return outside, [
        with_dashes(
            replace(table, cells=tuple(_with_lines(cell, inside.get((t, c), [])) for c, cell in enumerate(table.cells)))
        )
        for t, table in enumerate(tables)
    ]


def _cell_of(line: Line, tables: Sequence[PageTable]) -> tuple[int, int] | None:
    for t, table in enumerate(tables):
        for c, cell in enumerate(table.cells):
            if is_within(line.box, cell.box):
                return t, c
    return None


def _with_lines(cell: TableCell, lines: Sequence[Line]) -> TableCell:
    return replace(cell, lines=tuple(line for row in rows_of(lines) for line in row))


def with_dashes(table: PageTable) -> PageTable:
    """The table with its dashes: 一 alone, in a column that counts no further (二), is one: no figure. Where the other
    cells of a column hold spans of years, 20202024 has lost one.
    """
    counting = {cell.column for cell in table.cells if text_of(cell) in ("二", "三")} | {0}
    spans = Counter(cell.column for cell in table.cells if YEARS.fullmatch(text_of(cell)))
    return replace(table, cells=tuple(_with_dash(cell, counting, spans) for cell in table.cells))


def _with_dash(cell: TableCell, counting: set[int], spans: Mapping[int, int]) -> TableCell:
    text = text_of(cell)
    if text == "一" and cell.column not in counting:
        return replace(cell, lines=(replace(cell.lines[0], text=DASH),))
    years = LOST_DASH.fullmatch(text)
    if years and spans[cell.column] >= LEAST_SPANS and int(years[1]) <= int(years[2]):
        sure = min(min(line.sure) for line in cell.lines)
        mended = f"{years[1]}-{years[2]}"
        box = around(cell.lines)
        return replace(cell, lines=(Line(mended, box, (sure,) * len(mended)),))
    return cell


def text_of(cell: TableCell) -> str:
    """What stands in the cell."""
    return "".join(line.text for line in cell.lines)


def _meets(box: Box, other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
