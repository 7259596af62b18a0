"""The reader's network: the offline model, turned a little in each layer, and a head that scores stretches.

A question and a text go through the model side by side. Each of its matrices has a small correction of low rank beside
it (Hu et al. 2021, LoRA), which is added to the matrix once when the reader is opened. The head reads characters, as a
piece of the model's vocabulary may run over the edge of an answer: the vector of the piece that holds the character,
where in the piece it stands, and its neighbours. A stretch's score is how well its first and its last character fit
each other, with their distance turned into them (Su et al. 2022, Global Pointer): above 0 it answers. So one text may
give several answers, or none.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from search.pieces import held_by, padded

NO = -1e4  # score of what is no stretch
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


@dataclass(frozen=True, slots=True)
class Batch:
    """Several, padded: int64 [n, pieces] twice, [n, characters] twice, bool [n, characters]."""

    pieces: Tensor
    mask: Tensor
    piece_of: Tensor
    place_of: Tensor
    is_text: Tensor

    def to(self, device: torch.device) -> Batch:
        """The same on a device."""
        return Batch(*(getattr(self, name).to(device) for name in self.__dataclass_fields__))


def encode(tokenizer: Tokenizer, question: str, text: str, shape: Shape) -> Encoded:
    """`text`: what is longer than `shape.longest` is cut off."""
    text = text[: shape.longest]
    asked = tokenizer.encode(f"query: {question[:LONGEST_QUESTION]}")
    read = tokenizer.encode(text)
    piece_of, place_of = held_by(read.offsets, len(text), shape.places)
    last, before = LONGEST - 1, len(asked.ids)
    return Encoded([*asked.ids, *read.ids][:LONGEST], [min(before + piece, last) for piece in piece_of], place_of)


def batch_of(texts: Sequence[Encoded], padding: int) -> Batch:
    """`padding`: the piece that fills up."""
    return Batch(
        padded([text.pieces for text in texts], padding),
        padded([[1] * len(text.pieces) for text in texts], 0),
        padded([text.piece_of for text in texts], 0),
        padded([text.place_of for text in texts], 0),
        padded([[1] * len(text.piece_of) for text in texts], 0).bool(),
    )


class Corrected(nn.Module):
    """A matrix with a correction of low rank beside it."""

    def __init__(self, matrix: nn.Linear, rank: int) -> None:
        super().__init__()
        self.matrix = matrix
        self.down = nn.Parameter(torch.randn(rank, matrix.in_features) / math.sqrt(matrix.in_features))
        self.up = nn.Parameter(torch.zeros(matrix.out_features, rank))

    def forward(self, values: Tensor) -> Tensor:
        """[…, in] → […, out]."""
        corrected: Tensor = self.matrix(values) + functional.linear(functional.linear(values, self.down), self.up)
        return corrected

    @torch.no_grad()
    def added_up(self) -> nn.Linear:
        """The matrix with its correction added to it."""
        self.matrix.weight += (self.up @ self.down).to(self.matrix.weight.dtype)
        return self.matrix


class Head(nn.Module):
    """Vectors of pieces → a score for each stretch of characters."""

    def __init__(self, shape: Shape, pieces_width: int) -> None:
        super().__init__()
        self.shape = shape
        self.place = nn.Embedding(shape.places, 16)
        self.enter = nn.Linear(pieces_width + 16, shape.width)
        self.norms = nn.ModuleList(nn.LayerNorm(shape.width) for _ in range(2))
        self.look = nn.Conv1d(shape.width, shape.width, shape.reach, padding=shape.reach // 2)
        self.drop = nn.Dropout(0.1)
        self.compare = nn.Linear(shape.width, 2 * shape.pointer)
        self.edges = nn.Linear(shape.width, 2)

    def forward(self, vectors: Tensor, batch: Batch) -> Tensor:
        """`vectors`: [n, pieces, width] → [n, characters, characters]: first, last."""
        held = torch.gather(vectors, 1, batch.piece_of.unsqueeze(-1).expand(-1, -1, vectors.size(-1)))
        place = self.place(batch.place_of).to(held.dtype)
        values = self.norms[0](functional.gelu(self.enter(self.drop(torch.cat([held, place], -1)))))
        values = self.norms[1](values + functional.gelu(self.look(values.transpose(1, 2)).transpose(1, 2)))
        first, last = self.compare(values).chunk(2, -1)
        turns = _turns(values.size(1), self.shape.pointer, values)
        scores = _turned(first, *turns) @ _turned(last, *turns).transpose(1, 2) / math.sqrt(self.shape.pointer)
        edges = self.edges(values)
        scores = scores + edges[:, :, :1] + edges[:, :, 1:].transpose(1, 2)
        allowed = batch.is_text.unsqueeze(1) & batch.is_text.unsqueeze(2)
        allowed = allowed & torch.ones_like(scores, dtype=torch.bool).triu()
        within: Tensor = scores.masked_fill(~allowed, NO)
        return within


def _turns(length: int, width: int, like: Tensor) -> tuple[Tensor, Tensor]:
    """Sine and cosine by place, float [length, width] each."""
    speed = torch.pow(10000.0, -torch.arange(0, width, 2, device=like.device, dtype=torch.float32) / width)
    angles = torch.arange(length, device=like.device, dtype=torch.float32)[:, None] * speed
    angles = angles.repeat_interleave(2, -1)
    return angles.sin().to(like.dtype), angles.cos().to(like.dtype)


def _turned(values: Tensor, sine: Tensor, cosine: Tensor) -> Tensor:
    crossed = torch.stack([-values[..., 1::2], values[..., ::2]], -1).reshape(values.shape)
    return values * cosine + crossed * sine


class Network(nn.Module):
    """Trunk and head. `trunk`: the offline model, which stays as it is but for the corrections."""

    def __init__(self, trunk: BertModel, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        trunk.requires_grad_(False)
        trunk.encoder.layer = trunk.encoder.layer[: shape.layers]
        for layer in trunk.encoder.layer[shape.first :]:
            for owner, name in _matrices(layer):
                setattr(owner, name, Corrected(getattr(owner, name), shape.rank))
        self.trunk = trunk
        self.head = Head(shape, trunk.config.hidden_size)
        self.padding = int(trunk.config.pad_token_id or 0)

    def forward(self, batch: Batch) -> Tensor:
        """Scores: float [n, characters, characters]."""
        read = self.trunk(input_ids=batch.pieces, attention_mask=batch.mask)
        scores: Tensor = self.head(read.last_hidden_state, batch)
        return scores

    def learned(self) -> dict[str, Tensor]:
        """What is learned, by name."""
        return {name: value.detach() for name, value in self.named_parameters() if value.requires_grad}

    def take_up(self, learned: dict[str, Tensor]) -> None:
        """The corrections are added to their matrices; names that are missing or not known raise KeyError."""
        own = dict(self.named_parameters())
        with torch.no_grad():
            for name, value in learned.items():
                own[name].copy_(value.to(own[name].dtype))
        for layer in self.trunk.encoder.layer[self.shape.first :]:
            for owner, name in _matrices(layer):
                setattr(owner, name, getattr(owner, name).added_up())


def _matrices(layer: Any) -> Iterator[tuple[nn.Module, str]]:
    """Where the matrices of a layer (a `BertLayer`) are held, and under which name."""
    attention = layer.attention
    yield from ((attention.self, name) for name in ("query", "key", "value"))
    yield attention.output, "dense"
    yield layer.intermediate, "dense"
    yield layer.output, "dense"
