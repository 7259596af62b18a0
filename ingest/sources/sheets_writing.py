"""Sheets → the stored text: titles and notes as lines, each table as a grid."""

from __future__ import annotations

import re

from graph.records import PartKind
from ingest.sources.reading import CellDraft, Place, Writing
from ingest.sources.sheets_regions import Band, Item, Regions, words
from ingest.sources.sheets_sheet import Sheet, cell_name

MOST_EMPTY = 4  # empty cells are written beside filled ones up to this many times their number
_CHINESE = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_BREAK = re.compile(rf"(?<={_CHINESE})\s*\n\s*|\s*\n\s*(?={_CHINESE})")


def write_sheets(sheets: list[Sheet], writing: Writing) -> None:
    """Write what can be seen, and remark what is left out."""
    seen = [sheet for sheet in sheets if not sheet.is_hidden and (sheet.cells or sheet.boxes)]
    for sheet in seen:
        _write_sheet(sheet, writing, is_alone=len(seen) == 1)
    hidden = [sheet.name for sheet in sheets if sheet.is_hidden and sheet.cells]
    if hidden:
        writing.remark("hidden_sheets", count=len(hidden), names="、".join(hidden))
    uncalculated = sum(sheet.uncalculated for sheet in sheets if not sheet.is_hidden)
    if uncalculated:
        writing.remark("uncalculated", count=uncalculated)
    pictures = sum(sheet.pictures for sheet in sheets if not sheet.is_hidden)
    if pictures:
        writing.remark("sheet_pictures", count=pictures)


def _write_sheet(sheet: Sheet, writing: Writing, *, is_alone: bool) -> None:
    regions = Regions(sheet)
    bands = regions.bands()
    has_title = bool(bands) and bool(bands[0].above)
    if (not is_alone or not has_title) and not words("unnamed").fullmatch(sheet.name.strip()):
        titles = {_joined(item.text) for items in (bands[0].above if bands else []) for item in items}
        if sheet.name.strip() not in titles:
            writing.line(sheet.name.strip(), PartKind.HEADING, level=1, place=Place(sheet=sheet.name))
    for band in bands:
        _write_band(regions, band, writing)
    for text in sheet.boxes:
        if text.strip():
            writing.line(text.strip(), PartKind.BOX, place=Place(sheet=sheet.name))
    _remark_hidden(sheet, writing)


def _remark_hidden(sheet: Sheet, writing: Writing) -> None:
    rows = {row for row, _ in sheet.cells} & sheet.hidden_rows
    columns = {column for _, column in sheet.cells if sheet.is_column_hidden(column)}
    if rows:
        writing.remark("hidden_rows", sheet=sheet.name, count=len(rows))
    if columns:
        writing.remark("hidden_columns", sheet=sheet.name, count=len(columns))


def _write_band(regions: Regions, band: Band, writing: Writing) -> None:
    for items in band.above:
        _write_items(regions.sheet, items, writing)
    for columns in _tables(regions, band.body):
        _write_grid(regions, band.body, columns, writing)
    for items in band.under:
        _write_items(regions.sheet, items, writing)


def _write_items(sheet: Sheet, items: list[Item], writing: Writing) -> None:
    """The cells of a row as one line; a note with line breaks as several."""
    if len(items) == 1 and words("notes").match(items[0].text.lstrip()):
        for text in items[0].text.splitlines():
            writing.line(" ".join(text.split()), place=_place(sheet, items[0]))
        return
    pieces: list[tuple[str, Place | None]] = []
    for item in items:
        pieces += [(" ", None)] * bool(pieces) + [(_joined(item.text), _place(sheet, item))]
    writing.run(pieces)


def _joined(text: str) -> str:
    """A title that is broken over lines, in one."""
    return " ".join(_BREAK.sub("", text).split())


def _place(sheet: Sheet, item: Item) -> Place:
    return Place(sheet=sheet.name or None, cell=cell_name(item.row, item.column))


def _tables(regions: Regions, body: list[int]) -> list[list[int]]:
    """The columns of each table in these rows: one table, or several side by side that repeat a header."""
    if not body:
        return []
    filled = sorted({item.area.left for row in body for item in regions.lines[row]})
    head = {item.area.left: item.text.strip() for item in regions.lines[body[0]]}
    spans = [(item.area.left, item.area.right) for row in body for item in regions.lines[row]]
    tables: list[list[int]] = [[]]
    for column in filled:
        now = tables[-1]
        is_apart = len(now) > 1 and column - now[-1] > 1 and not any(a <= now[-1] and b >= column for a, b in spans)
        if is_apart and head.get(column) and head[column] in {head.get(other) for other in now}:
            tables.append([])
        tables[-1].append(column)
    return tables


def _write_grid(regions: Regions, body: list[int], columns: list[int], writing: Writing) -> None:
    mine = set(columns)
    rows = [row for row in body if any(item.area.left in mine for item in regions.lines[row])]
    headers = regions.headers(rows)
    row_at, column_at = {row: at for at, row in enumerate(rows)}, {column: at for at, column in enumerate(columns)}
    drafts: list[CellDraft] = []
    covered: set[tuple[int, int]] = set()
    for row in rows:
        for item in regions.lines[row]:
            if item.area.left not in mine:
                continue
            draft = _draft(regions.sheet, item, row_at, column_at)
            draft.is_header = row in headers
            drafts.append(draft)
            if len(covered) <= MOST_EMPTY * 200_000:
                covered.update(
                    (draft.row + down, draft.column + along)
                    for down in range(draft.rows)
                    for along in range(draft.columns)
                )
    if len(rows) * len(columns) <= max(1000, (MOST_EMPTY + 1) * len(covered)):
        drafts += [
            CellDraft(at, along, [], is_header=row in headers)
            for at, row in enumerate(rows)
            for along in range(len(columns))
            if (at, along) not in covered
        ]
    writing.grid(drafts)


def _draft(sheet: Sheet, item: Item, row_at: dict[int, int], column_at: dict[int, int]) -> CellDraft:
    area = item.area
    is_single = area.top == area.bottom and area.left == area.right
    rows = 1 if is_single else sum(area.top <= row <= area.bottom for row in row_at)
    columns = 1 if is_single else sum(area.left <= column <= area.right for column in column_at)
    lines: list[str | list[CellDraft]] = list(item.text.splitlines())
    return CellDraft(
        row_at[area.top], column_at[area.left], lines, max(1, rows), max(1, columns), place=_place(sheet, item)
    )
