"""Plans → web pages, pages saved whole, and PDF files printed by Chromium."""

from __future__ import annotations

from email.message import EmailMessage
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.made_files.plans import Line, MadeTable, Plan, each_cell

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PRINT = """body{font:15px/1.8 "Noto Serif CJK SC";text-align:justify} h1{text-align:center;font-size:24px}
h2{font-size:18px} h3{font-size:16px} p{margin:4px 0;text-indent:2em} p.c{text-align:center;text-indent:0}
table{border-collapse:collapse;width:100%;font-size:13px;line-height:1.4;margin:8px 0}
td,th{padding:4px 5px;text-align:center;font-weight:normal}
tr{break-inside:avoid} h2,h3,.c{break-after:avoid}
.ruled td,.ruled th{border:1px solid #000}
.three table{border-top:2px solid #000;border-bottom:2px solid #000}.three thead{border-bottom:1px solid #000}
.two{column-count:2;column-gap:36px} .two .wide{column-span:all}
"""
AROUND = """<div class="top"><a href="/">首页</a> | <a href="/xxgk/">政务公开</a> | <a href="/zwfw/">政务服务</a></div>
<div class="nav"><ul>{links}</ul></div>
<div class="location">当前位置：<a href="/">首页</a> &gt; <a href="/gk">规划计划</a></div>"""
BELOW = """<div class="related"><h3>相关链接</h3><ul>
<li><a href="/a/1.html">关于印发全市2023年重点项目投资计划的通知</a></li>
<li><a href="/a/2.html">一图读懂：2022年全市地区生产总值增长6.5%</a></li></ul></div>
<div class="footer"><p>主办：市人民政府办公室 版权所有</p><p>湘ICP备05001234号 网站标识码：4312000001</p></div>"""
NARROW = 4  # columns of a table that fits into one of two columns of a page
LINKS = ("市情概况", "领导之窗", "政府文件", "规划计划", "财政预决算", "重大项目", "人事信息", "公示公告")


def body_html(plan: Plan, *, with_head: bool = False, kind: str = "td") -> str:
    """The plan as HTML without its title; `with_head`: header rows in a thead."""
    return "".join(
        _table_html(part, with_head, kind) if isinstance(part, MadeTable) else _line_html(part) for part in plan.flow
    )


def _line_html(line: Line) -> str:
    tag = f"h{line.level + 1}" if line.level else "p"
    return f"<{tag}>{escape(line.shown)}</{tag}>"


def _table_html(table: MadeTable, with_head: bool, kind: str) -> str:
    rows: list[list[str]] = [[] for _ in table.rows]

    def draw(row: int, column: int, high: int, wide: int, text: str) -> None:
        tag = kind if row < len(table.header) else "td"
        spans = (f' rowspan="{high}"' if high > 1 else "") + (f' colspan="{wide}"' if wide > 1 else "")
        rows[row].append(f"<{tag}{spans}>{escape(text)}</{tag}>")

    each_cell(table.rows, draw)
    drawn = [f"<tr>{''.join(row)}</tr>" for row in rows]
    count = len(table.header)
    head = f"<thead>{''.join(drawn[:count])}</thead>" if with_head else "".join(drawn[:count])
    above = "".join(f"<p class=c>{escape(text)}</p>" for text in (table.caption, table.unit_line) if text)
    below = "".join(f"<p>{escape(text)}</p>" for text in table.notes)
    wide = " class=wide" if len(table.columns) > NARROW else ""
    return f"<div{wide}>{above}<table>{head}<tbody>{''.join(drawn[count:])}</tbody></table>{below}</div>"


def write_page(plan: Plan, path: Path, traits: frozenset[str]) -> Path:
    """A page of a government site; `traits`: gbk, named (its article has a usual name), th, plain-headings."""
    body = body_html(plan, kind="th" if "th" in traits else "td")
    if "plain-headings" in traits:
        for level in (2, 3):
            body = body.replace(f"<h{level}>", "<p><strong>").replace(f"</h{level}>", "</strong></p>")
    links = "".join(f'<li><a href="/{at}/">{word}</a></li>' for at, word in enumerate(LINKS))
    name = ' class="TRS_Editor"' if "named" in traits else ' class="xq"'
    charset = "gb2312" if "gbk" in traits else "utf-8"
    attached = '<p>附件：<a href="./P020250101.xlsx">1.重点项目表.xlsx</a></p>' if "attached" in traits else ""
    page = (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{plan.title}_{plan.region}人民政府</title>'
        f'<meta name="ArticleTitle" content="{plan.title}"><meta name="PubDate" content="2025-01-20 09:30:00">'
        "</head><body>"
        f'{AROUND.format(links=links)}<div class="main"><h1>{plan.title}</h1>'
        '<div class="info">发布时间：2025-01-20 09:30 来源：市发展改革委 【字体：大 中 小】 '
        '<a href="javascript:print()">打印</a></div>'
        f"<div{name}>{body}{attached}</div></div>{BELOW}</body></html>"
    )
    encoded = page.encode("gb18030" if "gbk" in traits else "utf-8")
    path.write_bytes(_saved(encoded, charset) if path.suffix == ".mht" else encoded)
    return path


def _saved(page: bytes, charset: str) -> bytes:
    """A page saved whole."""
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "http://www.example.gov.cn/gk/1.html"
    message["Subject"] = "page"
    message.make_related()
    part = EmailMessage()
    part.set_content(page, "text", "html", cte="base64")
    part.replace_header("Content-Type", f'text/html; charset="{charset}"')
    message.attach(part)
    picture = EmailMessage()
    picture.set_content(b"GIF89a" + bytes(40), "image", "gif")
    message.attach(picture)
    return bytes(message)


def print_page(browser: Browser, plan: Plan, path: Path, traits: frozenset[str]) -> Path:
    """Print a plan; `traits`: ruled, three, none (rules of tables), two (columns), frame (running head and foot),
    outline (bookmarks), head (header rows repeated on each page)."""
    rules = next((one for one in ("ruled", "three") if one in traits), "none")
    columns = " two" if "two" in traits else ""
    main = body_html(plan, with_head="head" in traits or rules == "three", kind="th")
    html = (
        f'<html lang=zh><meta charset=utf-8><style>{PRINT}</style><body class="{rules}"><h1>{plan.title}</h1>'
        f"<div class='{columns}'>{main}</div></body></html>"
    )
    sheet = browser.new_page()
    sheet.set_content(html)
    size = 'style="font-size:9px;width:100%;text-align:center"'
    sheet.pdf(
        path=str(path),
        format="A4",
        display_header_footer="frame" in traits,
        header_template=f"<div {size}>{plan.title}</div>",
        footer_template=f"<div {size}>— <span class=pageNumber></span> —</div>",
        margin={"top": "22mm", "bottom": "22mm", "left": "24mm", "right": "24mm"},
        outline="outline" in traits,
        tagged="outline" in traits,
        print_background=True,
    )
    sheet.close()
    return path
