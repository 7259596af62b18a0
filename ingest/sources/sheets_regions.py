"""A sheet → its regions from top to bottom: lines, and tables parted by blank rows."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from graph.data_files import read_yaml
from ingest.sources.sheets_sheet import Area, Sheet

_NUMBER = re.compile(r"[-+]?[\d,]+(?:\.\d+)?%?")
_YEAR = re.compile(r"(?:19|20)\d\d")
MOST_HEADER_ROWS = 5
LONG_NOTE = 14  # characters; a shorter cell alone in its row may be a sum or a category


@dataclass(frozen=True, slots=True)
class Item:
    """A filled cell with all the places it covers."""

    text: str
    area: Area
    row: int  # where its text stands in the file
    column: int


@dataclass(slots=True)
class Band:
    """Rows that follow each other: what stands above the table, the table itself, what stands under it."""

    rows: list[int]
    above: list[list[Item]] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    under: list[list[Item]] = field(default_factory=list)


@cache
def words(name: str) -> re.Pattern[str]:
    """One of the expressions of sheets_words.yaml."""
    return re.compile(read_yaml(Path(__file__).parent / "sheets_words.yaml")[name], re.I)


class Regions:
    """The visible items of a sheet by their rows, and the bands they form."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.lines: dict[int, list[Item]] = {}  # row → items that begin in it, from left to right
        for item in _items(sheet):
            self.lines.setdefault(item.area.top, []).append(item)
        for items in self.lines.values():
            items.sort(key=lambda item: item.area.left)
        self.rows = sorted(self.lines)
        self.covering = self._covering()

    def _covering(self) -> dict[int, list[Item]]:
        """Row → items that reach into it, those from above too."""
        covering: dict[int, list[Item]] = {row: list(items) for row, items in self.lines.items()}
        for items in self.lines.values():
            for item in items:
                first = bisect_left(self.rows, item.area.top + 1)
                for row in self.rows[first : bisect_left(self.rows, item.area.bottom + 1)]:
                    covering[row].append(item)
        return covering

    def bands(self) -> list[Band]:
        """The bands from top to bottom; a table goes on after a blank row where its rows do."""
        bands: list[Band] = []
        for rows in self._runs():
            band = self._parted(rows)
            if bands and self._goes_on(bands[-1], band):
                bands[-1].body += band.rows[: len(band.rows) - len(band.under)]
                bands[-1].under = band.under
            else:
                bands.append(band)
        return bands

    def _runs(self) -> list[list[int]]:
        """Rows without a blank row or a note between them; a note is a run of its own."""
        runs: list[list[int]] = []
        reach, was_note = -1, False
        for row in self.rows:
            is_note = self._is_note_row(row)
            follows = bool(runs) and (row <= reach or not self._is_gap(runs[-1][-1], row))
            if follows and is_note == was_note:
                runs[-1].append(row)
            else:
                runs.append([row])
            reach = max(reach, *(item.area.bottom for item in self.lines[row]))
            was_note = is_note
        return runs

    def _is_gap(self, row: int, other: int) -> bool:
        """Whether a person sees an empty row between two."""
        return any(between not in self.sheet.hidden_rows for between in range(row + 1, min(other, row + 10_000)))

    def _is_note_row(self, row: int) -> bool:
        items = self.covering[row]
        return len(items) == 1 and words("notes").match(items[0].text.lstrip()) is not None

    def _parted(self, rows: list[int]) -> Band:
        band = Band(rows)
        first, last = 0, len(rows)
        while first < last and self._is_above(rows, first):
            band.above.append(self.lines[rows[first]])
            first += 1
        left, right = self._extent(rows[first:])
        while last > first and self._is_under(rows[last - 1], left, right):
            last -= 1
            band.under.insert(0, self.lines[rows[last]])
        band.body = rows[first:last]
        return band

    def _is_above(self, rows: list[int], at: int) -> bool:
        items = self.covering[rows[at]]
        if len(items) == 1:
            return items[0].area.bottom == rows[at] or at + 1 == len(rows)
        if at + 1 == len(rows):
            return len(items) <= 4 and _are_labels(items)
        return len(items) <= 4 and len(self.covering[rows[at + 1]]) > len(items) and _are_labels(items, least=0.5)

    def _is_under(self, row: int, left: int, right: int) -> bool:
        items = self.covering[row]
        if len(items) > 1:
            return len(items) <= 4 and _are_labels(items)
        item = items[0]
        if item.area.top != row or _NUMBER.fullmatch(item.text.strip()):
            return False
        if words("labels").match(item.text.strip()):
            return True
        is_wide = 2 * (item.area.right - item.area.left + 1) > right - left + 1
        return is_wide or (item.area.left == left and len(item.text) >= LONG_NOTE)

    def _extent(self, rows: Sequence[int]) -> tuple[int, int]:
        items = [item for row in rows for item in self.lines[row]]
        return min((item.area.left for item in items), default=0), max((item.area.right for item in items), default=0)

    def _goes_on(self, above: Band, band: Band) -> bool:
        """Whether a band only continues the table above it: no head of its own, and data under the same columns."""
        if not above.body or above.under or not band.body or any(_are_labels(items) for items in band.above):
            return False
        left, right = self._extent(above.body)
        own_left, own_right = self._extent(band.body)
        return left <= own_left and own_right <= right and self.has_figure(band.body[0])

    def has_figure(self, row: int) -> bool:
        """Whether a row holds a number that is no year, as headers do not."""
        return any(is_figure(item.text) for item in self.covering[row])

    def headers(self, body: list[int]) -> set[int]:
        """The rows at the head of a table that the file says are headers."""
        marked = [at for at, row in enumerate(body) if row in self.sheet.header_rows]
        if not marked or max(marked) >= min(MOST_HEADER_ROWS, len(body) - 1):
            return set()
        rows = body[: max(marked) + 1]
        figures = [at for at, row in enumerate(rows) if self.has_figure(row) and not self._counts_columns(row)]
        return set(rows[: figures[0]] if figures else rows)

    def _counts_columns(self, row: int) -> bool:
        """A row of 1, 2, 3, …, which numbers the columns."""
        texts = [item.text.strip() for item in self.lines.get(row, [])]
        return texts == [str(at + 1) for at in range(len(texts))]


def is_figure(text: str) -> bool:
    """Whether a cell holds a number that is no year."""
    return _NUMBER.fullmatch(text.strip()) is not None and _YEAR.fullmatch(text.strip()) is None


def _are_labels(items: list[Item], least: float = 0.6) -> bool:
    """Whether at least this share of the cells of a row are “单位:万元”, “填报日期:…”, “附件2” and their kind."""
    if any(is_figure(item.text) for item in items):
        return False
    return sum(words("labels").match(item.text.strip()) is not None for item in items) >= least * len(items)


def _items(sheet: Sheet) -> list[Item]:
    """The filled cells that can be seen, merged ones with all that they cover."""
    bottom, right = (max((place[at] for place in sheet.cells), default=0) for at in (0, 1))
    cells = dict(sheet.cells)
    items = []
    for area in sheet.merges:
        text = cells.pop((area.top, area.left), None)
        clipped = Area(area.top, area.left, min(area.bottom, bottom), min(area.right, right))
        seen = _seen(sheet, clipped)
        if text is not None and seen is not None:
            items.append(Item(text, seen, area.top, area.left))
        _cover(cells, clipped)
    for (row, column), text in cells.items():
        if row not in sheet.hidden_rows and not sheet.is_column_hidden(column):
            items.append(Item(text, Area(row, column, row, column), row, column))
    return items


def _cover(cells: dict[tuple[int, int], str], area: Area) -> None:
    """Take away what a merged cell hides."""
    size = (area.bottom - area.top + 1) * (area.right - area.left + 1)
    if size <= len(cells):
        places = [
            (row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1)
        ]
    else:
        places = [
            (row, column)
            for row, column in cells
            if area.top <= row <= area.bottom and area.left <= column <= area.right
        ]
    for place in places:
        cells.pop(place, None)


def _seen(sheet: Sheet, area: Area) -> Area | None:
    """The part of a merged cell from its first row and column that are not hidden."""
    top = next((row for row in range(area.top, area.bottom + 1) if row not in sheet.hidden_rows), None)
    left = next((at for at in range(area.left, area.right + 1) if not sheet.is_column_hidden(at)), None)
    return None if top is None or left is None else Area(top, left, area.bottom, area.right)
