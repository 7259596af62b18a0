"""Which figures are odd enough to be looked at."""

from __future__ import annotations

import pytest

from graph.records import Comparator, IndicatorTarget, Target, TargetKind
from ui.app.desk import odd_ones


def target(place: int, value: str, year: int, *, indicator: str = "粮食产量", unit: str = "万吨") -> IndicatorTarget:
    kind = TargetKind.RESULT
    one = Target("a.txt", "a.txt#1", place, place + 1, indicator, value, unit, year, Comparator.EQUAL, kind, None, "r")
    return IndicatorTarget(f"a.txt#1:{place}", "indicator-1", "", one)


CASES = [
    (["101", "103", "99"], [2021, 2022, 2023], {}),
    (["101", "1030", "99"], [2021, 2022, 2023], {1: "jump"}),
    (["101", "103", "9.9"], [2021, 2022, 2023], {2: "jump"}),
    (["101", "103", "1030"], [2021, 2022, 2022], {2: "other"}),
    (["1,010", "1030"], [2021, 2022], {}),
    (["若干", "0", "5"], [2021, 2022, 2023], {}),
]


@pytest.mark.parametrize(("values", "years", "odd"), CASES)
def test_a_figure_far_from_its_neighbours_is_odd(values: list[str], years: list[int], odd: dict[int, str]) -> None:
    targets = [target(place, value, year) for place, (value, year) in enumerate(zip(values, years, strict=True))]
    assert {one.target.start: why for one, why in odd_ones(targets)} == odd


@pytest.mark.parametrize(
    ("indicator", "value", "is_odd"),
    [("森林覆盖率", "674", True), ("森林覆盖率", "67.4", False), ("产量", "674", False)],
)
def test_no_share_is_more_than_the_whole(indicator: str, value: str, is_odd: bool) -> None:
    found = odd_ones([target(0, value, 2023, indicator=indicator, unit="%")])
    assert [why for _, why in found] == (["share"] if is_odd else [])
