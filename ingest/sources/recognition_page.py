"""A picture of a page → its blocks in reading order: set upright, lines found, cut at the borders of cells, read."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ingest.sources.recognition_cells import DASH, cut_at_borders, filled, is_within
from ingest.sources.recognition_engine import Picture, Quad, Said, find_quads, read_crops
from ingest.sources.recognition_lines import Box, Line, PageTable
from ingest.sources.recognition_order import blocks_of
from ingest.sources.recognition_rules import find_tables
from ingest.sources.recognition_strips import cut_strips
from ingest.sources.recognition_upright import LONG, cut_quad, resized, set_upright
from ingest.sources.recognition_writing import ReadPage

if TYPE_CHECKING:
    from PIL.Image import Image

FLAT = 4.0  # so many times wider than high is a dash
RIM, DARK = 6, 120  # pixels beside a border that may be of it; brightness of ink
LEGIBLE = 0.5  # less sure than this is no text: a picture, a stamp
ASLANT = 8.0  # degrees: a watermark across the page
UPRIGHT_LINE = 2.2  # a line so many times higher than wide is written from the top down


def read_pages(image: Image) -> Iterator[ReadPage]:
    """All that is read on the page; of a picture much taller than a page strip by strip."""
    for top, strip in cut_strips(image):
        read = read_page(strip)
        yield read if strip is image else replace(read, share=_share_of_strip(read, top, strip.height, image.height))


def _share_of_strip(read: ReadPage, top: int, height: int, whole: int) -> Callable[[Box], Box]:
    def share(box: Box) -> Box:
        left, upper, right, lower = read.share(box)
        upper, lower = ((top + place * height) / whole for place in (upper, lower))
        return left, round(upper, 4), right, round(lower, 4)

    return share


def read_page(image: Image) -> ReadPage:
    """All that is read on one sheet."""
    page = set_upright(image)
    picture = page.picture
    factor = min(1.0, LONG / max(picture.shape[:2]))
    small = resized(picture, factor)
    tables = [_scaled(table, 1 / factor) for table in find_tables(small)]
    quads = [quad / factor for quad in find_quads(small) if not _is_aslant(quad)]
    pieces = [piece for quad in quads for piece in _cut(picture, quad, tables)]
    dashes: list[Line] = []
    for ink in _unread(picture, tables, [box for box, _ in pieces]):
        if ink[2] - ink[0] > FLAT * (ink[3] - ink[1]):
            dashes.append(Line(DASH, ink, (1.0,)))
        else:
            box = _with_white(ink, tables)
            pieces.append((box, _crop(picture, box)))
    lines = [_line(box, said) for box, said in _read(pieces) if said.text.strip() and said.mean >= LEGIBLE]
    outside, tables = filled([*lines, *dashes], tables)
    return ReadPage(blocks_of(outside, tables, float(picture.shape[0])), page.share)


def _read(pieces: Sequence[tuple[Box, Picture]]) -> Iterator[tuple[Box, Said]]:
    said = read_crops([crop for _, crop in pieces])
    return ((box, one) for (box, _), one in zip(pieces, said, strict=True))


def _line(box: Box, said: Said) -> Line:
    text = said.text.strip()
    blanks = len(said.text) - len(said.text.lstrip())
    return Line(text, box, said.sure[blanks : blanks + len(text)])


def _scaled(table: PageTable, factor: float) -> PageTable:
    def times(box: Box) -> Box:
        left, top, right, bottom = box
        return left * factor, top * factor, right * factor, bottom * factor

    return PageTable(times(table.box), tuple(replace(cell, box=times(cell.box)) for cell in table.cells))


def _is_aslant(quad: Quad) -> bool:
    run = quad[1] - quad[0]
    wide, high = float(np.linalg.norm(run)), float(np.linalg.norm(quad[3] - quad[0]))
    angle = abs(math.degrees(math.atan2(run[1], run[0])))
    return wide > 3 * high and min(angle, abs(180 - angle)) > ASLANT


def _cut(picture: Picture, quad: Quad, tables: Sequence[PageTable]) -> list[tuple[Box, Picture]]:
    """The line as one crop, or as several where it runs over borders of cells."""
    low, high = quad.min(axis=0), quad.max(axis=0)
    box: Box = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    pieces = cut_at_borders(box, tables)
    if pieces is not None:
        return [(piece, _crop(picture, piece)) for piece in pieces]
    if box[3] - box[1] > UPRIGHT_LINE * (box[2] - box[0]):
        return [(box, _crop(picture, box))]
    return [(box, cut_quad(picture, quad))]


def _crop(picture: Picture, box: Box) -> Picture:
    height, width = picture.shape[:2]
    left, top = max(0, int(box[0])), max(0, int(box[1]))
    right, bottom = min(width, max(left + 1, math.ceil(box[2]))), min(height, max(top + 1, math.ceil(box[3])))
    crop = picture[top:bottom, left:right]
    return _laid(crop) if crop.shape[0] > UPRIGHT_LINE * crop.shape[1] else crop


def _laid(crop: Picture) -> Picture:
    """Letters that stand one under the other (a merged cell at a table's side), set beside each other."""
    ink = (crop.min(axis=2) < 140).any(axis=1)
    letters: list[Picture] = []
    start = None
    least = crop.shape[1] * 0.55  # 二 and 三 have gaps in them
    for at, has_ink in enumerate([*ink, False]):
        if has_ink and start is None:
            start = at
        elif not has_ink and start is not None and at - start >= least:
            letters.append(crop[max(0, start - 2) : at + 2])
            start = None
    if start is not None:
        letters.append(crop[start:])
    if len(letters) < 2:
        return crop
    high = max(letter.shape[0] for letter in letters)
    padded = [
        np.pad(letter, ((half := (high - letter.shape[0]) // 2, high - letter.shape[0] - half), (2, 2), (0, 0)),
               constant_values=255)
        for letter in letters
    ]  # fmt: skip
    return np.concatenate(padded, axis=1)


def _unread(picture: Picture, tables: Sequence[PageTable], boxes: Sequence[Box]) -> list[Box]:
    """Cells in which no line was found although something stands there: a single figure or sign."""
    found: list[Box] = []
    for table in tables:
        for cell in table.cells:
            if any(is_within(box, cell.box) for box in boxes):
                continue
            ink = _ink(picture, cell.box)
            found += [ink] if ink is not None else []
    return found


def _ink(picture: Picture, cell: Box) -> Box | None:
    """The box around all that is dark inside a cell; specks are nothing."""
    left, top, right, bottom = (round(side) for side in cell)
    window = picture[top + RIM : bottom - RIM, left + RIM : right - RIM]
    if min(window.shape[:2]) < 2:
        return None
    dark = window.min(axis=2) < DARK
    rows, columns = np.flatnonzero(dark.sum(axis=1) >= 2), np.flatnonzero(dark.sum(axis=0) >= 1)
    if not len(rows) or len(columns) < 4 or (len(rows) < 6 and len(columns) < 8):
        return None
    x, y = left + RIM, top + RIM
    return float(x + columns[0]), float(y + rows[0]), float(x + columns[-1] + 1), float(y + rows[-1] + 1)


def _with_white(ink: Box, tables: Sequence[PageTable]) -> Box:
    """With as much paper around it as a line has that was found."""
    cell = next(cell.box for table in tables for cell in table.cells if is_within(ink, cell.box))
    left, top, right, bottom = ink[0] - RIM, ink[1] - RIM, ink[2] + RIM, ink[3] + RIM
    return max(left, cell[0] + 3), max(top, cell[1] + 3), min(right, cell[2] - 3), min(bottom, cell[3] - 3)
