"""How many passages hold a term: terms as 32-bit hashes, in sorted arrays that add up.

Two terms of one hash (one of some two thousand terms has such a twin, among two million) are counted together.
"""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint32]

# how numpy (format 1.0) begins a file of two rows of uint32
HEADER = re.compile(
    rb"\x93NUMPY\x01\x00..\{'descr': '<u4', 'fortran_order': False, 'shape': \(2, (?P<terms>\d+)\), \} *\n", re.DOTALL
)


def hash_terms(terms: Iterable[str]) -> Hashes:
    """uint32 [n], the same on every machine."""
    return np.fromiter((zlib.crc32(term.encode()) for term in terms), np.uint32)


@dataclass(frozen=True, slots=True)
class TermCounts:
    """`hashes`: uint32 [n], rising; `counts`: int64 or uint32 [n]."""

    hashes: Hashes
    counts: npt.NDArray[np.generic]

    @classmethod
    def none(cls) -> Self:
        """Of no passages."""
        return cls(np.zeros(0, np.uint32), np.zeros(0, np.int64))

    @classmethod
    def of(cls, passages: Sequence[Hashes]) -> Self:
        """Of passages by their terms: a passage counts once for each."""
        lengths = [len(passage) for passage in passages]
        if not sum(lengths):
            return cls.none()
        owners = np.repeat(np.arange(len(passages), dtype=np.uint64), lengths)
        pairs = np.sort(owners << np.uint64(32) | np.concatenate(passages).astype(np.uint64))
        hashes = np.sort(pairs[_begins(pairs)].astype(np.uint32))
        starts = np.flatnonzero(_begins(hashes))
        return cls(hashes[starts], np.diff(starts, append=len(hashes)))

    @classmethod
    def sum(cls, every: Sequence[TermCounts], less: Sequence[TermCounts] = ()) -> Self:
        """All of them together, `less` what is taken off; terms of which none is left are left out."""
        together = [*every, *less]
        if not together:
            return cls.none()
        signed = [one.counts.astype(np.int64) for one in every] + [-one.counts.astype(np.int64) for one in less]
        hashes = np.concatenate([one.hashes for one in together])
        order = np.argsort(hashes, kind="stable")
        starts = np.flatnonzero(_begins(hashes[order]))
        if not len(starts):
            return cls.none()
        counts = np.add.reduceat(np.concatenate(signed)[order], starts)
        return cls(hashes[order][starts][counts > 0], counts[counts > 0])

    @classmethod
    def read(cls, path: Path) -> Self:
        """Memory-mapped. Raises ValueError where the file is not what `write` wrote.

        The file is numpy's, and yet not opened by numpy, which has Python parse its header: the parser of Python 3.11
        breaks off (SystemError) where several threads ask it at once, as visits do after an ingestion.
        """
        with path.open("rb") as file:
            held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        header = HEADER.match(held)
        if header is None:
            raise ValueError(f"{path.name} holds no counts of terms")
        hashes, counts = np.frombuffer(held, np.dtype("<u4"), offset=header.end()).reshape(2, int(header["terms"]))
        return cls(hashes, counts)

    def write(self, path: Path) -> None:
        """Into a file of its own, in place of what was there."""
        path.unlink(missing_ok=True)  # it may be a link to what another generation holds
        np.save(path, np.stack([self.hashes, self.counts.astype(np.uint32)]))

    def find(self, hashes: Hashes) -> npt.NDArray[np.int64]:
        """int64 [len(hashes)]: 0 for a term that is not there."""
        if not len(self.hashes):
            return np.zeros(len(hashes), np.int64)
        places = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[places] == hashes, self.counts[places].astype(np.int64), 0)


def _begins(ordered: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    """bool [n]: where a value differs from the one before it."""
    begins = np.ones(len(ordered), np.bool_)
    begins[1:] = ordered[1:] != ordered[:-1]
    return begins
