"""Recognised lines → blocks in reading order: columns, paragraphs, furniture; from made-up boxes."""

from __future__ import annotations

import pytest

from ingest.sources.recognition_lines import Line, PageTable, Paragraph, TableCell, join_row
from ingest.sources.recognition_order import blocks_of

HEIGHT = 1400.0
EM, PITCH, LEFT, RIGHT = 30.0, 48.0, 140.0, 860.0


def line(text: str, left: float, top: float, *, em: float = EM) -> Line:
    return Line(text, (left, top, left + em * len(text), top + em), (0.99,) * len(text))


def said(lines: list[Line], tables: list[PageTable] | None = None) -> list[str]:
    """The paragraphs in order; furniture in brackets, a table as its first cell's text in bars."""
    found = []
    for block in blocks_of(lines, tables or [], HEIGHT):
        if isinstance(block, Paragraph):
            text = "".join(one.text for one in block.lines)
            found.append(f"[{text}]" if block.is_furniture else text)
        else:
            found.append("|table|")
    return found


def column(paragraphs: list[str], left: float, width: int, top: float = 200.0, em: float = EM) -> list[Line]:
    """Paragraphs set as in print: two characters of indent, `width` characters a line."""
    lines: list[Line] = []
    for paragraph in paragraphs:
        first, rest = paragraph[: width - 2], paragraph[width - 2 :]
        texts = [first, *(rest[at : at + width] for at in range(0, len(rest), width))]
        for at, text in enumerate(texts):
            lines.append(line(text, left + (2 * em if at == 0 else 0), top, em=em))
            top += PITCH * em / EM
    return lines


LONG, LONGER, SHORT = "甲" * 50 + "。", "乙" * 70 + "。", "一、主要目标"


@pytest.mark.parametrize(
    ("paragraphs", "width"),
    [([LONG, LONGER], 24), ([SHORT, LONG, SHORT, LONGER], 24), (["丙" * 22, LONG], 24), ([LONGER], 20)],
    ids=["two", "headings between", "a first line that is full alone", "one"],
)
def test_wrapped_lines_are_one_paragraph(paragraphs: list[str], width: int) -> None:
    if paragraphs[0] == "丙" * 22:  # a full line, then an indented one: two paragraphs
        assert said(column(paragraphs, LEFT, width)) == paragraphs
    assert said(column(paragraphs, LEFT, width)) == paragraphs


def test_the_lines_of_a_list_stay_apart_though_one_is_as_long_as_the_column() -> None:
    entries = [
        "地区生产总值增长",
        "对外贸易依存度占地区生产总值比重（百分之）",
        "城镇化率",
        "森林覆盖率",
        "研发经费投入",
        "人口",
    ]
    assert said([line(text, 200, 200 + PITCH * at) for at, text in enumerate(entries)]) == entries


def test_two_columns_are_read_one_after_the_other_below_their_title() -> None:
    left = column([LONG, LONGER], 100, 20, em=18)
    right = column(["丁" * 45 + "。", "戊" * 61 + "。"], 540, 20, em=18)
    title = line("怀化市工作要点", 380, 120, em=36)
    assert said([title, *right, *left]) == ["怀化市工作要点", LONG, LONGER, "丁" * 45 + "。", "戊" * 61 + "。"]


def test_words_and_figures_beside_them_are_no_columns() -> None:
    lines = [line("己" * 6, LEFT, 200 + PITCH * at) for at in range(6)]
    lines += [line("123", 700, 200 + PITCH * at) for at in range(6)]
    assert said(lines) == ["己" * 6 + " 123"] * 6


def rowed(*rows: str, top: float = 200.0) -> list[Line]:
    """Rows of an unruled table in columns of 200; “|” parts the cells."""
    return [
        line(text, LEFT + 200 * column, top + PITCH * at, em=22)
        for at, row in enumerate(rows)
        for column, text in enumerate(row.split("|"))
        if text
    ]


def test_rows_of_cells_without_rules_are_a_table_even_at_the_head_of_a_page() -> None:
    lines = rowed(
        "指标|2020年|2025年|属性", "森林覆盖率|61|62|约束性", "粮食产量||63|约束性", "城镇化率|52|58|预期性", top=60
    )
    (table,) = [block for block in blocks_of(lines, [], HEIGHT) if isinstance(block, PageTable)]
    texts = {(cell.row, cell.column): "".join(one.text for one in cell.lines) for cell in table.cells}
    assert len(texts) == 16
    assert (texts[1, 1], texts[1, 2], texts[2, 1], texts[2, 2], texts[3, 1]) == ("61", "62", "", "63", "52")


def test_a_single_row_of_pieces_is_a_line() -> None:
    assert said([*rowed("县长|某某|2024年", top=900), *column([LONG], LEFT, 24)]) == [LONG, "县长 某某 2024年"]


def test_a_large_title_over_two_lines_is_one() -> None:
    lines = [line("关于印发打好发展六仗", 275, 120, em=45), line("总体方案的通知", 342, 190, em=45)]
    assert said([*lines, *column([LONG], LEFT, 24, 300)])[0] == "关于印发打好发展六仗总体方案的通知"


@pytest.mark.parametrize("number", ["— 12 —", "12", "-3-", "第 3 页", "第3页共12页", "1/3", "iv", "·12·"])
def test_page_numbers_are_furniture(number: str) -> None:
    lines = column([LONG, LONGER], LEFT, 24)
    assert said([*lines, line(number, 480, 1330, em=20)]) == [LONG, LONGER, f"[{number}]"]
    assert f"[{number}]" in said([*lines, line(number, 480, 40, em=20)])


def test_a_small_line_apart_at_the_head_is_furniture_and_a_title_is_not() -> None:
    text = column([LONG, LONGER], LEFT, 24, 220)
    assert said([line("怀化市规划纲要", LEFT, 60, em=18), *text]) == [LONG, LONGER, "[怀化市规划纲要]"]
    assert said([line("怀化市规划纲要", 360, 60, em=40), *text])[0] == "怀化市规划纲要"


def test_a_figure_in_the_middle_of_a_page_is_no_page_number() -> None:
    assert "62" in said([*column([LONG, LONGER], LEFT, 24), line("62", 480, 700)])


def test_a_table_stands_between_the_paragraphs_around_it() -> None:
    above, below = column([LONG], LEFT, 24, 200), column([LONGER], LEFT, 24, 800)
    table = PageTable((140, 400, 860, 700), (TableCell(0, 0, 1, 1, (140, 400, 860, 700)),))
    assert said([*below, *above], [table]) == [LONG, "|table|", LONGER]


def test_a_row_in_two_pieces_is_one_line_with_a_blank_only_where_they_stand_apart() -> None:
    near = join_row([line("城镇", 100, 0), line("新增", 165, 0)])
    far = join_row([line("城镇", 100, 0), line("12", 300, 0)])
    assert (near.text, far.text) == ("城镇新增", "城镇 12")
    assert len(far.sure) == len(far.text)
    assert far.box == (100, 0, 360, 30)


def test_nothing_gives_nothing() -> None:
    assert blocks_of([], [], HEIGHT) == []
