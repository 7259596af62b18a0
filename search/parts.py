"""The parts of an index together: passages by their numbers, and which of them a selection of documents leaves.

A passage keeps its number as long as it is there, whatever is added, removed or merged beside it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from search.indexed import reading_order
from search.part import Mask, Part, Places
from search.ranking import best_first
from search.selection import Selection
from search.term_counts import Hashes

KEPT_MASKS = 16
KEPT_IDS = 8192


class Parts:
    """Opened; `every`: in the order of their numbers."""

    def __init__(self, every: Sequence[Part]) -> None:
        self.every = tuple(every)
        self.passages = sum(part.passages for part in self.every)
        self._firsts = [int(part.numbers[0]) for part in self.every]
        self.mask = lru_cache(maxsize=KEPT_MASKS)(self._mask)
        self.id_of = lru_cache(maxsize=KEPT_IDS)(self._id_of)

    def terms(self, field: int) -> int:
        """How many terms the passages have in all."""
        return sum(part.terms[field] - part.removed.terms[field] for part in self.every)

    def holding(self, field: int, hashes: Hashes) -> npt.NDArray[np.int64]:
        """int64 [len(hashes)]: how many passages hold each term."""
        found = np.zeros(len(hashes), np.int64)
        for part in self.every:
            found += part.counts[field].find(hashes) - part.removed.counts[field].find(hashes)
        return found

    def part_of(self, number: int) -> int:
        """The place of the part that holds a passage."""
        return bisect_right(self._firsts, number) - 1

    def line(self, number: int) -> tuple[str, bytes]:
        """A passage's identifier, and what the reranker sees of it."""
        part = self.every[self.part_of(number)]
        return part.line(part.place_of(number))

    def _id_of(self, number: int) -> str:
        return self.line(number)[0]

    def ids(self) -> Iterator[str]:
        """Of all passages, in the order of their numbers."""
        return (id_ for part in self.every for run in part.living for id_ in part.ids_of(run))

    def documents_of(self, numbers: Sequence[int]) -> list[str]:
        """The document of each passage."""
        found = [""] * len(numbers)
        for part, here, places in self.groups(numbers):
            runs = np.searchsorted(part.starts, places, side="right") - 1
            for at, run in zip(here.tolist(), runs.tolist(), strict=True):
                found[at] = part.runs[run].document
        return found

    def terms_of(
        self, numbers: Sequence[int], field: int
    ) -> Iterator[tuple[npt.NDArray[np.int64], Hashes, npt.NDArray[np.int64]]]:
        """The terms of passages, part by part: where they stand among `numbers`, their terms one behind the other,
        and how many each has."""
        for part, here, places in self.groups(numbers):
            tokens, lengths = part.terms_of(places, field)
            yield here, tokens, lengths

    def groups(self, numbers: Sequence[int]) -> Iterator[tuple[Part, npt.NDArray[np.int64], Places]]:
        """Passages by part: where they stand among `numbers`, and their places in it."""
        asked = np.asarray(numbers, np.int64)
        owners = np.searchsorted(self._firsts, asked, side="right") - 1
        for owner in np.unique(owners):
            here = np.flatnonzero(owners == owner)
            yield self.every[owner], here, self.every[owner].find(asked[here])

    def _mask(self, place: int, among: Selection | None) -> tuple[Mask, int] | None:
        """bool [n] of a part: which passages are looked at, and how many those are; None for all."""
        part = self.every[place]
        if among is None and not part.removed.runs:
            return None
        mask = np.zeros(len(part), np.bool_)
        count = 0
        for run in part.living:
            if among is None or among.holds(run.document):
                mask[run.start : run.end] = True
                count += run.end - run.start
        return None if count == len(part) else (mask, count)

    def best(self, scored: Iterable[tuple[int, float]], top: int) -> list[tuple[int, float]]:
        """The best `top` of (number, score), best first; equal scores as the passages are read."""
        return best_first(scored, self.order, top)

    def order(self, number: int) -> tuple[str, int, int, str]:
        """As passages are read."""
        return reading_order(self.id_of(number))
