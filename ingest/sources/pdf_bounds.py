"""The bytes of a PDF → whether its pages can be unpacked at all: a few kilobytes may unpack to gigabytes.

Deflate packs at best a thousand to one, so that only long streams, and those packed twice, have to be tried.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

MOST_UNPACKED = 32_000_000  # bytes of one stream; the page of a dense map has ten million
BEST_RATIO = 1032  # of deflate: zlib.net/zlib_tech.html
STEP = 1_000_000
DICTIONARY = 1_000  # bytes before a stream in which its dictionary stands
STREAM = re.compile(rb"stream\r?\n")
FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
PICTURE = re.compile(rb"/Subtype\s*/Image")


def unpacks(raw: bytes) -> bool:
    """Whether every stream that is no picture stays within bounds."""
    return all(_stays_small(packed, times) for packed, times in _streams(raw))


def _streams(raw: bytes) -> Iterator[tuple[bytes, int]]:
    """Packed streams that may be too long, and how many times they are packed."""
    for match in STREAM.finditer(raw):
        if raw[match.start() - 3 : match.start()] == b"end":
            continue
        said = raw[max(0, match.start() - DICTIONARY) : match.start()]
        said = said[said.rfind(b" obj") + 1 :]
        times = len(FLATE.findall(said))
        end = raw.find(b"endstream", match.end())
        length = (end if end >= 0 else len(raw)) - match.end()
        if times and length * BEST_RATIO**times > MOST_UNPACKED and not PICTURE.search(said):
            yield raw[match.end() : match.end() + length], times


def _stays_small(packed: bytes, times: int) -> bool:
    for _ in range(times):
        unpacked = _unpack(packed)
        if unpacked is None:
            return False
        packed = unpacked
    return True


def _unpack(packed: bytes) -> bytes | None:
    """The unpacked bytes; None if they are too many. What is no deflate stream (encrypted) stays as it is."""
    unpacker = zlib.decompressobj()
    pieces, length = [], 0
    try:
        while packed and length <= MOST_UNPACKED:
            piece = unpacker.decompress(packed, STEP)
            pieces.append(piece)
            length += len(piece)
            packed = unpacker.unconsumed_tail
            if unpacker.eof:
                break
    except zlib.error:
        return b""
    return b"".join(pieces) if length <= MOST_UNPACKED else None
