"""One folder of rankers over all passages: built whole, then only read.

``passages.jsonl`` holds what is reranked, ``dense.faiss`` the vectors, ``words/`` and ``pairs/`` BM25, and
``index.json``, written last, says what the folder is and by which model its vectors were made.
"""

from __future__ import annotations

import json
import mmap
import re
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from graph.errors import REBUILD, MailuoError
from graph.lexicon.divisions import Divisions
from search.contracts import DenseRanker, Scores, SparseRanker, Vectors
from search.dense import FaissRanker
from search.fuse import fuse
from search.indexed import FoldedPassage, IndexedPassage
from search.numbered import Numbered
from search.question import understand
from search.rerank import Candidate, Reranked, rerank
from search.sparse import Bm25Ranker
from search.synonyms import written_forms
from search.terms import find_pairs, find_words, fold_text

FORMAT = 2
DEPTH = 200  # hits of each ranker that are fused
KEPT = 4096  # passages whose line is not read again
RERANKED = 60  # … of which so many are looked at closely
SPARSE: dict[str, Callable[[str], list[str]]] = {"words": find_words, "pairs": find_pairs}
HAN = re.compile("[\u3400-\u9fff]")
MODES = ("hybrid", "dense", "lexical")


class IndexUnreadable(MailuoError):
    """The folder is not there, was left unfinished, or is damaged."""


class IndexOfOtherModel(MailuoError):
    """The vectors were made by another model: comparing them with this one's would mean nothing."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found; `ranks`: by ranker its rank (from 1) and score there; `features`: what the reranker saw."""

    passage_id: str
    score: float
    ranks: dict[str, tuple[int, float]]
    features: dict[str, float] = field(default_factory=dict)


def build_index(folder: Path, passages: Sequence[IndexedPassage], vectors: Vectors, stamp: str) -> None:
    """Write the index of `passages`; `vectors`: float32 [n, dim], of their `embedded_text`; `stamp`: the model's."""
    if len(passages) != len(vectors):
        raise ValueError(f"{len(passages)} passages but {len(vectors)} vectors")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _write_passages(folder, passages)
    if passages:
        FaissRanker.build(folder / "dense.faiss", vectors)
        for name, find_terms in SPARSE.items():
            Bm25Ranker.build(folder / name, (find_terms(passage.counted_text) for passage in passages))
    regions = sorted({passage.region for passage in passages if passage.region})
    about = {"format": FORMAT, "model": stamp, "passages": len(passages), "regions": regions}
    (folder / "index.json").write_text(json.dumps(about), encoding="utf-8")


def _write_passages(folder: Path, passages: Sequence[IndexedPassage]) -> None:
    ends = [0]
    with (folder / "passages.jsonl").open("wb") as lines:
        for passage in passages:
            line = FoldedPassage.of(passage).to_line()
            lines.write(line)
            ends.append(ends[-1] + len(line))
    np.save(folder / "passages.npy", np.asarray(ends, np.int64))
    ids = json.dumps([passage.id for passage in passages], ensure_ascii=False)
    (folder / "ids.json").write_text(ids, encoding="utf-8")


__all__ = ["Hit", "Index", "IndexOfOtherModel", "IndexUnreadable", "IndexedPassage", "build_index"]


class Index:
    """An opened folder."""

    def __init__(self, folder: Path, model: str, ids: Sequence[str], regions: Sequence[str]) -> None:
        self.model = model
        self._regions = regions
        self._ids = Numbered(ids)
        self._folder = folder
        self._ends = np.load(folder / "passages.npy", mmap_mode="r")
        self._lines = _map_file(folder / "passages.jsonl")
        self._sparse: dict[str, SparseRanker] = (
            {name: Bm25Ranker.open(folder / name, self._ids) for name in SPARSE} if ids else {}
        )
        self._dense: DenseRanker | None = None
        self.passage = lru_cache(maxsize=KEPT)(self._read_passage)  # what the reranker sees of a passage

    @classmethod
    def open(cls, folder: Path, *, stamp: str | None = None) -> Index:
        """`stamp`: the model that questions will be embedded with; None when only words will be looked for."""
        try:
            about = json.loads((folder / "index.json").read_text(encoding="utf-8"))
            if about["format"] != FORMAT:
                raise IndexUnreadable(f"{folder} has format {about['format']}, this version reads {FORMAT}: {REBUILD}.")
            ids = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
            index = cls(folder, about["model"], ids, about["regions"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexUnreadable(f"{folder} cannot be read ({error}): {REBUILD}.") from error
        if stamp is not None:
            index.check_model(stamp)
        return index

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def ids(self) -> Sequence[str]:
        return self._ids.ids

    def check_model(self, stamp: str) -> None:
        """Refuse a model other than the one the vectors were made by."""
        if stamp != self.model:
            raise IndexOfOtherModel(
                f"The index was made with the model {self.model}, but MAILUO_MODEL gives {stamp}: "
                f"{REBUILD}, or set MAILUO_MODEL back."
            )

    def _read_passage(self, id_: str) -> FoldedPassage:
        place = self._ids.place(id_)
        try:
            return FoldedPassage.from_line(self._lines[int(self._ends[place]) : int(self._ends[place + 1])])
        except (ValueError, TypeError) as error:
            raise IndexUnreadable(f"{self._folder / 'passages.jsonl'} is damaged: {REBUILD}.") from error

    def rarity(self, pair: str) -> float:
        """How much it says that a passage holds these two characters, or this number or Latin word."""
        return self._sparse["pairs"].rarity(pair) if self._sparse else 1.0

    def counts(self, ranker: str) -> Mapping[str, int]:
        """By term of a sparse ranker (words or pairs), how many passages hold it."""
        return self._sparse[ranker].counts() if self._sparse else {}

    def documents_holding(self, wordings: Iterable[str]) -> set[str] | None:
        """The documents that may hold one of the wordings, in title, headings or text: those of which a passage holds
        all pairs of Chinese characters of it. None where a wording has none, so that any may.
        """
        found: set[str] = set()
        for pairs in {frozenset(pair for pair in find_pairs(wording) if HAN.match(pair)) for wording in wordings}:
            if not pairs:
                return None
            places = self._sparse["pairs"].holding(sorted(pairs)) if self._sparse else ()
            found.update(self._ids[int(place)].rpartition(":")[0] for place in places)
        return found

    def holding(self, wording: str) -> int:
        """How many passages hold the wording, in title, headings or text."""
        places = self._sparse["pairs"].holding(find_pairs(wording)) if self._sparse else ()
        if len(wording) <= 2:  # a pair is found whole
            return len(places)
        folded = fold_text(wording)
        passages = (self.passage(self._ids[int(place)]) for place in places)
        return sum(folded in one.context or any(folded in said for said in one.sentences) for one in passages)

    def search(
        self,
        query: str,
        question: Vectors | None,
        *,
        top: int,
        mode: str = "hybrid",
        allowed: Collection[str] | None = None,
    ) -> list[Hit]:
        """The best `top` passages. `question`: the query's vector, float32 [dim], not needed when `mode` is lexical;
        `allowed`: the passages to look among, None for all.
        """
        if mode not in MODES:
            raise ValueError(f"mode {mode!r} is none of {', '.join(MODES)}")
        query = query.encode("utf-8", "replace").decode("utf-8")  # a terminal may pass on lone surrogates
        if not len(self) or (allowed is not None and not len(allowed)):
            return []
        rankings: dict[str, list[tuple[str, float]]] = {}
        counted: dict[str, Scores] = {}
        if mode != "lexical" and question is not None:
            rankings["dense"] = self._open_dense().nearest(question, top=max(DEPTH, top), allowed=allowed)
        if mode != "dense":
            counted = {name: self._count(name, query) for name in SPARSE}
            rankings |= {name: scores.best(max(DEPTH, top), allowed) for name, scores in counted.items()}
        fused = fuse({name: [id_ for id_, _ in ranking] for name, ranking in rankings.items()}, self._ids.place)
        fused = fused[: max(top, RERANKED)]
        best = [Reranked(id_, score, {}) for id_, score in fused]
        if mode != "dense":
            best = self._rerank(query, question if mode == "hybrid" else None, [one.id for one in best], counted)
        ranks = {
            name: {id_: (rank, score) for rank, (id_, score) in enumerate(ranking, 1)}
            for name, ranking in rankings.items()
        }
        return [
            Hit(
                one.id,
                one.score,
                {name: ranking[one.id] for name, ranking in ranks.items() if one.id in ranking},
                one.features,
            )
            for one in best[:top]
        ]

    def _count(self, name: str, query: str) -> Scores:
        """Scores of one sparse ranker; documents may write a thing otherwise than the question does."""
        find_terms = SPARSE[name]
        wordings = [
            (find_terms(saying), [find_terms(form) for form in forms]) for saying, forms in written_forms(query)
        ]
        return self._sparse[name].score(find_terms(query), wordings)

    def _rerank(
        self, query: str, question: Vectors | None, ids: Sequence[str], counted: Mapping[str, Scores]
    ) -> list[Reranked]:
        """The first passages in a better order, the others behind them in theirs."""
        near, far = ids[:RERANKED], ids[RERANKED:]
        meanings = self._open_dense().similarities(question, near) if question is not None else [0.0] * len(near)
        candidates = [
            Candidate(id_, self.passage(id_), meaning, counted["words"].of(id_), counted["pairs"].of(id_))
            for id_, meaning in zip(near, meanings, strict=True)
        ]
        best = rerank(understand(query, covered=self._covered), candidates, self.rarity)
        least = best[-1].score if best else 0.0
        return best + [Reranked(id_, least - rank, {}) for rank, id_ in enumerate(far, 1)]

    @cached_property
    def _covered(self) -> frozenset[str]:
        """Codes of the divisions that documents speak for, and of those inside them."""
        divisions = Divisions.load()
        todo = [division.code for region in self._regions for division in divisions.by_name(region)[:1]]
        covered: set[str] = set()
        while todo:
            covered.add(code := todo.pop())
            todo += [child.code for child in divisions.children(code)]
        return frozenset(covered)

    def _open_dense(self) -> DenseRanker:
        if self._dense is None:
            try:
                self._dense = FaissRanker.open(self._folder / "dense.faiss", self._ids)
            except RuntimeError as error:
                raise IndexUnreadable(f"{self._folder} is damaged: {REBUILD}.") from error
        return self._dense


def _map_file(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""
