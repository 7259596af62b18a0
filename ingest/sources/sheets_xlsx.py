"""Workbooks of Excel 2007 and later (.xlsx, .xlsm) → their sheets, read row by row."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

import lxml.etree

from ingest.sources.archive import Archive, attribute, local
from ingest.sources.sheets_numbers import BUILT_IN, show_number, show_plain
from ingest.sources.sheets_sheet import LAST_COLUMN, LAST_ROW, Budget, Sheet, area_of, cell_place

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SHEET_TAGS = ("sheetView", "col", "row", "mergeCell", "autoFilter", "tablePart", "drawing")
# Rows and cells that only have a style; a workbook may hold a million of them.
_IDLE = re.compile(rb'<c r="[A-Z]+\d+"[^<>]*/>|<row r="\d+"(?![^<>]*hidden)[^<>]*/>')
_TITLE_ROWS = re.compile(r"\$(\d+):\$(\d+)$")


@dataclass(slots=True)
class _Book:
    """What the sheets of a workbook share."""

    archive: Archive
    budget: Budget
    strings: list[str]
    formats: list[str]
    from_1904: bool


def read_xlsx(archive: Archive, name: str) -> list[Sheet]:
    """All sheets with cells, hidden ones too, in their order."""
    path = _workbook_path(archive)
    root, links = archive.tree(path), _links(archive, path)
    properties = root.find("{*}workbookPr")
    from_1904 = properties is not None and properties.get("date1904") in ("1", "true", "on")
    book = _Book(archive, Budget(name), _strings(archive, links), _formats(archive, links), from_1904)
    sheets = []
    for entry in root.iterfind("{*}sheets/{*}sheet"):
        kind, target = links.get(
            entry.get(next((key for key in entry.attrib if key.endswith("}id")), ""), ""), ("", "")
        )
        if kind != "worksheet" or target not in archive:
            continue
        sheet = Sheet(entry.get("name") or "", is_hidden=entry.get("state", "visible") != "visible")
        _read_sheet(book, target, sheet)
        sheets.append(sheet)
    _mark_titles(root, sheets)
    return sheets


def _workbook_path(archive: Archive) -> str:
    for kind, target in _links(archive, "").values():
        if kind == "officeDocument":
            return target
    return "xl/workbook.xml"


def _links(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: identifier → kind and path."""
    folder, file = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{file}.rels")
    if path not in archive:
        return {}
    links = {}
    for link in archive.tree(path).iterfind("{*}Relationship"):
        target = link.get("Target", "")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        links[link.get("Id", "")] = (link.get("Type", "").rpartition("/")[2], whole)
    return links


def _linked(archive: Archive, links: dict[str, tuple[str, str]], kind: str) -> str | None:
    return next((target for other, target in links.values() if other == kind and target in archive), None)


def _strings(archive: Archive, links: dict[str, tuple[str, str]]) -> list[str]:
    path = _linked(archive, links, "sharedStrings")
    return [_text(element) for element in archive.walk(path, ("si",))] if path else []


def _text(element: lxml.etree._Element) -> str:
    """The text of a string with its runs, without the reading aids (rPh) of its characters."""
    pieces = []
    for child in element:
        if local(child) == "t":
            pieces.append(child.text or "")
        elif local(child) == "r":
            pieces.extend(piece.text or "" for piece in child.iterfind("{*}t"))
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), "".join(pieces)).replace("\r\n", "\n").replace("\r", "\n")


def _formats(archive: Archive, links: dict[str, tuple[str, str]]) -> list[str]:
    """The number format of each cell style."""
    path = _linked(archive, links, "styles")
    if path is None:
        return []
    root = archive.tree(path)
    codes = dict(BUILT_IN)
    for style in root.iterfind("{*}numFmts/{*}numFmt"):
        codes[_whole(style.get("numFmtId"))] = style.get("formatCode", "")
    return [codes.get(_whole(style.get("numFmtId")), "") for style in root.iterfind("{*}cellXfs/{*}xf")]


def _whole(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else otherwise


@dataclass(slots=True)
class _Walk:
    """A sheet while its rows go by."""

    book: _Book
    sheet: Sheet
    row: int = -1
    tables: list[str] = field(default_factory=list)
    drawings: list[str] = field(default_factory=list)


def _read_sheet(book: _Book, path: str, sheet: Sheet) -> None:
    walk = _Walk(book, sheet)
    for element in book.archive.walk(path, _SHEET_TAGS, _IDLE):
        tag = local(element)
        if tag == "row":
            _read_row(walk, element)
        elif tag == "mergeCell":
            sheet.merges.append(area_of(element.get("ref", "")))
            book.budget.spend(2)
        else:
            _read_setting(walk, element, tag)
    links = _links(book.archive, path) if walk.tables or walk.drawings else {}
    for link in walk.tables:
        _mark_table(book.archive, links.get(link, ("", ""))[1], sheet)
    for link in walk.drawings:
        _read_drawing(book.archive, links.get(link, ("", ""))[1], sheet)


def _read_setting(walk: _Walk, element: lxml.etree._Element, tag: str) -> None:
    sheet = walk.sheet
    if tag == "col" and (element.get("hidden") in ("1", "true") or element.get("width") == "0"):
        sheet.hidden_columns.append((_whole(element.get("min"), 1) - 1, _whole(element.get("max"), 1) - 1))
    elif tag == "sheetView":
        pane = element.find("{*}pane")
        if pane is not None and pane.get("state", "").startswith("frozen"):
            top = cell_place(element.get("topLeftCell", "A1"))[0]
            rows = int(float(pane.get("ySplit", "0")))
            sheet.header_rows.update(range(top, top + min(rows, 50)))
    elif tag == "autoFilter":
        sheet.header_rows.add(area_of(element.get("ref", "")).top)
    elif tag == "tablePart":
        walk.tables.append(attribute(element, "id") or "")
    elif tag == "drawing":
        walk.drawings.append(attribute(element, "id") or "")


def _read_row(walk: _Walk, element: lxml.etree._Element) -> None:
    walk.row = _whole(element.get("r"), walk.row + 2) - 1
    if element.get("hidden") in ("1", "true") or element.get("ht") == "0":
        walk.sheet.hidden_rows.add(walk.row)
    column = -1
    for cell in element:
        reference = cell.get("r")
        column = cell_place(reference)[1] if reference else column + 1
        if len(cell) and walk.row < LAST_ROW and column < LAST_COLUMN:
            _read_cell(walk, cell, column)


def _read_cell(walk: _Walk, cell: lxml.etree._Element, column: int) -> None:
    inner = {local(child): child for child in cell}
    value, kind = inner["v"].text if "v" in inner else None, cell.get("t", "n")
    if not value and "f" in inner and kind != "str":
        walk.sheet.uncalculated += 1
        return
    walk.book.budget.spend(1)
    walk.sheet.put(walk.row, column, _shown(walk.book, cell, value or "", kind))


def _shown(book: _Book, cell: lxml.etree._Element, value: str, kind: str) -> str:
    if kind == "s":
        at = _whole(value, -1)
        return book.strings[at] if 0 <= at < len(book.strings) else ""
    if kind == "inlineStr":
        inline = cell.find("{*}is")
        return "" if inline is None else _text(inline)
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    if kind != "n" or not value:  # str, e, d
        return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), value)
    try:
        number = float(value)
    except ValueError:
        return value
    style = _whole(cell.get("s"))
    code = book.formats[style] if style < len(book.formats) else ""
    return show_number(number, code, from_1904=book.from_1904) if code else show_plain(number)


def _mark_table(archive: Archive, path: str, sheet: Sheet) -> None:
    if path in archive:
        table = archive.tree(path)
        if table.get("headerRowCount", "1") != "0":
            sheet.header_rows.add(area_of(table.get("ref", "")).top)


def _read_drawing(archive: Archive, path: str, sheet: Sheet) -> None:
    if path not in archive:
        return
    root = archive.tree(path)
    sheet.pictures += sum(1 for _ in root.iter("{*}pic"))
    for body in root.iter("{*}txBody"):
        for paragraph in body.iterfind("{*}p"):
            sheet.boxes.append("".join(text.text or "" for text in paragraph.iter("{*}t")))


def _mark_titles(root: lxml.etree._Element, sheets: list[Sheet]) -> None:
    """The rows that are printed at the head of each page are headers."""
    names = [sheet.get("name") for sheet in root.iterfind("{*}sheets/{*}sheet")]
    for defined in root.iterfind("{*}definedNames/{*}definedName"):
        match = _TITLE_ROWS.search(defined.text or "")
        at = _whole(defined.get("localSheetId"), -1)
        if defined.get("name") != "_xlnm.Print_Titles" or match is None or not 0 <= at < len(names):
            continue
        first, last = _whole(match[1]) - 1, _whole(match[2])
        for sheet in sheets:
            if sheet.name == names[at]:
                sheet.header_rows.update(range(first, min(last, first + 50)))
