"""Lines in reading order → paragraphs: which line goes on in the next, also over the end of a column or page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.writing.sentence_ends import STORED_LINE
from ingest.sources.pdf_characters import is_wide
from ingest.sources.pdf_lines import Line, text_of
from ingest.sources.pdf_shapes import middle
from ingest.sources.pdf_tables import PdfTable

SAME_SIZE = 0.08  # share by which sizes may differ in one paragraph
INDENT = 1.2  # characters: what begins a paragraph
MORE_WHITE = 0.55  # characters more than usual between two lines: a new paragraph
LONG = 0.8  # share of the column that an unfinished line fills where it goes on
TITLE = 1.12  # times the usual size: print of titles
NEARLY = 2.5  # characters that may be free behind an unfinished line that goes on
SPOKEN = 15  # characters from which a line is no heading

CLOSING = "”’）】》〉」』)]\"'"
NEVER_FIRST = "，。、；：！？）》】〉」』”’,.;:!?)]%％‰"
OPENING = "（《【“‘(["
LABEL = re.compile(
    r"(?:第[一二三四五六七八九十百零〇\d]{1,5}[编篇章节条款部分]|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]"
    r"|\d{1,2}、|\d{1,2}[.．](?!\d)|[(（]\d{1,2}[)）]|[①-⑳●•◆■▪➢✓]|专栏\s*\d|附件|附表|表\s*\d|图\s*\d|注[:：]|——)"
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a document sets its paragraphs."""

    size: float  # of most of its print
    is_indented: bool  # first lines stand in
    white: float  # between lines, in characters


def manner_of(lines: Sequence[Line], size: float) -> Manner:
    """How the lines are set: indents count where lines stand in by one to three characters behind a line's end."""
    starts = [
        below
        for above, below in pairwise(lines)
        if above.column is below.column and (_is_ended(above) or above.room > 3) and not below.is_centred
    ]
    indented = [line for line in starts if INDENT <= line.indent <= 3]
    whites = [
        (below.box[1] - above.box[3]) / below.size
        for above, below in pairwise(lines)
        if above.column is below.column and below.box[1] >= above.box[1]
    ]
    return Manner(size, len(indented) >= max(1, 0.25 * len(starts)), middle(whites))


def paragraphs(flow: Sequence[Line | PdfTable], size: float) -> Iterator[list[Line] | PdfTable]:
    """The flow with the lines of each paragraph together."""
    manner = manner_of([thing for thing in flow if isinstance(thing, Line)], size)
    held: list[Line] = []
    for thing in flow:
        if held and (isinstance(thing, PdfTable) or not _goes_on(held, thing, manner)):
            yield held
            held = []
        if isinstance(thing, PdfTable):
            yield thing
        else:
            held.append(thing)
    if held:
        yield held


def _goes_on(held: Sequence[Line], below: Line, manner: Manner) -> bool:
    above = held[-1]
    if abs(above.size - below.size) > SAME_SIZE * max(above.size, below.size):
        return False
    if below.text[0] in NEVER_FIRST and below.indent < INDENT:
        return True
    is_title = above.size > TITLE * manner.size
    if above.is_centred or below.is_centred:
        both = above.is_centred and below.is_centred and is_title and above.bold == below.bold
        return both and _is_close(above, below, manner) and not _is_ended(above) and not LABEL.match(below.text)
    if LABEL.match(below.text) and not _is_cited(above):
        return False
    if above.column is below.column:
        return _is_close(above, below, manner) and _wraps(held, below, manner)
    return _wraps(held, below, manner) or _unfinished(held, below, manner)


def _is_close(above: Line, below: Line, manner: Manner) -> bool:
    white = (below.box[1] - above.box[3]) / below.size
    usual = manner.white if below.size <= TITLE * manner.size else manner.white + 0.5
    return white <= max(usual, 0.0) + MORE_WHITE


def _is_cited(above: Line) -> bool:
    """Whether what looks like a label behind it is a place in a law that is cited: 《…》 ‖ 第三条."""
    return above.room < 1.5 and above.text[-1] in "》照据和、及与" and not _is_ended(above)


def _wraps(held: Sequence[Line], below: Line, manner: Manner) -> bool:
    """Whether the last line broke off because its column was full."""
    above = held[-1]
    if below.indent >= INDENT:
        return _hangs(held, below)
    if is_full(above, below):
        if _is_ended(above):
            return manner.is_indented or above.text[-1] in "；;，"
        return above.bold == below.bold or above.room < 1.2 or len(held) > 1
    if _is_ended(above) or above.bold != below.bold:
        return False
    return above.share >= LONG or above.room < NEARLY or (manner.is_indented and held[0].indent >= INDENT)


def _hangs(held: Sequence[Line], below: Line) -> bool:
    """Whether a line that stands in goes on: under the text behind a label, or in a block that stands in wholly."""
    first, above = held[0], held[-1]
    if not is_full(above, below):
        return False
    if len(held) > 1 and abs(below.box[0] - above.box[0]) < 0.5 * below.size:
        return True
    if LABEL.match(first.text) and len(held) == 1 and 0.5 < below.indent - first.indent < 4:
        return True
    return abs(below.indent - above.indent) < 0.3 and not _is_ended(above)


def _unfinished(held: Sequence[Line], below: Line, manner: Manner) -> bool:
    """Whether a sentence goes on over the end of a page or column though its line is not full."""
    above = held[-1]
    if _is_ended(above) or above.text[-1] in "）)" or (manner.is_indented and below.indent >= INDENT):
        return False
    if above.size > TITLE * manner.size or above.bold != below.bold or LABEL.match(above.text):
        return False
    return len(held) > 1 or len(above.text) >= SPOKEN or "，" in above.text


def is_full(above: Line, below: Line) -> bool:
    """Whether what the next line begins with would not have fitted on the line."""
    if above.column.full_length and len(above.text) >= above.column.full_length - 1:
        return True
    return above.room < _first_width(below.text) + 0.6


def _first_width(text: str) -> float:
    """The width of what cannot be broken at a line's start, in characters."""
    width, at = 0.0, 0
    while at < len(text) and text[at] in OPENING:
        width, at = width + 1, at + 1
    if at < len(text) and not is_wide(text[at]):
        word = re.match(r"[^\s\u2e80-\uffef]+", text[at:])
        length = len(word[0]) if word else 1
        width, at = width + 0.55 * length, at + length
    else:
        width, at = width + 1, at + 1
    while at < len(text) and text[at] in NEVER_FIRST:
        width, at = width + 1, at + 1
    return min(width, 8.0)


def _is_ended(line: Line) -> bool:
    text = line.text.rstrip(CLOSING)
    return not text or text[-1] in STORED_LINE


@dataclass(frozen=True, slots=True)
class Headings:
    """Which paragraphs are headings, by their print: the sizes above the usual one, the largest first."""

    sizes: tuple[float, ...]

    def level(self, lines: Sequence[Line]) -> int | None:
        """The level of a heading, 1 for the largest print; None for a paragraph."""
        size = _step(lines[0].size)
        return self.sizes.index(size) + 1 if size in self.sizes and _may_head(lines) else None


def headings_of(found: Sequence[Sequence[Line]], size: float) -> Headings:
    """The sizes of print that only headings have."""
    short: set[float] = set()
    long: set[float] = set()
    for lines in found:
        step = _step(lines[0].size)
        if step > TITLE * size:
            (short if _may_head(lines) else long).add(step)
    return Headings(tuple(sorted(short - long, reverse=True)))


def _step(size: float) -> float:
    return round(size * 2) / 2


def _may_head(lines: Sequence[Line]) -> bool:
    text = text_of(lines)
    return 1 < len(text) <= 80 and text[-1] not in "。；，、" and any(sign.isalpha() for sign in text)
