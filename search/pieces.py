"""Texts as the offline model takes them: pieces, and of each character the piece that holds it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor


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


def padded(rows: Sequence[Sequence[int]], filling: int) -> Tensor:
    """int64 [rows, longest row], the shorter rows filled up."""
    length = max(len(row) for row in rows)
    return torch.tensor([[*row, *[filling] * (length - len(row))] for row in rows])
