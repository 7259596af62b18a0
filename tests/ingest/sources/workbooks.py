"""Small workbooks for tests: of Excel and LibreOffice today, and of the old Excel."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from graph.records import Layout
from ingest.sources.reading import Reading

Rows = Sequence[Sequence[object]]


def sheet_of(rows: Rows, merges: Sequence[str] = (), name: str = "Sheet1") -> Any:
    """A workbook with one sheet."""
    book = openpyxl.Workbook()
    fill(book.active, rows, merges, name)
    return book


def fill(sheet: Worksheet, rows: Rows, merges: Sequence[str] = (), name: str = "Sheet1") -> Worksheet:
    """The sheet with these rows."""
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    return sheet


def saved(book: Any) -> bytes:
    """The bytes of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def patched(raw: bytes, parts: Mapping[str, bytes]) -> bytes:
    """An archive with some parts replaced."""
    old, stream = zipfile.ZipFile(io.BytesIO(raw)), io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, parts.get(entry.filename, old.read(entry)))
    return stream.getvalue()


def ods_of(tables: str, styles: str = "") -> bytes:
    """A workbook of LibreOffice with these tables, as XML."""
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in {"office": "office", "table": "table", "text": "text", "style": "style"}.items()
    )
    content = (
        f"<office:document-content{spaces}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return stream.getvalue()


def grids_of(reading: Reading) -> list[list[list[str]]]:
    """The texts of each grid, row by row, a merged cell once; lines of a cell are parted by a bar."""
    grids = []
    for grid in reading.layout.grids:
        rows: dict[int, list[str]] = {}
        for cell in grid.cells:
            rows.setdefault(cell.row, []).append(reading.text[cell.start : cell.end].replace("\n", "|"))
        grids.append(list(rows.values()))
    return grids


def lines_of(reading: Reading) -> list[str]:
    """The lines beside the grids."""
    return [reading.text[part.start : part.end] for part in reading.layout.parts]


def spans_of(reading: Reading) -> dict[str, tuple[int, int]]:
    """Text → rows and columns, of merged cells."""
    cells = [cell for grid in reading.layout.grids for cell in grid.cells]
    return {
        reading.text[cell.start : cell.end]: (cell.rows, cell.columns) for cell in cells if cell.rows * cell.columns > 1
    }


def headers_of(reading: Reading) -> list[str]:
    """The texts of the cells that the file says are headers."""
    cells = [cell for grid in reading.layout.grids for cell in grid.cells]
    return [reading.text[cell.start : cell.end] for cell in cells if cell.is_header and cell.end > cell.start]


def remarks_of(layout: Layout) -> dict[str, dict[str, str]]:
    """Key → values."""
    return {remark.why: dict(remark.values) for remark in layout.remarks}


# ------------------------------------------------------------------------------------------------ the old Excel


def record(kind: int, raw: bytes) -> bytes:
    """One record of the old Excel."""
    return struct.pack("<HH", kind, len(raw)) + raw


def string(text: str, width: str = "H") -> bytes:
    """A string of the old Excel, two bytes a character."""
    return struct.pack(f"<{width}B", len(text), 1) + text.encode("utf-16-le")


def xls_of(sheets: Mapping[str, bytes], globals_: bytes = b"", hidden: Sequence[str] = ()) -> bytes:
    """A workbook of the old Excel: the records of its sheets by their names."""
    head = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + globals_
    sizes = sum(len(record(0x85, bytes(6) + string(name, "B"))) for name in sheets)
    start, entries, bodies = len(head) + sizes + 4, b"", b""
    for name, records in sheets.items():
        state = 1 if name in hidden else 0
        entries += record(0x85, struct.pack("<IBB", start + len(bodies), state, 0) + string(name, "B"))
        bodies += record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + records + record(0x0A, b"")
    return compound({"Workbook": head + entries + record(0x0A, b"") + bodies})


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file, its streams filled up to the size from which they lie in large sectors."""
    sector, body, entries = 512, b"", [entry("Root Entry", 5, 0xFFFFFFFE, 0)]
    table: list[int] = []
    for name, raw in streams.items():
        raw = raw.ljust(4096, b"\0")
        count = -(-len(raw) // sector)
        first = len(table)
        entries.append(entry(name, 2, first, len(raw)))
        table += [*range(first + 1, first + count), 0xFFFFFFFE]
        body += raw.ljust(count * sector, b"\0")
    directory = len(table)
    table += [0xFFFFFFFE, 0xFFFFFFFD]
    numbers = struct.pack("<128I", *table, *[0xFFFFFFFF] * (128 - len(table)))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0")
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6).ljust(20, b"\0")
    head += struct.pack("<IIIIIIIII", 1, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, directory + 1)
    head += b"\xff" * (sector - len(head))
    return head + body + b"".join(entries).ljust(sector, b"\0") + numbers


def entry(name: str, kind: int, start: int, size: int) -> bytes:
    """An entry of a compound file's directory."""
    encoded = name.encode("utf-16-le") + b"\0\0"
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBB", len(encoded), kind, 1)
        + bytes(48)
        + struct.pack("<III", start, size, 0)
    )
