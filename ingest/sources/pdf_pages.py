"""The bytes of a PDF → its pages, one after the other, by PDFium.

PDFium is not made for several threads: whoever uses it holds `PDFIUM`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import pypdfium2
from PIL.Image import Image

from ingest.sources.pdf_bounds import MOST_UNPACKED, unpacks
from ingest.sources.pdf_drawn import read_drawn
from ingest.sources.pdf_glyphs import read_glyphs
from ingest.sources.pdf_pieces import cut_pieces
from ingest.sources.pdf_shapes import Page
from ingest.sources.unreadable import Unreadable

PDFIUM = threading.RLock()
MOST_PAGES = 5_000  # a statistical yearbook has a thousand
DOTS_PER_INCH = 200  # for recognition
MOST_DOTS = 5_000  # of a picture's longer side: a page of a metre is no reason to fill the memory
DEEPEST_BOOKMARK = 9
MOST_BOOKMARKS = 20_000
PAGES_AT_ONCE = 50  # PDFium keeps what pages share (fonts) until a file is closed: 1.6 MB a page, measured


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline that a file brings along."""

    title: str
    level: int  # 1 for the outermost
    page: int  # from 1


def check_pdf(raw: bytes, name: str) -> None:
    """Pass a file that can be opened; one that asks for a password, is damaged or far too long is `Unreadable`."""
    if not unpacks(raw):
        raise Unreadable(name, "pdf_unpacks", most=MOST_UNPACKED / 1e6)
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as fault:
        if "password" in str(fault).lower():
            raise Unreadable(name, "password") from fault
        raise Unreadable(name, "pdf", fault=fault) from fault
    pages = len(document)
    document.close()
    if pages > MOST_PAGES:
        raise Unreadable(name, "pages", pages=pages, most=MOST_PAGES)


def read_pages(raw: bytes) -> Iterator[Page | None]:
    """Each page with its pieces and rules; None for one that is damaged."""
    document = pypdfium2.PdfDocument(raw)
    for at in range(len(document)):
        if at and at % PAGES_AT_ONCE == 0:
            document.close()
            document = pypdfium2.PdfDocument(raw)
        try:
            opened = document[at]
        except pypdfium2.PdfiumError:
            yield None
            continue
        try:
            yield _read_page(opened, at + 1)
        finally:
            opened.close()
    document.close()


def _read_page(opened: pypdfium2.PdfPage, number: int) -> Page:
    glyphs = read_glyphs(opened)
    drawn = read_drawn(opened)
    width, height = opened.get_size()
    page = Page(number, width, height, picture=drawn.picture, shapes=drawn.shapes)
    page.glyphs, page.unknown = glyphs.count, glyphs.unknown
    cut_pieces(page, glyphs, drawn.rules)
    return page


def draw_page(raw: bytes, number: int) -> Image:
    """The picture of a page, for recognition."""
    document = pypdfium2.PdfDocument(raw)
    try:
        opened = document[number - 1]
        scale = min(DOTS_PER_INCH / 72, MOST_DOTS / max(1.0, *opened.get_size()))
        image: Image = opened.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        opened.close()
    finally:
        document.close()
    return image


def read_bookmarks(raw: bytes) -> list[Bookmark]:
    """The file's outline in its order."""
    document = pypdfium2.PdfDocument(raw)
    marks = []
    for entry in islice(document.get_toc(max_depth=DEEPEST_BOOKMARK), MOST_BOOKMARKS):
        target = entry.get_dest()
        at = target.get_index() if target else None
        try:
            title = entry.get_title().strip()
        except UnicodeDecodeError:  # bytes that are no text name no heading
            continue
        if at is not None and title:
            marks.append(Bookmark(title, entry.level + 1, at + 1))
    document.close()
    return marks
