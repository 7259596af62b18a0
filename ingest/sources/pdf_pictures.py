"""Which pages of a PDF are pictures: nothing on them can be read as text, or a stamp over a scan at most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from ingest.sources.pdf_shapes import Page

PAGE_FILLING = 0.6  # share of the page
STAMP = 80  # characters: what a scanner or an office prints over a scan at most
SOME_PICTURE = 0.15
UNKNOWN = 0.3  # share of the characters that the file does not say
MANY_SHAPES = 40  # on a page without text: letters drawn as shapes


def is_picture(page: Page) -> bool:
    """Whether the page must be recognised to be read."""
    if page.glyphs == 0:
        return page.picture >= SOME_PICTURE or page.shapes >= MANY_SHAPES
    if page.unknown > UNKNOWN * page.glyphs:
        return True
    return page.picture >= PAGE_FILLING and page.glyphs <= STAMP


def drop_stamps(pages: Sequence[Page], pictures: Collection[int]) -> None:
    """Take off the pages that are pictures what is printed alike on several of them."""
    stamped = [page for page in pages if page.number in pictures]
    times = Counter(piece.text for page in stamped for piece in page.pieces)
    for page in stamped:
        is_known = page.unknown <= UNKNOWN * page.glyphs
        page.pieces = [piece for piece in page.pieces if is_known and times[piece.text] == 1]


def name_pages(numbers: Iterable[int]) -> str:
    """1, 3–7, 12."""
    runs = [
        [number for _, number in run] for _, run in groupby(enumerate(sorted(numbers)), lambda pair: pair[1] - pair[0])
    ]
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
