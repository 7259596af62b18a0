"""A long stretch of text → stretches of at most one size, cut behind the coarsest sign that parts it.

Sizes count characters that are not white space. What is longer than the size between two signs is cut at the next finer
one; neighbours are put together as long as they fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.records import Span

SIGNS = ("\n", "。", "\uff1b", ";", "\uff01", "\uff1f", "!", "?", "\uff0c", ",", "、", "\uff1a", ":", " ", "")


def cut_stretch(text: str, start: int, end: int, size: int) -> Iterator[Span]:
    """The stretches of ``text[start:end]`` in reading order, without the blanks around them."""
    return _cut(text, start, end, size, SIGNS)


def visible_length(text: str) -> int:
    """How many characters are no white space."""
    return len("".join(text.split()))


def trimmed(text: str, start: int, end: int) -> Span:
    """The stretch without the white space around it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _cut(text: str, start: int, end: int, size: int, signs: Sequence[str]) -> Iterator[Span]:
    coarsest = next(at for at, sign in enumerate(signs) if text.find(sign, start, end) >= 0)
    finer = signs[coarsest + 1 :]
    gathered = 0  # visible characters from `start` on
    for piece in _parted(text, start, end, signs[coarsest]):
        length = visible_length(text[piece.start : piece.end])
        if gathered and gathered + length > size:
            yield trimmed(text, start, piece.start)
            start, gathered = piece.start, 0
        if length >= size and finer:
            if gathered:
                yield trimmed(text, start, piece.start)
            yield from _cut(text, piece.start, piece.end, size, finer)
            start, gathered = piece.end, 0
        else:
            gathered += length
    if gathered:
        yield trimmed(text, start, end)


def _parted(text: str, start: int, end: int, sign: str) -> Iterator[Span]:
    """The pieces between the signs, each with the sign at its end; single characters where there is no sign."""
    while start < end:
        at = text.find(sign, start, end) if sign else start
        behind = end if at < 0 else at + max(1, len(sign))
        yield Span(start, behind)
        start = behind
