"""The lines of a document → its headings, in reading order, with their depth.

Headings stand at the start of a line, or inside a line when a whole report was fused into one. Which labels count
is for ingest.numbering, where a title ends for ingest.headings. Boxes (专栏) and page furniture are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.model import Span
from ingest.headings import LONGEST_LINE, STOP, end_of_title, first_clause
from ingest.labels import Label, label_at, lost_part_at
from ingest.lines import Line
from ingest.numbering import PLAIN, Candidate, place_labels

FUSED_LINE = 1500  # a line longer than this may hold headings
INSIDE = re.compile(
    r"(?:(?<=[。!?;:)”》]) *| +)(?=[(〔]? ?[一二三四五六七八九十]{1,4} ?[)〕、.]|第[一二三四五六七八九十]{1,4}[篇编章节条]|\d{1,2}[.、]\D)"
)
ENDS_SENTENCE = "。!?;:)”》…"
SHORTEST_TEXT = 40
SENTENCE_END = "。;,、:!?.…—-"
LIST_END = ";,、"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found: depth 1 is the outermost; the title stands between `label_end` and `end`, or is its opening."""

    label: str
    title: str
    start: int
    label_end: int
    end: int
    depth: int


def find_headings(text: str, flat: str, lines: Sequence[Line]) -> list[Heading]:
    """The headings among the lines (those of boxes and furniture left out)."""
    candidates = list(find_candidates(flat, lines))
    ends = {line.start: line.end for line in lines}
    starts = sorted(ends)
    headings: list[Heading] = []
    placed = place_labels(candidates)
    line_at = 0
    for at, place in enumerate(placed):
        label = place.label
        while line_at + 1 < len(starts) and starts[line_at + 1] <= label.start:
            line_at += 1
        limit = ends[starts[line_at]]
        if at + 1 < len(placed):
            limit = min(limit, max(label.end, placed[at + 1].label.start))
        following = lines[line_at + 1] if line_at + 1 < len(lines) else None
        headings.append(make_heading(text, flat, label, place.depth, limit, following))
    return headings


def make_heading(text: str, flat: str, label: Label, depth: int, limit: int, following: Line | None) -> Heading:
    """The heading with its title; when the text does not show where the title ends, only the label is the heading."""
    start = label.end
    while start < limit and flat[start] == " ":
        start += 1
    end = end_of_title(flat, start, limit) if start < limit else None
    if (
        end is not None
        and label.kind in ("part", "chapter")
        and end == limit
        and following
        and goes_on(flat, end, following)
    ):
        end = following.end
    title_end = end if end is not None else first_clause(flat, start, limit)
    while end is not None and end > label.end and flat[end - 1] == " ":
        end -= 1
    title = fold_title(text[start:title_end])
    return Heading(label.text if label.kind != PLAIN else "", title, label.start, label.end, end or label.end, depth)


def goes_on(flat: str, end: int, following: Line) -> bool:
    """Whether a 篇's title is broken: a short line without a label and without a stop follows."""
    if label_at(flat, following.start, following.end) or flat[end - 1] in "。;:":
        return False
    return len(following.text) <= 26 and following.text[-1] not in SENTENCE_END


def find_candidates(flat: str, lines: Sequence[Line]) -> Iterator[Candidate]:
    """The labels that may open headings, in reading order."""
    parts = 0
    for at, line in enumerate(lines):
        label = label_at(flat, line.start, line.end)
        if label is None and len(line.text) <= LONGEST_LINE and line.text[-1] not in SENTENCE_END:
            lost = lost_part_at(flat, line.start, line.end)
            label = lost if lost and lost.number == parts + 1 and parts else None
        if label is not None and label.kind == "part":
            parts = label.number
        if label is not None and opens_heading(flat, label, line):
            yield Candidate(label, strict=False)
        elif label is None and is_plain_heading(lines, at):
            yield Candidate(Label(PLAIN, 0, "", line.start, line.start), strict=False)
        if len(line.text) > FUSED_LINE:
            yield from labels_inside(flat, line, label.end if label else line.start)


def opens_heading(flat: str, label: Label, line: Line) -> bool:
    """Whether what follows the label can be a heading at all."""
    if label.kind != "dash":
        return label.end < line.end
    end = end_of_title(flat, label.end, line.end)
    return end is not None and end < line.end and flat[end - 1] in "。:!?"


def labels_inside(flat: str, line: Line, start: int) -> Iterator[Candidate]:
    """Labels inside a line that holds a whole report, each after a sentence's end or after a title."""
    title_start = start
    for match in INSIDE.finditer(flat, start, line.end):
        label = label_at(flat, match.end(), line.end)
        if label is None or label.kind in ("digit_paren", "circled", "dash"):
            continue
        before = flat[max(line.start, match.start() - 1) : match.end()].rstrip(" ")[-1:]
        if before and before not in ENDS_SENTENCE:
            short = match.start() - title_start <= LONGEST_LINE
            if not (short and label.number == 1 and STOP.search(flat, title_start, match.start()) is None):
                continue
        title_start = label.end
        yield Candidate(label, strict=True)


def is_plain_heading(lines: Sequence[Line], at: int) -> bool:
    """A short line without label or stop between a finished paragraph and a long one."""
    if at == 0 or at + 1 >= len(lines):
        return False
    line, before, after = lines[at].text, lines[at - 1].text, lines[at + 1].text
    if not 3 <= len(line) <= 28 or line[-1] in SENTENCE_END or not re.search(r"[\u4e00-\u9fff]{3}", line):
        return False
    if re.search(r"\d{4}年|^附 *件|[:：]|^[\W\d]|\d$|[<>]", line):
        return False
    return before[-1] in "。)”!" and len(before) > 20 and len(after) >= SHORTEST_TEXT and after[0] not in ",。、;"


def fold_title(written: str) -> str:
    """White space folded, the stop at its end dropped."""
    joined = re.sub(r"\s+", " ", written).strip()
    joined = re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", joined)
    return joined.rstrip("。.:\uff1a;\uff1b,\uff0c!\uff01")


def outside(lines: Sequence[Line], spans: Sequence[Span]) -> list[Line]:
    """The lines that do not begin inside one of the spans (sorted, not overlapping)."""
    kept: list[Line] = []
    at = 0
    for line in lines:
        while at < len(spans) and spans[at].end <= line.start:
            at += 1
        if at == len(spans) or line.start < spans[at].start:
            kept.append(line)
    return kept
