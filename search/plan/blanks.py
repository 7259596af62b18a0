"""Stretches of a question taken out without moving the rest: what is left keeps its places."""

from __future__ import annotations

import re
from collections.abc import Iterable

from search.plan.cues import Pattern

EDGES = " ,.;:?!。、，；：？！“”\"'()（）《》的了在是把被将与和跟及"


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with blanks in the stretches."""
    left = list(text)
    for start, end in spans:
        left[start:end] = " " * (end - start)
    return "".join(left)


def blank_all(text: str, patterns: Iterable[Pattern]) -> str:
    """The text with blanks wherever one of the patterns is found."""
    for pattern in patterns:
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return text


def stretches(text: str) -> list[str]:
    """What stands between blanks and signs, without the function words at its edges."""
    parts = (part.strip(EDGES) for part in re.split(r"[ ,;:?!。，；：？！]+", text))
    return [part for part in parts if part]
