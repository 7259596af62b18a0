"""How many of a table's first rows are its header: marked so in the file, held together by merged cells, or told by
what stands in them.

A header names; it holds no figures but years. Groups stand in a row above their columns (2025年目标 over 数值 and
年均增长), merged or with blanks beside them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from graph.records import GridCell
from ingest.form.column_kinds import is_figure, is_unit, kind_by_header, plain

MOST_ROWS = 4
LONGEST_HEADER = 24
YEAR = re.compile(r"[\[(]?(?:19|20)\d\d年?[\])]?")
BESIDE = re.compile(
    r"\((?!\d+\))(?:(?:19|20)\d\d年?|[^()\d]{1,8})\)"
)  # what belongs to the line above: (2020年), (亿元)
NUMBER = re.compile(r"\d{1,4}")  # not ①, though that is a digit too
COUNTED = re.compile("甲|乙|丙|丁|[A-Z]|栏次")


def count_header_rows(texts: Sequence[Sequence[str]], cells: Sequence[Sequence[GridCell | None]]) -> int:
    """How many rows the header has, 0 where the table has none; `texts`: what stands at each place of each row."""
    marked = _count_marked(cells)
    if marked and marked < len(texts):
        return marked
    count = _count_held(cells)
    while count < min(MOST_ROWS, len(texts) - 1) and _goes_on(texts, cells, count):
        count += 1
    count = min(count, len(texts) - 1)
    return count if _names(texts[:count], texts[count:]) else 0


def _count_marked(cells: Sequence[Sequence[GridCell | None]]) -> int:
    count = 0
    for row in cells:
        if not all(cell is None or cell.is_header or cell.start == cell.end for cell in row):
            break
        count += 1
    return count


def _count_held(cells: Sequence[Sequence[GridCell | None]]) -> int:
    """The rows that cells of the first row reach down to."""
    first = set(cells[0])
    count = 1
    while count < min(MOST_ROWS, len(cells)) and any(cell is not None and cell in first for cell in cells[count]):
        count += 1
    return count


def _goes_on(texts: Sequence[Sequence[str]], cells: Sequence[Sequence[GridCell | None]], count: int) -> bool:
    """Whether the next row names columns under groups of the row above."""
    row, over = texts[count], texts[count - 1]
    filled = [at for at, text in enumerate(row) if text]
    if not filled or any(is_header_cell(row[at]) is False for at in filled):
        return False
    if row != over and (_says_again(row, over) or all(BESIDE.fullmatch(row[at]) for at in filled)):
        return True
    named = sum(1 for at in filled if kind_by_header([plain(row[at])[0]]))
    if named * 2 >= len(filled) and _has_group(cells[count - 1]) and len({row[at] for at in filled}) > 1:
        return True
    blanks_meet = any(not text for text in over) and not any(row[at] and not over[at - 1 : at + 1] for at in filled)
    return blanks_meet and named == len(filled) < len(row)


def _has_group(cells: Sequence[GridCell | None]) -> bool:
    """Whether one cell lies over several columns."""
    return any(a is not None and a is b for a, b in itertools.pairwise(cells))


def _says_again(row: Sequence[str], over: Sequence[str]) -> bool:
    """Whether a row names columns where the one above says the same, or the same twice: cells that lost their merging
    and were filled with their text."""
    again = [at for at, text in enumerate(row) if text and text == over[at]]
    other = [at for at, text in enumerate(row) if text and text != over[at]]
    return bool(again) and all(kind_by_header([plain(over[at])[0], plain(row[at])[0]]) for at in [*again, *other])


def is_header_cell(text: str) -> bool:
    """Whether a header could say so: short words, a year, a unit; no figure."""
    if YEAR.fullmatch(text):
        return True
    return len(text) <= LONGEST_HEADER and not text.isdigit() and (is_unit(text) or not is_figure(text))


def _names(header: Sequence[Sequence[str]], body: Sequence[Sequence[str]]) -> bool:
    """Whether the rows name columns at all: by their words, by a unit in brackets, or as words over figures."""
    texts = [text for text in dict.fromkeys(text for row in header for text in row) if text]
    if not texts or not all(is_header_cell(plain(text)[0] or text) for text in texts):
        return False
    known = sum(bool(kind_by_header([plain(text)[0]]) or plain(text)[1]) for text in texts)
    return known >= 2 or (known >= 1 and len(texts) <= 3) or _over_figures(header[0], body)


def _over_figures(header: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Words over columns that hold nothing but figures, beside a column of names."""
    filled = [[row[at] for row in body if row[at]] for at in range(len(header))]
    figures = [bool(cells) and all(is_figure(cell) for cell in cells) for cells in filled]
    return len(body) > 1 and any(figures) and not all(figures) and all(header)


def is_column_numbers(texts: Sequence[str]) -> bool:
    """A row that counts the columns: 甲 乙 1 2 3."""
    figures = [int(text) for text in texts if NUMBER.fullmatch(text)]
    others = [text for text in texts if text and not NUMBER.fullmatch(text)]
    run = figures == list(range(figures[0], figures[0] + len(figures))) if figures else False
    counted = all(COUNTED.fullmatch(text) for text in others)
    return run and figures[0] <= 2 and counted and len(figures) + len(others) >= 2
