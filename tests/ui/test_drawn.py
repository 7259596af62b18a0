"""What a drawing shows: names as short as tells things apart, neighbours beyond the limit in bundles."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from graph.records import EntityType
from ui.app.drawn_names import Named, short_names

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
    named = [Named(str(number), kind, name) for number, (kind, name, _) in enumerate(things)]
    labels = short_names(named, "0")
    assert [labels[one.id] for one in named] == [label for _, _, label in things]
    assert len(set(labels.values())) == len(named)
