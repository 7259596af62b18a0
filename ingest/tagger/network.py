"""The tagger's network: the first layers of the offline model, one layer learned anew, and a head over characters.

A piece of the model's vocabulary may run over the edge of a name (“建设怀”), so the head reads characters: the vector
of the piece that holds it, where in the piece it stands, and the character itself, through two convolutions of five.
It gives each character three values a type: outside, first, inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from ingest.tagger.contract import TYPES
from ingest.tagger.reading import Encoded, Shape, arrays_of


@dataclass(frozen=True, slots=True)
class Batch:
    """Several texts, padded: int64 [texts, pieces] twice, [texts, characters] three times."""

    pieces: Tensor
    mask: Tensor
    piece_of: Tensor
    place_of: Tensor
    buckets: Tensor


def batch_of(texts: Sequence[Encoded], padding: int) -> Batch:
    """`padding`: the piece that fills up."""
    return Batch(*map(torch.from_numpy, arrays_of(texts, padding)))


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


class Chances(nn.Module):
    """The network as runners have it: vectors of pieces and the rest of a batch → how likely each value is."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, vectors: Tensor, mask: Tensor, piece_of: Tensor, place_of: Tensor, buckets: Tensor) -> Tensor:
        """[texts, pieces, width], … → float [texts, characters, types, 3]."""
        read = self.network.trunk(inputs_embeds=vectors, attention_mask=mask).last_hidden_state
        values = self.network.finish(read, Batch(mask, mask, piece_of, place_of, buckets))
        return values.float().softmax(-1)
