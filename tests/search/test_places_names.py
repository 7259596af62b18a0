"""Where a thing is, how else it is called, who holds an office."""

import pytest

from graph.records import Cell, Evidence, Link, LinkKind, RelationType, Row, Table
from search.replies.contract import SILENT
from search.replies.names import reply_with_name
from search.replies.persons import reply_with_person
from search.replies.places import reply_with_place
from tests.search.made_base import MadeBase

REPORT = """一、2009年工作回顾
星河公司在我市兴建国内最大的试车场开工建设。粤台农业示范区落户翁源。后岭村首创的村务公开制度写入法律。
浈江钢铁基地推进顺利。海洋国家实验室建成。
"""
PLACES = [
    ("星河公司的试车场在哪个市建的", "韶关市"),
    ("韶关的粤台农业示范区落在哪个县", "翁源县"),
    ("村务公开制度最早是哪儿首创的", "后岭村"),
    ("浈江钢铁基地在哪个省", "广东省"),
]


@pytest.mark.parametrize(("question", "short"), PLACES)
def test_says_where_a_thing_is(question: str, short: str) -> None:
    base = MadeBase(things={"park-1": ["粤台农业示范区"], "project-1": ["浈江钢铁基地"]})
    base.add("2010年韶关市政府工作报告", REPORT, region="韶关市", year=2010)
    reply = reply_with_place(base.plan(question), base)
    assert reply is not None
    assert reply.short == short


def test_a_park_comes_from_the_graph_and_never_from_a_guess() -> None:
    things = {"project-1": ["星河显示生产线"], "park-1": ["云岭高新区"], "enterprise-1": ["木林公司"]}
    text = "加快建设云岭高新区星河显示生产线。引进木林公司等企业。"
    base = MadeBase(things, [("project-1", RelationType.LOCATED_IN, "park-1", "云岭高新区星河显示生产线")])
    base.add("2022年金华市政府工作报告", text, region="金华市", year=2022)
    reply = reply_with_place(base.plan("星河显示生产线落在哪个园区"), base)
    assert reply is not None
    assert reply.short.startswith("云岭高新区")
    assert reply_with_place(base.plan("木林公司的项目落在哪个园区"), base) is SILENT


def test_a_row_names_the_park_of_the_project_in_it() -> None:
    text = "化工新材料 年产1.5万吨光引发剂项目 溪口工业集中区"
    columns = {"主攻方向": "化工新材料", "重点建设项目": "年产1.5万吨光引发剂项目", "重点支持园区": "溪口工业集中区"}
    cells = tuple(
        Cell(header, cell, text.index(cell), text.index(cell) + len(cell)) for header, cell in columns.items()
    )
    table = Table("made-1.txt#1", None, "", 0, len(text), (), (Row(0, len(text), cells),))
    things = {"project-1": ["年产1.5万吨光引发剂项目"], "park-1": ["溪口工业集中区"]}
    base = MadeBase(things, made_tables=(table,))
    base.add("金华市十四五规划", text, kind="five_year_plan", region="金华市", year=2021)
    reply = reply_with_place(base.plan("1.5万吨光引发剂项目放在哪个园"), base)
    assert reply is not None
    assert reply.short.startswith("溪口工业集中区")


def test_names_follow_links_of_the_graph_in_order_of_time() -> None:
    things = {"park-1": ["溪口经开区"], "park-2": ["溪口国际陆港经开区"]}
    link = Link("park-1", "park-2", LinkKind.RENAMED, 1.0, "改称", (Evidence("made-1.txt", 0, 5),))
    base = MadeBase(things, links=(link,))
    base.add("2021年金华市政府工作报告", "溪口经开区扩区。", region="金华市", year=2021)
    base.add("2023年金华市政府工作报告", "溪口国际陆港经开区提质。", region="金华市", year=2023)
    later = reply_with_name(base.plan("溪口经开区后来改叫什么了"), base)
    assert later is not None
    assert later.short == "溪口国际陆港经开区"
    before = reply_with_name(base.plan("溪口国际陆港经开区的前身叫什么"), base)
    assert before is not None
    assert before.short == "溪口经开区"


NAMES = [
    ("青石县工业园更名为青石高新区。", "青石县工业园后来改叫什么", "青石高新区"),
    ("青石高新区(原青石县工业园)扩区。", "青石高新区原来叫什么", "青石县工业园"),
    (
        "海洋国家实验室建成。海洋科学与技术试点国家实验室实现突破。",
        "海洋国家实验室后来叫什么名字",
        "海洋科学与技术试点国家实验室",
    ),
    ("青石县工业园扩区。青石物流园扩建。", "青石县工业园后来改叫什么", None),
]


@pytest.mark.parametrize(("text", "question", "short"), NAMES)
def test_says_the_other_name_or_none(text: str, question: str, short: str | None) -> None:
    things = {
        "park-1": ["青石县工业园"],
        "park-2": ["青石高新区"],
        "park-3": ["青石物流园"],
        "project-1": ["海洋国家实验室"],
    }
    base = MadeBase(things).add("2022年金华市政府工作报告", text, region="金华市", year=2022)
    reply = reply_with_name(base.plan(question), base)
    assert ((reply.short or None) if reply else None) == short


def test_a_body_is_known_by_what_it_was_made_into() -> None:
    text = "市经济和信息化委牵头。市工业和信息化局牵头。"
    base = MadeBase().add("2021年金华市行动方案", text, region="金华市", year=2021)
    reply = reply_with_name(base.plan("金华市经信委后来改叫什么"), base)
    assert reply is not None
    assert reply.short == "市工业和信息化局"


PERSONS = [
    (
        "成立科技攻坚专班,由市政府分管副市长任召集人,市科技局局长任副召集人。",
        "科技攻坚专班的召集人是谁",
        "市政府分管副市长",
    ),
    (
        "成立科技攻坚专班,由市政府分管副市长任召集人,市科技局局长任副召集人。",
        "科技攻坚专班的副召集人是谁",
        "市科技局局长",
    ),
    ("2022年1月5日在大会上 金华市市长 王小明\n各位代表:现在报告工作。", "2022年金华市市长是谁", "王小明"),
]


@pytest.mark.parametrize(("text", "question", "short"), PERSONS)
def test_says_who_holds_an_office(text: str, question: str, short: str) -> None:
    base = MadeBase().add("2022年金华市政府工作报告", text, region="金华市", year=2022)
    reply = reply_with_person(base.plan(question), base)
    assert reply is not None
    assert reply.short == short
