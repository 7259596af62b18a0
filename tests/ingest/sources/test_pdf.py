"""PDF files → paragraphs, headings and tables in reading order, with their places."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import pytest

from graph.records import PartKind
from graph.writing.characters import radicals
from ingest.sources import recognition
from ingest.sources.pdf import read_pdf
from ingest.sources.pdf_characters import joined, usual
from ingest.sources.reading import Place, Reading, Writing
from ingest.sources.unreadable import Unreadable
from tests.ingest.sources.pdf_making import HEIGHT, WIDTH, Sheet, make_pdf

INDENT = 24
BODY = [
    "全县推进抽水蓄能电站、标准厂房、景区提质改造、风光",
    "带、城南污水处理厂等项目建设，力争完成投资46亿元，规",
    "模工业增加值增长",
]
REST = "百分之八，高新技术产业增加值占比达到百分之二十五。"
ACROSS = (60, 260, 340, 420)
HEADER = ("指标名称", "2020年", "2025年", "属性")
ROWS = (
    ("地区生产总值（亿元）", "312", "430", "预期性"),
    ("粮食产量（万吨）", "62", "63", "约束性"),
    ("森林覆盖率（%）", "61", "62", "约束性"),
    ("城镇化率（%）", "52", "58", "预期性"),
)


@pytest.fixture(autouse=True)
def nothing_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "is_there", lambda: False)


def read(*sheets: Sheet, bookmarks: Sequence[tuple[str, int]] = ()) -> Reading:
    return read_pdf(make_pdf(sheets, bookmarks), "计划.pdf")


def paragraphs(reading: Reading) -> list[str]:
    return [reading.text[part.start : part.end] for part in reading.layout.parts]


def grids(reading: Reading) -> list[list[list[str]]]:
    """The text of the cells, row by row; a spanned field says what spans it."""
    found = []
    for grid in reading.layout.grids:
        fields: dict[tuple[int, int], str] = {}
        for cell in grid.cells:
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    fields[row, column] = reading.text[cell.start : cell.end]
        rows, columns = (max(key[side] for key in fields) + 1 for side in (0, 1))
        found.append([[fields.get((row, column), "?") for column in range(columns)] for row in range(rows)])
    return found


def body(sheet: Sheet, y: float = 100) -> Sheet:
    """A paragraph that breaks off in a sentence."""
    return sheet.text(80 + INDENT, y, BODY[0]).lines(80, y + 20, BODY[1:])


def table(sheet: Sheet, rows: Sequence[Sequence[str]], y: float) -> Sheet:
    for at, row in enumerate(rows):
        sheet.row(ACROSS, y + 24 * at, row)
    return sheet


NUMBERS = [
    "第{}页",
    "- {} -",
    "·{}·",
    "{}/3",
    "Page {} of 3",
    "－{}－",
    "第 {} 页，共 3 页",
    "{}",
    "— {} —",
    "共3页 第{}页",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_sentence_goes_on_over_a_page_end(number: str) -> None:
    first = body(Sheet()).text(280, 800, number.format(1), 10)
    second = Sheet().text(80, 100, REST).text(80 + INDENT, 120, "各乡镇抓好落实。").text(280, 800, number.format(2), 10)
    assert paragraphs(read(first, second)) == ["".join(BODY) + REST, "各乡镇抓好落实。"]


@pytest.mark.parametrize(
    ("heads", "numbers"),
    [
        (["某县人民政府公报"] * 2, ["1", "2"]),
        (["第一章 总体要求", "第一章 总体要求", "第二章 任务", "第二章 任务"], ["11", "12", "13", "14"]),
        (["某县公报", "2024年第1期", "某县公报", "2024年第1期"], ["i", "ii", "iii", "iv"]),
    ],
)
def test_running_heads_are_left_out(heads: list[str], numbers: list[str]) -> None:
    sheets = [
        body(Sheet().text(80 if at % 2 else 400, 60, head, 9), 100 + 30 * at).text(500, 800, number, 10)
        for at, (head, number) in enumerate(zip(heads, numbers, strict=True))
    ]
    text = read(*sheets).text
    assert not any(head in text for head in heads)
    assert not any(line in numbers for line in text.split("\n"))


def test_a_title_on_the_first_page_is_no_running_head() -> None:
    sheets = [body(Sheet().text(200, 80, "某县2024年计划", 20)), body(Sheet(), 80)]
    reading = read(*sheets)
    assert paragraphs(reading)[0] == "某县2024年计划"
    assert reading.layout.parts[0].kind == PartKind.HEADING
    assert reading.layout.parts[0].level == 1


@pytest.mark.parametrize("is_by_rows", [True, False])
@pytest.mark.parametrize(("columns", "size"), [(2, 20), (3, 14)])
def test_columns_are_read_one_after_the_other(columns: int, size: int, is_by_rows: bool) -> None:
    signs = iter(chr(0x4E00 + at) for at in range(4000))
    texts = [["".join(next(signs) for _ in range(size)) for _ in range(9)] for _ in range(columns)]
    places = [
        (50 + column * 510 / columns, 120 + 20 * row, texts[column][row])
        for column in range(columns)
        for row in range(9)
    ]
    sheet = Sheet().text(150, 80, "某县二〇二四年国民经济和社会发展计划", 16)
    for x, y, text in sorted(places, key=lambda place: place[1]) if is_by_rows else places:
        sheet.text(x, y, text, 10)
    title, *rest = paragraphs(read(sheet))
    assert title == "某县二〇二四年国民经济和社会发展计划"
    assert "".join(rest) == "".join(line for column in texts for line in column)


def test_first_lines_that_stand_in_begin_paragraphs() -> None:
    full = "甲" * 30
    sheet = Sheet().text(80 + INDENT, 100, "乙" * 28).lines(80, 120, [full, full]).text(80 + INDENT, 160, "丙" * 28)
    assert paragraphs(read(sheet)) == ["乙" * 28 + full * 2, "丙" * 28]


@pytest.mark.parametrize("has_numbers", [True, False])
@pytest.mark.parametrize("says_header_again", [True, False])
def test_a_table_over_a_page_end_is_one(has_numbers: bool, says_header_again: bool) -> None:
    first = table(Sheet().text(60, 80, "专栏1 主要指标"), [HEADER, *ROWS[:3]], 700)
    second = table(Sheet(), [*([HEADER] if says_header_again else []), *ROWS[3:]], 60).text(60, 300, "二、保障措施")
    if has_numbers:
        first.text(290, 815, "1", 10)
        second.text(290, 815, "2", 10)
    reading = read(first, second)
    assert grids(reading) == [[list(row) for row in (HEADER, *ROWS)]]
    assert paragraphs(reading) == ["专栏1 主要指标", "二、保障措施"]


def test_rules_say_which_cells_are_merged() -> None:
    sheet, across = Sheet(), (60, 150, 300, 380, 460)
    for y in (100, 130, 190):
        sheet.rule(60, y, 460, y)
    sheet.rule(150, 160, 460, 160)
    for x in across:
        sheet.rule(x, 100, x, 190)
    sheet.row((65, 155, 305, 385), 120, ("类别", "指标", "2020", "2025")).text(65, 162, "经济")
    sheet.row((65, 155, 305, 385), 145, ("", "生产总值", "10", "20")).row((65, 155), 157, ("", "（亿元）"), 10)
    sheet.row((65, 155, 305, 385), 180, ("", "工业增速", "5", "6"))
    assert grids(read(sheet)) == [
        [["类别", "指标", "2020", "2025"], ["经济", "生产总值（亿元）", "10", "20"], ["经济", "工业增速", "5", "6"]]
    ]


def test_a_broken_row_and_a_merged_cell_go_on_on_the_next_page() -> None:
    across, inside = (60, 150, 300, 380, 460), (65, 155, 305, 385)
    first = Sheet().net(across, (700, 730, 760))
    first.row(inside, 720, ("序号", "内容", "投资", "单位")).row(inside, 750, ("1", "新建标准厂房", "10", "县工信局"))
    first.net(across, (760, 800)).row(inside, 780, ("2", "改造老旧小区和", "20", "县住建局"))
    second = Sheet().net(across, (60, 90, 120))
    second.row(inside, 80, ("", "配套管网", "", "")).row(inside, 110, ("3", "新建学校", "30", "县教育局"))
    assert grids(read(first, second)) == [
        [
            ["序号", "内容", "投资", "单位"],
            ["1", "新建标准厂房", "10", "县工信局"],
            ["2", "改造老旧小区和配套管网", "20", "县住建局"],
            ["3", "新建学校", "30", "县教育局"],
        ]
    ]


def test_a_header_of_two_levels_between_three_rules() -> None:
    across = (60, 200, 280, 380, 480)
    sheet = Sheet().text(300, 118, "2025年目标").row(across, 128, ("指标名称", "2020年", "", "", "属性"))
    sheet.row(across, 138, ("", "", "数值", "年均增长", ""))
    for y in (100, 150, 240):
        sheet.rule(60, y, 540, y)
    sheet.row(across, 170, ("生产总值", "312", "430", "6%", "预期性")).row(
        across, 200, ("粮食产量", "62", "63", "1%", "约束性")
    )
    assert grids(read(sheet)) == [
        [
            ["指标名称", "2020年", "2025年目标", "2025年目标", "属性"],
            ["指标名称", "2020年", "数值", "年均增长", "属性"],
            ["生产总值", "312", "430", "6%", "预期性"],
            ["粮食产量", "62", "63", "1%", "约束性"],
        ]
    ]


def test_a_header_of_three_levels_without_rules() -> None:
    across = (60, 100, 200, 260, 330, 400, 470)
    sheet = Sheet().text(349, 100, "规划目标").text(295, 114, "2023年").text(435, 114, "2025年")
    sheet.row(across[:3], 114, ("序号", "指标", "2020年")).row(
        across, 128, ("", "", "", "总量", "增速", "总量", "增速")
    )
    sheet.row(across, 160, ("1", "生产总值", "312", "370", "6%", "430", "7%"))
    sheet.row(across, 190, ("2", "粮食产量", "62", "63", "1%", "64", "2%"))
    assert grids(read(sheet)) == [
        [
            ["序号", "指标", "2020年", "规划目标", "规划目标", "规划目标", "规划目标"],
            ["序号", "指标", "2020年", "2023年", "2023年", "2025年", "2025年"],
            ["序号", "指标", "2020年", "总量", "增速", "总量", "增速"],
            ["1", "生产总值", "312", "370", "6%", "430", "7%"],
            ["2", "粮食产量", "62", "63", "1%", "64", "2%"],
        ]
    ]


LIST = (60, 110, 300, 400)
LIST_HEADER = ["序号", "项目名称", "总投资", "责任单位"]


def test_categories_and_sums_are_rows_without_rules() -> None:
    sheet = Sheet().row(LIST, 100, LIST_HEADER).text(250, 122, "一、基础设施（2个）")
    sheet.row(LIST, 144, ("1", "城南污水处理厂", "1200", "县住建局")).row(
        LIST, 166, ("2", "粮食仓库", "800", "县粮食局")
    )
    sheet.row(LIST, 188, ("", "小计", "2000", "")).text(250, 210, "二、产业（1个）")
    sheet.row(LIST, 232, ("3", "产业园", "5600", "县工信局")).row(LIST, 254, ("", "合计", "7600", ""))
    first, second = ["一、基础设施（2个）"] * 4, ["二、产业（1个）"] * 4
    assert grids(read(sheet)) == [
        [
            LIST_HEADER,
            first,
            ["1", "城南污水处理厂", "1200", "县住建局"],
            ["2", "粮食仓库", "800", "县粮食局"],
            ["", "小计", "2000", ""],
            second,
            ["3", "产业园", "5600", "县工信局"],
            ["", "合计", "7600", ""],
        ]
    ]


def test_rows_of_wrapped_cells_are_told_by_the_white_between_them() -> None:
    across = (60, 200, 300, 400)
    sheet = Sheet().row(across, 100, ("项目名称", "建设地点", "总投资", "责任单位"))
    for y, first, rest, others in (
        (130, "城南污水处理厂提", "标改造工程", ("安江镇", "1200", "县住建局")),
        (176, "县人民医院整体搬", "迁项目", ("黔城镇", "800", "县卫健局")),
    ):
        sheet.text(60, y, first).row(across[1:], y + 8, others).text(60, y + 15, rest)
    assert grids(read(sheet)) == [
        [
            ["项目名称", "建设地点", "总投资", "责任单位"],
            ["城南污水处理厂提标改造工程", "安江镇", "1200", "县住建局"],
            ["县人民医院整体搬迁项目", "黔城镇", "800", "县卫健局"],
        ]
    ]


def test_a_line_over_two_narrow_columns_is_cut_at_its_blank() -> None:
    across = (60, 110, 212, 300)
    sheet = Sheet().row(across, 100, ("序号", "项目名称", "地点", "责任单位"))
    for at, name in enumerate(("城南污水厂", "县人民医院", "产业园"), 1):
        sheet.row(across, 100 + 24 * at, (str(at), name, "安江镇", "县住建局"))
    sheet.text(110, 196, "城北水库除险加 龙江").text(300, 196, "县水利").text(60, 203, "4")
    sheet.row(across, 210, ("", "固工程", "镇", "局"))
    (rows,) = grids(read(sheet))
    assert rows[-1] == ["4", "城北水库除险加固工程", "龙江镇", "县水利局"]


def test_a_page_may_begin_with_a_category_of_the_table() -> None:
    first = Sheet().row(LIST, 740, LIST_HEADER).row(LIST, 762, ("1", "粮食仓库", "800", "县粮食局"))
    first.row(LIST, 784, ("2", "产业园", "5600", "县工信局"))
    second = Sheet().text(250, 60, "二、民生（1个）").row(LIST, 82, ("3", "敬老院", "430", "县民政局"))
    second.row(LIST, 104, ("4", "幼儿园", "260", "县教育局"))
    (rows,) = grids(read(first, second))
    assert rows[3:] == [["二、民生（1个）"] * 4, ["3", "敬老院", "430", "县民政局"], ["4", "幼儿园", "260", "县教育局"]]


@pytest.mark.parametrize(
    "lines",
    [
        ["第一章 总体要求……………………1", "第二章 任务……………………5", "第三章 保障……………………9"],
        ["联系人：张三", "二〇二四年三月一日", "抄送：县委办公室"],
    ],
)
def test_what_only_looks_like_a_table_is_none(lines: list[str]) -> None:
    sheet = Sheet().lines(80, 100, lines)
    assert paragraphs(read(sheet)) == lines
    contents = Sheet().lines(80, 100, ["一、要求", "二、任务", "三、保障"]).lines(480, 100, ["1", "5", "9"])
    assert not read(contents).layout.grids


def test_places_are_shares_of_the_page() -> None:
    reading = read(Sheet().text(WIDTH / 2, HEIGHT / 2, "规划", 20))
    spot = reading.layout.spots[0]
    assert (spot.page, reading.text[spot.start : spot.end]) == (1, "规划")
    assert spot.box is not None
    assert spot.box == pytest.approx((0.5, 0.48, 0.567, 0.503), abs=0.005)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("matrix", ["1 0 0 1 80 {}", "0 1 -1 0 {} 100"])
def test_turned_pages_are_read(rotate: int, matrix: str) -> None:
    sheet = Sheet(rotate=rotate)
    places = (700, 680, 660) if matrix.startswith("1") else (100, 120, 140)
    for place, text in zip(places, BODY, strict=True):
        sheet.operators.append(f"BT /F 12 Tf {matrix.format(place)} Tm <{text.encode('utf-16-be').hex()}> Tj ET")
    reading = read(sheet)
    assert "".join(paragraphs(reading)) == "".join(BODY)
    assert all(spot.box and all(0 <= share <= 1 for share in spot.box) for spot in reading.layout.spots)


def test_a_watermark_aslant_is_left_out() -> None:
    sheet = body(Sheet())
    sheet.operators.append(f"BT /F 60 Tf .7 .7 -.7 .7 100 200 Tm <{'内部'.encode('utf-16-be').hex()}> Tj ET")
    assert paragraphs(read(sheet)) == ["".join(BODY)]


def test_bookmarks_are_headings() -> None:
    sheet = Sheet().text(80, 80, "一、总体要求")
    reading = read(
        body(sheet), Sheet().text(80, 80, "二、保障措施"), bookmarks=[("一、总体要求", 1), ("二、保障措施", 2)]
    )
    heads = [reading.text[part.start : part.end] for part in reading.layout.parts if part.kind == PartKind.HEADING]
    assert heads == ["一、总体要求", "二、保障措施"]


def test_a_bookmark_that_is_no_text_costs_only_itself() -> None:
    sheet = Sheet().text(80, 80, "一、总体要求")
    pdf = make_pdf([body(sheet)], [("一、总体要求", 1), ("总则", 1), ("要求", 1)])
    broken = pdf.replace("总则".encode("utf-16-be").hex().encode(), b"d800d800")
    assert broken != pdf
    assert "一、总体要求" in read_pdf(broken, "计划.pdf").text


@pytest.mark.parametrize(
    ("sign", "meant"),
    [("⽣", "生"), ("⻓", "长"), ("⻝", "食"), ("⻔", "门"), ("ﬁ", "fi"), ("Ａ", "Ａ"), ("\ue000", "\ufffd")],
)
def test_signs_that_look_alike_are_folded(sign: str, meant: str) -> None:
    assert usual(sign) == meant


def test_every_radical_is_known() -> None:
    meant = [usual(chr(code)) for code in range(0x2F00, 0x2FD6)] + list(radicals().values())
    assert not any("\u2e80" <= sign <= "\u2fdf" for sign in meant)


@pytest.mark.parametrize(
    ("before", "behind", "whole"),
    [
        ("规模", "工业", "规模工业"),
        ("投资45.", "8亿元", "投资45.8亿元"),
        ("350", "0人", "3500人"),
        ("the plan", "of 2024", "the plan of 2024"),
    ],
)
def test_lines_are_joined_without_blanks_in_chinese(before: str, behind: str, whole: str) -> None:
    assert joined(before, behind) == whole


STAMP = "扫描全能王 创建"


def test_pictures_alone_name_the_remedy() -> None:
    sheets = [Sheet().picture().text(60, 820, STAMP, 9) for _ in range(3)]
    with pytest.raises(Unreadable, match=r"mailuo\[ocr\]"):
        read(*sheets)


def test_some_pictures_are_said() -> None:
    reading = read(body(Sheet()), *(Sheet().picture().text(60, 820, STAMP, 9) for _ in range(2)))
    assert paragraphs(reading) == ["".join(BODY)]
    assert [(remark.why, dict(remark.values)) for remark in reading.layout.remarks] == [
        ("pages_pictures", {"pages": "2–3"})
    ]


def test_pictures_are_recognised_in_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    def write_page(image: object, page: int, writing: Writing) -> None:
        writing.line(f"第{page}张", place=Place(page))

    heard: list[tuple[str, int, int]] = []
    monkeypatch.setattr(recognition, "is_there", lambda: True)
    monkeypatch.setattr(recognition, "write_page", write_page)
    raw = make_pdf([body(Sheet()), Sheet().picture().text(60, 820, STAMP, 9), Sheet().text(104, 80, "二、措施。")])
    reading = read_pdf(raw, "a.pdf", lambda what, done, total: heard.append((what, done, total)))
    assert paragraphs(reading) == ["".join(BODY), "第2张", "二、措施。"]
    assert heard == [("recognise", 0, 1), ("recognise", 1, 1)]


def bomb() -> bytes:
    packed = zlib.compress(b"q Q " * 12_000_000, 1)
    return b"%PDF-1.4\n4 0 obj <</Filter/FlateDecode>>stream\n" + packed + b"\nendstream endobj"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"%PDF-1.4 nothing", "not a readable PDF"),
        (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj "
         b"trailer<</Root 1 0 R>>", "not a readable PDF"),
        (make_pdf([Sheet()] * 5_001), "5,001 pages"),
        (bomb(), "unpacks to more than"),
        (make_pdf([Sheet()]), "only pictures"),
    ],
    ids=["nothing", "loop", "pages", "bomb", "blank"],
)  # fmt: skip
def test_hostile_files_are_refused_in_one_line(raw: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says) as mistake:
        read_pdf(raw, "a.pdf")
    assert "\n" not in str(mistake.value)
