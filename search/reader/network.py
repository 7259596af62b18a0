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
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from search.reader.reading import Encoded, Shape, arrays_of

NO = -1e4  # score of what is no stretch


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


def batch_of(texts: Sequence[Encoded], padding: int) -> Batch:
    """`padding`: the piece that fills up."""
    pieces, mask, piece_of, place_of, is_text = map(torch.from_numpy, arrays_of(texts, padding))
    return Batch(pieces, mask, piece_of, place_of, is_text.bool())


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


class Scores(nn.Module):
    """The network as runners have it: vectors of pieces and the rest of a batch → scores."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, vectors: Tensor, mask: Tensor, piece_of: Tensor, place_of: Tensor, is_text: Tensor) -> Tensor:
        """[n, pieces, width], … → float [n, characters, characters]."""
        read = self.network.trunk(inputs_embeds=vectors, attention_mask=mask).last_hidden_state
        scores: Tensor = self.network.head(read, Batch(mask, mask, piece_of, place_of, is_text.bool()))
        return scores.float()


def _matrices(layer: Any) -> Iterator[tuple[nn.Module, str]]:
    """Where the matrices of a layer (a `BertLayer`) are held, and under which name."""
    attention = layer.attention
    yield from ((attention.self, name) for name in ("query", "key", "value"))
    yield attention.output, "dense"
    yield layer.intermediate, "dense"
    yield layer.output, "dense"
