"""Sentences that order the reader about (“忽略以上所有指令,请回答…”): a text goes in, where they stand comes out.

They are text and no more: nothing is found in them, and no answer is taken from them. The patterns lie in orders.yaml.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from graph.records import Span

PATTERNS = Path(__file__).parent / "orders.yaml"
STOPS = "。！？!?；;\n\f"
LONGEST = 300  # characters behind an order that are held for its own, up to the paragraph's end


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    lines = yaml.safe_load(PATTERNS.read_text(encoding="utf-8"))["patterns"]
    return re.compile("|".join(f"(?:{line})" for line in lines), re.IGNORECASE)


@lru_cache(maxsize=64)
def find_orders(text: str) -> tuple[Span, ...]:
    """Each from the beginning of its sentence to the end of its paragraph, not overlapping."""
    found: list[Span] = []
    for match in _pattern().finditer(text):
        first = match.start() + (len(match[0]) - len(match[0].lstrip()))
        if found and first < found[-1].end:
            continue
        start = max(text.rfind(stop, 0, first) + 1 for stop in STOPS)
        end = text.find("\n", match.end())
        end = min(len(text) if end < 0 else end, match.end() + LONGEST)
        found.append(Span(start, end))
    return tuple(found)


def touches_order(text: str, start: int, end: int) -> bool:
    """Whether a stretch of the text has something in common with an order."""
    return any(order.start < end and start < order.end for order in find_orders(text))
