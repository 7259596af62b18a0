"""Pages of PDF and OFD files → `Writing`: their paragraphs, headings and tables in reading order.

Pages that are pictures are recognised in their places, where that is installed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL.Image import Image

from graph.records import PartKind
from ingest.sources import recognition
from ingest.sources.pdf_characters import glue
from ingest.sources.pdf_frames import drop_frames
from ingest.sources.pdf_joins import join_tables
from ingest.sources.pdf_lines import Line, body_size, read_flow
from ingest.sources.pdf_outline import Outline
from ingest.sources.pdf_paragraphs import headings_of, paragraphs
from ingest.sources.pdf_pictures import drop_stamps, is_picture, name_pages
from ingest.sources.pdf_rules import ruled_tables
from ingest.sources.pdf_shapes import Page
from ingest.sources.pdf_tables import PdfTable
from ingest.sources.reading import Heard, Place, Writing
from ingest.sources.unreadable import Unreadable


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or heading, as it is written."""

    lines: list[Line]
    level: int | None  # of a heading

    @property
    def page(self) -> int:
        """The page that it begins on."""
        return self.lines[0].page


def pictures_of(pages: Sequence[Page], name: str, writing: Writing) -> list[int]:
    """The numbers of the pages to recognise; those that cannot be are remarked, and lose their stamps."""
    pictures = [page.number for page in pages if is_picture(page)]
    if not pictures:
        return pictures
    if recognition.is_there():
        recognition.check_networks(name)
        return pictures
    if not any(page.pieces for page in pages if page.number not in pictures):
        raise Unreadable(name, "pictures")
    writing.remark("pages_pictures", pages=name_pages(pictures))
    drop_stamps(pages, pictures)
    return []


def in_reading_order(pages: Sequence[Page], outline: Outline) -> list[Paragraph | PdfTable]:
    """What stands on the pages, without their frames; headings by the outline, by their print where it is empty."""
    size = body_size(pages)
    ruled = {page.number: ruled_tables(page.rules) for page in pages}
    drop_frames(pages, {number: [table.box for table in tables] for number, tables in ruled.items()})
    flow = join_tables(read_flow(pages, ruled), {page.number: page.height for page in pages})
    found = list(paragraphs(flow, size))
    headings = headings_of([thing for thing in found if not isinstance(thing, PdfTable)], size)
    level = outline.level if outline.marks else headings.level
    return [thing if isinstance(thing, PdfTable) else Paragraph(thing, level(thing)) for thing in found]


def write_pages(
    found: Sequence[Paragraph | PdfTable],
    pictures: Sequence[int],
    draw: Callable[[int], Image],
    writing: Writing,
    heard: Heard,
) -> None:
    """Write what was found page by page, pictures in their places; `draw` gives the picture of a page."""
    at = 0
    for done, number in enumerate(pictures, start=1):
        behind = next((place for place in range(at, len(found)) if found[place].page > number), len(found))
        _write(found[at:behind], writing)
        heard("recognise", done - 1, len(pictures))
        recognition.write_page(draw(number), number, writing)
        at = behind
    if pictures:
        heard("recognise", len(pictures), len(pictures))
    _write(found[at:], writing)


def _write(found: Sequence[Paragraph | PdfTable], writing: Writing) -> None:
    for thing in found:
        if isinstance(thing, PdfTable):
            writing.grid([cell.draft() for cell in thing.cells])
        else:
            _write_paragraph(thing, writing)


def _write_paragraph(paragraph: Paragraph, writing: Writing) -> None:
    pieces: list[tuple[str, Place | None]] = []
    for line in paragraph.lines:
        blank = glue(pieces[-1][0][-1], line.text[0]) if pieces else ""
        pieces.append((blank + line.text, line.place))
    kind = PartKind.PARAGRAPH if paragraph.level is None else PartKind.HEADING
    writing.run(pieces, kind, level=paragraph.level)
