"""The bytes of a web page → its elements, without those that hold no text to be read.

What a page declares of its encoding is often wrong (gb2312 over UTF-8, `charset=undefined`), so the bytes decide; a
page with a few bad bytes is read as browsers do, and that is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import lxml.etree
import lxml.html
from lxml.html import HtmlElement

from graph.records import Remark
from ingest.sources.decode import decode, decode_with_faults
from ingest.sources.unreadable import Unreadable
from ingest.sources.web_words import word_set

DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
DECLARED_BYTES = 4096
XML_DECLARATION = re.compile(r"<\?xml[^>]*\?>")
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # characters that no XML may hold
LONG_TAG = re.compile(r"<(\w+)\s[^<>]{20000,}>")
MERE_BOX = re.compile(
    r"<(/?)(?:div|section|font|span|b|i|strong|em|center|li|ul|table|tbody|tr|td)\b[^<>]*>", re.IGNORECASE
)
# All that can hold something, but for what makes a page and what is no text.
ANY_BOX = re.compile(
    r"</?(?!(?:html|head|body|title|meta|script|style|textarea|noscript|i?frame|frameset|template)\b)[a-z][^<>]*>",
    re.IGNORECASE,
)
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """The elements of a page and what a person should know of how its bytes were read."""

    root: HtmlElement
    remarks: tuple[Remark, ...] = ()
    has_scripts: bool = False
    has_frames: bool = False


def parse_page(raw: bytes, name: str) -> Page:
    """The page, its scripts, hidden elements and the like taken out."""
    text, remarks = _characters(raw, name)
    text = UNFIT.sub(" ", XML_DECLARATION.sub("", text))
    if not text.strip():
        raise Unreadable(name, "no_text")
    text = LONG_TAG.sub(r"<\1>", text)
    try:
        root, is_cut = _parse(text)
        for boxes in (MERE_BOX, ANY_BOX):
            if is_cut:
                root, is_cut = _parse(boxes.sub("<br>", text))
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError) as fault:
        raise Unreadable(name, "no_text") from fault
    if is_cut:
        raise Unreadable(name, "deep")
    has_scripts = next(root.iter("script"), None) is not None
    has_frames = next(root.iter("frame", "iframe"), None) is not None
    return Page(root, remarks, has_scripts, has_frames)


def _parse(text: str) -> tuple[HtmlElement, bool]:
    """The elements, and whether the parser left out what lies too deep (more than 2,048 elements)."""
    parser = lxml.html.HTMLParser(huge_tree=True, remove_pis=True, remove_comments=True)
    root: HtmlElement = lxml.html.document_fromstring(text, parser=parser)
    return root, any("Excessive depth" in entry.message for entry in parser.error_log)


def drop_unread(root: HtmlElement) -> None:
    """Take out what holds no text to be read: scripts, controls, frames, what is hidden."""
    unread = word_set("dropped")
    for element in [element for element in root.iter() if _is_unread(element, unread)]:
        if element is not root and element.getparent() is not None:
            drop(element)


def drop(element: HtmlElement) -> None:
    """Take an element out, and leave the text behind it."""
    parent, tail = element.getparent(), element.tail
    if parent is None:
        return
    if tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(element)


def text_lengths(root: HtmlElement) -> dict[HtmlElement, int]:
    """How many characters each element holds with all that is inside it, blanks not counted."""
    lengths: dict[HtmlElement, int] = {}
    for element in reversed(list(root.iter())):
        inside = sum(lengths[child] + len("".join((child.tail or "").split())) for child in element)
        lengths[element] = inside + len("".join((element.text or "").split()))
    return lengths


def _is_unread(element: HtmlElement, unread: frozenset[str]) -> bool:
    if not isinstance(element.tag, str) or element.tag in unread:
        return True
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    return HIDDEN_STYLE.search(element.get("style") or "") is not None


def _characters(raw: bytes, name: str) -> tuple[str, tuple[Remark, ...]]:
    try:
        decoded = decode(raw, name)
    except Unreadable as fault:
        is_text = fault.why in ("encoding", "mixed", "no_encoding", "zero_byte")
        text = decode_with_faults(raw, _declared(raw)) if is_text else None
        if text is None:
            raise
        return text, (Remark("bad_bytes", (("count", str(text.count("\ufffd"))),)),)
    return decoded.text, decoded.remarks


def _declared(raw: bytes) -> str:
    """The encoding that a page says it is in; empty where it says none."""
    said = DECLARED.search(raw[:DECLARED_BYTES])
    return said[1].decode("ascii", "replace").lower() if said else ""
