"""The lines of a document → the labels that may open headings, in reading order.

A label counts at the start of a line; inside a line only when the line holds a whole report. A short line between
two paragraphs may be a heading without a label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.headings import LONGEST_LINE, STOP, end_of_title
from ingest.labels import Label, label_at, lost_part_at
from ingest.lines import Line
from ingest.numbering import PLAIN, Candidate

FUSED_LINE = 1500  # a line longer than this may hold headings
INSIDE = re.compile(
    r"(?:(?<=[。!?;:)”》…]) *| +)"
    r"(?=[(〔]? ?[一二三四五六七八九十]{1,4} ?[)〕、.]|第[一二三四五六七八九十]{1,4}[篇编章节条]|\d{1,2}[.、]\D)"
)
ENDS_SENTENCE = "。!?;:)”》…"
SENTENCE_END = "。;,、:!?.…—-"
SHORTEST_TEXT = 40
LONGEST_PLAIN = 28
ANNEX_LIST = re.compile(r"附 *件 *[:、]? *\d{0,2} *[.、:]? *[^。]{2,}")
LISTED = re.compile(r"\d{1,2} *[.、] *[^。]{2,60}$")


def find_candidates(flat: str, lines: Sequence[Line]) -> Iterator[Candidate]:
    """The labels that may open headings."""
    listed = annex_list(lines)
    parts = 0
    for at, line in enumerate(lines):
        if line.start in listed:
            continue
        label = label_of_line(flat, line, parts)
        if label is not None:
            parts = label.number if label.kind == "part" else parts
            if opens_heading(flat, label, line):
                yield Candidate(label, strict=False)
        elif is_plain_heading(lines, at):
            yield Candidate(Label(PLAIN, 0, "", line.start, line.start), strict=False)
        if len(line.text) > FUSED_LINE:
            yield from labels_inside(flat, line, label.end if label else line.start)


def label_of_line(flat: str, line: Line, parts: int) -> Label | None:
    """The label a line opens with; `parts` is the number of the 篇 it stands in."""
    label = label_at(flat, line.start, line.end)
    if label is None and parts and len(line.text) <= LONGEST_LINE and line.text[-1] not in SENTENCE_END:
        lost = lost_part_at(flat, line.start, line.end)
        return lost if lost and lost.number == parts + 1 else None
    return label


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
    if not 3 <= len(line) <= LONGEST_PLAIN or line[-1] in SENTENCE_END or not re.search(r"[\u4e00-\u9fff]{3}", line):
        return False
    if re.search(r"\d{4}年|^附 *件|:|^[\W\d]|\d$|[<>]", line):
        return False
    return before[-1] in "。)”!" and len(before) > 20 and len(after) >= SHORTEST_TEXT and after[0] not in ",。、;"


def annex_list(lines: Sequence[Line]) -> set[int]:
    """The lines of the list of annexes under a notice (“附件:1.…”, “2.…”), which are no headings."""
    listed: set[int] = set()
    for at, line in enumerate(lines):
        if not ANNEX_LIST.fullmatch(line.text):
            continue
        listed.add(line.start)
        for following in lines[at + 1 : at + 30]:
            if not LISTED.match(following.text):
                break
            listed.add(following.start)
    return listed
