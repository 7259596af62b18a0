"""Where the graph of a knowledge base lies: in its generation's folder, or on a server. Here an engine is chosen.

In: the server that the settings name, or none. Out: a `GraphPlace`, which carries out changes of the knowledge, tells
whether a generation's graph is there, and opens it for reading.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from graph.change import Change
from graph.store.engines.engine import Engine, GraphOutdated, TellSources, VectorsOf
from graph.store.queries import Query

# An engine's driver is imported where it is used: most commands start without it.
if TYPE_CHECKING:
    from graph.store.engines.neo4j import Neo4jEngine


@dataclass(frozen=True, slots=True)
class Server:
    """A Neo4j server and the account to use there."""

    uri: str  # without the account, as it is shown and stamped
    user: str
    password: str = field(repr=False)
    database: str | None = None  # None: the one that the server calls its own
    lanes: int | None = None  # transactions that write at once; None: as many as this machine has processors, 8 at most


@dataclass(frozen=True, slots=True)
class Draft:
    """The generation whose graph is written or asked for: its number, and where an embedded graph lies. is_empty: no
    document is in it."""

    number: int
    path: Path
    is_empty: bool = False


class GraphPlace(Protocol):
    """What the pipeline and readers ask of a place."""

    @property
    def stamp(self) -> str:
        """What a generation notes of where its graph lies."""

    @property
    def title(self) -> str:
        """The place in words, for a status."""

    @property
    def takes_vectors(self) -> bool:
        """Whether passages go there with their vectors."""

    def check(self) -> None:
        """Raise where a graph could not be loaded: told before minutes of embedding, not after them."""

    def holds(self, draft: Draft) -> bool:
        """Whether the graph is there as this generation left it."""

    def load(self, draft: Draft, base: Draft | None, change: Change, vectors: VectorsOf, progress: TellSources) -> None:
        """Carry out a change on top of `base`, the generation that the place `holds` and the change goes on from; None
        where the change is whole. progress: sources done, sources in all."""

    def open(self, path: Path) -> Engine:
        """For reading; `path`: where an embedded graph lies."""


class EmbeddedPlace:
    """Files of the embedded engine in the generation's folder."""

    stamp = "the embedded engine"
    title = "SQLite (embedded)"
    takes_vectors = False

    def check(self) -> None:
        """A folder that cannot be written to is told when the generation is drafted."""

    def holds(self, draft: Draft) -> bool:
        """Whether its file is there; a generation is named only when all of it is whole."""
        return draft.path.exists()

    def load(self, draft: Draft, base: Draft | None, change: Change, vectors: VectorsOf, progress: TellSources) -> None:
        """Write a file on top of those of `base`."""
        from graph.store.engines.sqlite import SqliteEngine

        with closing(SqliteEngine(draft.path, base=base.path if base else None)) as engine:
            engine.write(change, vectors, progress)

    def open(self, path: Path) -> Engine:
        """An engine on the files of a generation, for reading."""
        from graph.store.engines.sqlite import SqliteEngine

        return SqliteEngine(path, read_only=True)


@dataclass(frozen=True, slots=True)
class ServerPlace:
    """A database of a Neo4j server, which belongs to one knowledge base.

    identify: gives the knowledge base's own word, made when it is to be written (True) and there is none yet.
    home: where people find the knowledge base. take_over: replace what another knowledge base has loaded.
    """

    server: Server
    identify: Callable[[bool], str | None]
    home: str
    take_over: bool = False

    takes_vectors = True

    @property
    def stamp(self) -> str:
        """The server and its database."""
        return f"{self.server.uri}/{self.server.database}" if self.server.database else self.server.uri

    @property
    def title(self) -> str:
        """The address in words."""
        return f"Neo4j at {self.server.uri}"

    def check(self) -> None:
        """Raise where the server cannot be reached, is too old, or holds the graph of another knowledge base."""
        self._engine(writes=0).close()

    def holds(self, draft: Draft) -> bool:
        """Whether the server's graph is this knowledge base's, as this generation left it."""
        engine = self._engine()
        try:
            return _is_held(engine, draft)
        finally:
            engine.close()

    def load(self, draft: Draft, base: Draft | None, change: Change, vectors: VectorsOf, progress: TellSources) -> None:
        """Write what changed; raises where the server does not hold `base`."""
        with closing(self._engine(writes=draft.number, patient=True)) as engine:
            if not change.is_whole:
                self._check_base(engine, base)
            if not (change.is_whole and change.sources == 0):
                engine.prepare()
                engine.write(change, vectors, progress)
            if not engine.read(Query.COUNT_DOCUMENTS)[0]["number"]:
                # the server is as it was before Mailuo came, and free for another knowledge base
                engine.drop_all()

    def _check_base(self, engine: Neo4jEngine, base: Draft | None) -> None:
        if base is None or not _is_held(engine, base):
            wanted = f"generation {base.number}" if base else "no generation that a change goes on from"
            raise GraphOutdated(f"{self.server.uri} holds not {wanted}; run the command again")

    def open(self, path: Path) -> Engine:
        """A connection for reading; a server has one graph, wherever the generation's folder is."""
        return self._engine()

    def _engine(self, *, writes: int | None = None, patient: bool = False) -> Neo4jEngine:
        """writes: the number of the generation that is written; None: only to read."""
        from graph.store.engines.neo4j import Neo4jEngine, Owner

        identity = self.identify(writes is not None)
        return Neo4jEngine(
            self.server,
            read_only=writes is None,
            owner=Owner(identity, self.home, writes or 0) if identity else None,
            take_over=self.take_over and writes is not None,
            patient=patient,
        )


def _is_held(engine: Neo4jEngine, draft: Draft) -> bool:
    """Of an empty one nothing is left on a server, not even whose it is."""
    return engine.held_generation() == draft.number or (draft.is_empty and not engine.is_claimed())


def place_of(
    server: Server | None, *, identify: Callable[[bool], str | None], home: str, take_over: bool = False
) -> GraphPlace:
    """The server where one is named, else the generation's folder."""
    return EmbeddedPlace() if server is None else ServerPlace(server, identify, home, take_over)
