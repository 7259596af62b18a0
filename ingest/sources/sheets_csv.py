"""Tables in text (.csv, .tsv) → cells: comma, tab, semicolon or bar between columns, cells in quotes, ragged rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from ingest.sources.sheets_sheet import MOST_CELLS
from ingest.sources.unreadable import Unreadable

DELIMITERS = ",\t;|｜，"
SAMPLE_CHARACTERS = 50_000
MOST_LINES_IN_CELL = 40  # more of them, and a stray quotation mark has swallowed the rest of the file
_FIELD_LIMIT = 1_000_000
_FORMULA_TEXT = re.compile(r'="?([^"]*)"?')  # ="001", as programs write what must not become a number


def read_cells(text: str, name: str) -> dict[tuple[int, int], str]:
    """The filled cells by row and column, counted from 0; a line of the file that holds nothing is an empty row."""
    text = re.sub(r"\r\n?", "\n", text.replace("\0", ""))
    declared = re.match(r"sep=(.)\n", text)
    delimiter = declared[1] if declared else find_delimiter(text[:SAMPLE_CHARACTERS])
    rows = _rows(text[declared.end() :] if declared else text, delimiter)
    cells = {}
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell.strip():
                formula = _FORMULA_TEXT.fullmatch(cell.strip())
                cells[at, column] = (formula[1] if formula else cell).strip()
        if len(cells) > MOST_CELLS:
            raise Unreadable(name, "cells", most=MOST_CELLS)
    return cells


def _rows(text: str, delimiter: str) -> list[list[str]]:
    rows = _parse(text, delimiter, has_quotes=True)
    if rows is None or any(cell.count("\n") > MOST_LINES_IN_CELL for row in rows for cell in row):
        rows = _parse(text, delimiter, has_quotes=False)
    return [line.split(delimiter) for line in text.split("\n")] if rows is None else rows


def _parse(text: str, delimiter: str, *, has_quotes: bool) -> list[list[str]] | None:
    before = csv.field_size_limit(_FIELD_LIMIT)  # it is the whole program's
    try:
        return list(
            csv.reader(
                io.StringIO(text, newline=""),
                delimiter=delimiter,
                quoting=csv.QUOTE_MINIMAL if has_quotes else csv.QUOTE_NONE,
            )
        )
    except csv.Error:
        return None
    finally:
        csv.field_size_limit(before)


def find_delimiter(sample: str) -> str:
    """The sign that cuts most lines into the same number of columns; a comma where none does."""
    best, best_score = ",", 0.0
    for order, delimiter in enumerate(DELIMITERS):
        rows = [row for row in _rows(sample, delimiter) if any(cell.strip() for cell in row)][:200]
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if not widths:
            continue
        width, times = widths.most_common(1)[0]
        score = times / len(rows) * min(width, 4) - order * 0.01
        if delimiter == "，":
            score /= 4  # it is a mark of sentences, and parts columns only where nothing else does
        if score > best_score:
            best, best_score = delimiter, score
    return best
