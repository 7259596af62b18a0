"""The real corpus on both engines: every verb says the same of many entities and questions, to the letter."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.records import EntityType
from graph.store.engines.neo4j import Neo4jEngine
from tests.neo4j_page import QUERIES
from tests.neo4j_server import Server
from ui.app.settings import Settings
from ui.app.workspace import Workspace

pytestmark = [pytest.mark.neo4j, pytest.mark.model]

ENTITIES = 25  # of each type, the most mentioned
QUESTIONS = (
    "怀化高新区的主导产业是什么?",
    "2023年社零目标多少?",
    "惠科显示模组生产线哪个部门牵头?",
    "怀化国际陆港2023年全年计划开行国际班列多少列?",
    "怀化粮食播种面积目标:2023年、2026年各是多少?",
    "2022年邵阳市地区生产总值增长目标是多少?",
    "绥宁县有哪些竹产业项目?",
    "怀化高新区惠科显示模组生产线项目总投资多少亿元?",
)


@pytest.fixture(scope="module")
def both(
    corpus_home: Path, neo4j_server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Workspace, Workspace]]:
    """The corpus embedded, and a copy of its knowledge base loaded into the server."""
    home = tmp_path_factory.mktemp("corpus-on-server") / "home"
    shutil.copytree(corpus_home, home)
    embedded = Workspace(Settings.read({"MAILUO_HOME": str(corpus_home)}))
    server = Workspace(Settings.read({"MAILUO_HOME": str(home), **neo4j_server.settings}))
    server.ingest([], lambda stage, done, total, what="": None)
    yield embedded, server
    server.remove(None, lambda stage, done, total, what="": None)
    for workspace in (embedded, server):
        workspace.close()


def _same(one: object, other: object) -> bool:
    return json.dumps(one, ensure_ascii=False) == json.dumps(other, ensure_ascii=False)


def test_the_export_is_equal_byte_for_byte(both: tuple[Workspace, Workspace], tmp_path: Path) -> None:
    written = []
    for number, workspace in enumerate(both):
        files = workspace.export("jsonl", tmp_path / str(number))
        written.append({path.name: path.read_bytes() for path in files})
    assert written[0] == written[1]
    assert len(written[0]["mentions.jsonl"]) > 100_000


@pytest.mark.parametrize("kind", EntityType)
def test_the_pages_of_entities_are_equal(both: tuple[Workspace, Workspace], kind: EntityType) -> None:
    embedded, server = both
    listed = embedded.list(kind)["entities"]
    assert _same(listed, server.list(kind)["entities"])
    names = [entity["name"] for entity in listed[:ENTITIES]]
    assert names
    for name, other in zip(names, reversed(names), strict=True):
        assert _same(embedded.show(name), server.show(name)), name
        assert _same(embedded.mentions(name), server.mentions(name)), name
        assert _same(embedded.trace(name), server.trace(name)), name
        assert _same(embedded.path(name, other), server.path(name, other)), (name, other)
        identifier = embedded.show(name)["entities"][0]["id"]
        assert _same(embedded.neighbourhood(identifier), server.neighbourhood(identifier)), name


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_are_equal(both: tuple[Workspace, Workspace], question: str) -> None:
    embedded, server = both
    assert _same(embedded.ask(question), server.ask(question))
    assert _same(embedded.search(question), server.search(question))


@pytest.mark.parametrize(("title", "query"), QUERIES)
def test_each_query_of_the_page_finds_something_in_the_corpus(
    both: tuple[Workspace, Workspace], title: str, query: str
) -> None:
    _, server = both
    engine = server.opened.store._engine
    assert isinstance(engine, Neo4jEngine)
    assert engine.ask(query), title


def test_figures_are_equal(both: tuple[Workspace, Workspace]) -> None:
    embedded, server = both
    assert _same(embedded.targets(), server.targets())
    assert _same(embedded.targets("粮食"), server.targets("粮食"))
