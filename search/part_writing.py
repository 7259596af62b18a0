"""Writing a part: passage by passage, or from parts that are there, without what counts no more.

In: passages with their vectors, or parts. Out: a folder as `search.part` reads it, but for the engine's own file.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import numpy as np

from search.contracts import Vectors
from search.indexed import FoldedPassage, IndexedPassage
from search.part import FIELDS, Part, Removed
from search.term_counts import Hashes, TermCounts

COUNTED = 5000  # passages whose terms are counted at once


@dataclass
class PartWriter:
    """Opened with its folder, closed with `close`."""

    folder: Path
    _files: dict[str, IO[bytes]] = field(default_factory=dict)
    _runs: list[tuple[str, str, str | None, int]] = field(default_factory=list)
    _ends: tuple[int, int] = (0, 0)  # bytes of lines, terms
    _terms: list[int] = field(default_factory=lambda: [0] * len(FIELDS))
    _waiting: list[tuple[Hashes, ...]] = field(default_factory=list)
    _counts: list[list[TermCounts]] = field(default_factory=lambda: [[] for _ in FIELDS])
    _dim: int = 0

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        self._files = {
            name: (self.folder / name).open("wb") for name in ("lines", "terms", "ends", "numbers", "vectors")
        }
        self._files["ends"].write(np.zeros(1 + len(FIELDS), "<i8").tobytes())

    def __len__(self) -> int:
        return sum(run[-1] for run in self._runs)

    def add(self, source: str, passage: IndexedPassage, terms: Sequence[Hashes], number: int, vector: Vectors) -> None:
        """One passage of a source; `terms`: by field."""
        id_ = json.dumps(passage.id, ensure_ascii=False).encode()
        line = id_ + b"\t" + FoldedPassage.of(passage).to_line()
        lines, tokens = self._ends[0] + len(line), self._ends[1] + np.cumsum([len(held) for held in terms])
        self._write(line, np.concatenate(terms), np.asarray([lines, *tokens]), np.asarray([number]), vector)
        self._ends = (lines, int(tokens[-1]))
        self._append(source, passage.document_id, passage.region, 1)
        self._waiting.append(tuple(terms))
        if len(self._waiting) >= COUNTED:
            self._count()

    def copy(self, part: Part) -> None:
        """All of a part that counts."""
        for run in part.living:
            ends = part.ends_of(run) + np.asarray([self._ends[0], *[self._ends[1]] * len(FIELDS)])
            vectors = part.vectors[run.start : run.end]
            numbers = part.numbers[run.start : run.end]
            self._write(part.lines_of(run), part.tokens_of(run), ends, numbers, vectors)
            self._ends = (int(ends[-1, 0]), int(ends[-1, -1]))
            self._append(run.source, run.document, run.region, run.end - run.start)
        for place in range(len(FIELDS)):
            self._counts[place].append(TermCounts.sum([part.counts[place]], [part.removed.counts[place]]))
            self._terms[place] += part.terms[place] - part.removed.terms[place]

    def _write(self, lines: bytes, tokens: Hashes, ends: object, numbers: object, vectors: object) -> None:
        held = np.asarray(vectors, "<f4")
        self._dim = held.shape[-1]
        self._files["lines"].write(lines)
        self._files["terms"].write(np.asarray(tokens, "<u4").tobytes())
        self._files["ends"].write(np.asarray(ends, "<i8").tobytes())
        self._files["numbers"].write(np.asarray(numbers, "<i8").tobytes())
        self._files["vectors"].write(held.tobytes())

    def _append(self, source: str, document: str, region: str | None, count: int) -> None:
        if self._runs and self._runs[-1][:3] == (source, document, region):
            count += self._runs.pop()[-1]
        self._runs.append((source, document, region, count))

    def _count(self) -> None:
        for place in range(len(FIELDS)):
            held = [terms[place] for terms in self._waiting]
            self._terms[place] += sum(map(len, held))
            self._counts[place] = [TermCounts.sum([*self._counts[place], TermCounts.of(held)])]
        self._waiting.clear()

    def close(self) -> None:
        """Write what is counted; the part can be opened then."""
        self._count()
        for file in self._files.values():
            file.close()
        for name, counts in zip(FIELDS, self._counts, strict=True):
            TermCounts.sum(counts).write(self.folder / f"{name}.npy")
        about = {"dim": self._dim, "terms": self._terms, "runs": self._runs}
        (self.folder / "part.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def write_removed(part: Part, sources: Collection[str]) -> None:
    """Note that what these sources have in the part counts no more."""
    gone = [(number, run) for number, run in enumerate(part.runs) if run.source in sources]
    gone = [(number, run) for number, run in gone if number not in part.removed.runs]
    if not gone:
        return
    places = np.concatenate([np.arange(run.start, run.end) for _, run in gone])
    terms, counts = [], []
    for field_, before in enumerate(part.removed.counts):
        tokens, lengths = part.terms_of(places, field_)
        passages = np.split(tokens, np.cumsum(lengths)[:-1])
        counts.append(TermCounts.sum([before, TermCounts.of(passages)]))
        terms.append(part.removed.terms[field_] + len(tokens))
    runs = part.removed.runs | {number for number, _ in gone}
    _write_removed(part.folder, Removed(runs, tuple(terms), tuple(counts)))


def _write_removed(folder: Path, removed: Removed) -> None:
    path = folder / "removed.json"
    path.unlink(missing_ok=True)  # it may be a link to what another generation holds
    path.write_text(json.dumps({"runs": sorted(removed.runs), "terms": removed.terms}), encoding="utf-8")
    for name, counts in zip(FIELDS, removed.counts, strict=True):
        counts.write(folder / f"gone-{name}.npy")
