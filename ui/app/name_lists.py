"""A list of names as a person brings it: a table, an Excel sheet or a text with one name a line → the names.

In: the file's bytes and what it is called. Out: the names in their order; `BatchUnreadable` where there are none to be
had. The file comes from a browser: its size is limited there, what it unpacks to and how far it is read here.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from itertools import islice

from ui.app.batch import NAME_COLUMNS, BatchUnreadable, lines_of

MOST_ROWS = 5000
UNPACKED_BYTES = 50 << 20  # of all parts of a workbook
_HEADS = frozenset((*NAME_COLUMNS, "企业名称"))
# what openpyxl and what it stands on raise over damaged workbooks (3,000 spoilt ones were tried)
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, SyntaxError, LookupError, TypeError, ValueError, AttributeError),
    *(RuntimeError, OSError, EOFError),
)


def read_names(raw: bytes, called: str) -> list[str]:
    """Of a CSV with a name column, an Excel sheet's first column of that name, or a text with one name a line."""
    if called.lower().endswith(".xlsx"):
        return _read_sheet(raw, called)
    try:
        return [line.text for line in islice(lines_of(raw, called, "name"), MOST_ROWS)]
    except BatchUnreadable:
        lines = raw.decode("utf-8-sig", errors="replace").splitlines()
        if any("," in line or "\t" in line for line in lines):
            raise
        return [line.strip() for line in islice(lines, MOST_ROWS) if line.strip()]


def _read_sheet(raw: bytes, called: str) -> list[str]:
    # imported late: only who brings a sheet needs it
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _refuse_bomb(raw, called)
        sheet = load_workbook(io.BytesIO(raw), read_only=True, data_only=True).worksheets[0]
        read = islice(sheet.iter_rows(max_row=MOST_ROWS, max_col=50, values_only=True), MOST_ROWS)
        rows = [["" if cell is None else str(cell).strip() for cell in row] for row in read]
    except (InvalidFileException, *_DAMAGED) as error:
        raise BatchUnreadable(f"{called}: is no Excel workbook ({error})") from error
    if not rows:
        raise BatchUnreadable(f"{called}: its first sheet is empty")
    column = next((place for place, cell in enumerate(rows[0]) if cell.lower() in _HEADS), None)
    body = rows if column is None else rows[1:]
    place = column or 0
    return [row[place] for row in body if len(row) > place and row[place]]


def _refuse_bomb(raw: bytes, called: str) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        unpacked = sum(part.file_size for part in parts.infolist())
    if unpacked > UNPACKED_BYTES:
        raise BatchUnreadable(
            f"{called}: unpacks to {unpacked >> 20} MB, more than the {UNPACKED_BYTES >> 20} MB of a list of names"
        )
