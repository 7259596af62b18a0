"""The elements of a page → the one that holds its article, without the links, bars and lists around it.

Text counts where it is no link and no line that every page of the site has. The article is the element with a known
name (TRS_Editor, UCAP-CONTENT, zoom …) that holds enough of that text, else the innermost one that holds most of it.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from ingest.sources.web_page import drop
from ingest.sources.web_words import is_noise, related, word_set

MAIN_SHARE = 0.6  # the article holds at least this share of the text that counts
KNOWN_SHARE = 0.3  # an element with a known name need only hold this much
LEAST_PROSE = 15  # characters
LONGEST_TITLE = 24  # of a list of links
MOST_AROUND = 0.5  # of the text that counts: what holds more is never taken for something around the article
WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
STOPS = frozenset(
    ["p", "table", "tbody", "tr", "span", "ul", "ol", "pre", "blockquote", "font", "b", "strong", "center"]
)
STOPS |= frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "dl", "section"])


class Prose:
    """How many characters of text that counts each element of a page holds."""

    def __init__(self, root: HtmlElement) -> None:
        self.lengths: dict[HtmlElement, int] = {}
        linked = _linked(root)
        for element in reversed(list(root.iter())):
            own = 0 if element in linked else _counted(element.text)
            for child in element:
                own += self.lengths.get(child, 0)
                own += 0 if element in linked else _counted(child.tail)
            self.lengths[element] = own

    def of(self, element: HtmlElement) -> int:
        """Of one element with all that is inside it."""
        return self.lengths.get(element, 0)


def find_main(root: HtmlElement) -> HtmlElement:
    """The element that holds the article; things around it are taken out of the page."""
    _drop_around(root)
    prose = Prose(root)
    body = root.find("body")
    part = root if body is None else body
    known = _known(part, prose)
    return _innermost(part, prose) if known is None else known


def _known(part: HtmlElement, prose: Prose) -> HtmlElement | None:
    least = max(LEAST_PROSE, KNOWN_SHARE * prose.of(part))
    named = [element for element in part.iter() if _has_name(element, "main") and prose.of(element) >= least]
    if not named:
        return None
    best = max(named, key=lambda element: prose.of(element))
    # of those within one another that hold the same text, the innermost
    return [element for element in named if prose.of(element) >= 0.9 * prose.of(best)][-1]


def _innermost(part: HtmlElement, prose: Prose) -> HtmlElement:
    whole = prose.of(part)
    while True:
        inner = next((child for child in part if prose.of(child) >= MAIN_SHARE * whole), None)
        if inner is None or (inner.tag in STOPS and not _is_layout(inner)):
            return part
        part = inner


def _is_layout(element: HtmlElement) -> bool:
    """A table, or a part of one, that only arranges the page: it holds further tables."""
    return element.tag in ("table", "tbody", "tr") and next(element.iterdescendants("table"), None) is not None


def _drop_around(root: HtmlElement) -> None:
    prose = Prose(root)
    body = root.find("body")
    whole = prose.of(root if body is None else body)
    kept = _around_main(root, prose, whole)
    for element in [element for element in root.iter() if _has_name(element, "around") and element not in kept]:
        if prose.of(element) < MOST_AROUND * whole or not whole:
            drop(element)


def _around_main(root: HtmlElement, prose: Prose, whole: int) -> set[HtmlElement]:
    """Elements with the known name of an article that hold enough, and all that they stand in."""
    least = max(LEAST_PROSE, KNOWN_SHARE * whole)
    kept = {root, *root.iterchildren("body")}
    for element in root.iter():
        if prose.of(element) >= least and _has_name(element, "main"):
            inner: HtmlElement | None = element
            while inner is not None and inner not in kept:
                kept.add(inner)
                inner = inner.getparent()
    return kept


def drop_related(root: HtmlElement) -> None:
    """Take lists of links under a title of their own (相关文件) out of the page."""
    for element, text in _short_texts(root).items():
        if related().fullmatch(text) is None or element.getparent() is None:
            continue
        box = element
        while not _is_list_of_links(box) and (parent := box.getparent()) is not None and parent.tag != "body":
            following = box.getnext()
            if following is not None:
                if _is_list_of_links(following):
                    drop(following)
                break
            box = parent
        drop(box if box is element or _is_list_of_links(box) else element)


def _is_list_of_links(element: HtmlElement) -> bool:
    linked = sum(len("".join(link.itertext()).strip()) for link in element.iter("a"))
    return linked > 0 and linked * 2 >= len("".join("".join(element.itertext()).split()))


def _short_texts(root: HtmlElement) -> dict[HtmlElement, str]:
    """The texts of the elements that hold a few words and no more."""
    short: dict[HtmlElement, str] = {}
    for element in reversed(list(root.iter())):
        if any(child not in short for child in element):
            continue
        pieces = [element.text or "", *(piece for child in element for piece in (short[child], child.tail or ""))]
        text = " ".join("".join(pieces).split())
        if len(text) < LONGEST_TITLE:
            short[element] = text
    return {element: text for element, text in short.items() if text}


def _linked(root: HtmlElement) -> set[HtmlElement]:
    """Links, and the items of lists that are links with a date or a source beside them."""
    found: set[HtmlElement] = set()
    for link in root.iter("a"):
        found.update(link.iter())
        item = next(link.iterancestors("li", "tr", "dd"), None)
        if item is not None and item.tag != "tr" and len(item) <= 4 and len("".join(link.itertext()).strip()) >= 6:
            found.update(item.iter())
    return found


def _counted(text: str | None) -> int:
    if not text or not (line := text.strip()):
        return 0
    return 0 if is_noise(line) else len(line)


def _has_name(element: HtmlElement, kind: str) -> bool:
    if not isinstance(element.tag, str):
        return False
    for name in f"{element.get('id') or ''} {element.get('class') or ''}".split():
        if name.lower() in word_set(kind):
            return True
        if kind == "around" and any(word.lower() in word_set(kind) for word in WORDS.findall(name)):
            return True
    return False
