"""The server engine: Neo4j 5.26 or newer, over Bolt, without plug-ins.

In: address, account and database. Written are only nodes that carry `mailuo_id`, and what joins them; other data in
the database is left alone. One node says which knowledge base they belong to, so that none writes over another. Each
document is replaced in one transaction and carries the hash of what it was made from, so a run that was cut short
leaves every document old or new, and the next run writes what is missing.

With `neo4j://` the address is any member of a cluster. Who writes works with the member that leads, reading there too:
a copy lags behind what was just written. Who reads asks the leading member once, when it is opened, and from then on
the copies: bookmarks, which say up to where a session has seen, let a copy answer only when it has come as far.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from graph.change import Change
from graph.errors import MailuoError
from graph.store.columns import KEY, NODES
from graph.store.cypher import TEXTS
from graph.store.engines.engine import (
    AddressUnusable,
    GraphOfOther,
    ServerTooOld,
    TellSources,
    VectorsOf,
    no_vectors,
)
from graph.store.engines.lanes import usual_lanes
from graph.store.engines.neo4j_change import ChangeWriter
from graph.store.engines.neo4j_errors import first_line, translated
from graph.store.engines.neo4j_schema import PREFIX, SCHEMA, VECTOR_INDEX, create_vector_index
from graph.store.engines.neo4j_writing import BATCH, CLAIM, HELD_OWNER, OWNER_LABEL, RELEASE, SETTLE, rows
from graph.store.forms import GraphRow
from graph.store.queries import Query

if TYPE_CHECKING:
    from neo4j import ManagedTransaction, Session

    from graph.store.places import Server

T = TypeVar("T")
Work = Callable[["ManagedTransaction"], T]

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
READ_PATIENCE_SECONDS = 5.0  # how long a lost server is waited for: someone looks at the screen …
WRITE_PATIENCE_SECONDS = 60.0  # … or a server restarts in the middle of an ingestion
CONNECT_SECONDS = 5.0
FIRST_DELAY_SECONDS = 0.05  # before a transaction is tried again, as one of two lanes in each other's way is …
DELAY_GROWTH = 1.5  # … and then longer and longer, as a server that restarts needs
LIVENESS_SECONDS = 60.0  # a connection idle for so long is tried before it is used: a firewall may have cut it
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
        server: Server,
        *,
        read_only: bool = False,
        owner: Owner | None = None,
        take_over: bool = False,
        patient: bool = False,
    ) -> None:
        scheme = server.uri.partition("://")[0]
        if scheme not in SCHEMES or scheme == server.uri:
            raise AddressUnusable(
                f"NEO4J_URI is “{server.uri}”: an address begins with bolt:// or neo4j://, as bolt://localhost:7687"
            )
        import neo4j
        from neo4j.exceptions import ConfigurationError

        # the driver tells of each retry; what matters is told by the error when retries end
        logging.getLogger("neo4j").addHandler(logging.NullHandler())
        self._server = server
        self._owner = owner
        self._take_over = take_over
        self._read_only = read_only
        self._patience_seconds = READ_PATIENCE_SECONDS if read_only else WRITE_PATIENCE_SECONDS
        self._seen = neo4j.GraphDatabase.bookmark_manager()
        self.lanes = server.lanes or usual_lanes()
        try:
            self._driver = neo4j.GraphDatabase.driver(
                server.uri,
                auth=(server.user, server.password),
                connection_timeout=CONNECT_SECONDS,
                initial_retry_delay=FIRST_DELAY_SECONDS,
                retry_delay_multiplier=DELAY_GROWTH,
                liveness_check_timeout=LIVENESS_SECONDS,
                max_transaction_retry_time=self._patience_seconds,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
                user_agent="mailuo",
            )
        except (ConfigurationError, ValueError) as error:
            raise AddressUnusable(f"NEO4J_URI is “{server.uri}”, which cannot be used: {first_line(error)}") from error
        try:
            self._try(patient=patient)
        except MailuoError:
            self.close()
            raise

    def _try(self, *, patient: bool) -> None:
        """One query of the leading member, and unless patient no retries, so that a wrong setting is told at once."""
        with self._translating():
            held = self._owner_there(patient=patient)
            self._version = self._driver.get_server_info().agent
        release = re.match(r"Neo4j/(\d+)\.(\d+)", self._version)
        if release and tuple(map(int, release.groups())) < OLDEST:
            raise ServerTooOld(
                f"{self._server.uri} runs {self._version}; Mailuo needs Neo4j {'.'.join(map(str, OLDEST))} or newer"
            )
        if not self._take_over:
            self._check_owner(held)

    def _owner_there(self, *, patient: bool) -> list[GraphRow]:
        """Whose graph it is, as the leading member knows it; where there is none just now, a reader asks a copy."""
        from neo4j.exceptions import SessionExpired, WriteServiceUnavailable

        with self._session(reading=False) as session:
            if patient:
                return session.execute_write(lambda tx: rows(tx, HELD_OWNER))
            try:
                return session.run(HELD_OWNER).data()
            except (SessionExpired, WriteServiceUnavailable):
                if not self._read_only:
                    raise
        with self._session(reading=True) as session:
            return session.execute_read(lambda tx: rows(tx, HELD_OWNER))

    def _session(self, *, reading: bool) -> Session:
        """reading: a copy may answer, once it has come to where this engine has seen."""
        return self._driver.session(
            database=self._server.database,
            default_access_mode="READ" if reading else "WRITE",
            bookmark_manager=self._seen,
        )

    def _check_owner(self, held: Iterable[GraphRow]) -> None:
        for row in held:
            if self._owner is not None and row["owner"] != self._owner.id:
                raise GraphOfOther(
                    f"{self._server.uri} holds the graph of another knowledge base, {row['place']}; name another "
                    "server or database (NEO4J_URI, NEO4J_DATABASE), or replace that graph with “mailuo ingest "
                    "--take-over”"
                )

    @property
    def name(self) -> str:
        """The server's version, and its address."""
        return f"{self._version} at {self._server.uri}"

    def close(self) -> None:
        """Close the driver's connections."""
        self._driver.close()

    def read(self, query: Query, parameters: Mapping[str, object] | None = None) -> list[GraphRow]:
        """The rows that answer a question, as its text in Cypher gives them."""
        return self.ask(TEXTS[query], parameters)

    def ask(self, statement: str, parameters: Mapping[str, object] | None = None) -> list[GraphRow]:
        """The rows of a reading statement."""
        return self.transact(lambda tx: rows(tx, statement, parameters))

    def transact(self, work: Work[T], again: Work[T] | None = None) -> T:
        """One transaction, which is tried again, for a while, when the server is lost in the middle or two lanes are in
        each other's way.

        again: done instead where the server was lost at the end of `work` and may have kept it or not; None: `work`
        leaves the same when it is done twice.
        """
        from neo4j.exceptions import IncompleteCommit

        with self._translating(), self._session(reading=self._read_only) as session:
            execute = session.execute_read if self._read_only else session.execute_write
            until = time.monotonic() + self._patience_seconds
            while True:
                try:
                    return execute(work)
                except IncompleteCommit:
                    if time.monotonic() > until:
                        raise
                    work = again or work

    def _run(self, statement: str, parameters: Mapping[str, object] | None = None) -> list[GraphRow]:
        return self.transact(lambda tx: rows(tx, statement, parameters))

    # ----------------------------------------------------------------------------------------- constraints and indexes

    def prepare(self) -> None:
        """Constraints first, as they make every MATCH by `mailuo_id` quick; then what people search by."""
        held = self._schema()
        missing = [statement for name, statement in SCHEMA.items() if name not in held]
        if missing:
            self.transact(lambda tx: [rows(tx, statement) for statement in missing])
            self._await_indexes()

    def _schema(self) -> dict[str, GraphRow]:
        shown = self.ask("SHOW INDEXES YIELD name, options, owningConstraint")
        return {row["name"]: row for row in shown if row["name"].startswith(PREFIX)}

    def _await_indexes(self) -> None:
        self.ask("CALL db.awaitIndexes($seconds)", {"seconds": INDEX_SECONDS})

    def prepare_vectors(self, dim: int) -> None:
        """The vector index is made for one length of vectors; another model has another."""
        held = self._schema().get(VECTOR_INDEX)
        if held and held["options"]["indexConfig"]["vector.dimensions"] == dim:
            return
        self._run(f"DROP INDEX {VECTOR_INDEX} IF EXISTS")
        self._run(create_vector_index(dim))

    # ------------------------------------------------------------------------------------------------------- writing

    def write(self, change: Change, vectors: VectorsOf = no_vectors, progress: TellSources | None = None) -> None:
        """Where the server holds the generation that a change goes on from, only what it names; a whole one is compared
        with all that is there."""
        self._claim()
        ChangeWriter(self, change, vectors, progress).write()
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
        held = self.ask(HELD_OWNER)
        return held[0]["generation"] if held else None

    def is_claimed(self) -> bool:
        """Whether a knowledge base has its graph here, or begins to."""
        return bool(self.ask(HELD_OWNER))

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
            raise translated(error, self._server) from error
