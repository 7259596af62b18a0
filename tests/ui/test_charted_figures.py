"""Figures put in order for charts: by measure, by the divisions, the same figure once."""

from __future__ import annotations

import pytest

from tests.ui.made_pages import MadeWorkspace
from ui.app.fields import TargetFields
from ui.app.figures import by_measure, in_division_order, said_once, years_of
from ui.app.measures import Measure, Movement, measure_of, number_of


def figure(**more: object) -> TargetFields:
    made = MadeWorkspace().targets()["targets"][0]
    return {**made, "region": "怀化市", **more}  # type: ignore[typeddict-item]


MEASURES: list[tuple[dict[str, object], Measure]] = [
    ({"indicator": "地区生产总值", "unit": "亿元"}, Measure(Movement.LEVEL, "", "亿元")),
    ({"indicator": "地区生产总值增长", "unit": "%"}, Measure(Movement.GROWTH, "", "%")),
    ({"indicator": "城镇化率", "unit": "%"}, Measure(Movement.LEVEL, "", "%")),
    ({"indicator": "城镇化率", "unit": "个百分点"}, Measure(Movement.GROWTH, "", "个百分点")),
    ({"indicator": "制造业增加值占比", "unit": "%", "basis": None}, Measure(Movement.LEVEL, "占比", "%")),
    ({"indicator": "地区生产总值", "unit": "%", "basis": "年均"}, Measure(Movement.GROWTH, "年均", "%")),
    ({"indicator": "累计完成投资", "unit": "亿元"}, Measure(Movement.LEVEL, "累计", "亿元")),
    ({"indicator": "新增高新技术企业", "unit": "家"}, Measure(Movement.LEVEL, "", "家")),
]


@pytest.mark.parametrize(("said", "measure"), MEASURES)
def test_what_a_figure_measures(said: dict[str, object], measure: Measure) -> None:
    assert measure_of(figure(**said)) == measure


def test_levels_growth_and_bases_are_drawn_apart() -> None:
    figures = [figure(**said) for said, _ in MEASURES[:3]] + [figure(value="翻番")]
    groups = by_measure(figures)
    assert sum(len(inside) for _, inside in groups) == 3  # what is no number is not drawn
    assert len(groups) == 3


def test_places_stand_in_the_order_of_the_divisions() -> None:
    regions = ("怀化市", None, "某某新区", "湖南省", "鹤城区", "北京市", "邵阳市")
    order = in_division_order([figure(region=region) for region in regions])
    assert order == ["北京市", "湖南省", "邵阳市", "怀化市", "鹤城区", "某某新区", ""]


def test_the_same_figure_of_two_documents_is_one_point() -> None:
    figures = [figure(id="a"), figure(id="b", title="别的"), figure(id="c", kind="result"), figure(id="d", year=2035)]
    said = said_once(figures)
    assert [[one["id"] for one in point.figures] for point in said] == [["a", "b"], ["c"], ["d"]]
    assert years_of(said) == list(range(2023, 2036))
    assert years_of([*said, *said_once([figure(year=1990)])]) == [1990, 2023, 2035]


@pytest.mark.parametrize(("value", "number"), [("1,671.87", 1671.87), ("7", 7.0), ("翻番", None), ("5—6", None)])
def test_numbers(value: str, number: float | None) -> None:
    assert number_of(value) == number
