"""Blocks of a page → stored text with places, doubts and furniture; pages that go on."""

from __future__ import annotations

import pytest

from graph.records import DOUBTFUL, PartKind
from ingest.sources.boxes import Box
from ingest.sources.reading import Reading, Writing
from ingest.sources.recognition_lines import Block, Line, PageTable, Paragraph, TableCell
from ingest.sources.recognition_writing import ReadPage, stretches_of, write_blocks

LOW = DOUBTFUL - 0.3


def share(box: Box) -> Box:
    left, top, right, bottom = box
    return left / 1000, top / 1000, right / 1000, bottom / 1000


def line(text: str, sure: float = 0.99, *, top: float = 100) -> Line:
    return Line(text, (100, top, 900, top + 20), (sure,) * len(text))


def written(*pages: list[Block]) -> Reading:
    writing = Writing()
    for number, blocks in enumerate(pages, 1):
        write_blocks(ReadPage(blocks, share), number, writing)
    return writing.reading()


def test_a_paragraph_is_a_line_and_each_of_its_lines_has_its_place() -> None:
    reading = written([Paragraph((line("全市生产总值"), line("增长6%。", top=130)))])
    assert reading.text == "全市生产总值增长6%。"
    assert [(reading.text[s.start : s.end], s.page, s.box) for s in reading.layout.spots] == [
        ("全市生产总值", 1, (0.1, 0.1, 0.9, 0.12)),
        ("增长6%。", 1, (0.1, 0.13, 0.9, 0.15)),
    ]


def test_latin_words_keep_a_blank_over_lines_and_chinese_ones_get_none() -> None:
    assert written([Paragraph((line("led by Hunan"), line("Province")))]).text == "led by Hunan Province"


def test_a_figure_in_doubt_stands_by_itself_and_says_so() -> None:
    seen = Line("总投资12.5亿元，共3个", (100, 0, 900, 20), (0.99,) * 3 + (0.99, LOW, 0.99, 0.99) + (0.99,) * 7)
    stretches = stretches_of(seen)
    assert [(one.text, one.sure < DOUBTFUL) for one in stretches] == [
        ("总投资", False),
        ("12.5亿", True),
        ("元，共3个", False),
    ]
    reading = written([Paragraph((seen,))])
    assert [reading.text[s.start : s.end] for s in reading.layout.spots if s.sure < DOUBTFUL] == ["12.5亿"]
    assert ("recognised_doubtful", (("page", "1"), ("count", "1"))) in [
        (r.why, r.values) for r in reading.layout.remarks
    ]


def test_a_cell_is_as_sure_as_its_worst_figure() -> None:
    cells = (
        TableCell(0, 0, 1, 2, (100, 100, 500, 140), (line("固定资产"), line("投资"))),
        TableCell(0, 2, 1, 1, (500, 100, 700, 140), (line("62", LOW),)),
        TableCell(0, 3, 1, 1, (700, 100, 900, 140)),
    )
    reading = written([PageTable((100, 100, 900, 140), cells)])
    (grid,) = reading.layout.grids
    assert [(c.column, c.columns, reading.text[c.start : c.end]) for c in grid.cells] == [
        (0, 2, "固定资产投资"),
        (2, 1, "62"),
        (3, 1, ""),
    ]
    assert [spot.sure < DOUBTFUL for spot in reading.layout.spots] == [False, True]


def test_a_sentence_goes_on_over_the_page_end_and_over_its_furniture() -> None:
    first: list[Block] = [
        Paragraph((line("一、目标"),)),
        Paragraph((line("社会消费品零售总额增长"),)),
        Paragraph((line("-1-"),), is_furniture=True),
    ]
    second: list[Block] = [
        Paragraph((line("9%。"),), opens_indented=False),
        Paragraph((line("-2-"),), is_furniture=True),
    ]
    reading = written(first, second)
    parts = [(part.kind, reading.text[part.start : part.end]) for part in reading.layout.parts]
    assert parts == [
        (PartKind.PARAGRAPH, "一、目标"),
        (PartKind.FURNITURE, "-1-"),
        (PartKind.PARAGRAPH, "社会消费品零售总额增长9%。"),
        (PartKind.FURNITURE, "-2-"),
    ]
    assert [spot.page for spot in reading.layout.spots] == [1, 1, 1, 2, 2]


def test_a_new_paragraph_at_the_head_of_a_page_stays_one() -> None:
    ended = Paragraph((line("社会消费品零售总额增长9%。"),))
    going = Paragraph((line("粮食播种面积稳定"),), opens_indented=False)
    assert written([ended], [going]).text.count("\n") == 1
    indented = Paragraph((line("粮食播种面积稳定"),), opens_indented=True)
    assert written([Paragraph((line("社会消费品零售总额增长"),))], [indented]).text.count("\n") == 1


def test_an_empty_page_writes_nothing() -> None:
    assert written([]).text == ""


def ruled(*rows: tuple[str, ...], top: float = 700, left: float = 100) -> PageTable:
    """A table whose columns are 200 wide."""
    cells = tuple(
        TableCell(
            at,
            column,
            1,
            1,
            (box := (left + 200 * column, top + 30 * at, left + 200 * (column + 1), top + 30)),
            (Line(text, box, (0.99,) * len(text)),),
        )
        for at, row in enumerate(rows)
        for column, text in enumerate(row)
    )
    return PageTable((left, top, left + 200 * len(rows[0]), top + 30 * len(rows)), cells)


FOOT = Paragraph((line("-1-", top=980),), is_furniture=True)
HEADER = ("项目名称", "总投资")
PAGE_ENDS = [  # what stands on the next page, rows of the table that comes of it
    (ruled(("乙项目", "30"), top=60), [["项目名称", "总投资"], ["甲项目", "20"], ["乙项目", "30"]]),
    (ruled(HEADER, ("乙项目", "30"), top=60), [["项目名称", "总投资"], ["甲项目", "20"], ["乙项目", "30"]]),
    (ruled(("乙项目", "30"), top=60, left=160), [["项目名称", "总投资"], ["甲项目", "20"]]),  # other columns
    (ruled(("乙项目", "30", "新建"), top=60), [["项目名称", "总投资"], ["甲项目", "20"]]),
]


@pytest.mark.parametrize(("below", "rows"), PAGE_ENDS)
@pytest.mark.parametrize("above", [[Paragraph((line("一、目标"),))], []])
def test_a_table_goes_on_over_the_page_end(above: list[Block], below: PageTable, rows: list[list[str]]) -> None:
    reading = written([*above, ruled(HEADER, ("甲项目", "20")), FOOT], [below, FOOT, Paragraph((line("注：以上。"),))])
    grid = reading.layout.grids[0]
    count = max(cell.row for cell in grid.cells) + 1
    assert [[reading.text[c.start : c.end] for c in grid.cells if c.row == row] for row in range(count)] == rows


def test_a_table_under_a_line_of_text_is_one_of_its_own() -> None:
    text = Paragraph((line("表2 另一个表"),))
    reading = written([ruled(HEADER, ("甲项目", "20"))], [text, ruled(("乙项目", "30"), top=100)])
    assert len(reading.layout.grids) == 2
