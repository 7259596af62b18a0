"""Knowledge bases that lie in a server: one at a time, mended after an ingestion was killed, readable meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store.engines.neo4j import Neo4jEngine
from tests.neo4j_server import Server
from tests.ui.homes import PLANS, Home

pytestmark = pytest.mark.neo4j

NEW = PLANS["2023.txt"].replace("惠科显示模组生产线", "三一环卫装备生产线").replace("怀化国际陆港", "怀化新陆港")
READING = [
    ("show", "怀化高新区"),
    ("show", "怀化市"),
    ("trace", "怀化国际陆港"),
    ("mentions", "怀化国际陆港"),
    ("path", "怀化高新区", "怀化市"),
    ("targets",),
    ("list", "Project"),
    ("ask", "2023年地区生产总值增长目标是多少?"),
    ("search", "怀化国际陆港"),
]


@pytest.fixture
def engine(neo4j_server: Server) -> Iterator[Neo4jEngine]:
    opened = neo4j_server.open_engine()
    opened.drop_all()
    yield opened
    opened.drop_all()
    opened.close()


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    for name, text in PLANS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def home(engine: Neo4jEngine, neo4j_server: Server, plans: Path, tmp_path: Path) -> Home:
    """The plans, taken in."""
    made = Home(tmp_path / "home", neo4j_server)
    _succeed(made, "ingest", str(plans))
    return made


def _succeed(home: Home, *arguments: str) -> str:
    done = home.run(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _read(home: Home) -> dict[tuple[str, ...], str]:
    """What the reading commands print, all of which succeed."""
    found = {command: home.look(*command, "--json") for command in READING}
    assert [done.stderr for done in found.values() if done.returncode] == []
    return {command: done.stdout for command, done in found.items()}


def _fail(home: Home, *arguments: str) -> str:
    """Its one clear line."""
    done = home.run(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert "Traceback" not in done.stderr
    return lines[-1]


def _documents(engine: Neo4jEngine) -> int:
    held = engine.ask("MATCH (d:Document) WHERE d.mailuo_id IS NOT NULL RETURN count(*) AS number")
    return int(held[0]["number"])


def test_another_knowledge_base_is_refused_and_may_take_over(
    home: Home, engine: Neo4jEngine, neo4j_server: Server, plans: Path, tmp_path: Path
) -> None:
    (plans / "2024.txt").unlink()
    other = Home(tmp_path / "other", neo4j_server)
    other.environment["MAILUO_TEST_PAUSE"] = "0"
    said = _fail(other, "ingest", str(plans))
    assert str(home.folder) in said
    assert "embedding" not in other.run("ingest", str(plans)).stderr
    assert "--take-over" in said
    assert _documents(engine) == 2
    _succeed(other, "ingest", "--take-over", str(plans))
    assert _documents(engine) == 1
    _succeed(other, "show", "怀化高新区")
    assert str(other.folder) in _fail(home, "show", "怀化高新区")
    assert str(other.folder) in _fail(home, "remove", "--all", "--yes")
    assert _documents(engine) == 1


def test_what_was_removed_frees_the_server_for_another(
    home: Home, engine: Neo4jEngine, neo4j_server: Server, plans: Path, tmp_path: Path
) -> None:
    _succeed(home, "remove", "--all", "--yes")
    assert not engine.ask("MATCH (n) WHERE n.mailuo_id IS NOT NULL RETURN n.name AS name")
    assert not engine.ask("SHOW INDEXES YIELD name WHERE name STARTS WITH 'mailuo' RETURN name")
    assert '"documents": 0' in _succeed(home, "status", "--json")
    _succeed(Home(tmp_path / "other", neo4j_server), "ingest", str(plans))


def test_taking_over_is_for_a_server(plans: Path, tmp_path: Path) -> None:
    done = Home(tmp_path / "home", None).run("ingest", "--take-over", str(plans))
    assert done.returncode == 2
    assert "NEO4J_URI" in done.stderr


@pytest.mark.parametrize("moment", ["graph", "index"])
def test_an_ingestion_that_is_killed_is_mended_by_the_next_run_whatever_it_takes_in(
    home: Home, plans: Path, moment: str
) -> None:
    before = _read(home)
    for name in PLANS:
        (plans / name).write_text(NEW, encoding="utf-8")
    (plans / "2025.txt").write_text(NEW.replace("2023", "2025"), encoding="utf-8")
    home.environment["MAILUO_TEST_KILL"] = moment
    assert home.run("ingest", str(plans)).returncode == -9
    del home.environment["MAILUO_TEST_KILL"]
    # the graph is already of another form than the generation in use: commands answer, or say one line
    for command in READING:
        done = home.look(*command)
        assert done.returncode in (0, 1), done.stderr
        assert "Traceback" not in done.stderr
        assert "\n" not in done.stderr.strip()
    export = plans.parent / "export"
    done = home.run("export", "--format", "jsonl", str(export))
    assert (done.returncode, export.exists()) == (1, False)
    assert "the graph is being written, or was left half" in done.stderr
    # the files are again what the generation in use was made from
    (plans / "2025.txt").unlink()
    for name, text in PLANS.items():
        (plans / name).write_text(text, encoding="utf-8")
    _succeed(home, "ingest", str(plans))
    assert _read(home) == before
    assert "unchanged" in home.run("ingest", str(plans)).stderr


def test_a_server_that_cannot_be_used_is_told_before_the_embedding(home: Home, plans: Path) -> None:
    (plans / "2025.txt").write_text(NEW, encoding="utf-8")
    home.environment |= {"NEO4J_PASSWORD": "wrong", "MAILUO_TEST_PAUSE": "0"}
    done = home.run("ingest", str(plans))
    assert done.returncode == 1
    assert "NEO4J_PASSWORD" in done.stderr
    assert "embedding" not in done.stderr


def test_a_server_that_lost_its_data_is_loaded_again(home: Home, engine: Neo4jEngine, plans: Path) -> None:
    engine.drop_all()
    _succeed(home, "ingest", str(plans))
    assert _documents(engine) == 2
