"""Recognised lines of a page → blocks in reading order: paragraphs, tables, furniture. Geometry alone, no engine.

Boxes are left, top, right, bottom in pixels of the upright page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

Box = tuple[float, float, float, float]

# shares of the page's height where furniture stands; GB/T 9704-2012 leaves 37 mm of 297 free at the head, 35 at the foot
NUMBER_ZONE = 0.1
HEAD_ZONE = 0.09
SMALL = 0.93  # a running head is written smaller than the text: at most this share of its height
APART = 1.6  # … and stands this many line pitches away from it
PAGE_NUMBER = re.compile(r"[-—–－―_·•.\s第]*(?:\d{1,4}|[ivx]{1,6})(?:\s*[/／]\s*\d{1,4}|页?[\s,，]*共\d{1,4})?[-—–－―_·•.\s页]*")
SENTENCE_END = re.compile(r"[。！？!?；;：:][”’」』）)]?$")
NUMBERED = re.compile(
    r"(?:第[一二三四五六七八九十百\d]+[篇章节条部]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、]|专栏\s*\d+|附件|附表)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """Characters that stand in a row, and how sure each is (0 to 1)."""

    text: str
    box: Box
    sure: tuple[float, ...]

    @property
    def left(self) -> float:
        return self.box[0]

    @property
    def top(self) -> float:
        return self.box[1]

    @property
    def right(self) -> float:
        return self.box[2]

    @property
    def bottom(self) -> float:
        return self.box[3]

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that are one line of the stored text."""

    lines: tuple[Line, ...]
    is_furniture: bool = False
    opens_indented: bool = True  # no wrapped line of a paragraph that began on another page


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell with the lines in it; `box` is that of its borders."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table on a page, row by row."""

    box: Box
    cells: tuple[TableCell, ...]


Block = Paragraph | PageTable
Standing = Line | PageTable  # what stands on a page before paragraphs are made


def blocks_of(lines: Sequence[Line], tables: Sequence[PageTable], size: tuple[float, float]) -> list[Block]:
    """All that stands on a page of this width and height, in reading order; furniture comes last."""
    frame = find_furniture(lines, tables, size[1])
    rest: list[Standing] = [line for line in lines if line not in frame]
    blocks: list[Block] = []
    columns = reading_columns([*rest, *tables])
    for column in columns:
        blocks += _blocks_of_column(column, size[0] if len(columns) == 1 else 0)
    return blocks + [Paragraph((line,), is_furniture=True) for line in frame]


# ------------------------------------------------------------------------------------------------------- furniture


def find_furniture(lines: Sequence[Line], tables: Sequence[PageTable], page_height: float) -> list[Line]:
    """Page numbers, and small lines that stand apart at the head or foot of the page."""
    if len(lines) < 3:
        return []
    rows = sorted(lines, key=lambda line: line.top)
    usual = median(line.height for line in rows)
    tops = [line.top for line in rows] + [table.box[1] for table in tables]
    bottoms = [line.bottom for line in rows] + [table.box[3] for table in tables]
    return [line for line in rows if _is_furniture(line, tops, bottoms, usual, page_height)]


def _is_furniture(
    line: Line, tops: Sequence[float], bottoms: Sequence[float], usual: float, page_height: float
) -> bool:
    middle = (line.top + line.bottom) / 2 / page_height
    is_at_foot = middle > 0.5
    if min(middle, 1 - middle) < NUMBER_ZONE and PAGE_NUMBER.fullmatch(line.text.strip().lower()):
        return True
    if min(middle, 1 - middle) > HEAD_ZONE or line.height > SMALL * usual:
        return False
    # how far the text is: whatever does not stand beside this line
    if is_at_foot:
        gaps = [line.top - bottom for bottom in bottoms if bottom < line.top + line.height / 2]
    else:
        gaps = [top - line.bottom for top in tops if top > line.bottom - line.height / 2]
    return bool(gaps) and min(gaps) > (APART - 1) * usual


# --------------------------------------------------------------------------------------------------------- columns

LEAST_LINES = 3  # of a column
MOST_CROSSING = 0.4  # share of a page's lines that may run over a gutter: a title, a table
FILLED = 0.6  # of a column's width by its usual line; less is a list of words and figures, read row by row


def reading_columns(standing: Sequence[Standing]) -> list[list[Standing]]:
    """What stands on the page, cut into columns in the order they are read; rows from the top inside each."""
    gutter = find_gutter(standing)
    if gutter is None:
        return [sorted(standing, key=lambda one: one.box[1])] if standing else []
    columns: list[list[Standing]] = []
    left: list[Standing] = []
    right: list[Standing] = []
    for one in sorted(standing, key=lambda one: one.box[1]):
        if one.box[0] < gutter < one.box[2]:
            columns += [*reading_columns(left), *reading_columns(right)]
            left, right = [], []
            if columns and gutter_crossed(columns[-1], gutter):
                columns[-1].append(one)
            else:
                columns.append([one])
        else:
            (left if one.box[2] <= gutter else right).append(one)
    return [*columns, *reading_columns(left), *reading_columns(right)]


def gutter_crossed(column: Sequence[Standing], gutter: float) -> bool:
    """Whether all of it runs over the gutter."""
    return all(one.box[0] < gutter < one.box[2] for one in column)


def find_gutter(standing: Sequence[Standing]) -> float | None:
    """The middle of the white band between two columns, when there are two."""
    lines = [one for one in standing if isinstance(one, Line)]
    if len(lines) < 2 * LEAST_LINES:
        return None
    start, end = min(line.left for line in lines), max(line.right for line in lines)
    height = median(line.height for line in lines)
    found: list[tuple[int, float]] = []
    for edge in sorted({line.left for line in lines}):
        place = edge - 0.4 * height  # just before something begins
        crossing = sum(line.left < place < line.right for line in lines)
        left = [line for line in lines if line.right <= place]
        right = [line for line in lines if line.left >= place]
        if crossing <= MOST_CROSSING * len(lines) and _is_column(left, place - start) and _is_column(right, end - place):
            found.append((crossing, place))
    return min(found)[1] if found else None


def _is_column(lines: Sequence[Line], width: float) -> bool:
    if len(rows_of(lines)) < LEAST_LINES or width <= 0:
        return False
    return median(line.right - line.left for line in lines) >= FILLED * width


def rows_of(standing: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand beside each other, from the left."""
    rows: list[list[Line]] = []
    for line in sorted(standing, key=lambda line: (line.top + line.bottom) / 2):
        if rows and _is_beside(rows[-1][-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _is_beside(one: Line, other: Line) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.5 * min(one.height, other.height) and (one.right <= other.left + 2 or other.right <= one.left + 2)


# ------------------------------------------------------------------------------------------------------ paragraphs

FULL = 2.2  # a wrapped line ends at most this many characters before the right margin
INDENT = 0.8  # a first line begins at least this many characters behind the left one
WRAPPED = 0.25  # share of lines that end at the right margin in running text
FAR = 1.8  # a gap of this many pitches parts paragraphs
SPARSE = 1.5  # a line takes at most this many of its heights for a character
LARGE = 1.12  # lines of a title are higher than the text by this


@dataclass(frozen=True, slots=True)
class _Column:
    """The measures of a column: its margins, what a character and a line take."""

    left: float
    right: float
    character: float
    pitch: float
    height: float
    is_wrapped: bool  # enough lines reach the right margin for this to be running text


def _blocks_of_column(column: Sequence[Standing], width: float) -> list[Block]:
    lines = [one for one in column if isinstance(one, Line)]
    tables = [one for one in column if isinstance(one, PageTable)]
    rows = [join_row(row) for row in rows_of(lines)]
    blocks: list[Block] = list(paragraphs_of(rows, width))
    for table in tables:
        before = [at for at, block in enumerate(blocks) if _top(block) < table.box[1]]
        blocks.insert(before[-1] + 1 if before else 0, table)
    return blocks


def _top(block: Block) -> float:
    return block.box[1] if isinstance(block, PageTable) else block.lines[0].top


def join_row(row: Sequence[Line]) -> Line:
    """Lines beside each other as one; where they stand apart a blank goes between."""
    text, sure = row[0].text, row[0].sure
    for before, line in zip(row, row[1:], strict=False):
        gap = " " if line.left - before.right > 0.8 * line.height else ""
        text += gap + line.text
        sure += (1.0,) * len(gap) + line.sure
    boxes = [line.box for line in row]
    return Line(text, surrounding(boxes), sure)


def surrounding(boxes: Sequence[Box]) -> Box:
    """The smallest box around all."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def paragraphs_of(rows: Sequence[Line], width: float = 0) -> list[Paragraph]:
    """Rows of one column, wrapped ones joined. `width`: of the page, where the column is its only one."""
    if not rows:
        return []
    column = _measure(rows, width)
    groups: list[list[Line]] = []
    for row in rows:
        if groups and (_goes_on(groups[-1], row, column) or _is_same_title(groups[-1][-1], row, column)):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [
        Paragraph(
            tuple(group),
            opens_indented=group[0].left > column.left + INDENT * column.character or _is_centred(group[0], column),
        )
        for group in groups
    ]


def _measure(rows: Sequence[Line], width: float) -> _Column:
    widths = [(row.right - row.left) / len(row.text) for row in rows if len(row.text) >= 5]
    height = median(row.height for row in rows)
    character = median(widths) if widths else height
    steps = [b.top - a.top for a, b in zip(rows, rows[1:], strict=False) if b.top - a.top > 0.5 * height]
    pitch = sorted(steps)[len(steps) // 4] if steps else 1.5 * height
    right = max(row.right for row in rows)
    long = [row for row in rows if row.right > right - FULL * character]
    # the left margin is that of wrapped lines: the leftmost that is not a single outlier
    lefts = sorted(row.left for row in (long if len(long) >= 3 else rows))
    left = lefts[len(lefts) // 10]
    if len(long) < min(3, 0.5 * len(rows)):
        # a list, in which no line is wrapped: its longest line says nothing of the margin, the other one does
        right = max(right, width - left)
    return _Column(left, right, character, pitch, height, len(long) >= WRAPPED * len(rows))


def _is_full(row: Line, column: _Column) -> bool:
    return row.right >= column.right - FULL * column.character


def _goes_on(group: Sequence[Line], row: Line, column: _Column) -> bool:
    before = group[-1]
    if row.top - before.top > FAR * column.pitch or not _is_full(before, column):
        return False
    if row.left > column.left + INDENT * column.character:
        return False
    if not column.is_wrapped and group[0].left < column.left + INDENT * column.character:
        return False  # lines of a list, one of which happens to be as long as the column is wide
    if _is_sparse(before) or _is_sparse(row):
        return False  # words and figures with white between them: a row of a table without rules
    if not 0.75 < row.height / before.height < 1.33 and len(row.text) > 3 and len(before.text) > 3:
        return False
    return not (SENTENCE_END.search(before.text) and NUMBERED.match(row.text))


def _is_sparse(row: Line) -> bool:
    return row.right - row.left > SPARSE * row.height * len(row.text)


def _is_centred(row: Line, column: _Column) -> bool:
    before, behind = row.left - column.left, column.right - row.right
    return before > 1.5 * column.character and abs(before - behind) < 1.5 * column.character


def _is_same_title(before: Line, row: Line, column: _Column) -> bool:
    """A title that goes over two lines: both large, of one size, the second in the middle of the column."""
    is_large = min(before.height, row.height) > LARGE * column.height
    one_size = 0.88 < row.height / before.height < 1.14
    is_near = row.top - before.top < 2 * row.height
    return is_large and one_size and is_near and _is_centred(row, column) and not NUMBERED.match(row.text)
