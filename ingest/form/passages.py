"""Sections → passages: what is embedded, found and cited.

In: a document's blocks and tables in reading order. Out: passages of about 250 characters that together hold every
character with content outside page furniture. A passage never crosses a section, a box or a table row; the heading
of a section travels with the section's first passage; short neighbouring subsections share a passage, which then
carries their parent's heading path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from graph.records import Block, BlockKind, Document, Passage, Section, Table
from ingest.form.cuts import cut_stretch, trimmed, visible_length
from ingest.form.enclosing import begin_within

# Lengths in characters that are not white space. 250 was best of 150..500 for recall within 2,000 characters.
AIM = 250
SHORT = 60  # shorter than this, a passage is joined to its neighbour
LONG = 450
SMALL_SECTION = 140  # a leaf section of at most this length may share a passage with its siblings

HEADINGS = (BlockKind.HEADING, BlockKind.BOX_TITLE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that may become a passage, or part of one."""

    start: int
    end: int
    section_id: str | None
    kind: str  # "heading" | "text" | "row"
    length: int
    part: int = 0  # how many stretches of furniture stand before it: pieces of two parts are never joined


def cut_passages(
    document: Document, text: str, sections: Sequence[Section], blocks: Sequence[Block], tables: Sequence[Table]
) -> list[Passage]:
    """The passages of one document, in reading order, not overlapping."""
    by_id = {section.id: section for section in sections}
    runs = list(_runs(_pieces(text, blocks, tables)))
    cut = [replace(piece, part=run[0].part) for run in runs for piece in _cut_run(text, run)]
    joined = _join_siblings(_carry_headings(cut), by_id)
    return [
        Passage(
            id=f"{document.id}:{piece.start}-{piece.end}",
            document_id=document.id,
            source=document.source,
            section=by_id[piece.section_id].path if piece.section_id in by_id else (),
            start=piece.start,
            end=piece.end,
            kind="row" if piece.kind == "row" else "text",
        )
        for piece in joined
    ]


def _piece(text: str, start: int, end: int, section_id: str | None, kind: str) -> Piece | None:
    span = trimmed(text, start, end)
    if span.start == span.end:
        return None
    return Piece(span.start, span.end, section_id, kind, visible_length(text[span.start : span.end]))


def _pieces(text: str, blocks: Sequence[Block], tables: Sequence[Table]) -> Iterator[Piece]:
    """The blocks as pieces, a table as one piece a row."""
    by_start = sorted(tables, key=lambda table: table.start)
    part = 0
    for block in blocks:
        if block.kind == BlockKind.FURNITURE:
            part += 1
        elif block.kind == BlockKind.TABLE:
            inside = begin_within(by_start, block.start, block.end)
            yield from (replace(piece, part=part) for piece in _row_pieces(text, block, inside))
        else:
            kind = "heading" if block.kind in HEADINGS else "text"
            if piece := _piece(text, block.start, block.end, block.section_id, kind):
                yield replace(piece, part=part)


def _row_pieces(text: str, block: Block, tables: Iterable[Table]) -> Iterator[Piece]:
    """One piece a row; what stands before a row (headers) goes with it, what stands after the last one too."""
    rows = [row for table in tables for row in table.rows]
    start = block.start
    for place, row in enumerate(rows):
        end = block.end if place + 1 == len(rows) else row.end
        if piece := _piece(text, start, max(end, start), block.section_id, "row"):
            yield piece
        start = max(end, start)
    if not rows and (piece := _piece(text, block.start, block.end, block.section_id, "row")):
        yield piece


def _runs(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Neighbouring pieces of one section and one kind."""
    for _, group in groupby(pieces, key=lambda piece: (piece.section_id, piece.kind == "row", piece.part)):
        yield list(group)


def _cut_run(text: str, run: list[Piece]) -> list[Piece]:
    if run[0].kind == "row":
        return _cut_rows(text, run)
    headings = 0
    while headings < len(run) and run[headings].kind == "heading":
        headings += 1
    body = run[headings:]
    return run[:headings] + (_cut_text(text, body[0].start, body[-1].end, body[0]) if body else [])


def _cut_rows(text: str, rows: list[Piece]) -> list[Piece]:
    """Short rows joined up to the size; a long row cut between its cells."""
    cut: list[Piece] = []
    for row in rows:
        if row.length > LONG:
            cut += _cut_text(text, row.start, row.end, row)
        elif cut and cut[-1].length + row.length <= AIM:
            cut[-1] = _join(cut[-1], row)
        else:
            cut.append(row)
    return cut


def _cut_text(text: str, start: int, end: int, like: Piece) -> list[Piece]:
    length = visible_length(text[start:end])
    if length <= LONG * 0.8:
        return [Piece(start, end, like.section_id, like.kind, length)]
    size = round(1.15 * length / max(2, round(length / AIM)))
    cut: list[Piece] = []
    for part in cut_stretch(text, start, end, size):
        if piece := _piece(text, part.start, part.end, like.section_id, like.kind):
            cut.append(piece)
    return _join_short(cut)


def _join(first: Piece, second: Piece, section_id: str | None = None) -> Piece:
    length = first.length + second.length
    return Piece(first.start, second.end, section_id or second.section_id, second.kind, length, second.part)


def _join_short(pieces: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        short = joined and min(piece.length, joined[-1].length) < SHORT
        if short and joined[-1].length + piece.length <= LONG:
            joined[-1] = _join(joined[-1], piece)
        else:
            joined.append(piece)
    return joined


def _carry_headings(pieces: list[Piece]) -> list[Piece]:
    """A heading goes with what follows it; a chain of them (篇, 章, 节) with the first text of the innermost."""
    carried: list[Piece] = []
    heading: Piece | None = None
    for piece in pieces:
        if heading is not None:
            too_long = piece.kind != "heading" and piece.length + heading.length > LONG * 1.2
            if too_long or piece.part != heading.part:
                carried.append(heading)
            else:
                piece = _join(heading, piece)
        heading = piece if piece.kind == "heading" else None
        if heading is None:
            carried.append(piece)
    return carried + ([heading] if heading is not None else [])


def _join_siblings(pieces: list[Piece], by_id: Mapping[str, Section]) -> list[Piece]:
    """Short leaf sections side by side under one parent share a passage, which gets the parent's path."""
    count: dict[str | None, int] = {}
    for piece in pieces:
        count[piece.section_id] = count.get(piece.section_id, 0) + 1
    parents = {section.parent_id for section in by_id.values()}
    joined: list[Piece] = []
    parent_of_last: str | None = None
    for piece in pieces:
        section = by_id.get(piece.section_id or "")
        small = (
            section is not None
            and section.id not in parents
            and section.start <= piece.start  # no heading of another section was carried in
            and count[section.id] == 1
            and piece.kind == "text"
            and piece.length <= SMALL_SECTION
        )
        parent = section.parent_id if small and section is not None else None
        beside = parent is not None and parent == parent_of_last and joined[-1].part == piece.part
        if beside and joined[-1].length + piece.length <= AIM:
            joined[-1] = _join(joined[-1], piece, parent)
        else:
            joined.append(piece)
        parent_of_last = parent
    return joined
