"""Web pages → the title and the main content, a paragraph or cell a line."""

from __future__ import annotations

import re

import lxml.etree
import lxml.html

from ingest.sources.decode import decode_text
from ingest.sources.reading import Heard, Reading, unheard
from ingest.sources.unreadable import Unreadable

NO_CONTENT = ("script", "style", "noscript", "nav", "header", "footer", "form", "iframe", "button", "select", "svg")
BREAKS_LINE = frozenset(
    [
        "p",
        "div",
        "br",
        "tr",
        "td",
        "th",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "section",
        "article",
        "blockquote",
        "pre",
        "dt",
        "dd",
    ]
)
MAIN_SHARE = 0.6  # the main content holds at least this share of the text that is no link


def read_html(raw: bytes, name: str, heard: Heard = unheard) -> Reading:
    """The title and the main content, a paragraph or cell a line."""
    page = _parse_page(raw, name)
    heading = page.findtext(".//h1") or page.findtext(".//title") or ""
    for tag in NO_CONTENT:
        for unwanted in page.findall(f".//{tag}"):
            unwanted.drop_tree()
    text = _lines_of(_main_part(page))
    title = " ".join(heading.split())
    return Reading(text if not title or title in text[:500] else f"{title}\n{text}")


def _parse_page(raw: bytes, name: str) -> lxml.html.HtmlElement:
    declared = re.search(rb"charset=[\"']?([\w-]+)", raw[:2048])
    encoding = declared.group(1).decode("ascii").lower() if declared else ""
    if encoding in ("gb2312", "gbk"):
        encoding = "gb18030"
    try:
        text = raw.decode(encoding) if encoding else decode_text(raw, name)
    except (UnicodeDecodeError, LookupError):
        text = decode_text(raw, name)
    try:
        return lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except lxml.etree.ParserError as fault:
        raise Unreadable(name, "no_text") from fault


def _main_part(page: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    body = page.find("body")
    part = page if body is None else body
    whole = _prose_length(part)
    while True:
        inner = [child for child in part if isinstance(child.tag, str) and _prose_length(child) >= MAIN_SHARE * whole]
        if not inner or inner[0].tag in ("p", "table", "tbody", "tr", "span"):
            return part
        part = inner[0]


def _prose_length(element: lxml.html.HtmlElement) -> int:
    links = sum(len(link.text_content()) for link in element.iter("a"))
    return len(element.text_content()) - links


def _lines_of(element: lxml.html.HtmlElement) -> str:
    pieces: list[str] = []
    _collect(element, pieces)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _collect(element: lxml.html.HtmlElement, pieces: list[str]) -> None:
    if not isinstance(element.tag, str):  # a comment
        pieces.append((element.tail or "").replace("\n", " "))
        return
    breaks = element.tag in BREAKS_LINE
    pieces.append("\n" if breaks else "")
    pieces.append((element.text or "").replace("\n", " "))
    for child in element:
        _collect(child, pieces)
    pieces.append("\n" if breaks else "")
    pieces.append((element.tail or "").replace("\n", " "))
