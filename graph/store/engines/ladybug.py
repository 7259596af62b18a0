"""The embedded engine: LadybugDB in one file, written once in a new place and then only read.

In: the path of the file. A graph that was not written to its end is never read, because the folder it lies in is
only named as current when it is whole; so writing needs no care for what stood there before.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from graph.errors import REBUILD
from graph.store.columns import (
    DOCUMENT_LINKS,
    EDGES,
    ENTITY_LABELS,
    FRACTION,
    KEY,
    NODES,
    NUMBER,
    NUMBERS,
    TEXT,
    TEXTS,
    EdgeRows,
    GraphRows,
    NodeRows,
)
from graph.store.engines.engine import GraphBusy, GraphDamaged, GraphMissing, Progress, Row

_MEMORY_BYTES = 1 << 30  # at most; a graph of 100,000 mentions was written in 256 MiB
# The address space the file may grow into; the engine's own 8 TiB does not fit where address space is limited.
_SPACE_BYTES = 1 << 36
_THREADS = 2
# What a binding makes of the engine's own exceptions: a damaged file raises any of them.
_FAULTS = (RuntimeError, MemoryError, LookupError, ValueError, OverflowError)
_BUSY = ("Could not set lock", "lock on file")


class LadybugEngine:
    """One file. `read_only` opens beside a writer and other readers."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        if read_only and not path.exists():
            raise GraphMissing(f"{path}: no graph here; to build it, {REBUILD}")
        self._path = path
        self._read_only = read_only
        self._lock = threading.Lock()  # a connection answers one query at a time
        self._open()

    def _open(self) -> None:
        import ladybug

        try:
            self._database = ladybug.Database(
                str(self._path),
                read_only=self._read_only,
                buffer_pool_size=_MEMORY_BYTES,
                max_num_threads=_THREADS,
                max_db_size=_SPACE_BYTES,
            )
            self._connection = ladybug.Connection(self._database)
        except _FAULTS as error:
            raise self._translated(error) from error
        self._version = ladybug.__version__

    @property
    def name(self) -> str:
        return f"LadybugDB {self._version} (embedded)"

    def close(self) -> None:
        self._connection.close()
        self._database.close()

    def read(self, query: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        with self._lock:
            answer = self._execute(query, parameters)
            try:
                names = answer.get_column_names()
                return [dict(zip(names, values, strict=True)) for values in answer.get_all()]
            except _FAULTS as error:
                raise self._translated(error) from error

    # ------------------------------------------------------------------------------------------------------- writing

    def prepare(self) -> None:
        """Tables for an empty graph, where there are none."""
        if not self._tables():
            self._declare(())

    def write(self, graph: GraphRows, progress: Progress | None = None) -> None:
        """All documents together, table by table; vectors are left out, as this engine has no index for them."""
        self._begin_anew()
        self._declare(chain(graph.ties, *(document.edges for document in graph.documents)))
        own = NodeRows("Document", tuple(document.document for document in graph.documents))
        self._write_nodes(chain(graph.entities, (own,), *(document.nodes for document in graph.documents)))
        self._write_edges(chain(graph.ties, *(document.edges for document in graph.documents)))
        if progress:
            progress(len(graph.documents), len(graph.documents))

    def drop_all(self) -> None:
        """The file is Mailuo's alone: an empty graph takes its place."""
        self._begin_anew()
        self._declare(())

    def _tables(self) -> set[str]:
        return {row["name"] for row in self.read("CALL show_tables() RETURN name")}

    def _begin_anew(self) -> None:
        """An empty file instead of tables dropped one by one: those would still cost memory and space."""
        if not self._tables():
            return
        if self._read_only:
            raise GraphDamaged(f"{self._path}: opened read-only, so nothing can be written")
        self.close()
        for path in (self._path, *self._path.parent.glob(f"{self._path.name}.*")):
            path.unlink()
        self._open()

    def _declare(self, edges: Iterable[EdgeRows]) -> None:
        """Empty tables; a relation type gets the pairs of labels that occur, as each pair costs space and time."""
        for label, properties in NODES.items():
            self._run(f"CREATE NODE TABLE {label}({KEY} STRING PRIMARY KEY, {_columns(properties)})")
        pairs: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for edge in edges:
            pairs[edge.rel].add((edge.a_label, edge.b_label))
        for rel, properties in EDGES.items():
            ends = sorted(pairs[rel]) or [_SOME_ENDS.get(rel, (ENTITY_LABELS[0], ENTITY_LABELS[0]))]
            joined = ", ".join(f"FROM {a} TO {b}" for a, b in ends)
            self._run(f"CREATE REL TABLE {rel}({joined}, {_columns(properties)})")

    def _write_nodes(self, tables: Iterable[NodeRows]) -> None:
        rows: dict[str, list[Row]] = defaultdict(list)
        for table in tables:
            rows[table.label].extend(table.rows)
        for label, of_label in rows.items():
            self._copy(f"COPY {label} FROM $rows", {KEY: TEXT, **NODES[label]}, of_label)

    def _write_edges(self, tables: Iterable[EdgeRows]) -> None:
        rows: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for table in tables:
            rows[table.a_label, table.rel, table.b_label].extend(table.rows)
        for (a_label, rel, b_label), of_table in rows.items():
            copy = f"COPY {rel} FROM $rows (from='{a_label}', to='{b_label}')"
            self._copy(copy, {"a": TEXT, "b": TEXT, **EDGES[rel]}, of_table)

    def _copy(self, statement: str, columns: Mapping[str, str], rows: Sequence[Row]) -> None:
        self._run(statement, {"rows": _arrow(columns, rows)})
        # what is not in the file yet fills the memory that the engine may use
        self._run("CHECKPOINT")

    # -------------------------------------------------------------------------------------------------------- errors

    def _run(self, statement: str, parameters: Mapping[str, object] | None = None) -> None:
        with self._lock:
            self._execute(statement, parameters)

    def _execute(self, statement: str, parameters: Mapping[str, object] | None) -> Any:
        try:
            return self._connection.execute(statement, dict(parameters or {}))
        except _FAULTS as error:
            raise self._translated(error) from error

    def _translated(self, error: Exception) -> GraphBusy | GraphDamaged:
        said = " ".join(str(error).split())
        if any(words in said for words in _BUSY):
            return GraphBusy(f"{self._path}: another process is writing this graph ({said}); try again when it is done")
        if "No space left" in said:
            return GraphDamaged(f"{self._path}: the disk is full; free some space and run the command again")
        return GraphDamaged(f"{self._path}: the graph cannot be used ({said}); {REBUILD}")


# where no row tells: a relation table must have a pair
_SOME_ENDS = {
    "MENTIONS": ("Passage", ENTITY_LABELS[0]),
    "TARGET": ("Document", "Indicator"),
    "ATTRIBUTE": ("Document", "Project"),
    "CONTAINS": ("Document", "Section"),
    "ANNEX_OF": ("Document", "Document"),
    **dict.fromkeys(DOCUMENT_LINKS.values(), ("Document", "Document")),
}


def _columns(properties: Mapping[str, str]) -> str:
    return ", ".join(f"`{name}` {kind}" for name, kind in properties.items())


def _arrow(columns: Mapping[str, str], rows: Sequence[Row]) -> Any:
    """Rows as an Arrow table, which is copied some twenty times as fast as rows are sent one by one."""
    import pyarrow  # type: ignore[import-untyped]

    kinds = {
        TEXT: pyarrow.string(),
        TEXTS: pyarrow.list_(pyarrow.string()),
        NUMBER: pyarrow.int64(),
        NUMBERS: pyarrow.list_(pyarrow.int64()),
        FRACTION: pyarrow.float64(),
    }
    arrays = [pyarrow.array([row[name] for row in rows], kinds[kind]) for name, kind in columns.items()]
    return pyarrow.Table.from_arrays(arrays, names=list(columns))
