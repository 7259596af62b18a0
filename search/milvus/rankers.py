"""The rankers over a collection: Milvus proposes, what is kept of each passage decides, as in the folder.

In: a question's vector or its terms, and the documents to look in. Out: what the contracts of `search.contracts` say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from search.contracts import Vectors
from search.dense import DIGITS, MARGIN
from search.indexed import reading_order
from search.milvus.client import Milvus, Where
from search.milvus.collections import ENGINES, SAID, dimensions_of
from search.milvus.rows import Rows
from search.ranking import best_first
from search.selection import Selection
from search.term_counts import hash_terms


class Proposals:
    """What Milvus finds among the passages of one generation. visible: which rows those are."""

    def __init__(self, milvus: Milvus, collection: str, visible: Where, rows: Rows) -> None:
        self._milvus = milvus
        self._collection = collection
        self._visible = visible
        self._rows = rows

    def within(self, among: Selection | None) -> Where:
        """Those of a selection."""
        if among is None:
            return self._visible
        held = Where(
            f"document {'not in' if among.left_out else 'in'} {{documents}}", {"documents": sorted(among.documents)}
        )
        return self._visible & held

    def find(self, asked: Mapping[str, object], column: str, top: int, among: Selection | None) -> list[int]:
        """The numbers of the nearest; what they hold in the column is kept."""
        found = self._milvus.search(
            self._collection, asked, self.within(among), top=top, columns=["id", "document", column]
        )
        for name in ("id", "document", column):
            self._rows.keep(name, {row["number"]: row[name] for row in found})
        return [row["number"] for row in found]


class TermProposals:
    """Keeps the contract `search.contracts.Proposing`."""

    def __init__(self, proposals: Proposals) -> None:
        self._proposals = proposals

    def best(self, field: str, weights: Mapping[str, float], *, top: int, among: Selection | None = None) -> list[int]:
        """The numbers of the passages that score best, or nearly so. `weights`: of terms."""
        vector: dict[int, float] = {}
        for dimension, weight in zip(dimensions_of(hash_terms(weights)).tolist(), weights.values(), strict=True):
            vector[dimension] = vector.get(dimension, 0.0) + weight
        if not vector:
            return []
        return self._proposals.find({"field": field, "vector": vector}, SAID[field], top, among)


class MilvusRanker:
    """Keeps the contract `search.contracts.DenseRanker`. engine: how the collection searches vectors."""

    def __init__(self, proposals: Proposals, rows: Rows, engine: str) -> None:
        self._proposals = proposals
        self._rows = rows
        self._params = ENGINES[engine][1]

    def nearest(self, question: Vectors, *, top: int, among: Selection | None = None) -> list[tuple[int, float]]:
        """(passage, cosine) of the nearest passages, best first. `question`: float32 [dim], unit length."""
        wanted = top + MARGIN
        params = {name: max(value, wanted) if name == "ef" else value for name, value in self._params.items()}
        asked = {"field": "vector", "vector": np.asarray(question, np.float32).tolist(), "params": params}
        numbers = self._proposals.find(asked, "vector", wanted, among)
        scored = zip(numbers, self.similarities(question, numbers), strict=True)
        return best_first(scored, lambda number: reading_order(self._rows.of("id", [number])[0]), top)

    def similarities(self, question: Vectors, numbers: Sequence[int]) -> list[float]:
        """Cosine of each of these passages to the question."""
        if not numbers:
            return []
        held = np.asarray(self._rows.of("vector", numbers), np.float32)
        return [round(float(cosine), DIGITS) for cosine in held.astype(np.float64) @ question.astype(np.float64)]
