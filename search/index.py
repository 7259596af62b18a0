"""One folder of rankers over all passages: built whole, then only read.

``passages.jsonl`` holds what the rankers saw, ``dense.faiss`` the vectors, ``words/`` and ``pairs/`` BM25, and
``index.json``, written last, says what the folder is and by which model its vectors were made.
"""

from __future__ import annotations

import json
import mmap
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from graph.errors import MailuoError
from search.dense import DenseRanker
from search.fuse import fuse
from search.sparse import SparseRanker
from search.terms import find_pairs, find_words

Vectors = npt.NDArray[np.float32]

FORMAT = 1
DEPTH = 200  # hits of each ranker that are fused
SPARSE: dict[str, Callable[[str], list[str]]] = {"words": find_words, "pairs": find_pairs}
MODES = ("hybrid", "dense", "lexical")


class IndexUnreadable(MailuoError):
    """The folder is not there, was left unfinished, or is damaged."""


class IndexOfOtherModel(MailuoError):
    """The vectors were made by another model: comparing them with this one's would mean nothing."""


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage as the rankers see it."""

    id: str
    title: str  # of the document; an annex's has its notice's title in front
    section: tuple[str, ...]  # headings above it, outermost first
    text: str
    region: str | None  # the division its document speaks for
    year: int | None  # the year its document speaks for

    @property
    def embedded_text(self) -> str:
        """What is embedded: a passage alone often does not say what it is about."""
        return f"{self.title} {' '.join(self.section)}\n{self.text}"

    @property
    def counted_text(self) -> str:
        """What the sparse rankers count: place and year of the document answer to those in a question."""
        year = f"{self.year}年" if self.year else ""
        return f"{self.title}\n{self.region or ''}\n{year}\n{' '.join(self.section)}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found; `ranks`: by ranker its rank (from 1) and score there."""

    passage_id: str
    score: float
    ranks: dict[str, tuple[int, float]]


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
    about = {"format": FORMAT, "model": stamp, "passages": len(passages)}
    (folder / "index.json").write_text(json.dumps(about), encoding="utf-8")


def _write_passages(folder: Path, passages: Sequence[IndexedPassage]) -> None:
    ends = [0]
    with (folder / "passages.jsonl").open("wb") as lines:
        for passage in passages:
            line = json.dumps(asdict(passage), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            lines.write(line)
            ends.append(ends[-1] + len(line))
    np.save(folder / "passages.npy", np.asarray(ends, np.int64))
    ids = json.dumps([passage.id for passage in passages], ensure_ascii=False)
    (folder / "ids.json").write_text(ids, encoding="utf-8")


class Index:
    """An opened folder. Passages are numbered by their place in what `build_index` was given."""

    def __init__(self, folder: Path, model: str, ids: Sequence[str]) -> None:
        self.model = model
        self.ids = ids
        self._folder = folder
        self._place_of = {id_: place for place, id_ in enumerate(ids)}
        self._ends = np.load(folder / "passages.npy", mmap_mode="r")
        self._lines = _map_file(folder / "passages.jsonl")
        self._sparse = {name: SparseRanker.open(folder / name, len(ids)) for name in SPARSE} if ids else {}
        self._dense: DenseRanker | None = None

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
            index = cls(folder, about["model"], ids)
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

    def passage(self, place: int) -> IndexedPassage:
        """What the rankers saw of a passage."""
        fields = json.loads(self._lines[int(self._ends[place]) : int(self._ends[place + 1])])
        return IndexedPassage(**{**fields, "section": tuple(fields["section"])})

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
        if not self.ids or (allowed is not None and not len(allowed)):
            return []
        rankings: dict[str, list[tuple[int, float]]] = {}
        if mode != "lexical" and question is not None:
            rankings["dense"] = self._open_dense().nearest(question, top=max(DEPTH, top), allowed=allowed)
        if mode != "dense":
            for name, find_terms in SPARSE.items():
                rankings[name] = _best(self._sparse[name].scores(find_terms(query)), max(DEPTH, top), allowed)
        fused = fuse({name: [place for place, _ in ranking] for name, ranking in rankings.items()})
        ranks: dict[int, dict[str, tuple[int, float]]] = {}
        for name, ranking in rankings.items():
            for rank, (place, score) in enumerate(ranking, 1):
                ranks.setdefault(place, {})[name] = (rank, score)
        return [Hit(self.ids[place], score, ranks[place]) for place, score in fused[:top]]

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
