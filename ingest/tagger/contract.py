"""What a tagger says of a text, and the contract that it keeps.

In its eyes each character stands outside, first or inside of a thing, one type at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from graph.records import EntityType

OUTSIDE, FIRST, INSIDE = range(3)
TYPES = (
    EntityType.PROJECT,
    EntityType.PARK,
    EntityType.INDUSTRY,
    EntityType.COUNTY,
    EntityType.ENTERPRISE,
    EntityType.DEPARTMENT,
)
Chances = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tag:
    """``text[start:end]`` is of the type; `chance`: the geometric mean over its characters and the one behind it."""

    start: int
    end: int
    type: EntityType
    chance: float


@dataclass(frozen=True, slots=True)
class Tagged:
    """What the tagger says of one text. `chances`: float32 [characters, types, 3]."""

    tags: Sequence[Tag]
    chances: Chances

    def support(self, start: int, end: int, kind: EntityType) -> float:
        """How likely the characters of a span belong to a thing of the type, on average: 0 to 1, to three places."""
        outside = self.chances[start:end, TYPES.index(kind), OUTSIDE]
        return round(1 - float(outside.mean()), 3) if len(outside) else 0.0


class TextTagger(Protocol):
    """What reading a document asks of a tagger."""

    @property
    def stamp(self) -> str:
        """Identifies what was learned: documents tagged by another stamp are read anew."""

    @property
    def weights(self) -> Path:
        """The file of what was counted with this tagger (`ingest.tagger.weighing.Weights`)."""

    def tag(self, texts: Sequence[str]) -> Sequence[Tagged]:
        """In the order of `texts`; each may be of any length."""
