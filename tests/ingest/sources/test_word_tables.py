"""Tables of Word files → grids: spans, merged cells, nested tables, edges drawn by hand."""

from __future__ import annotations

import pytest

from graph.records import Remark
from tests.ingest.sources.word_files import cell, grid, lines, p, packed, read, row, table


def wide(text: str, columns: int | str) -> str:
    return cell(text, f'<w:gridSpan w:val="{columns}"/>')


def merged(text: str = "", value: str | None = None, more: str = "") -> str:
    """A cell that begins a vertical merge, or goes on in one."""
    return cell(text, f'{more}<w:vMerge w:val="{value}"/>' if value else f"{more}<w:vMerge/>")


CASES = [
    ("plain", table(row("甲", "乙"), row("丙", "")), ["0,0 甲", "0,1 乙", "1,0 丙", "1,1 "]),
    (
        "merged down",
        table(row(merged("农业", "restart"), "甲"), row(merged(), "乙"), row(merged("", "continue"), "丙")),
        ["0,0 农业 +3,1", "0,1 甲", "1,1 乙", "2,1 丙"],
    ),
    (
        "one merged cell right below another",
        table(
            row(merged("上", "restart"), "甲"),
            row(merged(), "乙"),
            row(merged("下", "restart"), "丙"),
            row(merged(), "丁"),
        ),
        ["0,0 上 +2,1", "0,1 甲", "1,1 乙", "2,0 下 +2,1", "2,1 丙", "3,1 丁"],
    ),
    (
        "two-level header",
        table(
            row(merged("指标", "restart"), wide("2025年", 2)),
            row(merged(), "数值", "增速"),
            row("地区生产总值", "230", "7%"),
        ),
        ["0,0 指标 +2,1", "0,1 2025年 +1,2", "1,1 数值", "1,2 增速", "2,0 地区生产总值", "2,1 230", "2,2 7%"],
    ),
    (
        "merged both ways",
        table(
            row(merged("块", "restart", '<w:gridSpan w:val="2"/>'), "甲"),
            row(merged("", None, '<w:gridSpan w:val="2"/>'), "乙"),
            row("丙", "丁", "戊"),
        ),
        ["0,0 块 +2,2", "0,2 甲", "1,2 乙", "2,0 丙", "2,1 丁", "2,2 戊"],
    ),
    ("goes on in nothing", table(row(merged("甲"), "乙")), ["0,0 甲", "0,1 乙"]),
    (
        "a row between ends a merge",
        table(row(merged("甲", "restart"), "乙"), row("丙", "丁"), row(merged("戊"), "己")),
        ["0,0 甲", "0,1 乙", "1,0 丙", "1,1 丁", "2,0 戊", "2,1 己"],
    ),
    (
        "merged across in the old way",
        table(row(cell("甲", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), "乙"), row("丙", "丁", "戊")),
        ["0,0 甲 +1,2", "0,2 乙", "1,0 丙", "1,1 丁", "1,2 戊"],
    ),
    (
        "rows that begin later",
        table(row("甲", "乙", "丙"), row("丁", "戊", properties='<w:gridBefore w:val="1"/>')),
        ["0,0 甲", "0,1 乙", "0,2 丙", "1,1 丁", "1,2 戊"],
    ),
    (
        "deleted and hidden rows, deleted cells, the first row of a merge deleted",
        table(
            row(merged("甲", "restart"), "乙", properties='<w:del w:id="1"/>'),
            row(merged("丙"), "丁"),
            row("暗", "暗", properties="<w:hidden/>"),
            row(merged(), cell("无", '<w:cellDel w:id="2"/>'), "戊", properties='<w:ins w:id="3"/>'),
        ),
        ["0,0 丙 +2,1", "0,1 丁", "1,1 戊"],
    ),
    (
        "content controls around rows and cells",
        table(
            f"<w:sdt><w:sdtContent>{row('甲', '乙')}</w:sdtContent></w:sdt>",
            row(f"<w:sdt><w:sdtPr/><w:sdtContent>{cell('丙')}</w:sdtContent></w:sdt>", "丁"),
            f"<w:customXml>{row('戊', '己')}</w:customXml>",
        ),
        ["0,0 甲", "0,1 乙", "1,0 丙", "1,1 丁", "2,0 戊", "2,1 己"],
    ),
    (
        "paragraphs and soft breaks in a cell",
        table(row(cell(p("甲|乙") + p("") + p("丙")), "丁")),
        ["0,0 甲\n乙\n丙", "0,1 丁"],
    ),
    ("one cell", table(row(cell(p("专栏1") + p("工程")))), ["0,0 专栏1\n工程"]),
    (
        "columns that nothing begins in",
        table(row(wide("甲", 3), wide("乙", 2)), row(wide("丙", 3), wide("丁", 2)), widths=(500,) * 5),
        ["0,0 甲", "0,1 乙", "1,0 丙", "1,1 丁"],
    ),
    (
        "edges a hair apart",
        table(row("甲", wide("乙", 2), "丙"), row(wide("丁", 2), "戊", "己"), widths=(2000, 40, 2000, 2000)),
        ["0,0 甲", "0,1 乙", "0,2 丙", "1,0 丁", "1,1 戊", "1,2 己"],
    ),
    (
        "a narrow column that is one",
        table(row("甲", "乙", "丙"), row(wide("丁", 2), "戊"), widths=(2000, 40, 2000)),
        ["0,0 甲", "0,1 乙", "0,2 丙", "1,0 丁 +1,2", "1,2 戊"],
    ),
]


@pytest.mark.parametrize(("body", "cells"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_grids(body: str, cells: list[str]) -> None:
    assert grid(packed(body)) == cells


@pytest.mark.parametrize("columns", ["2000000000", "99999999999999999999", "-4", "许多", "0"])
def test_impossible_spans_take_the_room_there_is(columns: str) -> None:
    reading = read(packed(table(row(wide("合计", columns), "乙"), row("甲", "乙"), widths=(1000, 1000))))
    assert [(cell.row, cell.column, cell.columns) for cell in reading.layout.grids[0].cells] == [
        (0, 0, 1),
        (0, 1, 1),
        (1, 0, 1),
        (1, 1, 1),
    ]
    assert (Remark("docx_spans") in reading.layout.remarks) == (columns not in ("-4", "0"))


def test_a_table_in_a_cell() -> None:
    inner = table(row("蟹产业园", "4亿元"), row("交易市场", "1.2亿元"))
    raw = packed(table(row("类别", "项目"), row("农业", cell(p("如下") + inner + p("")))))
    assert lines(raw) == ["类别", "项目", "农业", "如下", "蟹产业园", "4亿元", "交易市场", "1.2亿元"]
    assert grid(raw)[-1] == "1,1 如下\n蟹产业园\n4亿元\n交易市场\n1.2亿元"
    assert grid(raw, 1) == ["0,0 蟹产业园", "0,1 4亿元", "1,0 交易市场", "1,1 1.2亿元"]


def test_header_rows_are_marked() -> None:
    body = table(
        row("项目", "投资", properties="<w:tblHeader/>"), row("甲", "1", properties='<w:tblHeader w:val="0"/>')
    )
    assert [cell.is_header for cell in read(packed(body)).layout.grids[0].cells] == [True, True, False, False]


def test_a_table_without_rows() -> None:
    assert read(packed(p("甲") + table() + p("乙"))).text.split() == ["甲", "乙"]
