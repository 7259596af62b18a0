"""The text of a web page → its lines: what a browser sets on a line of its own, and which blanks mean nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.etree
from lxml.html import HtmlElement

from ingest.sources.web_words import word_set

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
BREAKS = word_set("breaks") | set(HEADINGS)
HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’"
# A line of the file that ends in the middle of a sentence: the break is of the file, not of the text.
SOURCE_BREAK = re.compile(
    rf"(?<=[{HAN}])[ \t]*\r?\n[ \t\r\n]*(?=[{HAN}])"
    r"(?![（(]?[一二三四五六七八九十]{1,3}[）)、.]|第[一二三四五六七八九十]+[章节篇])"
)
SHORTEST_BROKEN = 20  # characters of a line that was broken because it was full


@dataclass(slots=True)
class Line:
    """A line while its pieces are met."""

    pieces: list[str] = field(default_factory=list)

    def take(self) -> str:
        """Its text, blanks folded; the next line begins."""
        text = " ".join(_joined("".join(self.pieces)).split())
        self.pieces.clear()
        return text


def lines_of(root: HtmlElement) -> Iterator[str]:
    """The lines of an element, tables a cell a line."""
    line = Line()
    for event, element in lxml.etree.iterwalk(root, events=("start", "end")):
        if (element.tag in BREAKS or element.tag == "br") and (text := line.take()):
            yield text
        line.pieces.append((element.text if event == "start" else element.tail if element is not root else "") or "")
    if text := line.take():
        yield text


def _joined(text: str) -> str:
    """The text without the line breaks of the file that stand in the middle of a sentence."""
    if "\n" not in text:
        return text
    return SOURCE_BREAK.sub(
        lambda found: "" if found.start() - text.rfind("\n", 0, found.start()) > SHORTEST_BROKEN else " ", text
    )
