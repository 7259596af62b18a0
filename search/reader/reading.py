"""A question and a text as the reader's network reads them; no torch is needed for that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from search.pieces import held_by, padded, there
from search.runners.contract import Batch

LONGEST, LONGEST_QUESTION = 512, 120  # pieces that the model reads; characters of a question


@dataclass(frozen=True, slots=True)
class Shape:
    """How large the network is; weights of another shape do not fit it."""

    layers: int = 8  # of the offline model, from the first
    rank: int = 7  # of the corrections
    first: int = 0  # layers below it are used as they are
    width: int = 128  # of the head
    pointer: int = 64  # of the vectors that first and last characters are compared by
    places: int = 8  # in a piece
    reach: int = 3  # characters that a convolution sees
    longest: int = 400  # characters of a text


@dataclass(frozen=True, slots=True)
class Encoded:
    """A question and a text as the network reads them: pieces, and of each character of the text its piece and its
    place in it.
    """

    pieces: Sequence[int]
    piece_of: Sequence[int]
    place_of: Sequence[int]


def encode(tokenizer: Tokenizer, question: str, text: str, shape: Shape) -> Encoded:
    """`text`: what is longer than `shape.longest` is cut off."""
    text = text[: shape.longest]
    asked = tokenizer.encode(f"query: {question[:LONGEST_QUESTION]}")
    read = tokenizer.encode(text)
    piece_of, place_of = held_by(read.offsets, len(text), shape.places)
    last, before = LONGEST - 1, len(asked.ids)
    return Encoded([*asked.ids, *read.ids][:LONGEST], [min(before + piece, last) for piece in piece_of], place_of)


def arrays_of(texts: Sequence[Encoded], padding: int) -> Batch:
    """Several, padded: int64 [n, pieces] twice (pieces, and 1 where one is), [n, characters] three times (piece, place
    in it, and 1 where a character is). `padding`: the piece that fills up.
    """
    return [
        padded([text.pieces for text in texts], padding),
        there([text.pieces for text in texts]),
        padded([text.piece_of for text in texts], 0),
        padded([text.place_of for text in texts], 0),
        there([text.piece_of for text in texts]),
    ]
