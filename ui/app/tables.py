"""Tables to take along: rows → the bytes of a CSV or Excel file.

In: headers and rows of texts and numbers. Out: bytes; CSV in UTF-8 with a byte-order mark, which Excel asks for.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

Value = str | int | float | None
Rows = Iterable[Sequence[Value]]

# characters that a worksheet cannot hold
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST_CELL = 32_767  # characters, Excel's own limit


def as_csv(headers: Sequence[str], rows: Rows) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headers)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_excel(sheets: Mapping[str, tuple[Sequence[str], Rows]]) -> bytes:
    """sheets: name → headers and rows."""
    # imported late: only who downloads needs it
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    for name, (headers, rows) in sheets.items():
        sheet = book.create_sheet(name[:31])
        sheet.append(list(headers))
        for row in rows:
            sheet.append([_cell(value) for value in row])
        for cells in sheet.iter_rows():
            for cell in cells:
                # a text that begins with “=” is a text
                if isinstance(cell.value, str):
                    cell.data_type = "s"
                cell.alignment = Alignment(vertical="top", wrap_text=cell.row > 1)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for place, header in enumerate(headers, 1):
            sheet.column_dimensions[get_column_letter(place)].width = _width(header, sheet, place)
        sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(value: Value) -> Value:
    return _FORBIDDEN.sub("", value)[:LONGEST_CELL] if isinstance(value, str) else value


def _harmless(value: Value) -> Value:
    # a spreadsheet would run a cell that begins like a formula
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "@", "\t", "\r") else value


def _width(header: str, sheet: object, place: int) -> float:
    longest = max((len(str(cell.value or "")) for cell in next(sheet.iter_cols(place, place))), default=0)  # type: ignore[attr-defined]
    return float(min(60, max(len(header) * 2, longest * 2) + 2))
