"""What stands on a page → the same in the order it is read: columns of text one after the other.

Where many lines begin at one place in the midst of the page, a column may begin there. What crosses the white before
it (a title over both columns, a table) parts the page into bands; a band with running text on both sides is read
column by column. Cells of a table that stand apart make no columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeVar

from ingest.sources.boxes import Boxed, around
from ingest.sources.pdf_shapes import Piece, middle

Thing = TypeVar("Thing", bound=Boxed)
Bands = list[tuple[list[Thing], float | None]]  # what stands in a band, and where its right column begins

GUTTER = 0.9  # of the size of the print: the narrowest white between columns
LEAST_LINES = 3  # that begin at one place, for a column to begin there
LEAST_CHARACTERS = 7  # in a column's line, on the average
NARROWEST = 6  # characters that fit a column
FULL = 0.5  # share of its column's width that the middle line fills
NESTED = 2  # times that a column is parted again
MOST_EDGES = 12  # that are tried
DEEPEST = 6  # columns beside each other


def in_order(things: Sequence[Thing], size: float, depth: int = DEEPEST) -> Iterator[list[Thing]]:
    """Stretches of the page, each of one column, in reading order; `size`: of the usual print, in points."""
    ordered = sorted(things, key=lambda thing: (thing.box[1], thing.box[0]))
    bands = _best_bands(ordered, size) if depth else []
    plain: list[Thing] = []
    for band, edge in bands or [(ordered, None)]:
        if edge is None:
            plain += band
            continue
        if plain:
            yield from in_order(plain, size, depth - 1) if len(plain) < len(ordered) else [plain]
            plain = []
        for side in _sides(band, edge):
            yield from in_order(side, size, depth - 1)
    if plain:
        yield plain


def _best_bands(things: Sequence[Thing], size: float, depth: int = NESTED) -> Bands[Thing]:
    """The bands by the column edge that puts most lines into columns; none where there are no columns.

    `depth`: in how many columns beside each other a column may be parted again.
    """
    best: Bands[Thing] = []
    most = 0
    for edge in _edges(things):
        bands = list(_bands(things, edge, size, depth))
        count = sum(len(band) for band, right in bands if right is not None)
        if count > most:
            best, most = bands, count
    return best


def _edges(things: Sequence[Boxed]) -> list[float]:
    """Where at least some lines begin, but for the leftmost place."""
    begins = Counter(round(thing.box[0]) for thing in things)
    edges = [place for place in begins if begins[place] + begins[place - 1] + begins[place + 1] >= LEAST_LINES]
    first = min(begins, default=0)
    often = sorted((edge for edge in edges if edge > first + 2), key=lambda edge: (-begins[edge], edge))
    return sorted(float(edge) for edge in often[:MOST_EDGES])


def _bands(things: Sequence[Thing], edge: float, size: float, depth: int) -> Iterator[tuple[list[Thing], float | None]]:
    """Things from the top down, cut at those that cross the white before the edge."""
    band: list[Thing] = []
    for thing in things:
        if thing.box[0] < edge - 2 and thing.box[2] > edge - GUTTER * size:
            if band:
                yield band, edge if _has_columns(band, edge, size, depth) else None
                band = []
            yield [thing], None
        else:
            band.append(thing)
    if band:
        yield band, edge if _has_columns(band, edge, size, depth) else None


def _sides(band: Sequence[Thing], edge: float) -> tuple[list[Thing], list[Thing]]:
    left = [thing for thing in band if thing.box[0] < edge - 2]
    return left, [thing for thing in band if thing.box[0] >= edge - 2]


def _has_columns(band: Sequence[Boxed], edge: float, size: float, depth: int) -> bool:
    """Whether running text stands on both sides, in three lines on one of them at least."""
    left, right = _sides(band, edge)
    enough = min(len(left), len(right)) >= 2 and max(len(left), len(right)) >= LEAST_LINES
    return enough and _is_text(left, size, depth) and _is_text(right, size, depth)


def _is_text(column: Sequence[Boxed], size: float, depth: int) -> bool:
    """Whether lines of running text stand in a column, or in columns of it."""
    lines = [thing for thing in column if isinstance(thing, Piece)]
    if not lines:
        return bool(column)
    left, _, right, _ = around(column)
    if right - left < NARROWEST * size or sum(len(line.text) for line in lines) < LEAST_CHARACTERS * len(lines):
        return False
    if middle(line.box[2] - line.box[0] for line in lines) >= FULL * (right - left):
        return True
    return depth > 0 and bool(_best_bands(sorted(lines, key=lambda line: line.box[1]), size, depth - 1))
