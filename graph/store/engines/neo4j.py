"""The server engine: Neo4j 5.26 or newer, over Bolt, without plug-ins.

In: address, account and database. Written are only nodes that carry `mailuo_id`, and what joins them; other data in
the database is left alone. One node says which knowledge base they belong to, so that none writes over another. Each
document is replaced in one transaction and carries the hash of what it was made from, so a run that was cut short
leaves every document old or new, and the next run writes what is missing.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from graph.errors import MailuoError
from graph.store.columns import EDGES, ENTITY_LABELS, KEY, NODES, DocumentRows, GraphRows, NodeRows, Vectors
from graph.store.engines.engine import AddressUnusable, GraphOfOther, Progress, Row, ServerTooOld
from graph.store.engines.neo4j_errors import first_line, translated
from graph.store.engines.neo4j_schema import PREFIX, SCHEMA, VECTOR_INDEX, create_vector_index
from graph.store.engines.neo4j_writing import (
    BATCH,
    CLAIM,
    HELD_DOCUMENTS,
    HELD_ENTITIES,
    HELD_OWNER,
    HELD_PARTS,
    OWNER_LABEL,
    RELEASE,
    SETTLE,
    UPDATE_ENTITIES,
    Elements,
    add_document,
    batches,
    by_label,
    create_nodes,
    drop_document,
    replace_document,
    replace_ties,
    rows,
)

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

T = TypeVar("T")
Work = Callable[["ManagedTransaction"], T]

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
READ_PATIENCE_SECONDS = 5.0  # how long a lost server is waited for: someone looks at the screen …
WRITE_PATIENCE_SECONDS = 60.0  # … or a server restarts in the middle of an ingestion
CONNECT_SECONDS = 5.0
INDEX_SECONDS = 120
OLDEST = (5, 26)  # the first release line with labels and relation types as parameters


@dataclass(frozen=True, slots=True)
class Owner:
    """Which knowledge base a graph belongs to, where people find it, and which generation of it is written."""

    id: str
    place: str
    generation: int = 0


class Neo4jEngine:
    """A database of a server; opening it tries the account and the database once.

    owner: who reads or writes; a graph of another owner is refused, unless it is to be taken over. None: whoever.
    patient: a server that does not answer may be restarting and is waited for, as it is in the middle of writing.
    """

    def __init__(
        self,
        uri: str,
        *,
        user: str,
        password: str,
        database: str | None = None,
        read_only: bool = False,
        owner: Owner | None = None,
        take_over: bool = False,
        patient: bool = False,
    ) -> None:
        scheme = uri.partition("://")[0]
        if scheme not in SCHEMES or scheme == uri:
            raise AddressUnusable(
                f"NEO4J_URI is “{uri}”: an address begins with bolt:// or neo4j://, as bolt://localhost:7687"
            )
        import neo4j
        from neo4j.exceptions import ConfigurationError

        # the driver tells of each retry; what matters is told by the error when retries end
        logging.getLogger("neo4j").addHandler(logging.NullHandler())
        self._uri = uri
        self._user = user
        self._database = database
        self._owner = owner
        self._take_over = take_over
        self._access = neo4j.READ_ACCESS if read_only else neo4j.WRITE_ACCESS
        try:
            self._driver = neo4j.GraphDatabase.driver(
                uri,
                auth=(user, password),
                connection_timeout=CONNECT_SECONDS,
                max_transaction_retry_time=READ_PATIENCE_SECONDS if read_only else WRITE_PATIENCE_SECONDS,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
                user_agent="mailuo",
            )
        except (ConfigurationError, ValueError) as error:
            raise AddressUnusable(f"NEO4J_URI is “{uri}”, which cannot be used: {first_line(error)}") from error
        try:
            self._try(patient=patient)
        except MailuoError:
            self.close()
            raise

    def _try(self, *, patient: bool) -> None:
        """One query, and unless patient no retries, so that a wrong setting is told at once."""
        with self._translating(), self._driver.session(database=self._database, default_access_mode="READ") as session:
            held = session.execute_read(lambda tx: rows(tx, HELD_OWNER)) if patient else session.run(HELD_OWNER).data()
            self._version = self._driver.get_server_info().agent
        release = re.match(r"Neo4j/(\d+)\.(\d+)", self._version)
        if release and tuple(map(int, release.groups())) < OLDEST:
            raise ServerTooOld(
                f"{self._uri} runs {self._version}; Mailuo needs Neo4j {'.'.join(map(str, OLDEST))} or newer"
            )
        if not self._take_over:
            self._check_owner(held)

    def _check_owner(self, held: Iterable[Row]) -> None:
        for row in held:
            if self._owner is not None and row["owner"] != self._owner.id:
                raise GraphOfOther(
                    f"{self._uri} holds the graph of another knowledge base, {row['place']}; name another server or "
                    "database (NEO4J_URI, NEO4J_DATABASE), or replace that graph with “mailuo ingest --take-over”"
                )

    @property
    def name(self) -> str:
        return f"{self._version} at {self._uri}"

    def close(self) -> None:
        self._driver.close()

    def read(self, query: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        with self._translating(), self._driver.session(database=self._database, default_access_mode="READ") as session:
            return session.execute_read(lambda tx: rows(tx, query, parameters))

    def _write(self, work: Work[T]) -> T:
        """The transaction is tried again, for a while, when the server is lost in the middle."""
        with (
            self._translating(),
            self._driver.session(database=self._database, default_access_mode=self._access) as session,
        ):
            if self._access == "READ":
                return session.execute_read(work)
            return session.execute_write(work)

    def _run(self, statement: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        return self._write(lambda tx: rows(tx, statement, parameters))

    # ----------------------------------------------------------------------------------------- constraints and indexes

    def prepare(self) -> None:
        """Constraints first, as they make every MATCH by `mailuo_id` quick; then what people search by."""
        held = self._schema()
        missing = [statement for name, statement in SCHEMA.items() if name not in held]
        if missing:
            self._write(lambda tx: [rows(tx, statement) for statement in missing])
            self._await_indexes()

    def _schema(self) -> dict[str, Row]:
        shown = self.read("SHOW INDEXES YIELD name, options, owningConstraint")
        return {row["name"]: row for row in shown if row["name"].startswith(PREFIX)}

    def _await_indexes(self) -> None:
        self.read("CALL db.awaitIndexes($seconds)", {"seconds": INDEX_SECONDS})

    def _prepare_vectors(self, vectors: Vectors) -> None:
        """The vector index is made for one length of vectors; another model has another."""
        dim = len(next(iter(vectors.values())))
        held = self._schema().get(VECTOR_INDEX)
        if held and held["options"]["indexConfig"]["vector.dimensions"] == dim:
            return
        self._run(f"DROP INDEX {VECTOR_INDEX} IF EXISTS")
        self._run(create_vector_index(dim))

    # ------------------------------------------------------------------------------------------------------- writing

    def write(self, graph: GraphRows, progress: Progress | None = None) -> None:
        """Entities, then one document after the other, then what ties them; at last what is no longer known goes.

        In this order whatever is left by a crash holds together: a document's entities are there before it, and an
        entity goes only when no document speaks of it any more.
        """
        self._claim()
        if graph.vectors:
            self._prepare_vectors(graph.vectors)
        held_entities = self.read(HELD_ENTITIES)
        entities = self._write_entities(graph.entities, held_entities)
        held = {row["id"]: row["stamp"] for row in self.read(HELD_DOCUMENTS)}
        parts: Counter[str] = Counter()
        for row in self.read(HELD_PARTS):
            parts[row["id"]] += row["number"]
        for done, document in enumerate(graph.documents, 1):
            if held.get(document.id) != document.stamp or parts[document.id] != _parts_of(document):
                is_held = document.id in held or parts[document.id]
                step = replace_document if is_held else add_document
                self._write(partial(step, document=document, vectors=graph.vectors, entities=entities))
            if progress:
                progress(done, len(graph.documents))
        for document_id in sorted((held.keys() | parts.keys()) - {document.id for document in graph.documents}):
            self._write(partial(drop_document, document_id=document_id))
        self._write(partial(replace_ties, ties=graph.ties, entities=entities))
        self._drop_entities(by_label(held_entities).keys() - _keys(graph.entities))
        self._await_indexes()
        if self._owner is not None:
            self._run(SETTLE, {"generation": self._owner.generation})

    def _claim(self) -> None:
        """From here on the graph is this owner's; of two that begin at once the constraint lets one through."""
        if self._owner is not None:
            mine = {"owner": self._owner.id, "place": self._owner.place}
            if self._take_over:
                self._run(RELEASE)
            self._check_owner(self._run(CLAIM, mine))

    def held_generation(self) -> int | None:
        """The generation that was wholly written; None while one is being written, or after that was cut short."""
        held = self.read(HELD_OWNER)
        return held[0]["generation"] if held else None

    def _write_entities(self, tables: Iterable[NodeRows], held: Iterable[Row]) -> Elements:
        """Those that are new or changed; the server's own names of all."""
        elements = by_label(held)
        stamps = {(row["label"], row["id"]): row["stamp"] for row in held}
        labelled = [(table.label, row) for table in tables for row in table.rows]
        new = [(label, row) for label, row in labelled if (label, row[KEY]) not in stamps]
        changed = [row for label, row in labelled if stamps.get((label, row[KEY]), row["stamp"]) != row["stamp"]]
        for labelled_rows in batches(new):
            elements |= self._write(partial(create_nodes, labelled=labelled_rows))
        for entity_rows in batches(changed):
            self._run(UPDATE_ENTITIES, {"rows": entity_rows})
        return elements

    def _drop_entities(self, gone: Iterable[tuple[str, str]]) -> None:
        for label in ENTITY_LABELS:
            for batch in batches(sorted(entity_id for of_label, entity_id in gone if of_label == label)):
                self._run(f"MATCH (n:{label}) WHERE n.{KEY} IN $ids DETACH DELETE n", {"ids": batch})

    def drop_all(self) -> None:
        """A few thousand at a time, as one transaction over everything would not fit a small server's memory."""
        for label in (*NODES, OWNER_LABEL):
            ours = f"MATCH (n:{label}) WHERE n.{KEY} IS NOT NULL WITH n LIMIT {BATCH}"
            while self._run(f"{ours} DETACH DELETE n RETURN count(*) AS gone")[0]["gone"]:
                pass
        for name, row in sorted(self._schema().items()):
            kind = "CONSTRAINT" if row["owningConstraint"] else "INDEX"
            self._run(f"DROP {kind} {name} IF EXISTS")

    # -------------------------------------------------------------------------------------------------------- errors

    @contextmanager
    def _translating(self) -> Iterator[None]:
        from neo4j.exceptions import DriverError, Neo4jError

        try:
            yield
        except (Neo4jError, DriverError) as error:
            raise translated(error, uri=self._uri, user=self._user, database=self._database) from error


def _keys(tables: Iterable[NodeRows]) -> set[tuple[str, str]]:
    return {(table.label, row[KEY]) for table in tables for row in table.rows}


def _parts_of(document: DocumentRows) -> int:
    """How many sections, passages, mentions, relations and targets the document gives."""
    edges = [table.rows for table in document.edges if "document_id" in EDGES[table.rel]]
    return sum(map(len, chain((table.rows for table in document.nodes), edges)))
