"""One folder of rankers over all passages: opened in milliseconds whatever it holds, and only read.

| file | holds |
| --- | --- |
| `index.json` | written last: what the folder is, by which model its vectors were made, its parts in their order |
| `parts/N/` | passages with their vectors and terms, see `search.part` |
| `terms/` | the engine of the sparse rankers, see `search.term_engine` |

`search.index_writing` writes it, sharing with the folder before what did not change ([index.md](../docs/index.md)).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from graph.errors import REBUILD
from graph.lexicon.divisions import Divisions
from search.contracts import DenseRanker, Scores, SparseRanker, Vectors
from search.dense import FaissRanker
from search.errors import IndexOfOtherModel, IndexUnreadable
from search.fuse import fuse
from search.indexed import FoldedPassage
from search.part import FIELDS, Part
from search.parts import Parts
from search.question import understand
from search.rerank import Candidate, Reranked, rerank
from search.selection import Selection
from search.sparse import Bm25Ranker
from search.synonyms import written_forms
from search.term_counts import hash_terms
from search.term_engine import TermEngine
from search.terms import find_pair_runs, find_pairs, find_words

FORMAT = 3
DEPTH = 200  # hits of each ranker that are fused
KEPT = 4096  # passages whose line is not read again
RERANKED = 60  # … of which so many are looked at closely
LARGE = 20_000  # passages from which on the rankers work side by side
FIND_TERMS: Mapping[str, Callable[[str], list[str]]] = {"words": find_words, "pairs": find_pairs}
PASSAGES_EACH = 50  # that may lead to one document
HAN = re.compile("[\u3400-\u9fff]")
MODES = ("hybrid", "dense", "lexical")


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found; `ranks`: by ranker its rank (from 1) and score there; `features`: what the reranker saw."""

    passage_id: str
    score: float
    ranks: dict[str, tuple[int, float]]
    features: dict[str, float] = field(default_factory=dict)


Ranking = Sequence[tuple[int, float]]  # numbers of passages with their scores, best first


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


def check_models(made_with: str, stamp: str) -> None:
    """Refuse a model other than the one the vectors were made by."""
    if stamp != made_with:
        raise IndexOfOtherModel(
            f"The index was made with the model {made_with}, but MAILUO_MODEL gives {stamp}: "
            f"{REBUILD}, or set MAILUO_MODEL back."
        )


class Index:
    """An opened folder. Several threads may ask it; it stays readable when the folder is deleted."""

    def __init__(self, folder: Path, model: str, parts: Sequence[Part]) -> None:
        self.model = model
        self._folder = folder
        self._parts = Parts(parts)
        self._engine = TermEngine(folder / "terms") if parts else None
        self._sparse: dict[str, SparseRanker] = {}
        if self._engine is not None:
            self._sparse = {name: Bm25Ranker(self._engine, self._parts, name) for name in FIELDS}
        self._passage = lru_cache(maxsize=KEPT)(self._read_passage)  # what the reranker sees of a passage

    @classmethod
    def open(cls, folder: Path, *, stamp: str | None = None) -> Index:
        """`stamp`: the model that questions will be embedded with; None when only words will be looked for."""
        about = read_about(folder)
        with translated(folder):
            index = cls(folder, about["model"], [Part(folder / "parts" / name) for name in about["parts"]])
            if len(index) != about["passages"]:
                raise ValueError(f"{len(index)} passages where {about['passages']} were written")
        if stamp is not None:
            index.check_model(stamp)
        return index

    def __len__(self) -> int:
        return self._parts.passages

    @property
    def ids(self) -> Iterable[str]:
        """Of all passages; read one by one."""
        return self._parts.ids()

    def check_model(self, stamp: str) -> None:
        """Refuse a model other than the one the vectors were made by."""
        check_models(self.model, stamp)

    def _read_passage(self, number: int) -> FoldedPassage:
        with translated(self._folder):
            return FoldedPassage.from_line(self._parts.line(number)[1])

    def rarity(self, pair: str) -> float:
        """How much it says that a passage holds these two characters, or this number or Latin word."""
        return self._sparse["pairs"].rarity(pair) if self._sparse else 1.0

    def words(self) -> dict[str, int]:
        """All words that passages hold, and how many hold each: read from the whole index."""
        words = self._engine.words() if self._engine else []
        counts = self._parts.holding(FIELDS.index("words"), hash_terms(words)).tolist()
        return {word: count for word, count in zip(words, counts, strict=True) if count}

    def has_word(self, word: str) -> bool:
        """Whether a passage holds it as a word."""
        return bool(self._parts.holding(FIELDS.index("words"), hash_terms([word]))[0])

    def holding(self, wording: str) -> int:
        """How many passages hold the wording, in title, headings or text; of one with signs in it, how many hold
        all that stands between them.
        """
        return self._engine.count_phrases(find_pair_runs(wording)) if self._engine else 0

    def documents_holding(
        self, wordings: Iterable[str], *, most: int, among: Selection | None = None
    ) -> list[str] | None:
        """At most so many documents that may hold one of the wordings in a passage, its title or headings: what stands
        there of it in Chinese. None where a wording has no two Chinese characters side by side: any may hold it.
        """
        runs = {tuple(tuple(run) for run in find_pair_runs(wording) if HAN.match(run[0])) for wording in wordings}
        if not all(runs):
            return None
        if self._engine is None or not runs:
            return []
        numbers = self._engine.holding(sorted(runs), top=most * PASSAGES_EACH, among=among)
        found = dict.fromkeys(self._parts.documents_of(numbers))
        return list(found)[:most]

    def search(
        self,
        query: str,
        question: Vectors | None,
        *,
        top: int,
        mode: str = "hybrid",
        among: Selection | None = None,
    ) -> list[Hit]:
        """The best `top` passages. `question`: the query's vector, float32 [dim], not needed when `mode` is lexical;
        `among`: the documents to look in, None for all.
        """
        if mode not in MODES:
            raise ValueError(f"mode {mode!r} is none of {', '.join(MODES)}")
        query = query.encode("utf-8", "replace").decode("utf-8")  # a terminal may pass on lone surrogates
        if not len(self) or (among is not None and not among.documents and not among.left_out):
            return []
        depth = max(DEPTH, top)
        with translated(self._folder), self._beside() as beside:
            nearest = None
            if mode != "lexical" and question is not None:
                nearest = beside(lambda: self._dense.nearest(question, top=depth, among=among))
            counted = {}
            if mode != "dense":
                counted = {name: self._count(name, query, depth, among) for name in FIELDS}
            rankings = {"dense": nearest()} if nearest is not None else {}
            rankings |= {name: scores.best(depth) for name, scores in counted.items()}
            ordered = {name: [number for number, _ in ranking] for name, ranking in rankings.items()}
            fused = fuse(ordered, self._parts.order, top=max(top, RERANKED))
            best = [Reranked(number, score, {}) for number, score in fused]
            if mode != "dense":
                best = self._rerank(query, question if mode == "hybrid" else None, [one.id for one in best], counted)
            ranks = {
                name: {number: (rank, score) for rank, (number, score) in enumerate(ranking, 1)}
                for name, ranking in rankings.items()
            }
            return [self._hit(one, ranks) for one in best[:top]]

    @contextmanager
    def _beside(self) -> Iterator[Callable[[Callable[[], Ranking]], Callable[[], Ranking]]]:
        """Has a ranking made while others are: in a thread where there is much to look through."""
        if len(self) < LARGE:
            yield lambda make: make
            return
        with ThreadPoolExecutor(1) as threads:
            yield lambda make: threads.submit(make).result

    def _hit(self, one: Reranked[int], ranks: Mapping[str, Mapping[int, tuple[int, float]]]) -> Hit:
        own = {name: ranking[one.id] for name, ranking in ranks.items() if one.id in ranking}
        return Hit(self._parts.id_of(one.id), one.score, own, one.features)

    def _count(self, name: str, query: str, top: int, among: Selection | None) -> Scores:
        """Scores of one sparse ranker; documents may write a thing otherwise than the question does."""
        find_terms = FIND_TERMS[name]
        wordings = [
            (find_terms(saying), [find_terms(form) for form in forms]) for saying, forms in written_forms(query)
        ]
        return self._sparse[name].score(find_terms(query), wordings, top=top, among=among)

    def _rerank(
        self, query: str, question: Vectors | None, numbers: Sequence[int], counted: Mapping[str, Scores]
    ) -> list[Reranked[int]]:
        """The first passages in a better order, the others behind them in theirs."""
        near, far = numbers[:RERANKED], numbers[RERANKED:]
        meanings = self._dense.similarities(question, near) if question is not None else [0.0] * len(near)
        scores = zip(meanings, *(counted[name].of(near) for name in FIELDS), strict=True)
        candidates = [
            Candidate(number, self._passage(number), meaning, words, pairs)
            for number, (meaning, words, pairs) in zip(near, scores, strict=True)
        ]
        best = rerank(understand(query, covered=self._covered), candidates, self.rarity)
        least = best[-1].score if best else 0.0
        return best + [Reranked(number, least - rank, {}) for rank, number in enumerate(far, 1)]

    @cached_property
    def _covered(self) -> frozenset[str]:
        """Codes of the divisions that documents speak for, and of those inside them."""
        divisions = Divisions.load()
        todo = [division.code for region in self._regions() for division in divisions.by_name(region)[:1]]
        covered: set[str] = set()
        while todo:
            covered.add(code := todo.pop())
            todo += [child.code for child in divisions.children(code)]
        return frozenset(covered)

    def _regions(self) -> list[str]:
        return sorted({run.region for part in self._parts.every for run in part.living if run.region})

    @cached_property
    def _dense(self) -> DenseRanker:
        with translated(self._folder):
            return FaissRanker(self._parts)
