"""Pages → the same pages without their frames: running heads and feet, page numbers.

A frame is known by its place and by what repeats: the same words at the same height on several pages, or figures that
count on with the pages. A row of a table repeats neither, however low it stands on the page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.writing.numerals import number_of_page
from ingest.sources.boxes import Box, around, is_within
from ingest.sources.pdf_shapes import Page, Piece, middle

HEAD, FOOT = 0.13, 0.86  # shares of the page's height: above and below them a frame may stand
FRAME_LINES = 3  # at head and foot
SAME_HEIGHT = 0.02  # share of the page's height
SMALL = 0.9  # times the usual size of the page
MARGIN = 0.075  # share of the page's height, from its edge, in which no text stands
FAR = 1.2  # times its size: what parts a lone page number from the text

NUMBER = r"\d{1,4}|[ivxlc]{1,7}|[〇一二三四五六七八九十百]{1,5}"
DASH = r"[-‐‑–—―－~～·•|\s]*"
TOTAL = r"(?:(?:[/／]|of)\s*\d{1,4}|共\s*\d{1,4}\s*页)?"
PAGE_NUMBER = re.compile(
    rf"{DASH}(?:第|page|p\.?)?\s*(?P<number>{NUMBER})\s*(?:页|頁)?[\s,，;；]*[(（]?{TOTAL}[)）]?{DASH}", re.IGNORECASE
)
ADDRESS = re.compile(
    r"(?:https?|file)://\S+(?:\s+\d+\s*/\s*\d+)?|\d{2,4}[/-]\d{1,2}[/-]\d{2,4},? \d{1,2}:\d{2}\b.*"
)  # of a browser
BARE = re.compile(r"\d{1,4}")
COUNTED = re.compile(rf"\d+|(?<=第)\s*(?:{NUMBER})\s*(?=[页頁])")
KEPT = re.compile(r"单位\s*[:：]|^续?表\s*\d|^续表|计量单位")  # said again over each part of a table: part of it


@dataclass(frozen=True, slots=True)
class Edge:
    """A line at the head or foot of a page."""

    page: int
    height: float  # share of the page's height
    words: str  # with figures left out
    text: str
    pieces: tuple[Piece, ...]
    is_outermost: bool
    is_small: bool  # printed smaller than the page's text

    @property
    def number(self) -> int | None:
        """The page number that the line is, if it is one."""
        match = PAGE_NUMBER.fullmatch(self.text)
        return number_of_page(match["number"].lower()) if match else None


def drop_frames(pages: Sequence[Page], tables: dict[int, list[Box]]) -> None:
    """Take the frames off the pages; what stands in a ruled table (`tables`: their boxes by page) is none."""
    edges = [edge for page in pages for edge in _edges(page, tables.get(page.number, []))]
    frames = {*_repeated(edges, len(pages)), *_counting(edges), *_lone(edges, pages)}
    for page in pages:
        dropped = {id(piece) for edge in frames if edge.page == page.number for piece in edge.pieces}
        page.pieces = [piece for piece in page.pieces if id(piece) not in dropped]


def _edges(page: Page, tables: Sequence[Box]) -> Iterator[Edge]:
    free = [piece for piece in page.pieces if not any(is_within(piece.box, table) for table in tables)]
    lines = list(_rows(free))
    usual = middle(piece.size for piece in page.pieces)
    heads = [line for line in lines[:FRAME_LINES] if line[0].box[3] < HEAD * page.height]
    feet = [line for line in lines[-FRAME_LINES:] if line[0].box[1] > FOOT * page.height]
    for line in heads + [line for line in feet if line not in heads]:
        text = " ".join(piece.text for piece in line)
        words = re.sub(r"\s+", "", COUNTED.sub("#", text))
        outermost = line is lines[0] or line is lines[-1]
        small = line[0].size < SMALL * usual
        yield Edge(page.number, line[0].box[3] / page.height, words, text.strip(), tuple(line), outermost, small)


def _rows(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    row: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (piece.base, piece.box[0])):
        if row and piece.base - row[0].base > 0.4 * piece.size:
            yield sorted(row, key=lambda piece: piece.box[0])
            row = []
        row.append(piece)
    if row:
        yield sorted(row, key=lambda piece: piece.box[0])


def _repeated(edges: Sequence[Edge], pages: int) -> Iterator[Edge]:
    """Lines whose words stand at the same height on other pages, with nothing but figures changed."""
    alike: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.words.strip("#"):
            alike[edge.words].append(edge)
    for group in alike.values():
        for edge in group:
            alike_here = [other for other in group if abs(other.height - edge.height) < SAME_HEIGHT]
            times = len({other.page for other in alike_here})
            is_same = sum(other.text == edge.text for other in alike_here) > 1
            if times > 1 and not KEPT.search(edge.text) and _is_steady(edge, times, pages, is_same):
                yield edge


def _is_steady(edge: Edge, times: int, pages: int, is_same: bool) -> bool:
    """Whether it repeats often enough: rows of figures and lists repeat by chance, a head of words does not."""
    if len(edge.pieces) > 2 and edge.words.count("#") > 1:
        return edge.number is not None
    if "#" in edge.words and len(edge.words) < 6 and edge.number is None and not is_same:
        return times >= max(3, 0.4 * pages)
    return edge.is_outermost or (edge.is_small and times >= max(2, 0.3 * pages))


def _counting(edges: Sequence[Edge]) -> Iterator[Edge]:
    """Page numbers that count on with the pages, at the same height."""
    steps: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.number is not None:
            steps[edge.number - edge.page].append(edge)
    for group in steps.values():
        for edge in group:
            if (
                any(other.page != edge.page and abs(other.height - edge.height) < SAME_HEIGHT for other in group)
                and len(edge.pieces) <= 3
            ):
                yield edge


def _lone(edges: Sequence[Edge], pages: Sequence[Page]) -> Iterator[Edge]:
    """The frame of a page alone: a number that says so (第1页, - 1 -) or stands far from the text, small print at
    the paper's edge, what a browser prints there."""
    by_number = {page.number: page for page in pages}
    for edge in edges:
        page = by_number[edge.page]
        rest = [piece for piece in page.pieces if piece not in edge.pieces]
        if not rest:
            continue
        box, text = edge.pieces[0].box, around(rest)
        if _is_at_border(edge, text):
            yield edge
        if edge.number is None or not edge.is_outermost or len(edge.pieces) > 1:
            continue
        gap = max(box[1] - text[3], text[1] - box[3]) / edge.pieces[0].size
        if gap > FAR and (not BARE.fullmatch(edge.text) or edge.number == edge.page):
            yield edge


def _is_at_border(edge: Edge, rest: Box) -> bool:
    """Whether it is print of the margin: a browser's, or small print that stands apart from the text."""
    if MARGIN < edge.height < 1 - MARGIN or not edge.is_outermost:
        return False
    box = edge.pieces[0].box
    white = max(box[1] - rest[3], rest[1] - box[3]) / edge.pieces[0].size
    return ADDRESS.match(edge.text) is not None or (edge.is_small and white > FAR)
