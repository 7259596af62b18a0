"""Names of things, found by what they should say: only those are compared that hold a pair which they must.

In: the names of a generation's things of a type. Out: those that say enough of what is wanted, each with its share; the
same as by comparing every name.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from graph.writing.foldings import fold_text
from search.wanted import Wanted, pair_code, pair_codes

Places = npt.NDArray[np.int64]

BREAK = np.uint64(ord("\n"))


class NamePairs:
    """The names, and which of them hold each pair: some ten bytes a character."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = [fold_text(name).replace("\n", " ") for name in names]
        codes, owners = pair_codes(self._names)
        inside = (codes >> np.uint64(32) != BREAK) & (codes & np.uint64(0xFFFFFFFF) != BREAK)
        codes, owners = codes[inside], owners[inside]
        order = np.argsort(codes, kind="stable")
        self._codes, self._starts = np.unique(codes[order], return_index=True)
        self._owners = owners[order].astype(np.int32)

    def saying(self, wanted: Wanted, least: float) -> list[tuple[float, int]]:
        """Share said and number of each name that says at least so much, in the order of the names."""
        numbers = self._holding_any(wanted.needed(least))
        if not len(numbers):
            return []
        shares = wanted.share_said(wanted.presence([self._names[number] for number in numbers]))
        return [
            (float(share), int(number)) for share, number in zip(shares, numbers, strict=True) if share >= least
        ]  # fmt: skip

    def _holding_any(self, words: Sequence[str]) -> Places:
        """int64 [n], rising: the numbers of the names that hold one of these, which are pairs or whole words."""
        found = [self._holding(word) for word in words]
        return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)

    def _holding(self, word: str) -> Places:
        if len(word) != 2:
            return np.asarray([number for number, name in enumerate(self._names) if word in name], np.int64)
        at = int(np.searchsorted(self._codes, np.uint64(pair_code(word))))
        if at == len(self._codes) or int(self._codes[at]) != pair_code(word):
            return np.zeros(0, np.int64)
        last = self._starts[at + 1] if at + 1 < len(self._starts) else len(self._owners)
        return np.asarray(self._owners[self._starts[at] : last], np.int64)
