"""The signs at which a sentence ends, for those who cut texts at them.

Which signs count depends on the text and on what is asked of it:

- A folded text has half-width signs (ingest.form, search.texts.flat), a stored text those of either width: `STORED`.
- A semicolon ends what stands for itself, a measure, a figure with its indicator: `ENDS`. It ends no sentence where one
  is told as a whole, and no title: `FULL`.
- Who leads a task stands behind all of it, questions and calls with it: `TASK`.
- A line ends a sentence where lines are those of the text (a heading, a row), not those of a page: ``+ LINE``; where a
  stored text still has the page's lines, an empty one does: `BLANK_LINE`.
- A line that ends in a colon is whole, as one that ends a sentence: `STORED_LINE`.
"""

from __future__ import annotations

import re

LINE = "\n"
FULL = "。!?"
ENDS = "。;!?"
TASK = "。;"
STORED_FULL = "。!！?？"
STORED = "。;；!！?？"
STORED_TASK = "。;；"
STORED_LINE = STORED + ":："
BLANK_LINE = r"\n\s*\n"

SENTENCE_END = re.compile(f"[{ENDS}]")
SENTENCE_OR_LINE_END = re.compile(f"[{ENDS}{LINE}]")
FULL_STOP = re.compile(f"[{FULL}]")
TASK_END = re.compile(f"[{TASK}{LINE}]")
STORED_END = re.compile(f"[{STORED}]|{BLANK_LINE}")


def last_end(text: str, signs: str, start: int, end: int) -> int:
    """Where text[start:end] goes on behind the last of the signs; `start` where none stands there."""
    return max(text.rfind(sign, start, end) + 1 or start for sign in signs)


def sentence_at(text: str, signs: str, start: int, end: int) -> tuple[int, int]:
    """The sentence that holds text[start:end], with the sign that ends it."""
    return last_end(text, signs, 0, start), min(next_end(text, signs, end) + 1, len(text))


def next_end(text: str, signs: str, start: int, end: int | None = None) -> int:
    """Where the first of the signs stands in text[start:end]; its end where none does."""
    whole = len(text) if end is None else end
    return min((at for sign in signs if (at := text.find(sign, start, whole)) >= 0), default=whole)
