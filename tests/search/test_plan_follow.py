"""A question after a question, and how plans are said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search.plan.follow import follow
from search.plan.reading import read_plan
from search.plan.saying import filters_of, say_plan
from search.question import understand
from tests.search.made_names import find_names, plan_of

FIGURE = "衢州2023年GDP增长目标是多少"
LIST = "云岭高新区有哪些项目"
STATUS = "青溪电站到哪一步了"
FOLLOWED = [
    (FIGURE, "那2026年呢?", "衢州2026年GDP增长目标是多少"),
    (FIGURE, "2022年的呢", "衢州2022年GDP增长目标是多少"),
    (FIGURE, "2022年和2024年呢?", "衢州2022年、2024年GDP增长目标是多少"),
    (FIGURE, "丽水呢?", "丽水2023年GDP增长目标是多少"),
    (FIGURE, "那丽水呢", "丽水2023年GDP增长目标是多少"),
    (FIGURE, "实际呢", "衢州2023年GDP增长实际是多少"),
    (FIGURE, "社零呢", "衢州2023年社零目标是多少"),
    (LIST, "溪口工业集中区呢?", "溪口工业集中区有哪些项目"),
    (LIST, "那主导产业呢", "云岭高新区有哪些主导产业"),
    (STATUS, "它什么时候开工", "青溪电站什么时候开工"),
    (STATUS, "那由谁牵头呢", "青溪电站由谁牵头"),
    (STATUS, "长岭水库呢", "长岭水库到哪一步了"),
    (STATUS, "这个项目总投资多少", "青溪电站总投资多少"),
    ("市商务局在六仗里牵头抓哪几块", "市教育局呢?", "市教育局在六仗里牵头抓哪几块"),
    ("衢州2022年加快建设的是哪几条高速", "那2023年呢", "衢州2023年加快建设的是哪几条高速"),
    # a place by its whole name, where the knowledge base has none such; what is asked about in words alone; neither
    ("丽水市2023年GDP增长目标是多少", "金华呢", "金华2023年GDP增长目标是多少"),
    ("衢州和丽水2022年固投目标各是多少", "金华呢", "金华2022年固投目标各是多少"),  # in the place of both
    ("老城改造进展如何", "北山隧道呢", "北山隧道进展如何"),
    ("粮食产量多少", "金华呢", "金华粮食产量多少"),
    ("GDP增长目标多少", "2022年呢", "2022年GDP增长目标多少"),
    (LIST, "那有多少个呢", "云岭高新区有多少个"),
]


@pytest.mark.parametrize(("first", "then", "whole"), FOLLOWED)
def test_what_a_question_means_after_another(first, then, whole):
    followed = follow(then, plan_of(first))
    assert followed is not None
    assert (followed.text, followed.before) == (whole, None)


@pytest.mark.parametrize("then", ["它们由谁牵头?", "其中哪些在建?", "这些项目分别落在哪个县"])
def test_of_the_members_of_the_last_answer(then):
    last = plan_of(LIST)
    followed = follow(then, last)
    assert followed is not None
    assert followed.before is last
    assert "它们" not in followed.text


@pytest.mark.parametrize("then", ["丽水2022年有哪些重点项目", "哪些文件提到了长岭水库?", ""])
def test_what_stands_for_itself(then):
    assert follow(then, plan_of(LIST)) is None


NOT_OF_THE_LAST = [
    ("到哪一步了", "它什么时候开工"),  # nothing that 它 could mean
    (FIGURE, "那呢"),
    (FIGURE, "丽水"),  # 呢 is not said
    (FIGURE, "那么云岭高新区的十大产业项目有哪些值得一看呢"),
    ("", "丽水呢"),
]


@pytest.mark.parametrize(("first", "then"), NOT_OF_THE_LAST)
def test_what_takes_nothing_from_the_last_question(first, then):
    assert follow(then, plan_of(first)) is None


SAID = [
    ("云岭高新区有哪些项目", "列出云岭高新区的项目(全部年份)"),
    (FIGURE, "查衢州的地区生产总值增速目标(2023年)"),
    ("衢州GDP增长目标 历年", "按年份列出衢州的地区生产总值增速目标(全部年份)"),
    ("衢州、丽水2022年固投目标谁最高", "并排比较衢州、丽水的固定资产投资目标(最高的)(2022年)"),
    ("六仗是哪六仗", "六仗指什么、有哪几项(全部年份)"),
    ("青溪电站由哪个部门牵头", "查青溪电站由谁牵头、负责(全部年份)"),
    ("衢州有没有核电站项目", "核对衢州是否有核电站项目(全部年份)"),
    ("哪些文件提到了抽水蓄能", "找出提到“抽水蓄能”的文件(全部年份)"),
    ("2023年十大产业项目里哪些2026年方案还提", "先十大产业项目指什么、有哪几项(2023年),再列出条目(2026年、方案)"),
]


@pytest.mark.parametrize(("text", "said"), SAID)
def test_a_plan_is_said_in_a_sentence(text, said):
    assert say_plan(plan_of(text)) == said


def test_a_plan_is_said_in_the_language_of_the_question():
    question = understand("GDP增长目标 衢州 2023年 是多少", find_names=find_names)
    question = replace(question, typed="What is the GDP growth target of Quzhou in 2023?")
    assert say_plan(read_plan(question)) == "Look up 地区生产总值 growth target of 衢州 (2023)"


def test_what_was_read_for_what_is_said():
    question = replace(understand("衢州国际陆港在哪"), folds=(("路港", "陆港"),))
    assert say_plan(read_plan(question)).endswith("(“路港”按“陆港”理解)")


def test_conditions_by_name():
    assert filters_of(plan_of(FIGURE)) == {"years": "2023年", "place": "衢州市", "figure": "目标"}
    assert filters_of(plan_of("“十四五”规划里衢州有哪些在建项目")) == {
        "period": "2021—2025年",
        "papers": "规划",
        "place": "衢州市",
        "stages": "在建",
    }
