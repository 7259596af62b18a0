"""Writing an index in Milvus: what the one before holds stays, what was added are rows behind it, what went is dead.

In: sources with their passages and vectors. Out: rows that no reader sees before the note in the generation's folder is
there. What a writer that was cut short left is deleted when the next one begins.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from search.contracts import Vectors
from search.indexed import IndexedPassage
from search.milvus.client import MOST_ROWS, Milvus, MilvusRow, Where
from search.milvus.collections import (
    SAID,
    check_lengths,
    create_collection,
    phrase_text,
    prefix_of,
    row_of,
    shelf_of,
    unpacked,
    vector_row,
)
from search.milvus.counts import Tally, merged
from search.milvus.manifest import Manifest
from search.milvus.note import Note
from search.milvus.shelf import Shelf, in_pieces
from search.part import FIELDS
from search.term_counts import Hashes, hash_terms
from search.terms import FIND_TERMS

AT_ONCE = 1_000  # passages in one message, some 6 MB


@dataclass(frozen=True, slots=True)
class Goal:
    """Where it is written: the folder of the note, the collection, the alias that will stand for it; home: where people
    find the knowledge base."""

    folder: Path
    collection: str
    identity: str
    home: str


class MilvusWriter:
    """Keeps the contract `search.contracts.IndexWriting`. base: the manifest that it goes on from."""

    def __init__(self, milvus: Milvus, goal: Goal, base: Manifest) -> None:
        self._milvus = milvus
        self._goal = goal
        self._base = base
        self._shelf = Shelf(milvus, shelf_of(goal.collection))
        self._number, self._batch = base.next, base.next_batch
        self._passages, self._terms = base.passages, list(base.terms)
        self._dead = set(base.dead)
        self._regions = dict(base.regions)
        self._tally = Tally()
        self._waiting: list[MilvusRow] = []
        self._waiting_sources: set[str] = set()
        self._is_there = milvus.has(goal.collection)
        if self._is_there:
            milvus.load(goal.collection)

    def drop(self, source: str) -> int:
        """Take out what a source has; how many passages that were."""
        if source in self._waiting_sources:
            self._send()
        if not self._passages or not self._is_there:
            return 0
        count = 0
        for rows in self._rows_of(source):
            for row in rows:
                self._dead.add(int(row["batch"]))
                self._count([unpacked(row[SAID[field]]) for field in FIELDS], str(row["region"]), -1)
            count += len(rows)
        return count

    def _rows_of(self, source: str) -> list[list[MilvusRow]]:
        """In windows, as one question gives so many rows at most."""
        visible = Where(f"number < {self._number}") & Where("source in {sources}", {"sources": [source]})
        if self._dead:
            visible &= Where("batch not in {dead}", {"dead": sorted(self._dead)})
        columns = ["number", "batch", "region", *SAID.values()]
        held = self._milvus.rows(self._goal.collection, visible, columns)
        every = [held]
        while len(held) == MOST_ROWS:
            beyond = Where(f"number > {max(int(row['number']) for row in held)}")
            held = self._milvus.rows(self._goal.collection, visible & beyond, columns)
            every.append(held)
        return every

    def put(self, source: str, passages: Sequence[IndexedPassage], vectors: Vectors) -> None:
        """Have a source hold these passages, in place of what it had. `vectors`: float32 [n, dim], unit length."""
        if len(passages) != len(vectors):
            raise ValueError(f"{len(passages)} passages but {len(vectors)} vectors")
        self.drop(source)
        if not passages:
            return
        if not self._is_there:
            goal = self._goal
            create_collection(self._milvus, goal.collection, vectors.shape[1], self._base.engine, goal.home)
            self._is_there = True
        self._waiting_sources.add(source)
        for passage, vector in zip(passages, vectors, strict=True):
            self._add(source, passage, vector)
        self._batch += 1

    def _add(self, source: str, passage: IndexedPassage, vector: Vectors) -> None:
        terms = {field: FIND_TERMS[field](passage.counted_text) for field in FIELDS}
        hashes = {field: hash_terms(terms[field]) for field in FIELDS}
        self._tally.words.update(terms["words"])
        self._count([hashes[field] for field in FIELDS], passage.region or "", 1)
        means = [held / max(self._passages, 1) for held in self._terms]
        row = row_of(passage, (self._number, self._batch, source), hashes, means)
        row |= {"vector": vector_row(vector), "phrases": phrase_text(terms["pairs"])}
        check_lengths(row)
        self._waiting.append(row)
        self._number += 1
        if len(self._waiting) >= AT_ONCE:
            self._send()
            self._waiting_sources.add(source)

    def _count(self, hashes: Sequence[Hashes], region: str, sign: int) -> None:
        """A passage that comes (1) or goes (-1)."""
        if sign > 0:
            self._tally.add(hashes)
        else:
            self._tally.take(hashes)
        self._passages += sign
        for place, held in enumerate(hashes):
            self._terms[place] += sign * len(held)
        if region:
            self._regions[region] = self._regions.get(region, 0) + sign

    def _send(self) -> None:
        if self._waiting:
            self._milvus.insert(self._goal.collection, self._waiting)
        self._waiting.clear()
        self._waiting_sources.clear()

    def finish(self) -> int:
        """Write what is left and the note of where it lies; how many passages the index holds."""
        self._send()
        if self._is_there:
            self._milvus.settle(self._goal.collection)
        manifest, note = self._shelve()
        note.write(self._goal.folder)
        self._shelf.note_owner(self._goal.home, manifest.token)
        self._shelf.settle()
        if self._is_there:
            self._milvus.point(prefix_of(self._goal.identity), self._goal.collection)
        return self._passages

    def _shelve(self) -> tuple[Manifest, Note]:
        runs, tally = merged(self._shelf, self._base.runs, self._tally.count())
        run, texts = tally.laid_out(self._base.next_place)
        place = self._base.next_place + len(texts)
        manifest = replace(
            self._base,
            token=uuid.uuid4().hex,
            passages=self._passages,
            terms=tuple(self._terms),
            next=self._number,
            next_batch=self._batch,
            dead=sorted(self._dead),
            regions={region: count for region, count in sorted(self._regions.items()) if count > 0},
            runs=(*runs, run),
        )
        pieces = in_pieces(replace(manifest, next_place=place).to_text())
        # one digit more in next_place may need one piece more
        pieces = in_pieces(replace(manifest, next_place=place + len(pieces) + 1).to_text())
        manifest = replace(manifest, next_place=place + len(pieces) + 1)
        pieces = in_pieces(manifest.to_text())
        self._shelf.write(self._base.next_place, [*texts, *pieces])
        title = self._milvus.server.title
        return manifest, Note(self._goal.collection, place, len(pieces), manifest.token, title)


def clear(milvus: Milvus, collection: str, needed: Sequence[tuple[Note, Manifest]]) -> set[int]:
    """Delete from a collection what none of the manifests that are needed names; the batches that were deleted."""
    manifests = [manifest for _, manifest in needed]
    end = max(manifest.next_place for manifest in manifests)
    kept = {place for note, _ in needed for place in range(note.key, note.key + note.pieces)}
    kept |= {place for manifest in manifests for run in manifest.runs for place in run.places}
    Shelf(milvus, shelf_of(collection)).forget_others(kept, end)
    gone = set.intersection(*(set(manifest.dead) for manifest in manifests))
    if not milvus.has(collection):
        return gone
    milvus.load(collection)
    milvus.delete(collection, Where(f"number >= {max(manifest.next for manifest in manifests)}"))
    for start in range(0, len(gone), AT_ONCE):
        milvus.delete(collection, Where("batch in {gone}", {"gone": sorted(gone)[start : start + AT_ONCE]}))
    return gone
