"""What running a network asks of an engine: numbers of pieces go in, values come out.

A network reads the vectors of its pieces, which of them are there, and what else it wants; it is a torch module whose
`forward` takes these in this order. The table that gives each piece its vector lies beside it, as it is nine tenths of
some models and every engine can look up rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from torch import nn

Numbers = npt.NDArray[np.int64]
Values = npt.NDArray[np.float32]
# Of some texts, each padded to the longest: pieces [texts, pieces], 1 where one is there [texts, pieces], and what
# else the network wants [texts, …].
Batch = Sequence[Numbers]


class Runner(Protocol):
    """A network that is ready to compute."""

    def run(self, batches: Iterable[Batch]) -> Iterator[Values]:
        """What the network gives for each batch, in their order; several are worked on at once."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A network as torch knows it. `words`: the table of pieces; `inputs`: how many arrays a batch has."""

    words: nn.Embedding
    network: nn.Module
    inputs: int
