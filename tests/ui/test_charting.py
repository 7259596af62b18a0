"""The chart of figures: every point is labelled or reachable, lines join one series, colours stay with their place."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from ui.app.charting import COLOURS, Legend, Point, draw_chart, nice_ticks, styles_of

LEGEND = Legend("地区生产总值 <亿元>", "目标", "完成")
NAME = "{http://www.w3.org/2000/svg}"


def point(year: int, value: float, place: str, kind: str = "target", **more: object) -> Point:
    shown = f"{value:g}亿元"
    return Point(year, value, place, kind, shown, f"{place} {year} {shown}", f"documents?document={year}", 7, **more)  # type: ignore[arg-type]


def draw(points: list[Point], places: list[str]) -> ElementTree.Element:
    styles = styles_of(["怀化市", "邵阳市", "娄底市"])
    return ElementTree.fromstring(draw_chart(points, [2021, 2022, 2023], places, styles, LEGEND))


def links(drawn: ElementTree.Element) -> list[ElementTree.Element]:
    return list(drawn.iter(f"{NAME}a"))


def test_every_point_is_a_link_that_says_itself() -> None:
    drawn = draw([point(2021, 10, "怀化市"), point(2022, 12, "怀化市", "result")], ["怀化市"])
    assert [link.get("href") for link in links(drawn)] == ["documents?document=2021", "documents?document=2022"]
    assert links(drawn)[0].get("aria-label") == "怀化市 2021 10亿元"
    assert [link.findtext(f"{NAME}text") for link in links(drawn)] == ["10亿元", "12亿元"]


def test_labels_never_cover_each_other_and_a_point_without_room_bears_its_row() -> None:
    crowd = [point(2022, 10 + n / 100, "怀化市") for n in range(80)]
    drawn = draw(crowd, ["怀化市"])
    labels = [link.findtext(f"{NAME}text") for link in links(drawn)]
    assert len(labels) == 80
    assert "#7" in labels or None in labels  # not all have room for their value
    assert all(link.get("aria-label") for link in links(drawn))
    places = [
        (float(text.get("x", 0)), float(text.get("y", 0))) for link in links(drawn) for text in link.iter(f"{NAME}text")
    ]
    assert len(set(places)) == len(places)


def test_lines_join_one_place_and_kind_and_only_main_figures() -> None:
    points = [
        point(2021, 10, "怀化市"), point(2022, 11, "怀化市"), point(2021, 9, "怀化市", "result"),
        point(2022, 20, "邵阳市"), point(2022, 99, "怀化市", is_main=False),
    ]  # fmt: skip
    drawn = draw(points, ["怀化市", "邵阳市"])
    joined = [line for line in drawn.iter(f"{NAME}line") if line.get("class")]
    assert [(line.get("class"), line.get("stroke")) for line in joined] == [("target", COLOURS[0])]


def test_a_place_keeps_its_colour_whatever_else_is_drawn() -> None:
    def colours(places: list[str]) -> dict[str, str]:
        svg = ElementTree.tostring(draw([point(2021, 5, place) for place in places], places), encoding="unicode")
        return {
            place: colour for place in places for colour in re.findall(f'{place} 2021.*?fill="(#[0-9A-F]{{6}})"', svg)
        }

    alone, together = colours(["娄底市"]), colours(["怀化市", "邵阳市", "娄底市"])
    assert alone["娄底市"] == together["娄底市"] == COLOURS[2]
    assert len(set(together.values())) == 3


def test_more_places_than_colours_are_told_apart() -> None:
    styles = styles_of([f"某县{n}" for n in range(2 * len(COLOURS))])
    assert len(set(styles.values())) == 2 * len(COLOURS)


@pytest.mark.parametrize(("low", "high"), [(0, 0), (7, 7), (-3, 5), (1671.87, 2000), (0.001, 0.002), (1e8, 3e8)])
def test_ticks_are_round_and_hold_all(low: float, high: float) -> None:
    ticks = nice_ticks(low, high)
    assert ticks[0] < low or low == 0 == high
    assert ticks[-1] > high
    assert 3 <= len(ticks) <= 12
