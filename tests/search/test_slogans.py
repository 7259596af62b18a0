"""Slogans of numbers, things that are so and so as well, and areas that a question does not name."""

import pytest

from search.replies.both import halves_of
from search.replies.every_place import over_every_place
from search.replies.slogans import parts_of_slogan, reply_with_slogan
from tests.search.made_base import MadeBase

TEXT = """实施“四位”惠民专项行动。实行“岗位”惠民,开发公益性岗位。实行“学位”惠民,增加学位供给。实行“床位”惠民。
实行“车位”惠民。
按照“两坚决一确保”要求,坚决杜绝较大以上事故,坚决遏制一般事故,确保形势稳定向好。
构建“两廊三网”,两廊即北部产业走廊、南部生态走廊,三网即交通网、能源网、信息网。
"""


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("三坚决两确保一力争", [(3, "坚决"), (2, "确保"), (1, "力争")]),
        ("六位", [(6, "位")]),
        ("五张网", [(5, "网")]),
        ("十四五", []),
        ("开局八好", []),
        ("5+N", []),
    ],
)
def test_the_parts_of_a_slogan(name, parts):
    assert [(part.number, part.word) for part in parts_of_slogan(name)] == parts


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("衢州“四位”指哪四位", ["岗位", "学位", "床位", "车位"]),
        ("衢州“两坚决一确保”是什么意思", ["坚决杜绝较大以上事故", "坚决遏制一般事故", "确保形势稳定向好"]),
        ("衢州的“五位”是哪五位", None),
        ("衢州的“三坚决一确保”是什么", None),
    ],
)
def test_members_stand_near_the_slogan(question, members):
    base = MadeBase().add("2023年衢州市政府工作报告", TEXT, region="衢州市", year=2023)
    reply = reply_with_slogan(base.plan(question), base)
    assert (reply and [item.text for item in reply.items or ()]) == members


@pytest.mark.parametrize(
    ("question", "halves"),
    [
        (
            "2021年衢州哪些县既进了粮食大县,又拿了平安县?",
            ("2021年衢州哪些县进了粮食大县?", "2021年衢州哪些县拿了平安县?"),
        ),
        ("衢州既产茶叶又产柑橘的县有哪些", ("衢州产茶叶的县有哪些?", "衢州产柑橘的县有哪些?")),
        ("衢州产茶叶又产柑橘的县", ("衢州产茶叶的县有哪些?", "衢州产柑橘的县有哪些?")),
        ("衢州产茶叶的县有哪些", None),
    ],
)
def test_a_question_for_what_is_both(question, halves):
    found = halves_of(question)
    assert (found and (found.one, found.other)) == halves


@pytest.mark.parametrize(
    ("question", "areas"),
    [
        ("2023年哪个市的GDP增速目标最高", ["衢州市", "丽水市"]),
        ("四个市2023年新增就业谁最多", ["衢州市", "丽水市"]),
        ("衢州2023年新增就业多少", ["衢州市"]),
        ("哪个县最高", []),
    ],
)
def test_all_areas_that_the_documents_speak_for(question, areas):
    base = MadeBase().add("2023年衢州市政府工作报告", TEXT, region="衢州市", year=2023)
    base.add("2023年丽水市政府工作报告", TEXT, region="丽水市", year=2023)
    base.add("2019年金华市政府工作报告", TEXT, region="金华市", year=2019)
    plan = over_every_place(base.plan(question), base)
    assert [place.name for place in plan.question.places] == areas
