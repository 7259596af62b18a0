"""A zip archive of XML parts (.xlsx, .ods, .ofd), read with limits, so that a bomb costs neither memory nor time."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

import lxml.etree

from ingest.sources.unreadable import Unreadable
from ingest.sources.zips import open_zip

MOST_PART_BYTES = 250_000_000  # unpacked; a sheet of 50,000 rows and 20 columns has 60 MB
MOST_PARTS = 20_000
MOST_TAGS = 2_000_000  # that are held at one time; each takes some 60 bytes
_CHUNK_BYTES = 65_536
# What zipfile and lxml raise over damaged, encrypted or oddly packed archives.
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lxml.etree.LxmlError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    LookupError,
    ValueError,
    OverflowError,
)


class _Limited(io.RawIOBase):
    """The bytes of a part as they are unpacked, up to the limit, without those that say nothing."""

    def __init__(self, stream: IO[bytes], name: str, idle: re.Pattern[bytes] | None = None) -> None:
        super().__init__()
        self.stream, self.name, self.idle = stream, name, idle
        self.left, self.tags, self.held = MOST_PART_BYTES, 0, b""

    def read(self, size: int = -1) -> bytes:
        if self.idle is None or size < 0:
            return self._take(size)
        ready = b""
        while not ready:  # nothing would mean the end
            got = self._take(_CHUNK_BYTES)
            if not got:
                ready, self.held = self.held, b""
                break
            whole, sign, rest = (self.held + got).rpartition(b"<")  # what the chunk cuts waits for the next one
            ready, self.held = self.idle.sub(b"", whole), sign + rest
        self._count(ready)
        return ready

    def _take(self, size: int) -> bytes:
        got = self.stream.read(self.left + 1 if size < 0 else size)
        self.left -= len(got)
        if self.left < 0:
            raise self._refusal()
        if self.idle is None:
            self._count(got)
        return got

    def _count(self, got: bytes) -> None:
        self.tags += got.count(b"<")
        if self.tags > MOST_TAGS:
            raise self._refusal()

    def _refusal(self) -> Unreadable:
        return Unreadable(self.name, "unpacked", most=MOST_PART_BYTES / 1e6)


class Archive:
    """The parts of an archive; `name` is the file's, for messages. Names of parts are found in any case."""

    def __init__(self, raw: bytes, name: str) -> None:
        self.name = name
        self.zip = open_zip(io.BytesIO(raw))
        entries = self.zip.infolist()
        if len(entries) > MOST_PARTS:
            raise Unreadable(name, "unpacked", most=MOST_PART_BYTES / 1e6)
        self.parts = {_key(entry.filename): entry for entry in entries}

    def __contains__(self, part: str) -> bool:
        return _key(part) in self.parts

    def read(self, part: str) -> bytes:
        """The bytes of a part; KeyError where there is none."""
        with self.zip.open(self.parts[_key(part)]) as stream:
            return _Limited(stream, self.name).read()

    def tree(self, part: str) -> lxml.etree._Element:
        """The root of a part that is small enough to be held whole."""
        raw = self.read(part)
        parser = lxml.etree.XMLParser(resolve_entities="internal", no_network=True)
        root: lxml.etree._Element = lxml.etree.fromstring(raw, parser)
        return root

    def walk(
        self, part: str, tags: tuple[str, ...], idle: re.Pattern[bytes] | None = None
    ) -> Iterator[lxml.etree._Element]:
        """The elements of these local names in the order of their ends; each is emptied once it has been seen.

        `idle` matches whole tags that say nothing: they are passed over before anything is made of them.
        """
        with self.zip.open(self.parts[_key(part)]) as stream:
            source = _Limited(stream, self.name, idle)
            steps = lxml.etree.iterparse(
                source, tag=["{*}" + tag for tag in tags], resolve_entities="internal", no_network=True
            )
            for _, element in steps:
                yield element
                source.tags = 0
                element.clear()
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]


def _key(part: str) -> str:
    return posixpath.normpath(part.replace("\\", "/")).lstrip("/").lower()


def local(element: lxml.etree._Element) -> str:
    """The name of an element without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: lxml.etree._Element, name: str) -> str | None:
    """An attribute by its local name, whatever its namespace."""
    value = element.get(name)
    if value is not None:
        return str(value)
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)
