"""What stands in the cells of ruled tables outside all lines that were found: single figures, dashes, lost lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from ingest.sources.boxes import Box
from ingest.sources.recognition_engine import Picture
from ingest.sources.recognition_lines import PageTable

RIM = 6  # pixels beside a border that may be of it, and of paper around what is read
DARK = 160  # brightness of ink
LEAST_HIGH, LEAST_WIDE = 9, 4  # pixels of a letter
DASH_WIDE = 9  # pixels of a dash
FLAT = 4.0  # so many times wider than high is a dash
MOST_DARK = 0.4  # share of a cell that is ink; more is a dark cell with pale letters
MOST = 4  # bands of ink in a cell; more is the grain of the paper


def find_remains(picture: Picture, tables: Sequence[PageTable], boxes: Sequence[Box]) -> list[Box]:
    """The boxes around ink that is in no line's box, with white around."""
    return [box for table in tables for cell in table.cells for box in _in_cell(picture, cell.box, boxes)]


def is_flat(picture: Picture, box: Box) -> bool:
    """Whether what stands there is a dash."""
    left, top, right, bottom = (round(side) for side in box)
    bands = list(_bands(_ink(picture[top:bottom, left:right])))
    return len(bands) == 1 and bands[0][2] - bands[0][0] > FLAT * (bands[0][3] - bands[0][1])


def _in_cell(picture: Picture, cell: Box, boxes: Sequence[Box]) -> list[Box]:
    left, top, right, bottom = (round(side) for side in cell)
    left, top, right, bottom = left + RIM, top + RIM, right - RIM, bottom - RIM
    if right - left < LEAST_HIGH or bottom - top < LEAST_HIGH:
        return []
    ink = _ink(picture[top:bottom, left:right])
    if ink.mean() > MOST_DARK:
        return []
    is_empty = True
    for box in boxes:
        x0, y0, x1, y1 = (round(side) for side in box)
        if x0 < right and x1 > left and y0 < bottom and y1 > top:
            is_empty = False
            ink[max(0, y0 - 4 - top) : max(0, y1 + 4 - top), max(0, x0 - 8 - left) : max(0, x1 + 8 - left)] = False
    bands = [band for band in _bands(ink) if _counts(band, is_empty)]
    if len(bands) > MOST:
        return []
    return [
        (float(left + x0 - RIM + 2), float(top + y0 - RIM + 2), float(left + x1 + RIM - 2), float(top + y1 + RIM - 2))
        for x0, y0, x1, y1 in bands
    ]


def _ink(window: Picture) -> npt.NDArray[np.bool_]:
    """Dark pixels; specks of one are nothing."""
    return np.asarray(cv2.medianBlur(window[:, :, 0].copy(), 3) < DARK)


def _bands(ink: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, right, bottom of each band of rows with ink in them."""
    start: int | None = None
    rows = [*np.any(ink, axis=1).tolist(), False, False]
    for at, has_ink in enumerate(rows[:-1]):
        if has_ink and start is None:
            start = at
        elif start is not None and not has_ink and not rows[at + 1]:
            columns = np.flatnonzero(ink[start:at].any(axis=0))
            yield int(columns[0]), start, int(columns[-1]) + 1, at
            start = None


def _counts(band: tuple[int, int, int, int], is_empty: bool) -> bool:
    """A letter; in a cell without any line a dash too."""
    wide, high = band[2] - band[0], band[3] - band[1]
    return (high >= LEAST_HIGH and wide >= LEAST_WIDE) or (is_empty and wide >= DASH_WIDE)
