"""Workbooks (.xlsx, .xlsm, .xls, .et, .ods) and tables in text (.csv, .tsv) → their tables, as a person sees them."""

from __future__ import annotations

import struct

from ingest.sources.archive import FAULTS, Archive
from ingest.sources.compound import SIGNATURE
from ingest.sources.decode import decode_text
from ingest.sources.ole import read_streams
from ingest.sources.reading import Heard, Reading, Writing, unheard
from ingest.sources.sheets_csv import read_cells
from ingest.sources.sheets_ods import read_ods
from ingest.sources.sheets_sheet import Sheet
from ingest.sources.sheets_writing import write_sheets
from ingest.sources.sheets_xls import read_xls
from ingest.sources.sheets_xlsx import read_xlsx
from ingest.sources.unreadable import Unreadable
from ingest.sources.web import read_html

MOST_CSV_BYTES = 20_000_000


def read_workbook(raw: bytes, name: str, heard: Heard = unheard) -> Reading:
    """Every sheet that is not hidden; what the file is, its bytes say and not its ending."""
    if not raw.startswith((b"PK", SIGNATURE)):
        return _read_text_called_workbook(raw, name, heard)
    try:
        format, sheets = _read_sheets(raw, name)
    except (*FAULTS, struct.error) as fault:
        raise Unreadable(name, "workbook") from fault
    writing = Writing()
    write_sheets(sheets, writing)
    if not writing.parts and not writing.grids:
        hidden = sum(1 for sheet in sheets if sheet.is_hidden and sheet.cells)
        pictures = sum(sheet.pictures for sheet in sheets)
        uncalculated = sum(sheet.uncalculated for sheet in sheets)
        _refuse_blank(name, hidden=hidden, uncalculated=uncalculated, pictures=pictures)
    return writing.reading(format)


def _refuse_blank(name: str, **left_out: int) -> None:
    for what, count in left_out.items():
        if count:
            raise Unreadable(name, f"only_{what}", count=count)
    raise Unreadable(name, "no_text")


def _read_sheets(raw: bytes, name: str) -> tuple[str, list[Sheet]]:
    """What the file really is, and its sheets."""
    if raw.startswith(SIGNATURE):
        streams = read_streams(raw)
        if "EncryptedPackage" in streams:
            raise Unreadable(name, "password")
        stream = streams.get("Workbook") or streams.get("Book") or streams.get("WORKBOOK")
        if stream is None:
            raise Unreadable(name, "workbook")
        return "xls", read_xls(stream, name)
    archive = Archive(raw, name)
    if "content.xml" in archive:
        return "ods", read_ods(archive, name)
    return "xlsx", read_xlsx(archive, name)


def _read_text_called_workbook(raw: bytes, name: str, heard: Heard) -> Reading:
    """Systems of offices export web pages and tables in text under the names of workbooks."""
    head = raw[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<style", b"<div")) or b"<html" in head:
        return read_html(raw, name, heard)
    if head.startswith(b"<"):
        raise Unreadable(name, "workbook")
    return read_csv(raw, name, heard)


def read_csv(raw: bytes, name: str, heard: Heard = unheard) -> Reading:
    """A table in text: what parts its columns is told from the text."""
    if len(raw) > MOST_CSV_BYTES:
        raise Unreadable(name, "large", megabytes=len(raw) / 1e6, most=MOST_CSV_BYTES / 1e6)
    writing = Writing()
    sheet = Sheet("", cells=read_cells(decode_text(raw, name), name))
    write_sheets([sheet], writing)
    return writing.reading("csv")
