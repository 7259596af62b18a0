"""The contracts of search, so that another model, index or engine can take the place of the one that is there.

Rankers name passages by their numbers (`search.parts`): a passage keeps its number as long as it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from search.selection import Selection

if TYPE_CHECKING:
    from search.indexed import FoldedPassage, IndexedPassage
    from search.term_counts import Hashes

Vectors = npt.NDArray[np.float32]
TellCount = Callable[[int], None]
Terms = Sequence[str]
Phrases = Sequence[Sequence[str]]  # runs of pairs: each of them side by side


class PassageEncoder(Protocol):
    """What embedding a knowledge base asks of a model."""

    @property
    def stamp(self) -> str:
        """Identifies the model: vectors of different stamps must not be compared."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    def encode_passages(self, texts: Sequence[str], *, progress: TellCount | None = None) -> Vectors:
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


class Counted(Protocol):
    """Passages by their terms, from which what they score is counted."""

    @property
    def passages(self) -> int:
        """How many there are."""

    def terms(self, field: int) -> int:
        """How many terms the passages have in all. `field`: 0 words, 1 pairs."""

    def holding(self, field: int, hashes: Hashes) -> npt.NDArray[np.int64]:
        """int64 [len(hashes)]: how many passages hold each term."""

    def terms_of(
        self, numbers: Sequence[int], field: int
    ) -> Iterator[tuple[npt.NDArray[np.int64], Hashes, npt.NDArray[np.int64]]]:
        """The terms of passages, some passages at a time: where they stand among `numbers`, their terms one behind the
        other, and how many each has."""

    def best(self, scored: Iterable[tuple[int, float]], top: int) -> list[tuple[int, float]]:
        """The best `top` of (number, score), best first; equal scores as the passages are read."""


class Proposing(Protocol):
    """An engine that says which passages may score best."""

    def best(self, field: str, weights: Mapping[str, float], *, top: int, among: Selection | None = None) -> list[int]:
        """The numbers of the passages that score best, or nearly so. `weights`: of terms, as often as they count."""


class Holding(Protocol):
    """All passages of an index, wherever they lie: the folder and Milvus keep this alike."""

    @property
    def model(self) -> str:
        """The stamp of the model that the vectors were made by."""

    @property
    def dense(self) -> DenseRanker:
        """By vectors."""

    @property
    def sparse(self) -> Mapping[str, SparseRanker]:
        """By words and by pairs; empty where there are no passages."""

    def __len__(self) -> int:
        """How many passages."""

    def ids(self) -> Iterable[str]:
        """Of all passages, in the order of their numbers."""

    def id_of(self, number: int) -> str:
        """A passage's identifier."""

    def order(self, number: int) -> tuple[str, int, int, str]:
        """As passages are read."""

    def documents_of(self, numbers: Sequence[int]) -> list[str]:
        """The document of each passage."""

    def passages_of(self, numbers: Sequence[int]) -> list[FoldedPassage]:
        """What the reranker sees of each passage."""

    def regions(self) -> list[str]:
        """The divisions that the documents speak for."""

    def words(self) -> dict[str, int]:
        """All words that passages hold, and how many hold each: read from the whole index."""

    def has_word(self, word: str) -> bool:
        """Whether a passage holds it as a word."""

    def count_phrases(self, runs: Phrases) -> int:
        """How many passages hold all of these runs of pairs."""

    def holding_phrases(self, wordings: Iterable[Phrases], *, top: int, among: Selection | None) -> list[int]:
        """The numbers of passages that hold one of the wordings, each all of its runs; at most `top`, those of which
        they are the greatest part."""

    def translated(self) -> AbstractContextManager[None]:
        """What goes wrong while it is read, in one line with the remedy."""


class IndexWriting(Protocol):
    """An index being written: begun on top of another or of nothing, filled source by source, finished."""

    def drop(self, source: str) -> int:
        """Take out what a source has; how many passages that were."""

    def put(self, source: str, passages: Sequence[IndexedPassage], vectors: Vectors) -> None:
        """Have a source hold these passages, in place of what it had. `vectors`: float32 [n, dim], unit length."""

    def finish(self) -> int:
        """Write what is left; how many passages the index holds."""
