"""What is typed and what is found: exact names first, then beginnings, pieces, sounds, and names with a slip."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from graph.records import Entity, EntityMention, EntityType, Knowledge
from graph.store.engines.sqlite import SqliteEngine
from graph.store.store import Store
from tests.graph.made import EMPTY, SMALL, TEXTS
from ui.app.finding import find_things, partings, reads_as
from ui.app.namesakes import Namesakes
from ui.app.opened import Opened


def opened_over(folder: Path, knowledge: Knowledge) -> Iterator[Opened]:
    with Store(SqliteEngine(folder / "graph")) as store:
        store.load(knowledge, texts=TEXTS)
        yield cast(Opened, SimpleNamespace(store=store, namesakes=Namesakes(store, ())))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened_over(tmp_path_factory.mktemp("graph"), SMALL)


FOUND = [
    # the first hit: its name, the name by which it was found, and how
    ("怀化国际陆港", "怀化国际陆港", "怀化国际陆港", "exact"),
    ("市发改委", "怀化市发展和改革委员会", "市发改委", "exact"),  # an alias
    ("怀化", "怀化市", "怀化", "exact"),
    ("懷化國際陸港", "怀化国际陆港", "怀化国际陆港", "exact"),
    ("怀化国际", "怀化国际陆港", "怀化国际陆港", "begins"),
    ("国际陆港", "怀化国际陆港", "怀化国际陆港", "holds"),
    ("huaihuaguojilugang", "怀化国际陆港", "怀化国际陆港", "sounds"),
    ("huai hua guo ji lu", "怀化国际陆港", "怀化国际陆港", "sounds"),
    ("HHGJLG", "怀化国际陆港", "怀化国际陆港", "sounds"),
    ("huaihuagjlg", "怀化国际陆港", "怀化国际陆港", "sounds"),
    ("怀化gjlg", "怀化国际陆港", "怀化国际陆港", "sounds"),
    ("怀化guoji陆g", "怀化国际陆港", "怀化国际陆港", "sounds"),
    ("gjlg", "怀化国际陆港", "怀化国际陆港", "sounds"),  # from the middle on
    ("怀花国际路港", "怀化国际陆港", "怀化国际陆港", "sounds"),  # homophones
    ("怀化国陆港", "怀化国际陆港", "怀化国际陆港", "near"),
    ("huaihuagoujilugang", "怀化国际陆港", "怀化国际陆港", "near"),
    ("惠科显示模组产线", "惠科显示模组生产线", "惠科显示模组生产线", "near"),
]


@pytest.mark.parametrize(("typed", "name", "matched", "how"), FOUND)
def test_the_first_hit_is_what_is_meant(opened: Opened, typed: str, name: str, matched: str, how: str) -> None:
    first = find_things(opened, typed)["hits"][0]
    assert (first["name"], first["matched"], first["how"]) == (name, matched, how)


NOTHING = ["", "  ", "“”", "天津港保税区", "zzzzqqqq", "' OR 1=1 --", "%", "火星"]


@pytest.mark.parametrize("typed", NOTHING)
def test_nothing_is_found_where_nothing_is_meant(opened: Opened, typed: str) -> None:
    assert find_things(opened, typed)["hits"] == []


def test_each_thing_once_with_its_counts(opened: Opened) -> None:
    hits = find_things(opened, "惠科")["hits"]
    assert [hit["id"] for hit in hits] == ["p1", "p2"]
    assert hits[0]["mentions"] == hits[0]["documents"] == 1
    assert find_things(opened, "惠科", limit=1)["hits"] == hits[:1]


def test_only_of_the_types_asked_for(opened: Opened) -> None:
    assert [hit["id"] for hit in find_things(opened, "怀化", [EntityType.PARK])["hits"]] == ["k1"]
    assert [hit["type"] for hit in find_things(opened, "hh", [EntityType.DEPARTMENT])["hits"]] == ["Department"]


def test_of_several_of_a_name_the_most_mentioned_comes_first_wherever_it_stands(tmp_path: Path) -> None:
    """Ten thousand names, and the one that is meant is the last of them."""
    things = [Entity(f"project-{n:05}", EntityType.PROJECT, f"怀化国际陆港{n}号仓库", ()) for n in range(10_000)]
    last = Entity("project-x", EntityType.PROJECT, "怀化国际陆港冷链园", ("冷链园",))
    document = SMALL.documents[2]
    mention = EntityMention(last.id, document.source, document.id, 0, 2, "惠科", "made")
    knowledge = Knowledge(
        (document,), (), (), (*things, last), (mention,), EMPTY.relations, EMPTY.targets, EMPTY.links, EMPTY.merges
    )
    for opened in opened_over(tmp_path, knowledge):
        for typed in ("怀化国际陆港", "hhgjlg", "huaihuaguoji", "冷链园"):
            assert find_things(opened, typed)["hits"][0]["id"] == last.id


PARTINGS = [
    ("hhg", ["hhg"]),
    ("huaihua", ["hh"]),
    ("huaihuagj", ["hhgj"]),
    ("xian", ["x", "xa"]),  # 县, 西安
    ("怀化gj", ["hhgj"]),
    ("怀化", ["hh"]),
]


@pytest.mark.parametrize(("key", "expected"), PARTINGS)
def test_letters_are_parted_into_syllables(key: str, expected: list[str]) -> None:
    assert set(expected) <= set(partings(key))


READ = [
    ("huaihuaguo", "怀化国际陆港", True),
    ("hhguoj", "怀化国际陆港", True),
    ("怀hg", "怀化国际陆港", True),
    ("hgj", "怀化国际陆港", False),
    ("5gcy", "5G产业园", True),
    ("lvse", "绿色建筑", True),
    ("怀化国际陆港经开区", "怀化国际陆港", False),
]


@pytest.mark.parametrize(("key", "name", "expected"), READ)
def test_a_name_is_typed_by_its_sounds(key: str, name: str, expected: bool) -> None:
    assert reads_as(key, name) is expected
