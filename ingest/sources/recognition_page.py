"""A picture of a page → its blocks in reading order: set upright, lines found, cut at the borders of cells, read."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ingest.sources.boxes import Box
from ingest.sources.recognition_cells import DASH, cut_at_borders, filled
from ingest.sources.recognition_engine import Picture, Quad, find_quads, read_crops
from ingest.sources.recognition_lines import Line, PageTable
from ingest.sources.recognition_order import blocks_of
from ingest.sources.recognition_remains import find_remains, is_flat
from ingest.sources.recognition_rules import find_tables
from ingest.sources.recognition_stacked import set_beside
from ingest.sources.recognition_strips import cut_strips
from ingest.sources.recognition_upright import LONG, cut_quad, resized, set_upright
from ingest.sources.recognition_writing import ReadPage

if TYPE_CHECKING:
    from PIL.Image import Image

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
    remains = find_remains(picture, tables, [box for box, _ in pieces])
    lines = list(_read([*pieces, *((box, _crop(picture, box)) for box in remains)]))
    read = {line.box for line in lines}
    lines += [Line(DASH, box, (1.0,)) for box in remains if box not in read and is_flat(picture, box)]
    outside, tables = filled(lines, tables)
    return ReadPage(blocks_of(outside, tables, float(picture.shape[0])), page.share)


def _read(pieces: Sequence[tuple[Box, Picture]]) -> Iterator[Line]:
    """The lines that are text."""
    for (box, _), said in zip(pieces, read_crops([crop for _, crop in pieces]), strict=True):
        text = said.text.strip()
        if text and said.mean >= LEGIBLE:
            blanks = len(said.text) - len(said.text.lstrip())
            yield Line(text, box, said.sure[blanks : blanks + len(text)])


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
    return set_beside(crop) if crop.shape[0] > UPRIGHT_LINE * crop.shape[1] else crop
