"""A stretch of folded text too long to be read at once → the parts in which it is read.

Rules look at one sentence at a time, and for each name in it at the rest of the sentence: one of many thousand
characters without a stop would take minutes. No sentence of a plan that was ever seen has more than 500. Only where one
is longer than the limit it is cut, at a sign if there is one, and the document says so in a remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from graph.records import BlockKind, Remark, Span, Structure
from graph.writing.sentence_ends import ENDS
from ingest.form.view import View

LONGEST_SENTENCE = 1000  # characters without 。;!? that the rules read at once
CUT_REMARK = "sentences_long"
_STOP = re.compile(f"[{ENDS}]+")
_SIGN = re.compile("[,、: ]")
_READ = frozenset(BlockKind) - {BlockKind.FURNITURE, BlockKind.NOTE, BlockKind.TABLE}


def parts(text: str) -> list[tuple[int, int]]:
    """The places of the parts, nearly always one."""
    if len(text) <= LONGEST_SENTENCE:
        return [(0, len(text))]
    return list(pairwise([0, *_cuts(text), len(text)]))


def _cuts(text: str) -> Iterator[int]:
    start = 0
    for stop in (*(match.end() for match in _STOP.finditer(text)), len(text)):
        while stop - start > LONGEST_SENTENCE:
            middle, end = start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE
            start = max((sign.end() for sign in _SIGN.finditer(text, middle, end)), default=end)
            yield start
        start = stop


def views_of(view: View) -> list[View]:
    """The view in its parts."""
    found = parts(view.text)
    return [view] if len(found) == 1 else [View(view.text[a:b], view.places[a:b]) for a, b in found]


def remarks_on(structures: tuple[Structure, ...]) -> tuple[Remark, ...]:
    """What is to be said of paragraphs and cells that were read in parts."""
    count = sum(len(parts(view.text)) > 1 for structure in structures for view in _long_views(structure))
    said = (("count", str(count)), ("most", f"{LONGEST_SENTENCE:,}"))
    return (Remark(CUT_REMARK, said),) if count else ()


def _long_views(structure: Structure) -> Iterator[View]:
    cells = (cell for table in structure.tables for row in table.rows for cell in row.cells)
    spans = [block.spans for block in structure.blocks if block.kind in _READ]
    for one in (*spans, *((Span(cell.start, cell.end),) for cell in cells)):
        if one[-1].end - one[0].start > LONGEST_SENTENCE:
            yield View.of(structure.text, one)
