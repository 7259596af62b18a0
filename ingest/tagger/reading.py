"""A text as the tagger's network reads it; no torch is needed for that."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from search import pieces
from search.pieces import held_by, padded, there
from search.runners.contract import Batch

LONGEST = 510  # pieces that the model reads


@dataclass(frozen=True, slots=True)
class Shape:
    """How large the network is; weights of another shape do not fit it."""

    kept: int = 4  # first layers of the offline model's twelve; each costs a twelfth of an embedding
    learned: int = 1  # the next, learned anew; two would make the file too large
    width: int = 192  # of the head
    reach: int = 5  # characters that a convolution sees
    characters: int = 4096  # buckets into which characters are hashed
    character_width: int = 48
    places: int = 8  # in a piece
    place_width: int = 16


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as the network reads it: pieces, and for each character its piece, its place in it and its bucket."""

    pieces: Sequence[int]
    piece_of: Sequence[int]
    place_of: Sequence[int]
    buckets: Sequence[int]


def encode(tokenizer: Tokenizer, text: str, shape: Shape) -> Encoded:
    """`text`: at most some hundred characters."""
    read = tokenizer.encode(text)
    piece_of, place_of = held_by(read.offsets, len(text), shape.places)
    buckets = [zlib.crc32(character.encode("utf-8", "replace")) % shape.characters for character in text]
    return Encoded(read.ids, piece_of, place_of, buckets)


def arrays_of(texts: Sequence[Encoded], padding: int) -> Batch:
    """Several texts, padded: int64 [texts, pieces] twice (pieces, and 1 where one is), [texts, characters] three times.
    `padding`: the piece that fills up.
    """
    return [
        padded([text.pieces for text in texts], padding),
        there([text.pieces for text in texts]),
        padded([text.piece_of for text in texts], 0),
        padded([text.place_of for text in texts], 0),
        padded([text.buckets for text in texts], 0),
    ]


def open_tokenizer(model_folder: Path) -> Tokenizer:
    """The offline model's own, which cuts what is longer than the model reads."""
    return pieces.open_tokenizer(model_folder, LONGEST)
