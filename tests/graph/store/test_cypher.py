"""Each question of the store on both engines, and each query of the page for Neo4j Browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from graph.store.cypher import TEXTS as CYPHER
from graph.store.engines.neo4j import Neo4jEngine
from graph.store.queries import TAKES, Query
from graph.store.sql import READINGS
from graph.store.store import Store
from tests.graph.made import PLAN, REPORT, SMALL, TEXTS
from tests.neo4j_page import QUERIES as BROWSER

PARAMETERS = {
    "ids": [entity.id for entity in SMALL.entities],
    "type": "Project",
    "types": ["Project", "Park"],
    "key": "怀化高新区",
    "kind": SMALL.links[0].kind.value,
    "kinds": ["LED_BY", "LOCATED_IN"],
    "sources": [REPORT, PLAN],
    "pieces": ["高新", "新区", "gao"],
    "sound": "gaoxin",
    "initials": ["gxq"],
    "keys": ["怀化高新区", "鹤城区"],
    "text": "高新区",
    "limit": 5,
    "skip": 1,
    "document_id": f"{PLAN}#1",
    "source": PLAN,
    "first": 0,
    "last": 1000,
    "name": "生产总值",
    "region": "怀化市",
    "year": 2025,
    "sure": 0.9,
}


OF_ONE: dict[Query, dict[str, object]] = {
    Query.DOCUMENTS_OF_YEAR: {"year": 2021},
    Query.NAMES_BEGINNING: {"text": "怀化高新"},
    Query.NAMES_SOUNDING: {"sound": "huaihuagao"},
}


def test_both_languages_know_every_question() -> None:
    assert set(CYPHER) == set(READINGS) == set(TAKES) == set(Query)


@pytest.mark.parametrize("query", Query)
def test_every_question_is_answered_with_columns_of_its_own(loaded: Store, query: Query) -> None:
    given = {name: PARAMETERS[name] for name in TAKES[query]} | OF_ONE.get(query, {})
    found = loaded._engine.read(query, given)
    assert found
    assert all("." not in column for column in found[0])


@pytest.mark.parametrize("query", Query)
def test_each_question_takes_what_it_says(query: Query) -> None:
    assert set(re.findall(r"\$(\w+)", CYPHER[query])) == set(TAKES[query])


@pytest.fixture(scope="module")
def browser(empty_neo4j: Callable[[], Neo4jEngine]) -> Neo4jEngine:
    engine = empty_neo4j()
    vectors = {passage.id: [1.0, float(number)] for number, passage in enumerate(SMALL.passages)}
    Store(engine).load(SMALL, texts=TEXTS, vectors=vectors)
    return engine


def test_the_page_holds_ten_queries() -> None:
    assert len(BROWSER) == 10


@pytest.mark.neo4j
@pytest.mark.parametrize(("title", "query"), BROWSER)
def test_each_query_of_the_page_finds_something(browser: Neo4jEngine, title: str, query: str) -> None:
    assert browser.ask(query), title


@pytest.mark.neo4j
def test_names_and_passages_can_be_searched_in_the_database(browser: Neo4jEngine) -> None:
    names = browser.ask(
        "CALL db.index.fulltext.queryNodes('mailuo_names', '技术产业') YIELD node RETURN node.name AS name"
    )
    assert [row["name"] for row in names] == ["怀化高新区"]  # by its alias
    texts = browser.ask(
        "CALL db.index.fulltext.queryNodes('mailuo_texts', '主导产业') YIELD node RETURN node.text AS text"
    )
    assert texts[0]["text"] == TEXTS[PLAN][7 : SMALL.passages[0].end]
    near = browser.ask(
        "CALL db.index.vector.queryNodes('mailuo_passage_vectors', 1, [1.0, 0.0]) YIELD node, score "
        "RETURN node.mailuo_id AS id, score"
    )
    assert near == [{"id": SMALL.passages[0].id, "score": pytest.approx(1.0)}]


@pytest.mark.neo4j
def test_labels_relations_and_constraints_are_those_people_expect(browser: Neo4jEngine) -> None:
    ours = "MATCH (n) WHERE n.mailuo_id IS NOT NULL"
    labels = {row["label"] for row in browser.ask(f"{ours} UNWIND labels(n) AS label RETURN DISTINCT label")}
    assert labels == {
        "Project",
        "Park",
        "Industry",
        "County",
        "Department",
        "Indicator",
        "Document",
        "Section",
        "Passage",
    }
    types = {row["rel"] for row in browser.ask(f"{ours} MATCH (n)-[r]->() RETURN DISTINCT type(r) AS rel")}
    assert types == {"PART_OF", "LOCATED_IN", "IN_INDUSTRY", "LEADING_INDUSTRY", "LED_BY", "MENTIONS", "TARGET",
                     "ATTRIBUTE", "LINK", "CONTAINS", "ANNEX_OF", "ISSUES", "REPLACES"}  # fmt: skip
    shown = browser.ask("SHOW CONSTRAINTS YIELD labelsOrTypes, type, properties WHERE type = 'UNIQUENESS' RETURN *")
    unique = {row["labelsOrTypes"][0] for row in shown if row["properties"] == ["mailuo_id"]}
    assert unique == labels | {"Enterprise", "KnowledgeBase"}
