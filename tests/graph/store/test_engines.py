"""What is each engine's own: opening, refusing, faults. What they share stands in test_store.py and test_loading.py."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from graph.layers import LayersUnwritable, LayersWriter, Schema
from graph.records import Knowledge
from graph.store import places
from graph.store.engines import neo4j as neo4j_engine
from graph.store.engines import neo4j_change, neo4j_writing
from graph.store.engines import sqlite as sqlite_engine
from graph.store.engines.engine import (
    AddressUnusable,
    DatabaseUnknown,
    GraphBusy,
    GraphDamaged,
    GraphMissing,
    GraphOfOther,
    GraphRefused,
    PasswordRefused,
    ServerTooOld,
    ServerUnavailable,
    WriteRefused,
)
from graph.store.engines.neo4j import Neo4jEngine, Owner
from graph.store.engines.sqlite import SqliteEngine
from graph.store.store import Store
from graph.store.tables import RECORDS, SCHEMA
from tests.graph.made import EMPTY, PLAN, REPORT, SMALL, TEXTS
from tests.neo4j_server import Server

ROOT = Path(__file__).parent.parent.parent
OpenNeo4j = Callable[..., Neo4jEngine]

# the report says one thing less and another name stands in the plan: one document changes, one does not
CHANGED = replace(
    SMALL,
    entities=tuple(replace(e, name="怀化市高新区") if e.id == "k1" else e for e in SMALL.entities),
    mentions=SMALL.mentions[:-1],
)


def _python(script: str, *arguments: str) -> subprocess.Popen[str]:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{script}"
    return subprocess.Popen([sys.executable, "-c", code, *arguments], stdin=-1, stdout=-1, stderr=-1, text=True)


def test_the_store_is_cheap_to_import() -> None:
    script = (
        "import graph.store.store, graph.store.engines.sqlite, graph.store.engines.neo4j; "
        "print({'neo4j', 'pyarrow'} & set(sys.modules))"
    )
    assert _python(script).communicate()[0] == "set()\n"


# ------------------------------------------------------------------------------------------------------------- SQLite


def test_no_graph_to_read(tmp_path: Path) -> None:
    with pytest.raises(GraphMissing, match="mailuo ingest"):
        SqliteEngine(tmp_path / "graph", read_only=True)


def test_a_file_that_is_no_graph(tmp_path: Path) -> None:
    (tmp_path / "graph").write_bytes(b"not a graph" * 1000)
    with pytest.raises(GraphDamaged, match=f"{tmp_path / 'graph'}.*mailuo ingest"):
        SqliteEngine(tmp_path / "graph", read_only=True)


@pytest.mark.parametrize("kept", [0, 50, 5000, 30_000])
def test_a_graph_cut_short_is_told_in_one_line(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "graph"
    with Store(SqliteEngine(path)) as store:
        store.load(SMALL)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(GraphDamaged, match=str(path)) as failure, Store(SqliteEngine(path, read_only=True)) as store:
        store.dump()
    assert "\n" not in str(failure.value)


def test_a_graph_of_another_version_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "graph"
    with monkeypatch.context() as patch:
        patch.setattr(
            sqlite_engine,
            "SCHEMA",
            Schema("the graph", {**SCHEMA.families, "more": {"more": RECORDS["standing"].table}}),
        )
        Store(SqliteEngine(path)).load(SMALL)
    with pytest.raises(GraphDamaged, match=r"another version of Mailuo.*mailuo ingest"):
        SqliteEngine(path, read_only=True)


def test_readers_open_beside_each_other_and_write_nothing(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    with Store(SqliteEngine(path)) as store:
        store.load(SMALL)
    before = path.read_bytes()
    with Store(SqliteEngine(path, read_only=True)) as one, Store(SqliteEngine(path, read_only=True)) as other:
        assert one.dump() == other.dump() == SMALL
        with pytest.raises(GraphDamaged, match="read-only"):
            one.drop_all()
    assert path.read_bytes() == before


FAULTS = [
    (LayersUnwritable("cannot be written (database or disk is full)"), GraphDamaged, "disk"),
    (LayersUnwritable("cannot be written (database is locked)"), GraphBusy, "another process"),
]


@pytest.mark.parametrize(("fault", "expected", "says"), FAULTS)
def test_a_graph_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception, expected: type[Exception], says: str
) -> None:
    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr(LayersWriter, "replace", fail)
    with pytest.raises(expected, match=says):
        Store(SqliteEngine(tmp_path / "graph")).load(SMALL)


def test_what_was_written_lies_in_one_file(tmp_path: Path) -> None:
    with Store(SqliteEngine(tmp_path / "graph")) as store:
        store.load(SMALL)
    assert [path.name for path in tmp_path.iterdir()] == ["graph"]


# -------------------------------------------------------------------------------------------------------------- Neo4j

ADDRESSES = ["localhost:7687", "http://localhost:7474", "https://db", "bolt://", "", "bolt://localhost:99999"]


@pytest.mark.parametrize("uri", ADDRESSES)
def test_an_address_that_is_none(uri: str) -> None:
    with pytest.raises((AddressUnusable, ServerUnavailable), match="NEO4J_URI"):
        Neo4jEngine(places.Server(uri, "neo4j", "x"))


@pytest.mark.parametrize("uri", ["bolt://127.0.0.1:1", "neo4j://127.0.0.1:1", "bolt://no.such.host.invalid:7687"])
def test_a_server_that_does_not_run(uri: str) -> None:
    with pytest.raises(ServerUnavailable) as failure:
        Neo4jEngine(places.Server(uri, "neo4j", "x"))
    assert uri in str(failure.value)
    assert "\n" not in str(failure.value)


@pytest.mark.neo4j
def test_a_wrong_password_and_a_wrong_user(open_neo4j: OpenNeo4j) -> None:
    with pytest.raises(PasswordRefused, match="NEO4J_PASSWORD"):
        open_neo4j(password="wrong")
    with pytest.raises(PasswordRefused, match="nobody"):
        open_neo4j(user="nobody")


@pytest.mark.neo4j
def test_a_wrong_database(open_neo4j: OpenNeo4j) -> None:
    for name, statement in (("nowhere", "“CREATE DATABASE nowhere”"), ("no-where", "“CREATE DATABASE `no-where`”")):
        with pytest.raises(DatabaseUnknown, match=f"{name}.*{statement}.*NEO4J_DATABASE"):
            open_neo4j(database=name)


@pytest.mark.neo4j
def test_an_account_that_may_only_read(open_neo4j: OpenNeo4j, empty_neo4j: Callable[[], Neo4jEngine]) -> None:
    Store(empty_neo4j()).load(SMALL)
    reader = Store(open_neo4j(read_only=True))
    for write in (lambda: reader.load(CHANGED), reader.drop_all):
        with pytest.raises(WriteRefused, match="may"):
            write()
    assert reader.dump() == SMALL


FOREIGN = """
CREATE (a:Project {name: '别人的项目', id: 'p1', aliases: ['怀化高新区'], keys: ['怀化高新区']})
       -[:PART_OF {rel: 'PART_OF', document_id: 'plan.txt#1', source: 'plan.txt', start: 0, end: 5}]->
       (b:Park {name: '别人的园区', id: 'k1'})-[:CONTAINS]->(c:Passage {text: '别人的', document_id: 'plan.txt#1'}),
       (d:Document {title: '别人的文件'})-[:MENTIONS {source: 'plan.txt', start: 0, end: 5}]->(a),
       (d)-[:TARGET {year: 2025}]->(:Indicator {name: '地区生产总值'}), (a)-[:LINK {kind: 'same'}]->(b)"""
COUNT_FOREIGN = (
    "MATCH (n) WHERE n.mailuo_id IS NULL OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS n, count(r) AS r"
)


@pytest.mark.neo4j
def test_other_data_in_the_database_is_neither_read_nor_touched(empty_neo4j: Callable[[], Neo4jEngine]) -> None:
    engine = empty_neo4j()
    before = engine.ask(COUNT_FOREIGN)
    engine._run(FOREIGN)
    try:
        foreign = engine.ask(COUNT_FOREIGN)
        assert foreign != before
        store = Store(engine)
        for knowledge in (SMALL, CHANGED, EMPTY, SMALL):
            store.load(knowledge, texts=TEXTS)
            assert store.dump() == knowledge
        assert len(store.find_entities("怀化高新区")) == 1
        assert len(store.mentions_in(PLAN, 0, 100)) == 6
        assert store.counts().relations["PART_OF"] == 1
        assert store.targets(name="生产总值") == SMALL.targets
        store.drop_all()
        assert engine.ask(COUNT_FOREIGN) == foreign
        assert not engine.ask("SHOW INDEXES YIELD name WHERE name STARTS WITH 'mailuo' RETURN name")
    finally:
        engine._run("MATCH (n) WHERE any(x IN [n.name, n.title, n.text] WHERE x STARTS WITH '别人') DETACH DELETE n")
        engine._run("MATCH (n:Indicator) WHERE n.mailuo_id IS NULL AND n.name = '地区生产总值' DETACH DELETE n")


def _is_old_or_new(held: Knowledge, old: Knowledge, new: Knowledge, document_id: str) -> bool:
    def said(knowledge: Knowledge) -> object:
        return (
            [m for m in knowledge.mentions if m.document_id == document_id],
            [r for r in knowledge.relations if r.document_id == document_id],
            [p for p in knowledge.passages if p.document_id == document_id],
            [t for t in knowledge.targets if t.target.document_id == document_id],
        )

    return said(held) in (said(old), said(new))


@pytest.mark.neo4j
def test_a_failure_inside_a_document_leaves_it_as_it_was(
    empty_neo4j: Callable[[], Neo4jEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(empty_neo4j())
    store.load(SMALL, texts=TEXTS)
    with monkeypatch.context() as patch:
        # the last step of a document: its parts were dropped and made anew, its relations cannot be drawn
        patch.setattr(neo4j_writing, "CREATE_EDGES", "UNWIND $rows AS r RETURN 0 AS made")
        with pytest.raises(GraphRefused, match="run the command again"):
            store.load(CHANGED, texts=TEXTS)
    assert store.dump().mentions == SMALL.mentions
    store.load(CHANGED, texts=TEXTS)
    assert store.dump() == CHANGED


LOAD_AND_DIE = """
import os
from dataclasses import replace
from graph.store.engines.neo4j import Neo4jEngine
from graph.store.places import Server
from graph.store.store import Store
from tests.graph.made import SMALL, TEXTS
uri, user, password, database = sys.argv[1:]
changed = replace(SMALL, mentions=SMALL.mentions[1:-1], links=())
store = Store(Neo4jEngine(Server(uri, user, password, database or None)))
store.load(changed, texts=TEXTS, progress=lambda done, total: os.kill(os.getpid(), 9) if done == 1 else None)
"""


@pytest.mark.neo4j
def test_a_run_that_is_killed_leaves_whole_documents_and_the_next_mends_the_rest(
    empty_neo4j: Callable[[], Neo4jEngine], neo4j_server: Server
) -> None:
    store = Store(empty_neo4j())
    store.load(SMALL, texts=TEXTS)
    account = (neo4j_server.uri, neo4j_server.user, neo4j_server.password, neo4j_server.database or "")
    killed = _python(LOAD_AND_DIE, *account)
    killed.communicate()
    assert killed.returncode == -9
    new = replace(SMALL, mentions=SMALL.mentions[1:-1], links=())
    held = store.dump()
    assert held not in (SMALL, new)
    assert all(_is_old_or_new(held, SMALL, new, document.id) for document in SMALL.documents)
    store.load(new, texts=TEXTS)
    assert store.dump() == new


@pytest.mark.neo4j
def test_what_somebody_deleted_by_hand_comes_back(empty_neo4j: Callable[[], Neo4jEngine]) -> None:
    engine = empty_neo4j()
    store = Store(engine)
    store.load(SMALL, texts=TEXTS)
    for damage in (
        "MATCH ()-[r:LED_BY]->() DELETE r",
        "MATCH (n:Park {mailuo_id: 'k1'}) DETACH DELETE n",
        "MATCH (n:Document) WHERE n.mailuo_id IS NOT NULL DETACH DELETE n",
        "MATCH ()-[r:LINK|ANNEX_OF|ISSUES|REPLACES]->() DELETE r",
    ):
        engine._run(damage)
        store.load(SMALL, texts=TEXTS)
        assert store.dump() == SMALL, damage


@pytest.mark.neo4j
def test_only_documents_that_changed_are_written(
    empty_neo4j: Callable[[], Neo4jEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(empty_neo4j())
    store.load(SMALL, texts=TEXTS)
    written: list[str] = []
    write = neo4j_writing.replace_document

    def spy(tx: object, **of: object) -> None:
        written.append(of["document"].id)  # type: ignore[attr-defined]
        write(tx, **of)  # type: ignore[arg-type]

    monkeypatch.setattr(neo4j_change, "replace_document", spy)
    store.load(SMALL, texts=TEXTS)
    assert written == []
    store.load(CHANGED, texts=TEXTS)
    assert written == [f"{REPORT}#1"]
    store.load(CHANGED, texts=TEXTS, vectors={SMALL.passages[0].id: [1.0, 0.0]})
    assert written == [f"{REPORT}#1", f"{PLAN}#1"]


ME, OTHER = Owner("me", "/mine on this machine", 3), Owner("other", "/elsewhere on that machine")


@pytest.mark.neo4j
def test_a_graph_of_another_owner_is_refused_for_reading_and_writing(
    empty_neo4j: Callable[[], Neo4jEngine], open_neo4j: OpenNeo4j
) -> None:
    empty_neo4j().drop_all()
    Store(open_neo4j(owner=ME)).load(SMALL, texts=TEXTS)
    for read_only in (True, False):
        assert Store(open_neo4j(owner=ME, read_only=read_only)).dump() == SMALL
        with pytest.raises(GraphOfOther, match=f"{ME.place}.*--take-over"):
            open_neo4j(owner=OTHER, read_only=read_only)
    Store(open_neo4j(owner=OTHER, take_over=True)).load(CHANGED, texts=TEXTS)
    with pytest.raises(GraphOfOther, match=OTHER.place):
        open_neo4j(owner=ME)
    open_neo4j(owner=OTHER).drop_all()
    Store(open_neo4j(owner=ME)).load(SMALL, texts=TEXTS)
    open_neo4j().drop_all()


@pytest.mark.neo4j
def test_of_two_owners_that_begin_at_once_one_is_refused(
    empty_neo4j: Callable[[], Neo4jEngine], open_neo4j: OpenNeo4j
) -> None:
    empty_neo4j().drop_all()
    mine, others = Store(open_neo4j(owner=ME)), Store(open_neo4j(owner=OTHER))
    mine.load(SMALL, texts=TEXTS)
    with pytest.raises(GraphOfOther, match=ME.place):
        others.load(CHANGED, texts=TEXTS)
    assert mine.dump() == SMALL
    open_neo4j().drop_all()


@pytest.mark.neo4j
def test_the_server_knows_which_generation_was_wholly_written(
    empty_neo4j: Callable[[], Neo4jEngine], open_neo4j: OpenNeo4j
) -> None:
    empty_neo4j().drop_all()
    engine = open_neo4j(owner=ME)
    assert engine.held_generation() is None
    seen: list[int | None] = []
    Store(engine).load(SMALL, texts=TEXTS, progress=lambda done, total: seen.append(engine.held_generation()))
    assert set(seen) == {None}
    assert engine.held_generation() == ME.generation
    later = Store(open_neo4j(owner=replace(ME, generation=4)))

    def stumble(done: int, total: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        later.load(CHANGED, texts=TEXTS, progress=stumble)
    assert engine.held_generation() is None
    engine.drop_all()


@pytest.mark.neo4j
def test_a_server_of_an_old_release_is_refused(open_neo4j: OpenNeo4j, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_engine, "OLDEST", (9999, 1))
    with pytest.raises(ServerTooOld, match="or newer"):
        open_neo4j()


@pytest.mark.neo4j
def test_another_model_has_vectors_of_another_length(empty_neo4j: Callable[[], Neo4jEngine]) -> None:
    engine = empty_neo4j()
    store = Store(engine)
    for vector in ([1.0, 0.0], [0.0, 1.0, 0.0]):
        store.load(SMALL, texts=TEXTS, vectors={SMALL.passages[0].id: vector})
        search = "CALL db.index.vector.queryNodes('mailuo_passage_vectors', 1, $vector) YIELD node"
        near = engine.ask(f"{search} RETURN node.mailuo_id AS id", {"vector": vector})
        assert near == [{"id": SMALL.passages[0].id}]


# ------------------------------------------------------------------------------------- the server itself goes and comes


@pytest.fixture
def mortal_server(neo4j_server: Server) -> Server:
    if neo4j_server.home is None:
        pytest.skip("the server of NEO4J_URI is not ours to stop")
    return neo4j_server


@pytest.mark.neo4j
def test_a_server_killed_during_loading_is_waited_for(
    empty_neo4j: Callable[[], Neo4jEngine],
    open_neo4j: OpenNeo4j,
    mortal_server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    empty_neo4j()
    monkeypatch.setattr(neo4j_engine, "WRITE_PATIENCE_SECONDS", 300.0)  # machines of tests are slow to start it
    store = Store(open_neo4j())

    def crash(done: int, total: int) -> None:
        if done == 1:
            mortal_server.kill()
            mortal_server.start(wait=False)

    store.load(SMALL, texts=TEXTS, progress=crash)
    mortal_server.wait()
    assert store.dump() == SMALL


@pytest.mark.neo4j
def test_a_server_that_is_starting_is_waited_for_when_patient(open_neo4j: OpenNeo4j, mortal_server: Server) -> None:
    mortal_server.kill()
    try:
        with pytest.raises(ServerUnavailable, match="no answer"):
            open_neo4j()
        mortal_server.start(wait=False)
        assert open_neo4j(patient=True).ask("RETURN 1 AS one") == [{"one": 1}]
    finally:
        mortal_server.wait()


@pytest.mark.neo4j
def test_a_server_that_stays_away_ends_with_one_line_and_the_next_run_goes_on(
    empty_neo4j: Callable[[], Neo4jEngine],
    open_neo4j: OpenNeo4j,
    mortal_server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Store(empty_neo4j()).load(SMALL, texts=TEXTS)
    monkeypatch.setattr(neo4j_engine, "WRITE_PATIENCE_SECONDS", 1.0)
    store = Store(open_neo4j())
    new = replace(SMALL, mentions=SMALL.mentions[1:-1])
    try:
        with pytest.raises(ServerUnavailable, match="run the command again") as failure:
            store.load(new, texts=TEXTS, progress=lambda done, total: mortal_server.kill())
    finally:
        mortal_server.start()
    assert "\n" not in str(failure.value)
    held = store.dump()
    assert all(_is_old_or_new(held, SMALL, new, document.id) for document in SMALL.documents)
    store.load(new, texts=TEXTS)
    assert store.dump() == new
