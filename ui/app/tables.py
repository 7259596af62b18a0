"""Tables to take along: rows → CSV or Excel. Every CSV that leaves Mailuo is written here.

In: headers and rows of texts and numbers. Out: lines, or bytes; a file of CSV is UTF-8 with a byte-order mark, which
Excel asks for. Texts come from documents, names from files: none of them is run as a formula by what opens the table.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

Value = str | int | float | None
Rows = Iterable[Sequence[Value]]

# characters that a worksheet cannot hold
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_CELL = 32_767  # characters, Excel's own limit

_SIGNS = "=+-@\u2212"  # what a formula begins with; − is read as - by some
_UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp", "Pi", "Pf")  # blanks, controls, quotation marks: a spreadsheet may skip them
_QUOTES = "\"'＂＇`「『"
_NUMBER = re.compile(r" *[+\-−＋－]? ?\d[\d,，]*(?:[.．]\d+)?(?:[eE][+-]?\d+)? *[%％‰]? *")
# a table with commas is cut at semicolons or tabs where the reader's country does so
_QUOTED = re.compile(r"[,;\t\"\r\n\x0b\x0c\x85\u2028\u2029]")


def harmless(value: Value) -> Value:
    """The value so that no spreadsheet runs it: a text that begins like a formula gets an apostrophe, which says that
    it is a text. Numbers stay numbers, negative ones and percentages too."""
    return f"'{value}" if isinstance(value, str) and is_formula(value) else value


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could run it: after blanks and quotation marks comes a sign, in any width, and more; or it
    begins with a tab or a line break, which some strip."""
    if _NUMBER.fullmatch(text):
        return False
    begins = next((at for at, sign in enumerate(text) if not _is_passed_over(sign)), len(text))
    if begins == len(text):
        return False
    sign = unicodedata.normalize("NFKC", text[begins])[:1]
    return text[0] in "\t\r\n" or (sign in _SIGNS and begins + 1 < len(text))


def _is_passed_over(sign: str) -> bool:
    return sign in _QUOTES or unicodedata.category(sign) in _UNSEEN


def csv_lines(headers: Sequence[str], rows: Rows, *, end: str = "\n") -> Iterator[str]:
    """The header and a line a row."""
    yield csv_line(headers, end=end)
    for row in rows:
        yield csv_line(row, end=end)


def csv_line(cells: Sequence[Value], *, end: str = "\n") -> str:
    """One line, with its end."""
    written = [_quoted(harmless(cell)) for cell in cells]
    # a line with nothing on it would be no row
    return (",".join(written) if written != [""] else '""') + end


def _quoted(value: Value) -> str:
    text = "" if value is None else str(value).replace("\0", "")
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def as_csv(headers: Sequence[str], rows: Rows) -> bytes:
    """A file of CSV."""
    return "".join(csv_lines(headers, rows, end="\r\n")).encode("utf-8-sig", "backslashreplace")


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
        sheet.append([_cell(header) for header in headers])
        for row in rows:
            sheet.append([_cell(value) for value in row])
        for cells in sheet.iter_rows():
            for cell in cells:
                # a text that begins with “=” is a text, and stays one when somebody edits its cell
                if isinstance(cell.value, str):
                    cell.data_type = "s"
                    cell.quotePrefix = is_formula(cell.value)
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


def _width(header: str, sheet: object, place: int) -> float:
    longest = max((len(str(cell.value or "")) for cell in next(sheet.iter_cols(place, place))), default=0)  # type: ignore[attr-defined]
    return float(min(60, max(len(header) * 2, longest * 2) + 2))
