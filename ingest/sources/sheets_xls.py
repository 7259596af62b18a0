"""Workbooks of Excel 5 to 2003 and of WPS (.xls, .et) → their sheets. Source: [MS-XLS].

Read here and not through a library, because number formats, hidden rows and frozen panes are wanted, and because a
damaged file must be no more than damaged.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ingest.sources.sheets_numbers import BUILT_IN, show_number, show_plain
from ingest.sources.sheets_sheet import Area, Budget, Sheet
from ingest.sources.unreadable import Unreadable

_BOF, _EOF, _CONTINUE, _FILEPASS, _SST = 0x809, 0x0A, 0x3C, 0x2F, 0xFC
_BIFF8, _BIFF5 = 0x600, 0x500
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_ENCODINGS = {936: "gb18030", 950: "big5", 1200: "utf-16-le", 65001: "utf-8", 10008: "gb18030"}
Record = tuple[int, list[bytes]]  # its kind, and its bytes with those of the records that continue it


@dataclass(slots=True)
class _Book:
    """What the sheets of a workbook share."""

    budget: Budget
    is_old: bool = False  # before Excel 97: strings are bytes
    encoding: str = "gb18030"
    strings: list[str] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    styles: list[int] = field(default_factory=list)
    from_1904: bool = False
    sheets: list[tuple[int, Sheet]] = field(default_factory=list)  # where each begins


def read_xls(stream: bytes, name: str) -> list[Sheet]:
    """All sheets with cells, hidden ones too; the stream is the one called Workbook or Book."""
    book = _Book(Budget(name))
    for kind, pieces in _records(stream, 0):
        _read_global(book, kind, pieces, name)
    for start, sheet in book.sheets:
        reader = _SheetReader(book, sheet)
        for kind, pieces in _records(stream, start):
            reader.take(kind, pieces[0])
    return [sheet for _, sheet in book.sheets]


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """The records of a part of the workbook up to its end, without the charts inside it."""
    depth = 0
    for kind, pieces in _joined(stream, at):
        depth += kind == _BOF
        if depth <= 1:
            yield kind, pieces
        if kind == _EOF:
            depth -= 1
            if depth <= 0:
                return


def _joined(stream: bytes, at: int) -> Iterator[Record]:
    held: Record | None = None
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        piece = stream[at + 4 : at + 4 + length]
        at += 4 + length
        if kind == _CONTINUE and held is not None:
            held[1].append(piece)
            continue
        if held is not None:
            yield held
        held = (kind, [piece])
    if held is not None:
        yield held


def _read_global(book: _Book, kind: int, pieces: list[bytes], name: str) -> None:
    raw = pieces[0]
    if kind == _FILEPASS:
        raise Unreadable(name, "password")
    if kind == _BOF:
        book.is_old = struct.unpack_from("<H", raw)[0] <= _BIFF5
    elif kind == 0x42:
        book.encoding = _ENCODINGS.get(struct.unpack_from("<H", raw)[0], "gb18030")
    elif kind == 0x22:
        book.from_1904 = raw[:1] == b"\x01"
    elif kind == 0xE0:
        book.styles.append(struct.unpack_from("<H", raw, 2)[0])
    elif kind == 0x41E:
        book.codes[struct.unpack_from("<H", raw)[0]] = _string(book, raw, 2, 1 if book.is_old else 2)
    elif kind == 0x85 and raw[5] == 0:  # a sheet of cells
        start = struct.unpack_from("<I", raw)[0]
        book.sheets.append((start, Sheet(_string(book, raw, 6, 1), is_hidden=raw[4] & 3 != 0)))
    elif kind == _SST:
        book.strings = _Strings(pieces).read()


def _string(book: _Book, raw: bytes, at: int, width: int) -> str:
    """A string whose length stands before it in one or two bytes."""
    length = raw[at] if width == 1 else struct.unpack_from("<H", raw, at)[0]
    at += width
    if book.is_old:
        encoding = "gb18030" if book.encoding == "utf-16-le" else book.encoding
        return raw[at : at + length].decode(encoding, "replace")
    flags = raw[at] if at < len(raw) else 0
    at += 1 + (2 if flags & 8 else 0) + (4 if flags & 4 else 0)
    if flags & 1:
        return raw[at : at + 2 * length].decode("utf-16-le", "replace")
    return raw[at : at + length].decode("latin-1")


class _Strings:
    """The table of shared strings, which runs over the records that continue it."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces, self.piece, self.at = pieces, 0, 0

    def read(self) -> list[str]:
        """All strings, or those before the place where the table breaks off."""
        self._take(4)
        (count,) = struct.unpack("<I", self._take(4))
        strings: list[str] = []
        while len(strings) < count and not self._is_over():
            strings.append(self._one())
        return strings

    def _is_over(self) -> bool:
        while self.piece < len(self.pieces) and self.at >= len(self.pieces[self.piece]):
            self.piece, self.at = self.piece + 1, 0
        return self.piece >= len(self.pieces)

    def _take(self, count: int) -> bytes:
        taken = b""
        while len(taken) < count:
            if self._is_over():
                return taken + bytes(count - len(taken))
            more = self.pieces[self.piece][self.at : self.at + count - len(taken)]
            self.at += len(more)
            taken += more
        return taken

    def _one(self) -> str:
        length, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", self._take(4))[0] if flags & 4 else 0
        text = ""
        while len(text) < length and not self._is_over():
            if text and self.at == 0:  # the characters go on in a new record, which says anew how wide they are
                flags = self._take(1)[0]
            width = 2 if flags & 1 else 1
            room = (len(self.pieces[self.piece]) - self.at) // width
            if room <= 0:
                self.at = len(self.pieces[self.piece])
                continue
            taken = self._take(min(room, length - len(text)) * width)
            text += taken.decode("utf-16-le" if width == 2 else "latin-1", "replace")
        self._skip(4 * runs + extra)
        return text

    def _skip(self, count: int) -> None:
        while count > 0 and not self._is_over():
            step = min(count, len(self.pieces[self.piece]) - self.at)
            self.at, count = self.at + step, count - step


class _SheetReader:
    """A sheet while its records go by."""

    def __init__(self, book: _Book, sheet: Sheet) -> None:
        self.book, self.sheet = book, sheet
        self.is_frozen, self.top = False, 0
        self.awaited: tuple[int, int] | None = None  # the formula whose text comes next
        self.takers: dict[int, Callable[[bytes], None]] = {
            **{0x203: self._number, 0x27E: self._packed, 0xBD: self._packed_row, 0x06: self._formula},
            **{0xFD: self._shared, 0x204: self._label, 0xD6: self._label, 0x205: self._verdict, 0x207: self._result},
            **{0x208: self._row, 0x7D: self._columns, 0xE5: self._merges, 0x23E: self._window, 0x41: self._pane},
            **{0x5D: self._object},
        }

    def take(self, kind: int, raw: bytes) -> None:
        """Read one record; those of no interest are passed over."""
        taker = self.takers.get(kind)
        if taker is not None:
            taker(raw)

    def _put(self, row: int, column: int, text: str) -> None:
        self.book.budget.spend(1)
        self.sheet.put(row, column, text)

    def _value(self, row: int, column: int, style: int, value: float) -> None:
        styles = self.book.styles
        code = self.book.codes.get(styles[style], "") if style < len(styles) else ""
        shown = show_number(value, code, from_1904=self.book.from_1904) if code else show_plain(value)
        self._put(row, column, shown)

    def _number(self, raw: bytes) -> None:
        row, column, style, value = struct.unpack_from("<HHHd", raw)
        self._value(row, column, style, value)

    def _packed(self, raw: bytes) -> None:
        row, column, style, packed = struct.unpack_from("<HHHI", raw)
        self._value(row, column, style, _unpack(packed))

    def _packed_row(self, raw: bytes) -> None:
        row, column = struct.unpack_from("<HH", raw)
        for order in range((len(raw) - 6) // 6):
            style, packed = struct.unpack_from("<HI", raw, 4 + 6 * order)
            self._value(row, column + order, style, _unpack(packed))

    def _formula(self, raw: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", raw)
        self.awaited = None
        if raw[12:14] != b"\xff\xff":
            self._value(row, column, style, struct.unpack_from("<d", raw, 6)[0])
        elif raw[6] == 0:
            self.awaited = (row, column)
        elif raw[6] in (1, 2):
            self._put(row, column, _verdict(raw[8], raw[6] == 2))

    def _result(self, raw: bytes) -> None:
        if self.awaited is not None:
            self._put(*self.awaited, _string(self.book, raw, 0, 2))
            self.awaited = None

    def _shared(self, raw: bytes) -> None:
        row, column, _, at = struct.unpack_from("<HHHI", raw)
        self._put(row, column, self.book.strings[at] if at < len(self.book.strings) else "")

    def _label(self, raw: bytes) -> None:
        row, column = struct.unpack_from("<HH", raw)
        self._put(row, column, _string(self.book, raw, 6, 2))

    def _verdict(self, raw: bytes) -> None:
        row, column, _, value, is_error = struct.unpack_from("<HHHBB", raw)
        self._put(row, column, _verdict(value, bool(is_error)))

    def _row(self, raw: bytes) -> None:
        if len(raw) >= 14 and struct.unpack_from("<H", raw, 12)[0] & 0x20:
            self.sheet.hidden_rows.add(struct.unpack_from("<H", raw)[0])

    def _columns(self, raw: bytes) -> None:
        first, last, width, _, flags = struct.unpack_from("<HHHHH", raw)
        if flags & 1 or width == 0:
            self.sheet.hidden_columns.append((first, last))

    def _merges(self, raw: bytes) -> None:
        (count,) = struct.unpack_from("<H", raw)
        for order in range(min(count, (len(raw) - 2) // 8)):
            top, bottom, left, right = struct.unpack_from("<HHHH", raw, 2 + 8 * order)
            if top <= bottom and left <= right:
                self.sheet.merges.append(Area(top, left, bottom, right))

    def _window(self, raw: bytes) -> None:
        flags, self.top = struct.unpack_from("<HH", raw)
        self.is_frozen = bool(flags & 8)

    def _pane(self, raw: bytes) -> None:
        rows = struct.unpack_from("<H", raw, 2)[0]
        if self.is_frozen:
            self.sheet.header_rows.update(range(self.top, self.top + min(rows, 50)))

    def _object(self, raw: bytes) -> None:
        if len(raw) >= 6 and raw[:2] == b"\x15\x00" and struct.unpack_from("<H", raw, 4)[0] == 8:
            self.sheet.pictures += 1


def _unpack(packed: int) -> float:
    """A number in thirty bits: whole, or the upper half of a float; perhaps a hundred times too large."""
    if packed & 2:
        value = float(struct.unpack("<i", struct.pack("<I", packed))[0] >> 2)
    else:
        value = float(struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0])
    return value / 100 if packed & 1 else value


def _verdict(value: int, is_error: bool) -> str:
    return _ERRORS.get(value, "#N/A") if is_error else ("TRUE" if value else "FALSE")
