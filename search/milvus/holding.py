"""The passages of one generation in Milvus, opened for reading: what `search.index` ranks and reads.

In: the note of a generation. Out: the contract `search.contracts.Holding`. A writer that goes on to the next generation
changes nothing that is seen here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property

import numpy as np
import numpy.typing as npt

from graph.errors import REBUILD
from search.contracts import Phrases, SparseRanker
from search.errors import IndexUnreadable
from search.indexed import FoldedPassage, reading_order
from search.milvus.client import MOST_ROWS, Milvus, Where
from search.milvus.collections import SAID, phrase_filter, shelf_of, unpacked
from search.milvus.counts import TermBooks
from search.milvus.manifest import Manifest
from search.milvus.note import Note
from search.milvus.rankers import MilvusRanker, Proposals, TermProposals
from search.milvus.rows import Rows
from search.milvus.shelf import Shelf
from search.part import FIELDS
from search.ranking import best_first
from search.selection import Selection
from search.sparse import Bm25Ranker
from search.term_counts import Hashes, hash_terms


def read_manifest(milvus: Milvus, note: Note) -> Manifest:
    """What a note names. Raises `IndexUnreadable`."""
    shelf = Shelf(milvus, shelf_of(note.collection))
    shelf.load()
    where = f"{milvus.server.title}, {note.collection}"
    manifest = Manifest.from_text(shelf.read_text(note.key, note.pieces), where)
    if manifest.token != note.token:
        raise IndexUnreadable(f"{where} holds another generation than this one: {REBUILD}.")
    return manifest


class MilvusHolding:
    """Keeps the contracts `search.contracts.Holding` and `search.contracts.Counted`."""

    def __init__(self, milvus: Milvus, note: Note) -> None:
        self._milvus = milvus
        self._collection = note.collection
        self._manifest = read_manifest(milvus, note)
        self.model = self._manifest.model
        self.passages = self._manifest.passages
        self._books = TermBooks(Shelf(milvus, shelf_of(note.collection)), self._manifest.runs)
        self._rows = Rows(milvus, note.collection)
        self._proposals = Proposals(milvus, note.collection, self._manifest.visible, self._rows)
        self.sparse: Mapping[str, SparseRanker] = {}
        if self.passages:
            milvus.load(note.collection)
            proposing = TermProposals(self._proposals)
            self.sparse = {field: Bm25Ranker(proposing, self, field) for field in FIELDS}

    def __len__(self) -> int:
        return self.passages

    @contextmanager
    def translated(self) -> Iterator[None]:
        """What goes wrong while it is read, in one line with the remedy."""
        try:
            yield
        except (ValueError, LookupError, TypeError) as error:
            where = f"{self._milvus.server.title}, {self._collection}"
            raise IndexUnreadable(f"{where} cannot be read ({error}): {REBUILD}.") from error

    # -------------------------------------------------------------------------------------------------- passages

    def ids(self) -> Iterator[str]:
        """Of all passages, in the order of their numbers."""
        for start in range(0, self._manifest.next if self.passages else 0, MOST_ROWS):
            window = Where(f"number >= {start} and number < {start + MOST_ROWS}")
            rows = self._milvus.rows(self._collection, self._manifest.visible & window, ["number", "id"])
            yield from (row["id"] for row in sorted(rows, key=lambda row: int(row["number"])))

    def id_of(self, number: int) -> str:
        """A passage's identifier."""
        return str(self._rows.of("id", [number])[0])

    def order(self, number: int) -> tuple[str, int, int, str]:
        """As passages are read."""
        return reading_order(self.id_of(number))

    def documents_of(self, numbers: Sequence[int]) -> list[str]:
        """The document of each passage."""
        return [str(document) for document in self._rows.of("document", numbers)]

    def passages_of(self, numbers: Sequence[int]) -> list[FoldedPassage]:
        """What the reranker sees of each passage."""
        return [FoldedPassage.from_line(line.encode()) for line in self._rows.of("line", numbers)]

    def regions(self) -> list[str]:
        """The divisions that the documents speak for."""
        return sorted(self._manifest.regions)

    @cached_property
    def dense(self) -> MilvusRanker:
        """By vectors."""
        return MilvusRanker(self._proposals, self._rows, self._manifest.engine)

    # ----------------------------------------------------------------------------------------------------- terms

    def terms(self, field: int) -> int:
        """How many terms the passages have in all."""
        return self._manifest.terms[field]

    def holding(self, field: int, hashes: Hashes) -> npt.NDArray[np.int64]:
        """int64 [len(hashes)]: how many passages hold each term."""
        return self._books.find(field, hashes)

    def terms_of(
        self, numbers: Sequence[int], field: int
    ) -> Iterator[tuple[npt.NDArray[np.int64], Hashes, npt.NDArray[np.int64]]]:
        """The terms of passages, all at once."""
        if numbers:
            held = [unpacked(text) for text in self._rows.of(SAID[FIELDS[field]], numbers)]
            lengths = np.asarray([len(hashes) for hashes in held], np.int64)
            yield np.arange(len(numbers)), np.concatenate(held), lengths

    def best(self, scored: Iterable[tuple[int, float]], top: int) -> list[tuple[int, float]]:
        """The best `top` of (number, score), best first; equal scores as the passages are read."""
        return best_first(scored, self.order, top)

    def words(self) -> dict[str, int]:
        """All words that passages hold, and how many hold each."""
        words = self._books.words()
        counts = self._books.find(FIELDS.index("words"), hash_terms(words)).tolist()
        return {word: count for word, count in zip(words, counts, strict=True) if count}

    def has_word(self, word: str) -> bool:
        """Whether a passage holds it as a word."""
        return bool(self._books.find(FIELDS.index("words"), hash_terms([word]))[0])

    # --------------------------------------------------------------------------------------------------- phrases

    def count_phrases(self, runs: Phrases) -> int:
        """How many passages hold all of these runs of pairs."""
        if not runs or not self.passages:
            return 0
        return self._milvus.count(self._collection, self._manifest.visible & Where(phrase_filter(runs)))

    def holding_phrases(self, wordings: Iterable[Phrases], *, top: int, among: Selection | None) -> list[int]:
        """The numbers of passages that hold one of the wordings; at most `top`, the shortest."""
        held = " or ".join(f"({phrase_filter(runs)})" for runs in wordings)
        if not held or not self.passages:
            return []
        columns = ["number", "document", SAID["pairs"]]
        rows = self._milvus.rows(self._collection, self._proposals.within(among) & Where(held), columns)
        rows.sort(key=lambda row: (len(row[SAID["pairs"]]), int(row["number"])))
        self._rows.keep("document", {int(row["number"]): row["document"] for row in rows})
        return [int(row["number"]) for row in rows[:top]]
