"""The embedded engine: LadybugDB in one file, written once in a new place and then only read.

In: the path of the file. A graph that was not written to its end is never read, because the folder it lies in is
only named as current when it is whole; so writing needs no care for what stood there before.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from graph.engine import GraphBusy, GraphDamaged, GraphMissing, Progress, Row
from graph.rows import EDGES, ENTITY_LABELS, KEY, NODES, EdgeRows, GraphRows, NodeRows, property_map

BATCH = 5_000  # rows sent at once
_MEMORY_BYTES = 256 << 20
# The address space the file may grow into; the engine's own 8 TiB does not fit where address space is limited.
_SPACE_BYTES = 1 << 36
_THREADS = 2
_BUSY = ("Could not set lock", "lock on file")


class LadybugEngine:
    """One file. `read_only` opens beside a writer and other readers."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        import ladybug

        if read_only and not path.exists():
            raise GraphMissing(f"{path}: no graph here; run “mailuo ingest” to build it")
        self._path = path
        self._lock = threading.Lock()  # a connection answers one query at a time
        try:
            self._database = ladybug.Database(
                str(path),
                read_only=read_only,
                buffer_pool_size=_MEMORY_BYTES,
                max_num_threads=_THREADS,
                max_db_size=_SPACE_BYTES,
            )
            self._connection = ladybug.Connection(self._database)
        except RuntimeError as error:
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
            names = answer.get_column_names()
            return [dict(zip(names, values, strict=True)) for values in answer.get_all()]

    # ------------------------------------------------------------------------------------------------------- writing

    def prepare(self) -> None:
        """Tables for an empty graph, where there are none."""
        if not self._tables():
            self._declare(())

    def write(self, graph: GraphRows, progress: Progress | None = None) -> None:
        """All documents together, in one transaction; vectors are left out, as this engine has no index for them."""
        self._run("BEGIN TRANSACTION")
        self._declare(chain(graph.ties, *(document.edges for document in graph.documents)))
        own = NodeRows("Document", tuple(document.document for document in graph.documents))
        self._write_nodes(chain(graph.entities, (own,), *(document.nodes for document in graph.documents)))
        for done, document in enumerate(graph.documents, 1):
            self._write_edges(document.edges)
            if progress:
                progress(done, len(graph.documents))
        self._write_edges(graph.ties)
        self._run("COMMIT")

    def drop_all(self) -> None:
        """The file is Mailuo's alone: its tables go, and come back empty."""
        self._declare(())

    def _tables(self) -> set[str]:
        return {row["name"] for row in self.read("CALL show_tables() RETURN name")}

    def _declare(self, edges: Iterable[EdgeRows]) -> None:
        """Empty tables; a relation type gets the pairs of labels that occur, as each pair costs space and time."""
        held = self._tables()
        for table in (*EDGES, *NODES):
            if table in held:
                self._run(f"DROP TABLE {table}")
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
            properties = property_map((KEY, *NODES[label]))
            for batch in _batches(of_label):
                self._run(f"UNWIND $rows AS r CREATE (n:{label} {properties})", {"rows": batch})

    def _write_edges(self, tables: Iterable[EdgeRows]) -> None:
        for table in tables:
            ends = f"MATCH (a:{table.a_label} {{{KEY}: r.a}}), (b:{table.b_label} {{{KEY}: r.b}})"
            edge = f"CREATE (a)-[:{table.rel} {property_map(EDGES[table.rel])}]->(b)"
            for batch in _batches(table.rows):
                self._run(f"UNWIND $rows AS r {ends} {edge}", {"rows": batch})

    # -------------------------------------------------------------------------------------------------------- errors

    def _run(self, statement: str, parameters: Mapping[str, object] | None = None) -> None:
        with self._lock:
            self._execute(statement, parameters)

    def _execute(self, statement: str, parameters: Mapping[str, object] | None) -> Any:
        try:
            return self._connection.execute(statement, dict(parameters or {}))
        except RuntimeError as error:
            raise self._translated(error) from error

    def _translated(self, error: RuntimeError) -> GraphBusy | GraphDamaged:
        said = " ".join(str(error).split())
        if any(words in said for words in _BUSY):
            return GraphBusy(f"{self._path}: another process is writing this graph ({said}); try again when it is done")
        return GraphDamaged(f"{self._path}: the graph cannot be used ({said}); “mailuo doctor” says how to rebuild it")


# where no row tells: a relation table must have a pair
_SOME_ENDS = {
    "MENTIONS": ("Passage", ENTITY_LABELS[0]),
    "TARGET": ("Document", "Indicator"),
    "CONTAINS": ("Document", "Section"),
    "ANNEX_OF": ("Document", "Document"),
}


def _columns(properties: Mapping[str, str]) -> str:
    return ", ".join(f"`{name}` {kind}" for name, kind in properties.items())


def _batches(rows: Sequence[Row]) -> Iterator[list[Row]]:
    for first in range(0, len(rows), BATCH):
        yield list(rows[first : first + BATCH])
