"""What a Word file shows a reader: headings, changes, boxes, notes, fields, breaks, pages."""

from __future__ import annotations

import pytest

from graph.errors import MailuoError
from graph.records import Remark
from tests.ingest.sources.word_files import (
    cell,
    field,
    grid,
    lines,
    listed,
    lists,
    p,
    packed,
    parts,
    r,
    read,
    row,
    style,
    styled,
    table,
)

BR = '<w:r><w:br w:type="page"/></w:r>'
PROMPTED = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
PROMPT = '<w:rStyle w:val="prompt"/>'
BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
NOTED = "<w:r><w:lastRenderedPageBreak/></w:r>"


def box(*texts: str, kind: str = "wps:txbx") -> str:
    """A text box in both ways of drawing it, or in the old one alone."""
    inner = f"<w:txbxContent>{''.join(p(text) for text in texts)}</w:txbxContent>"
    old = f"<w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"
    if kind == "v:textbox":
        return f"<w:r>{old}</w:r>"
    new = f"<w:drawing><wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></w:drawing>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback>'
        "</mc:AlternateContent></w:r>"
    )


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def inserted(content: str) -> str:
    return f'<w:ins w:id="1" w:author="某">{content}</w:ins>'


def deleted(text: str) -> str:
    return f'<w:del w:id="2" w:author="某"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


BODIES = [
    ("runs", p(r("地区生产总值") + r("增长") + r("7%", "<w:b/>")), ["地区生产总值增长7%"]),
    ("a link", p(r("见") + f'<w:hyperlink r:id="x">{r("规划")}</w:hyperlink>' + r("。")), ["见规划。"]),
    ("tags", p(f"<w:smartTag>{r('桃江')}<w:customXml>{r('县')}</w:customXml></w:smartTag>"), ["桃江县"]),
    ("insertions and deletions", p(r("增长") + deleted("6%") + inserted(r("7%")) + r("以上")), ["增长7%以上"]),
    (
        "moved text",
        p(f'<w:moveFrom w:id="1">{r("先")}</w:moveFrom>' + r("后")) + p(f'<w:moveTo w:id="2">{r("先")}</w:moveTo>'),
        ["后", "先"],
    ),
    (
        "a deleted end joins paragraphs",
        p(r("完成投资"), '<w:rPr><w:del w:id="1"/></w:rPr>') + p(r("18亿元。")),
        ["完成投资18亿元。"],
    ),
    ("a deleted end before a table", p(r("甲"), "<w:rPr><w:del/></w:rPr>") + table(row("乙")) + p("丙"), ["甲", "丙"]),
    ("a deleted end at the end", p(r("甲"), "<w:rPr><w:del/></w:rPr>"), ["甲"]),
    ("an initial set large", p("全", '<w:framePr w:dropCap="drop"/>') + p("县上下"), ["全县上下"]),
    ("a deleted paragraph", p(deleted("原定推进机场项目。"), "<w:rPr><w:del/></w:rPr>") + p("正文"), ["正文"]),
    ("changes of form only", p(r("甲", '<w:rPrChange w:id="3"><w:rPr/></w:rPrChange>')), ["甲"]),
    ("hidden text", p(r("甲") + r("乙", "<w:vanish/>") + r("丙", '<w:vanish w:val="0"/>')), ["甲丙"]),
    ("soft breaks", p(r("联系人：张三|电话：0737|地址：桃江县")), ["联系人：张三", "电话：0737", "地址：桃江县"]),
    (
        "a soft break inside a sentence",
        p(r("推进桃江县竹木产业园、|桃江至安化公路建设。")),
        ["推进桃江县竹木产业园、桃江至安化公路建设。"],
    ),
    (
        "lines broken to fit a width",
        p(r("坚持稳中求进工作总基调完整准确全面贯|彻新发展理念加快构建新发展格局着力推动|高质量发展。")),
        ["坚持稳中求进工作总基调完整准确全面贯彻新发展理念加快构建新发展格局着力推动高质量发展。"],
    ),
    (
        "items of one length",
        p(r("1.安化县重点项目任务分解表一览|2.安化县重点项目责任分工表一览|3.安化县重点项目资金安排表一览")),
        ["1.安化县重点项目任务分解表一览", "2.安化县重点项目责任分工表一览", "3.安化县重点项目资金安排表一览"],
    ),
    ("tabs", p(r("甲\t乙")), ["甲\t乙"]),
    (
        "a hyphen that does not part lines",
        p("<w:r><w:t>2021</w:t><w:noBreakHyphen/><w:t>2025年</w:t></w:r>"),
        ["2021-2025年"],
    ),
    ("symbols", p('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>90%</w:t></w:r>'), ["≥90%"]),
    ("letters of a symbol font", p(r("\uf0a3", '<w:rFonts w:ascii="Symbol"/>') + r("5%")), ["≤5%"]),
    ("an unknown symbol", p('<w:r><w:sym w:font="Marlett" w:char="F0B3"/><w:t>甲</w:t></w:r>'), ["甲"]),
    ("a code that is none", p('<w:r><w:sym w:font="Symbol" w:char="甲"/><w:t>乙</w:t></w:r>'), ["乙"]),
    ("raised digits", p(r("3000m") + r("2", '<w:vertAlign w:val="superscript"/>')), ["3000m²"]),
    ("a raised sign of a note", p(r("增长7.5") + r("1", '<w:vertAlign w:val="superscript"/>')), ["增长7.5¹"]),
    (
        "an equation",
        p(
            r("增速=")
            + "<m:oMath><m:f><m:num><m:r><m:t>甲</m:t></m:r></m:num><m:den><m:r><m:t>乙</m:t></m:r></m:den></m:f>"
            "<m:sSup><m:e><m:r><m:t>丙</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>"
        ),
        ["增速=甲/乙丙²"],
    ),
    (
        "a word with its reading over it",
        p(f"<w:r><w:ruby><w:rt>{r('yuán')}</w:rt><w:rubyBase>{r('沅')}</w:rubyBase></w:ruby></w:r>" + r("陵县")),
        ["沅陵县"],
    ),
    ("a field", p(r("专栏") + field(" SEQ 专栏 ", r("3")) + r(" 工程")), ["专栏3 工程"]),
    ("a page number", p(r("共") + field(" PAGE ", r("12")) + r("页")), ["共页"]),
    ("a simple field", p(f'<w:fldSimple w:instr=" REF x ">{r("表1")}</w:fldSimple>'), ["表1"]),
    ("a simple page number", p(f'<w:fldSimple w:instr="NUMPAGES">{r("9")}</w:fldSimple>' + r("甲")), ["甲"]),
    ("fields in fields", p(BEGIN + code("HYPERLINK x") + field("REF y", r("暗")) + SEPARATE + r("明") + END), ["明"]),
    ("a circled number", p(BEGIN + code(" eq \\o\\ac(○,3)") + END + r("甲")), ["③甲"]),
    (
        "a comment",
        p(
            '<w:commentRangeStart w:id="1"/>'
            + r("甲")
            + '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
        ),
        ["甲"],
    ),
    (
        "a content control",
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p('甲')}</w:sdtContent></w:sdt>"
        + p(f"<w:sdt><w:sdtContent>{r('乙')}</w:sdtContent></w:sdt>"),
        ["甲", "乙"],
    ),
    (
        "a prompt to write, beside what was written all the same",
        p(f"{PROMPTED}{r('单击此处输入', PROMPT)}{r('乙')}</w:sdtContent></w:sdt>" + r("甲") + r("丙", PROMPT)),
        ["乙甲丙"],
    ),
    (
        "blocks in wrappers",
        f'<w:customXml>{p("甲")}</w:customXml>{inserted(p("乙"))}<w:moveFrom w:id="1">{p("丙")}</w:moveFrom>',
        ["甲", "乙"],
    ),
    ("a text box drawn in two ways", p(r("甲") + box("专栏1", "工程")) + p("乙"), ["甲", "[]专栏1", "[]工程", "乙"]),
    ("a text box of old", p(box("专栏2", kind="v:textbox")) + p("乙"), ["[]专栏2", "乙"]),
    (
        "boxes in a group",
        p(f"<w:r><w:drawing><g>{box('甲')[5:-6]}{box('乙')[5:-6]}</g></w:drawing></w:r>"),
        ["[]甲", "[]乙"],
    ),
    ("a title over two lines", styled("T", "桃江县人民政府|关于印发计划的通知"), ["桃江县人民政府关于印发计划的通知"]),
    ("a heading over two lines", styled("h1", "重点|任务"), ["#重点任务"]),
    ("a level of a paragraph's own", p("目标", '<w:outlineLvl w:val="2"/>'), ["###目标"]),
    ("a heading by its Chinese name", styled("c2", "目标"), ["##目标"]),
    ("a heading by what it is based on", styled("own", "目标"), ["#目标"]),
    ("running text in a heading's style", styled("h1", "正文", '<w:outlineLvl w:val="9"/>'), ["正文"]),
    ("a style made running text", styled("flat", "正文"), ["正文"]),
    ("styles in a circle", styled("a", "正文"), ["正文"]),
    ("a style that is not there", styled("none", "正文"), ["正文"]),
    ("text hidden by its style", styled("hid", "暗") + p("明"), ["明"]),
    ("contents by style", styled("toc1", "一、目标\t1") + styled("h1", "目标"), ["~一、目标\t1", "#目标"]),
    (
        "contents by field",
        p(BEGIN + code("TOC \\o") + SEPARATE + r("一、目标 1")) + p("二、任务 2") + p(END) + p("正文"),
        ["~一、目标 1", "~二、任务 2", "正文"],
    ),
    (
        "contents that end where the text begins, or lost their end",
        p(BEGIN + code("TOC") + SEPARATE + r("目标 1"))
        + p(END + r("正文"))
        + p(BEGIN + code("TOC") + SEPARATE + r("任务 2"))
        + styled("h1", "任务")
        + p("正文"),
        ["~目标 1", "正文", "~任务 2", "#任务", "正文"],
    ),
    (
        "fields that lost their end",
        p(r("甲") + BEGIN + code("REF x")) + p("乙") + p(BEGIN + code("PAGE") + SEPARATE + r("3")) + p(END + r("丙")),
        ["甲", "乙", "丙"],
    ),
    (
        "contents by gallery",
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{p('目录')}{p('一、目标 1')}</w:sdtContent></w:sdt>" + p("正文"),
        ["~目录", "~一、目标 1", "正文"],
    ),
]
STYLES = (
    style("T", "Title")
    + style("h1", "heading 1")
    + style("c2", "标题 2")
    + style("own", "公文一级", "", "h1")
    + style("flat", "非标题", '<w:outlineLvl w:val="9"/>', "h1")
    + style("a", "甲", "", "b")
    + style("b", "乙", "", "a")
    + style("hid", "暗", "", "", "<w:rPr><w:vanish/></w:rPr>")
    + '<w:style w:type="character" w:styleId="prompt"><w:name w:val="Placeholder Text"/></w:style>'
    + style("toc1", "toc 1", '<w:outlineLvl w:val="0"/>')
)


@pytest.mark.parametrize(("body", "expected"), [each[1:] for each in BODIES], ids=[each[0] for each in BODIES])
def test_bodies(body: str, expected: list[str]) -> None:
    assert parts(packed(body, styles=STYLES)) == expected


def test_changes_are_said() -> None:
    """Changes of form do not count; what was moved counts once."""
    body = (
        p(r("增长") + deleted("6%") + inserted(r("7%")))
        + p(r("甲"), '<w:rPr><w:ins w:id="1"/></w:rPr><w:pPrChange w:id="9"><w:pPr/></w:pPrChange>')
        + p(f'<w:moveFrom w:id="1">{r("先")}</w:moveFrom><w:moveTo w:id="1">{r("先")}</w:moveTo>')
        + table(row("乙", properties='<w:del w:id="4"/>'), row("丙"))
    )
    assert read(packed(body)).layout.remarks == (Remark("changes", (("count", "4"),)),)
    assert read(packed(p("甲"))).layout.remarks == ()


def test_notes() -> None:
    """A footnote comes behind its paragraph or table, an endnote at the end; their signs are no part of the text."""

    def note(name: str, identifier: int, text: str) -> str:
        return f'<w:{name} w:id="{identifier}">{p(f"<w:r><w:{name}Ref/></w:r>" + r(text))}</w:{name}>'

    def sign(name: str, identifier: int, more: str = "", mark: str = "") -> str:
        return f'<w:r><w:{name}Reference w:id="{identifier}" {more}/>{mark}</w:r>'

    body = (
        p(r("“五个十”工程增长7") + sign("footnote", 2) + r("%以上") + sign("endnote", 2) + r("。"))
        + table(row(cell(p(r("12") + sign("footnote", 3, 'w:customMarkFollows="1"', "<w:t>*</w:t>"))), "甲"))
        + p("结尾")
    )
    raw = packed(
        body,
        footnotes=f'<w:footnote w:type="separator" w:id="0">{p("——")}</w:footnote>'
        + note("footnote", 2, "指十大项目。")
        + note("footnote", 3, "含续建。"),
        endnotes=note("endnote", 2, "按可比价。"),
    )
    assert lines(raw) == ["“五个十”工程增长7%以上。", "指十大项目。", "12", "甲", "含续建。", "结尾", "按可比价。"]
    assert parts(raw)[1:] == ["*指十大项目。", "*含续建。", "结尾", "*按可比价。"]


def test_pages_are_counted_where_the_file_knows_them() -> None:
    body = (
        p("一页")
        + p(r("跨") + NOTED + r("页"))
        + p(BR)
        + p(NOTED + r("三页"))
        + table(
            row(cell(p(r("三"))), "三"),
            row(cell(p(NOTED + r("四"))), "四"),
            row(cell(p(r("四") + NOTED + r("五"))), cell(p(r("四") + NOTED + r("五")))),
        )
        + p("五页")
    )
    reading = read(packed(body))
    assert [(reading.text[spot.start : spot.end], spot.page) for spot in reading.layout.spots] == [
        *(("一页", 1), ("跨", 1), ("页", 2), ("三页", 3), ("三", 3), ("三", 3)),
        *(("四", 4), ("四", 4), ("四五", 4), ("四五", 4), ("五页", 5)),
    ]
    assert read(packed(p("甲") + p(BR) + p("乙"))).layout.spots == ()


def test_pages_that_sections_and_paragraphs_open() -> None:
    def section(kind: str) -> str:
        return f'<w:sectPr><w:type w:val="{kind}"/></w:sectPr>'

    opens = "<w:pageBreakBefore/>"
    body = (
        p("一", opens)
        + p("", section("nextPage"))
        + p("一", section("continuous"))
        + p(NOTED + r("二"), section("continuous"))
        + p("三", "<w:sectPr/>")
        + p("四", opens)
        + p(NOTED + r("四"))
        + p(BR)
        + p("五", opens)
    )
    reading = read(packed(body))
    assert [(reading.text[spot.start : spot.end], spot.page) for spot in reading.layout.spots] == [
        *(("一", 1), ("一", 1), ("二", 2), ("三", 3), ("四", 4), ("四", 5), ("五", 6)),
    ]


def test_boxes_and_tables_in_each_other() -> None:
    boxed = f"<w:txbxContent>{p('专栏')}{table(row('甲', '乙'))}</w:txbxContent>"
    body = p(f"<w:r><w:pict><v:textbox>{boxed}</v:textbox></w:pict></w:r>") + table(
        row("丙", cell(p(r("丁") + box("框"))))
    )
    raw = packed(body)
    assert parts(raw) == ["[]专栏"]
    assert grid(raw) == ["0,0 甲", "0,1 乙"]
    assert grid(raw, 1) == ["0,0 丙", "0,1 丁\n框"]


def test_pictures() -> None:
    picture = "<w:r><w:drawing/></w:r>"
    assert read(packed(p("印章" + "") + p(picture) * 3)).layout.remarks == (Remark("docx_pictures", (("count", "3"),)),)
    assert read(packed(p("坚持稳中求进工作总基调，" * 20) + p(picture))).layout.remarks == ()
    with pytest.raises(MailuoError, match="only pictures"):
        read(packed(p(picture)))


@pytest.mark.parametrize(
    ("drawing", "objects"),
    [
        ('<w:drawing><a:graphicData uri="http://purl.oclc.org/chart"/></w:drawing>', 1),
        ('<w:drawing><a:graphicData uri="http://schemas.openxmlformats.org/2006/picture"/></w:drawing>', 0),
        ('<w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object>', 1),
        ('<w:object><o:OLEObject ProgID="Equation.3"/></w:object>', 0),
    ],
)
def test_what_is_embedded_is_said(drawing: str, objects: int) -> None:
    remarks = read(packed(p("坚持稳中求进工作总基调，" * 20) + p(f"<w:r>{drawing}</w:r>"))).layout.remarks
    assert remarks == ((Remark("docx_objects", (("count", "1"),)),) if objects else ())


def test_a_cell_that_nobody_filled_in_keeps_its_place() -> None:
    unwritten = f"{PROMPTED}{cell(p(r('选择一项', PROMPT)))}</w:sdtContent></w:sdt>"
    assert grid(packed(table(row("甲", unwritten, "丙")), styles=STYLES)) == ["0,0 甲", "0,1 ", "0,2 丙"]


def test_numbers_stand_in_boxes_too() -> None:
    raw = packed(
        listed("甲", 1) + p(f"<w:r><w:pict><w:txbxContent>{listed('乙', 1)}</w:txbxContent></w:pict></w:r>"),
        numbering=lists([("decimal", "%1.", "")]),
    )
    assert parts(raw) == ["-1.甲", "[]2.乙"]
