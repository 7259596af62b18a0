"""The bytes of a .docx → its parts as XML trees. What is wrong with the package is said here, once."""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass

import lxml.etree

from ingest.sources.compound import SIGNATURE
from ingest.sources.unreadable import Unreadable
from ingest.sources.word_xml import Element, M, R, W, child
from ingest.sources.zips import open_zip

OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream of a protected .docx
FLAT = "http://schemas.microsoft.com/office/2006/xmlPackage"
MOST_PART_BYTES = 100_000_000  # of one part unpacked; a plan of 1,000 pages has 30,000,000
MOST_TAGS = 4_000_000  # such a plan has 1,000,000; each takes 120 bytes of memory and more
# ISO 29500 strict names the same elements by other addresses.
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": M[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R[1:-1].encode(),
}


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word file that hold text or say what it looks like; None where the file has none."""

    main: Element
    styles: Element | None
    numbering: Element | None
    footnotes: Element | None
    endnotes: Element | None
    is_rendered: bool  # the program that saved it noted where its pages break


def open_package(raw: bytes, name: str) -> Package:
    """Find and parse the parts; `Unreadable` where it is no Word file, damaged, protected or too large."""
    if raw.startswith(SIGNATURE):
        raise Unreadable(name, "password" if OLE_ENCRYPTED in raw else "docx_ole")
    try:
        if is_flat(raw):
            raw = _packed(raw, name)
        with open_zip(io.BytesIO(raw)) as archive:
            return _parts(archive, name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        struct.error,
        lxml.etree.XMLSyntaxError,
        NotImplementedError,  # a way of packing that zipfile does not know
        EOFError,
        OSError,
        ValueError,
    ) as fault:
        raise Unreadable(name, "docx_damaged", fault=" ".join(str(fault).split())) from fault


def is_flat(raw: bytes) -> bool:
    """Whether a file is a package written as one XML file, as programs that fill in templates make them."""
    return FLAT.encode() in raw[:4096]


def _packed(raw: bytes, name: str) -> bytes:
    """Such a file as the package it stands for."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in _parsed(raw, name):
            content = part.find(f"{{{FLAT}}}xmlData")
            if content is not None and len(content):
                path = (part.get(f"{{{FLAT}}}name") or "").lstrip("/")
                archive.writestr(path, lxml.etree.tostring(content[0]))
    return packed.getvalue()


def _parts(archive: zipfile.ZipFile, name: str) -> Package:
    entries = {entry.filename: entry for entry in archive.infolist()}
    if any(entry.flag_bits & 1 for entry in entries.values()):
        raise Unreadable(name, "password")
    main = _main_part(archive, entries)
    if main is None:
        raise Unreadable(name, "docx_foreign")
    document = _read(archive, entries[main], name)
    if document.tag != f"{W}document":
        raise Unreadable(name, "docx_foreign")
    if child(document, "body") is None:
        raise Unreadable(name, "docx_body")
    found = _related(archive, entries, main)

    def part(kind: str, usual: str) -> Element | None:
        path = found.get(kind, posixpath.join(posixpath.dirname(main), usual))
        return _read(archive, entries[path], name) if path in entries else None

    return Package(
        document,
        part("styles", "styles.xml"),
        part("numbering", "numbering.xml"),
        part("footnotes", "footnotes.xml"),
        part("endnotes", "endnotes.xml"),
        next(document.iter(f"{W}lastRenderedPageBreak"), None) is not None,
    )


def _main_part(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> str | None:
    """Where the document stands: as the package says, else at its usual place."""
    said = _related(archive, entries, "").get("officeDocument", "")
    return next((path for path in (said, "word/document.xml") if path in entries), None)


def _related(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], part: str) -> dict[str, str]:
    """Kind of part → its path, as the relations of a part (or of the package) name them; damaged ones name nothing."""
    folder, file = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{file}.rels")
    if path not in entries or entries[path].file_size > 10_000_000:
        return {}
    try:
        relations = lxml.etree.fromstring(archive.read(path), _parser())
    except lxml.etree.XMLSyntaxError:
        return {}
    found: dict[str, str] = {}
    for relation in relations:
        if relation.get("TargetMode") != "External":
            kind = (relation.get("Type") or "").rpartition("/")[2]
            target = posixpath.join("/", folder, relation.get("Target") or "")
            found.setdefault(kind, posixpath.normpath(target).lstrip("/"))
    return found


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Element:
    if entry.file_size > MOST_PART_BYTES:
        raise Unreadable(name, "docx_unpacked", megabytes=entry.file_size / 1e6, most=MOST_PART_BYTES / 1e6)
    return _parsed(archive.read(entry), name)


def _parsed(raw: bytes, name: str) -> Element:
    if raw.count(b"<") > MOST_TAGS:
        raise Unreadable(name, "docx_unpacked", megabytes=len(raw) / 1e6, most=MOST_PART_BYTES / 1e6)
    if b"purl.oclc.org" in raw:
        for strict, usual in STRICT.items():
            raw = raw.replace(strict, usual)
    return lxml.etree.fromstring(raw, _parser())


def _parser() -> lxml.etree.XMLParser:
    # entities of the file's own are put in place, within the parser's limit; what names others is damaged. Left as they
    # are, they would cut the text of a run in silence
    return lxml.etree.XMLParser(resolve_entities="internal", no_network=True, remove_comments=True, remove_pis=True)
