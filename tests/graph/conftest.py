"""Both engines, each empty at the start of a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from graph.change import whole
from graph.store import places
from graph.store.engines.neo4j import Neo4jEngine, Owner
from graph.store.engines.sqlite import SqliteEngine
from graph.store.store import Store
from tests.graph.made import EMPTY, SMALL, TEXTS
from tests.neo4j_server import Server

ENGINES = ("sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j))


OpenNeo4j = Callable[..., Neo4jEngine]


@pytest.fixture(scope="session")
def open_neo4j(neo4j_server: Server) -> Iterator[OpenNeo4j]:
    """Opens engines on the test server; after the last test what Mailuo wrote is dropped."""
    with ExitStack() as opened:

        def open_engine(
            user: str | None = None,
            password: str | None = None,
            database: str | None = None,
            read_only: bool = False,
            owner: Owner | None = None,
            take_over: bool = False,
            patient: bool = False,
            uri: str | None = None,
            lanes: int = 3,
        ) -> Neo4jEngine:
            account = places.Server(
                uri or neo4j_server.uri,
                user or neo4j_server.user,
                password or neo4j_server.password,
                database or neo4j_server.database,
                lanes,
            )
            engine = Neo4jEngine(account, read_only=read_only, owner=owner, take_over=take_over, patient=patient)
            opened.callback(engine.close)
            return engine

        yield open_engine
        if neo4j_server.is_running:
            open_engine().drop_all()


@pytest.fixture(scope="session")
def empty_neo4j(open_neo4j: OpenNeo4j) -> Callable[[], Neo4jEngine]:
    """The same engine for every test, its constraints kept, as making them takes longer than most tests."""
    engine = open_neo4j()

    def emptied() -> Neo4jEngine:
        engine.prepare()
        engine.write(whole(EMPTY, {}))
        return engine

    return emptied


@contextmanager
def _opened(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Store]:
    if kind == "neo4j":
        yield Store(request.getfixturevalue("empty_neo4j")())
        return
    with Store(SqliteEngine(folder / "graph")) as store:
        yield store


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty graph for a test that writes."""
    with _opened(request.param, request, tmp_path) as store:
        yield store


@pytest.fixture(scope="module", params=ENGINES)
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The small knowledge, for a module of tests that only read."""
    with _opened(request.param, request, tmp_path_factory.mktemp("graph")) as store:
        store.load(SMALL, texts=TEXTS)
        yield store
