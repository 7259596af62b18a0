"""A picture of a page → its blocks in reading order: set upright, lines found, cut at the borders of cells, read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ingest.sources.recognition_cells import cut_at_borders, filled, is_within
from ingest.sources.recognition_engine import Picture, Quad, find_quads, read_crops
from ingest.sources.recognition_lines import Box, Line, PageTable, blocks_of
from ingest.sources.recognition_rules import find_tables
from ingest.sources.recognition_upright import LONG, cut_quad, set_upright
from ingest.sources.recognition_writing import ReadPage

if TYPE_CHECKING:
    from PIL.Image import Image

LEGIBLE = 0.5  # less sure than this is no text: a picture, a stamp
ASLANT = 8.0  # degrees: a watermark across the page
UPRIGHT_LINE = 2.2  # a line so many times higher than wide is written from the top down


def read_page(image: Image) -> ReadPage:
    """All that is read on the page."""
    page = set_upright(image)
    picture = page.picture
    factor = min(1.0, LONG / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else picture
    tables = [_scaled(table, 1 / factor) for table in find_tables(small)]
    quads = [quad / factor for quad in find_quads(small) if not _is_aslant(quad)]
    boxes, crops = [], []
    for quad in quads:
        for box, crop in _cut(picture, quad, tables):
            boxes.append(box)
            crops.append(crop)
    for box in _unread(picture, tables, boxes):
        boxes.append(box)
        crops.append(_crop(picture, box))
    lines = [
        Line(said.text.strip(), box, said.sure[_leading(said.text) :][: len(said.text.strip())])
        for box, said in zip(boxes, read_crops(crops), strict=True)
        if said.text.strip() and said.mean >= LEGIBLE
    ]
    outside, tables = filled(lines, tables)
    height, width = picture.shape[:2]
    return ReadPage(blocks_of(outside, tables, (width, height)), page.share)


def _leading(text: str) -> int:
    return len(text) - len(text.lstrip())


def _scaled(table: PageTable, factor: float) -> PageTable:
    from dataclasses import replace

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
            if ink is not None:
                found.append(ink)
    return found


def _ink(picture: Picture, box: Box) -> Box | None:
    left, top, right, bottom = (round(side) for side in box)
    rim = 6
    window = picture[top + rim : bottom - rim, left + rim : right - rim]
    if min(window.shape[:2]) < 8:
        return None
    dark = window.min(axis=2) < 120
    rows, columns = np.flatnonzero(dark.sum(axis=1) >= 2), np.flatnonzero(dark.sum(axis=0) >= 2)
    if len(rows) < 6 and len(columns) < 6 or not len(rows) or not len(columns):
        return None
    x, y = left + rim, top + rim
    pad = 6
    high = max(24, rows[-1] - rows[0] + 2 * pad)  # a dash needs white around it
    middle = y + (rows[0] + rows[-1]) / 2
    return (
        float(max(left + 3, x + columns[0] - pad)), float(max(top + 3, middle - high / 2)),
        float(min(right - 3, x + columns[-1] + pad)), float(min(bottom - 3, middle + high / 2)),
    )  # fmt: skip
