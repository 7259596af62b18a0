"""PDF files → text in the order a person reads it, with tables, headings and places on the pages."""

from __future__ import annotations

from collections.abc import Sequence

from PIL.Image import Image

from ingest.sources.pdf_outline import Outline
from ingest.sources.pdf_pages import PDFIUM, check_pdf, draw_page, read_bookmarks, read_pages
from ingest.sources.pdf_pictures import name_pages
from ingest.sources.pdf_shapes import Page
from ingest.sources.pdf_writing import in_reading_order, pictures_of, write_pages
from ingest.sources.reading import Heard, Reading, Writing, unheard
from ingest.sources.unreadable import Unreadable


def read_pdf(raw: bytes, name: str, heard: Heard = unheard) -> Reading:
    """All pages without their frames; pages that are pictures are recognised where that is installed."""
    writing = Writing()
    with PDFIUM:
        check_pdf(raw, name)
        pages = _opened(list(read_pages(raw)), name, writing)
        outline = Outline(read_bookmarks(raw))
    pictures = pictures_of(pages, name, writing)
    if not pictures and not any(page.pieces for page in pages):
        raise Unreadable(name, "pictures")

    def draw(number: int) -> Image:
        with PDFIUM:
            return draw_page(raw, number)

    found = in_reading_order([page for page in pages if page.number not in pictures], outline)
    write_pages(found, pictures, draw, writing, heard)
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
