"""What a passage should say to answer a question: its topic words, each in people's and in the documents' wording."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from graph.writing.foldings import fold_text
from search.question import PERIOD, YEAR, Question, topic_of
from search.synonyms import written_forms
from search.terms import find_pairs

Rarity = Callable[[str], float]
Presence = npt.NDArray[np.float32]

SHIFT = np.uint64(32)  # two characters side by side in one number, so that all texts are searched in one go
ROUNDED = 1e-3  # by how much a share may be off
LONGEST_WEIGHT = 2  # a long word weighs no more than so many pairs: they come and go together


class Wanted:
    """The things a question wants said, each in any of several wordings; compares many texts at once."""

    def __init__(self, things: Sequence[Sequence[str]], rarity: Rarity) -> None:
        """`things`: for each its wordings, the question's own first."""
        wordings = [[find_pairs(wording) or [wording] for wording in thing] for thing in things]
        every = [wording for thing in wordings for wording in thing]
        pairs = {pair: column for column, pair in enumerate(dict.fromkeys(pair for one in every for pair in one))}
        self._pairs = pairs
        codes = {pair_code(pair): column for pair, column in pairs.items() if len(pair) == 2}
        self._codes = np.asarray(sorted(codes), np.uint64)
        self._columns = np.asarray([codes[code] for code in sorted(codes)], np.int64)
        self._wordings = wordings
        self._words = [(column, word) for word, column in pairs.items() if len(word) != 2]
        self._first = list(accumulate(map(len, wordings), initial=0))[:-1]  # row of each thing's first wording
        self._shares = np.zeros((len(every), len(pairs)), np.float32)  # of a pair in its wording
        for row, wording in enumerate(every):
            for pair in wording:
                self._shares[row, pairs[pair]] += rarity(pair)
        self._shares /= np.maximum(self._shares.sum(axis=1, keepdims=True), 1e-9)
        weights = [weight_of([rarity(pair) for pair in thing[0]]) for thing in wordings]
        self._weights = np.asarray(weights, np.float32) / max(sum(weights), 1e-9)

    def presence(self, texts: Sequence[str]) -> Presence:
        """float32 [n, pairs]: 1 where the folded text holds the pair."""
        held = np.zeros((len(texts), len(self._pairs)), np.float32)
        pairs, of_text = pair_codes(texts)
        at = np.searchsorted(self._codes, pairs).clip(max=max(len(self._codes) - 1, 0))
        found = np.flatnonzero(self._codes[at] == pairs) if len(self._codes) else at[:0]
        held[of_text[found], self._columns[at[found]]] = 1
        for column, word in self._words:
            held[:, column] = [word in text for text in texts]
        return held

    @property
    def weights(self) -> npt.NDArray[np.float32]:
        """float32 [things]: how much each thing weighs; together 1."""
        return self._weights

    def needed(self, least: float) -> list[str]:
        """Pairs and words of which a text holds one at least, if it says such a share: those of the heaviest things,
        without which so much cannot be said."""
        words: dict[str, None] = {}
        weight = 0.0
        for number in np.argsort(-self._weights, kind="stable"):
            words.update((word, None) for wording in self._wordings[number] for word in wording)
            weight += float(self._weights[number])
            if weight > 1 - least + ROUNDED:
                break
        return list(words)

    def each_said(self, presence: Presence) -> npt.NDArray[np.float32]:
        """float32 [n, things]: how much of each thing is there, 0 to 1, in the wording that fits best."""
        if not self._first:
            return np.zeros((len(presence), 0), np.float32)
        said = presence @ self._shares.T
        return np.asarray(np.maximum.reduceat(said, self._first, axis=1), np.float32)

    def share_said(self, presence: Presence) -> npt.NDArray[np.float32]:
        """float32 [n]: how much of what is wanted is there, 0 to 1; each thing in the wording that fits best."""
        if not self._first:
            return np.zeros(len(presence), np.float32)
        return np.asarray(self.each_said(presence) @ self._weights, np.float32)


def weight_of(rarities: Sequence[float]) -> float:
    """What a thing weighs by the rarity of the pairs of its own wording."""
    return sum(rarities) / len(rarities) * min(LONGEST_WEIGHT, len(rarities))


def pair_codes(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """uint64 [n]: two characters side by side in one number, of all texts with a line end between each two; int64 [n]:
    the number of the text that the first of them stands in."""
    joined = "\n".join(texts)
    of_text = np.repeat(np.arange(len(texts)), [len(text) + 1 for text in texts])
    characters = np.frombuffer(joined.encode("utf-32-le"), np.uint32).astype(np.uint64)
    pairs = characters[:-1] << SHIFT | characters[1:]
    return pairs, of_text[: len(pairs)]


def pair_code(pair: str) -> int:
    """The number of one pair."""
    return ord(pair[0]) << int(SHIFT) | ord(pair[1])


def find_wanted(question: Question) -> list[tuple[str, ...]]:
    """Wordings of each thing. The question's places and years are left out: they are compared in their own right."""
    return list(_wordings(question))


def _wordings(question: Question) -> Iterator[tuple[str, ...]]:
    text = fold_text(question.text)
    sayings = written_forms(text)
    for saying, _ in sayings:
        text = text.replace(saying, " ", 1)
    for place in question.places:
        for name in sorted(map(fold_text, place.names), key=len, reverse=True):
            text = text.replace(name, " ")
    moments = [match.span() for pattern in (YEAR, PERIOD) for match in pattern.finditer(text)]
    yield from ((word,) for word in topic_of(text, moments))
    yield from ((saying, *forms) for saying, forms in sayings)
