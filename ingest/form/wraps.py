"""Lines that were broken in the middle of a sentence, as in text taken from a PDF: does a line go on in the next?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.form.labels import label_at
from ingest.form.lines import Line

WIDEST = 60  # a document with longer lines than this keeps one paragraph a line
LEAST_LINES = 20
FULL = 0.7  # of the width: a line of at least this length is full (the first of a paragraph is indented)
LEAST_FULL_SHARE = 0.35
LEAST_FULL_LINES = 4  # of a document with fewer lines
ENDS = "。;:!?…”)》】."
GOES_ON = ",、(“《-—和与及的"
NEVER_FIRST = re.compile(r"\.\d|[,。、;]")  # of a line that is the first of a paragraph
OPENS_MIDDLE = re.compile(r"[,。、;:)”》%]|\d[\d.]*(?![\d.、)年])")


def wrap_width(lines: Sequence[Line]) -> int | None:
    """How wide the lines of a document are set, None when its paragraphs stand one a line."""
    if len(lines) < LEAST_LINES:
        return _width_of_few(lines)
    lengths = sorted(len(line.text) for line in lines)
    width = lengths[len(lengths) * 9 // 10]
    full = sum(length >= FULL * width for length in lengths)
    return width if 12 <= width <= WIDEST and full >= LEAST_FULL_SHARE * len(lengths) else None


def _width_of_few(lines: Sequence[Line]) -> int | None:
    """Of a short document: several lines end at the same place, and not because a sentence does."""
    width = max((len(line.text) for line in lines), default=0)
    full = [line for line in lines if len(line.text) >= width - 1]
    broken = [line for line in full if line.text[-1] not in ENDS]
    return (
        width if 12 <= width <= WIDEST and len(full) >= LEAST_FULL_LINES and len(broken) >= LEAST_FULL_LINES else None
    )


def goes_on(before: Line, after: Line, width: int | None) -> bool:
    """Whether the second line continues the sentence of the first."""
    last = before.text[-1]
    if label_at(after.text, 0, len(after.text)) or re.match("专栏|附 *件|[图表] ?\\d", after.text):
        return False
    if NEVER_FIRST.match(after.text) and (last.isdigit() or last not in ENDS):
        return True
    if width is not None:
        return (last not in ENDS and len(before.text) >= FULL * width) or last in GOES_ON
    if len(before.text) < 30:
        return re.search(r"\d:$", before.text) is not None and after.text[0].isdigit()
    return last in ",、(“《" or last.isdigit() or (last not in ENDS and OPENS_MIDDLE.match(after.text) is not None)


def end_of_paragraph(lines: Sequence[Line], at: int, width: int | None) -> int:
    """Where the paragraph ends that the given line belongs to."""
    while at + 1 < len(lines) and goes_on(lines[at], lines[at + 1], width):
        at += 1
    return lines[at].end
