"""Lines, headings and boxes of one document → its blocks: what each stretch of text is, in reading order.

Together the blocks hold every visible character of the document, and none twice.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.records import Block, BlockKind, Document, Section, Span
from ingest.form.boxes import Box
from ingest.form.enclosing import Enclosing
from ingest.form.grids import Tabled
from ingest.form.lines import Line, fold_signs
from ingest.form.wraps import goes_on, wrap_width

LONGEST_TITLE = 100
MOST_PASSED = 3  # lines at the end of a page: its number, the running heads of both pages
SHORTEST_TAG = 3  # a tag of a web page was folded to as many line feeds; it parts paragraphs


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch whose kind is known: a heading, a part of a box."""

    kind: BlockKind
    start: int
    end: int
    section_id: str | None


@dataclass(frozen=True, slots=True)
class Shape:
    """What was found in a document: starts of lines that are furniture, sections, boxes, tables in no box."""

    furniture: set[int]
    sections: Sequence[Section]
    boxes: Sequence[Box]
    tables: Sequence[Tabled] = ()
    is_whole: bool = False  # each line is a whole paragraph


def cut_blocks(document: Document, flat: str, lines: Sequence[Line], shape: Shape) -> tuple[Block, ...]:
    """The blocks of the document whose lines and shape are given."""
    boxed = {box.start: box for box in shape.boxes}
    marks = [mark for section in shape.sections for mark in _marks_of(section, boxed.get(section.start), flat)]
    inside = Enclosing(shape.sections)
    marks += [Mark(BlockKind.TABLE, table.start, table.end, _id(inside.at(table.start))) for table in shape.tables]
    marks.sort(key=lambda mark: mark.start)
    blocks = _trimmed(flat, _cut_lines(document, lines, shape.furniture, marks, inside))
    if shape.is_whole:
        return tuple(blocks)
    return tuple(_unwrapped(flat, blocks, [line for line in lines if line.start not in shape.furniture]))


def _id(section: Section | None) -> str | None:
    return section.id if section else None


def _marks_of(section: Section, box: Box | None, flat: str) -> Iterator[Mark]:
    if box is None:
        yield Mark(BlockKind.HEADING, section.start, section.heading_end, section.id)
        return
    yield Mark(BlockKind.BOX_TITLE, box.start, box.title_end, section.id)
    at = box.title_end
    if box.table is not None:
        if flat[at : box.table.start].strip():
            yield Mark(BlockKind.BOX_TEXT, at, box.table.start, section.id)  # a rest of the title, 单位:亿元
        at = box.table.start
    kind = BlockKind.TABLE if box.rows else BlockKind.BOX_TEXT
    for note in sorted(box.notes):
        if at < note.start and flat[at : note.start].strip():
            yield Mark(kind, at, note.start, section.id)
        yield Mark(BlockKind.NOTE, note.start, note.end, section.id)
        at = note.end
    if at < box.end and flat[at : box.end].strip():
        yield Mark(kind, at, box.end, section.id)


def _cut_lines(
    document: Document, lines: Sequence[Line], furniture: set[int], marks: Sequence[Mark], inside: Enclosing[Section]
) -> Iterator[Block]:
    """Each line as paragraphs, cut where marks begin and end; a table is one block, a list in a box one a line."""
    title = fold_signs("".join(document.title.split()))
    mark_at = 0
    done = document.start
    for line in lines:
        at = max(line.start, done)
        while at < line.end:
            while mark_at < len(marks) and marks[mark_at].end <= at:
                mark_at += 1
            mark = marks[mark_at] if mark_at < len(marks) else None
            section_id = _id(inside.at(at))
            if mark and mark.start <= at:
                whole = mark.kind in (BlockKind.TABLE, BlockKind.HEADING, BlockKind.BOX_TITLE, BlockKind.NOTE)
                end = mark.end if whole else min(mark.end, line.end)
                yield Block(mark.kind, at, end, mark.section_id)
            else:
                end = min(line.end, mark.start) if mark else line.end
                yield Block(_kind_of(line, furniture, title, section_id), at, end, section_id)
            at = done = end


def _kind_of(line: Line, furniture: set[int], title: str, section_id: str | None) -> BlockKind:
    if line.start in furniture:
        return BlockKind.FURNITURE
    if section_id is None and 3 <= len(line.text) <= LONGEST_TITLE and line.text.replace(" ", "") in title:
        return BlockKind.HEADING
    return BlockKind.PARAGRAPH


def _unwrapped(flat: str, blocks: Iterable[Block], lines: Sequence[Line]) -> Iterator[Block]:
    """The blocks with those put together that are lines of one sentence."""
    width = wrap_width(lines)
    line_at = {line.end: at for at, line in enumerate(lines)}
    held: Block | None = None
    holes: list[Span] = []  # in what is held
    passed: list[Block] = []  # furniture behind what is held: the end of a page
    for block in blocks:
        if held is not None and block.kind is BlockKind.FURNITURE and len(passed) < MOST_PASSED:
            passed.append(block)
            continue
        if held is not None and _is_near(flat, held, passed, block) and _is_one(held, block, lines, line_at, width):
            holes += (Span(hole.start, hole.end) for hole in passed)
            held = Block(held.kind, held.start, block.end, held.section_id)
            passed = []
            continue
        if held is not None:
            yield replace(held, holes=tuple(holes)) if holes else held
        yield from passed
        held, holes, passed = block, [], []
    if held is not None:
        yield replace(held, holes=tuple(holes)) if holes else held
    yield from passed


def _is_near(flat: str, held: Block, passed: Sequence[Block], block: Block) -> bool:
    """Whether no paragraph was parted from the next by a tag, or by blank lines around the end of a page."""
    row = [held, *passed, block]
    return all(len(flat[a.end : b.start].strip(" ")) < SHORTEST_TAG for a, b in itertools.pairwise(row))


def _is_one(held: Block, block: Block, lines: Sequence[Line], line_at: dict[int, int], width: int | None) -> bool:
    if held.kind is not block.kind or held.kind not in (BlockKind.PARAGRAPH, BlockKind.BOX_TEXT):
        return False
    at = line_at.get(held.end)
    if at is None or held.section_id != block.section_id or at + 1 >= len(lines) or lines[at + 1].start != block.start:
        return False
    return goes_on(lines[at], lines[at + 1], width)


def _trimmed(flat: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks without the blanks around them; what holds nothing else is left out."""
    for block in blocks:
        start, end = block.start, block.end
        while start < end and flat[start] in " \n":
            start += 1
        while end > start and flat[end - 1] in " \n":
            end -= 1
        if start < end:
            yield Block(block.kind, start, end, block.section_id)
