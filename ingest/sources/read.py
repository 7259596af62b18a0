"""A file → Source: its stored text and the hash of its bytes. One reader per format.

For .txt and .md the stored text is the decoded file, byte-order mark removed and nothing else changed; for the other
formats it is the extracted text, one paragraph or table cell a line.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from graph.records import Layout, Source
from ingest.sources import pictures
from ingest.sources.decode import decode
from ingest.sources.mail import read_mht
from ingest.sources.office import read_office
from ingest.sources.pdf import read_pdf
from ingest.sources.reading import Heard, Reader, Reading, unheard
from ingest.sources.sheets import read_csv, read_workbook
from ingest.sources.unreadable import Unreadable
from ingest.sources.web import read_html
from ingest.sources.word import read_docx

MOST_TEXT_BYTES = 20_000_000  # a text file; a five-year plan has 300,000
MOST_FILE_BYTES = 200_000_000  # a file with pictures in it


def read_text(raw: bytes, name: str, heard: Heard = unheard) -> Reading:
    """The decoded file as it stands."""
    decoded = decode(raw, name)
    return Reading(decoded.text, Layout(remarks=decoded.remarks))


READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_text,
    ".docx": read_docx,
    ".docm": read_docx,
    ".doc": read_office,
    ".wps": read_office,
    ".rtf": read_office,
    ".odt": read_office,
    ".pdf": read_pdf,
    ".html": read_html,
    ".htm": read_html,
    ".shtml": read_html,
    ".shtm": read_html,
    ".xhtml": read_html,
    ".jsp": read_html,
    ".aspx": read_html,
    ".mht": read_mht,
    ".mhtml": read_mht,
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".et", ".ods"), read_workbook),
    **dict.fromkeys((".csv", ".tsv"), read_csv),
    **dict.fromkeys(pictures.ENDINGS, pictures.read_picture),
}
PLAIN = frozenset({".txt", ".md"})


def read_source(path: Path, name: str, heard: Heard = unheard) -> Source:
    """Read one file; `name` is what the source is called in the knowledge base."""
    ending = path.suffix.lower()
    reader = READERS.get(ending)
    if reader is None:
        raise Unreadable(name, "ending", ending=ending, endings=", ".join(READERS))
    raw = _read_bytes(path, name, MOST_TEXT_BYTES if ending in PLAIN else MOST_FILE_BYTES)
    reading = reader(raw, name, heard)
    text = reading.text
    if not text.strip():
        raise Unreadable(name, "no_text")
    if len(text) > MOST_TEXT_BYTES:
        raise Unreadable(name, "long", characters=len(text), most=MOST_TEXT_BYTES)
    format = reading.format or ending.removeprefix(".")
    return Source(name, text, hashlib.sha256(raw).hexdigest(), format, reading.layout)


def _read_bytes(path: Path, name: str, most_bytes: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > most_bytes:
            raise Unreadable(name, "large", megabytes=size / 1e6, most=most_bytes / 1e6)
        raw = path.read_bytes()
    except FileNotFoundError as fault:
        raise Unreadable(name, "missing") from fault
    except OSError as fault:
        raise Unreadable(name, "unread", fault=fault.strerror) from fault
    if not raw:
        raise Unreadable(name, "empty")
    return raw
