"""The text as it is read for answers: blanks where a page ends within a paragraph, place for place."""

import pytest

from graph.records import Cell, Row, Span, Table
from ui.app.texts import blanked, stopped


@pytest.mark.parametrize(
    ("text", "hole", "read"),
    [
        ("稳定在23\n— 2 —\n.5万亩", "— 2 —", "稳定在23       .5万亩"),
        ("增加\n\n第 1 页\n值增长8%", "第 1 页", "增加        值增长8%"),
    ],
)
def test_a_page_end_within_a_sentence(text: str, hole: str, read: str) -> None:
    start = text.index(hole)
    found = blanked(text, [Span(start, start + len(hole))])
    assert found == read
    assert len(found) == len(text)


@pytest.mark.parametrize(
    ("is_given", "read"),
    [(True, "清单\n项目。投资。甲桥。三亿元。\n完"), (False, "清单\n项目\n投资\n甲桥\n三亿元\n\n完")],
)
def test_cells_of_tables_that_files_know_are_no_sentence(is_given: bool, read: str) -> None:
    text = "清单\n项目\n投资\n甲桥\n三亿元\n\n完"
    start, end = text.index("甲桥"), text.index("\n\n")
    row = Row(start, end, (Cell("项目", "甲桥", start, start + 2), Cell("投资", "三亿元", start + 3, end)))
    table = Table("a.txt#1", None, "", text.index("项目"), end, (), (row,), is_given)
    assert stopped(text, [table]) == read
