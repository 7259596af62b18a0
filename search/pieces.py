"""Texts as a model takes them: pieces, batches of them, and of each character the piece that holds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from search.runners.contract import Numbers


def open_tokenizer(model_folder: Path, longest: int | None = None) -> Tokenizer:
    """The offline model's own, which cuts off what is longer than `longest` pieces."""
    tokenizer = Tokenizer.from_file(str(model_folder / "tokenizer.json"))
    tokenizer.no_padding()
    if longest is None:
        tokenizer.no_truncation()
    else:
        tokenizer.enable_truncation(longest)
    return tokenizer


def held_by(offsets: Sequence[tuple[int, int]], length: int, most: int) -> tuple[list[int], list[int]]:
    """Of each of `length` characters the piece that holds it, and its place in it, at most `most` - 1.

    offsets: of each piece the characters [start, end) that it stands for.
    """
    piece_of, place_of = [0] * length, [0] * length
    for piece, (start, end) in enumerate(offsets):
        for place in range(start, end):
            piece_of[place], place_of[place] = piece, min(place - start, most - 1)
    return piece_of, place_of


def padded(rows: Sequence[Sequence[int]], filling: int) -> Numbers:
    """int64 [rows, longest row], the shorter rows filled up."""
    filled = np.full((len(rows), max(len(row) for row in rows)), filling, np.int64)
    for place, row in enumerate(rows):
        filled[place, : len(row)] = row
    return filled


def there(rows: Sequence[Sequence[int]]) -> Numbers:
    """int64 [rows, longest row]: 1 where a row has something, 0 where it was filled up."""
    return padded([[1] * len(row) for row in rows], 0)


def portions(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """The places of `lengths`, the longest first, in portions of like length: each, filled up to its longest, comes to
    at most `most`, or is one alone.
    """
    portion: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda place: (-lengths[place], place)):
        if portion and (len(portion) + 1) * lengths[portion[0]] > most:
            yield portion
            portion = []
        portion.append(place)
    if portion:
        yield portion
