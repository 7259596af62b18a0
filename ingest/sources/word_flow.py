"""The blocks of a Word file in reading order: paragraphs with their numbers, and tables.

A text box comes behind the paragraph it hangs on. So does a footnote, which explains a word of that paragraph and of
no other; endnotes, which writers gather at the end, come there. The sign that points to a note is left out of the
text, where it would run into a figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from graph.records import PartKind
from ingest.sources.reading import CellDraft
from ingest.sources.word_lines import Pieces, one_line, text_of, whole_lines
from ingest.sources.word_numbering import Numbering, read_numbering, typed
from ingest.sources.word_package import Package
from ingest.sources.word_runs import Pages, RunReader, Runs
from ingest.sources.word_styles import Style, Styles, list_of, outline_level, read_styles
from ingest.sources.word_tables import Lines, TableReader
from ingest.sources.word_xml import ALTERNATE, SDT, WRAPPERS, Element, W, alternative, child, is_on, value

MOST_PARAGRAPHS = 400_000  # a plan of 1,000 pages has 30,000
SAME_PAGE = frozenset({"continuous", "nextColumn"})
DEEPEST = 12  # tables in cells, boxes in boxes


class TooMuch(Exception):
    """More paragraphs, or deeper nested ones, than any document has."""


@dataclass(slots=True)
class Paragraph:
    """A paragraph with what the file knows of it."""

    lines: list[Pieces]  # parted by soft breaks
    kind: PartKind = PartKind.PARAGRAPH
    level: int | None = None
    label: str = ""

    @property
    def texts(self) -> list[str]:
        """Its lines."""
        return [text_of(line) for line in self.lines]


@dataclass(slots=True)
class Flow:
    """Reads blocks; counts of lists, open fields and pages go on from block to block."""

    styles: Styles
    numbering: Numbering
    pages: Pages
    runs: RunReader
    notes: dict[str, Element]  # footnotes by their identifier
    endnotes: dict[str, Element]
    page_sections: frozenset[Element] = frozenset()  # ends of sections behind which a page begins
    footnotes_due: list[str] = field(default_factory=list)
    endnotes_due: list[str] = field(default_factory=list)
    paragraphs: int = 0
    depth: int = 0
    is_clamped: bool = False

    def document(self, main: Element) -> Iterator[Paragraph | list[CellDraft]]:
        """All blocks of a file, the notes among them."""
        for block in self.blocks(main):
            yield block
            yield from self._due_notes(self.footnotes_due, self.notes)
        yield from self._due_notes(self.endnotes_due, self.endnotes)

    def blocks(self, parent: Element) -> Iterator[Paragraph | list[CellDraft]]:
        """The blocks of a body, a cell, a text box or a note."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise TooMuch
        waiting: Runs | None = None  # of paragraphs whose end was deleted: they go on in the next
        for element, in_contents in _blocks(parent, in_contents=False):
            if element.tag == f"{W}tbl":
                if waiting is not None:
                    yield from self._finished(Paragraph(waiting.lines), waiting)
                    waiting = None
                table = TableReader(self._cell_lines, self.pages)
                yield table.read(element)
                self.is_clamped = self.is_clamped or table.is_clamped
                continue
            properties = child(element, "pPr")
            runs = waiting or Runs()
            waiting = runs if _runs_on(properties) else None
            yield from self._paragraph(element, properties, runs, in_contents=in_contents, goes_on=waiting is not None)
        if waiting is not None:
            yield from self._finished(Paragraph(waiting.lines), waiting)
        self.depth -= 1

    def _paragraph(
        self, element: Element, properties: Element | None, runs: Runs, *, in_contents: bool, goes_on: bool
    ) -> Iterator[Paragraph | list[CellDraft]]:
        self.paragraphs += 1
        if self.paragraphs > MOST_PARAGRAPHS:
            raise TooMuch
        style = self.styles.of(value(properties, "pStyle"))
        level = _level(properties, style)
        if level and not style.is_contents:
            self.runs.fields.end_contents()
        own_page = is_on(properties, "pageBreakBefore")
        if (style.opens_page if own_page is None else own_page) and not self.pages.is_fresh:
            self.pages.typed_break()
        self.runs.read(element, runs, is_hidden=style.is_hidden)
        self.runs.fields.end_paragraph()
        if child(properties, "sectPr") in self.page_sections:
            self.pages.typed_break()
        if goes_on:
            return
        paragraph = self._formed(element, properties, style, runs)
        if in_contents or style.is_contents or runs.in_contents:
            paragraph.kind, paragraph.level = PartKind.FURNITURE, None
        yield from self._finished(paragraph, runs)

    def _formed(self, element: Element, properties: Element | None, style: Style, runs: Runs) -> Paragraph:
        paragraph = Paragraph(runs.lines)
        level = _level(properties, style)
        placed = self.numbering.place(style, list_of(element))
        paragraph.lines = [one_line(runs.lines)] if level or style.is_title else whole_lines(runs.lines)
        if placed is not None and not is_on(properties, "rPr", "vanish"):
            found, at = placed
            paragraph.label = self.numbering.count(found, at)
            paragraph.kind = PartKind.ITEM
            _put_label(paragraph, found.levels[at].is_close)
        if level:
            paragraph.kind, paragraph.level = PartKind.HEADING, level
        return paragraph

    def _finished(self, paragraph: Paragraph, runs: Runs) -> Iterator[Paragraph | list[CellDraft]]:
        self.footnotes_due += runs.footnotes
        self.endnotes_due += runs.endnotes
        yield paragraph
        for box in runs.boxes:
            for block in self.blocks(box):
                if isinstance(block, Paragraph) and block.kind is not PartKind.FURNITURE:
                    block.kind, block.level = PartKind.BOX, None
                yield block

    def _due_notes(self, due: list[str], notes: dict[str, Element]) -> Iterator[Paragraph | list[CellDraft]]:
        while due:
            note = notes.pop(due.pop(0), None)  # a note referred to twice is told once
            if note is None:
                continue
            for block in self.blocks(note):
                if isinstance(block, Paragraph):
                    block.kind, block.level = PartKind.NOTE, None
                yield block

    def _cell_lines(self, cell: Element) -> Lines:
        lines: Lines = []
        for block in self.blocks(cell):
            if not isinstance(block, Paragraph):
                lines += [block] if block else []
            elif block.label and not any(text.strip() for text in block.texts):
                lines.append(block.label)  # a column of serial numbers
            else:
                lines += block.texts
        return lines


def open_flow(package: Package) -> Flow:
    """The flow of a file, from the first paragraph on."""
    styles = read_styles(package.styles)
    pages = Pages(package.is_rendered)
    return Flow(
        styles,
        read_numbering(package.numbering, styles),
        pages,
        RunReader(styles, pages),
        _notes(package.footnotes, "footnote"),
        _notes(package.endnotes, "endnote"),
        _page_sections(package.main),
    )


def _page_sections(main: Element) -> frozenset[Element]:
    """The sections that the next one leaves for a new page; it is the next one that says so."""
    sections = list(main.iter(f"{W}sectPr"))
    return frozenset(one for one, after in pairwise(sections) if value(after, "type") not in SAME_PAGE)


def _blocks(parent: Element, *, in_contents: bool) -> Iterator[tuple[Element, bool]]:
    """Paragraphs and tables, and whether they stand in a contents page that the program made."""
    for element in parent:
        tag = element.tag
        if tag in (f"{W}p", f"{W}tbl"):
            yield element, in_contents
        elif tag == SDT:
            gallery = value(child(element, "sdtPr", "docPartObj"), "docPartGallery")
            content = child(element, "sdtContent")
            if content is not None:
                yield from _blocks(content, in_contents=in_contents or gallery == "Table of Contents")
        elif tag in WRAPPERS:
            yield from _blocks(element, in_contents=in_contents)
        elif tag == ALTERNATE:
            chosen = alternative(element)
            if chosen is not None:
                yield from _blocks(chosen, in_contents=in_contents)


def _notes(part: Element | None, name: str) -> dict[str, Element]:
    """Notes by their identifiers; the lines that part them from the text are none."""
    if part is None:
        return {}
    return {
        note.get(f"{W}id") or "": note for note in part.iterfind(W + name) if note.get(f"{W}type") in (None, "normal")
    }


def _level(properties: Element | None, style: Style) -> int | None:
    """The level of a heading, said by the paragraph itself or by its style; 0 or None for running text."""
    own = outline_level(properties)
    return style.level if own is None else own


def _runs_on(properties: Element | None) -> bool:
    """Whether a paragraph goes on in the next: its end was deleted, or it is but an initial set large."""
    frame = child(properties, "framePr")
    if frame is not None and frame.get(f"{W}dropCap") in ("drop", "margin"):
        return True
    mark = child(properties, "rPr")
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None


def _put_label(paragraph: Paragraph, is_close: bool) -> None:
    """Put a paragraph's number before its first text. One without text shows no number: see `_cell_lines`."""
    first = next((line for line in paragraph.lines if any(text.strip() for text, _ in line)), None)
    if first is None or not paragraph.label:
        return
    while not first[0][0].strip():
        first.pop(0)
    text, page = first[0]
    first[0] = (typed(paragraph.label, text, is_close), page)
