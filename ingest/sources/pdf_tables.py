"""Tables of a page as they are put together: rows, columns, what stands in the cells; and ruled tables filled."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from graph.writing.sentence_ends import STORED
from ingest.sources.boxes import Box, is_within
from ingest.sources.pdf_characters import joined
from ingest.sources.pdf_rules import Ruled, Slot
from ingest.sources.pdf_shapes import Piece
from ingest.sources.reading import CellDraft, Place

LIST_LABEL = re.compile(
    r"(?:\d{1,2}[.．、]|[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[①-⑳●•◆■▪➢])\D"
)
ENDED = STORED + "."
LONG_TEXT = 200  # characters in a cell: two columns of text between rules, no table
LEAST_FILLED = 0.12  # share of the cells; a drawing of boxes has fewer


@dataclass(slots=True)
class TableCell:
    """A cell, its paragraphs, and where they stand."""

    row: int
    column: int
    lines: list[str]
    rows: int = 1
    columns: int = 1
    place: Place | None = None
    is_header: bool = False

    @property
    def text(self) -> str:
        """All of it in one line."""
        return "".join("".join(self.lines).split())

    def draft(self) -> CellDraft:
        """The cell as `Writing` takes it."""
        return CellDraft(self.row, self.column, list(self.lines), self.rows, self.columns, self.is_header, self.place)


@dataclass(slots=True)
class PdfTable:
    """A table on one page, or what was put together of several."""

    page: int
    box: Box
    across: tuple[tuple[float, float], ...]  # left and right of each column
    is_ruled: bool
    cells: list[TableCell] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many there are."""
        return max((cell.row + cell.rows for cell in self.cells), default=0)

    @property
    def columns(self) -> int:
        """How many there are."""
        return len(self.across)

    def row(self, at: int) -> list[TableCell]:
        """The cells that begin in a row."""
        return [cell for cell in self.cells if cell.row == at]


def fill(table: Ruled, pieces: Sequence[Piece], page: int) -> PdfTable | None:
    """A ruled table with the pieces that stand in its cells; None where that is no table (a drawing, two columns)."""
    held: dict[Slot, list[Piece]] = defaultdict(list)
    for piece in pieces:
        slot = next((slot for slot in table.slots if is_within(piece.box, slot.box)), None)
        if slot is not None:
            held[slot].append(piece)
    texts = [sum(len(piece.text) for piece in inside) for inside in held.values()]
    if len(held) < max(2, LEAST_FILLED * len(table.slots)):
        return None
    if len(table.down) == 2 and sum(texts) > LONG_TEXT * len(texts):
        return None
    filled = PdfTable(page, table.box, tuple(zip(table.across, table.across[1:], strict=False)), True)
    filled.cells = [
        TableCell(slot.row, slot.column, cell_lines(held.get(slot, [])), slot.rows, slot.columns, Place(box=slot.box))
        for slot in sorted(table.slots, key=lambda slot: (slot.row, slot.column))
    ]
    return without_empty(filled)


def without_empty(table: PdfTable) -> PdfTable:
    """The table without rows and columns in which no cell begins with text and none reaches further than another.

    Double rules leave such columns; so do the rules of a page's edge.
    """
    rows = _kept({cell.row for cell in table.cells if cell.text}, table.rows)
    columns = _kept({cell.column for cell in table.cells if cell.text}, table.columns)
    cells = []
    for cell in table.cells:
        over = [at for at in range(cell.row, cell.row + cell.rows) if at in rows]
        wide = [at for at in range(cell.column, cell.column + cell.columns) if at in columns]
        if over and wide:
            cells.append(
                TableCell(rows[over[0]], columns[wide[0]], cell.lines, len(over), len(wide), cell.place, cell.is_header)
            )
    across = tuple(table.across[at] for at in columns)
    return PdfTable(table.page, table.box, across, table.is_ruled, cells)


def _kept(used: set[int], count: int) -> dict[int, int]:
    return {old: new for new, old in enumerate(at for at in range(count) if at in used)}


def cell_lines(pieces: Sequence[Piece]) -> list[str]:
    """What stands in a cell: wrapped lines joined, the members of a list each on its own line."""
    lines: list[str] = []
    for text in text_rows(pieces):
        starts = lines and LIST_LABEL.match(text) and (lines[-1][-1:] in ENDED or LIST_LABEL.match(lines[-1]))
        if lines and not starts:
            lines[-1] = joined(lines[-1], text)
        else:
            lines.append(text)
    return lines


def text_rows(pieces: Sequence[Piece]) -> Iterator[str]:
    """The text of each line, from the top down."""
    for row in rows_of(pieces):
        yield " ".join(piece.text for piece in row)


def rows_of(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Pieces that stand on one line, from the left; lines from the top down."""
    row: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (piece.base, piece.box[0])):
        if row and piece.base - row[0].base > 0.4 * min(piece.size, row[0].size):
            yield sorted(row, key=lambda piece: piece.box[0])
            row = []
        row.append(piece)
    if row:
        yield sorted(row, key=lambda piece: piece.box[0])
