from __future__ import annotations

import pytest
from openpyxl.worksheet.table import Table

from graph.records import PartKind
from ingest.sources.sheets import read_csv, read_workbook
from ingest.sources.unreadable import Unreadable
from tests.ingest.sources.workbooks import (
    fill,
    grids_of,
    headers_of,
    lines_of,
    ods_of,
    patched,
    remarks_of,
    saved,
    sheet_of,
    spans_of,
)

HEAD: list[object] = ["序号", "项目名称", "总投资", None, "责任单位"]
PLAN: list[list[object]] = [
    ["附件2"],
    ["某县2024年重点项目计划表"],
    ["填报单位:县发改局", None, None, None, "单位:万元"],
    HEAD,
    [None, None, "合计", "其中:中央", None],
    ["合计", None, 30, 8, None],
    ["一、基础设施(2个)"],
    [1, "甲公路\n改造项目", 10, 3, "县交通局"],
    [2, "乙水库", 20, 5, "县水利局"],
    ["注:1.含征拆费。\n2.年度投资另列。"],
    ["审核人:张三", None, "填表人:李四"],
]
PLAN_MERGES = ["A2:E2", "A4:A5", "B4:B5", "C4:D4", "E4:E5", "A6:B6", "A7:E7", "A10:E10"]


def read(rows, merges=(), name="Sheet1"):
    return read_workbook(saved(sheet_of(rows, merges, name)), "a.xlsx")


def test_project_list_keeps_titles_header_groups_categories_sums_and_notes():
    reading = read(PLAN, PLAN_MERGES)
    assert lines_of(reading) == [
        "附件2",
        "某县2024年重点项目计划表",
        "填报单位:县发改局 单位:万元",
        "注:1.含征拆费。",
        "2.年度投资另列。",
        "审核人:张三 填表人:李四",
    ]
    assert grids_of(reading) == [
        [
            ["序号", "项目名称", "总投资", "责任单位"],
            ["合计", "其中:中央"],
            ["合计", "30", "8", ""],
            ["一、基础设施(2个)"],
            ["1", "甲公路|改造项目", "10", "3", "县交通局"],
            ["2", "乙水库", "20", "5", "县水利局"],
        ]
    ]
    spans = spans_of(reading)
    assert (spans["序号"], spans["总投资"], spans["一、基础设施(2个)"]) == ((2, 1), (1, 2), (1, 5))


def test_each_cell_knows_its_sheet_and_place():
    book = sheet_of([["标题"], ["指标", "值"], ["GDP", 5]], ["A1:B1"], "主要指标")
    reading = read_workbook(saved(book), "a.xlsx")
    places = {reading.text[spot.start : spot.end]: (spot.sheet, spot.cell) for spot in reading.layout.spots}
    assert places == {"标题": ("主要指标", "A1"), "指标": ("主要指标", "A2"), "值": ("主要指标", "B2")} | {
        "GDP": ("主要指标", "A3"),
        "5": ("主要指标", "B3"),
    }


TABLES = [
    ([["项目", "投资"], ["甲", 1], [], ["乙", 2], [], ["合计", 3]], [4]),  # blank rows inside a table
    ([["指标", "2020"], ["GDP", 1], [], ["项目", "单位"], ["甲", "乙局"]], [2, 2]),  # a new header
    ([["表1"], ["指标", "值"], ["GDP", 1], [], ["表2"], ["项目", "值"], ["甲", 1]], [2, 2]),
    ([["表1"], ["指标", "值"], ["GDP", 1], ["注:初步数"], ["表2"], ["项目", "值"], ["甲", 1]], [2, 2]),
    ([["序号", "企业", None, "序号", "企业"], [1, "甲", None, 2, "乙"]], [2, 2]),  # side by side
    ([["项目", "投资"], ["甲", 1], [], ["二、水利"], ["乙", 2]], [4]),  # a category after a blank row
    ([["第一行说明"], ["第二行说明"]], []),
    ([[None, "项目", None, "投资"], [None, "甲", None, 1]], [2]),  # empty columns
]


@pytest.mark.parametrize(("rows", "lengths"), TABLES)
def test_tables_are_parted_by_blank_rows_and_heads(rows, lengths):
    assert [len(grid) for grid in grids_of(read(rows))] == lengths


def test_title_and_unit_may_share_a_row():
    reading = read([["重点项目表", None, "单位:万元"], ["序号", "项目", "投资"], [1, "甲", 5]])
    assert lines_of(reading) == ["重点项目表 单位:万元"]


def test_last_row_of_a_merged_category_belongs_to_the_table():
    reading = read([["类别", "指标"], ["经济", "GDP"], [None, "税收"]], ["A2:A3"])
    assert grids_of(reading) == [[["类别", "指标"], ["经济", "GDP"], ["税收"]]]


NAMES = [
    (["Sheet1"], []),
    (["主要指标"], ["主要指标"]),
    (["续建项目", "Sheet2", "工作表3"], ["续建项目"]),
    (["新建", "续建"], ["新建", "续建"]),
]


@pytest.mark.parametrize(("names", "headings"), NAMES)
def test_names_of_sheets_are_headings_unless_nobody_gave_them(names, headings):
    book = sheet_of([["项目", "值"], ["甲", 1]], name=names[0])
    for name in names[1:]:
        fill(book.create_sheet(), [["项目", "值"], ["甲", 1]], name=name)
    reading = read_workbook(saved(book), "a.xlsx")
    parts = [part for part in reading.layout.parts if part.kind is PartKind.HEADING]
    assert [reading.text[part.start : part.end] for part in parts] == headings
    assert all(part.level == 1 for part in parts)


def test_title_of_a_lone_sheet_stands_for_its_name():
    assert lines_of(read([["重点项目表"], ["项目", "值"], ["甲", 1]], name="项目")) == ["重点项目表"]


def test_hidden_sheets_rows_and_columns_are_left_out_and_named():
    book = sheet_of([["项目", "密", "值"], ["甲", "x", 1], ["乙", "y", 2], ["丙", "z", 3]])
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True
    fill(book.create_sheet(), [["旧", 1]], name="旧数据").sheet_state = "hidden"
    reading = read_workbook(saved(book), "a.xlsx")
    assert grids_of(reading) == [[["项目", "值"], ["甲", "1"], ["丙", "3"]]]
    remarks = remarks_of(reading.layout)
    assert remarks["hidden_sheets"] == {"count": "1", "names": "旧数据"}
    assert (remarks["hidden_rows"]["count"], remarks["hidden_columns"]["count"]) == ("1", "1")


def marked(how):
    book = sheet_of([["2024年项目"], ["项目", "投资"], ["合计", 3], ["甲", 1], ["乙", 2]], ["A1:B1"])
    sheet = book.active
    if how == "frozen":
        sheet.freeze_panes = "A3"
    elif how == "frozen with sum":
        sheet.freeze_panes = "A4"
    elif how == "filter":
        sheet.auto_filter.ref = "A2:B5"
    elif how == "table":
        sheet.add_table(Table(displayName="T", ref="A2:B5"))
    elif how == "printed":
        sheet.print_title_rows = "1:2"
    return headers_of(read_workbook(saved(book), "a.xlsx"))


@pytest.mark.parametrize("how", ["frozen", "frozen with sum", "filter", "table", "printed"])
def test_headers_are_marked_where_the_file_says_so(how):
    assert marked(how) == ["项目", "投资"]


def test_headers_are_not_marked_by_guessing():
    assert marked("nothing") == []


def test_formulas_that_were_never_calculated_are_counted():
    reading = read([["项目", "投资"], ["甲", 1], ["合计", "=SUM(B2:B2)"]])
    assert remarks_of(reading.layout)["uncalculated"] == {"count": "1"}
    assert grids_of(reading)[0][2] == ["合计", ""]


SHEET = "xl/worksheets/sheet1.xml"
SPACE = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def sheet_xml(inner: bytes) -> bytes:
    return patched(saved(sheet_of([["x"]])), {SHEET: SPACE + inner + b"</worksheet>"})


CELLS = [
    (b'<c r="A1" t="str"><f>A2</f><v>\xe7\x94\xb2</v></c><c r="B1"><v>1.0</v></c>', [["甲", "1"]]),
    (b'<c t="inlineStr"><is><t>a</t><rPh><t>x</t></rPh></is></c><c><v>3</v></c>', [["a", "3"]]),
    (b'<c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><v>#REF!</v></c>', [["TRUE", "#REF!"]]),
    (b'<c r="A1" t="inlineStr"><is><r><t>m</t></r><r><t>2</t></r></is></c><c r="C1"><v>1E3</v></c>', [["m2", "1000"]]),
    (b'<c r="A1" t="str"><v>a_x000D_&#10;b</v></c><c r="B1"><v>oops</v></c>', [["a|b", "oops"]]),
    (b'<c r="A1" t="s"><v>99</v></c><c r="B1"><v>1</v></c><c r="C1"><v>2</v></c>', [["1", "2"]]),
]


@pytest.mark.parametrize(("cells", "grid"), CELLS)
def test_cells_of_every_kind(cells, grid):
    raw = sheet_xml(b'<sheetData><row r="1">' + cells + b"</row></sheetData>")
    assert grids_of(read_workbook(raw, "a.xlsx")) == [grid]


def test_far_cells_and_styled_rows_cost_nothing():
    rows = b"".join(b'<row r="%d" s="1"><c r="A%d" s="1"/></row>' % (at, at) for at in range(2, 3000))
    far = b'<row r="1048576"><c r="XFD1048576"><v>9</v></c></row>'
    first = b'<row r="1"><c r="A1"><v>5</v></c><c r="B1"><v>6</v></c></row>'
    raw = sheet_xml(b"<sheetData>" + first + rows + far + b"</sheetData>")
    reading = read_workbook(raw, "a.xlsx")
    assert (grids_of(reading), lines_of(reading)) == ([[["5", "6"]]], ["9"])


def why(raw: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(Unreadable) as refused:
        read_workbook(raw, name)
    return refused.value.why


def test_what_cannot_be_read_is_named(monkeypatch):
    good = saved(sheet_of(PLAN))
    assert why(b"PK\x03\x04broken") == "workbook"
    assert why(good[: len(good) // 2]) == "workbook"
    assert why(sheet_xml(b"<sheetData><row>")) == "workbook"
    assert why(sheet_xml(b"")) == "no_text"
    hidden = sheet_of([["x", 1]])
    hidden.create_sheet("空")
    hidden.active.sheet_state = "hidden"
    assert why(saved(hidden)) == "only_hidden"
    assert why(saved(sheet_of([["=A2"]]))) == "only_uncalculated"
    assert why(b"<?xml version='1.0'?><Workbook/>", "a.xls") == "workbook"
    monkeypatch.setattr("ingest.sources.archive.MOST_TAGS", 1000)
    assert why(sheet_xml(b"<x/>" * 1001)) == "unpacked"
    monkeypatch.setattr("ingest.sources.archive.MOST_PART_BYTES", 1000)
    assert why(sheet_xml(b" " * 1001)) == "unpacked"


def test_too_many_cells_are_refused(monkeypatch):
    monkeypatch.setattr("ingest.sources.sheets_sheet.Budget.__init__.__defaults__", (10,))
    assert why(saved(sheet_of([(1, 2, 3, 4)] * 4))) == "cells"


def test_text_and_web_pages_called_workbooks_are_read():
    assert grids_of(read_workbook("项目\t投资\n甲\t5\n".encode("gb18030"), "a.xls")) == [
        [["项目", "投资"], ["甲", "5"]]
    ]
    page = "<html><body><table><tr><td>甲项目</td></tr></table></body></html>".encode()
    reading = read_workbook(page, "a.xls")
    assert (reading.format, "甲项目" in reading.text) == ("html", True)


CSV = [
    ("项目,投资\n甲,5\n", [["项目", "投资"], ["甲", "5"]]),
    ("项目;投资\n甲;1,5\n", [["项目", "投资"], ["甲", "1,5"]]),
    ("项目\t投资\n甲,乙\t5\n", [["项目", "投资"], ["甲,乙", "5"]]),
    ("项目｜投资\n甲｜5\n", [["项目", "投资"], ["甲", "5"]]),
    ("项目|投资\n甲|5\n", [["项目", "投资"], ["甲", "5"]]),
    ('项目,内容\n甲,"新建道路,\n长5公里"\n', [["项目", "内容"], ["甲", "新建道路,|长5公里"]]),
    (
        "项目,投资,单位\n甲,5\n乙\n丙,6,县局,备注\n",
        [["项目", "投资", "单位", ""], ["甲", "5", "", ""], ["乙", "", "", ""]],
    ),
    ('代码,项目\n="001",甲\n', [["代码", "项目"], ["001", "甲"]]),
    ("sep=;\n项目;投资\n甲;5\n", [["项目", "投资"], ["甲", "5"]]),
    (
        '项目,投资\n"甲,5\n乙,6\n' + "县公路建设项目,7\n" * 60,
        [["项目", "投资"], ['"甲', "5"], ["乙", "6"]],
    ),  # a stray mark
    ("附件1\n重点项目表,,\n项目,投资,单位\r\n甲,5,县局\r\n", [["项目", "投资", "单位"], ["甲", "5", "县局"]]),
]


@pytest.mark.parametrize(("text", "rows"), CSV)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_tables_in_text(text, rows, encoding):
    assert grids_of(read_csv(text.encode(encoding), "a.csv"))[0][: len(rows)] == rows


def test_title_rows_of_a_csv_are_lines():
    reading = read_csv("附件1,,\n重点项目表,,\n项目,投资,单位\n甲,5,县局\n".encode(), "a.csv")
    assert lines_of(reading) == ["附件1", "重点项目表"]
    assert [spot.cell for spot in reading.layout.spots][:3] == ["A1", "A2", "A3"]


def ods_cell(text: str, kind: str = "string", value: str = "", more: str = "") -> str:
    given = f' office:{"date-value" if kind == "date" else "value"}="{value}"' if value else ""
    return f'<table:table-cell office:value-type="{kind}"{given}{more}><text:p>{text}</text:p></table:table-cell>'


ODS_VALUES = [
    (("12.50%", "percentage", "0.125"), "12.5%"),
    (("12,000.00", "float", "12000"), "12,000"),
    (("2025.10", "float", "2025.1"), "2025.10"),
    (("0.333333333333333", "float", "0.333333333333333"), "0.3333333333"),
    (("2025年6月", "date", "2025-06-30"), "2025年6月"),
    (("30/06/25", "date", "2025-06-30"), "2025-06-30"),
    (("2025/6", "date", "2025-06-30"), "2025年6月"),
    (("Jun-25", "date", "2025-06-30"), "2025年6月"),
    (("甲<text:s text:c='2'/>乙", "string", ""), "甲 乙"),
]


@pytest.mark.parametrize(("cell", "shown"), ODS_VALUES)
def test_cells_of_ods_hold_what_is_shown(cell, shown):
    row = f"<table:table-row>{ods_cell('指标')}{ods_cell(*cell)}</table:table-row>"
    raw = ods_of(f'<table:table table:name="表">{row}</table:table>')
    assert grids_of(read_workbook(raw, "a.ods")) == [[["指标", shown]]]


def test_sheets_of_ods_keep_merges_headers_repeats_and_what_is_hidden():
    wide, twice = (f" table:number-columns-{how}='2'" for how in ("spanned", "repeated"))
    head = f"<table:table-row>{ods_cell('项目')}{ods_cell('投资', more=wide)}"
    head = f"<table:table-header-rows>{head}<table:covered-table-cell/></table:table-row></table:table-header-rows>"
    body = f"<table:table-row>{ods_cell('甲')}{ods_cell('1', 'float', '1', twice)}"
    hidden = f'<table:table-row table:visibility="filter">{ods_cell("乙")}{ods_cell("2")}</table:table-row>'
    tail = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
    sheet = f'<table:table table:name="项目">{head}{body}</table:table-row>{hidden}{tail}</table:table>'
    secret = f'<table:table table:name="旧" table:style-name="s"><table:table-row>{ods_cell("x")}</table:table-row>'
    style = '<style:style style:name="s"><style:table-properties table:display="false"/></style:style>'
    reading = read_workbook(ods_of(f"{sheet}{secret}</table:table>", style), "a.ods")
    assert grids_of(reading) == [[["项目", "投资"], ["甲", "1", "1"]]]
    assert (spans_of(reading), headers_of(reading)) == ({"投资": (1, 2)}, ["项目", "投资"])
    assert set(remarks_of(reading.layout)) == {"hidden_rows", "hidden_sheets"}
