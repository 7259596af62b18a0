"""The frame of a page: page numbers, running heads and feet, told by where they stand. Geometry alone, no engine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from ingest.sources.boxes import Box, around
from ingest.sources.recognition_lines import Line, PageTable, rows_of

# shares of a page's height in which its frame stands; GB/T 9704-2012 leaves 37 of 297 mm at the head, 35 at the foot
NUMBER_ZONE = 0.1
HEAD_ZONE = 0.09
SMALL = 0.93  # a running head is written smaller than the text: at most this share of its height
AWAY = 0.6  # … and stands so many heights of a line away from it
PAGE_NUMBER = re.compile(
    r"[-—–－―_·•.\s第]*(?:\d{1,4}|[ivx]{1,6})(?:\s*[/／]\s*\d{1,4}|页?[\s,，]*共\d{1,4})?[-—–－―_·•.\s页]*"
)


def find_furniture(lines: Sequence[Line], tables: Sequence[PageTable], page_height: float) -> list[Line]:
    """Page numbers, and small lines that stand apart at the head or foot of the page.

    A figure beside something else is no page number: the row of a table may open a page.
    """
    if len(lines) < 3:
        return []
    rows = rows_of(lines)
    usual = median(line.height for line in lines)
    boxes = [*(around(row) for row in rows), *(table.box for table in tables)]
    return [
        line
        for row in rows
        if _is_number(row, page_height) or _is_frame(row, boxes, usual, page_height)
        for line in row
    ]


def _from_edge(row: Sequence[Line], page_height: float) -> float:
    """How far the row's middle is from the nearer edge of the page, as a share of its height."""
    _, top, _, bottom = around(row)
    middle = (top + bottom) / 2 / page_height
    return min(middle, 1 - middle)


def _is_number(row: Sequence[Line], page_height: float) -> bool:
    text = "".join(line.text for line in row).lower()
    return len(row) <= 3 and _from_edge(row, page_height) < NUMBER_ZONE and bool(PAGE_NUMBER.fullmatch(text))


def _is_frame(row: Sequence[Line], boxes: Sequence[Box], usual: float, page_height: float) -> bool:
    if _from_edge(row, page_height) > HEAD_ZONE or max(line.height for line in row) > SMALL * usual:
        return False
    _, top, _, bottom = around(row)
    middle = (top + bottom) / 2
    if middle > page_height / 2:
        gaps = [top - box[3] for box in boxes if box[3] < middle]
    else:
        gaps = [box[1] - bottom for box in boxes if box[1] > middle]
    return bool(gaps) and min(gaps) > AWAY * usual
