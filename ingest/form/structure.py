"""A source → its documents with their form made plain: sections, blocks, tables and passages.

What the file knows of its form (headings, tables, furniture) is taken; what it does not know is guessed from the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from graph.records import Document, Section, Source, Span, Structure, Table
from ingest.form.blocks import Shape, cut_blocks
from ingest.form.boxes import Box, find_boxes
from ingest.form.condensed import condense, put_back
from ingest.form.documents import find_documents
from ingest.form.enclosing import Enclosing
from ingest.form.furniture import find_furniture
from ingest.form.grids import Tabled
from ingest.form.known import Known, known_of
from ingest.form.lines import Line, fold_signs, outside, split_lines
from ingest.form.outline import find_headings
from ingest.form.passages import cut_passages
from ingest.form.sections import build_sections

LONGEST_CAPTION = 60


def read_structure(source: Source) -> tuple[Structure, ...]:
    """Every document of the source, in reading order."""
    if condensed := condense(source):
        return tuple(put_back(structure, source, condensed[1]) for structure in read_structure(condensed[0]))
    flat = fold_signs(source.text)
    return tuple(
        read_document(source.text, flat, document, known_of(source.layout, flat, document.start, document.end))
        for document in find_documents(source)
    )


def read_document(text: str, flat: str, document: Document, known: Known) -> Structure:
    """One document: boxes and tables first, then headings among what stands outside them, then blocks."""
    lines = split_lines(flat, document.start, document.end)
    boxes = find_boxes(text, document.start, document.end, known)
    around = Enclosing(boxes)
    free = [table for table in known.tables if around.at(table.start) is None]
    closed = sorted([*(Span(box.start, box.end) for box in boxes), *(Span(table.start, table.end) for table in free)])
    open_lines = outside(lines, closed)
    furniture = find_furniture(open_lines, known)
    content = [line for line in open_lines if line.start not in furniture]
    headings = find_headings(text, flat, content, document.title, known)
    sections = build_sections(document, flat, headings, boxes)
    blocks = cut_blocks(document, flat, lines, Shape(furniture, sections, boxes, free, known.is_whole))
    tables = tables_of(document, boxes, sections, [*free, *known.inner], content)
    passages = cut_passages(document, text, sections, blocks, tables)
    return Structure(document, text, sections, blocks, tables, tuple(passages))


def tables_of(
    document: Document,
    boxes: Sequence[Box],
    sections: Sequence[Section],
    free: Sequence[Tabled],
    lines: Sequence[Line],
) -> tuple[Table, ...]:
    """The boxes that are tables, and the tables that stand in no box or in cells of others."""
    section_ids = {section.start: section for section in sections}
    tables: list[Table] = []
    for box in boxes:
        if box.rows:
            section = section_ids[box.start]
            start, end = (box.table.start, box.table.end) if box.table else (box.start, box.end)
            given = box.table is not None
            tables.append(Table(document.id, section.id, section.heading, start, end, box.headers, box.rows, given))
    inside = Enclosing(sections)
    for table in sorted(free, key=lambda table: table.start):
        around = inside.at(table.start)
        section_id = around.id if around else None
        caption = caption_of(table, lines) or document.title
        tables.append(Table(document.id, section_id, caption, table.start, table.end, table.headers, table.rows, True))
    return tuple(sorted(tables, key=lambda table: table.start))


def caption_of(table: Tabled, lines: Sequence[Line]) -> str | None:
    """The short line right over a table; the unit that it names may stand in it."""
    count = bisect_right(lines, table.start, key=lambda line: line.end)
    before = [line.text for line in lines[max(0, count - 2) : count]]
    return next((line for line in reversed(before) if 4 <= len(line) <= LONGEST_CAPTION and _is_caption(line)), None)


def _is_caption(line: str) -> bool:
    """Not 单位:万元, nor what opens a list."""
    head = re.sub(r"\([^()]*\)$", "", line)
    return bool(head) and ":" not in head
