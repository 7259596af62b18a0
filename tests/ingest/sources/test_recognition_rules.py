"""Ruled tables of drawn pages: cells, spans, open sides; a frame is no table."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from ingest.sources.recognition import is_there

if not is_there():
    pytest.skip("mailuo[ocr] is not installed", allow_module_level=True)

import numpy as np

from ingest.sources.recognition_rules import find_tables

Rule = tuple[int, int, int, int]
ROWS, COLUMNS = [100, 160, 220, 280], [100, 160, 500, 700]


def spans(rules: list[Rule], *, turned: float = 0) -> list[list[tuple[int, int, int, int]]]:
    """Row, column, rows and columns of the cells of each table on a page with these rules."""
    page = Image.new("RGB", (1000, 1400), "white")
    draw = ImageDraw.Draw(page)
    for rule in rules:
        draw.line(rule, fill="black", width=2)
    picture = np.asarray(page.rotate(turned, fillcolor="white"))
    return [[(c.row, c.column, c.rows, c.columns) for c in table.cells] for table in find_tables(picture)]


def along(y: int, start: int = COLUMNS[0], end: int = COLUMNS[-1]) -> Rule:
    return start, y, end, y


def down(x: int, start: int = ROWS[0], end: int = ROWS[-1]) -> Rule:
    return x, start, x, end


WHOLE = [(r, c, 1, 1) for r in range(3) for c in range(3)]


@pytest.mark.parametrize("turned", [0, 0.2])
def test_a_whole_grid(turned: float) -> None:
    assert spans([*map(along, ROWS), *map(down, COLUMNS)], turned=turned) == [WHOLE]


def test_sides_may_be_open() -> None:
    assert spans([*map(along, ROWS), *map(down, COLUMNS[1:-1])]) == [WHOLE]


def test_cells_merged_along_and_down() -> None:
    rules = [along(100), along(160, 160), along(220, 160), along(280), down(100), down(160), down(500, 160), down(700)]
    assert spans(rules) == [[(0, 0, 3, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)]]


def test_a_narrow_column_keeps_its_rows_where_its_neighbour_is_merged() -> None:
    columns = [100, 132, 300, 700]
    rules = [along(100), along(280), *(along(y, 100, 132) for y in (160, 220)), *(along(y, 300) for y in (160, 220))]
    assert (1, 0, 1, 1) in spans([*rules, *(down(x) for x in columns)])[0]


def test_a_frame_around_text_is_no_table() -> None:
    assert spans([along(100), along(280), down(100), down(700)]) == []


def test_an_underlined_heading_is_no_table() -> None:
    assert spans([along(100)]) == []
