"""Brackets, quotes and the signs outside them: text goes in, places come out.

Signs inside brackets and quotes part nothing; brackets that never close (the conversion of web pages loses some) are
read as ordinary signs.
"""

from __future__ import annotations

OPENING = {"(": ")", "“": "”", "《": "》", "[": "]", "〔": "〕", "【": "】", "‘": "’"}


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
