"""A compound file of the old Office (.xls, .et, .doc) → its streams. Source: [MS-CFB]."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from ingest.sources.compound import SIGNATURE

_END = 0xFFFFFFFA  # from here on a sector's number is a mark: end, free, a table's own
_DIRECTORY_ENTRY = 128
_SMALL_BYTES = 4096  # shorter streams lie in the stream of small sectors


def read_streams(raw: bytes) -> dict[str, bytes]:
    """The streams by their names, those of inner folders too; ValueError or struct.error for a damaged file."""
    if not raw.startswith(SIGNATURE) or len(raw) < 512:
        raise ValueError("no compound file")
    shift, small_shift = struct.unpack_from("<HH", raw, 30)
    if not 7 <= shift <= 16 or not 2 <= small_shift <= 12:
        raise ValueError("sector size")
    directory, small_bytes, small_table = (struct.unpack_from("<I", raw, at)[0] for at in (48, 56, 60))
    table = _table(raw, shift)
    entries = _chain(raw, table, directory, shift)
    found = [_entry(entries, at) for at in range(0, len(entries) - _DIRECTORY_ENTRY + 1, _DIRECTORY_ENTRY)]
    root = next((entry for entry in found if entry[1] == 5), None)
    small = b"" if root is None else _chain(raw, table, root[2], shift)
    small_next = _numbers(_chain(raw, table, small_table, shift))
    small_limit = min(small_bytes or _SMALL_BYTES, _SMALL_BYTES)
    streams: dict[str, bytes] = {}
    for name, kind, start, size in found:
        if kind == 2 and name not in streams:
            whole = _inner(small, small_next, start, small_shift) if size < small_limit else None
            streams[name] = (_chain(raw, table, start, shift) if whole is None else whole)[:size]
    return streams


def _table(raw: bytes, shift: int) -> Sequence[int]:
    """Which sector follows each sector."""
    sectors = list(struct.unpack_from("<109I", raw, 76))
    following, count = struct.unpack_from("<II", raw, 68)
    per_sector = (1 << shift) // 4
    for _ in range(min(count, len(raw) >> shift)):
        if following >= _END:
            break
        numbers = _numbers(_sector(raw, following, shift))
        sectors.extend(numbers[: per_sector - 1])
        following = numbers[-1] if len(numbers) == per_sector else _END
    return _numbers(b"".join(_sector(raw, sector, shift) for sector in sectors if sector < _END))


def _sector(raw: bytes, number: int, shift: int) -> bytes:
    start = (number + 1) << shift
    return raw[start : start + (1 << shift)]


def _numbers(raw: bytes) -> Sequence[int]:
    return struct.unpack_from(f"<{len(raw) // 4}I", raw)


def _chain(raw: bytes, table: Sequence[int], start: int, shift: int) -> bytes:
    return _follow(raw, table, start, shift, 1)


def _inner(small: bytes, table: Sequence[int], start: int, shift: int) -> bytes:
    return _follow(small, table, start, shift, 0)


def _follow(raw: bytes, table: Sequence[int], start: int, shift: int, offset: int) -> bytes:
    pieces: list[bytes] = []
    size = 1 << shift
    while start < _END and len(pieces) <= len(raw) // size:  # a loop would be longer than the file
        pieces.append(raw[(start + offset) * size : (start + offset + 1) * size])
        start = table[start] if start < len(table) else _END
    return b"".join(pieces)


def _entry(entries: bytes, at: int) -> tuple[str, int, int, int]:
    """Name, kind (2 a stream, 5 the root), first sector and size."""
    length = min(struct.unpack_from("<H", entries, at + 64)[0], 64)
    name = entries[at : at + max(0, length - 2)].decode("utf-16-le", "replace")
    start, size = struct.unpack_from("<II", entries, at + 116)
    return name, entries[at + 66], start, size
