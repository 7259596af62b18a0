"""Old and foreign text files (.doc, .wps, .rtf, .odt) → text, through programs that know them where installed.

LibreOffice makes a .docx of any of them, which is then read like one; antiword knows .doc alone and gives plain text.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from unicodedata import east_asian_width

from ingest.sources.compound import SIGNATURE
from ingest.sources.descendants import end_tree
from ingest.sources.limits import limit_other
from ingest.sources.reading import CellDraft, Heard, Reading, Writing, unheard
from ingest.sources.unreadable import Unreadable
from ingest.sources.word import read_docx
from ingest.sources.word_package import OLE_ENCRYPTED, is_flat
from ingest.sources.word_tables import on_common_edges
from ingest.sources.zips import open_zip

OFFICES = ("soffice", "libreoffice")
PLACE = 50  # how wide antiword prints a place of a line, in twentieths of a point; its edges are two places off at most
SECONDS = 60  # for one file; a first start takes 10, a plan of 500 pages 20
PROCESSOR_SECONDS = 20  # of which starting takes 3
RTF = b"{\\rtf"
ZIP = b"PK\x03\x04"
WORD_STREAM = re.compile("WordDocument".encode("utf-16-le"), re.IGNORECASE)  # named in an OLE file that holds one
WORD_2 = b"\xdb\xa5\x2d\0"  # the first Word for Windows, without OLE
WORKS_STREAM = "MatOST".encode("utf-16-le")  # and one of Microsoft Works
WORD_2003 = b"http://schemas.microsoft.com/office/word/2003/wordml"  # the XML of Word 2003, mostly named .doc
WORD_OPENS = b"\xec\xa5"  # how the stream of a Word document begins
# What LibreOffice calls the formats; it would guess them, and take anything it does not know for plain text.
FILTERS: Mapping[str, str | None] = {
    "doc": None,  # of Word 97, 95 or 6, which it tells apart
    "wps": None,
    "rtf": "Rich Text Format",
    "odt": "writer8",
    "xml": "MS Word 2003 XML",
}


def read_office(raw: bytes, name: str, heard: Heard = unheard) -> Reading:
    """Read by what the bytes are: a Word 97 document (also of WPS Office), RTF, OpenDocument, or .docx after all."""
    format = format_of(raw)
    if format == "docx":
        return read_docx(raw, name, heard)
    if format is None:
        raise Unreadable(name, "office_foreign")
    if _is_protected(raw):
        raise Unreadable(name, "password")
    office = next((found for each in OFFICES if (found := shutil.which(each))), None)
    if office is not None:
        return replace(read_docx(_converted(office, raw, format, name), name, heard), format=format)
    antiword = shutil.which("antiword")
    if antiword is None or format != "doc":
        raise Unreadable(name, "office_missing" if format == "doc" else "libreoffice_missing", ending=f".{format}")
    return _read_plain(_antiword(antiword, raw, name))


def format_of(raw: bytes) -> str | None:
    """What a file is by its bytes: doc, wps (of Microsoft Works), rtf, odt, xml, docx; None for anything else."""
    if raw.startswith(WORD_2):
        return "doc"
    if raw.startswith(SIGNATURE):
        return "doc" if WORD_STREAM.search(raw) else "wps" if WORKS_STREAM in raw else None
    if raw.lstrip()[:5].lower() == RTF:
        return "rtf"
    if is_flat(raw):
        return "docx"
    if WORD_2003 in raw[:4096]:
        return "xml"
    if not raw.startswith(ZIP):
        return None
    try:
        with open_zip(BytesIO(raw)) as archive:
            is_open_document = "content.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return "docx"  # whose reader says what is wrong
    return "odt" if is_open_document else "docx"


def _is_protected(raw: bytes) -> bool:
    """Whether a Word 97 document is encrypted: bit 8 of the flags in its header (FibBase, [MS-DOC] 2.5.1)."""
    if OLE_ENCRYPTED in raw:
        return True
    at = 512  # the stream begins at a sector of its own
    while at < len(raw):
        if raw.startswith(WORD_OPENS, at):
            return bool(raw[at + 11 : at + 12] and raw[at + 11] & 1)
        at += 512
    return False


def _converted(office: str, raw: bytes, format: str, name: str) -> bytes:
    """The file as LibreOffice makes a .docx of it, with a profile of its own so that one that is open is not asked."""
    with tempfile.TemporaryDirectory(prefix="mailuo-") as folder:
        place = Path(folder)
        (place / f"file.{format}").write_bytes(raw)
        wanted = FILTERS[format]
        command = [
            office,
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
            *([f"--infilter={wanted}"] if wanted else []),
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(place / "out"), str(place / f"file.{format}")),
        ]
        _run(command, name, {**os.environ, "HOME": folder})
        made = place / "out" / "file.docx"
        if not made.exists():
            raise Unreadable(name, "office_damaged", ending=f".{format}")
        return made.read_bytes()


def _antiword(antiword: str, raw: bytes, name: str) -> str:
    """The text of a .doc, a paragraph a line."""
    with tempfile.TemporaryDirectory(prefix="mailuo-") as folder:
        place = Path(folder) / "file.doc"
        place.write_bytes(raw)
        printed = _run([antiword, "-m", "UTF-8.txt", "-w", "0", str(place)], name, {**os.environ, "HOME": folder})
        text = printed.decode("utf-8", errors="replace")
    if not text.strip():
        raise Unreadable(name, "office_damaged", ending=".doc")
    return text


def _run(command: Sequence[str], name: str, environment: Mapping[str, str]) -> bytes:
    """What a program prints; it and all that it started are ended when it takes too long."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    ) as process:
        limit_other(process.pid, PROCESSOR_SECONDS)
        try:
            return process.communicate(timeout=SECONDS)[0]
        except subprocess.TimeoutExpired as fault:
            end_tree(process.pid)
            raise Unreadable(name, "office_slow", seconds=SECONDS) from fault


def _read_plain(text: str) -> Reading:
    """Lines as antiword prints them; rows between strokes are a table."""
    writing = Writing()
    rows: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|") and line.rstrip().endswith("|"):
            rows.append(line.rstrip())
            continue
        if rows:
            writing.grid(_cells(rows))
            rows = []
        writing.line(line.strip())
    writing.remark("antiword")
    return writing.reading("doc")


def _cells(rows: Sequence[str]) -> list[CellDraft]:
    """The cells of printed rows; one that is as wide as several below it spans them."""
    strokes = [[at for at, sign in enumerate(row) if sign == "|"] for row in rows]
    edges = sorted({_width(row[:at]) for row, found in zip(rows, strokes, strict=True) for at in found})
    cells = []
    for number, (row, found) in enumerate(zip(rows, strokes, strict=True)):
        for start, end in pairwise(found):
            first, last = edges.index(_width(row[:start])), edges.index(_width(row[:end]))
            cells.append(CellDraft(number, first, [row[start + 1 : end].strip()], columns=last - first))
    return on_common_edges(cells, [PLACE * (end - start) for start, end in pairwise(edges)])


def _width(text: str) -> int:
    """How many places a text takes in print: two a Chinese character."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
