"""What a reader of a format gives, the contract that every reader keeps, and how a reader writes what it reads.

A reader goes through its file in reading order and writes each line into a `Writing`, which counts characters; what
the file knows of the line (heading, item, note, table, place on the page) is kept beside the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from graph.records import NO_LAYOUT, About, Grid, GridCell, Layout, Part, PartKind, Remark, Span, Spot

Heard = Callable[[str, int, int], None]  # what is being done (a key: "recognise"), how many of how many are done


MOST_PARTS = 500_000  # lines and cells of one file; a plan of 1,000 pages has 50,000
PAGE_SECONDS = 6.0  # that recognising a page takes on one core, roughly


def recognition_seconds(pages: int) -> float:
    """How long recognising pages will take, to be said before."""
    return pages * PAGE_SECONDS


def unheard(what: str, done: int, total: int) -> None:
    """For readers whose progress nobody listens to."""


class Overfull(Exception):
    """A file holds more lines and cells than any document has."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file holds. `text` becomes the stored text of its source, to which all places refer; `format` is what
    the file really is, which its ending may not say."""

    text: str
    layout: Layout = NO_LAYOUT
    format: str = ""


class Reader(Protocol):
    """The bytes of a file and what it is called → what it holds; `Unreadable` says why a file cannot be read.

    `heard` is told of progress where reading takes seconds.
    """

    def __call__(self, raw: bytes, name: str, heard: Heard = unheard) -> Reading:
        """Read a file's bytes; its name tells the format. heard: told of each page that was recognised."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the original: a `Spot` without its stretch of text."""

    page: int | None = None
    box: tuple[float, ...] | None = None
    sheet: str | None = None
    cell: str | None = None
    sure: float = 1.0


@dataclass(slots=True)
class CellDraft:
    """A cell before it is written: its lines, which may be tables themselves, and where it stands."""

    row: int
    column: int
    lines: list[str | list[CellDraft]]
    rows: int = 1
    columns: int = 1
    is_header: bool = False
    place: Place | None = None


@dataclass(slots=True)
class Writing:
    """The stored text while it is written, a paragraph or a table's cell a line."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    parts: list[Part] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    about: About = field(default_factory=About)
    count: int = 0  # of lines and cells

    def line(
        self,
        text: str,
        kind: PartKind = PartKind.PARAGRAPH,
        *,
        level: int | None = None,
        label: str = "",
        place: Place | None = None,
    ) -> Span:
        """Write one line; a blank one parts paragraphs and is no part."""
        return self.run([(text, place)], kind, level=level, label=label)

    def run(
        self,
        pieces: Iterable[tuple[str, Place | None]],
        kind: PartKind = PartKind.PARAGRAPH,
        *,
        level: int | None = None,
        label: str = "",
    ) -> Span:
        """Write one line that is put together of stretches with places of their own (the lines of a page)."""
        self._count()
        start, is_blank = self.length, True
        for text, place in pieces:
            is_blank = is_blank and not text.strip()
            self._write(" ".join(text.splitlines()), place)
        span = Span(start, self.length)
        self._write("\n", None)
        if not is_blank:
            self.parts.append(Part(kind, span.start, span.end, level, label))
        return span

    def go_on(self, pieces: Iterable[tuple[str, Place | None]]) -> Span:
        """Write on in the last line: a paragraph that goes over the end of a page."""
        self.length -= len(self.pieces.pop())  # the line's end
        part, known = self.parts[-1], len(self.parts)
        span = self.run(pieces)
        self.parts[known - 1 :] = [replace(part, end=span.end)]
        return Span(part.start, span.end)

    def grid(self, cells: Sequence[CellDraft]) -> None:
        """Write a table, a cell a line, row by row, with a blank line before and behind."""
        self._write("\n", None)
        self._grid(cells)
        self._write("\n", None)

    def go_on_grid(self, cells: Sequence[CellDraft]) -> None:
        """Write on in the last table, which goes over the end of a page; the cells' rows are counted from its last."""
        last = self.grids.pop()
        height = max((cell.row + cell.rows for cell in last.cells), default=0)
        self._grid([replace(cell, row=cell.row + height) for cell in cells])
        more = self.grids[-1]
        self.grids[-1] = Grid(last.start, more.end, (*last.cells, *more.cells))
        self._write("\n", None)

    def remark(self, why: str, **values: object) -> None:
        """Note what a person should know of how the file was read; each thing once."""
        remark = Remark(why, tuple((name, str(value)) for name, value in values.items()))
        if remark not in self.remarks:
            self.remarks.append(remark)

    def reading(self, format: str = "") -> Reading:
        """What was written."""
        layout = Layout(
            tuple(self.parts),
            tuple(sorted(self.grids, key=lambda grid: (grid.start, -grid.end))),
            tuple(self.spots),
            self.about,
            tuple(self.remarks),
        )
        return Reading("".join(self.pieces).removesuffix("\n"), layout, format)

    def _count(self) -> None:
        self.count += 1
        if self.count > MOST_PARTS:
            raise Overfull

    def _write(self, text: str, place: Place | None) -> None:
        if place is not None and text.strip():
            end = self.length + len(text)
            self.spots.append(Spot(self.length, end, place.page, place.box, place.sheet, place.cell, place.sure))
        self.pieces.append(text)
        self.length += len(text)

    def _grid(self, cells: Sequence[CellDraft]) -> None:
        start = self.length
        written = [self._cell(cell) for cell in sorted(cells, key=lambda cell: (cell.row, cell.column))]
        self.grids.append(Grid(start, max(start, self.length - 1), tuple(written)))

    def _cell(self, cell: CellDraft) -> GridCell:
        self._count()
        start = end = self.length
        for line in cell.lines:
            if isinstance(line, list):
                self._grid(line)
            elif line.strip():
                self._write(" ".join(line.split()), cell.place)
                self._write("\n", None)
            end = max(start, self.length - 1)
        return GridCell(cell.row, cell.column, start, end, cell.rows, cell.columns, cell.is_header)
