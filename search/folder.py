"""One folder of rankers over all passages: opened in milliseconds whatever it holds, and only read.

| file | holds |
| --- | --- |
| `index.json` | written last: what the folder is, by which model its vectors were made, its parts in their order |
| `parts/N/` | passages with their vectors and terms, see `search.part` |
| `terms/` | the engine of the sparse rankers, see `search.term_engine` |

`search.index_writing` writes it, sharing with the folder before what did not change
([search-index.md](../docs/search-index.md)).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Self

from graph.errors import REBUILD
from search.contracts import DenseRanker, Phrases, SparseRanker
from search.dense import FaissRanker
from search.errors import IndexUnreadable
from search.indexed import FoldedPassage
from search.part import FIELDS, Part
from search.parts import Parts
from search.selection import Selection
from search.sparse import Bm25Ranker
from search.term_counts import hash_terms
from search.term_engine import TermEngine

FORMAT = 3
KEPT = 4096  # passages whose line is not read again


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """What goes wrong while a folder is read, in one line with the remedy."""
    try:
        yield
    except (OSError, ValueError, LookupError, TypeError, RuntimeError) as error:
        raise IndexUnreadable(f"{folder} cannot be read ({error}): {REBUILD}.") from error


def read_about(folder: Path) -> dict[str, Any]:
    """What `index.json` says."""
    with translated(folder):
        about: dict[str, Any] = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        if about["format"] != FORMAT:
            raise IndexUnreadable(f"{folder} has format {about['format']}, this version reads {FORMAT}: {REBUILD}.")
        return about


class FolderHolding:
    """Keeps the contract `search.contracts.Holding`; it stays readable when the folder is deleted."""

    def __init__(self, folder: Path, model: str, parts: Sequence[Part]) -> None:
        self.model = model
        self.parts = Parts(parts)
        self.sparse: Mapping[str, SparseRanker] = {}
        self._folder = folder
        self._engine = TermEngine(folder / "terms") if parts else None
        if self._engine is not None:
            self.sparse = {name: Bm25Ranker(self._engine, self.parts, name) for name in FIELDS}
        self._passage = lru_cache(maxsize=KEPT)(self._read_passage)  # what the reranker sees of a passage
        self.id_of = self.parts.id_of
        self.order = self.parts.order
        self.ids = self.parts.ids
        self.documents_of = self.parts.documents_of

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Raises `IndexUnreadable`."""
        about = read_about(folder)
        with translated(folder):
            holding = cls(folder, about["model"], [Part(folder / "parts" / name) for name in about["parts"]])
            if len(holding) != about["passages"]:
                raise ValueError(f"{len(holding)} passages where {about['passages']} were written")
        return holding

    def __len__(self) -> int:
        return self.parts.passages

    def translated(self) -> AbstractContextManager[None]:
        """What goes wrong while it is read, in one line with the remedy."""
        return translated(self._folder)

    def passages_of(self, numbers: Sequence[int]) -> list[FoldedPassage]:
        """What the reranker sees of each passage."""
        return [self._passage(number) for number in numbers]

    def _read_passage(self, number: int) -> FoldedPassage:
        with self.translated():
            return FoldedPassage.from_line(self.parts.line(number)[1])

    def words(self) -> dict[str, int]:
        """All words that passages hold, and how many hold each."""
        words = self._engine.words() if self._engine else []
        counts = self.parts.holding(FIELDS.index("words"), hash_terms(words)).tolist()
        return {word: count for word, count in zip(words, counts, strict=True) if count}

    def has_word(self, word: str) -> bool:
        """Whether a passage holds it as a word."""
        return bool(self.parts.holding(FIELDS.index("words"), hash_terms([word]))[0])

    def count_phrases(self, runs: Phrases) -> int:
        """How many passages hold all of these runs of pairs."""
        return self._engine.count_phrases(runs) if self._engine else 0

    def holding_phrases(self, wordings: Iterable[Phrases], *, top: int, among: Selection | None) -> list[int]:
        """The numbers of passages that hold one of the wordings; at most `top`."""
        return self._engine.holding(wordings, top=top, among=among) if self._engine else []

    def regions(self) -> list[str]:
        """The divisions that the documents speak for."""
        return sorted({run.region for part in self.parts.every for run in part.living if run.region})

    @cached_property
    def dense(self) -> DenseRanker:
        """By vectors."""
        with self.translated():
            return FaissRanker(self.parts)
