"""The lines of a table without upright rules → its rows and cells.

Level rules that run through the whole table part its rows. Between them, a line with cells in half of the columns or
more is a row; what stands close by is the rest of a wrapped cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from ingest.sources.boxes import Box, around
from ingest.sources.pdf_aligned_columns import PieceRow, Span, column_of, touched_by, white
from ingest.sources.pdf_aligned_heads import read_head
from ingest.sources.pdf_shapes import Piece, Rule
from ingest.sources.pdf_tables import PdfTable, TableCell, cell_lines
from ingest.sources.reading import Place

FIGURE = re.compile(r"[-+±<>≥≤约(（\[]?\d[\d,，.]*[%％‰)）\]]?|[-—/]+")
YEAR = re.compile(r"(?:19|20)\d\d")
LABEL = re.compile(r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．]\D")
CATEGORY = re.compile(r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]")
SUM = re.compile("(?:合|小|总|共)\\s*计")
TIGHT = 0.35  # of the size: how much wider than the narrowest the white inside a cell may be
NEXT_LINE = 1.0  # of the size: white between lines of one cell, at most
MOST_HEADER_LINES = 6
MOST_RULED_OFF = 10  # lines of a header over a rule
MOST_OF = 0.8  # of the white between numbered rows: as much parts them, less does not
THROUGH = 0.8  # share of the table's width that a rule between its rows runs over
NOTHING = -1e9
CLOSE = 1.5  # of the size: white over and under the line of a category, at most
LIKE_SIZE = 0.6  # points
APART = 0.3  # of the size: how much more white is between rows than between lines of a cell, at least


def is_category(rows: Sequence[PieceRow], at: int) -> bool:
    """Whether a line of one numbered piece names the category of the rows below it: set like them and as close, with
    nothing beside it."""
    if at >= len(rows) - 1 or len(rows[at]) != 1 or not CATEGORY.match(rows[at][0].text):
        return False
    row, below = rows[at : at + 2]
    size = row[0].size
    around_it = rows[max(0, at - 1) : at + 2]  # a table that goes on may begin with one
    is_close = all(0 <= white(upper, lower) <= CLOSE * size for upper, lower in pairwise(around_it))
    is_centred = at + 2 < len(rows) and len(rows[at + 2]) > 1 and white(below, rows[at + 2]) < 0  # a cell begins higher
    return is_close and (len(below) > 1 or is_centred) and abs(below[0].size - size) < LIKE_SIZE


def is_rest(above: PieceRow, piece: Piece, columns: Sequence[Span]) -> bool:
    """Whether a piece goes on with the cell over it, which reached the end of its column."""
    column = column_of(piece, columns)
    upper = [other for other in above if column_of(other, columns) == column]
    if not upper or LABEL.match(piece.text) or FIGURE.fullmatch(piece.text):
        return False
    is_full = columns[column][1] - upper[-1].box[2] < 1.5 * piece.size
    return piece.text[0] in "（(" or (is_full and len(piece.text) <= len(upper[-1].text) + 1)


def build_table(rows: Sequence[PieceRow], columns: Sequence[Span], rules: Sequence[Rule], page: int) -> PdfTable:
    """The table that the lines make, its header with two levels where a piece stands over several columns."""
    box = around([piece for row in rows for piece in row])
    table = PdfTable(page, box, tuple(columns), False)
    inner = _inner_rules(rules, rows, box, columns)
    head = _header_lines(rows, inner)
    number, cells = read_head(rows[:head], columns)
    table.cells += cells
    head = head if number else 0
    for start, end in _parted(rows, head):
        if end - start == 1 and is_category(rows, start):
            groups: list[list[PieceRow]] = []
            table.cells.append(_category(rows[start][0], number, columns))
            number += 1
        else:
            groups = list(_groups(rows[start:end], inner, columns, may_head=start == head))
        for group in groups:
            table.cells += _cells(group, number, columns)
            number += 1
    return table


def _parted(rows: Sequence[PieceRow], start: int) -> Iterator[tuple[int, int]]:
    """Where the lines of categories and those between them begin and end, from one line on."""
    categories = [at for at in range(start, len(rows)) if is_category(rows, at)]
    ends = sorted({start, len(rows), *categories, *(at + 1 for at in categories)})
    return pairwise(ends)


def _category(piece: Piece, number: int, columns: Sequence[Span]) -> TableCell:
    return TableCell(number, 0, cell_lines([piece]), 1, len(columns), Place(box=piece.box))


def _inner_rules(rules: Sequence[Rule], rows: Sequence[PieceRow], box: Box, columns: Sequence[Span]) -> list[float]:
    """Where level rules run through the table over most of its width, between its first line and its last."""
    width = columns[-1][1] - columns[0][0]
    found = sorted(
        (rule.box[1] + rule.box[3]) / 2
        for rule in rules
        if rows[0][0].base - 2 < rule.box[1] < rows[-1][0].box[1] + 2
        and min(rule.box[2], box[2]) - max(rule.box[0], box[0]) > THROUGH * width
    )
    return [at for before, at in pairwise([-10.0, *found]) if at - before > 3]


def _header_lines(rows: Sequence[PieceRow], inner: Sequence[float]) -> int:
    """How many lines stand over the first rule, or over the first line with figures or the first category."""
    most = MOST_RULED_OFF if inner else MOST_HEADER_LINES
    for at, row in enumerate(rows[:most]):
        is_ruled_off = bool(inner) and row[0].base > inner[0] + 2
        if is_ruled_off or _has_figures([row]) or is_category(rows, at):
            return at
    return len(rows) if len(rows) <= most else 0  # a page that ends behind the header


def _groups(
    rows: Sequence[PieceRow], inner: Sequence[float], columns: Sequence[Span], *, may_head: bool
) -> Iterator[list[PieceRow]]:
    """The lines of each row of the table; the first may be its head."""
    strips: dict[int, list[PieceRow]] = {}
    for row in rows:
        middle = row[0].base - 0.4 * row[0].size
        strips.setdefault(sum(at < middle for at in inner), []).append(row)
    for at, strip in strips.items():
        is_first = at == 0 and may_head
        is_head = is_first and bool(inner) and len(strip) <= MOST_HEADER_LINES and not _has_figures(strip)
        if len(strip) == 1 or is_head or (len(inner) >= 3 and not _has_rows(strip, columns)):
            yield strip
        else:
            for group in _by_lines(strip, columns, has_head=is_first):
                yield from _without_sums(group, columns)


def _without_sums(group: list[PieceRow], columns: Sequence[Span]) -> Iterator[list[PieceRow]]:
    """The lines of a row, and those of a sum under it: one that says so, or has figures under figures."""
    start = 0
    filled: set[int] = set()
    for at, row in enumerate(group):
        figures = set(_figure_columns(row, columns))
        if at > start and figures and (SUM.match(row[0].text) or len(figures & filled) > 1):
            yield group[start:at]
            start, filled = at, set()
        filled |= figures
    yield group[start:]


def _figure_columns(pieces: Sequence[Piece], columns: Sequence[Span]) -> list[int]:
    """The columns of the figures of more than one sign; one of a single sign may be a serial, or nothing."""
    return [column_of(piece, columns) for piece in pieces if len(piece.text) > 1 and FIGURE.fullmatch(piece.text)]


def _has_figures(strip: Sequence[PieceRow]) -> bool:
    return any(FIGURE.fullmatch(piece.text) and not YEAR.fullmatch(piece.text) for row in strip for piece in row)


def _has_rows(strip: Sequence[PieceRow], columns: Sequence[Span]) -> bool:
    """Whether figures stand under each other between two rules: several rows, not one of wrapped cells."""
    counts = [0] * len(columns)
    for row in strip:
        for piece in row:
            counts[column_of(piece, columns)] += FIGURE.fullmatch(piece.text) is not None
    return max(counts) > 1


def _by_serials(rows: Sequence[PieceRow], serials: Sequence[int], has_head: bool) -> Iterator[list[PieceRow]]:
    """Lines parted between numbered ones, each time where most white is.

    What stands over the first is a header (`has_head`), or the rest of a row that the page before broke off, which
    as much white parts from it as other rows from each other; else it is a cell that begins higher than others.
    """
    cuts = [_widest(rows, before, behind) for before, behind in pairwise([-1, *serials])]
    usual = min((white for white, _ in cuts[1:]), default=0.0)
    if cuts[0][0] <= 0 or (not has_head and cuts[0][0] < MOST_OF * usual):
        cuts.pop(0)
    start = 0
    for _, cut in cuts:
        if cut > start:
            yield list(rows[start:cut])
            start = cut
    yield list(rows[start:])


def _widest(rows: Sequence[PieceRow], before: int, behind: int) -> tuple[float, int]:
    """The widest white between two lines, and the line under it; of like ones the lowest."""
    widest, cut = NOTHING, max(0, before)
    bottom = max((piece.box[3] for row in rows[max(0, before - 3) : before + 1] for piece in row), default=NOTHING)
    for at in range(max(before + 1, 1), behind + 1):
        bottom = max(bottom, *(piece.box[3] for piece in rows[at - 1]))
        free = min(piece.box[1] for row in rows[at : behind + 1] for piece in row) - bottom
        if free >= widest - 0.5:
            widest, cut = max(widest, free), at
    return widest, cut


def _serials(rows: Sequence[PieceRow], columns: Sequence[Span]) -> list[int]:
    """The lines that bear 1, 2, 3 … in the first column; none where the figures do not count on."""
    found = [
        (at, int(piece.text))
        for at, row in enumerate(rows)
        for piece in row
        if piece.text.isdecimal() and len(piece.text) < 5 and column_of(piece, columns) == 0
    ]
    counts_on = all(behind == before + 1 for (_, before), (_, behind) in pairwise(found))
    return [at for at, _ in found] if len(found) > 1 and counts_on else []


def _by_lines(rows: Sequence[PieceRow], columns: Sequence[Span], has_head: bool) -> Iterator[list[PieceRow]]:
    serials = _serials(rows, columns)
    if serials:
        yield from _by_serials(rows, serials, has_head)
        return
    if groups := _by_whites(rows, columns):
        yield from groups
        return
    anchors = [at for at, row in enumerate(rows) if len(row) >= max(2, (len(columns) + 1) // 2)]
    is_centred = bool(anchors) and any(
        at not in anchors and at + 1 in anchors and white(rows[at], rows[at + 1]) < 0 for at in range(len(rows) - 1)
    )
    held: list[PieceRow] = []
    for at, row in enumerate(rows):
        is_late = is_centred and at in anchors and at - 1 not in anchors and white(rows[at - 1], row) < 0
        goes_on = at not in anchors and _continues(rows, at, anchors, is_centred, columns)
        if held and not is_late and not goes_on:
            yield held
            held = []
        held.append(row)
    if held:
        yield held


def _by_whites(rows: Sequence[PieceRow], columns: Sequence[Span]) -> list[list[PieceRow]]:
    """The rows, where the white between them is clearly more than between the lines of their cells, and no row has two
    figures in a column; empty where that is not so."""
    bottoms = list(accumulate((max(piece.box[3] for piece in row) for row in rows), max))
    free = [min(piece.box[1] for piece in row) - bottom for bottom, row in zip(bottoms, rows[1:], strict=False)]
    known = sorted(max(0.0, one) for one in free)
    jumps = [(wide - narrow, (wide + narrow) / 2) for narrow, wide in pairwise(known)]
    jump, limit = max(jumps, default=(0.0, 0.0))
    if jump < APART * rows[0][0].size:
        return []
    ends = [0, *(at for at, one in enumerate(free, 1) if one > limit), len(rows)]
    groups = [list(rows[start:end]) for start, end in pairwise(ends)]
    return groups if all(_is_one_row(group, columns) for group in groups) else []


def _is_one_row(group: Sequence[PieceRow], columns: Sequence[Span]) -> bool:
    """Whether half of the columns are filled, and none with two figures."""
    pieces = [piece for row in group for piece in row]
    figures = _figure_columns(pieces, columns)
    filled = {column_of(piece, columns) for piece in pieces}
    return len(figures) == len(set(figures)) and 2 * len(filled) >= len(columns)


def _continues(
    rows: Sequence[PieceRow], at: int, anchors: Sequence[int], is_centred: bool, columns: Sequence[Span]
) -> bool:
    """Whether a line that is no row of its own belongs to the row above it."""
    if at == 0:
        return False
    above, row = rows[at - 1], rows[at]
    if is_centred and at + 1 in anchors and white(row, rows[at + 1]) < white(above, row):
        return False
    if _figure_columns(row, columns):
        return False
    if len(row) == 1 and is_rest(above, row[0], columns) and white(above, row) <= NEXT_LINE * row[0].size:
        return True
    tight = min(white(one, two) for one, two in pairwise(rows)) + TIGHT * row[0].size
    return white(above, row) <= min(tight, NEXT_LINE * row[0].size) and column_of(row[0], columns) > 0


def _cells(group: Sequence[PieceRow], number: int, columns: Sequence[Span]) -> Iterator[TableCell]:
    held: dict[int, list[Piece]] = {}
    widths: dict[int, int] = {}
    for row in group:
        for piece in row:
            column = column_of(piece, columns)
            held.setdefault(column, []).append(piece)
            widths[column] = max(widths.get(column, 1), len(touched_by(piece, columns)))
    covered = 0
    for column in range(len(columns)):
        pieces = held.get(column, [])
        if pieces or column >= covered:
            width = widths.get(column, 1)
            covered = max(covered, column + width)
            yield TableCell(number, column, cell_lines(pieces), 1, width, Place(box=around(pieces)) if pieces else None)
