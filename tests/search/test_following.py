"""A question after others, answered: completed from the one before, or put to each member of its answer."""

from __future__ import annotations

import pytest

from search.following import read_after, respond_after
from tests.search.made_base import MadeBase

REPORT_2023 = """一、目标
地区生产总值增长7%以上。
二、项目
推进三大工程:北溪水库、南岭大桥、东湖隧道。
"""
TASKS = """一、分工
加快推进北溪水库蓄水,由市水利局牵头。
加快推进南岭大桥合龙,由市交通运输局牵头。
加快推进东湖隧道贯通,由市交通运输局牵头。
"""
THINGS = {"project-1": ["北溪水库"], "project-2": ["南岭大桥"], "project-3": ["东湖隧道"]}
TARGET = "衢州2023年地区生产总值增长目标是多少?"
GROUP = "衢州三大工程有哪些?"


@pytest.fixture
def base() -> MadeBase:
    made = MadeBase(things=THINGS)
    made.add("2023年衢州市政府工作报告", REPORT_2023, region="衢州市", year=2023)
    made.add("2023年衢州市工作分工", TASKS, kind="action_plan", region="衢州市", year=2023)
    made.add("2026年衢州市政府工作报告", "一、目标\n地区生产总值增长6%左右。\n", region="衢州市", year=2026)
    return made.add("2023年丽水市政府工作报告", "一、目标\n地区生产总值增长8%。\n", region="丽水市", year=2023)


WHOLE = [
    (("那2026年呢?", TARGET), ["衢州2026年地区生产总值增长目标是多少?"]),
    (("丽水呢?", TARGET), ["丽水2023年地区生产总值增长目标是多少?"]),
    (("那丽水呢?", TARGET, "那2026年呢?"), ["丽水2026年地区生产总值增长目标是多少?"]),
    (("目标呢", "衢州2023年地区生产总值增长"), ["衢州2023年地区生产总值增长目标是多少"]),
    (("它们由谁牵头?", GROUP), [GROUP, "它们由谁牵头?"]),
    (("它们在哪里?", GROUP, "它们由谁牵头?"), [GROUP, "它们在哪里?"]),
    (("丽水2023年有哪些重点项目?", GROUP), ["丽水2023年有哪些重点项目?"]),
    (("哪些文件提到了北溪水库?", TARGET), ["哪些文件提到了北溪水库?"]),
    ((TARGET,), [TARGET]),
]


@pytest.mark.parametrize(("asked", "whole"), WHOLE)
def test_what_is_taken_over_is_said(asked, whole, base):
    typed, *earlier = asked
    assert list(read_after(typed, earlier, base).whole) == whole


SAID = [(("那2026年呢?", TARGET), "6%左右"), (("丽水呢?", TARGET), "8%"), ((TARGET, GROUP), "7%以上")]


@pytest.mark.parametrize(("asked", "said"), SAID)
def test_the_whole_question_is_answered(asked, said, base):
    typed, *earlier = asked
    response = respond_after(read_after(typed, earlier, base), base)
    assert response.reply is not None
    assert response.reply.short == said


def test_each_member_of_the_answer_before_is_asked_about(base):
    asked = read_after("它们由谁牵头?", [GROUP], base)
    reply = respond_after(asked, base).reply
    assert reply is not None
    assert reply.items is not None
    assert [(item.of, item.text[:8].removesuffix("牵头")) for item in reply.items] == [
        ("北溪水库", "市水利局"), ("南岭大桥", "市交通运输局"), ("东湖隧道", "市交通运输局"),
    ]  # fmt: skip
    assert all(item.proof for item in reply.items)
    assert all(quoted.quote for quoted in reply.citations)
    assert asked.plan.before is not None


def test_members_are_counted(base):
    response = respond_after(read_after("它们一共有几个?", [GROUP], base), base)
    assert response.text == "3个"


def test_of_an_answer_without_members_nothing_is_said(base):
    response = respond_after(read_after("它们由谁牵头?", ["丽水有哪些机场?"], base), base)
    assert response.text is None
