"""Loading over both engines: what stood there before makes no difference to what stands there after."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.records import Entity, EntityType, Knowledge
from graph.store.checking import KnowledgeBroken
from graph.store.store import Store
from tests.graph.made import EMPTY, PLAN, SMALL, TEXTS, large_knowledge


@pytest.fixture
def written(store: Store) -> Store:
    store.load(SMALL, texts=TEXTS)
    return store


def test_loading_again_changes_nothing(written: Store) -> None:
    written.load(SMALL, texts=TEXTS)
    assert written.dump() == SMALL


@pytest.mark.parametrize("size", [40])
def test_a_larger_graph_comes_back_whole(store: Store, size: int) -> None:
    knowledge = large_knowledge(documents=3, mentions=size)
    store.load(knowledge)
    assert store.dump() == knowledge


def test_an_empty_graph_answers(store: Store) -> None:
    store.load(EMPTY)
    assert store.dump() == EMPTY
    assert store.counts().documents == 0
    assert store.find_entities("怀化市") == ()
    assert store.shortest_paths("p1", "p2") == ()
    assert store.neighbourhood("p1").entities == ()
    assert store.mentions_of([]) == ()
    assert store.entities([]) == ()


def test_one_name_of_two_things_gives_the_more_mentioned_first(store: Store) -> None:
    other = Entity("k0", EntityType.PARK, "另一高新区", ("国家高新区",))
    store.load(replace(SMALL, entities=tuple(sorted((*SMALL.entities, other), key=lambda e: e.id))))
    assert [count.entity.id for count in store.find_entities("国家高新区")] == ["k1", "k0"]


def test_a_document_that_is_gone_takes_all_it_said_with_it(written: Store) -> None:
    plan_only = Knowledge(
        documents=SMALL.documents[:2],
        sections=SMALL.sections,
        passages=SMALL.passages[:2],
        entities=tuple(e for e in SMALL.entities if e.id not in ("d1", "p2", "p3", "c2")),
        mentions=tuple(m for m in SMALL.mentions if m.source == PLAN),
        relations=tuple(r for r in SMALL.relations if r.source == PLAN),
        targets=SMALL.targets[:1],
        links=(),
        merges=SMALL.merges,
        attributes=SMALL.attributes[:1],
    )
    written.load(plan_only, texts=TEXTS)
    assert written.dump() == plan_only


def test_a_changed_document_and_a_renamed_entity_are_replaced(written: Store) -> None:
    changed = replace(
        SMALL,
        entities=tuple(replace(e, name="怀化市高新区", code=None) if e.id == "k1" else e for e in SMALL.entities),
        mentions=SMALL.mentions[1:],
        relations=SMALL.relations[:-1],
    )
    written.load(changed, texts=TEXTS)
    assert written.dump() == changed
    assert written.find_entities("怀化市高新区")[0].mentions == 1


def test_an_entity_that_turns_out_to_be_of_another_type_stands_once(written: Store) -> None:
    turned = replace(
        SMALL, entities=tuple(replace(e, type=EntityType.PROJECT) if e.id == "k1" else e for e in SMALL.entities)
    )
    written.load(turned, texts=TEXTS)
    assert written.dump() == turned


def test_dropping_all_leaves_an_empty_graph_that_can_be_loaded_again(written: Store) -> None:
    written.drop_all()
    assert written.dump() == EMPTY
    written.load(SMALL)
    assert written.dump() == SMALL


BROKEN = [
    replace(SMALL, entities=SMALL.entities[1:]),
    replace(SMALL, documents=SMALL.documents[:2]),
    replace(SMALL, entities=tuple(e for e in SMALL.entities if e.id != "x1")),
]


@pytest.mark.parametrize("knowledge", BROKEN)
def test_knowledge_with_a_gap_is_refused_before_anything_is_written(written: Store, knowledge: Knowledge) -> None:
    with pytest.raises(KnowledgeBroken):
        written.load(knowledge)
    assert written.dump() == SMALL


def test_progress_counts_sources(store: Store) -> None:
    heard: list[tuple[int, int]] = []
    store.load(SMALL, progress=lambda done, total: heard.append((done, total)))
    assert heard == sorted(heard)
    assert heard[-1] == (2, 2)
