"""The index: what the rankers find, fused and looked at closely, whatever holds the passages.

In: a question, its vector, and the documents to look in. Out: `Hit`s, and what is known of words and wordings. The
passages lie in a folder (`search.folder`) or in Milvus (`search.milvus`); both keep the contract `Holding`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from graph.lexicon.divisions import Divisions
from search.contracts import Holding, Scores, Vectors
from search.errors import check_models
from search.folder import FolderHolding
from search.fuse import fuse
from search.part import FIELDS
from search.question import understand
from search.rerank import Ranked, Reranked, rerank
from search.selection import Selection
from search.synonyms import written_forms
from search.terms import FIND_TERMS, find_pair_runs

DEPTH = 200  # hits of each ranker that are fused
RERANKED = 60  # … of which so many are looked at closely
LARGE = 20_000  # passages from which on the rankers work side by side
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


class Index:
    """Opened. Several threads may ask it."""

    def __init__(self, held: Holding) -> None:
        self._held = held

    @classmethod
    def open(cls, folder: Path, *, stamp: str | None = None) -> Index:
        """Of a folder. `stamp`: the model that questions will be embedded with; None when only words will be looked
        for. Raises `IndexUnreadable`, `IndexOfOtherModel`."""
        index = cls(FolderHolding.open(folder))
        if stamp is not None:
            index.check_model(stamp)
        return index

    @property
    def model(self) -> str:
        """The stamp of the model that the vectors were made by."""
        return self._held.model

    def __len__(self) -> int:
        return len(self._held)

    @property
    def ids(self) -> Iterable[str]:
        """Of all passages; read one by one."""
        return self._held.ids()

    def check_model(self, stamp: str) -> None:
        """Refuse a model other than the one the vectors were made by."""
        check_models(self.model, stamp)

    def rarity(self, pair: str) -> float:
        """How much it says that a passage holds these two characters, or this number or Latin word."""
        return self._held.sparse["pairs"].rarity(pair) if self._held.sparse else 1.0

    def words(self) -> dict[str, int]:
        """All words that passages hold, and how many hold each: read from the whole index."""
        return self._held.words()

    def has_word(self, word: str) -> bool:
        """Whether a passage holds it as a word."""
        return self._held.has_word(word)

    def holding(self, wording: str) -> int:
        """How many passages hold the wording, in title, headings or text; of one with signs in it, how many hold
        all that stands between them.
        """
        return self._held.count_phrases(find_pair_runs(wording))

    def documents_holding(
        self, wordings: Iterable[str], *, most: int, among: Selection | None = None
    ) -> list[str] | None:
        """At most so many documents that may hold one of the wordings in a passage, its title or headings: what stands
        there of it in Chinese. None where a wording has no two Chinese characters side by side: any may hold it.
        """
        runs = {tuple(tuple(run) for run in find_pair_runs(wording) if HAN.match(run[0])) for wording in wordings}
        if not all(runs):
            return None
        if not len(self) or not runs:
            return []
        numbers = self._held.holding_phrases(sorted(runs), top=most * PASSAGES_EACH, among=among)
        found = dict.fromkeys(self._held.documents_of(numbers))
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
        with self._held.translated(), self._beside() as beside:
            nearest = None
            if mode != "lexical" and question is not None:
                nearest = beside(lambda: self._held.dense.nearest(question, top=depth, among=among))
            counted = {}
            if mode != "dense":
                counted = {name: self._count(name, query, depth, among) for name in FIELDS}
            rankings = {"dense": nearest()} if nearest is not None else {}
            rankings |= {name: scores.best(depth) for name, scores in counted.items()}
            ordered = {name: [number for number, _ in ranking] for name, ranking in rankings.items()}
            fused = fuse(ordered, self._held.order, top=max(top, RERANKED))
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
        return Hit(self._held.id_of(one.id), one.score, own, one.features)

    def _count(self, name: str, query: str, top: int, among: Selection | None) -> Scores:
        """Scores of one sparse ranker; documents may write a thing otherwise than the question does."""
        find_terms = FIND_TERMS[name]
        wordings = [
            (find_terms(saying), [find_terms(form) for form in forms]) for saying, forms in written_forms(query)
        ]
        return self._held.sparse[name].score(find_terms(query), wordings, top=top, among=among)

    def _rerank(
        self, query: str, question: Vectors | None, numbers: Sequence[int], counted: Mapping[str, Scores]
    ) -> list[Reranked[int]]:
        """The first passages in a better order, the others behind them in theirs."""
        near, far = numbers[:RERANKED], numbers[RERANKED:]
        meanings = self._held.dense.similarities(question, near) if question is not None else [0.0] * len(near)
        scores = zip(meanings, *(counted[name].of(near) for name in FIELDS), strict=True)
        candidates = [
            Ranked(number, passage, meaning, words, pairs)
            for number, passage, (meaning, words, pairs) in zip(near, self._held.passages_of(near), scores, strict=True)
        ]
        best = rerank(understand(query, covered=self._covered), candidates, self.rarity)
        least = best[-1].score if best else 0.0
        return best + [Reranked(number, least - rank, {}) for rank, number in enumerate(far, 1)]

    @cached_property
    def _covered(self) -> frozenset[str]:
        """Codes of the divisions that documents speak for, and of those inside them."""
        divisions = Divisions.load()
        todo = [division.code for region in self._held.regions() for division in divisions.by_name(region)[:1]]
        covered: set[str] = set()
        while todo:
            covered.add(code := todo.pop())
            todo += [child.code for child in divisions.children(code)]
        return frozenset(covered)
