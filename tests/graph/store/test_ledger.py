"""The ledger of projects: the same over both engines; filtered, sorted, a page at a time."""

from __future__ import annotations

import pytest

from graph.records import (
    AttributeKind,
    Comparator,
    Document,
    Entity,
    EntityAttribute,
    EntityMention,
    EntityType,
    Level,
    RelationType,
    Stage,
)
from graph.store.found import EntityCount
from graph.store.ledger import Ledger, LedgerAsked, LedgerSources
from graph.store.store import Store
from tests.graph.made import CITY, COUNTY, DEPARTMENT, INDUSTRY, PARK, PHASE, PLANNED, PORT, PROJECT, STARTED
from tests.timing import quiet_seconds


def test_a_graph_tells_its_projects(loaded: Store) -> None:
    found = loaded.ledger.page(LedgerAsked(), sort="name")
    assert found.total == 3
    by_name = {row.name: row for row in found.rows}
    made, phase, port = by_name[PROJECT.name], by_name[PHASE.name], by_name[PORT.name]
    assert [other.name for other in made.others["park"]] == [PARK.name]
    assert [other.name for other in made.others["industry"]] == [INDUSTRY.name]
    assert [other.name for other in phase.others["lead"]] == [DEPARTMENT.name]
    assert (made.told, phase.told and phase.told.stage, port.told and port.told.stage) == (None, STARTED, PLANNED)
    assert [row.id for row in loaded.ledger.page(LedgerAsked(lead="市发改委")).rows] == [PHASE.id]
    assert loaded.ledger.choices("lead") == [(DEPARTMENT.name, 1)]


# ------------------------------------------------------------------------------------------------- the table by itself


def _project(number: int, name: str, *aliases: str, documents: int = 1, place: str | None = None) -> EntityCount:
    entity = Entity(f"project-{number}", EntityType.PROJECT, name, aliases, place=place)
    return EntityCount(entity, documents * 2, documents)


def _mention(number: int, document: str, stage: Stage) -> EntityMention:
    return EntityMention(f"project-{number}", document, f"{document}#1", 0, 1, "项", "made", stage)


def _invested(number: int, document: str, value: str, unit: str) -> EntityAttribute:
    kind = AttributeKind.TOTAL_INVESTMENT
    place = (document, f"{document}#1", 0, 1)
    return EntityAttribute("a", f"project-{number}", kind, value, unit, None, Comparator.EQUAL, *place, "", "made")


def _document(source: str, year: int) -> Document:
    return Document(f"{source}#1", source, source, "other", None, None, None, year, None, None, 0, 1)


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(
        LedgerSources(
            projects=[
                _project(1, "国际陆港", "怀化国际陆港", documents=3, place="431200"),
                _project(2, "渔潭电站", documents=1),
                _project(3, "岩门公园", documents=2),
            ],
            ties=[
                ("project-1", RelationType.LED_BY, DEPARTMENT.id),
                ("project-2", RelationType.LOCATED_IN, COUNTY.id),
                ("project-2", RelationType.IN_INDUSTRY, INDUSTRY.id),
                ("project-3", RelationType.IN_INDUSTRY, INDUSTRY.id),
            ],
            ends={DEPARTMENT.id: DEPARTMENT, COUNTY.id: COUNTY, CITY.id: CITY, INDUSTRY.id: INDUSTRY},
            mentions=[
                _mention(1, "old", Stage("投用", True, 2024)),
                _mention(1, "new", Stage("在建", False, None)),
                _mention(1, "new", Stage("投用", True, 2025)),
                _mention(2, "old", Stage("建成", False, 2020)),
            ],
            attributes=[
                _invested(1, "old", "3", "亿元"),
                _invested(1, "new", "5", "亿元"),
                _invested(2, "old", "9,000", "万元"),
            ],
            documents={"old#1": _document("old", 2021), "new#1": _document("new", 2023)},
            places={"431200": CITY.id},
            wider={COUNTY.id: CITY.id},
        )
    )  # fmt: skip


ASKED = [
    (LedgerAsked(), ["国际陆港", "岩门公园", "渔潭电站"]),
    (LedgerAsked(text="怀化"), ["国际陆港"]),
    (LedgerAsked(lead="发改委"), ["国际陆港"]),
    (LedgerAsked(place="鹤城"), ["渔潭电站"]),
    (LedgerAsked(place="怀化市"), ["国际陆港", "渔潭电站"]),
    (LedgerAsked(stage="建成"), ["渔潭电站"]),
    (LedgerAsked(stage="投用"), []),
    (LedgerAsked(planned=False), ["国际陆港", "渔潭电站"]),
    (LedgerAsked(year=2020), ["渔潭电站"]),
    (LedgerAsked(year=2023), ["国际陆港"]),
    (LedgerAsked(least=1), ["国际陆港"]),
    (LedgerAsked(text="陆港", stage="建成"), []),
]


@pytest.mark.parametrize(("asked", "names"), ASKED)
def test_what_is_asked_for(ledger: Ledger, asked: LedgerAsked, names: list[str]) -> None:
    found = ledger.page(asked)
    assert ([row.name for row in found.rows], found.total) == (names, len(names))


SORTS = [
    ("documents", None, ["国际陆港", "岩门公园", "渔潭电站"]),
    ("documents", True, ["渔潭电站", "岩门公园", "国际陆港"]),
    ("investment", None, ["国际陆港", "渔潭电站", "岩门公园"]),
    ("investment", True, ["渔潭电站", "国际陆港", "岩门公园"]),
    ("stage", None, ["渔潭电站", "国际陆港", "岩门公园"]),
    ("year", None, ["国际陆港", "渔潭电站", "岩门公园"]),
]


@pytest.mark.parametrize(("sort", "is_up", "names"), SORTS)
def test_sorted_with_what_is_unknown_last(ledger: Ledger, sort: str, is_up: bool | None, names: list[str]) -> None:
    assert [row.name for row in ledger.page(LedgerAsked(), sort=sort, is_up=is_up).rows] == names


def test_a_place_has_the_projects_of_all_that_lies_in_it(ledger: Ledger) -> None:
    assert ledger.choices("place") == [(CITY.name, 2), (COUNTY.name, 1)]
    assert [(one.name, one.projects) for one in ledger.shares("place", Level.COUNTY)] == [(COUNTY.name, 1)]
    assert [(one.name, one.projects) for one in ledger.shares("place", Level.PROVINCE)] == []
    assert [(one.name, one.projects) for one in ledger.shares("industry")] == [(INDUSTRY.name, 2)]


def test_things_share_projects(ledger: Ledger) -> None:
    found = ledger.crossings("place", "industry", [CITY.id, COUNTY.id], [INDUSTRY.id])
    assert {(one.one_id, one.other_id, one.projects) for one in found} == {
        (CITY.id, INDUSTRY.id, 1),
        (COUNTY.id, INDUSTRY.id, 1),
    }
    assert ledger.crossings("place", "industry", [COUNTY.id], []) == []
    assert ledger.crossings("industry", "lead", [INDUSTRY.id], [DEPARTMENT.id]) == []


def test_the_newest_document_tells_investment_and_stage(ledger: Ledger) -> None:
    [row] = ledger.page(LedgerAsked(text="陆港")).rows
    assert (row.investment, row.invested) == (5.0, "5亿元")
    assert row.told is not None
    assert row.told.stage == Stage("在建", False, None)


def test_a_page_of_many_takes_milliseconds() -> None:
    count = 20_000
    sources = LedgerSources(
        [_project(n, f"{n}号水库", documents=n % 7) for n in range(count)],
        [(f"project-{n}", RelationType.LED_BY, DEPARTMENT.id) for n in range(0, count, 3)],
        {DEPARTMENT.id: DEPARTMENT}, [], [], {}, {}, {},
    )  # fmt: skip
    many = Ledger(sources)

    def read() -> None:
        found = many.page(LedgerAsked(lead="发改委"), skip=3000, limit=50)
        assert (found.total, len(found.rows)) == (6667, 50)

    assert quiet_seconds(read, enough=0.3) < 0.3
