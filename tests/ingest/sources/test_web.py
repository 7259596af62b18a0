"""Web pages as governments' sites make them → the article alone, its structure, and what the page says of itself."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable

import pytest

from graph.records import About, PartKind
from ingest.sources.mail import read_mht
from ingest.sources.reading import Reading
from ingest.sources.unreadable import Unreadable
from ingest.sources.web import read_html

TITLE = "某某县人民政府办公室关于印发《某某县2024年重点项目建设方案》的通知"
TEXT = [
    "各乡镇人民政府，县直有关单位：",
    "一、主要目标",
    "2024年，全县地区生产总值增长6%以上，固定资产投资增长10%。",
    "（一）加快产业项目建设。推进产业园二期、污水处理厂扩建等项目。（县发展和改革局牵头）",
]
TOP = """<div class="{top}"><a href="/">首页</a> | <a href="/zw">政务公开</a>
<span>今天是2024年5月1日 星期三 多云</span></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zw">政府文件</a></div>"""
BAR = """<div>发布日期：2024-03-29 09:12　来源：某某县人民政府办公室　浏览次数：123
【字体：<a>大</a> <a>中</a> <a>小</a>】</div>"""
LINKS = "".join(
    f"<li><span>2024-01-0{n}</span><a href='{n}.html'>邻县2024年重点项目投资{n}0亿元计划</a></li>" for n in range(1, 6)
)
TAIL = """<div><a>【打印】</a><a>【关闭】</a> 分享到：<a>微信</a> <a>微博</a></div><p>扫一扫在手机打开当前页</p>
<p>上一篇：<a href="a">邻县人事任免的通知</a></p><p>下一篇：<a href="b">邻县工作要点</a></p>
<div class="{foot}">主办：某某县人民政府办公室 承办：某某县数据局 湘ICP备12345678号 网站标识码：4300000000</div>"""
ABOUT = """<table class="xxgk">
<tr><td>索引号：</td><td>006318/2024-00123</td><td>发文机关：</td><td>某某县人民政府办公室</td>
</tr><tr><td>成文日期：</td><td>2024-03-18</td><td>发文字号：</td><td>某政办发〔2024〕6号</td></tr></table>"""


def page(
    article: str, *, before: str = "", after: str = "", head: str = "", top: str = "top", foot: str = "foot"
) -> bytes:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}<script>var a = '不是正文';</script></head><body>"
        f"{TOP.format(top=top)}{before}{article}{TAIL.format(foot=foot)}{after}</body></html>"
    ).encode()


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>　　{line}</p>\n" for line in lines)


def read(raw: bytes) -> Reading:
    return read_html(raw, "a.html")


def content(reading: Reading) -> list[str]:
    """The lines that are no furniture."""
    return [reading.text[p.start : p.end] for p in reading.layout.parts if p.kind is not PartKind.FURNITURE]


CONTAINERS = [
    '<div class="pages_content" id="UCAP-CONTENT">{}</div>',
    '<div class="TRS_Editor">{}</div>',
    '<div class="view TRS_UEDITOR trs_paper_default trs_web">{}</div>',
    '<div class="zoomcon" id="Zoom"><div>{}</div></div>',
    '<div class="c1"><!--content.begin--><meta name="ContentStart">{}</div>',
    '<form id="form1"><input type="hidden" value="x"><div class="nr">{}</div></form>',
    '<table><tr><td width="200"><table><tr><td><a href="x">目录</a></td></tr></table></td><td>{}</td></tr></table>',
]


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("top", ["header", "toubu"])
def test_the_article_alone_is_content(container: str, top: str) -> None:
    side = f'<div class="lm"><h3>相关文件</h3><ul>{LINKS}</ul></div><div class="r2"><ul>{LINKS}</ul></div>'
    article = f"<h1>{TITLE}</h1>{BAR}{container.format(paragraphs(TEXT))}"
    hidden = '<div style="display: none">藏起来的一段文字，地区生产总值增长20%。</div>'
    assert content(read(page(article + hidden, after=side, top=top, foot=top))) == [TITLE, *TEXT]


def test_lines_end_where_a_browser_ends_them() -> None:
    broken = "<br/>\n".join(TEXT)
    spans = "".join(f"<p><span>{line[:5]}</span><font><b>{line[5:]}</b></font></p>" for line in TEXT)
    for article in (
        f"<p>{broken}</p>",
        spans,
        f"<pre>{chr(10).join(TEXT)}</pre>",
        paragraphs(TEXT).replace("固定资产", "固定\n  资产"),
    ):
        assert content(read(page(f"<h1>{TITLE}</h1><div id='zoom'>{article}</div>")))[1:] == TEXT


def test_headings_and_lists_keep_level_and_number() -> None:
    article = """<div id="zoom"><h2>一、总体要求</h2><p>坚持稳中求进工作总基调，完成年度任务。</p><ol start="3">
    <li>建设产业园</li><li><p>改造老旧小区</p><p>共12个</p></li></ol>
    <ul><li>修复河道</li></ul><ol><li>1. 已编号</li></ol>
    <ol style="list-style-type:cjk-ideographic"><li>加强领导</li></ol></div>"""
    parts = read(page(article)).layout.parts
    text = read(page(article)).text
    said = [(p.kind, p.level, p.label, text[p.start : p.end]) for p in parts if p.kind is not PartKind.FURNITURE]
    assert said == [
        (PartKind.HEADING, 2, "", "一、总体要求"),
        (PartKind.PARAGRAPH, None, "", "坚持稳中求进工作总基调，完成年度任务。"),
        (PartKind.ITEM, None, "3.", "3. 建设产业园"),
        (PartKind.ITEM, None, "4.", "4. 改造老旧小区"),
        (PartKind.ITEM, None, "", "共12个"),
        (PartKind.ITEM, None, "", "修复河道"),
        (PartKind.ITEM, None, "", "1. 已编号"),
        (PartKind.ITEM, None, "一、", "一、 加强领导"),
    ]


def cells(reading: Reading) -> list[tuple[int, int, int, int, bool, str]]:
    return [
        (c.row, c.column, c.rows, c.columns, c.is_header, reading.text[c.start : c.end])
        for grid in reading.layout.grids
        for c in grid.cells
    ]


def test_a_table_keeps_its_spans() -> None:
    table = """<table><caption>表1 项目表</caption><thead><tr><th rowspan=2>项目</th><th colspan="2">投资</th></tr>
    <tr><th>总投资</th><th>年度</th></tr></thead><tr><td>污水<br>处理厂</td><td>12</td><td rowspan="0">3</td></tr>
    <tr></tr><tr><td>产业园</td><td>5</td></tr></table>"""
    reading = read(page(f"<div id='zoom'>{paragraphs(TEXT)}{table}</div>"))
    assert cells(reading) == [
        (0, 0, 2, 1, True, "项目"),
        (0, 1, 1, 2, True, "投资"),
        (1, 1, 1, 1, True, "总投资"),
        (1, 2, 1, 1, True, "年度"),
        (2, 0, 1, 1, False, "污水\n处理厂"),
        (2, 1, 1, 1, False, "12"),
        (2, 2, 2, 1, False, "3"),
        (3, 0, 1, 1, False, "产业园"),
        (3, 1, 1, 1, False, "5"),
    ]
    assert "表1 项目表" in content(reading)


@pytest.mark.parametrize("span", ["colspan=2000000000", "rowspan=99999999999999", "colspan=-1", "rowspan=x"])
def test_a_span_is_cut_to_the_table(span: str) -> None:
    table = f"<table><tr><td {span}>项目</td><td>投资</td></tr><tr><td>产业园</td><td>5</td></tr></table>"
    found = cells(read(page(f"<div id='zoom'>{paragraphs(TEXT)}{table}</div>")))
    assert [cell[-1] for cell in found] == ["项目", "投资", "产业园", "5"]
    assert max(cell[1] + cell[3] for cell in found) <= 3


@pytest.mark.parametrize(
    "layout",
    [
        "<table><tr><td>{}</td></tr></table>",
        "<table>{}</table>".format("<tr><td>{}</td></tr>"),
        "<table><tr><td><table><tr><td>{}</td></tr></table></td></tr></table>",
    ],
)
def test_a_table_for_layout_is_no_grid(layout: str) -> None:
    reading = read(page(f"<h1>{TITLE}</h1>{layout.format(paragraphs(TEXT))}"))
    assert content(reading) == [TITLE, *TEXT]
    assert not reading.layout.grids


META = f"""<meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" content="2024-03-29 09:12">
<meta name="ContentSource" content="某某县人民政府办公室">"""
LIST = """<ul class="headInfo"><li><span>索 引 号：</span>01</li><li><b>发布机构：</b><i>某某县人民政府办公室</i></li>
<li>发布日期：2024年3月29日</li><li>文　　号：某政办发〔2024〕6号</li></ul>"""


@pytest.mark.parametrize(
    ("before", "head", "about"),
    [
        (ABOUT, "", About(TITLE, "2024-03-18", "某政办发〔2024〕6号", "某某县人民政府办公室")),
        (ABOUT + BAR, META, About(TITLE, "2024-03-29", "某政办发〔2024〕6号", "某某县人民政府办公室")),
        (LIST, "", About(TITLE, "2024-03-29", "某政办发〔2024〕6号", "某某县人民政府办公室")),
        ("", META, About(TITLE, "2024-03-29", None, None)),
    ],
    ids=["table", "table, bar and meta", "list", "meta"],
)
def test_what_a_page_says_of_itself_is_kept_and_no_content(before: str, head: str, about: About) -> None:
    reading = read(page(f"<div class='wz'>{before}<h1>{TITLE}</h1>{paragraphs(TEXT)}</div>", head=head))
    assert reading.layout.about == about
    assert content(reading) == [TITLE, *TEXT]
    assert not reading.layout.grids


def test_a_short_name_does_not_say_whose_office_it_is() -> None:
    assert (
        read(page(f"<h1>某某县2024年工作要点</h1><p>来源：市政府办</p>{paragraphs(TEXT)}")).layout.about.issuer is None
    )


def test_attached_files_are_named() -> None:
    article = f"<div id='zoom'>{paragraphs(TEXT)}<p>附件：<a href='./P1.docx'>1.任务分解表.docx</a></p></div>"
    reading = read(page(article))
    assert content(reading)[-1] == "附件：1.任务分解表.docx"
    assert [dict(remark.values)["names"] for remark in reading.layout.remarks] == ["1.任务分解表.docx"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-le", "utf-8-sig"])
@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "undefined", "big5", "iso-8859-1", ""])
def test_the_bytes_decide_and_not_what_is_declared(encoding: str, declared: str) -> None:
    raw = f"<html><head><meta charset={declared}></head><body>{paragraphs(TEXT)}</body></html>".encode(encoding)
    assert content(read(raw)) == TEXT


def test_two_declarations_of_xml_and_a_bad_byte() -> None:
    declaration = '<?xml version="1.0" encoding="{}"?>'
    raw = (declaration.format("utf-8") + declaration.format("gb2312") + paragraphs(TEXT * 5)).encode("gb18030")
    assert content(read(raw)) == TEXT * 5
    cut = raw.index("固定".encode("gb18030"))
    reading = read(raw[:cut] + b"\xff" + raw[cut:])
    assert len(content(reading)) == len(TEXT * 5)
    assert [remark.why for remark in reading.layout.remarks] == ["bad_bytes"]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (page("<div id='app'></div>"), "shell"),
        (page(f"<h1>{TITLE}</h1><div id='zoom'></div>", head=META), "shell"),
        (f"<html><body><ul>{LINKS}</ul></body></html>".encode(), "no_article"),
        (b"<html><head><title>x</title></head><frameset><frame src=a.html></frameset></html>", "frames"),
        ("<div>导航</div><iframe src='a.html'></iframe><p>打印 关闭</p>".encode(), "frames"),
        (b"  ", "no_text"),
        (paragraphs(TEXT).encode().decode("gb18030", "replace").encode(), "garbled_lost"),
    ],
)
def test_a_page_without_an_article_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(Unreadable) as mistake:
        read(raw)
    assert mistake.value.why == why


@pytest.mark.parametrize(
    "box", ["<div>", "<div class='header'>", "<font><b>", "<ul><li>", "<table><tr><td>", "<x-y>", "<article><a>"]
)
def test_elements_thousands_deep(box: str) -> None:
    assert TEXT[2] in content(read(f"<html><body>{box * 3_000}<p>{TEXT[2]}</p>".encode()))


MAIL = """MIME-Version: 1.0
Subject: x
Content-Type: multipart/related; type="text/html"; boundary="x"

--x
Content-Type: text/html; charset="{charset}"
Content-Transfer-Encoding: {transfer}

{body}
--x
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--x--
"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
@pytest.mark.parametrize("transfer", ["quoted-printable", "base64", "8bit"])
def test_a_page_saved_whole(charset: str, transfer: str) -> None:
    inner = f"<html><head><meta charset={charset}></head>{paragraphs(TEXT)}</html>".encode(charset)
    write: dict[str, Callable[[bytes], bytes]] = {
        "quoted-printable": quopri.encodestring,
        "base64": base64.encodebytes,
        "8bit": bytes,
    }
    raw = MAIL.format(charset=charset, transfer=transfer, body="BODY").encode().replace(b"BODY", write[transfer](inner))
    assert content(read_mht(raw, "a.mht")) == TEXT


def test_a_saved_mail_without_a_page_is_refused() -> None:
    with pytest.raises(Unreadable, match="without a web page"):
        read_mht(b"MIME-Version: 1.0\nContent-Type: text/plain\n\nx", "a.mht")
