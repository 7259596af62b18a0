"""The embedded engine: SQLite tables in a stack of files, each written once in a new place and then only read.

In: the path of the lowest file. A graph that was not written to its end is never read, because the folder it lies in
is only named as current when it is whole; the graph that a change goes on from stays as it was.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from graph.change import Change, whole
from graph.errors import REBUILD, MailuoError
from graph.layers import Layers, LayersDamaged, LayersOutdated, LayersUnwritable, LayersWriter, files_of
from graph.records import Knowledge
from graph.store.engines.engine import (
    GraphBusy,
    GraphDamaged,
    GraphMissing,
    GraphOutdated,
    TellSources,
    VectorsOf,
    no_vectors,
)
from graph.store.engines.sqlite_writing import carry_out
from graph.store.forms import GraphRow
from graph.store.queries import Query
from graph.store.sql import answer
from graph.store.tables import SCHEMA

_NOTHING = Knowledge((), (), (), (), (), (), (), (), ())


class SqliteEngine:
    """One graph. `base`: the path of the graph that changes go on from; `read_only`: nothing is ever written."""

    def __init__(self, path: Path, *, base: Path | None = None, read_only: bool = False) -> None:
        if read_only and not path.exists():
            raise GraphMissing(f"{path}: no graph here; to build it, {REBUILD}")
        self._path = path
        self._base = base
        self._read_only = read_only
        self._lock = threading.Lock()  # a connection answers one query at a time
        self._opened: Layers | None = None
        if path.exists():
            with _translating(path):
                self._opened = Layers.open(path, SCHEMA)

    @property
    def name(self) -> str:
        """The product and its version."""
        return f"SQLite {sqlite3.sqlite_version} (embedded)"

    def close(self) -> None:
        """Let go of the files; the next question opens them again."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def read(self, query: Query, parameters: Mapping[str, object] | None = None) -> list[GraphRow]:
        """The rows that answer a question; one is answered at a time."""
        with self._lock, _translating(self._path):
            if self._opened is None:
                self._opened = Layers.open(self._path, SCHEMA)
            return answer(self._opened, query, parameters or {})

    # ------------------------------------------------------------------------------------------------------- writing

    def prepare(self) -> None:
        """An empty graph, where there is none."""
        if self._opened is None and self._base is None:
            self.write(whole(_NOTHING, {}))

    def write(self, change: Change, vectors: VectorsOf = no_vectors, progress: TellSources | None = None) -> None:
        """Into new files; texts and vectors are left out, as the library and the index hold them."""
        self._refuse_reader()
        base = None if change.is_whole else self._base
        if base is None and not change.is_whole:
            raise GraphOutdated(f"{self._path}: a change needs the graph that it goes on from; {REBUILD}")
        with _translating(self._path):
            self._clear()
            writer = LayersWriter.begin(self._path, SCHEMA, base)
            with writer:
                carry_out(writer, change, progress)
                writer.finish()

    def drop_all(self) -> None:
        """The files are Mailuo's alone: an empty graph takes their place."""
        self.write(whole(_NOTHING, {}))

    def _refuse_reader(self) -> None:
        if self._read_only:
            raise GraphDamaged(f"{self._path}: opened read-only, so nothing can be written")

    def _clear(self) -> None:
        """What a writer before has left; a reader of it keeps what it has opened."""
        self.close()
        for file in files_of(self._path):
            file.unlink(missing_ok=True)


@contextmanager
def _translating(path: Path) -> Iterator[None]:
    try:
        yield
    except (LayersDamaged, LayersOutdated, LayersUnwritable) as error:
        raise _translated(error, path) from error


def _translated(error: LayersDamaged | LayersOutdated | LayersUnwritable, path: Path) -> MailuoError:
    """The mistakes of the tables as those of the engine contract; the messages name file and remedy already."""
    if isinstance(error, LayersUnwritable) and "locked" in str(error):
        return GraphBusy(f"{path}: another process is writing this graph; try again when it is done")
    if isinstance(error, LayersDamaged) and not path.exists():
        return GraphMissing(f"{path}: no graph here; to build it, {REBUILD}")
    return GraphDamaged(str(error))
