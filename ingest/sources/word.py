"""Word files (.docx) → text with what the file knows of it: headings, lists, tables, text boxes, notes, pages.

Read as Word shows it with all changes accepted. Automatic numbers stand in the text as if they had been typed.
"""

from __future__ import annotations

from graph.records import PartKind
from ingest.sources.reading import Heard, Place, Reading, Writing, unheard
from ingest.sources.unreadable import Unreadable
from ingest.sources.word_flow import Flow, Paragraph, TooMuch, open_flow
from ingest.sources.word_package import open_package
from ingest.sources.word_xml import Element, W

FEW_CHARACTERS = 40  # a picture: a file with less text than that for each of its pictures is nearly all pictures
CHANGES = ("ins", "del", "moveTo", "cellIns", "cellDel")  # moved text counts where it came to


def read_docx(raw: bytes, name: str, heard: Heard = unheard) -> Reading:
    """Paragraphs, a line each (more where a soft break parts them), and tables, a cell a line."""
    package = open_package(raw, name)
    flow = open_flow(package)
    writing = Writing()
    try:
        for block in flow.document(package.main):
            if isinstance(block, Paragraph):
                _write(writing, block)
            elif block:  # all rows of a table may have been deleted
                writing.grid(block)
    except TooMuch as fault:
        raise Unreadable(name, "docx_huge") from fault
    _remark(writing, flow, package.main, name)
    return writing.reading("docx")


def _write(writing: Writing, paragraph: Paragraph) -> None:
    kind, level, label = paragraph.kind, paragraph.level, paragraph.label
    for line in paragraph.lines:
        is_blank = not any(text.strip() for text, _ in line)
        pieces = [(text, None if page is None else Place(page)) for text, page in line]
        writing.run(pieces, kind, level=level, label=label)
        if not is_blank:  # what follows a soft break is the same thing, without its number
            kind = PartKind.PARAGRAPH if kind is PartKind.ITEM else kind
            label = ""


def _remark(writing: Writing, flow: Flow, main: Element, name: str) -> None:
    changes = sum(1 for change in CHANGES for found in main.iter(W + change) if found.getparent().tag != f"{W}rPr")
    if changes:
        writing.remark("changes", count=changes)
    if flow.is_clamped:
        writing.remark("docx_spans")
    if next(main.iter(f"{W}altChunk"), None) is not None:
        writing.remark("docx_chunk")
    if flow.runs.objects:
        writing.remark("docx_objects", count=flow.runs.objects)
    pictures = flow.runs.pictures
    text = sum(len(piece) for piece in writing.pieces if piece.strip())
    if pictures and not text:
        raise Unreadable(name, "pictures")
    if text < FEW_CHARACTERS * pictures:
        writing.remark("docx_pictures", count=pictures)
