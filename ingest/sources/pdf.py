"""PDF files → text, in the order a person reads them."""

from __future__ import annotations

import io
import re
from collections import Counter

import pypdf
import pypdf.errors

from ingest.sources.reading import Heard, Reading, unheard
from ingest.sources.unreadable import Unreadable

PAGE_NUMBER = re.compile(r"[-—–－\s·第]*(?:\d{1,4}|[ivxIVX]{1,6})(?:\s*/\s*\d{1,4})?[-—–－\s·页]*")
FRAME_LINES = 2  # how many lines at the head and foot of a page may belong to its frame


def read_pdf(raw: bytes, name: str, heard: Heard = unheard) -> Reading:
    """The text of all pages without page numbers and the lines that most pages repeat at head or foot."""
    try:
        pdf = pypdf.PdfReader(io.BytesIO(raw))
        if pdf.is_encrypted and not pdf.decrypt(""):
            raise Unreadable(name, "password")
        pages = [page.extract_text().splitlines() for page in pdf.pages]
    except (
        pypdf.errors.PyPdfError,
        pypdf.errors.DependencyError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
    ) as fault:
        raise Unreadable(name, "pdf", fault=fault) from fault
    if not any(line.strip() for page in pages for line in page):
        raise Unreadable(name, "pictures")
    return Reading("\n".join(line for page in drop_page_frames(pages) for line in page))


def drop_page_frames(pages: list[list[str]]) -> list[list[str]]:
    """Pages without their page numbers and running heads and feet."""
    trimmed = [[line for line in page if line.strip()] for page in pages]
    edges = Counter(edge for page in trimmed for edge in {_frame_key(line) for line in _edge_lines(page)})
    often = max(3, len(pages) // 2)
    frames = {edge for edge, pages_with_it in edges.items() if edge and pages_with_it >= often}
    return [[line for at, line in enumerate(page) if not _is_frame(line, at, len(page), frames)] for page in trimmed]


def _edge_lines(page: list[str]) -> list[str]:
    return page[:FRAME_LINES] + page[-FRAME_LINES:]


def _frame_key(line: str) -> str:
    return re.sub(r"^\d+\s+|\s+\d+$", "", line.strip())


def _is_frame(line: str, at: int, count: int, frames: set[str]) -> bool:
    if FRAME_LINES <= at < count - FRAME_LINES:
        return False
    return PAGE_NUMBER.fullmatch(line.strip()) is not None or _frame_key(line) in frames
