"""An element of a web page → its lines and tables, written in reading order.

The walk goes from element to element and never down a stack of calls, for pages of ten thousand elements within one
another. A line ends where an element does that a browser sets on lines of its own, and at <br>.
"""

from __future__ import annotations

import lxml.etree
from lxml.html import HtmlElement

from graph.records import PartKind
from ingest.sources.reading import Writing
from ingest.sources.web_lines import BREAKS, HEADINGS, Line
from ingest.sources.web_lists import Lists
from ingest.sources.web_page import text_lengths
from ingest.sources.web_tables import Table, is_layout, read_table
from ingest.sources.web_words import attached, is_noise, names_label

LEAST_SAID = 3
MOST_BESIDE = 2  # characters beside a link: a bullet, a number
SHORTEST_LINK = 6  # characters of a line that is nothing but the link to another page


class Link:
    """How much of a line is a link to another page; files that are attached do not count."""

    def __init__(self) -> None:
        self.around: HtmlElement | None = None
        self.linked = 0
        self.others = 0

    def open(self, element: HtmlElement) -> None:
        """An element begins."""
        if element.tag == "a" and self.around is None and not _is_attached(element):
            self.around = element

    def close(self, element: HtmlElement) -> None:
        """An element ends."""
        if element is self.around:
            self.around = None

    def count(self, text: str) -> None:
        """A piece of the line."""
        length = len(text.strip())
        self.linked += length if self.around is not None else 0
        self.others += length if self.around is None else 0

    def take(self) -> bool:
        """Whether the line was nothing but a link; the next line begins."""
        is_link = self.linked >= SHORTEST_LINK and self.others <= MOST_BESIDE
        self.linked = self.others = 0
        return is_link


def _is_attached(link: HtmlElement) -> bool:
    return attached().search(link.get("href") or "") is not None or attached().search(link.text or "") is not None


class Blocks:
    """Writes one element: `write` is all that is called from outside."""

    def __init__(self, writing: Writing, title: str = "") -> None:
        self.writing = writing
        self.title = title
        self.line = Line()
        self.lists = Lists()
        self.level: int | None = None
        self.preformatted = 0
        self.link = Link()
        self.said: list[str] = []  # lines that say of the page what it is, until it is seen how many there are

    def write(self, root: HtmlElement) -> None:
        """All lines and tables inside the element."""
        lengths = text_lengths(root)
        walk = lxml.etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if element.tag == "table" and not is_layout(element, lengths):
                    self._end_line()
                    self._write_table(read_table(element, lengths))
                    walk.skip_subtree()
                    continue
                self._open(element)
            else:
                self._close(element, is_root=element is root)
        self._end_line()
        self._write_said()

    def _open(self, element: HtmlElement) -> None:
        if element.tag in BREAKS or (element.tag == "br" and self.level is None):
            self._end_line()
        self.level = HEADINGS.get(element.tag, self.level)
        self.preformatted += element.tag == "pre"
        self.lists.open(element)
        self.link.open(element)
        self._text(element.text)

    def _close(self, element: HtmlElement, *, is_root: bool) -> None:
        if element.tag in BREAKS:
            self._end_line()
        if element.tag in HEADINGS:
            self.level = None
        self.preformatted -= element.tag == "pre"
        self.lists.close(element)
        self.link.close(element)
        if not is_root:
            self._text(element.tail)

    def _text(self, text: str | None) -> None:
        if not text:
            return
        self.link.count(text)
        if not self.preformatted:
            self.line.pieces.append(text)
            return
        first, *others = text.split("\n")
        self.line.pieces.append(first)
        for other in others:
            self._end_line()
            self.line.pieces.append(other)

    def _end_line(self) -> None:
        text, is_link = self.line.take(), self.link.take()
        if not text:
            return
        if names_label(text):
            self.said.append(text)
            return
        self._write_said()
        if is_noise(text) or (is_link and self.level is None):
            self.writing.line(text, PartKind.FURNITURE)
        elif self.level is not None and text != self.title:
            self.writing.line(text, PartKind.HEADING, level=self.level)
        elif self.lists.inside:
            label = self.lists.label(text)
            self.writing.line(f"{label} {text}" if label else text, PartKind.ITEM, label=label)
        else:
            self.writing.line(text)

    def _write_said(self) -> None:
        """Labels and values (索引号：…): several of them are of the page, a single one is of its text."""
        kind = PartKind.FURNITURE if len(self.said) >= LEAST_SAID else PartKind.PARAGRAPH
        for text in self.said:
            self.writing.line(text, PartKind.FURNITURE if is_noise(text) else kind)
        self.said.clear()

    def _write_table(self, table: Table) -> None:
        self._write_said()
        if table.caption:
            self.writing.line(table.caption)
        if table.about:
            for said in table.about:
                self.writing.line(said, PartKind.FURNITURE)
        elif table.cells:
            self.writing.grid(table.cells)
