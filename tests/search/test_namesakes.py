"""Areas of one name: a question that does not say which gets each with its city; one that does gets that one alone."""

import pytest

from graph.lexicon.area_names import city_of
from search.replies.contract import cut_short
from search.replies.namesakes import namesakes_of
from search.respond import respond
from tests.search.made_base import MadeBase

PLAN = "一、主要目标\n2024年,全区地区生产总值增长{growth}%以上。\n二、重点任务\n建设第一中学。({body}牵头)\n"
# name, code, city
GULOU = [("鼓楼区", "320106", "南京市"), ("鼓楼区", "320302", "徐州市"), ("鼓楼区", "350102", "福州市")]
CHAOYANG = [("朝阳区", "110105", "北京市"), ("朝阳区", "220104", "长春市")]
XIHU = [("西湖区", "330106", "杭州市"), ("西湖区", "360103", "南昌市")]


def made(areas: list[tuple[str, str, str]]) -> MadeBase:
    base = MadeBase()
    for number, (name, code, city) in enumerate(areas):
        text = PLAN.format(growth=number + 5, body=f"区第{'一二三'[number]}局")
        base.add(f"{city}{name}2024年计划", text, region=name, code=code, year=2024)
    return base


@pytest.mark.parametrize(
    ("areas", "question", "short"),
    [
        (GULOU, "鼓楼区2024年地区生产总值增长多少", "南京市鼓楼区5%以上;徐州市鼓楼区6%以上;福州市鼓楼区7%以上"),
        (CHAOYANG, "朝阳区2024年地区生产总值增长目标是多少", "北京市朝阳区5%以上;长春市朝阳区6%以上"),
        (XIHU, "2024年西湖区地区生产总值要增长几个百分点", "杭州市西湖区5%以上;南昌市西湖区6%以上"),
        (GULOU, "徐州市鼓楼区2024年地区生产总值增长多少", "6%以上"),
        (GULOU, "福州鼓楼区2024年地区生产总值增长多少", "7%以上"),
        (CHAOYANG, "长春朝阳区2024年地区生产总值增长多少", "6%以上"),
        (XIHU[:1], "西湖区2024年地区生产总值增长多少", "5%以上"),
    ],
)
def test_each_area_of_a_name_is_told_with_its_city(
    areas: list[tuple[str, str, str]], question: str, short: str
) -> None:
    base = made(areas)
    reply = respond(base.understand(question), base).reply
    assert reply is not None
    assert reply.short == short
    cities = [part.split("区")[0] + "区" for part in short.split(";")] if ";" in short else []
    assert [item.of for item in reply.items or ()] == cities


def test_one_area_rests_on_its_own_documents() -> None:
    base = made(GULOU)
    response = respond(base.understand("徐州市鼓楼区2024年地区生产总值增长多少"), base)
    assert {one.document.region_code for one in response.citations} == {"320302"}


def test_who_leads_it_in_each() -> None:
    base = made(CHAOYANG)
    reply = respond(base.understand("朝阳区的第一中学由谁牵头"), base).reply
    assert reply is not None
    assert reply.short == "北京市朝阳区:区第一局牵头;长春市朝阳区:区第二局牵头"


def test_things_of_one_name_in_several_areas() -> None:
    base = made(CHAOYANG)
    base.things = {"project-1": ["第一中学"], "project-2": ["第一中学"]}
    base.places = {"project-1": "110105", "project-2": "220104"}
    question = base.understand("第一中学由谁牵头")
    known = question.known[0]
    object.__setattr__(known, "entity_ids", ("project-1", "project-2"))
    reply = respond(question, base).reply
    assert reply is not None
    assert reply.short == "北京市朝阳区:区第一局牵头;长春市朝阳区:区第二局牵头"


@pytest.mark.parametrize(("code", "city"), [("320106", "南京市"), ("110105", "北京市"), ("431200", ""), ("", "")])
def test_the_city_of_an_area(code: str, city: str) -> None:
    assert city_of(code) == city


def test_only_areas_that_the_documents_speak_for() -> None:
    base = made(GULOU[:2])
    place = base.understand("鼓楼区").places[0]
    assert [one.code for one in namesakes_of(place, base)] == ["320106", "320302"]


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("3个:甲项目、乙项目、丙项目", 13, "3个:甲项目、乙项目等"),
        ("由85亿元提高到96亿元;增长13%", 17, "由85亿元提高到96亿元…"),
        ("甲1,234万元、乙5,678万元", 13, "甲1,234万元等"),
        ("甲、乙", 5, "甲、乙"),
    ],
)
def test_no_figure_or_member_is_cut(text: str, most: int, short: str) -> None:
    assert cut_short(text, most=most) == short
