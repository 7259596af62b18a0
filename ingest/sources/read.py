"""A file → Source: its stored text and the hash of its bytes. One reader per kind of file, whatever its ending.

For .txt and .md the stored text is the decoded file, byte-order mark removed and nothing else changed; for the other
formats it is the extracted text, one paragraph or table cell a line.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from graph.records import Layout, Remark, Source
from ingest.sources import pictures
from ingest.sources.characters import whole
from ingest.sources.decode import decode
from ingest.sources.kinds import PLAIN, kind_of, kind_of_ending, kinds, says_so
from ingest.sources.mail import read_mht
from ingest.sources.ofd import read_ofd
from ingest.sources.office import read_office
from ingest.sources.opening import open_ordinary, read_ordinary
from ingest.sources.pdf import read_pdf
from ingest.sources.reading import MOST_PARTS, Heard, Overfull, Reader, Reading, unheard
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


# By the kinds of kinds.yaml.
READERS: dict[str, Reader] = {
    "txt": read_text,
    "md": read_text,
    "docx": read_docx,
    **dict.fromkeys(("doc", "wordxml", "rtf", "odt"), read_office),
    "pdf": read_pdf,
    "ofd": read_ofd,
    "html": read_html,
    "mht": read_mht,
    **dict.fromkeys(("png", "jpeg", "tiff", "bmp", "webp"), pictures.read_picture),
    **dict.fromkeys(("xlsx", "xls", "ods"), read_workbook),
    "csv": read_csv,
}
_FAULTS = {"locked": "password", "zeros": "zeros"}  # kinds of what was a document: why it cannot be read


def endings_read() -> str:
    """The endings of what is read, the usual one of each kind."""
    return ", ".join(dict.fromkeys(ending for kind in READERS for ending in kinds()[kind].endings[:1]))


def kind_at(path: Path, name: str) -> str:
    """What the file really is; a few kilobytes of it are looked at."""
    with open_ordinary(path, name) as file:
        try:
            if os.fstat(file.fileno()).st_size == 0:
                raise Unreadable(name, "empty")
            return kind_of(file, path.suffix.lower())
        except OSError as fault:
            raise Unreadable(name, "unread", fault=fault.strerror) from fault


def refuse_kind(kind: str, path: Path, name: str) -> None:
    """Raise for a kind that no reader reads, saying what the file really is and what helps."""
    if kind in _FAULTS:
        raise Unreadable(name, _FAULTS[kind])
    if kind not in READERS:
        ending = path.suffix
        is_misnamed = kind_of_ending(ending.lower()) is not None and not says_so(ending.lower(), kind)
        raise Unreadable(name, "kind_misnamed" if is_misnamed else "kind", kind=kind, ending=ending)


def read_source(path: Path, name: str, heard: Heard = unheard) -> Source:
    """Read one file; `name` is what the source is called in the knowledge base."""
    kind = kind_at(path, name)
    refuse_kind(kind, path, name)
    raw = read_ordinary(path, name, MOST_TEXT_BYTES if kind in PLAIN else MOST_FILE_BYTES)
    try:
        reading = whole(READERS[kind](raw, name, heard))
    except Overfull as fault:
        raise Unreadable(name, "parts", most=MOST_PARTS) from fault
    text, layout = reading.text, reading.layout
    if not text.strip():
        raise Unreadable(name, "no_text")
    if len(text) > MOST_TEXT_BYTES:
        raise Unreadable(name, "long", characters=len(text), most=MOST_TEXT_BYTES)
    if remarks := tuple(_remarks_on_name(path, kind)):
        layout = replace(layout, remarks=(*remarks, *layout.remarks))
    return Source(name, text, hashlib.sha256(raw).hexdigest(), reading.format or kind, layout)


def _remarks_on_name(path: Path, kind: str) -> Iterator[Remark]:
    """That the ending says something else than the bytes (no ending says nothing); that the name is no text."""
    ending = path.suffix
    if ending and not says_so(ending.lower(), kind):
        why = "misnamed" if kind_of_ending(ending.lower()) else "ending_unknown"
        yield Remark(why, (("ending", ending), ("kind", kind)))
    if any("\udc80" <= character <= "\udcff" for character in path.name):
        yield Remark("name_bytes")
