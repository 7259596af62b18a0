"""The contracts of search, so that another model, index or engine can take the place of the one that is there.

Passages are named by their identifiers everywhere: where an engine keeps a passage is its own affair.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

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

    def nearest(
        self, question: Vectors, *, top: int, allowed: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """(passage, cosine) of the nearest passages, best first. `question`: float32 [dim], unit length."""

    def similarities(self, question: Vectors, ids: Sequence[str]) -> list[float]:
        """Cosine of each of these passages to the question."""


class Scores(Protocol):
    """What a sparse ranker gave all passages for one question."""

    def best(self, top: int, allowed: Collection[str] | None = None) -> list[tuple[str, float]]:
        """(passage, score) of the best passages that hold a term at all, best first."""

    def of(self, passage_id: str) -> float:
        """0 where no term stands."""


class SparseRanker(Protocol):
    """Passages by their terms."""

    def score(self, terms: Terms, wordings: Iterable[tuple[Terms, Sequence[Terms]]] = ()) -> Scores:
        """A term counts once, however often the question says it. `wordings`: the terms of a saying in the question,
        and of each form in which documents write it; what the best of them scores above the saying counts in part.
        """

    def rarity(self, term: str) -> float:
        """How much it says that a passage holds the term: the logarithm of passages over passages with it."""

    def counts(self) -> Mapping[str, int]:
        """By term, how many passages hold it."""

    def holding(self, terms: Iterable[str]) -> Sequence[int]:
        """The places of the passages that hold all of these terms, in the order they were given in."""
