"""OFD files (.ofd, GB/T 33190) → text in reading order, with tables and places; their pages are read like a PDF's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from ingest.sources.archive import FAULTS, Archive
from ingest.sources.ofd_pages import OfdPage, draw_page, read_documents
from ingest.sources.pdf_outline import Outline
from ingest.sources.pdf_shapes import Page
from ingest.sources.pdf_writing import in_reading_order, pictures_of, write_pages
from ingest.sources.reading import Heard, Reading, Writing, unheard
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
    shown = {page.page.number: page for pages in documents for page in pages}
    pictures = pictures_of([page.page for page in shown.values()], name, writing)
    stretches = (stretch for pages in documents for stretch in _stretches(pages, pictures))
    found = [thing for stretch in stretches for thing in in_reading_order(stretch, Outline([]))]
    write_pages(found, pictures, lambda number: draw_page(archive, shown[number]), writing, heard)
    return writing.reading("ofd")


def _stretches(pages: Sequence[OfdPage], pictures: Collection[int]) -> Iterator[list[Page]]:
    """The pages of a document that are read, those between two pictures together."""
    for is_drawn, run in groupby(pages, lambda shown: shown.page.number in pictures):
        if not is_drawn:
            yield [shown.page for shown in run]
