"""Which figure of a quote answers a question, and which of several is the most."""

from __future__ import annotations

import pytest

from graph.records import Comparator, Target, TargetKind
from search.figures import figure_that_answers, most_of, said_of
from search.question import understand


def figure(
    indicator: str, value: str, unit: str | None, year: int | None = 2023, comparator: Comparator = Comparator.EQUAL
) -> Target:
    return Target("a.txt", "a.txt#1", 0, 9, indicator, value, unit, year, comparator, TargetKind.TARGET, None, "made")


GRAIN = figure("粮食播种面积", "460", "万亩", comparator=Comparator.AT_LEAST)
CASES = [
    ("粮食播种面积目标是多少万亩?", [GRAIN, figure("粮食产量", "38.5", "亿斤")], "460万亩以上"),
    ("2023年粮食播种面积多少?", [GRAIN], "460万亩以上"),
    ("2025年粮食播种面积多少?", [GRAIN], None),  # of another year
    ("粮食播种面积多少公顷?", [GRAIN], None),  # in another unit
    ("油菜播种面积多少万亩?", [figure("生猪出栏", "30", "万亩")], None),
    ("旅游收入目标是多少?", [figure("接待游客", "7800", "万人次"), figure("旅游收入", "600", "亿元")], "600亿元"),
    ("粮食播种面积多少万亩?", [GRAIN, figure("粮食播种面积", "465", "万亩")], None),  # which of the two?
    ("新建多少个停车位?", [figure("新建停车位", "300", "处", comparator=Comparator.ABOUT)], "300处左右"),
    ("新建停车位多少个?", [], None),
    ("GDP目标是多少?", [figure("研发经费支出相当于地区生产总值的比例", "4.6", "%")], None),
    ("人均GDP目标是多少?", [figure("人均地区生产总值", "11", "万元")], "11万元"),
    ("GDP目标是多少?", [figure("地区生产总值增长", "5", "%", comparator=Comparator.ABOUT)], "5%左右"),
    ("GDP总量目标是多少?", [figure("地区生产总值增长", "5", "%")], None),
    ("GDP目标是多少?", [figure("地区生产总值增长", "5", "%"), figure("地区生产总值", "900", "亿元")], "900亿元"),
    ("GDP增长目标?", [figure("地区生产总值增长", "5", "%"), figure("地区生产总值", "900", "亿元")], "5%"),
]


@pytest.mark.parametrize(("question", "figures", "said"), CASES)
def test_the_figure_that_answers(question: str, figures: list[Target], said: str | None) -> None:
    found = figure_that_answers(understand(question), figures, lambda pair: 1.0)
    assert (said_of(found) if found else None) == said


SIDES = [("常德", figure("旅游收入", "1,700", "亿元")), ("怀化", figure("旅游收入", "600", "亿元"))]
MOST = [
    ("常德和怀化谁的旅游收入更高?", SIDES, "常德更高"),
    ("常德和怀化哪个市旅游收入最少?", SIDES, "怀化最少"),
    ("常德和怀化旅游收入各是多少?", SIDES, None),
    ("谁的旅游收入最高?", [SIDES[0], ("娄底", figure("旅游收入", "1700", "亿元"))], None),
    ("谁的旅游收入最高?", [SIDES[0], ("娄底", figure("旅游收入", "9", "万元"))], None),
    ("谁的旅游收入最高?", [SIDES[0], ("娄底", figure("旅游收入", "34", None))], None),
]


@pytest.mark.parametrize(("question", "figures", "said"), MOST)
def test_which_is_the_most(question: str, figures: list[tuple[str, Target]], said: str | None) -> None:
    assert most_of(understand(question), figures) == said
