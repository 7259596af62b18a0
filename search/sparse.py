"""BM25 over the terms of passages: built once, saved as plain arrays and memory-mapped when opened."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import bm25s

Scores = npt.NDArray[np.float32]

SATURATION, LENGTH_SHARE = 1.2, 0.75  # k1 and b; recall hardly changes between 0.9..1.6 and 0.6..0.9


class SparseRanker:
    """Scores of all passages for the terms of a question."""

    def __init__(self, ranker: bm25s.BM25, size: int) -> None:
        self._ranker = ranker
        self._vocabulary: dict[str, int] = ranker.vocab_dict
        self._size = size

    @staticmethod
    def build(folder: Path, passages: Iterable[Sequence[str]]) -> None:
        """Write the ranker of `passages`, given by their terms, into `folder`."""
        import bm25s

        vocabulary: dict[str, int] = {}
        numbers = [[vocabulary.setdefault(term, len(vocabulary)) for term in terms] for terms in passages]
        if not vocabulary:  # bm25s wants a term at least
            vocabulary, numbers = {"": 0}, [[0] for _ in numbers] or [[0]]
        ranker = bm25s.BM25(k1=SATURATION, b=LENGTH_SHARE, method="lucene")
        ranker.index((numbers, vocabulary), create_empty_token=False, show_progress=False)
        ranker.save(folder, show_progress=False)

    @classmethod
    def open(cls, folder: Path, size: int) -> SparseRanker:
        """`size`: how many passages there are."""
        import bm25s

        ranker = bm25s.BM25.load(folder, mmap=True, load_vocab=True)
        # Still mapped, but without numpy's slow subclass for mapped arrays.
        ranker.scores |= {part: np.asarray(ranker.scores[part]) for part in ("data", "indices", "indptr")}
        return cls(ranker, size)

    def scores(self, terms: Iterable[str]) -> Scores:
        """float32 [n]; 0 where no term stands. A term counts once, however often the question says it."""
        numbers = [self._vocabulary[term] for term in dict.fromkeys(terms) if term in self._vocabulary]
        if not numbers:
            return np.zeros(self._size, np.float32)
        return np.asarray(self._ranker.get_scores_from_ids(numbers), np.float32)

    def rarity(self, term: str) -> float:
        """How much it says that a passage holds the term: the logarithm of passages over passages with it."""
        number = self._vocabulary.get(term)
        starts = self._ranker.scores["indptr"]
        holding = 0 if number is None else int(starts[number + 1] - starts[number])
        return math.log(1 + (self._size - holding + 0.5) / (holding + 0.5))
