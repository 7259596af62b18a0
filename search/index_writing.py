"""Writing an index: what the one before holds is shared, what was added is a new part, what went is struck out.

In: sources with their passages and vectors. Out: a folder as `search.index.Index` opens it. A folder that is written is
never changed: the next one links to its files, so that it costs what is added or removed. Parts are merged so that each
stays `RATIO` times as large as all after it: their number grows with the logarithm of the passages, and a large one is
seldom written anew.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from graph.layers import link
from search.contracts import Vectors
from search.dense import write_near
from search.errors import check_models
from search.folder import FORMAT, read_about, translated
from search.indexed import IndexedPassage
from search.part import FIELDS, Part
from search.part_writing import PartWriter, write_removed
from search.term_counts import hash_terms
from search.term_engine import TermWriter, take_over
from search.terms import FIND_TERMS

RATIO = 4
SMALL = 2000  # passages of a part that is always merged with what comes after it
PURGED = 10_000  # passages of a part that is written anew as soon as some of them are gone


class IndexWriter:
    """One folder being written: begun, filled source by source, finished."""

    def __init__(self, folder: Path, stamp: str, parts: Sequence[Part], *, number: int, written: int) -> None:
        self._folder = folder
        self._stamp = stamp
        self._parts = list(parts)
        self._number = number  # of the next passage
        self._written = written  # parts, ever: names a new one
        self._pending: PartWriter | None = None
        self._pending_sources: set[str] = set()
        self._dropped: dict[str, set[str]] = {}  # sources by the part that they are struck out of
        self._terms: TermWriter | None = None

    @classmethod
    def begin(cls, folder: Path, base: Path | None, stamp: str) -> Self:
        """`folder`: made anew; `base`: the index that it goes on from, None to start from nothing; `stamp`: the model.

        Raises `IndexUnreadable` where the base is damaged, `IndexOfOtherModel` where its vectors are another model's.
        """
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "parts").mkdir(parents=True)
        if base is None:
            return cls(folder, stamp, (), number=0, written=0)
        about = read_about(base)
        check_models(about["model"], stamp)
        with translated(base):
            for name in about["parts"]:
                goal = folder / "parts" / name
                goal.mkdir()
                for path in sorted((base / "parts" / name).iterdir()):
                    link(path, goal / path.name)
            if about["parts"]:
                take_over(base / "terms", folder / "terms")
            parts = [Part(folder / "parts" / name) for name in about["parts"]]
            return cls(folder, stamp, parts, number=about["next"], written=about["written"])

    def drop(self, source: str) -> int:
        """Take out what a source has; how many passages that were."""
        if source in self._pending_sources:
            self._close_pending()
        count = 0
        for part in self._parts:
            gone = self._dropped.setdefault(part.folder.name, set())
            if source not in gone and (held := part.passages_of(source)):
                gone.add(source)
                count += held
        if count:
            self._term_writer().drop(source)
        return count

    def put(self, source: str, passages: Sequence[IndexedPassage], vectors: Vectors) -> None:
        """Have a source hold these passages, in place of what it had. `vectors`: float32 [n, dim], unit length."""
        if len(passages) != len(vectors):
            raise ValueError(f"{len(passages)} passages but {len(vectors)} vectors")
        self.drop(source)
        if not passages:
            return
        self._pending_sources.add(source)
        self._pending = self._pending or PartWriter(self._new_folder())
        writer = self._term_writer()
        for passage, vector in zip(passages, vectors, strict=True):
            text = passage.counted_text
            terms = {name: FIND_TERMS[name](text) for name in FIELDS}
            writer.add(self._number, source, passage.document_id, terms)
            hashes = [hash_terms(terms[name]) for name in FIELDS]
            self._pending.add(source, passage, hashes, self._number, vector)
            self._number += 1

    def finish(self) -> int:
        """Write what is left; how many passages the index holds."""
        self._close_pending()
        self._strike_out()
        self._merge()
        if self._terms is not None:
            self._terms.commit()
        if not self._parts and (self._folder / "terms").exists():
            shutil.rmtree(self._folder / "terms")
        passages = sum(part.passages for part in self._parts)
        names = [part.folder.name for part in self._parts]
        about: Mapping[str, object] = {
            "format": FORMAT,
            "model": self._stamp,
            "passages": passages,
            "next": self._number,
            "written": self._written,
            "parts": names,
        }
        (self._folder / "index.json").write_text(json.dumps(about), encoding="utf-8")
        return passages

    # ------------------------------------------------------------------------------------------------------- parts

    def _term_writer(self) -> TermWriter:
        if self._terms is None:
            self._terms = TermWriter(self._folder / "terms")
        return self._terms

    def _new_folder(self) -> Path:
        self._written += 1
        return self._folder / "parts" / str(self._written)

    def _close_pending(self) -> None:
        if self._pending is not None:
            self._parts.append(_finished(self._pending))
            self._pending = None
            self._pending_sources.clear()

    def _strike_out(self) -> None:
        for place, part in enumerate(self._parts):
            if gone := self._dropped.get(part.folder.name):
                write_removed(part, gone)
                self._parts[place] = Part(part.folder)
        for part in [part for part in self._parts if not part.passages]:
            self._parts.remove(part)
            shutil.rmtree(part.folder)

    def _merge(self) -> None:
        """Write anew what holds more that is gone than is left, and the last parts as one where they are too large."""
        for place, part in enumerate(self._parts):
            gone = len(part) - part.passages
            if gone > part.passages or (gone and len(part) <= PURGED):
                self._parts[place] = self._joined([part])
        sizes = [part.passages for part in self._parts]
        for place in range(len(sizes) - 1):
            if sizes[place] < max(RATIO * sum(sizes[place + 1 :]), SMALL):
                self._parts[place:] = [self._joined(self._parts[place:])]
                return

    def _joined(self, parts: Sequence[Part]) -> Part:
        writer = PartWriter(self._new_folder())
        for part in parts:
            writer.copy(part)
        for part in parts:
            shutil.rmtree(part.folder)
        return _finished(writer)


def _finished(writer: PartWriter) -> Part:
    writer.close()
    part = Part(writer.folder)
    write_near(part)
    return part


def build_index(folder: Path, passages: Sequence[IndexedPassage], vectors: Vectors, stamp: str) -> None:
    """Write the index of `passages` from nothing, each document a source of its own; `vectors`: float32 [n, dim], of
    their `embedded_text`; `stamp`: the model's.
    """
    if len(passages) != len(vectors):
        raise ValueError(f"{len(passages)} passages but {len(vectors)} vectors")
    places: dict[str, list[int]] = {}
    for place, passage in enumerate(passages):
        places.setdefault(passage.document_id, []).append(place)
    writer = IndexWriter.begin(folder, None, stamp)
    for document, held in places.items():
        writer.put(document, [passages[place] for place in held], vectors[held])
    writer.finish()
