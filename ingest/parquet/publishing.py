"""A generation put into a shared store, so that readers on other machines see it.

In: a generation that is in use in its home, and what lies beside it. Out: the same in the store
(`ingest.parquet.note`). Files come first, then the catalogue and the note, CURRENT last: a run that is cut short is
seen by nobody, and the next one puts only what is not there yet. What no kept generation names is then deleted.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from filelock import FileLock

from graph.errors import MailuoError
from graph.layers import Layers, LayersDamaged, LayersOutdated, LayersWriter
from graph.records import Extraction, Remark
from ingest.copies import Copy
from ingest.deriving.schema import SCHEMA
from ingest.generation import Generation, Part
from ingest.generations import KEPT
from ingest.library import Library, Shelved
from ingest.parquet.catalogue import Catalogue, packed_catalogue
from ingest.parquet.note import (
    BESIDE,
    BESIDES,
    CURRENT,
    InUse,
    StoreNote,
    beside_of,
    catalogue_path,
    file_path,
    in_use,
    note_path,
    packed_beside,
    part_of,
    read_catalogue,
    read_note,
    sha256_of_bytes,
)
from ingest.parquet.shelf import Given, ParquetShelf, key_by_file, key_by_text, key_of, path_of
from ingest.parquet.store import SharedStore, StoreUnreadable

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_LIBRARY = "library."  # its files are not put there: the sources' own are

Tell = Callable[[int, int], None]
Read = TypeVar("Read")


class StoreOfOther(MailuoError):
    """The store holds another knowledge base."""


@dataclass(frozen=True, slots=True)
class Home:
    """What is put there beside a generation. identity: the word that tells the home from others; title: where people
    find it; originals: the folder of kept files; vectors: gives those of a source's passages, float32 [passages, dim],
    None where they are not kept; take_over: replace what another home has put there."""

    folder: Path
    identity: str
    title: str
    originals: Path
    vectors: Callable[[Extraction], npt.NDArray[np.float32] | None]
    take_over: bool = False


def publish(generation: Generation, home: Home, store: SharedStore, tell: Tell) -> None:
    """Let the store hold a generation and use it; what is there already is left alone. tell: sources done, sources in
    all. Raises `StoreUnwritable`, `StoreOfOther`; the home must be locked."""
    there = _There.read(store)
    there.check_home(home, store)
    _put_beside(home.folder, store)
    if there.holds(generation, home):
        return
    with Library.open(generation.library) as library:
        keys = _Sources(generation, home, store, library, there).put(tell)
        catalogue = packed_catalogue(library, keys)
    parts, reading = _put_parts(generation, store, there.note)
    about = generation.about
    note = StoreNote(
        number=generation.number,
        home=home.identity,
        made_in=home.title,
        made_of=_made_of(generation),
        stamps=about["stamps"],
        counts=dict(about["counts"]),
        parts=parts,
        reading=reading,
        catalogue=part_of(catalogue),
        sources=len(keys),
    )
    packed = note.packed()
    store.write(catalogue_path(generation.number), catalogue)
    store.write(note_path(generation.number), packed)
    store.write(CURRENT, InUse(generation.number, sha256_of_bytes(packed)).packed())
    _clear(store, generation.number)


def publish_beside(home: Home, store: SharedStore) -> None:
    """Let the store hold what lies beside the generations as it is now: what was decided, and who may read what.
    Nothing where it holds no generation of this home."""
    used = _or_nothing(lambda: in_use(store))
    note, _ = (used and _or_nothing(lambda: read_note(store, used.number))) or (None, "")
    if note is not None and note.home == home.identity:
        _put_beside(home.folder, store)


def _put_beside(home: Path, store: SharedStore) -> None:
    with FileLock(home / "sharing.lock"):  # what was read first must not be written last
        _put_beside_alone(home, store)


def _put_beside_alone(home: Path, store: SharedStore) -> None:
    before = _or_nothing(lambda: beside_of(store)) or {}
    held = {name: (home / name).read_bytes() for name in BESIDES if (home / name).is_file()}
    after = {name: part_of(content) for name, content in held.items()}
    if after == before:
        return
    for name, content in held.items():
        if before.get(name) != after[name]:
            store.write(file_path(after[name]["sha256"]), content)
    store.write(BESIDE, packed_beside(after))
    named = {part["sha256"] for part in after.values()}
    for part in before.values():
        if part["sha256"] not in named:
            store.delete(file_path(part["sha256"]))


@dataclass(frozen=True, slots=True)
class _There:
    """What the store holds before; all None where that cannot be read: it is then put there anew."""

    used: InUse | None = None
    note: StoreNote | None = None
    catalogue: Catalogue | None = None

    @classmethod
    def read(cls, store: SharedStore) -> _There:
        used = _or_nothing(lambda: in_use(store))
        if used is None:
            return cls()
        note, sha256 = _or_nothing(lambda: read_note(store, used.number)) or (None, "")
        if note is None or sha256 != used.sha256:
            return cls(None, note)
        return cls(used, note, _or_nothing(lambda: read_catalogue(store, used.number)))

    def holds(self, generation: Generation, home: Home) -> bool:
        """Whether it uses this generation of this home."""
        if self.used is None or self.note is None or self.catalogue is None:
            return False
        noted = (self.note.number, self.note.home, self.note.made_of)
        return noted == (generation.number, home.identity, _made_of(generation))

    def check_home(self, home: Home, store: SharedStore) -> None:
        if self.note is not None and self.note.home != home.identity and not home.take_over:
            raise StoreOfOther(
                f"{store.address} holds the knowledge base of {self.note.made_in}, not that of {home.title}: name "
                "another MAILUO_STORE, or replace what is there with “mailuo ingest --take-over”"
            )


@dataclass(frozen=True, slots=True)
class _Sources:
    """Puts the files of sources that are not there yet."""

    generation: Generation
    home: Home
    store: SharedStore
    library: Library
    there: _There

    def put(self, tell: Tell) -> Mapping[str, str]:
        """The key of each source's file."""
        shelf = ParquetShelf(self.store)
        known = self._known()
        keys: dict[str, str] = {}
        sources = self.library.sources()
        for done, entry in enumerate(sources):
            tell(done, len(sources))
            keys[entry.name] = known.get(entry.name) or self._put(shelf, entry)
            if entry.name not in known:
                self._put_original(entry)
        tell(len(sources), len(sources))
        return keys

    def _known(self) -> dict[str, str]:
        """The keys of those that stand in the catalogue that is in use as they are now."""
        catalogue, note = self.there.catalogue, self.there.note
        if catalogue is None or note is None or note.stamps["model"] != self.generation.about["stamps"]["model"]:
            return {}
        before, now = (
            _listed(catalogue.sources.values(), catalogue.remarks),
            _listed(self.library.sources(), self.library.remarks()),
        )
        return {name: catalogue.keys[name] for name, said in now.items() if before.get(name) == said}

    def _put(self, shelf: ParquetShelf, entry: Shelved) -> str:
        """A worker of a cluster may have put it there; a file that says something else is another's."""
        extraction = self.library.extraction(entry.name)
        assert extraction is not None, entry.name
        model = self.generation.about["stamps"]["model"]
        by_file = _key_by_file(entry, model)
        by_text = key_by_text(extraction.source, entry.stamp, model)
        by_all = key_of(by_text, _made_of(self.generation))
        for key in (by_file, by_text, by_all):
            try:
                held = shelf.get(key)
            except StoreUnreadable:
                held = None
                shelf.drop(key)
            if held is None:
                shelf.put(key, Given(extraction, entry.stamp, entry.origin, self.home.vectors(extraction)))
            if held is None or held.extraction == extraction:
                return key
        raise AssertionError("a generation gives one thing of a source")

    def _put_original(self, entry: Shelved) -> None:
        original = self.home.originals / entry.sha256
        if original.is_file() and not self.store.holds(file_path(entry.sha256)):
            self.store.put(file_path(entry.sha256), original)


def _key_by_file(entry: Shelved | Copy, model: str) -> str:
    """Under which a worker puts what a file gave."""
    return key_by_file(entry.sha256, entry.name, entry.stamp, model)


def _listed(sources: Iterable[Shelved], remarks: Iterable[tuple[str, Remark]]) -> dict[str, tuple[object, ...]]:
    """By name, what tells a source from another one of that name; where the file lay does not."""
    said: defaultdict[str, list[Remark]] = defaultdict(list)
    for name, remark in remarks:
        said[name].append(remark)
    return {one.name: (one.format, one.sha256, one.stamp, one.characters, *said[one.name]) for one in sources}


def _made_of(generation: Generation) -> str:
    """Another one for another generation of that number."""
    return sha256_of_bytes(generation.noted.read_bytes())


def _put_parts(
    generation: Generation, store: SharedStore, before: StoreNote | None
) -> tuple[dict[str, Part], dict[str, Part]]:
    """Put the files of the generation's folder there; what is to be noted of them, and of those for readers alone."""
    known = set() if before is None else {part["sha256"] for part in before.parts.values()}
    parts = {name: part for name, part in generation.about.get("parts", {}).items() if not name.startswith(_LIBRARY)}
    for name, part in parts.items():
        if part["sha256"] not in known and not store.holds(file_path(part["sha256"])):
            store.put(file_path(part["sha256"]), generation.folder / name)
    reading: dict[str, Part] = {}
    if (names := _names_for_readers(generation)) is not None:
        reading[generation.names.name] = part_of(names)
        store.write(file_path(part_of(names)["sha256"]), names)
    return parts, reading


def _names_for_readers(generation: Generation) -> bytes | None:
    """The book of names with nothing in it but which corrections found something: all that readers ask of it."""
    with suppress(LayersOutdated, LayersDamaged), Layers.open(generation.names, SCHEMA) as book:
        rows = sorted(book.rows("righted", "t.applied <> ''"))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / generation.names.name
            writer = LayersWriter.begin(path, SCHEMA)
            for row in rows:
                writer.replace("righted", row[0], {"righted": [row]})
            writer.finish()
            return path.read_bytes()
    return None


# ------------------------------------------------------------------------------------------------------ clearing away


def _clear(store: SharedStore, current: int) -> None:
    """Delete the generations that are not kept, and of what they name what no kept one does. What is read of them
    comes first, their notes go last: where this is cut short, the next run does it."""
    numbers = sorted({number for name in store.names("generations") if (number := _number_in(name)) is not None})
    kept = {current, *[number for number in numbers if number < current][1 - KEPT :]}
    gone = [number for number in numbers if number not in kept]
    if not gone:
        return
    needed = _named(store, kept)
    if needed is None:
        return  # nothing may be taken for unneeded
    needed |= {file_path(part["sha256"]) for part in beside_of(store).values()}
    for number in gone:
        for name in sorted((_named(store, {number}) or set()) - needed):
            store.delete(name)
        store.delete(catalogue_path(number))
        store.delete(note_path(number))
    store.forget_unfinished()


def _named(store: SharedStore, numbers: Iterable[int]) -> set[str] | None:
    """The files that these generations name; None where one of them cannot be read."""
    found: set[str] = set()
    for number in numbers:
        try:
            note, _ = read_note(store, number)
            catalogue = read_catalogue(store, number)
        except StoreUnreadable:
            return None
        found.update(file_path(part["sha256"]) for part in (*note.parts.values(), *note.reading.values()))
        found.update(map(path_of, catalogue.keys.values()))
        entries: list[Shelved | Copy] = [*catalogue.sources.values(), *catalogue.copies.values()]
        found.update(file_path(entry.sha256) for entry in entries)  # its original
        # what a worker left of a copy, say
        found.update(path_of(_key_by_file(entry, note.stamps["model"])) for entry in entries)
    return found


def _number_in(name: str) -> int | None:
    number = name.split("/")[1] if name.count("/") > 1 else ""
    return int(number) if number.isdecimal() else None


def _or_nothing(read: Callable[[], Read]) -> Read | None:
    """None for what is damaged: it is then put there anew."""
    try:
        return read()
    except StoreUnreadable:
        return None
