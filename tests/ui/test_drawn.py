"""What a drawing shows: names as short as tells things apart, neighbours beyond the limit in bundles."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from types import SimpleNamespace
from typing import ClassVar, cast

import pytest

from graph.records import Entity, EntityType
from graph.store.found import EntityCount, Neighbour, Neighbourhood, Passing
from ui.app import drawn
from ui.app.drawn_names import DrawnThing, short_names
from ui.app.opened import Opened

P, K, E, D, C, X = (
    EntityType.PROJECT, EntityType.PARK, EntityType.ENTERPRISE, EntityType.DEPARTMENT, EntityType.COUNTY,
    EntityType.INDICATOR,
)  # fmt: skip
# type and name → label; the first is the thing in the middle
NAMES: list[list[tuple[EntityType, str, str]]] = [
    [
        (C, "怀化市", "怀化市"),
        (P, "怀化市中方县污泥处置中心", "污泥处置中心"),
        (E, "湖南省怀化市沅陵县辰州矿业股份有限公司", "辰州矿业"),
        (X, "怀化市地区生产总值", "…地区生产总值"),
        (P, "长沙北站", "长沙北站"),
    ],
    [  # two that would read alike keep the place
        (K, "怀化高新区", "怀化高新区"),
        (P, "怀化市沅陵县城区污水处理厂", "沅陵县城区污水处理厂"),
        (P, "怀化市溆浦县城区污水处理厂", "溆浦县城区污水处理厂"),
        (P, "怀化高新区惠科显示模组生产线", "…惠科显示模组生产线"),
    ],
    [  # even where it is the same name written in full
        (D, "溆浦县商务局", "溆浦县商务局"),
        (K, "怀化市中方县工业集中区", "怀化市中方县工业集中区"),
        (K, "中方县工业集中区", "中方县工业集中区"),
    ],
]


@pytest.mark.parametrize("things", NAMES)
def test_names_are_as_short_as_tells_them_apart(things: Sequence[tuple[EntityType, str, str]]) -> None:
    named = [DrawnThing(str(number), kind, name) for number, (kind, name, _) in enumerate(things)]
    labels = short_names(named, "0")
    assert [labels[one.id] for one in named] == [label for _, _, label in things]
    assert len(set(labels.values())) == len(named)


def test_what_is_beyond_the_limit_is_bundled_and_unfolded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn, "UNFOLDED", 2)
    opened = cast(Opened, MadeOpened())
    first = drawn.draw_neighbourhood(opened, "project-0", Passing(limit=1), ())
    # 2023: 1–5 of which the first is drawn; one of another type is no bundle and drawn too
    assert [(one["key"], one["count"]) for one in first["bundles"]] == [("Project-2023", 4)]
    assert [entity["id"] for entity in first["entities"]] == ["project-0", "project-1", "park-6"]
    assert first["left_out"] == 4
    once = drawn.draw_neighbourhood(opened, "project-0", Passing(limit=1), ["Project-2023"])
    assert [(one["key"], one["count"]) for one in once["bundles"]] == [("Project-2023", 2)]
    twice = drawn.draw_neighbourhood(opened, "project-0", Passing(limit=1), ["Project-2023"] * 2)
    assert twice["bundles"] == []
    assert len(twice["entities"]) == 7


class MadeOpened:
    """One project with six neighbours, the last a park; a document of 2023 proves all joints."""

    documents: ClassVar = {"a.txt#1": SimpleNamespace(year=2023)}

    def __init__(self) -> None:
        self.store = self
        kinds = [P] * 6 + [K]
        self._counts = [
            EntityCount(Entity(f"{kind.lower()}-{n}", kind, f"名{n}", ()), 9 - n, 1) for n, kind in enumerate(kinds)
        ]

    def neighbourhood(self, entity_id: str, passing: Passing, *, also: Collection[str] = ()) -> Neighbourhood:
        others = self._counts[1:]
        shown = [one for n, one in enumerate(others) if n < passing.limit or one.entity.id in also]
        beyond = tuple(Neighbour(one, ("a.txt#1",)) for one in others if one not in shown)
        return Neighbourhood((self._counts[0], *shown), (), (), beyond)
