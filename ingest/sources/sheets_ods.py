"""Workbooks of LibreOffice and other office programs (.ods) → their sheets; the file holds what each cell shows."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

import lxml.etree

from ingest.sources.archive import Archive, attribute, local
from ingest.sources.sheets_numbers import show_date, show_plain, trim_zeros
from ingest.sources.sheets_sheet import LAST_COLUMN, LAST_ROW, Area, Budget, Sheet
from ingest.sources.unreadable import Unreadable

_TAGS = ("style", "table-column", "table-row", "shapes", "table")
_LONG = re.compile(r"-?\d+\.\d{10,}")  # an unrounded fraction
_NUMBERS = ("float", "percentage", "currency")


@dataclass(slots=True)
class _Walk:
    """A workbook while its rows go by."""

    budget: Budget
    sheets: list[Sheet] = field(default_factory=list)
    hidden_styles: set[str] = field(default_factory=set)
    sheet: Sheet = field(default_factory=lambda: Sheet(""))
    row: int = 0
    column: int = 0  # while columns are described


def read_ods(archive: Archive, name: str) -> list[Sheet]:
    """All sheets, hidden ones too."""
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Unreadable(name, "password")
    walk = _Walk(Budget(name))
    for element in archive.walk("content.xml", _TAGS):
        tag = local(element)
        if tag == "style":
            properties = element.find("{*}table-properties")
            if properties is not None and attribute(properties, "display") == "false":
                walk.hidden_styles.add(attribute(element, "name") or "")
        elif tag == "table-column":
            _read_column(walk, element)
        elif tag == "table-row":
            _read_row(walk, element)
        elif tag == "shapes":
            walk.sheet.pictures += sum(1 for _ in element.iter("{*}image"))
        else:
            _end_sheet(walk, element)
    return walk.sheets


def _end_sheet(walk: _Walk, element: lxml.etree._Element) -> None:
    sheet = walk.sheet
    sheet.name = attribute(element, "name") or ""
    sheet.is_hidden = (attribute(element, "style-name") or "") in walk.hidden_styles
    walk.sheets.append(sheet)
    walk.sheet, walk.row, walk.column = Sheet(""), 0, 0


def _count(element: lxml.etree._Element, name: str) -> int:
    text = attribute(element, name) or "1"
    return max(1, int(text)) if text.isdecimal() and len(text) < 8 else 1


def _is_hidden(element: lxml.etree._Element) -> bool:
    return attribute(element, "visibility") in ("collapse", "filter")


def _read_column(walk: _Walk, element: lxml.etree._Element) -> None:
    count = _count(element, "number-columns-repeated")
    if _is_hidden(element):
        walk.sheet.hidden_columns.append((walk.column, walk.column + count - 1))
    walk.column += count


def _read_row(walk: _Walk, element: lxml.etree._Element) -> None:
    repeated = _count(element, "number-rows-repeated")
    filled = _cells(walk, element)
    rows = range(walk.row, min(walk.row + (repeated if filled else 1), LAST_ROW))
    parent = element.getparent()
    is_header = parent is not None and local(parent) == "table-header-rows"
    walk.budget.spend(len(filled) * len(rows))
    for row in rows:
        for column, text in filled:
            walk.sheet.put(row, column, text)
        if is_header:
            walk.sheet.header_rows.add(row)
        if _is_hidden(element) and filled:
            walk.sheet.hidden_rows.add(row)
    walk.row += repeated


def _cells(walk: _Walk, element: lxml.etree._Element) -> list[tuple[int, str]]:
    """The filled cells of a row: column and text."""
    filled: list[tuple[int, str]] = []
    column = 0
    for cell in element:
        if local(cell) not in ("table-cell", "covered-table-cell"):
            continue
        count = _count(cell, "number-columns-repeated")
        rows, columns = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if rows > 1 or columns > 1:
            walk.sheet.merges.append(Area(walk.row, column, walk.row + rows - 1, column + columns - 1))
        text = _shown(walk, cell) if len(cell) or len(cell.attrib) > 1 else ""
        if text.strip():
            walk.budget.spend(count)
            filled.extend((at, text) for at in range(column, min(column + count, LAST_COLUMN)))
        column += count
    return filled


def _shown(walk: _Walk, cell: lxml.etree._Element) -> str:
    text = "\n".join(_text(paragraph) for paragraph in cell.iterfind("{*}p"))
    kind, value = attribute(cell, "value-type"), attribute(cell, "value")
    if attribute(cell, "formula") and not kind and not text:
        walk.sheet.uncalculated += 1
    if kind == "date":
        return _shown_date(text, attribute(cell, "date-value") or "")
    if kind not in _NUMBERS or value is None:
        return text
    try:
        number = float(value)
    except ValueError:
        return text
    return trim_zeros(text, number) if text and not _LONG.fullmatch(text) else show_plain(number)


def _text(paragraph: lxml.etree._Element) -> str:
    pieces = [paragraph.text or ""]
    for child in paragraph:
        kind = local(child)
        if kind == "s":
            pieces.append(" " * min(_count(child, "c"), 80))
        elif kind in ("line-break", "tab"):
            pieces.append("\n" if kind == "line-break" else " ")
        elif kind not in ("annotation", ""):
            pieces.append(_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _shown_date(text: str, value: str) -> str:
    """A date as shown where it is said in Chinese, else always in one form."""
    if re.search("[年月日时]", text) or not value:
        return text
    try:
        moment = datetime.datetime.fromisoformat(value[:19])
    except ValueError:
        return text
    letters = {"y", "h"} if re.search(r"\d:\d", text) else {"y"}
    parts = [part for part in re.split(r"\W+", text.split(" ")[0]) if part]
    letters |= {2: {"m"}, 1: set()}.get(len(parts), {"m", "d"})
    if len(parts) == 2 and not any(len(part) == 4 or part.isalpha() for part in parts):  # 6-30, not Jun-25
        letters = letters - {"y"} | {"d"}
    return show_date(moment, letters)
