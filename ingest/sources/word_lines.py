"""The lines of a paragraph that soft breaks part: which are lines of their own, which one sentence.

Writers break lines softly between things that belong together, and texts pasted from web pages have soft breaks for
paragraphs: both are lines. Where a line was broken to fit a width, the sentence is put together again.
"""

from __future__ import annotations

import re

from graph.writing.sentence_ends import STORED_LINE

Pieces = list[tuple[str, int | None]]  # the stretches of a line, with their pages

GOES_ON = "，、,（(《“‘"  # a line that ends so is not whole
OPENS_MIDDLE = "，、,。；;）)》”’%％"  # nor is one before a line that opens so
LABEL = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]")
LEAST_WIDTH = 15
LEAST_LINES = 3
FULL = 0.85  # of the longest: lines broken to fit a width are about that long, but for the last


def whole_lines(lines: list[Pieces]) -> list[Pieces]:
    """The lines with those put together that one sentence runs over."""
    if len(lines) < 2:
        return lines
    is_set = is_set_to_a_width([text_of(line).strip() for line in lines])
    whole = [lines[0]]
    for line in lines[1:]:
        before, after = text_of(whole[-1]).rstrip(), text_of(line).lstrip()
        if before and after and (is_set or before[-1] in GOES_ON or after[0] in OPENS_MIDDLE):
            whole[-1] = one_line([whole[-1], line])
        else:
            whole.append(line)
    return whole


def is_set_to_a_width(texts: list[str]) -> bool:
    """Whether the lines but the last are about as long as the longest, few of them ends of sentences or list items."""
    longest = max(len(text) for text in texts)
    inner = texts[:-1]
    full = all(len(text) >= FULL * longest for text in inner)
    ends = sum(text[-1:] in STORED_LINE or LABEL.match(text) is not None for text in inner)
    return len(texts) >= LEAST_LINES and longest >= LEAST_WIDTH and full and ends * 2 < len(inner)


def one_line(lines: list[Pieces]) -> Pieces:
    """Lines as one; a blank only between words in Latin letters."""
    joined: Pieces = []
    for line in lines:
        before, after = text_of(joined).rstrip(), text_of(line).lstrip()
        if before[-1:].isascii() and after[:1].isascii() and before and after:
            joined.append((" ", None))
        joined += line
    return joined


def text_of(line: Pieces) -> str:
    """The characters of a line."""
    return "".join(text for text, _ in line)
