"""A document as the reader's script gets it: tables by row and column, places as scripts count them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from graph.records import Cell, Grid, GridCell, Row, Span, Table
from ui.app.drawn_tables import DrawnTable, drawn_tables
from ui.app.reading import counted_in_units


def flattened(text: str, headers: Sequence[str], rows: Sequence[Sequence[tuple[str, str]]]) -> Table:
    """rows: (header, words) of each cell, whose words stand once in the text; a header of “” makes the row unsure."""
    made: list[Row] = []
    for row in rows:
        cells = [Cell(header, said, text.index(said), text.index(said) + len(said)) for header, said in row]
        new = [cell for cell in cells if not made or cell.start >= made[-1].end]
        start, end = min(cell.start for cell in new), max(cell.end for cell in new)
        made.append(Row(start, end, tuple(cells), all(header for header, _ in row)))
    return Table("a.txt#1", None, "", 0, len(text), tuple(headers), tuple(made))


def drawn(text: str, table: DrawnTable) -> list[list[str]]:
    """The table as it is seen: the words of each cell, with what it covers as |, an unsure row in brackets."""
    height = max(cell.row + cell.rows for cell in table.cells)
    width = max(cell.column + cell.columns for cell in table.cells)
    seen = [["" for _ in range(width)] for _ in range(height)]
    for cell in table.cells:
        said = cell.text or " ".join(text[piece.start : piece.end] for piece in cell.pieces)
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                seen[row][column] = "|"
        seen[cell.row][cell.column] = said if cell.is_sure else f"({said})"
    return seen


AIM = "专栏1 主要指标\n类别\n指标\n2025\n年\n经济\n增长\n7%\n工业\n——\n民生\n就业\n3万人\n注:一\n"


def test_a_flattened_table_is_drawn_by_row_and_column() -> None:
    table = flattened(
        AIM,
        ("类别", "指标", "2025年"),
        [
            [("类别", "经济"), ("指标", "增长"), ("2025年", "7%")],
            [("类别", "经济"), ("指标", "工业")],
            [("类别", "民生"), ("指标", "就业"), ("2025年", "3万人")],
        ],
    )
    (one,) = drawn_tables(AIM, (), [table])
    assert drawn(AIM, one) == [
        ["类别", "指标", "2025年"],
        ["经济", "增长", "7%"],
        ["|", "工业", "——"],
        ["民生", "就业", "3万人"],
    ]
    assert [AIM[line.start : line.end] for line in one.above] == ["专栏1 主要指标"]
    assert [AIM[line.start : line.end] for line in one.below] == ["注:一"]


def test_a_row_whose_columns_are_not_sure_says_so_and_loses_nothing() -> None:
    text = "项目\n投资\n绿岭\n桥头\n3亿元\n"
    table = flattened(text, ("项目", "投资"), [[("", "绿岭"), ("", "桥头"), ("", "3亿元")]])
    (one,) = drawn_tables(text, (), [table])
    assert drawn(text, one) == [["项目", "投资"], ["(绿岭 桥头 3亿元)", "|"]]


def test_nothing_of_a_table_is_left_out() -> None:
    table = flattened(AIM, ("类别", "指标", "2025年"), [[("类别", "经济"), ("指标", "增长")]])
    (one,) = drawn_tables(AIM, (), [table])
    shown = {piece for cell in one.cells for piece in cell.pieces} | {*one.above, *one.below}
    words = "".join(AIM[span.start : span.end] for span in shown) + "".join(cell.text for cell in one.cells)
    for line in AIM.split():
        assert line in words, line


def test_a_table_of_a_file_keeps_its_cells_and_what_stands_above_its_rows_is_header() -> None:
    text = "指标\n目标\n增长\n7%\n"
    spans = [(0, 2), (3, 5), (6, 8), (9, 11)]
    cells = [GridCell(n // 2, n % 2, start, end) for n, (start, end) in enumerate(spans)]
    merged = GridCell(2, 0, 11, 11, 1, 2)
    rows = (Row(6, 11, (Cell("指标", "增长", 6, 8), Cell("目标", "7%", 9, 11))),)
    given = Table("a.docx#1", None, "", 0, 11, ("指标", "目标"), rows, is_given=True)
    (one,) = drawn_tables(text, [Grid(0, 11, (*cells, merged))], [given])
    assert [cell.is_header for cell in one.cells] == [True, True, False, False, False]
    assert one.cells[-1].columns == 2
    assert one.cells[0].pieces == (Span(0, 2),)


@pytest.mark.parametrize(
    ("text", "start", "place", "units"),
    [
        ("陆港", 0, 1, 1),
        ("\U00023b4e水\U0002cb4e钢", 10, 11, 2),
        ("\U00023b4e水\U0002cb4e钢", 10, 13, 5),
        ("水", 5, 99, 1),
    ],
)
def test_rare_characters_count_as_scripts_count_them(text: str, start: int, place: int, units: int) -> None:
    assert counted_in_units(text, start)(place) == units
