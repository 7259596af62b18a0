"""BM25 over the terms of passages: built once, saved as plain arrays and memory-mapped when opened."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from search.contracts import Terms
from search.numbered import Numbered

if TYPE_CHECKING:
    import bm25s

SATURATION, LENGTH_SHARE = 1.2, 0.75  # k1 and b; recall hardly changes between 0.9..1.6 and 0.6..0.9
WRITTEN_SHARE = 0.4  # of what the documents' wording scores above the question's own; 0.3..0.7 do alike


class ScoredPassages:
    """The scores of all passages for one question. Keeps the contract `search.contracts.Scores`."""

    def __init__(self, scores: npt.NDArray[np.float32], ids: Numbered) -> None:
        self._scores = scores
        self._ids = ids

    def best(self, top: int, allowed: Collection[str] | None = None) -> list[tuple[str, float]]:
        """(passage, score) of the best passages that hold a term at all, equal scores in the order of places."""
        scores = self._scores
        if allowed is None:
            among = np.flatnonzero(scores > 0)
        else:
            places = self._ids.places(allowed)
            among = places[scores[places] > 0]
        if len(among) > top:
            least = np.partition(scores[among], len(among) - top)[len(among) - top]
            among = among[scores[among] >= least]
        order = np.lexsort((among, -scores[among]))[:top]
        return [(self._ids[place], float(scores[place])) for place in among[order]]

    def of(self, passage_id: str) -> float:
        return float(self._scores[self._ids.place(passage_id)])


class Bm25Ranker:
    """Keeps the contract `search.contracts.SparseRanker`."""

    def __init__(self, ranker: bm25s.BM25, ids: Numbered) -> None:
        self._ranker = ranker
        self._vocabulary: dict[str, int] = ranker.vocab_dict
        self._ids = ids

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
    def open(cls, folder: Path, ids: Numbered) -> Bm25Ranker:
        """`ids`: of the passages, in the order in which their terms were given."""
        import bm25s

        ranker = bm25s.BM25.load(folder, mmap=True, load_vocab=True)
        # Still mapped, but without numpy's slow subclass for mapped arrays.
        ranker.scores |= {part: np.asarray(ranker.scores[part]) for part in ("data", "indices", "indptr")}
        return cls(ranker, ids)

    def score(self, terms: Terms, wordings: Iterable[tuple[Terms, Sequence[Terms]]] = ()) -> ScoredPassages:
        """A term counts once, however often the question says it. `wordings`: the terms of a saying in the question,
        and of each form in which documents write it; what the best of them scores above the saying counts in part.
        """
        scores = self._scores(terms).copy()
        for saying, forms in wordings:
            written = np.maximum.reduce([self._scores(form) for form in forms])
            scores += WRITTEN_SHARE * np.maximum(written - self._scores(saying), 0)
        return ScoredPassages(scores, self._ids)

    def _scores(self, terms: Terms) -> npt.NDArray[np.float32]:
        """float32 [n]; 0 where no term stands."""
        numbers = [self._vocabulary[term] for term in dict.fromkeys(terms) if term in self._vocabulary]
        if not numbers:
            return np.zeros(len(self._ids), np.float32)
        return np.asarray(self._ranker.get_scores_from_ids(numbers), np.float32)

    def rarity(self, term: str) -> float:
        """How much it says that a passage holds the term: the logarithm of passages over passages with it."""
        number = self._vocabulary.get(term)
        starts = self._ranker.scores["indptr"]
        holding = 0 if number is None else int(starts[number + 1] - starts[number])
        return math.log(1 + (len(self._ids) - holding + 0.5) / (holding + 0.5))

    def counts(self) -> dict[str, int]:
        """By term, how many passages hold it."""
        holding = np.diff(self._ranker.scores["indptr"])
        return {term: int(holding[number]) for term, number in self._vocabulary.items() if number < len(holding)}

    def holding(self, terms: Iterable[str]) -> list[int]:
        """The places of the passages that hold all of these terms, in the order they were given in."""
        starts, places = self._ranker.scores["indptr"], self._ranker.scores["indices"]
        held: npt.NDArray[np.int32] | None = None
        for term in dict.fromkeys(terms):
            number = self._vocabulary.get(term)
            if number is None:
                return []
            of_term = np.asarray(places[starts[number] : starts[number + 1]])
            held = of_term if held is None else np.intersect1d(held, of_term, assume_unique=True)
        return [] if held is None else sorted(held.tolist())
