"""One folder of rankers over all passages: built whole, then only read.

``passages.jsonl`` holds what is reranked, ``dense.faiss`` the vectors, ``words/`` and ``pairs/`` BM25, and
``index.json``, written last, says what the folder is and by which model its vectors were made.
"""

from __future__ import annotations

import json
import mmap
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from graph.errors import MailuoError
from graph.lexicon.divisions import Divisions
from search.dense import DenseRanker
from search.fuse import fuse
from search.indexed import FoldedPassage, IndexedPassage
from search.question import understand
from search.rerank import Candidate, Reranked, rerank
from search.sparse import SparseRanker
from search.synonyms import written_forms
from search.terms import find_pairs, find_words

Vectors = npt.NDArray[np.float32]

FORMAT = 2
DEPTH = 200  # hits of each ranker that are fused
KEPT = 4096  # passages whose line is not read again
RERANKED = 60  # … of which so many are looked at closely
WRITTEN_SHARE = 0.4  # of what the documents' wording scores above the question's own; 0.3..0.7 do alike
SPARSE: dict[str, Callable[[str], list[str]]] = {"words": find_words, "pairs": find_pairs}
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
        DenseRanker.build(folder / "dense.faiss", vectors)
        for name, find_terms in SPARSE.items():
            SparseRanker.build(folder / name, (find_terms(passage.counted_text) for passage in passages))
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
    """An opened folder. Passages are numbered by their place in what `build_index` was given."""

    def __init__(self, folder: Path, model: str, ids: Sequence[str], regions: Sequence[str]) -> None:
        self.model = model
        self._regions = regions
        self.ids = ids
        self._folder = folder
        self._place_of = {id_: place for place, id_ in enumerate(ids)}
        self._ends = np.load(folder / "passages.npy", mmap_mode="r")
        self._lines = _map_file(folder / "passages.jsonl")
        self._sparse = {name: SparseRanker.open(folder / name, len(ids)) for name in SPARSE} if ids else {}
        self._dense: DenseRanker | None = None
        self.passage = lru_cache(maxsize=KEPT)(self._read_passage)  # what the reranker sees of a passage

    @classmethod
    def open(cls, folder: Path, *, stamp: str | None = None) -> Index:
        """`stamp`: the model that questions will be embedded with; None when only words will be looked for."""
        try:
            about = json.loads((folder / "index.json").read_text(encoding="utf-8"))
            if about["format"] != FORMAT:
                raise IndexUnreadable(
                    f"{folder} has format {about['format']}, this version reads {FORMAT}: "
                    "run `mailuo ingest --rebuild`."
                )
            ids = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
            index = cls(folder, about["model"], ids, about["regions"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexUnreadable(f"{folder} cannot be read ({error}): run `mailuo ingest --rebuild`.") from error
        if stamp is not None:
            index.check_model(stamp)
        return index

    def __len__(self) -> int:
        return len(self.ids)

    def check_model(self, stamp: str) -> None:
        """Refuse a model other than the one the vectors were made by."""
        if stamp != self.model:
            raise IndexOfOtherModel(
                f"The index was made with the model {self.model}, but MAILUO_MODEL gives {stamp}: "
                "run `mailuo ingest --rebuild`, or set MAILUO_MODEL back."
            )

    def places(self, ids: Sequence[str]) -> list[int]:
        """Numbers of passages, for `allowed`; ids that are not there are left out."""
        return sorted(self._place_of[id_] for id_ in ids if id_ in self._place_of)

    def _read_passage(self, place: int) -> FoldedPassage:
        return FoldedPassage.from_line(self._lines[int(self._ends[place]) : int(self._ends[place + 1])])

    def rarity(self, pair: str) -> float:
        """How much it says that a passage holds these two characters, or this number or Latin word."""
        return self._sparse["pairs"].rarity(pair) if self._sparse else 1.0

    def search(
        self,
        query: str,
        question: Vectors | None,
        *,
        top: int,
        mode: str = "hybrid",
        allowed: Sequence[int] | None = None,
    ) -> list[Hit]:
        """The best `top` passages. `question`: the query's vector, float32 [dim], not needed when `mode` is lexical;
        `allowed`: numbers of the passages to look among, None for all."""
        if mode not in MODES:
            raise ValueError(f"mode {mode!r} is none of {', '.join(MODES)}")
        query = query.encode("utf-8", "replace").decode("utf-8")  # a terminal may pass on lone surrogates
        if not self.ids or (allowed is not None and not len(allowed)):
            return []
        rankings: dict[str, list[tuple[int, float]]] = {}
        counted: dict[str, Vectors] = {}
        if mode != "lexical" and question is not None:
            rankings["dense"] = self._open_dense().nearest(question, top=max(DEPTH, top), allowed=allowed)
        if mode != "dense":
            counted = {name: self._count(name, query) for name in SPARSE}
            rankings |= {name: _best(scores, max(DEPTH, top), allowed) for name, scores in counted.items()}
        fused = fuse({name: [place for place, _ in ranking] for name, ranking in rankings.items()})
        fused = fused[: max(top, RERANKED)]
        best = [Reranked(place, score, {}) for place, score in fused]
        if mode != "dense":
            best = self._rerank(query, question if mode == "hybrid" else None, [one.place for one in best], counted)
        ranks = {
            name: {place: (rank, score) for rank, (place, score) in enumerate(ranking, 1)}
            for name, ranking in rankings.items()
        }
        return [
            Hit(
                self.ids[one.place],
                one.score,
                {name: places[one.place] for name, places in ranks.items() if one.place in places},
                one.features,
            )
            for one in best[:top]
        ]

    def _count(self, name: str, query: str) -> Vectors:
        """Scores of one sparse ranker; where the documents' wording of a thing scores more, a share of that."""
        ranker, find_terms = self._sparse[name], SPARSE[name]
        scores = ranker.scores(find_terms(query)).copy()
        for saying, forms in written_forms(query):
            written = np.maximum.reduce([ranker.scores(find_terms(form)) for form in forms])
            scores += WRITTEN_SHARE * np.maximum(written - ranker.scores(find_terms(saying)), 0)
        return scores

    def _rerank(
        self, query: str, question: Vectors | None, places: Sequence[int], counted: Mapping[str, Vectors]
    ) -> list[Reranked]:
        """The first places in a better order, the others behind them in theirs."""
        near, far = places[:RERANKED], places[RERANKED:]
        meanings = self._open_dense().similarities(question, near) if question is not None else [0.0] * len(near)
        candidates = [
            Candidate(
                place, self.passage(place), meaning, float(counted["words"][place]), float(counted["pairs"][place])
            )
            for place, meaning in zip(near, meanings, strict=True)
        ]
        best = rerank(understand(query, covered=self._covered), candidates, self.rarity)
        least = best[-1].score if best else 0.0
        return best + [Reranked(place, least - rank, {}) for rank, place in enumerate(far, 1)]

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
                self._dense = DenseRanker.open(self._folder / "dense.faiss")
            except RuntimeError as error:
                raise IndexUnreadable(f"{self._folder} is damaged: run `mailuo ingest --rebuild`.") from error
        return self._dense


def _map_file(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""


def _best(scores: Vectors, top: int, allowed: Sequence[int] | None) -> list[tuple[int, float]]:
    """(place, score) of the best passages that hold a term at all, equal scores in the order of places."""
    among = np.flatnonzero(scores > 0) if allowed is None else np.asarray(allowed, np.int64)[scores[allowed] > 0]
    if len(among) > top:
        least = np.partition(scores[among], len(among) - top)[len(among) - top]
        among = among[scores[among] >= least]
    order = np.lexsort((among, -scores[among]))[:top]
    return [(int(place), float(scores[place])) for place in among[order]]
