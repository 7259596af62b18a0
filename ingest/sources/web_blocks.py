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
from ingest.sources.web_words import is_noise


class Blocks:
    """Writes one element: `write` is all that is called from outside."""

    def __init__(self, writing: Writing, title: str = "") -> None:
        self.writing = writing
        self.title = title
        self.line = Line()
        self.lists = Lists()
        self.level: int | None = None
        self.preformatted = 0

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

    def _open(self, element: HtmlElement) -> None:
        if element.tag in BREAKS or (element.tag == "br" and self.level is None):
            self._end_line()
        self.level = HEADINGS.get(element.tag, self.level)
        self.preformatted += element.tag == "pre"
        self.lists.open(element)
        self._text(element.text)

    def _close(self, element: HtmlElement, *, is_root: bool) -> None:
        if element.tag in BREAKS:
            self._end_line()
        if element.tag in HEADINGS:
            self.level = None
        self.preformatted -= element.tag == "pre"
        self.lists.close(element)
        if not is_root:
            self._text(element.tail)

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if not self.preformatted:
            self.line.pieces.append(text)
            return
        first, *others = text.split("\n")
        self.line.pieces.append(first)
        for other in others:
            self._end_line()
            self.line.pieces.append(other)

    def _end_line(self) -> None:
        text = self.line.take()
        if not text:
            return
        if is_noise(text):
            self.writing.line(text, PartKind.FURNITURE)
        elif self.level is not None and text != self.title:
            self.writing.line(text, PartKind.HEADING, level=self.level)
        elif self.lists.inside:
            label = self.lists.label(text)
            self.writing.line(f"{label} {text}" if label else text, PartKind.ITEM, label=label)
        else:
            self.writing.line(text)

    def _write_table(self, table: Table) -> None:
        if table.caption:
            self.writing.line(table.caption)
        if table.about:
            for said in table.about:
                self.writing.line(said, PartKind.FURNITURE)
        elif table.cells:
            self.writing.grid(table.cells)
