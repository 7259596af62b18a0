"""How many passages hold a term, in Milvus: a run a writing, of what came and what went, cut in pieces on the shelf.

Runs are merged so that each stays `RATIO` times as large as all after it, as the parts of a folder are: their number
grows with the logarithm of the terms. A reader gets the pieces that a question needs, and keeps them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from search.milvus.collections import packed, unpacked
from search.milvus.shelf import PIECE, Shelf, lines_in_pieces
from search.part import FIELDS
from search.term_counts import Hashes, TermCounts, hash_terms

RATIO = 4
SMALL = 20_000  # terms of a run that is always merged with what comes after it
A_PIECE = PIECE * 3 // 4 // 8  # terms
COUNTED = 5_000  # passages whose terms are counted at once


@dataclass(frozen=True, slots=True)
class Book:
    """Counts on the shelf. first: the place of the first piece; firsts: the first hash of each piece."""

    first: int
    firsts: Hashes

    @property
    def places(self) -> range:
        """Those of its pieces."""
        return range(self.first, self.first + len(self.firsts))


@dataclass(frozen=True, slots=True)
class Run:
    """came, went: by field; words: the places of all words that are written in it."""

    came: tuple[Book, ...]
    went: tuple[Book, ...]
    words: range
    size: int

    @property
    def places(self) -> list[int]:
        """All that it has on the shelf."""
        return [place for book in (*self.came, *self.went) for place in book.places] + list(self.words)

    def to_json(self) -> dict[str, Any]:
        """For a manifest."""
        came, went = ([[book.first, packed(book.firsts)] for book in books] for books in (self.came, self.went))
        return {"came": came, "went": went, "words": [self.words.start, self.words.stop], "size": self.size}

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> Self:
        """Raises LookupError, TypeError, ValueError where it is none."""
        came, went = (
            tuple(Book(int(first), unpacked(firsts)) for first, firsts in held[name]) for name in ("came", "went")
        )
        return cls(came, went, range(*held["words"]), int(held["size"]))


@dataclass
class Tally:
    """What one writing, or several, brought and took: counts by field, words as they are written."""

    came: list[TermCounts] = field(default_factory=lambda: [TermCounts.none() for _ in FIELDS])
    went: list[TermCounts] = field(default_factory=lambda: [TermCounts.none() for _ in FIELDS])
    words: set[str] = field(default_factory=set)
    _waiting: dict[bool, list[Sequence[Hashes]]] = field(default_factory=lambda: {True: [], False: []})

    def add(self, terms: Sequence[Hashes]) -> None:
        """A passage that came; terms: by field."""
        self._wait(terms, came=True)

    def take(self, terms: Sequence[Hashes]) -> None:
        """A passage that went."""
        self._wait(terms, came=False)

    def _wait(self, terms: Sequence[Hashes], *, came: bool) -> None:
        self._waiting[came].append(terms)
        if len(self._waiting[came]) >= COUNTED:
            self.count()

    def count(self) -> Self:
        """Count what waits."""
        for came, passages in self._waiting.items():
            counts = self.came if came else self.went
            for place in range(len(FIELDS)):
                if passages:
                    held = [passage[place] for passage in passages]
                    counts[place] = TermCounts.sum([counts[place], TermCounts.of(held)])
            passages.clear()
        return self

    @property
    def size(self) -> int:
        """How much there is to keep."""
        return sum(len(counts.hashes) for counts in (*self.came, *self.went)) + len(self.words)

    @classmethod
    def sum(cls, every: Sequence[Tally], *, settled: bool) -> Self:
        """All of them together. settled: nothing was before them, so that what went is taken off what came."""
        came = [TermCounts.sum([one.came[place] for one in every]) for place in range(len(FIELDS))]
        went = [TermCounts.sum([one.went[place] for one in every]) for place in range(len(FIELDS))]
        words = {word for one in every for word in one.words}
        if not settled:
            return cls(came, went, words)
        left = [TermCounts.sum([came[place]], [went[place]]) for place in range(len(FIELDS))]
        listed = sorted(words)
        is_held = left[FIELDS.index("words")].find(hash_terms(listed)) > 0
        return cls(left, words={word for word, held in zip(listed, is_held.tolist(), strict=True) if held})

    def laid_out(self, place: int) -> tuple[Run, list[str]]:
        """As a run from a place of the shelf on, and its texts."""
        texts: list[str] = []
        books = []
        for counts in (*self.came, *self.went):
            first, size = place + len(texts), len(counts.hashes)
            texts += [_text_of(counts, start) for start in range(0, size, A_PIECE)]
            books.append(Book(first, np.asarray(counts.hashes[::A_PIECE], np.uint32)))
        start = place + len(texts)
        texts += lines_in_pieces(sorted(self.words))
        run = Run(tuple(books[: len(FIELDS)]), tuple(books[len(FIELDS) :]), range(start, place + len(texts)), self.size)
        return run, texts

    @classmethod
    def read(cls, shelf: Shelf, run: Run) -> Self:
        """What a run holds."""
        texts = shelf.read(run.places)
        came, went = (
            [TermCounts.sum([_counts_of(texts[place]) for place in book.places]) for book in books]
            for books in (run.came, run.went)
        )
        return cls(came, went, {word for place in run.words for word in texts[place].split("\n")})


def merged(shelf: Shelf, runs: Sequence[Run], tally: Tally) -> tuple[list[Run], Tally]:
    """The runs that stay, and a tally of the others and of what came last, to be laid out behind them."""
    sizes = [*(run.size for run in runs), tally.size]
    for place in range(len(runs)):
        if sizes[place] < max(RATIO * sum(sizes[place + 1 :]), SMALL):
            joined = [*(Tally.read(shelf, run) for run in runs[place:]), tally]
            return list(runs[:place]), Tally.sum(joined, settled=place == 0)
    return list(runs), tally


class TermBooks:
    """Opened for reading; what was read is kept."""

    def __init__(self, shelf: Shelf, runs: Sequence[Run]) -> None:
        self._shelf = shelf
        self._runs = runs
        self._pieces: dict[int, TermCounts] = {}
        self._lock = threading.Lock()

    def find(self, place: int, hashes: Hashes) -> npt.NDArray[np.int64]:
        """int64 [len(hashes)]: how many passages hold each term. place: of the field."""
        asked = [(sign, book, _pieces_for(book, hashes)) for sign, book in self._books(place)]
        needed = {book.first + int(piece) for _, book, pieces in asked for piece in np.unique(pieces) if piece >= 0}
        self._fetch(sorted(needed))
        found = np.zeros(len(hashes), np.int64)
        for sign, book, pieces in asked:
            for piece in np.unique(pieces[pieces >= 0]).tolist():
                here = pieces == piece
                found[here] += sign * self._pieces[book.first + piece].find(hashes[here])
        return found

    def _books(self, place: int) -> Iterator[tuple[int, Book]]:
        for run in self._runs:
            yield 1, run.came[place]
            yield -1, run.went[place]

    def _fetch(self, places: Sequence[int]) -> None:
        with self._lock:
            missing = [place for place in places if place not in self._pieces]
            if missing:
                self._pieces |= {place: _counts_of(text) for place, text in self._shelf.read(missing).items()}

    def words(self) -> list[str]:
        """All that are written in a run, also of what was removed since."""
        places = [place for run in self._runs for place in run.words]
        return sorted({word for text in self._shelf.read(places).values() for word in text.split("\n")})


def _pieces_for(book: Book, hashes: Hashes) -> npt.NDArray[np.int64]:
    """The piece that may hold each hash; -1 for none."""
    pieces: npt.NDArray[np.int64] = np.searchsorted(book.firsts, hashes, side="right") - 1
    return pieces


def _text_of(counts: TermCounts, start: int) -> str:
    held = slice(start, start + A_PIECE)
    return packed(np.concatenate([counts.hashes[held], counts.counts[held].astype(np.uint32)]))


def _counts_of(text: str) -> TermCounts:
    hashes, counts = unpacked(text).reshape(2, -1)
    return TermCounts(hashes, counts.astype(np.int64))
