"""The same answers and the same files, byte for byte, whether the graph is embedded or lies in a Neo4j server."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.neo4j_server import Server
from tests.ui.homes import PLANS, Home

pytestmark = pytest.mark.neo4j

COMMANDS = [
    ("show", "怀化高新区"),
    ("show", "怀化国际陆港"),
    ("mentions", "怀化国际陆港"),
    ("trace", "惠科显示模组生产线"),
    ("path", "怀化国际陆港", "怀化市"),
    ("search", "怀化国际陆港什么时候开通"),
    ("ask", "2023年地区生产总值增长目标是多少?"),
    ("ask", "怀化高新区重点发展什么产业?"),
    ("targets",),
    ("list", "Project"),
]


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory, neo4j_server: Server) -> Iterator[tuple[Home, Home]]:
    folder = tmp_path_factory.mktemp("engines")
    (folder / "plans").mkdir()
    for name, text in PLANS.items():
        (folder / "plans" / name).write_text(text, encoding="utf-8")
    embedded, server = Home(folder / "embedded", None), Home(folder / "server", neo4j_server)
    for home in (embedded, server):
        done = home.run("ingest", str(folder / "plans"))
        assert done.returncode == 0, done.stderr
    yield embedded, server
    engine = neo4j_server.open_engine()
    engine.drop_all()
    engine.close()


@pytest.mark.parametrize("form", ["jsonl", "csv", "graphml", "cypher"])
def test_exports_are_equal_byte_for_byte(homes: tuple[Home, Home], form: str) -> None:
    written = []
    for home in homes:
        folder = home.folder / form
        done = home.look("export", "--format", form, str(folder))
        assert done.returncode == 0, done.stderr
        written.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert written[0] == written[1]
    # the plans cite no other document, and say of no project what it costs
    assert {name for name, held in written[0].items() if not held} <= {"document_links.jsonl", "attributes.jsonl"}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_answers_are_equal(homes: tuple[Home, Home], command: tuple[str, ...]) -> None:
    embedded, server = (home.look(*command, "--json") for home in homes)
    assert (embedded.returncode, embedded.stdout) == (server.returncode, server.stdout), server.stderr
    assert embedded.returncode == 0, embedded.stderr
    assert json.loads(embedded.stdout)


def test_the_status_names_the_engine_and_is_else_equal(homes: tuple[Home, Home]) -> None:
    embedded, server = (json.loads(home.run("status", "--json").stdout) for home in homes)
    assert "SQLite" in embedded["graph_engine"]
    assert "bolt://" in server["graph_engine"]
    for name in ("documents", "passages", "entities", "relations", "targets", "links"):
        assert embedded[name] == server[name], name


def test_a_wrong_password_is_one_line(homes: tuple[Home, Home]) -> None:
    _, server = homes
    wrong = Home(server.folder, None)
    wrong.environment = server.environment | {"NEO4J_PASSWORD": "wrong"}
    done = wrong.run("show", "怀化高新区")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "NEO4J_PASSWORD" in done.stderr


def test_removing_everything_asks_first_and_leaves_other_data_alone(
    homes: tuple[Home, Home], neo4j_server: Server
) -> None:  # fmt: skip
    _, home = homes
    engine = neo4j_server.open_engine()
    ours = "MATCH (n) WHERE n.mailuo_id IS NOT NULL RETURN count(n) AS number"
    engine._run("CREATE (:Project {name: '别人的'})-[:PART_OF]->(:Park {name: '别人的'})")
    foreign = "MATCH (n {name: '别人的'})-[r]-() RETURN count(r) AS number"
    try:
        held = engine.ask(ours)
        assert home.run("remove", "--all", answer="n\n").returncode == 1
        assert engine.ask(ours) == held != [{"number": 0}]
        done = home.run("remove", "--all", "--yes")
        assert done.returncode == 0, done.stderr
        assert engine.ask(ours) == [{"number": 0}]
        assert engine.ask(foreign) == [{"number": 2}]
    finally:
        engine._run("MATCH (n {name: '别人的'}) DETACH DELETE n")
        engine.close()
