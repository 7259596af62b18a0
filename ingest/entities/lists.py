"""Splits “A、B、C等十大产业项目” into its items: text goes in, the places of the items come out.

Signs inside brackets and quotes do not split; brackets that never close (the conversion of web pages loses some)
are read as ordinary signs. “标准化、智能化升级改造” is one thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

OPENING = {"(": ")", "“": "”", "《": "》", "[": "]", "〔": "〕", "【": "】", "‘": "’"}
JOINED = re.compile(r"(化|性|型)$")


def closings(text: str) -> dict[int, int]:
    """Where each bracket or quote that opens is closed."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for place, sign in enumerate(text):
        if sign in OPENING:
            stack.append(place)
        elif stack and sign in OPENING.values():
            for depth in range(len(stack) - 1, -1, -1):
                if OPENING[text[stack[depth]]] == sign:
                    pairs[stack[depth]] = place
                    del stack[depth:]
                    break
    return pairs


def split_outside(text: str, signs: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The stretches between the signs, those inside brackets and quotes aside; empty ones are left out."""
    end = len(text) if end is None else end
    pairs = closings(text[start:end])
    parts: list[tuple[int, int]] = []
    begin = place = start
    while place < end:
        if place - start in pairs:
            place = pairs[place - start] + start
        elif text[place] in signs:
            parts.append((begin, place))
            begin = place + 1
        place += 1
    parts.append((begin, end))
    return [(a, b) for a, b in parts if a < b]


def split_list(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The items of a list joined by “、”, and by “和”, “及”, “与” before its last item."""
    items: list[tuple[int, int]] = []
    for a, b in split_outside(text, "、", start, end):
        if items and JOINED.search(text[items[-1][0] : items[-1][1]]) and re.match(r".{1,4}(化|性|型)", text[a:b]):
            items[-1] = (items[-1][0], b)
        else:
            items.append((a, b))
    if len(items) > 1:
        a, b = items[-1]
        if joint := joint_in(text[a:b]):
            items[-1:] = [(a, a + joint[0]), (a + joint[1], b)]
    return items


def joint_in(item: str) -> tuple[int, int] | None:
    """Where the last item of a list is two, joined by a word: “B和C” → the place of 和."""
    pairs = closings(item)
    inside = [range(a, b) for a, b in pairs.items()]
    for match in re.finditer(r"以及|(?<![涉普以])及(?![其时])|和(?![平谐美睦])|与(?!会)", item):
        if not any(match.start() in r for r in inside) and match.start() >= 2 and len(item) - match.end() >= 2:
            return match.span()
    return None


def restore_tails(items: Sequence[str], tails: Sequence[str]) -> list[str]:
    """Gives each item the tail that only the last one has: 沅陵、芷江、中方工业集中区 → 沅陵工业集中区 …

    `tails` longest first. An item that already has one of them stays as it is.
    """
    tail = next((t for t in tails if items and items[-1].endswith(t) and items[-1] != t), None)
    if tail is None:
        return list(items)
    return [item if any(item.endswith(t) for t in tails) else item + tail for item in items]
