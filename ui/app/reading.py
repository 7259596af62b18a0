"""A document as it is read on a page: its text with headings, boxes, tables, pages and the entities named in it.

In: an opened generation and a document. Out: `ReadingFields`, for a script in a browser: places count from the
document's start, and in UTF-16 units, as scripts count characters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

from graph.records import Block, BlockKind, Document, EntityMention, Section, Span, Spot
from ui.app.drawn_tables import DrawnTable, drawn_tables
from ui.app.fields import DrawnCellFields, DrawnTableFields, HeadingFields, ReadingFields
from ui.app.opened import Opened, SourceUnknown
from ui.app.texts import Texts

Place = Callable[[int], int]  # of the source's text → of the document's, in UTF-16 units

# what of a text is set apart
APART = {
    BlockKind.BOX_TITLE: "box",
    BlockKind.BOX_TEXT: "box",
    BlockKind.NOTE: "note",
    BlockKind.FURNITURE: "furniture",
}


def reading(opened: Opened, document_id: str) -> ReadingFields:
    """All that the reader shows of a document, but for what it is called."""
    document = opened.documents.get(document_id)
    if document is None:
        raise SourceUnknown(f"no document has the identifier “{document_id}”")
    whole = opened.text_of(document.source)
    place = counted_in_units(whole[document.start : document.end], document.start)
    mentions = opened.store.mentions_in(document.source, document.start, document.end)
    entities = opened.store.entities(mention.entity_id for mention in mentions)
    numbers = {entity.id: number for number, entity in enumerate(entities)}
    return {
        "text": whole[document.start : document.end],
        "headings": [_heading(section, place) for section in opened.sections(document_id)],
        "apart": _apart(opened.texts.blocks(document_id), place),
        "tables": [_table(table, place) for table in _tables(whole, opened.texts, document)],
        "pages": _pages(opened.spots_in(document.source, document.start, document.end), document, place),
        "entities": [[entity.id, entity.type.value, entity.name] for entity in entities],
        "marks": [_mark(mention, numbers[mention.entity_id], place) for mention in _longest_first(mentions)],
    }


def counted_in_units(text: str, start: int) -> Place:
    """Places of a source's text → places of a document's, which starts there, in UTF-16 units: a character beyond the
    first plane (𬭎, some rare names) takes two of them."""
    wide = [at for at, sign in enumerate(text) if ord(sign) > 0xFFFF]

    def place(at: int) -> int:
        here = max(0, min(len(text), at - start))
        return here + bisect_left(wide, here)

    return place


def _heading(section: Section, place: Place) -> HeadingFields:
    return {
        "depth": section.depth,
        "heading": section.heading,
        "start": place(section.start),
        "heading_end": place(section.heading_end),
    }


def _apart(blocks: Sequence[Block], place: Place) -> list[tuple[int, int, str]]:
    return [(place(block.start), place(block.end), APART[block.kind]) for block in blocks if block.kind in APART]


def _tables(text: str, texts: Texts, document: Document) -> Iterable[DrawnTable]:
    grids = [grid for grid in texts.grids(document.source) if document.start <= grid.start < document.end]
    return drawn_tables(text, grids, texts.tables(document.id))


def _table(table: DrawnTable, place: Place) -> DrawnTableFields:
    def places(spans: Iterable[Span]) -> list[tuple[int, int]]:
        return [(place(span.start), place(span.end)) for span in spans]

    cells: list[DrawnCellFields] = [
        {
            "row": cell.row, "column": cell.column, "rows": cell.rows, "columns": cell.columns,
            "header": cell.is_header, "sure": cell.is_sure, "text": cell.text, "pieces": places(cell.pieces),
        }
        for cell in table.cells
    ]  # fmt: skip
    return {
        "start": place(table.start),
        "end": place(table.end),
        "cells": cells,
        "above": places(table.above),
        "below": places(table.below),
    }


def _pages(spots: Sequence[Spot], document: Document, place: Place) -> list[tuple[int, int]]:
    """Where each page of the original begins, but for the document's first."""
    begins: dict[int, int] = {}
    for spot in spots:
        if spot.page is not None and spot.page not in begins:
            begins[spot.page] = max(spot.start, document.start)
    return [(place(start), page) for page, start in begins.items()][1:]


def _longest_first(mentions: Iterable[EntityMention]) -> list[EntityMention]:
    """By place; of those that start together the longest first."""
    return sorted(mentions, key=lambda mention: (mention.start, -mention.end, mention.entity_id))


def _mark(mention: EntityMention, number: int, place: Place) -> tuple[int, int, int, int]:
    """Start, end, number of its entity, and how sure it is, in percent."""
    return place(mention.start), place(mention.end), number, round(100 * mention.confidence)
