"""A file → Source: its stored text and the hash of its bytes. One reader per format.

For .txt and .md the stored text is the decoded file, byte-order mark removed and nothing else changed; for the other
formats it is the extracted text, one paragraph or table cell a line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from graph.errors import MailuoError
from graph.model import Source
from ingest.sources.decode import decode_text
from ingest.sources.formats import read_docx, read_html, read_pdf

MOST_TEXT_BYTES = 20_000_000  # a text file; a five-year plan has 300,000
MOST_FILE_BYTES = 200_000_000  # a file with pictures in it

READERS: dict[str, Callable[[bytes, str], str]] = {
    ".txt": decode_text,
    ".md": decode_text,
    ".docx": read_docx,
    ".pdf": read_pdf,
    ".html": read_html,
    ".htm": read_html,
}
PLAIN = frozenset({".txt", ".md"})


class UnreadableFile(MailuoError):
    """The file cannot be taken in: missing, empty, too large or of a kind we do not read."""


def read_source(path: Path, name: str) -> Source:
    """Read one file; `name` is what the source is called in the knowledge base."""
    ending = path.suffix.lower()
    reader = READERS.get(ending)
    if reader is None:
        raise UnreadableFile(f"{name}: files ending in “{ending}” are not read; use one of {', '.join(READERS)}")
    raw = _read_bytes(path, name, MOST_TEXT_BYTES if ending in PLAIN else MOST_FILE_BYTES)
    text = reader(raw, name)
    if not text.strip():
        raise UnreadableFile(f"{name}: holds no text")
    if len(text) > MOST_TEXT_BYTES:
        raise UnreadableFile(
            f"{name}: holds {len(text):,} characters, the limit is {MOST_TEXT_BYTES:,}; split the file"
        )
    return Source(name, text, hashlib.sha256(raw).hexdigest(), ending.removeprefix("."))


def _read_bytes(path: Path, name: str, most_bytes: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > most_bytes:
            raise UnreadableFile(f"{name}: is {size / 1e6:.0f} MB, at most {most_bytes / 1e6:.0f} MB; split it")
        raw = path.read_bytes()
    except FileNotFoundError as fault:
        raise UnreadableFile(f"{name}: no such file") from fault
    except OSError as fault:
        raise UnreadableFile(f"{name}: cannot be read ({fault.strerror})") from fault
    if not raw:
        raise UnreadableFile(f"{name}: is empty")
    return raw
