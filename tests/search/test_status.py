"""How far a thing is, by the newest document, by year and by thing."""

import pytest

from search.replies.status import reply_with_course, reply_with_status
from tests.search.made_base import MadeBase

THINGS = {
    "project-1": ["长岭水库"],
    "project-2": ["北山隧道"],
    "project-3": ["青石国家考古遗址公园", "青石考古遗址公园"],
    "project-4": ["云青铁路", "云青"],
}
OLD = """一、2007年工作回顾
开工建设云青铁路和环湖公路。长岭水库前期工作进展顺利。
二、2008年工作安排
加快云青铁路建设,启动北山隧道建设。
"""
LATER = """一、2010年工作回顾
交通条件大为改善,云青、青衢等铁路建成通车。云青高速公路开工建设。长岭水库尚未大规模建设。北山隧道贯通。
二、2011年工作安排
加快建设青石国家考古遗址公园,确保长岭水库年内开工。
"""


def made() -> MadeBase:
    base = MadeBase(things=THINGS)
    base.add("2008年金华市政府工作报告", OLD, region="金华市", year=2008)
    return base.add("2011年金华市政府工作报告", LATER, region="金华市", year=2011)


CASES = [
    ("青石遗址公园现在什么进展", ["加快建设青石国家考古遗址公园"], []),
    ("云青铁路建成没有", ["是,2010年", "云青、青衢等铁路建成通车"], ["高速"]),
    ("长岭水库建成没有", ["没有,"], ["是,"]),
    (
        "长岭水库 2007年 和 2010年 分别什么状态",
        ["2007年:长岭水库前期工作进展顺利", "2010年:长岭水库尚未大规模建设"],
        [],
    ),
    ("金华长岭水库、北山隧道到2010年底分别干到哪一步了", ["长岭水库:", "北山隧道:北山隧道贯通"], []),
]


@pytest.mark.parametrize(("question", "said", "unsaid"), CASES)
def test_says_how_far_a_thing_is(question: str, said: list[str], unsaid: list[str]) -> None:
    base = made()
    reply = reply_with_status(base.plan(question), base)
    assert reply is not None
    assert all(one in reply.short for one in said), reply.short
    assert not any(one in reply.short for one in unsaid), reply.short
    assert len(reply.short) <= 120
    assert reply.citations


def test_items_are_in_order_of_time() -> None:
    base = made()
    reply = reply_with_status(base.plan("长岭水库到哪一步了"), base)
    assert reply is not None
    assert reply.items is not None
    assert [item.of for item in reply.items] == ["2007年", "2010年", "2011年"]


def test_plans_are_told_apart_by_their_periods() -> None:
    base = MadeBase(things={"project-1": ["南河调水工程"]})
    base.add("第十个五年计划纲要", "加紧南河调水工程前期工作。", kind="five_year_plan", years=(2001, 2005), year=2001)
    base.add("第十一个五年规划纲要", "完成南河调水工程一期。", kind="five_year_plan", years=(2006, 2010), year=2006)
    plan = base.plan("南河调水工程在十五、十一五两个计划里分别是怎么安排的")
    reply = reply_with_course(plan, base) or reply_with_status(plan, base)
    assert reply is not None
    assert reply.items is not None
    assert [(item.of, item.text) for item in reply.items] == [
        ("十五", "加紧南河调水工程前期工作"),
        ("十一五", "完成南河调水工程一期"),
    ]
