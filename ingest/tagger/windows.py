"""The text of a stretch → the windows in which the tagger reads it: whole sentences, as many as fit."""

from __future__ import annotations

import re

from graph.writing.sentence_ends import SENTENCE_END

MOST = 240  # characters of a window: more gains nothing, and costs by its square
LIST_SIGN = re.compile("[,、]")


def windows(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Windows of at most `MOST` characters over ``text[start:end]``; a longer sentence is cut at a list's sign."""
    end = len(text) if end is None else end
    joined: list[tuple[int, int]] = []
    for a, b in _sentences(text, start, end):
        if joined and b - joined[-1][0] <= MOST:
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    return joined


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    edges = [*(match.end() for match in SENTENCE_END.finditer(text, start, end)), end]
    found: list[tuple[int, int]] = []
    for edge in edges:
        while edge - start > MOST:
            cut = max((sign.end() for sign in LIST_SIGN.finditer(text, start, start + MOST)), default=start + MOST)
            found.append((start, cut))
            start = cut
        if start < edge:
            found.append((start, edge))
        start = edge
    return found
