"""Compound files (the container of .doc, .xls, .ppt and of encrypted Office files) → what lies at their top.

[MS-CFB]: a header, sectors in chains, a directory of 128-byte entries that are a tree of siblings under each folder.
Only the directory is read. A document inside the document (a sheet in a .doc) lies deeper and does not count.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_SECTORS = 4096  # of the directory: 16 to 128 thousand entries
_ENTRY_BYTES = 128
_END = 0xFFFFFFF0  # and above: no sector


def root_names(file: BinaryIO) -> frozenset[str]:
    """The names of the streams and folders at the top; none for a damaged file."""
    try:
        return frozenset(_names(file))
    except (struct.error, IndexError, OverflowError):
        return frozenset()


def _names(file: BinaryIO) -> set[str]:
    file.seek(0)
    header = file.read(512)
    shift, first = struct.unpack_from("<H", header, 30)[0], struct.unpack_from("<I", header, 48)[0]
    if not 7 <= shift <= 12:
        return set()
    table_sectors = [sector for sector in struct.unpack_from("<109I", header, 76) if sector < _END]
    directory = b""
    sector, seen = first, 0
    while sector < _END and seen < MOST_SECTORS:
        directory += _sector(file, sector, shift)
        per_sector = (1 << shift) // 4
        table = _sector(file, table_sectors[sector // per_sector], shift)
        sector, seen = struct.unpack_from("<I", table, sector % per_sector * 4)[0], seen + 1
    return _siblings(directory)


def _sector(file: BinaryIO, number: int, shift: int) -> bytes:
    file.seek((number + 1) << shift)
    return file.read(1 << shift)


def _siblings(directory: bytes) -> set[str]:
    """The names of the tree under the root, whose entry is the first."""
    waiting = [struct.unpack_from("<I", directory, 76)[0]]
    seen: set[int] = set()
    names: set[str] = set()
    while waiting:
        number = waiting.pop()
        at = number * _ENTRY_BYTES
        if number in seen or at + _ENTRY_BYTES > len(directory):
            continue
        seen.add(number)
        length = struct.unpack_from("<H", directory, at + 64)[0]
        names.add(directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"))
        waiting += struct.unpack_from("<2I", directory, at + 68)
    return names
