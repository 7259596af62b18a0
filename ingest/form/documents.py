"""A source → its documents: a file may hold several, one after the other, or a notice with its annexes.

Ordered rules look for the places where documents begin; what none of them claims is one document. What stands
between documents (a site's footer) belongs to none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph.records import Document, Grid, Source, Span
from ingest.form.enclosing import begin_within
from ingest.form.lines import Line, fold_signs, last_visible, outside, split_lines
from ingest.form.metadata import describe

SEPARATOR = re.compile(r"[-—=*_~#]{1,80}")
DATE_LINE = re.compile(
    r"(?:(?:发布|发表)?(?:时间|日期) *+:? *+)?(?:19|20)\d\d *[-/.年] *\d{1,2} *[-/.月] *\d{1,2} *+日?"
    r"(?: *+\d{1,2}:\d\d(?::\d\d)?)?"
)
LONGEST_TITLE = 60
ANNEX = re.compile(r"附 *[件录表] *(\d{1,2}|[一二三四五六七八九十]{1,3})?(?: *[-—] *\d{1,2})? *[:、.]? *(.*)")
LEAST_ANNEX_TEXT = 150


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a document stands; an annex knows that the extent before it is its parent's."""

    start: int
    end: int
    is_annex: bool = False


def find_documents(source: Source) -> list[Document]:
    """The documents of a source, in reading order."""
    flat = fold_signs(source.text)
    grids = [Span(grid.start, grid.end) for grid in outermost(source.layout.grids)]
    lines = outside(split_lines(flat, 0, len(flat)), grids)
    extents: list[Extent] = []
    for extent in split_digest(lines) or [Extent(0, len(source.text))]:
        extents.extend(split_annexes(flat, begin_within(lines, extent.start, extent.end), extent))
    documents: list[Document] = []
    parent: Document | None = None
    for ordinal, extent in enumerate(extents, 1):
        parent = parent if extent.is_annex else None
        document = describe(source, flat, extent.start, extent.end, f"{source.name}#{ordinal}", parent)
        documents.append(document)
        if not extent.is_annex:
            parent = document
    return documents


def outermost(grids: Sequence[Grid]) -> list[Grid]:
    """The tables that are in no other; 附件1 in a table's cell begins no document."""
    kept: list[Grid] = []
    for grid in grids:
        if not kept or grid.start >= kept[-1].end:
            kept.append(grid)
    return kept


def split_digest(lines: Sequence[Line]) -> list[Extent]:
    """Articles one after the other: a separator line, a title, text, a date line. At least two make a digest."""
    heads = [
        at
        for at in range(len(lines) - 2)
        if SEPARATOR.fullmatch(lines[at].text)
        and 4 <= len(lines[at + 1].text) <= LONGEST_TITLE
        and not SEPARATOR.fullmatch(lines[at + 2].text)
    ]
    extents: list[Extent] = []
    for count, head in enumerate(heads):
        beyond = heads[count + 1] if count + 1 < len(heads) else len(lines)
        dated = [at for at in range(head + 2, beyond) if DATE_LINE.fullmatch(lines[at].text)]
        if dated:
            extents.append(Extent(lines[head + 1].start, lines[dated[-1]].end))
    return extents if len(extents) >= 2 and len(extents) >= len(heads) - 1 else []


def split_annexes(flat: str, lines: Sequence[Line], whole: Extent) -> list[Extent]:
    """A document and the annexes that stand behind it with a text of their own."""
    heads = [at for at in range(3, len(lines)) if is_annex_head(lines, at)]
    kept: list[int] = []
    for count, head in enumerate(heads):
        beyond = heads[count + 1] if count + 1 < len(heads) else len(lines)
        end = lines[beyond].start if beyond < len(lines) else whole.end
        if sum(len(line.text) for line in split_lines(flat, lines[head].end, end)) >= LEAST_ANNEX_TEXT:
            kept.append(head)
    starts = [whole.start, *(lines[head].start for head in kept)]
    # up to the head, not to the line before it: a table may stand between
    ends = [*(last_visible(flat, lines[head].start) for head in kept), whole.end]
    return [Extent(start, end, at > 0) for at, (start, end) in enumerate(zip(starts, ends, strict=True))]


def is_annex_head(lines: Sequence[Line], at: int) -> bool:
    """“附件1” alone on its line, or with its title; not an entry of the list of annexes under a notice."""
    match = ANNEX.fullmatch(lines[at].text)
    if match is None or len(lines[at].text) > LONGEST_TITLE or at + 1 >= len(lines):
        return False
    title = match.group(2).strip()
    if not title:
        return True
    if re.match(r"\d{1,2} *[.、]", title) or title[-1] in "。;,)":
        return False
    following = lines[at + 1].text
    if ANNEX.fullmatch(following) or re.match(r"\d{1,2} *[.、].{2,40}$", following):
        return False
    return not _is_dated_end(lines, at)


def _is_dated_end(lines: Sequence[Line], at: int) -> bool:
    """A list of annexes is followed by the issuer's name and the date."""
    return any(
        re.fullmatch(r"(?:19|20)\d\d *年 *\d{1,2} *月 *\d{1,2} *日", line.text) for line in lines[at + 1 : at + 5]
    )
