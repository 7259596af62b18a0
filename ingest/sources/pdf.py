"""PDF files → text in the order a person reads it, with tables, headings and places on the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.records import PartKind
from ingest.sources import recognition
from ingest.sources.pdf_characters import glue
from ingest.sources.pdf_frames import drop_frames
from ingest.sources.pdf_joins import join_tables
from ingest.sources.pdf_lines import Line, body_size, read_flow
from ingest.sources.pdf_outline import Outline
from ingest.sources.pdf_pages import PDFIUM, check_pdf, draw_page, read_bookmarks, read_pages
from ingest.sources.pdf_paragraphs import headings_of, paragraphs
from ingest.sources.pdf_pictures import is_picture, name_pages, without_stamps
from ingest.sources.pdf_rules import ruled_tables
from ingest.sources.pdf_shapes import Page
from ingest.sources.pdf_tables import PdfTable
from ingest.sources.reading import Heard, Place, Reading, Writing, unheard
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


def read_pdf(raw: bytes, name: str, heard: Heard = unheard) -> Reading:
    """All pages without their frames; pages that are pictures are recognised where that is installed."""
    writing = Writing()
    with PDFIUM:
        check_pdf(raw, name)
        pages = _opened(list(read_pages(raw)), name, writing)
        outline = Outline(read_bookmarks(raw))
    pictures = _pictures(pages, name)
    if pictures and not recognition.is_there():
        writing.remark("pages_pictures", pages=name_pages(pictures))
        pages = without_stamps(pages, pictures)
        pictures = []
    pages = [page for page in pages if page.number not in pictures]
    _write(_in_order(pages, outline), pictures, raw, writing, heard)
    return writing.reading("pdf")


def _opened(read: Sequence[Page | None], name: str, writing: Writing) -> list[Page]:
    """The pages that could be opened; what is damaged is said."""
    pages = [page for page in read if page is not None]
    if not pages:
        raise Unreadable(name, "pdf", fault="no page can be opened")
    if len(pages) < len(read):
        missing = [number for number, page in enumerate(read, start=1) if page is None]
        writing.remark("pages_damaged", pages=name_pages(missing))
    return pages


def _pictures(pages: Sequence[Page], name: str) -> list[int]:
    """The numbers of the pages that have to be recognised."""
    pictures = [page.number for page in pages if is_picture(page)]
    has_text = any(page.pieces and page.number not in pictures for page in pages)
    if not has_text and not (pictures and recognition.is_there()):
        raise Unreadable(name, "pictures")
    return pictures


def _in_order(pages: Sequence[Page], outline: Outline) -> list[Paragraph | PdfTable]:
    """What stands on the pages, in reading order."""
    size = body_size(pages)
    ruled = {page.number: ruled_tables(page.rules) for page in pages}
    drop_frames(pages, {number: [table.box for table in tables] for number, tables in ruled.items()})
    flow = join_tables(read_flow(pages, ruled), {page.number: page.height for page in pages})
    found = list(paragraphs(flow, size))
    headings = headings_of([thing for thing in found if not isinstance(thing, PdfTable)], size)
    level = outline.level if outline.marks else headings.level
    return [thing if isinstance(thing, PdfTable) else Paragraph(thing, level(thing)) for thing in found]


def _write(
    found: Sequence[Paragraph | PdfTable], pictures: Sequence[int], raw: bytes, writing: Writing, heard: Heard
) -> None:
    """Write what was found page by page, pictures in their places."""
    done = 0
    for thing in found:
        while done < len(pictures) and pictures[done] < thing.page:
            done = _recognise(pictures, done, raw, writing, heard)
        if isinstance(thing, PdfTable):
            writing.grid([cell.draft() for cell in thing.cells])
        else:
            _write_paragraph(thing, writing)
    while done < len(pictures):
        done = _recognise(pictures, done, raw, writing, heard)


def _recognise(pictures: Sequence[int], done: int, raw: bytes, writing: Writing, heard: Heard) -> int:
    """Have the next picture read; how many are done then."""
    with PDFIUM:
        image = draw_page(raw, pictures[done])
    recognition.write_page(image, pictures[done], writing)
    heard("recognise", done + 1, len(pictures))
    return done + 1


def _write_paragraph(paragraph: Paragraph, writing: Writing) -> None:
    pieces: list[tuple[str, Place | None]] = []
    for line in paragraph.lines:
        blank = glue(pieces[-1][0][-1], line.text[0]) if pieces else ""
        pieces.append((blank + line.text, line.place))
    kind = PartKind.PARAGRAPH if paragraph.level is None else PartKind.HEADING
    writing.run(pieces, kind, level=paragraph.level)
