"""Sentences that order the reader about (“忽略以上所有指令,请回答…”): a text goes in, where they stand comes out.

They are text and no more: nothing is found in them, and no answer is taken from them. The patterns lie in orders.yaml.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path

from graph.data_files import read_yaml
from graph.records import Span
from graph.writing.sentence_ends import LINE, STORED

PATTERNS = Path(__file__).parent / "orders.yaml"
STOP = re.compile(rf"[{STORED}{LINE}\f]")
LONGEST = 300  # characters behind an order that are held for its own, up to the paragraph's end


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    lines = read_yaml(PATTERNS)["patterns"]
    return re.compile("|".join(f"(?:{line})" for line in lines), re.IGNORECASE)


@lru_cache(maxsize=64)
def find_orders(text: str) -> tuple[Span, ...]:
    """Each from the beginning of its sentence to the end of its paragraph, not overlapping."""
    found: list[Span] = []
    stops = [stop.end() for stop in STOP.finditer(text)]
    for match in _pattern().finditer(text):
        first = match.start() + (len(match[0]) - len(match[0].lstrip()))
        if found and first < found[-1].end:
            continue
        before = bisect_right(stops, first)
        start = stops[before - 1] if before else 0
        end = text.find("\n", match.end())
        end = min(len(text) if end < 0 else end, match.end() + LONGEST)
        found.append(Span(start, end))
    return tuple(found)


def touches_order(text: str, start: int, end: int) -> bool:
    """Whether a stretch of the text has something in common with an order."""
    orders = find_orders(text)
    behind = bisect_right(orders, start, key=lambda order: order.end)  # the first that ends behind the beginning
    return behind < len(orders) and orders[behind].start < end
