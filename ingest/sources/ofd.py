"""OFD files (.ofd, GB/T 33190) → text in reading order, with tables and places; their pages are read like a PDF's."""

from __future__ import annotations

from graph.records import PartKind
from ingest.sources import recognition
from ingest.sources.archive import FAULTS, Archive
from ingest.sources.ofd_pages import OfdPage, draw_page, read_documents
from ingest.sources.pdf_characters import glue
from ingest.sources.pdf_frames import drop_frames
from ingest.sources.pdf_joins import join_tables
from ingest.sources.pdf_lines import Line, body_size, read_flow
from ingest.sources.pdf_paragraphs import headings_of, paragraphs
from ingest.sources.pdf_pictures import is_picture, name_pages, without_stamps
from ingest.sources.pdf_rules import ruled_tables
from ingest.sources.pdf_shapes import Page
from ingest.sources.pdf_tables import PdfTable
from ingest.sources.reading import Heard, Place, Reading, Writing, unheard
from ingest.sources.unreadable import Unreadable

_ENCRYPTED = ("Encryptions.xml", "decryptseed.dat")


def read_ofd(raw: bytes, name: str, heard: Heard = unheard) -> Reading:
    """All pages of all documents, without annotations and seals; pages that are pictures are recognised where
    that is installed."""
    try:
        archive = Archive(raw, name)
        if any(part in archive for part in _ENCRYPTED):
            raise Unreadable(name, "password")
        documents = read_documents(archive)
    except FAULTS as fault:
        raise Unreadable(name, "ofd") from fault
    if not any(documents):
        raise Unreadable(name, "ofd")
    writing = Writing()
    pictures = _pictures(documents, name, writing)
    done = 0
    for pages in documents:
        done = _write_document(archive, pages, pictures, (writing, heard, done))
    return writing.reading("ofd")


def _pictures(documents: list[list[OfdPage]], name: str, writing: Writing) -> set[int]:
    """The numbers of the pages to recognise; those that cannot be are remarked."""
    pages = [shown.page for pages in documents for shown in pages]
    pictures = {page.number for page in pages if is_picture(page)}
    if not pictures or recognition.is_there():
        return pictures
    if not any(page.pieces for page in pages if page.number not in pictures):
        raise Unreadable(name, "pictures")
    writing.remark("pages_pictures", pages=name_pages(sorted(pictures)))
    without_stamps(pages, pictures)
    return set()


def _write_document(archive: Archive, pages: list[OfdPage], pictures: set[int], to: tuple[Writing, Heard, int]) -> int:
    """Write the pages in their order; gives how many were recognised so far."""
    writing, heard, done = to
    stretch: list[Page] = []
    for shown in pages:
        if shown.page.number not in pictures:
            stretch.append(shown.page)
            continue
        _write_pages(stretch, writing)
        stretch = []
        recognition.write_page(draw_page(archive, shown), shown.page.number, writing)
        done += 1
        heard("recognise", done, len(pictures))
    _write_pages(stretch, writing)
    return done


def _write_pages(pages: list[Page], writing: Writing) -> None:
    ruled = {page.number: ruled_tables(page.rules) for page in pages}
    size = body_size(pages)
    drop_frames(pages, {number: [table.box for table in tables] for number, tables in ruled.items()})
    flow = join_tables(read_flow(pages, ruled), {page.number: page.height for page in pages})
    found = list(paragraphs(flow, size))
    headings = headings_of([lines for lines in found if isinstance(lines, list)], size)
    for thing in found:
        if isinstance(thing, PdfTable):
            writing.grid([cell.draft() for cell in thing.cells])
        else:
            _write_paragraph(thing, headings.level(thing), writing)


def _write_paragraph(lines: list[Line], level: int | None, writing: Writing) -> None:
    pieces: list[tuple[str, Place | None]] = []
    for before, line in zip((None, *lines), lines, strict=False):
        blank = glue(before.text[-1], line.text[0]) if before else ""
        pieces.append((blank + line.text, line.place))
    writing.run(pieces, PartKind.PARAGRAPH if level is None else PartKind.HEADING, level=level)
