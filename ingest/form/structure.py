"""A source → its documents with their form made plain: sections, blocks, tables and passages."""

from __future__ import annotations

from collections.abc import Sequence

from graph.records import Document, Section, Source, Span, Structure, Table
from ingest.form.blocks import cut_blocks
from ingest.form.boxes import Box, find_boxes
from ingest.form.documents import find_documents
from ingest.form.furniture import find_furniture
from ingest.form.lines import fold_signs, split_lines
from ingest.form.outline import find_headings, outside
from ingest.form.passages import cut_passages
from ingest.form.sections import build_sections


def read_structure(source: Source) -> tuple[Structure, ...]:
    """Every document of the source, in reading order."""
    flat = fold_signs(source.text)
    return tuple(read_document(source.text, flat, document) for document in find_documents(source))


def read_document(text: str, flat: str, document: Document) -> Structure:
    """One document: boxes first, then headings among what stands outside them, then blocks."""
    lines = split_lines(flat, document.start, document.end)
    boxes = find_boxes(text, document.start, document.end)
    open_lines = outside(lines, [Span(box.start, box.end) for box in boxes])
    furniture = find_furniture(open_lines)
    headings = find_headings(text, flat, [line for line in open_lines if line.start not in furniture], document.title)
    sections = build_sections(document, flat, headings, boxes)
    blocks = cut_blocks(document, flat, lines, furniture, sections, boxes)
    tables = tables_of(document, boxes, sections)
    passages = cut_passages(document, text, sections, blocks, tables)
    return Structure(document, text, sections, blocks, tables, tuple(passages))


def tables_of(document: Document, boxes: Sequence[Box], sections: Sequence[Section]) -> tuple[Table, ...]:
    """The boxes that are tables."""
    section_ids = {section.start: section for section in sections}
    tables: list[Table] = []
    for box in boxes:
        if box.rows:
            section = section_ids[box.start]
            tables.append(Table(document.id, section.id, section.heading, box.start, box.end, box.headers, box.rows))
    return tuple(tables)
