"""The lines of a document → its headings, in reading order, with their depth.

Which labels may open headings is for ingest.form.candidates, which of them do for ingest.form.numbering, where a
title ends for ingest.form.headings. The caller leaves out boxes (专栏) and page furniture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph.writing.characters import NOTHING, usual_text
from ingest.form.candidates import FUSED_LINE, SENTENCE_END, find_candidates
from ingest.form.headings import end_of_title, first_clause, run_in
from ingest.form.known import GUESSED, Known
from ingest.form.labels import Label, label_at
from ingest.form.lines import Line
from ingest.form.numbering import Placed, place_by_levels, place_labels
from ingest.form.wraps import end_of_paragraph, goes_on, wrap_width

BOX = re.compile("专栏|表 *[\\d一二三]")
LONGEST_REST = 26  # of a title broken over two lines


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found: depth 1 is the outermost. When the text does not show where the title ends, `end` is the
    end of the label and the title is the first clause. `closes` is the end of what stands under it, when known.
    """

    label: str
    title: str
    start: int
    end: int
    depth: int
    closes: int | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A text in its lines. flat: the same, with the usual signs, place for place; width: the characters of a full
    line, None where each line is a paragraph."""

    text: str
    flat: str
    lines: Sequence[Line]
    width: int | None


def find_headings(text: str, flat: str, lines: Sequence[Line], title: str, known: Known = GUESSED) -> list[Heading]:
    """The headings among the lines; the document's own title is none."""
    placed = place_labels(list(find_candidates(flat, lines, title, known.levels)))
    placed = place_by_levels(placed, known.levels)
    printed = Printed(text, flat, lines, None if known.is_whole else wrap_width(lines))
    headings: list[Heading] = []
    line_at = 0
    for at, place in enumerate(placed):
        while line_at + 1 < len(lines) and lines[line_at + 1].start <= place.label.start:
            line_at += 1
        following = placed[at + 1].label.start if at + 1 < len(placed) else len(text)
        headings.append(make_heading(printed, place, line_at, following))
    return headings


def make_heading(printed: Printed, place: Placed, line_at: int, following: int) -> Heading:
    """The heading that opens with the placed label in the given line, before the place of the following heading."""
    label, flat, lines = place.label, printed.flat, printed.lines
    line = lines[line_at]
    limit = min(line.end, max(label.end, following))
    start = label.end
    while start < limit and flat[start] == " ":
        start += 1
    end = end_of_title(flat, start, limit, len(line.text) > FUSED_LINE) if start < limit else None
    if end in (None, line.end) and line_at + 1 < len(lines) and limit == line.end:
        end = end_in_next_line(flat, label, start, line, lines[line_at + 1], printed.width) or end
    title_end = end if end is not None else first_clause(flat, start, limit)
    while end is not None and end > label.end and flat[end - 1] == " ":
        end -= 1
    return Heading(
        label=label.text,
        title=fold_title(printed.text[start:title_end]),
        start=label.start,
        end=label.end if end is None else end,
        depth=place.depth,
        closes=end_of_paragraph(lines, line_at, printed.width) if label.kind == "dash" else None,
    )


def end_in_next_line(flat: str, label: Label, start: int, line: Line, following: Line, width: int | None) -> int | None:
    """The end of a title that is broken over two lines: a 篇's or 章's, and any in text set in narrow lines."""
    if line.text[-1] in "。;:!?" or label_at(flat, following.start, following.end) or BOX.match(following.text):
        return None
    if width is not None and goes_on(line, following, width) and (end := run_in(flat, start, following.end)):
        return end
    if len(following.text) > LONGEST_REST or following.text[-1] in SENTENCE_END:
        return None
    is_full = width is not None and len(line.text) >= 0.9 * width and len(following.text) <= 0.6 * width
    return following.end if is_full or label.kind in ("part", "chapter") else None


def fold_title(written: str) -> str:
    """White space folded, usual characters, the stop at its end dropped."""
    usual = "".join(sign for sign in usual_text(written) if sign not in NOTHING)
    joined = re.sub(r"\s+", " ", usual).strip()
    joined = re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", joined)
    return joined.rstrip("。.:\uff1a;\uff1b,\uff0c!\uff01")
