"""Rows of a column → paragraphs: wrapped lines joined, titles over two lines too. Geometry alone, no engine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from graph.writing.sentence_ends import STORED_LINE
from ingest.sources.recognition_lines import Line, Paragraph

SENTENCE_END = re.compile(rf"[{STORED_LINE}][”’」』）)]?$")
ENDED = re.compile(rf"{SENTENCE_END.pattern}|[)）]$")  # (县发展改革局牵头)
NUMBERED = re.compile(
    r"(?:第[一二三四五六七八九十百\d]+[篇章节条部]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、]|专栏\s*\d+|附件|附表)"
)

FULL = 2.2  # a wrapped line ends at most this many characters before the right margin
INDENT = 0.8  # a first line begins at least this many characters behind the left one
WRAPPED = 0.25  # share of lines that end at the right margin in running text
FAR = 1.8  # a gap of this many pitches parts paragraphs
SPARSE = 1.5  # a line takes at most this many of its heights for a character
LARGE = 1.12  # lines of a title are higher than the text by this


@dataclass(frozen=True, slots=True)
class _Column:
    """The measures of a column: its margins, what a character and a line take."""

    left: float
    right: float
    character: float
    pitch: float
    height: float
    is_wrapped: bool  # enough lines reach the right margin for this to be running text


def paragraphs_of(rows: Sequence[Line]) -> list[Paragraph]:
    """Rows of one column, wrapped ones joined."""
    if not rows:
        return []
    column = _measure(rows)
    groups: list[list[Line]] = []
    for row in rows:
        if groups and (_goes_on(groups[-1], row, column) or _is_same_title(groups[-1][-1], row, column)):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [
        Paragraph(
            tuple(group),
            opens_indented=group[0].left > column.left + INDENT * column.character or _is_centred(group[0], column),
        )
        for group in groups
    ]


def _measure(rows: Sequence[Line]) -> _Column:
    widths = [(row.right - row.left) / len(row.text) for row in rows if len(row.text) >= 5]
    height = median(row.height for row in rows)
    character = median(widths) if widths else height
    steps = [b.top - a.top for a, b in pairwise(rows) if b.top - a.top > 0.5 * height]
    pitch = sorted(steps)[len(steps) // 4] if steps else 1.5 * height
    right = max(row.right for row in rows)
    long = [row for row in rows if row.right > right - FULL * character]
    # the left margin is that of wrapped lines: the leftmost that is not a single outlier
    lefts = sorted(row.left for row in (long if len(long) >= 3 else rows))
    left = lefts[len(lefts) // 10]
    return _Column(left, right, character, pitch, height, len(long) >= max(2, WRAPPED * len(rows)))


def _is_full(row: Line, column: _Column) -> bool:
    return row.right >= column.right - FULL * column.character


def _goes_on(group: Sequence[Line], row: Line, column: _Column) -> bool:
    before = group[-1]
    if row.top - before.top > FAR * column.pitch or not _is_full(before, column):
        return False
    if row.left > column.left + INDENT * column.character:
        return False
    if not column.is_wrapped and group[0].left < column.left + INDENT * column.character:
        return False  # lines of a list, one of which happens to be as long as the column is wide
    if _is_sparse(before) or _is_sparse(row):
        return False  # words and figures with white between them: a row of a table without rules
    if not 0.75 < row.height / before.height < 1.33 and len(row.text) > 3 and len(before.text) > 3:
        return False
    return not (ENDED.search(before.text) and NUMBERED.match(row.text))


def _is_sparse(row: Line) -> bool:
    return row.right - row.left > SPARSE * row.height * len(row.text)


def _is_centred(row: Line, column: _Column) -> bool:
    before, behind = row.left - column.left, column.right - row.right
    return before > 1.5 * column.character and abs(before - behind) < 1.5 * column.character


def _is_same_title(before: Line, row: Line, column: _Column) -> bool:
    """A title that goes over two lines: both large, of one size, the second in the middle of the column."""
    is_large = min(before.height, row.height) > LARGE * column.height
    one_size = 0.88 < row.height / before.height < 1.14
    is_near = row.top - before.top < 2 * row.height
    return is_large and one_size and is_near and _is_centred(row, column) and not NUMBERED.match(row.text)
