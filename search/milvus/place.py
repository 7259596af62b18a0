"""Milvus as a place for the index of a knowledge base.

A generation's folder holds a note of the collection and of the manifest there. What the notes of the generations that
are still kept name is needed; all else of this knowledge base is deleted when the next writing begins. A copy of a home
(a backup that was put back) reads what its notes name as long as it is there, and gets a collection of its own when it
writes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from search.contracts import IndexWriting
from search.errors import IndexUnreadable, check_models
from search.index import Index
from search.milvus.client import Milvus
from search.milvus.collections import new_name, prefix_of, shelf_of
from search.milvus.holding import MilvusHolding, read_manifest
from search.milvus.manifest import Manifest, empty_manifest
from search.milvus.note import Note, notes_beside, refuse_folder
from search.milvus.shelf import Shelf
from search.milvus.writing import Goal, MilvusWriter, clear
from search.places import MilvusServer


@dataclass(frozen=True, slots=True)
class MilvusPlace:
    """Keeps the contract `search.places.IndexPlace`. engine: how a new collection searches vectors, one of
    `search.milvus.collections.ENGINES`; None: as the server can."""

    server: MilvusServer
    identify: Callable[[bool], str | None]
    home: str
    engine: str | None = None

    @property
    def title(self) -> str:
        """The place in words."""
        return self.server.title

    def check(self) -> None:
        """Raises `MilvusUnusable`."""
        Milvus.open(self.server).collections()

    def open(self, folder: Path) -> Index:
        """Raises `IndexUnreadable`, `IndexElsewhere`, `MilvusUnusable`."""
        note = Note.read(folder)
        if note is None:
            refuse_folder(folder, self.title)
        return Index(MilvusHolding(Milvus.open(self.server), note))

    def holds(self, folder: Path) -> bool:
        """Whether the collection is there as the generation left it, no other home has written to it, and nothing that
        is kept was written after it."""
        note = Note.read(folder)
        if note is None:
            return False
        milvus = Milvus.open(self.server)
        held = self._needed(milvus, folder).get(note.collection, {})
        if note.token not in held:
            return False
        base = held[note.token][1]
        is_there = not base.passages or milvus.has(note.collection)
        home, token = Shelf(milvus, shelf_of(note.collection)).owner()
        is_last = all(manifest.next <= base.next for _, manifest in held.values())
        return is_there and is_last and (token == note.token or home == self.home)

    def begin(self, folder: Path, base: Path | None, stamp: str) -> IndexWriting:
        """On top of the base's rows, or in a collection of its own."""
        milvus = Milvus.open(self.server)
        identity = self.identify(True)
        assert identity is not None
        folder.mkdir(parents=True, exist_ok=True)
        needed = self._needed(milvus, folder)
        self._drop_others(milvus, identity, needed)
        note = Note.read(base) if base is not None else None
        if note is None:
            return self._begin_anew(milvus, folder, identity, stamp)
        base_manifest = needed[note.collection][note.token][1]
        check_models(base_manifest.model, stamp)
        gone = clear(milvus, note.collection, list(needed[note.collection].values()))
        manifest = replace(
            base_manifest,
            dead=sorted(set(base_manifest.dead) - gone),
            replaced={name: token for name, token in base_manifest.replaced.items() if milvus.has(shelf_of(name))},
        )
        return MilvusWriter(milvus, Goal(folder, note.collection, identity, self.home), manifest)

    def _begin_anew(self, milvus: Milvus, folder: Path, identity: str, stamp: str) -> IndexWriting:
        name = new_name(identity)
        Shelf(milvus, shelf_of(name)).create(self.home)
        Shelf(milvus, shelf_of(name)).note_owner(self.home, None)
        replaced = {note.collection: note.token for note in notes_beside(folder)}
        engine = self.engine or ("FLAT" if self.server.is_local else "HNSW")
        manifest = empty_manifest(stamp, engine, replaced)
        return MilvusWriter(milvus, Goal(folder, name, identity, self.home), manifest)

    def _needed(self, milvus: Milvus, folder: Path) -> dict[str, dict[str, tuple[Note, Manifest]]]:
        """By collection and token: what the generations beside name, as far as it is there."""
        found: dict[str, dict[str, tuple[Note, Manifest]]] = {}
        for note in notes_beside(folder):
            held = found.setdefault(note.collection, {})
            if milvus.has(shelf_of(note.collection)):
                try:
                    held[note.token] = note, read_manifest(milvus, note)
                except IndexUnreadable:
                    continue  # another home's writing took it away
        return found

    def _drop_others(
        self, milvus: Milvus, identity: str, needed: Mapping[str, Mapping[str, tuple[Note, Manifest]]]
    ) -> None:
        """Delete the collections that this home's generations have replaced, and those that it never finished."""
        replaced = {
            name: token
            for held in needed.values()
            for _, manifest in held.values()
            for name, token in manifest.replaced.items()
        }
        begins = f"{prefix_of(identity)}_"
        shelves = [name for name in milvus.collections() if name.startswith(begins) and name.endswith(shelf_of(""))]
        for shelf in shelves:
            name = shelf.removesuffix(shelf_of(""))
            if name not in needed and self._is_ours(milvus, shelf, replaced.get(name)):
                _drop(milvus, name, prefix_of(identity))

    def _is_ours(self, milvus: Milvus, shelf: str, token: str | None) -> bool:
        """Whether no other home can need it. token: of its manifest that a generation of this home had."""
        held = Shelf(milvus, shelf)
        held.load()
        try:
            home, last = held.owner()
        except IndexUnreadable:
            return False
        return home == self.home or (last is not None and last == token)

    def forget(self) -> None:
        """Delete all collections of the knowledge base."""
        identity = self.identify(False)
        if identity is None:
            return
        milvus = Milvus.open(self.server)
        for name in milvus.collections():
            if name.startswith(f"{prefix_of(identity)}_") and not name.endswith(shelf_of("")):
                _drop(milvus, name, prefix_of(identity))
        for name in milvus.collections():
            if name.startswith(f"{prefix_of(identity)}_"):
                milvus.drop(name)


def _drop(milvus: Milvus, name: str, alias: str) -> None:
    if milvus.has(name):
        milvus.unpoint(alias, name)
        milvus.drop(name)
    milvus.drop(shelf_of(name))
