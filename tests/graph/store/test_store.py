"""One suite over both engines: every verb gives the same, whatever the graph lies in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from graph.records import Entity, EntityAttribute, EntityRelation, EntityType, LinkKind, RelationType
from graph.store import found
from graph.store.store import Store
from tests.graph.made import (
    CITY,
    COUNTY,
    DEPARTMENT,
    INDICATOR,
    INDUSTRY,
    PARK,
    PHASE,
    PLAN,
    PLANNED,
    PORT,
    PROJECT,
    REPORT,
    SMALL,
    STARTED,
    TEXTS,
)


def _ids(entities: tuple[Entity, ...]) -> list[str]:
    return [entity.id for entity in entities]


def test_documents_and_sections_are_ordered_by_their_numbers() -> None:
    section, passage = SMALL.sections[0], SMALL.passages[0]
    named = [f"{document}§{number}" for document in ("a#2", "a#10", "b#1") for number in (1, 2, 10)]
    sections = [replace(section, id=name, document_id=name.partition("§")[0]) for name in named]
    assert found.in_section_order(reversed(sections)) == tuple(sections)
    passages = [
        replace(passage, id=f"{name}:{start}", source=name[0], document_id=name, start=start)
        for name in ("a#2", "a#10", "b#1")
        for start in (9, 10)
    ]
    assert found.in_passage_order(reversed(passages)) == tuple(passages)


def test_gives_back_all_that_was_loaded(loaded: Store) -> None:
    assert loaded.dump() == SMALL


def test_documents_that_a_reader_does_not_know_are_passed_over(loaded: Store) -> None:
    known = {document.id for document in SMALL.documents if document.source == PLAN}
    reader = Store(loaded._engine, known)
    seen = reader.dump()
    assert seen.mentions == tuple(m for m in SMALL.mentions if m.document_id in known) != SMALL.mentions
    assert seen.relations == tuple(r for r in SMALL.relations if r.document_id in known)
    assert seen.targets == tuple(t for t in SMALL.targets if t.target.document_id in known) != SMALL.targets
    assert seen.attributes == tuple(a for a in SMALL.attributes if a.document_id in known) != SMALL.attributes
    assert seen.passages == tuple(p for p in SMALL.passages if p.document_id in known)
    assert seen.links == ()  # the one there is rests on the report too
    assert {place.mention.document_id for place in reader.mentions_of(e.id for e in SMALL.entities)} <= known
    assert reader.links_of(PROJECT.id) == ()


def test_counts(loaded: Store) -> None:
    counts = loaded.counts()
    assert (counts.documents, counts.sections, counts.passages) == (3, 2, 3)
    assert (counts.mentions, counts.targets, counts.attributes, counts.links) == (10, 2, 2, 1)
    assert list(counts.entities) == list(EntityType)
    held = {kind: number for kind, number in counts.entities.items() if number}
    assert held == {"Project": 3, "Park": 1, "Industry": 1, "County": 2, "Department": 1, "Indicator": 1}
    assert {rel: number for rel, number in counts.relations.items() if number} == {
        "LEADING_INDUSTRY": 1, "IN_INDUSTRY": 1, "LOCATED_IN": 1, "PART_OF": 1, "LED_BY": 2,
    }  # fmt: skip
    assert list(counts.relations) == [kind.value for kind in RelationType]


def test_counts_of_documents(loaded: Store) -> None:
    for count in loaded.document_counts():
        mentioned = {m.entity_id for m in SMALL.mentions if m.document_id == count.document_id}
        given = [t for t in SMALL.targets if t.target.document_id == count.document_id]
        assert (count.entities, count.targets) == (len(mentioned), len(given))
    assert sum(count.targets for count in loaded.document_counts()) == len(SMALL.targets)
    assert len(loaded.document_counts()) == 3


@pytest.mark.parametrize("sure", [0.0, 0.5, 0.95, 2.0])
def test_unsure_mentions_the_least_sure_first(loaded: Store, sure: float) -> None:
    expected = sorted(
        (m for m in SMALL.mentions if m.confidence < sure),
        key=lambda m: (m.confidence, m.source, m.start, m.end, m.entity_id),
    )
    assert list(loaded.unsure_mentions(sure, 100)) == expected
    assert list(loaded.unsure_mentions(sure, 1)) == expected[:1]


def test_unsafe_targets(loaded: Store) -> None:
    expected = [one for one in SMALL.targets if one.target.unsafe]
    assert list(loaded.unsafe_targets(100)) == expected != []
    assert not loaded.unsafe_targets(0)


@pytest.mark.parametrize("sure", [0.0, 0.9, 2.0])
def test_unsure_merges(loaded: Store, sure: float) -> None:
    expected = {merge for merge in SMALL.merges if merge.score < sure}
    assert set(loaded.unsure_merges(sure, 100)) == expected
    assert not loaded.unsure_merges(sure, 0)


def test_neighbours_of_several(loaded: Store) -> None:
    pairs = loaded.neighbours([PARK.id, PROJECT.id, "nobody"])
    for entity in (PARK, PROJECT):
        ends = {end for r in loaded.relations_of(entity.id) for end in (r.head_id, r.tail_id)}
        ends |= {end for link in loaded.links_of(entity.id) for end in (link.a_id, link.b_id)}
        assert {other for one, other in pairs if one == entity.id} == ends - {entity.id}
    assert {one for one, _ in pairs} == {PARK.id, PROJECT.id}
    assert pairs == sorted(set(pairs))


NAMES = [
    ("怀化高新区", None, [PARK]),
    ("国家高新区", None, [PARK]),
    (" 国家 高新区", None, [PARK]),
    ("惠科显示模组项目", None, [PROJECT]),  # written “惠科“显示模组”项目”
    ("怀化高新区", EntityType.PROJECT, []),
    ("怀化高新区", EntityType.PARK, [PARK]),
    ("高新区", None, []),
    ("", None, []),
    ("' OR 1=1 //", None, []),
]


@pytest.mark.parametrize(("name", "kind", "expected"), NAMES)
def test_finds_entities_by_each_name(
    loaded: Store, name: str, kind: EntityType | None, expected: list[Entity]
) -> None:  # fmt: skip
    assert [count.entity for count in loaded.find_entities(name, kind)] == expected


def test_entities_by_identifier(loaded: Store) -> None:
    assert loaded.entities(["p1", "c1", "nobody", "p1"]) == (COUNTY, PROJECT)


def test_lists_the_most_mentioned_first(loaded: Store) -> None:
    listed = loaded.list_entities()
    assert [(c.entity.id, c.mentions, c.documents) for c in listed[:2]] == [("x1", 2, 2), ("k1", 2, 1)]
    assert listed[-1].entity == CITY  # implied, never mentioned
    assert [c.entity.id for c in loaded.list_entities(EntityType.PROJECT, 2)] == ["p3", "p1"]


def test_lists_a_page_behind_the_first(loaded: Store) -> None:
    every = [c.entity.id for c in loaded.list_entities()]
    assert [c.entity.id for skip in range(0, 10, 3) for c in loaded.list_entities(limit=3, skip=skip)] == every
    assert [c.entity.id for c in loaded.list_entities(EntityType.PROJECT, 2, skip=1)] == ["p1", "p2"]
    assert loaded.list_entities(limit=0) == loaded.list_entities(EntityType.PARK, 5, skip=5) == ()


def test_counts_entities_by_type(loaded: Store) -> None:
    assert loaded.count_entities() == loaded.counts().entities


FOUND_NAMES = [
    (["怀化高新区", "nothing", "鹤城"], ["怀化高新区", "鹤城"]),
    (["惠科显示模组项目"], ["惠科“显示模组”项目"]),  # keys are without quotation marks
    (["高新区"], []),
    ([], []),
]


@pytest.mark.parametrize(("keys", "expected"), FOUND_NAMES)
def test_finds_names_by_many_keys(loaded: Store, keys: list[str], expected: list[str]) -> None:
    many = [f"{key} {number}" for number in range(500) for key in ("x", "y")]
    assert [name.name for name in loaded.find_names([*keys, *many])] == expected


HOLDING: list[tuple[str, dict[str, Any], list[str]]] = [
    ("高新区", {}, ["国家高新区", "怀化高新区"]),  # of the same thing, by name
    (
        "怀化",
        {},
        ["怀化", "怀化高新区", "怀化国家高新技术产业开发区", "怀化国际陆港", "怀化市发展和改革委员会", "怀化市"],
    ),
    ("怀化", {"limit": 2}, ["怀化", "怀化高新区"]),
    ("怀化", {"types": [EntityType.DEPARTMENT, EntityType.PROJECT]}, ["怀化国际陆港", "怀化市发展和改革委员会"]),
    ("“显示 模组”", {}, ["惠科“显示模组”项目", "惠科显示模组生产线", "惠科显示模组生产线二期"]),
    ("没有", {}, []),
    ("%", {}, []),
    (" ", {}, []),
]


@pytest.mark.parametrize(("text", "options", "expected"), HOLDING)
def test_names_that_hold_a_text_best_first(
    loaded: Store, text: str, options: dict[str, Any], expected: list[str]
) -> None:
    assert [name.name for name in loaded.names_holding(text, **options)] == expected


LIKE = [
    ("惠科显示模组产线", {"limit": 2}, ["惠科显示模组生产线", "惠科显示模组生产线二期"]),
    ("怀化高新园", {"types": [EntityType.PARK], "limit": 1}, ["怀化高新区"]),
    ("怀花", {"limit": 1}, ["怀化"]),
    ("xyz", {}, []),
    ("", {}, []),
]


@pytest.mark.parametrize(("text", "options", "expected"), LIKE)
def test_names_that_have_most_in_common_with_a_text(
    loaded: Store, text: str, options: dict[str, Any], expected: list[str]
) -> None:
    assert [name.name for name in loaded.names_like(text, **options)] == expected


BEGINNING: list[tuple[str, dict[str, Any], list[str]]] = [
    ("怀化", {"limit": 3}, ["怀化", "怀化高新区", "怀化国家高新技术产业开发区"]),
    ("怀化", {"types": [EntityType.PROJECT]}, ["怀化国际陆港"]),
    ("懷化國際", {}, ["怀化国际陆港"]),
    ("高新区", {}, []),
    ("惠科“显", {}, ["惠科“显示模组”项目", "惠科显示模组生产线", "惠科显示模组生产线二期"]),
    ("惠科(*", {}, []),
    ("?:\\", {}, []),
    (" ", {}, []),
]


@pytest.mark.parametrize(("text", "options", "expected"), BEGINNING)
def test_names_that_begin_with_a_text_best_first(
    loaded: Store, text: str, options: dict[str, Any], expected: list[str]
) -> None:
    assert [name.name for name in loaded.names_beginning(text, **options)] == expected
    held = [name.name for name in loaded.names_holding(text, **{**options, "limit": 100})]
    assert held[: len(expected)] == expected


SOUNDING: list[tuple[str, list[str], dict[str, Any], list[str]]] = [
    ("huaihuaguojilugang", [], {}, ["怀化国际陆港"]),
    ("huaihua", [], {"limit": 2}, ["怀化", "怀化高新区"]),
    ("huaihua", [], {"types": [EntityType.DEPARTMENT]}, ["怀化市发展和改革委员会"]),
    ("hhgjlg", ["hhgjlg"], {}, ["怀化国际陆港"]),
    ("", ["hhg", "hkxsmzscx"], {"limit": 2}, ["惠科显示模组生产线", "怀化高新区"]),
    ("guojilugang", ["gjlg"], {}, []),
    ("guojilugang", [], {"anywhere": True}, ["怀化国际陆港"]),
    ("", ["gjlg"], {"anywhere": True}, ["怀化国际陆港"]),
    ("", [], {}, []),
    ("", [""], {}, []),
]


@pytest.mark.parametrize(("sound", "initials", "options", "expected"), SOUNDING)
def test_names_that_sound_so_best_first(
    loaded: Store, sound: str, initials: list[str], options: dict[str, Any], expected: list[str]
) -> None:
    assert [name.name for name in loaded.names_sounding(sound, initials, **options)] == expected


SOUNDING_LIKE: list[tuple[str, dict[str, Any], list[str]]] = [
    ("huaihuagoujilugang", {"limit": 1}, ["怀化国际陆港"]),
    ("hecheng", {"limit": 1}, ["鹤城"]),
    ("qqq", {}, []),
    ("", {}, []),
]


@pytest.mark.parametrize(("sound", "options", "expected"), SOUNDING_LIKE)
def test_names_that_sound_most_alike(
    loaded: Store, sound: str, options: dict[str, Any], expected: list[str]
) -> None:  # fmt: skip
    assert [name.name for name in loaded.names_sounding_like(sound, **options)] == expected


def test_names_of_all(loaded: Store) -> None:
    names = loaded.names()
    assert [n.name for n in names] == sorted(n.name for n in names)
    assert {n.name for n in names if n.entity_id == PARK.id and not n.is_main} == set(PARK.aliases)


def test_documents_and_their_passages(loaded: Store) -> None:
    assert loaded.documents() == SMALL.documents
    assert loaded.passages(f"{PLAN}#2") == (SMALL.passages[1],)
    assert loaded.passages("nothing") == ()


def test_mentions_with_their_passages_and_headings(loaded: Store) -> None:
    heading, body = loaded.mentions_of([PARK.id])
    assert (heading.mention.surface, heading.passage_id, heading.section) == ("园区", None, ("第一章 园区",))
    assert (body.mention.surface, body.passage_id) == ("怀化高新区", SMALL.passages[0].id)
    assert body.section == ("第一章 园区",)
    both = loaded.mentions_of([PORT.id, PHASE.id])
    assert [place.mention.stage for place in both] == [STARTED, PLANNED]


def test_mentions_in_a_stretch(loaded: Store) -> None:
    assert [m.surface for m in loaded.mentions_in(PLAN, 4, 21)] == ["园区", "怀化高新区", "电子信息"]
    assert loaded.mentions_in(PLAN, 5, 11) == ()
    assert loaded.mentions_in(REPORT, 0, 0) == ()


def test_where_many_are_mentioned_and_no_more(loaded: Store) -> None:
    places = [(PARK.id, f"{PLAN}#1", 4, 6), (PARK.id, f"{PLAN}#1", 7, 12)]
    assert [spot for spot in loaded.mention_spots([PARK.id, PORT.id]) if spot[0] == PARK.id] == places
    assert {spot[0] for spot in loaded.mention_spots([PARK.id, PORT.id, "none"])} == {PARK.id, PORT.id}
    assert loaded.mention_spots([]) == []


def test_what_lies_in_places(loaded: Store) -> None:
    assert loaded.located_in([PARK.id, CITY.id]) == [PROJECT.id]  # 鹤城区 is a part of the city, and lies in none
    assert loaded.located_in([CITY.id]) == []


def test_places_that_figures_are_of(loaded: Store) -> None:
    assert loaded.target_regions() == [("怀化市", len(SMALL.targets))]


def test_relations_of_both_directions_with_every_evidence(loaded: Store) -> None:
    assert [(r.head_id, r.rel.value, r.tail_id) for r in loaded.relations_of(PARK.id)] == [
        (PARK.id, "LEADING_INDUSTRY", INDUSTRY.id),
        (PROJECT.id, "LOCATED_IN", PARK.id),
    ]
    assert [r.quote for r in loaded.relations_of(DEPARTMENT.id)] == [
        "惠科显示模组生产线二期开工(市发改委牵头)",
        "市发改委牵头",
    ]
    assert loaded.relations_of(PROJECT.id)[0].role == "attract"


def test_relations_in_a_stretch(loaded: Store) -> None:
    assert [r.quote for r in loaded.relations_in(REPORT, 10, 22)] == ["市发改委牵头"]


def test_relations_of_some_kinds_in_some_sources(loaded: Store) -> None:
    every = loaded.relations_said(RelationType, {one.source for one in SMALL.relations})
    assert every == SMALL.relations
    led = [one for one in SMALL.relations if one.rel is RelationType.LED_BY and one.source == REPORT]
    assert led
    assert list(loaded.relations_said([RelationType.LED_BY], [REPORT])) == led
    assert loaded.relations_said([RelationType.LED_BY], ["none"]) == ()


def test_links_of_a_kind(loaded: Store) -> None:
    for kind in LinkKind:
        assert loaded.links_by(kind) == tuple(link for link in SMALL.links if link.kind is kind)


def test_main_names_most_mentioned_first(loaded: Store) -> None:
    for kind in EntityType:
        listed = [(count.entity.id, count.entity.name) for count in loaded.list_entities(kind)]
        assert loaded.main_names(kind) == listed


def test_links_and_merges(loaded: Store) -> None:
    assert loaded.links_of(PROJECT.id) == loaded.links_of(PHASE.id) == SMALL.links
    assert loaded.links_of(PARK.id) == ()
    assert loaded.merges_of(PARK.id) == SMALL.merges


TARGETS: list[tuple[Callable[[Store], object], list[str]]] = [
    (lambda store: store.targets(), ["6.5", "7"]),
    (lambda store: store.targets(name="生产总值"), ["6.5", "7"]),
    (lambda store: store.targets(name="城镇化"), []),
    (lambda store: store.targets(year=2022), ["7"]),
    (lambda store: store.targets(region="怀化市", year=2025), ["6.5"]),
    (lambda store: store.targets(region="邵阳市"), []),
    (lambda store: store.targets(indicator_ids=[INDICATOR.id]), ["6.5", "7"]),
    (lambda store: store.targets(indicator_ids=["other"]), []),
    (lambda store: store.targets(indicator_ids=[]), []),
]


@pytest.mark.parametrize(("ask", "expected"), TARGETS)
def test_targets_by_indicator_place_and_year(
    loaded: Store, ask: Callable[[Store], object], expected: list[str]
) -> None:  # fmt: skip
    found = ask(loaded)
    assert isinstance(found, tuple)
    assert [target.target.value for target in found] == expected
    assert all(target in SMALL.targets for target in found)


def test_shortest_ways_with_their_evidence(loaded: Store) -> None:
    (way,) = loaded.shortest_paths(PARK.id, DEPARTMENT.id)
    assert _ids(way.entities) == ["k1", "p1", "p2", "d1"]
    assert [(len(step.relations), len(step.links)) for step in way.steps] == [(1, 0), (0, 1), (2, 0)]
    back = loaded.shortest_paths(DEPARTMENT.id, PARK.id)
    assert _ids(back[0].entities) == ["d1", "p2", "p1", "k1"]


def _joined(head: Entity, tail: Entity) -> EntityRelation:
    return replace(SMALL.relations[0], head_id=head.id, rel=RelationType.LOCATED_IN, tail_id=tail.id)


def test_a_way_through_a_whole_city_is_given_only_where_there_is_no_other(store: Store) -> None:
    hub = [_joined(PORT, CITY), _joined(PARK, CITY)]
    longer = [_joined(PORT, INDUSTRY), _joined(INDUSTRY, DEPARTMENT), _joined(DEPARTMENT, PARK)]
    cases = [(hub, ["p3", "c2", "k1"]), ([*hub, *longer], ["p3", "i1", "d1", "k1"])]
    for relations, expected in cases:
        store.load(replace(SMALL, relations=found.in_relation_order(relations), links=()), texts=TEXTS)
        (way,) = store.shortest_paths(PORT.id, PARK.id)
        assert _ids(way.entities) == expected
    assert _ids(store.shortest_paths(PORT.id, CITY.id)[0].entities) == ["p3", "c2"]


ATTRIBUTES = [
    (None, SMALL.attributes),
    ([PROJECT.id, "nobody"], SMALL.attributes[:1]),
    ([PARK.id], ()),
    ([], ()),
]


@pytest.mark.parametrize(("ids", "expected"), ATTRIBUTES)
def test_attributes_of_projects(
    loaded: Store, ids: list[str] | None, expected: tuple[EntityAttribute, ...]
) -> None:  # fmt: skip
    assert loaded.attributes(ids) == expected


def test_no_way_within_the_length_or_at_all(loaded: Store) -> None:
    assert loaded.shortest_paths(PARK.id, DEPARTMENT.id, max_length=2) == ()
    assert loaded.shortest_paths(PARK.id, COUNTY.id) == ()
    assert loaded.shortest_paths(PARK.id, PARK.id) == ()


def test_the_neighbourhood_with_what_joins_the_neighbours(loaded: Store) -> None:
    around = loaded.neighbourhood(PROJECT.id)
    assert [count.entity.id for count in around.entities] == ["p1", "k1", "p2", "i1"]
    assert {r.rel.value for r in around.relations} == {"LEADING_INDUSTRY", "IN_INDUSTRY", "LOCATED_IN"}
    assert around.links == SMALL.links
    assert around.left_out == 0


NEIGHBOURHOODS = [
    ({"limit": 1}, ["p1", "k1"], 2),
    ({"types": [EntityType.INDUSTRY]}, ["p1", "i1"], 0),
    ({"relations": ["LOCATED_IN"]}, ["p1", "k1"], 0),
    ({"relations": ["LINK"]}, ["p1", "p2"], 0),
    ({"documents": [f"{REPORT}#1"]}, ["p1", "p2"], 0),
    ({"year": 2021}, ["p1", "k1", "p2", "i1"], 0),
    ({"year": 1999, "relations": ["LOCATED_IN"]}, ["p1"], 0),
]


@pytest.mark.parametrize(("filters", "expected", "left_out"), NEIGHBOURHOODS)
def test_a_neighbourhood_filtered(
    loaded: Store, filters: dict[str, object], expected: list[str], left_out: int
) -> None:  # fmt: skip
    around = loaded.neighbourhood(PROJECT.id, found.Passing(**filters))  # type: ignore[arg-type]
    assert [count.entity.id for count in around.entities] == expected
    assert around.left_out == left_out


def test_neighbours_beyond_the_limit_say_what_proves_them_and_are_drawn_when_asked_for(loaded: Store) -> None:
    around = loaded.neighbourhood(PROJECT.id, found.Passing(limit=1))
    assert [(one.count.entity.id, one.documents) for one in around.beyond] == [
        ("p2", ()), ("i1", (f"{PLAN}#1",)),
    ]  # fmt: skip
    more = loaded.neighbourhood(PROJECT.id, found.Passing(limit=1), also={"i1"})
    assert [count.entity.id for count in more.entities] == ["p1", "k1", "i1"]
    assert [one.count.entity.id for one in more.beyond] == ["p2"]
    assert {r.rel.value for r in more.relations} >= {"IN_INDUSTRY"}
