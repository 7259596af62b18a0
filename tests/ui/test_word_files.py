"""What a Word file made of blocks holds, as another program reads it."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn

from ui.app.word import Block, Grid, Heading, Quotation, Text, document


def test_blocks_come_in_their_order_with_numbered_sources_at_the_end() -> None:
    blocks: list[Block] = [
        Heading("一、粮食"),
        Text("面积增至462万亩[1]。"),
        Quotation("稳定在462万亩", "报告"),
        Grid(["项目", "阶段"], [["国际陆港", "建成[2]"]], widths=(2, 1)),
    ]
    made = Document(BytesIO(document("两份规划", blocks, sources=["甲", "乙"], note="2026年")))
    styles = [(paragraph.style and paragraph.style.name, paragraph.text) for paragraph in made.paragraphs]
    assert styles == [
        ("Title", "两份规划"),
        ("Subtitle", "2026年"),
        ("Heading 1", "一、粮食"),
        ("Normal", "面积增至462万亩[1]。"),
        ("Quote", "稳定在462万亩 (报告)"),
        ("Table Text", ""),
        ("Heading 1", "资料来源"),
        ("List Number", "[1] 甲"),
        ("List Number", "[2] 乙"),
    ]
    table = made.tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["项目", "阶段"], ["国际陆港", "建成[2]"]]
    raised = [run.text for run in made.paragraphs[3].runs if run.font.superscript]
    assert raised == ["[1]"]


@pytest.mark.parametrize(
    ("style", "font", "points"),
    [("Title", "方正小标宋简体", 22), ("Normal", "仿宋_GB2312", 16), ("Heading 1", "黑体", 16)],
)
def test_fonts_are_those_of_official_papers(style: str, font: str, points: int) -> None:
    made = Document(BytesIO(document("标题", [])))
    found = made.styles[style]
    assert found.element.rPr.rFonts.get(qn("w:eastAsia")) == font
    assert found.font.size.pt == points


def test_a_font_that_may_be_missing_has_a_substitute() -> None:
    with ZipFile(BytesIO(document("标题", []))) as package:
        fonts = package.read("word/fontTable.xml").decode()
    assert '<w:font w:name="方正小标宋简体"><w:altName w:val="宋体"/></w:font>' in fonts


def test_signs_that_no_file_can_hold_are_left_out() -> None:
    made = Document(BytesIO(document("标\x01题", [Text("一\x0b二\ud800三")])))
    assert [paragraph.text for paragraph in made.paragraphs] == ["标题", "一二三"]
