"""Word, PDF and web pages → text, one paragraph or table cell a line, in the order a person reads them."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator

import docx
import lxml.etree
import lxml.html
import pypdf
import pypdf.errors
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table as WordTable

from ingest.sources.decode import decode_text
from ingest.sources.reading import Reading
from ingest.sources.unreadable import Unreadable

# ------------------------------------------------------------------------------------------------------------- Word


def read_docx(raw: bytes, name: str) -> Reading:
    """Paragraphs and tables in their order; a table's cells one a line, a merged cell once."""
    try:
        word = docx.Document(io.BytesIO(raw))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, lxml.etree.XMLSyntaxError) as fault:
        raise Unreadable(name, "docx") from fault
    return Reading("\n".join(_word_lines(word)))


def _word_lines(word: WordDocument) -> Iterator[str]:
    for piece in word.iter_inner_content():
        if isinstance(piece, WordTable):
            yield from _table_lines(piece)
        else:
            yield piece.text


def _table_lines(table: WordTable) -> Iterator[str]:
    seen: set[object] = set()
    yield ""
    for row in table.rows:
        for cell in row.cells:
            if cell._tc not in seen:  # a merged cell comes once for each place it covers
                seen.add(cell._tc)
                yield " ".join(cell.text.split())
    yield ""


# -------------------------------------------------------------------------------------------------------------- PDF

PAGE_NUMBER = re.compile(r"[-—–－\s·第]*(?:\d{1,4}|[ivxIVX]{1,6})(?:\s*/\s*\d{1,4})?[-—–－\s·页]*")
FRAME_LINES = 2  # how many lines at the head and foot of a page may belong to its frame


def read_pdf(raw: bytes, name: str) -> Reading:
    """The text of all pages without page numbers and the lines that most pages repeat at head or foot."""
    try:
        pdf = pypdf.PdfReader(io.BytesIO(raw))
        if pdf.is_encrypted and not pdf.decrypt(""):
            raise Unreadable(name, "password")
        pages = [page.extract_text().splitlines() for page in pdf.pages]
    except (
        pypdf.errors.PyPdfError,
        pypdf.errors.DependencyError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
    ) as fault:
        raise Unreadable(name, "pdf", fault=fault) from fault
    if not any(line.strip() for page in pages for line in page):
        raise Unreadable(name, "pictures")
    return Reading("\n".join(line for page in drop_page_frames(pages) for line in page))


def drop_page_frames(pages: list[list[str]]) -> list[list[str]]:
    """Pages without their page numbers and running heads and feet."""
    trimmed = [[line for line in page if line.strip()] for page in pages]
    edges = Counter(edge for page in trimmed for edge in {_frame_key(line) for line in _edge_lines(page)})
    often = max(3, len(pages) // 2)
    frames = {edge for edge, pages_with_it in edges.items() if edge and pages_with_it >= often}
    return [[line for at, line in enumerate(page) if not _is_frame(line, at, len(page), frames)] for page in trimmed]


def _edge_lines(page: list[str]) -> list[str]:
    return page[:FRAME_LINES] + page[-FRAME_LINES:]


def _frame_key(line: str) -> str:
    return re.sub(r"^\d+\s+|\s+\d+$", "", line.strip())


def _is_frame(line: str, at: int, count: int, frames: set[str]) -> bool:
    if FRAME_LINES <= at < count - FRAME_LINES:
        return False
    return PAGE_NUMBER.fullmatch(line.strip()) is not None or _frame_key(line) in frames


# -------------------------------------------------------------------------------------------------------- web pages

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


def read_html(raw: bytes, name: str) -> Reading:
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
