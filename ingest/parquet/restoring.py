"""A home made anew from a shared store: where the machine that wrote it is lost, another one writes on.

In: a store, and a home that holds nothing yet. Out: the generation in use, as it was written: library, names, graph and
index where they lay in files, vectors, originals, and what lies beside. Nothing is read, embedded or derived anew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from graph.errors import MailuoError
from ingest.counts import NOTHING, Held
from ingest.embedding import by_wording
from ingest.generation import Generation
from ingest.generations import MARK, Generations
from ingest.library import Library
from ingest.originals import Originals
from ingest.parquet.catalogue import Catalogue
from ingest.parquet.note import StoreNote, beside_of, fetch_file, file_path, in_use, read_catalogue, read_note
from ingest.parquet.shelf import ParquetShelf
from ingest.parquet.store import SharedStore
from ingest.remains import note_files
from search.vectors import VectorStore

Tell = Callable[[int, int], None]


class RestoreRefused(MailuoError):
    """There is nothing to restore, or something in the way."""


def restore(store: SharedStore, home: Path, tell: Tell) -> Generation:
    """Make the home anew. tell: sources done, sources in all. Raises `RestoreRefused`, `StoreUnreadable`."""
    generations = Generations(home)
    if generations.all() or (home / MARK).exists():
        raise RestoreRefused(f"{home}: holds a knowledge base already; name an empty folder as MAILUO_HOME")
    used = in_use(store)
    if used is None:
        raise RestoreRefused(f"{store.address}: holds no knowledge base yet")
    note, _ = read_note(store, used.number)
    catalogue = read_catalogue(store, used.number)
    with generations.writing() as writer:
        (home / "identity").write_text(f"{note.home}\n", encoding="ascii")
        for name, part in beside_of(store).items():
            fetch_file(store, part["sha256"], home / name)
        draft = Generation(note.number, generations.draft_folder(note.number))
        draft.folder.mkdir()
        for name, part in note.parts.items():
            fetch_file(store, part["sha256"], draft.folder / name)
        _fill(draft, home, note, catalogue, store, tell)
        counts: Held = NOTHING.copy()
        counts.update(note.counts)  # type: ignore[typeddict-item]  # as a note in a folder is read
        return writer.publish(draft, note.stamps, counts)


def _fill(draft: Generation, home: Path, note: StoreNote, catalogue: Catalogue, store: SharedStore, tell: Tell) -> None:
    """The library, with vectors and originals beside it."""
    shelf, originals = ParquetShelf(store), Originals(home / "originals")
    sources = catalogue.sources.values()
    with Library.create(draft.library) as library, VectorStore(home / "vectors.sqlite") as vectors:
        for done, entry in enumerate(sources):
            tell(done, len(sources))
            file = shelf.open(catalogue.keys[entry.name])
            extraction = file.extraction()
            library.put(extraction, entry.stamp, entry.origin)
            if (held := file.packed.vectors()) is not None:
                vectors.put(by_wording(extraction, held, note.stamps["model"]))
            if store.holds(file_path(entry.sha256)):
                fetch_file(store, entry.sha256, originals.folder / entry.sha256)
        for copy in catalogue.copies.values():
            library.put_copy(copy)
        note_files(library, draft.files)
    tell(len(sources), len(sources))
