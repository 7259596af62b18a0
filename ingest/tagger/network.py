"""The tagger's network: the first layers of the offline model, one layer learned anew, and a head over characters.

A piece of the model's vocabulary may run over the edge of a name (“建设怀”), so the head reads characters: the vector
of the piece that holds it, where in the piece it stands, and the character itself, through two convolutions of five.
It gives each character three values a type: outside, first, inside.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from ingest.tagger.contract import TYPES
from search import pieces
from search.pieces import held_by, padded

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


@dataclass(frozen=True, slots=True)
class Batch:
    """Several texts, padded: int64 [texts, pieces] twice, [texts, characters] three times."""

    pieces: Tensor
    mask: Tensor
    piece_of: Tensor
    place_of: Tensor
    buckets: Tensor


def encode(tokenizer: Tokenizer, text: str, shape: Shape) -> Encoded:
    """`text`: at most some hundred characters."""
    read = tokenizer.encode(text)
    piece_of, place_of = held_by(read.offsets, len(text), shape.places)
    buckets = [zlib.crc32(character.encode("utf-8", "replace")) % shape.characters for character in text]
    return Encoded(read.ids, piece_of, place_of, buckets)


def batch_of(texts: Sequence[Encoded], padding: int) -> Batch:
    """`padding`: the piece that fills up."""
    return Batch(
        padded([text.pieces for text in texts], padding),
        padded([[1] * len(text.pieces) for text in texts], 0),
        padded([text.piece_of for text in texts], 0),
        padded([text.place_of for text in texts], 0),
        padded([text.buckets for text in texts], 0),
    )


def open_tokenizer(model_folder: Path) -> Tokenizer:
    """The offline model's own, which cuts what is longer than the model reads."""
    return pieces.open_tokenizer(model_folder, LONGEST)


class Head(nn.Module):
    """Vectors of pieces → three values a type for each character."""

    def __init__(self, shape: Shape, pieces_width: int) -> None:
        super().__init__()
        self.character = nn.Embedding(shape.characters, shape.character_width)
        self.place = nn.Embedding(shape.places, shape.place_width)
        self.enter = nn.Linear(pieces_width + shape.character_width + shape.place_width, shape.width)
        self.norms = nn.ModuleList(nn.LayerNorm(shape.width) for _ in range(3))
        self.looks = nn.ModuleList(
            nn.Conv1d(shape.width, shape.width, shape.reach, padding=shape.reach // 2) for _ in range(2)
        )
        self.drop = nn.Dropout(0.15)
        self.leave = nn.Linear(shape.width, len(TYPES) * 3)

    def forward(self, vectors: Tensor, batch: Batch) -> Tensor:
        """`vectors`: [texts, pieces, width] → [texts, characters, types, 3]."""
        places = batch.piece_of.unsqueeze(-1).expand(-1, -1, vectors.size(-1))
        held = torch.gather(vectors, 1, places)
        known = [self.character(batch.buckets).to(held.dtype), self.place(batch.place_of).to(held.dtype)]
        values = functional.gelu(self.enter(self.drop(torch.cat([held, *known], -1))))
        values = self.norms[0](values)
        for norm, look in zip(list(self.norms)[1:], self.looks, strict=True):
            values = norm(values + functional.gelu(look(values.transpose(1, 2)).transpose(1, 2)))
        left: Tensor = self.leave(self.drop(values))
        return left.view(*left.shape[:2], len(TYPES), 3)


class Network(nn.Module):
    """Trunk and head. `trunk`: the offline model, of which the first layers stay as they are, the next are learned
    anew, and the rest is left off."""

    def __init__(self, trunk: BertModel, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        layers = trunk.encoder.layer
        trunk.requires_grad_(False)
        trunk.pooler = None
        self.learned_layers = nn.ModuleList(layers[shape.kept : shape.kept + shape.learned]).requires_grad_(True)
        trunk.encoder.layer = layers[: shape.kept]
        self.trunk = trunk
        self.head = Head(shape, trunk.config.hidden_size)
        self.padding = int(trunk.config.pad_token_id or 0)  # the piece that fills up

    def forward(self, batch: Batch) -> Tensor:
        """Values, not chances: float [texts, characters, types, 3]."""
        return self.finish(self.begin(batch), batch)

    def begin(self, batch: Batch) -> Tensor:
        """What the layers that stay make of the texts: [texts, pieces, width]."""
        vectors: Tensor = self.trunk(input_ids=batch.pieces, attention_mask=batch.mask).last_hidden_state
        return vectors

    def finish(self, vectors: Tensor, batch: Batch) -> Tensor:
        """… and what the learned part makes of that."""
        pieces = batch.mask.size(1)
        seen = batch.mask[:, None, None, :].expand(-1, 1, pieces, -1).bool()
        for layer in self.learned_layers:
            vectors = layer(vectors, attention_mask=seen)
        values: Tensor = self.head(vectors, batch)
        return values

    def learned(self) -> dict[str, Tensor]:
        """What training has made: the learned layers and the head."""
        return {name: value.detach() for name, value in self.named_parameters() if value.requires_grad}
