"""A part of the index: passages that were written together, numbered in rising order, never changed.

| file | holds |
| --- | --- |
| `part.json` | how many passages, the length of a vector, how many terms, the runs of documents |
| `lines` | each passage's identifier and what the reranker sees of it |
| `terms` | the hashes of its words, then of its pairs, in the order of the text: uint32 |
| `ends` | where its line, its words and its pairs end: int64 [n + 1, 3] |
| `numbers`, `vectors` | int64 [n]; float32 [n, dim] (float16 gives another first passage to one question in 260) |
| `words.npy`, `pairs.npy` | how many passages hold each term |
| `near.faiss` | the vectors as the engine searches them |
| `removed.json`, `gone-words.npy`, `gone-pairs.npy` | which runs count no more, and what they held; of one generation |

All but the small tables is memory-mapped: opening costs the same whatever lies in it.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from search.term_counts import Hashes, TermCounts

FIELDS = ("words", "pairs")  # what the sparse rankers count, in the order of `ends`
Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Run:
    """Passages of one document, side by side."""

    source: str
    document: str
    region: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Removed:
    """Runs that count no more, by their number in the part; `terms` and `counts` by field: what their passages held."""

    runs: frozenset[int]
    terms: tuple[int, ...]
    counts: tuple[TermCounts, ...]

    @classmethod
    def none(cls) -> Removed:
        """Nothing."""
        return cls(frozenset(), (0,) * len(FIELDS), (TermCounts.none(),) * len(FIELDS))


class Part:
    """Opened. Raises OSError, ValueError, KeyError or TypeError where a file is not what was written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        about = json.loads((folder / "part.json").read_text(encoding="utf-8"))
        self.dim: int = about["dim"]
        self.terms: tuple[int, ...] = tuple(about["terms"])
        self.runs = tuple(_read_runs(about["runs"]))
        if not self.runs:
            raise ValueError("part.json names no passages")
        self._size = self.runs[-1].end
        self._ends = _mapped(folder / "ends", np.dtype("<i8"), (self._size + 1, 1 + len(FIELDS)))
        self._lines = _mapped(folder / "lines", np.dtype("u1"), (int(self._ends[-1, 0]),))
        self._tokens = _mapped(folder / "terms", np.dtype("<u4"), (int(self._ends[-1, -1]),))
        self.numbers: Places = _mapped(folder / "numbers", np.dtype("<i8"), (self._size,))
        self.vectors: npt.NDArray[np.float32] = _mapped(folder / "vectors", np.dtype("<f4"), (self._size, self.dim))
        self.counts = tuple(TermCounts.read(folder / f"{field}.npy") for field in FIELDS)
        self.removed = self._read_removed()

    def __len__(self) -> int:
        """Passages, also those that count no more."""
        return self._size

    def _read_removed(self) -> Removed:
        path = self.folder / "removed.json"
        if not path.exists():
            return Removed.none()
        held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        counts = tuple(TermCounts.read(self.folder / f"gone-{field}.npy") for field in FIELDS)
        return Removed(frozenset(held["runs"]), tuple(held["terms"]), counts)

    @property
    def near(self) -> Path:
        """The engine's file of the vectors."""
        return self.folder / "near.faiss"

    @cached_property
    def living(self) -> tuple[Run, ...]:
        """The runs that count."""
        return tuple(run for number, run in enumerate(self.runs) if number not in self.removed.runs)

    @cached_property
    def starts(self) -> Places:
        """Where the runs begin: int64, rising."""
        starts: Places = np.asarray([run.start for run in self.runs], np.int64)
        return starts

    @cached_property
    def passages(self) -> int:
        """How many count."""
        return sum(run.end - run.start for run in self.living)

    def passages_of(self, source: str) -> int:
        """How many of a source count."""
        return self._by_source.get(source, 0)

    @cached_property
    def _by_source(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for run in self.living:
            counts[run.source] = counts.get(run.source, 0) + run.end - run.start
        return counts

    def find(self, numbers: Sequence[int] | Places) -> Places:
        """The places of passages that are here, by their numbers."""
        found: Places = np.asarray(np.searchsorted(self.numbers, np.asarray(numbers, np.int64)), np.int64)
        return found

    def place_of(self, number: int) -> int:
        """The place of a passage that is here."""
        guess = number - int(self.numbers[0])  # right as long as nothing was taken out before it
        if guess < self._size and self.numbers[guess] == number:
            return guess
        return int(self.find([number])[0])

    def line(self, place: int) -> tuple[str, bytes]:
        """A passage's identifier, and what the reranker sees of it."""
        id_, _, line = self._lines[self._ends[place, 0] : self._ends[place + 1, 0]].tobytes().partition(b"\t")
        return str(json.loads(id_)), line

    def lines_of(self, run: Run) -> bytes:
        """As they are kept."""
        return self._lines[self._ends[run.start, 0] : self._ends[run.end, 0]].tobytes()

    def ids_of(self, run: Run) -> Iterator[str]:
        """Of its passages, in their order."""
        return (self.line(place)[0] for place in range(run.start, run.end))

    def tokens_of(self, run: Run) -> Hashes:
        """Of all fields, passage by passage."""
        return self._tokens[self._ends[run.start, -1] : self._ends[run.end, -1]]

    def ends_of(self, run: Run) -> Places:
        """int64 [passages, 1 + fields], counted from the start of the run."""
        first = self._ends[run.start]
        counted: Places = self._ends[run.start + 1 : run.end + 1] - np.asarray([first[0], *[first[-1]] * len(FIELDS)])
        return counted

    def spans(self, places: Places, field: int) -> tuple[Places, Places]:
        """Where the terms of passages begin and end."""
        ends = self._ends[places + 1, 1 + field]
        return (self._ends[places, -1] if field == 0 else self._ends[places + 1, field]), ends

    def terms_of(self, places: Places, field: int) -> tuple[Hashes, Places]:
        """The terms of passages one behind the other, and how many each has."""
        starts, ends = self.spans(places, field)
        held = [self._tokens[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        return np.concatenate(held) if held else self._tokens[:0], ends - starts


def _read_runs(rows: Sequence[tuple[str, str, str | None, int]]) -> Iterator[Run]:
    start = 0
    for source, document, region, count in rows:
        yield Run(source, document, region, start, start + count)
        start += count


def _mapped(path: Path, dtype: np.dtype[Any], shape: tuple[int, ...]) -> npt.NDArray[Any]:
    length = int(np.prod(shape)) * dtype.itemsize
    with path.open("rb") as file:
        if path.stat().st_size != length:
            raise ValueError(f"{path.name} holds {path.stat().st_size:,} bytes where {length:,} were written")
        held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if length else b""
    return np.frombuffer(held, dtype).reshape(shape)
