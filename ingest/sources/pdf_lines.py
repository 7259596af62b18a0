"""Pages without frames → lines and tables in reading order, each line with the edges of its column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.sources.boxes import Box, around, is_within
from ingest.sources.pdf_aligned import find_aligned
from ingest.sources.pdf_characters import joined
from ingest.sources.pdf_columns import in_order
from ingest.sources.pdf_rules import Ruled, merged
from ingest.sources.pdf_shapes import Page, Piece, Rule
from ingest.sources.pdf_tables import PdfTable, fill, rows_of
from ingest.sources.reading import Place

ENOUGH_LINES = 6  # in a column, to know its edges by
MARGIN_NEAR = 2.0  # points
SHORT = 0.5  # share of the page's width between like margins: a column of less has no full lines
CENTRED = 2.8  # characters that are free on both sides; a first line stands in by two


@dataclass(slots=True)
class Column:
    """A stretch of a page that is read from top to bottom."""

    page: int
    left: float
    right: float
    lines: list[Line] = field(default_factory=list)

    @property
    def full_length(self) -> int:
        """How many characters its full lines have, where many have the same number; else 0."""
        lengths = Counter(len(line.text) for line in self.lines)
        length, times = lengths.most_common(1)[0] if lengths else (0, 0)
        return length if times >= 3 and times >= 0.4 * len(self.lines) and length >= 10 else 0


@dataclass(slots=True)
class Line:
    """A line of running text."""

    text: str
    box: Box
    size: float
    bold: bool
    column: Column
    place: Place

    @property
    def page(self) -> int:
        """The number of its page."""
        return self.column.page

    @property
    def indent(self) -> float:
        """How far it begins from its column's left edge, in characters."""
        return (self.box[0] - self.column.left) / self.size

    @property
    def room(self) -> float:
        """What is free behind it, in characters."""
        return (self.column.right - self.box[2]) / self.size

    @property
    def share(self) -> float:
        """How much of the column's width it fills."""
        return (self.box[2] - self.box[0]) / max(1.0, self.column.right - self.column.left)

    @property
    def is_centred(self) -> bool:
        """Whether it stands in the middle of its column, away from both edges."""
        return min(self.indent, self.room) > CENTRED and abs(self.indent - self.room) < 2.0


def body_size(pages: Sequence[Page]) -> float:
    """The size that most characters are printed in."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for piece in page.pieces:
            sizes[round(piece.size * 2) / 2] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0


def read_flow(pages: Sequence[Page], ruled: dict[int, list[Ruled]]) -> list[Line | PdfTable]:
    """All pages in reading order."""
    size = body_size(pages)
    flow: list[Line | PdfTable] = []
    columns: list[Column] = []
    for page in pages:
        last = flow[-1] if flow and isinstance(flow[-1], PdfTable) and flow[-1].page == page.number - 1 else None
        for found in _page_flow(page, ruled.get(page.number, []), size, last):
            flow.append(found)
            last = None
            if isinstance(found, Line) and (not columns or columns[-1] is not found.column):
                columns.append(found.column)
    _lend_edges(columns)
    return flow


def _page_flow(page: Page, ruled: Sequence[Ruled], size: float, before: PdfTable | None) -> Iterator[Line | PdfTable]:
    free, tables = list(page.pieces), []
    for frame in ruled:
        inside = [piece for piece in free if is_within(piece.box, frame.box)]
        table = fill(frame, inside, page.number)
        if table is not None:
            tables.append(table)
            free = [piece for piece in free if not is_within(piece.box, frame.box)]
    levels = [Rule(box) for box in merged(page.rules, True)]
    things: list[Piece | PdfTable] = [*free, *tables]
    stretches = list(in_order(things, size))
    for stretch in stretches:
        found = list(_column_flow(stretch, levels, page, before))
        if len(stretches) == 1:
            _widen([thing.column for thing in found if isinstance(thing, Line)], page)
        yield from found
        before = None


def _widen(columns: Sequence[Column], page: Page) -> None:
    """Give the only column of a page the page's width where all its lines are short: none of them is full."""
    for column in columns[:1]:
        mirrored = page.width - column.left
        if column.right - column.left < SHORT * (mirrored - column.left):
            column.right = mirrored


def _column_flow(
    stretch: Sequence[Piece | PdfTable], levels: Sequence[Rule], page: Page, before: PdfTable | None
) -> Iterator[Line | PdfTable]:
    pieces = [thing for thing in stretch if isinstance(thing, Piece)]
    found: list[Line | PdfTable] = [_placed(thing, page) for thing in stretch if isinstance(thing, PdfTable)]
    rows = list(rows_of(pieces))
    column = Column(page.number, *_edges(rows))
    at = 0
    for start, end, table in [*find_aligned(rows, levels, page.number, before), (len(rows), len(rows), None)]:
        column.lines += [_line(row, column, page) for row in rows[at:start]]
        if table is not None:
            found.append(_placed(table, page))
        at = end
    found += column.lines
    yield from sorted(found, key=lambda thing: thing.box[1])


def _placed(table: PdfTable, page: Page) -> PdfTable:
    for cell in table.cells:
        if cell.place is not None and cell.place.box is not None:
            left, top, right, bottom = cell.place.box
            cell.place = page.place((left, top, right, bottom))
    return table


def _line(row: Sequence[Piece], column: Column, page: Page) -> Line:
    text = row[0].text
    for piece in row[1:]:
        text = f"{text} {piece.text}"
    longest = max(row, key=lambda piece: len(piece.text))
    box = around(row)
    bold = sum(len(piece.text) for piece in row if piece.bold) * 2 > sum(len(piece.text) for piece in row)
    return Line(text, box, longest.size, bold, column, page.place(box))


def _edges(rows: Sequence[Sequence[Piece]]) -> tuple[float, float]:
    if not rows:
        return 0.0, 0.0
    return min(row[0].box[0] for row in rows), max(piece.box[2] for row in rows for piece in row)


def _lend_edges(columns: Sequence[Column]) -> None:
    """Give columns of few lines the edges of fuller ones that stand in their place, on pages of the same side first."""
    full = [column for column in columns if len(column.lines) >= ENOUGH_LINES]
    for column in columns:
        if len(column.lines) >= ENOUGH_LINES:
            continue
        around_it = [
            other
            for other in full
            if other.left - MARGIN_NEAR <= column.left and column.right <= other.right + MARGIN_NEAR
        ]
        if around_it:
            best = min(
                around_it,
                key=lambda other: (
                    other.right - other.left,
                    (other.page - column.page) % 2,
                    abs(other.page - column.page),
                ),
            )
            column.left, column.right = best.left, best.right


def text_of(lines: Sequence[Line]) -> str:
    """Lines of one paragraph as one text."""
    text = ""
    for line in lines:
        text = joined(text, line.text)
    return text
