"""A <table> → its cells with the places that they span, or: it only arranges the page and is no table.

Spans are cut to the table: a page may say that a cell is two thousand million columns wide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import lxml.etree
from lxml.html import HtmlElement

from ingest.sources.reading import CellDraft
from ingest.sources.web_lines import lines_of
from ingest.sources.web_words import labels

MOST_COLUMNS = 1_000  # as browsers have it
MOST_SPANNED = 100  # columns by one cell: a larger number means all that there are
MOST_PLACES = 400_000  # rows times columns
LONGEST_CELL = 2_000  # a "cell" with more text is a part of the page
MOST_DEPTH = 6  # of tables within cells
SHORTEST_ARTICLE = 400
LEAST_LABELS = 2


Lengths = Mapping[HtmlElement, int]  # how many characters each element holds


@dataclass(frozen=True, slots=True)
class Table:
    """Its cells, or what it says of the page itself, a label and a value a line; `caption`: the line above it."""

    cells: list[CellDraft] = field(default_factory=list)
    caption: str = ""
    about: tuple[str, ...] = ()


def is_layout(table: HtmlElement, lengths: Lengths) -> bool:
    """Whether it only arranges what it holds: one cell, one column, further tables with most of its text."""
    if table.get("role") in ("presentation", "none"):
        return True
    rows = [_cells_of(row) for row in _rows_of(table)]
    if max(map(len, rows), default=0) < 2:
        return True
    filled = [[cell for cell in row if lengths[cell]] for row in rows]
    if max((len(row) for row in filled), default=0) < 2:
        return True
    if _is_about(filled):
        return False
    longest = max(lengths[cell] for row in filled for cell in row)
    whole = sum(lengths[cell] for row in filled for cell in row)
    return longest > LONGEST_CELL or (longest > SHORTEST_ARTICLE and longest > 0.8 * whole)


def read_table(table: HtmlElement, lengths: Lengths, depth: int = 0) -> Table:
    """A table that is none for layout."""
    caption = " ".join(" ".join("".join(part.itertext()) for part in table.iterchildren("caption")).split())
    rows = [_cells_of(row) for row in _rows_of(table)]
    if _is_about([[cell for cell in row if lengths[cell]] for row in rows]):
        return Table(caption=caption, about=tuple(_said(rows)))
    return Table(list(_placed([row for row in rows if any(lengths[cell] for cell in row)], lengths, depth)), caption)


def _placed(rows: list[list[HtmlElement]], lengths: Lengths, depth: int) -> Iterator[CellDraft]:
    """The cells with their row and column; `taken`: how many more rows a cell from above holds a column."""
    taken: dict[int, int] = {}
    places = 0
    columns = max((sum(_believable(cell) for cell in row) for row in rows), default=1)
    for number, row in enumerate(rows):
        column = 0
        begun: dict[int, int] = {}
        for cell in row:
            while taken.get(column, 0) > 0:
                column += 1
            left = len(rows) - number
            height = min(_span(cell, "rowspan") or left, left)
            width = _span(cell, "colspan") or 1
            width = max(1, columns - column) if width > MOST_SPANNED else width
            places += height * width
            if column + width > MOST_COLUMNS or places > MOST_PLACES:
                return
            is_header = cell.tag == "th" or cell.getparent().getparent().tag == "thead"
            yield CellDraft(number, column, _lines_of(cell, lengths, depth), height, width, is_header)
            begun.update(dict.fromkeys(range(column, column + width), height))
            column += width
        taken = {at: height - 1 for at, height in taken.items() if height > 1}
        taken.update({at: height - 1 for at, height in begun.items() if height > 1})


def _believable(cell: HtmlElement) -> int:
    """How many columns it spans, one where the number can only be a mistake."""
    width = _span(cell, "colspan") or 1
    return width if width <= MOST_SPANNED else 1


def _lines_of(cell: HtmlElement, lengths: Lengths, depth: int) -> list[str | list[CellDraft]]:
    inner = next(cell.iterdescendants("table"), None)
    if inner is None or depth >= MOST_DEPTH or is_layout(inner, lengths):
        return list(lines_of(cell))
    read = read_table(inner, lengths, depth + 1)
    tail, inner.tail = inner.tail, None
    marker = lxml.etree.SubElement(inner.getparent(), "p")
    inner.getparent().replace(inner, marker)
    marker.tail = tail
    return [*lines_of(cell), read.cells]


def _rows_of(table: HtmlElement) -> list[HtmlElement]:
    """Its own rows, not those of tables inside it."""
    rows: list[HtmlElement] = []
    for child in table:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows += [row for row in child if row.tag == "tr"]
    return rows


def _cells_of(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _span(cell: HtmlElement, name: str) -> int:
    """How many rows or columns it spans; 0 for all that are left."""
    digits = re.match(r"\s*(\d{1,9})", cell.get(name) or "1", re.ASCII)
    return min(int(digits[1]), MOST_PLACES) if digits else 1


def _is_about(rows: list[list[HtmlElement]]) -> bool:
    """Whether it says of the page what it is: 索引号, 发文机关, 成文日期 …, a label and a value side by side."""
    names = [_label(cell) for row in rows for cell in row]
    known = sum(name in labels() for name in names)
    return known >= LEAST_LABELS and known * 3 >= len(names)


def _label(cell: HtmlElement) -> str:
    """The label in a cell that holds one, or one and its value (“文号：某政发〔2024〕6号”)."""
    text = "".join("".join(cell.itertext()).split())
    return text.replace("：", ":").split(":")[0].strip("【】[]") if len(text) < 400 else ""


def _said(rows: list[list[HtmlElement]]) -> Iterator[str]:
    """Each label with its value."""
    lines = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in rows]
    if len(lines) == 2 and len(lines[0]) == len(lines[1]) and all(_bare(label) in labels() for label in lines[0]):
        yield from (f"{_bare(label)}：{value}" for label, value in zip(*lines, strict=True))
        return
    for texts in lines:
        at = 0
        while at < len(texts):
            label = _bare(texts[at])
            if label in labels() and at + 1 < len(texts):
                yield f"{label}：{texts[at + 1]}"
                at += 2
                continue
            if texts[at]:
                yield texts[at]
            at += 1


def _bare(label: str) -> str:
    return "".join(label.split()).strip("【】[]:：")
