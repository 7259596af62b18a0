"""The blocks of a recognised page → `Writing`: signs put right, figures that are in doubt kept apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from graph.records import DOUBTFUL, PartKind
from ingest.sources.boxes import Box
from ingest.sources.reading import CellDraft, Place, Writing
from ingest.sources.recognition_joins import goes_on, rest_of
from ingest.sources.recognition_lines import Block, Line, PageTable, Paragraph, TableCell
from ingest.sources.recognition_paragraphs import SENTENCE_END
from ingest.sources.recognition_signs import mend

# with what follows it: 亿 read as 万 is as wrong as another digit
FIGURE = re.compile(r"\d+(?:[.,，]\d+)*[%‰亿万千百]*")
LATIN = re.compile(r"[A-Za-z,.;]$"), re.compile(r"[A-Za-z]")
SHORT = 8  # characters of a line that is no wrapped one, whatever it ends with


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page in reading order; `share` turns a box on the upright page into shares of the picture as it was given."""

    blocks: Sequence[Block]
    share: Callable[[Box], Box]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a line, and how sure it is."""

    text: str
    sure: float


def write_blocks(read: ReadPage, page: int, writing: Writing) -> None:
    """Write all blocks; furniture goes behind the first of them, so that it parts no sentence from the page before."""
    writing.remark("recognised")
    frame = [block for block in read.blocks if isinstance(block, Paragraph) and block.is_furniture]
    said = [block for block in read.blocks if block not in frame]
    before = len(writing.spots)
    for at, block in enumerate([*said[:1], *frame, *said[1:]]):
        if isinstance(block, PageTable):
            cells = [_draft(cell, read, page) for cell in block.cells]
            if at == 0 and goes_on(writing, cells):
                writing.go_on_grid(rest_of(writing, cells))
            else:
                writing.grid(cells)
        elif at == 0 and not block.opens_indented and _breaks_off(writing):
            writing.go_on(_pieces(block.lines, read, page))
        else:
            kind = PartKind.FURNITURE if block.is_furniture else PartKind.PARAGRAPH
            writing.run(_pieces(block.lines, read, page), kind)
    doubtful = sum(spot.sure < DOUBTFUL for spot in writing.spots[before:])
    if doubtful:
        writing.remark("recognised_doubtful", page=page, count=doubtful)


def _breaks_off(writing: Writing) -> bool:
    """Whether the last thing written is a paragraph in the middle of a sentence."""
    if not writing.parts or writing.parts[-1].kind is not PartKind.PARAGRAPH:
        return False
    last = writing.parts[-1]
    if last.end != writing.length - 1 or last.end - last.start < SHORT:
        return False
    return not SENTENCE_END.search(writing.pieces[-2].rstrip())


def _pieces(lines: Sequence[Line], read: ReadPage, page: int) -> Iterator[tuple[str, Place]]:
    before = ""
    for line in lines:
        box = read.share(line.box)
        blank = " " if LATIN[0].search(before) and LATIN[1].match(line.text) else ""
        for stretch in stretches_of(line):
            yield blank + stretch.text, Place(page, box, sure=stretch.sure)
            before, blank = stretch.text, ""


def _draft(cell: TableCell, read: ReadPage, page: int) -> CellDraft:
    """A cell's lines as one: what is wrapped in a cell is one name or figure."""
    pieces = list(_pieces(cell.lines, read, page))
    sure = min((place.sure for _, place in pieces), default=1.0)
    text = "".join(text for text, _ in pieces)
    place = Place(page, read.share(cell.box), sure=sure)
    return CellDraft(cell.row, cell.column, [text] if text.strip() else [], cell.rows, cell.columns, place=place)


def stretches_of(line: Line) -> list[Stretch]:
    """The line, cut where a figure in it is in doubt. A stretch is as sure as its characters are on the average, a
    figure as its worst one."""
    text, sure = mend(line.text, line.sure)
    stretches: list[Stretch] = []
    start = 0
    for figure in FIGURE.finditer(text):
        worst = min(sure[figure.start() : figure.end()])
        if worst < DOUBTFUL:
            stretches += _stretch(text, sure, start, figure.start())
            stretches.append(Stretch(figure.group(), worst))
            start = figure.end()
    return stretches + _stretch(text, sure, start, len(text))


def _stretch(text: str, sure: Sequence[float], start: int, end: int) -> list[Stretch]:
    if start == end:
        return []
    return [Stretch(text[start:end], round(sum(sure[start:end]) / (end - start), 3))]
