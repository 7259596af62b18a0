"""The contracts of search, so that another model, index or engine can take the place of the one that is there.

Rankers name passages by their numbers (`search.parts`): a passage keeps its number as long as it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from search.selection import Selection

Vectors = npt.NDArray[np.float32]
Progress = Callable[[int], None]
Terms = Sequence[str]


class PassageEncoder(Protocol):
    """What embedding a knowledge base asks of a model."""

    @property
    def stamp(self) -> str:
        """Identifies the model: vectors of different stamps must not be compared."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    def encode_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """float32 [n, dim], unit length, in the order of `texts`; `progress` hears how many are done."""


class Encoder(PassageEncoder, Protocol):
    """… and what asking it does."""

    def encode_question(self, text: str) -> Vectors:
        """float32 [dim], unit length."""


class DenseRanker(Protocol):
    """Passages by their vectors."""

    def nearest(self, question: Vectors, *, top: int, among: Selection | None = None) -> list[tuple[int, float]]:
        """(passage, cosine) of the nearest passages, best first, equal ones as they are read. `question`: float32
        [dim], unit length; `among`: the documents to look in, None for all.
        """

    def similarities(self, question: Vectors, numbers: Sequence[int]) -> list[float]:
        """Cosine of each of these passages to the question."""


class Scores(Protocol):
    """What a sparse ranker gave the passages for one question."""

    def best(self, top: int) -> list[tuple[int, float]]:
        """(passage, score) of the best passages that hold a term at all, best first, equal ones as they are read."""

    def of(self, numbers: Sequence[int]) -> list[float]:
        """What these passages score; 0 where no term stands."""


class SparseRanker(Protocol):
    """Passages by their terms."""

    def score(
        self,
        terms: Terms,
        wordings: Sequence[tuple[Terms, Sequence[Terms]]] = (),
        *,
        top: int,
        among: Selection | None = None,
    ) -> Scores:
        """A term counts once, however often the question says it. `wordings`: the terms of a saying in the question,
        and of each form in which documents write it; what the best of them scores above the saying counts in part.
        `top`: how many of the best are asked for at most; `among`: the documents to look in, None for all.
        """

    def rarity(self, term: str) -> float:
        """How much it says that a passage holds the term: the logarithm of passages over passages with it."""
