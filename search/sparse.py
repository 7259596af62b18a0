"""BM25 over the terms of passages: an engine proposes the passages, what they score is counted from their terms.

Counted is what is there: however it was added and removed, the same passages score the same. Only which passages the
engine proposes beyond the first `PROPOSED` of a question may depend on it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from search.contracts import Counted, Proposing, Terms
from search.part import FIELDS
from search.selection import Selection
from search.term_counts import Hashes, hash_terms

SATURATION, LENGTH_SHARE = 1.2, 0.75  # k1 and b, the engine's own; recall hardly changes between 0.9..1.6 and 0.6..0.9
WRITTEN_SHARE = 0.4  # of what the documents' wording scores above the question's own; 0.3..0.7 do alike
MOST_RARITIES = 50_000  # that are kept: answering asks for the same again and again
PROPOSED = 400  # passages whose score is counted
CARRYING = 0.99  # of what all terms are worth: the commonest terms beyond it stand in most passages and propose none
LOW = np.uint32(0xFFFF)  # bits of a hash
DIGITS = 6  # of a score; below that lies how a processor adds

Wordings = Sequence[tuple[Terms, Sequence[Terms]]]


class Weighed:
    """The terms of one question with what each is worth in one field, and the passages counted by them.

    Keeps the contract `search.contracts.Scores`.
    """

    def __init__(self, counted: Counted, field: int, terms: Terms, wordings: Wordings) -> None:
        self._counted = counted
        self._field = field
        said = [term for saying, forms in wordings for terms in (saying, *forms) for term in terms]
        self.terms = list(dict.fromkeys((*terms, *said)))
        self._hashes = np.unique(hash_terms(self.terms))
        self._rarities = _rarities(counted.passages, counted.holding(field, self._hashes))
        self._low = np.zeros(LOW + 1, np.bool_)
        self._low[self._hashes & LOW] = True
        self._asked = self._columns(terms)
        self._wordings = [
            (self._columns(saying), [self._columns(form) for form in forms]) for saying, forms in wordings
        ]
        self._scores: dict[int, float] = {}
        self._mean = counted.terms(field) / max(counted.passages, 1) or 1.0

    def _columns(self, terms: Terms) -> npt.NDArray[np.int64]:
        return np.searchsorted(self._hashes, np.unique(hash_terms(terms)))

    def weights(self, terms: Iterable[str]) -> dict[str, float]:
        """What each term is worth."""
        held = list(dict.fromkeys(terms))
        rarities = self._rarities[np.searchsorted(self._hashes, hash_terms(held))]
        return dict(zip(held, rarities.tolist(), strict=True))

    def of(self, numbers: Sequence[int]) -> list[float]:
        """What these passages score; 0 where no term stands."""
        unknown = [number for number in dict.fromkeys(numbers) if number not in self._scores]
        for here, tokens, lengths in self._counted.terms_of(unknown, self._field):
            scores = self._score(tokens, lengths)
            self._scores.update(zip(np.asarray(unknown)[here].tolist(), scores.tolist(), strict=True))
        return [self._scores[number] for number in numbers]

    def _score(self, tokens: Hashes, lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """float64 [n] of passages given by their terms and how many each has."""
        asked = len(self._hashes)
        if not asked:
            return np.zeros(len(lengths))
        alike = np.flatnonzero(self._low[tokens & LOW])  # few terms are asked for: most are told by their low bits
        columns = np.minimum(np.searchsorted(self._hashes, tokens[alike]), asked - 1)
        is_asked = self._hashes[columns] == tokens[alike]
        rows = np.repeat(np.arange(len(lengths)), lengths)[alike]
        cells = rows[is_asked] * asked + columns[is_asked]
        counts = np.bincount(cells, minlength=len(lengths) * asked).reshape(len(lengths), asked)
        norms = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / self._mean)
        worth = self._rarities * counts / (counts + norms[:, None])
        scores = worth[:, self._asked].sum(axis=1)
        for saying, forms in self._wordings:
            written = np.maximum.reduce([worth[:, form].sum(axis=1) for form in forms])
            scores += WRITTEN_SHARE * np.maximum(written - worth[:, saying].sum(axis=1), 0)
        rounded: npt.NDArray[np.float64] = np.round(scores, DIGITS)
        return rounded


class Bm25Scores:
    """Keeps the contract `search.contracts.Scores`."""

    def __init__(self, weighed: Weighed, counted: Counted, proposed: Sequence[int]) -> None:
        self._weighed = weighed
        self._counted = counted
        self._proposed = proposed

    def best(self, top: int) -> list[tuple[int, float]]:
        """(passage, score) of the best passages that hold a term at all, best first."""
        scored = zip(self._proposed, self._weighed.of(self._proposed), strict=True)
        return self._counted.best((one for one in scored if one[1] > 0), top)

    def of(self, numbers: Sequence[int]) -> list[float]:
        """What these passages score; 0 where no term stands."""
        return self._weighed.of(numbers)


class Bm25Ranker:
    """Keeps the contract `search.contracts.SparseRanker`. `field`: words or pairs."""

    def __init__(self, engine: Proposing, counted: Counted, field: str) -> None:
        self._engine = engine
        self._counted = counted
        self._field = field
        self._place = FIELDS.index(field)
        self._rarity = lru_cache(maxsize=MOST_RARITIES)(self._count_rarity)  # what is counted never changes

    def score(self, terms: Terms, wordings: Wordings = (), *, top: int, among: Selection | None = None) -> Bm25Scores:
        """A term counts once, however often the question says it. `wordings`: the terms of a saying in the question,
        and of each form in which documents write it; what the best of them scores above the saying counts in part.
        """
        weighed = Weighed(self._counted, self._place, terms, wordings)
        asked = weighed.weights(terms)
        forms = weighed.weights(term for _, forms in wordings for form in forms for term in form)
        with_forms = _added(asked, {term: WRITTEN_SHARE * weight for term, weight in forms.items()})
        return Bm25Scores(weighed, self._counted, self._propose(with_forms, max(PROPOSED, 2 * top), among))

    def _propose(self, weights: dict[str, float], top: int, among: Selection | None) -> list[int]:
        """The passages that may score best: by the rarest terms, by all where those stand in too few."""
        carrying = _carrying(weights)
        proposed = self._engine.best(self._field, carrying, top=top, among=among)
        if len(proposed) < top and len(carrying) < len(weights):
            return self._engine.best(self._field, weights, top=top, among=among)
        return proposed

    def rarity(self, term: str) -> float:
        """How much it says that a passage holds the term: the logarithm of passages over passages with it."""
        return self._rarity(term)

    def _count_rarity(self, term: str) -> float:
        holding = self._counted.holding(self._place, hash_terms([term]))
        return float(_rarities(self._counted.passages, holding)[0])


def _carrying(weights: Mapping[str, float]) -> dict[str, float]:
    """The rarest terms, which together are worth nearly all: the lists of the commonest are the longest to read."""
    left = CARRYING * sum(weights.values())
    kept: dict[str, float] = {}
    for term, weight in sorted(weights.items(), key=lambda one: -one[1]):
        if left <= 0:
            break
        kept[term] = weight
        left -= weight
    return kept


def _added(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    return {term: one.get(term, 0.0) + other.get(term, 0.0) for term in (*one, *other)}


def _rarities(passages: int, holding: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    # by the mathematics library, not numpy: its vectors round otherwise from one processor to the next
    return np.asarray([math.log(1 + (passages - held + 0.5) / (held + 0.5)) for held in holding.tolist()], np.float64)
