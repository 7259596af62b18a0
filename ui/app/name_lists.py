"""A list of names as a person brings it: a table, an Excel sheet or a text with one name a line → the names.

In: the file's bytes and what it is called. Out: its rows with the column that seems to hold the names, for a person to
see before it is taken; or the names themselves, `BatchUnreadable` where there are none to be had. The file comes from a
browser: its size is limited there, what it unpacks to and how far it is read here.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from ui.app.batch import BatchUnreadable, decoded, lines_of, table_rows
from ui.app.name_columns import find_name_column

MOST_ROWS = 5000
MOST_COLUMNS = 50
UNPACKED_BYTES = 50 << 20  # of all parts of a workbook
# what openpyxl and what it stands on raise over damaged workbooks (3,000 spoilt ones were tried)
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, SyntaxError, LookupError, TypeError, ValueError, AttributeError),
    *(RuntimeError, OSError, EOFError),
)


@dataclass(frozen=True, slots=True)
class NameTable:
    """The rows of a file. `header`: the row of the heads, if it has one; `column`: where the names seem to be."""

    rows: tuple[tuple[str, ...], ...]
    header: int | None
    column: int | None

    @property
    def heads(self) -> list[str]:
        """Of every column its head, or the number of one without."""
        width = max((at + 1 for row in self.rows for at, cell in enumerate(row) if cell), default=0)
        held = self.rows[self.header] if self.header is not None else ()
        return [held[at] if at < len(held) and held[at] else str(at + 1) for at in range(width)]

    @property
    def body(self) -> Sequence[tuple[str, ...]]:
        """The rows below the header."""
        return self.rows if self.header is None else self.rows[self.header + 1 :]

    def names(self, column: int) -> list[str]:
        """The names of a column, each once, in their order."""
        return list(dict.fromkeys(row[column] for row in self.body if len(row) > column and row[column]))


def read_names(raw: bytes, called: str) -> list[str]:
    """The names of a file whose column of names is plain."""
    table = read_table(raw, called)
    if table.column is None:
        raise BatchUnreadable(f"{called}: has no column “name” (its columns: {', '.join(table.heads)})")
    return [row[table.column] for row in table.body if len(row) > table.column and row[table.column]]


def read_table(raw: bytes, called: str) -> NameTable:
    """The rows of an Excel sheet, of a CSV, of lines of JSON or of a text with one name a line."""
    rows = _sheet_rows(raw, called) if called.lower().endswith(".xlsx") else _text_rows(raw, called)
    if not rows:
        raise BatchUnreadable(f"{called}: holds no names")
    found = find_name_column(rows)
    return NameTable(tuple(map(tuple, rows)), found.header, found.column)


def _text_rows(raw: bytes, called: str) -> list[list[str]]:
    text = decoded(raw, called)
    if text.lstrip().startswith("{"):
        return [[line.text] for line in islice(lines_of(raw, called, "name"), MOST_ROWS)]
    return [row[:MOST_COLUMNS] for row in table_rows(text, called)[:MOST_ROWS]]


def _sheet_rows(raw: bytes, called: str) -> list[list[str]]:
    # imported late: only who brings a sheet needs it
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _refuse_bomb(raw, called)
        sheet = load_workbook(io.BytesIO(raw), read_only=True, data_only=True).worksheets[0]
        read = islice(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True), MOST_ROWS)
        rows = [["" if cell is None else str(cell).strip() for cell in row] for row in read]
    except (InvalidFileException, *_DAMAGED) as error:
        raise BatchUnreadable(f"{called}: is no Excel workbook ({error})") from error
    if not rows:
        raise BatchUnreadable(f"{called}: its first sheet is empty")
    return [row for row in rows if any(row)]


def _refuse_bomb(raw: bytes, called: str) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        unpacked = sum(part.file_size for part in parts.infolist())
    if unpacked > UNPACKED_BYTES:
        raise BatchUnreadable(
            f"{called}: unpacks to {unpacked >> 20} MB, more than the {UNPACKED_BYTES >> 20} MB of a list of names"
        )
