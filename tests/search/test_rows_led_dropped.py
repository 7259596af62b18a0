"""Rows of tables as lists, projects that other bodies lead, projects that are not gone on with."""

import re

import pytest

from graph.records import Cell, RelationType, Row, Table
from search.replies.dropped import asks_for_dropped, sift_dropped
from search.replies.others_led import body_excluded, reply_with_others_led
from search.replies.rows import reply_with_rows
from search.replies.things import Thing
from tests.search.made_base import MadeBase, said

LED, LOCATED = RelationType.LED_BY, RelationType.LOCATED_IN
TITLE = "赫山区2024年重点项目表"
ROWS = [
    ("兰溪粮食产业园", "新建", "区农业农村局"),
    ("龙岭电容器产业园", "续建", "区工业和信息化局"),
    ("泉交河防洪工程", "新建", "区水利局"),
]


def with_table() -> MadeBase:
    lines = [TITLE, *("\t".join(row) for row in ROWS)]
    text = "\n".join(lines)
    rows, at = [], len(TITLE) + 1
    for name, nature, body in ROWS:
        end = at + len(name) + len(nature) + len(body) + 2
        kinds = (("项目名称", name, "project"), ("建设性质", nature, "nature"), ("责任单位", body, "department"))
        rows.append(Row(at, end, tuple(Cell(header, said_, at, end, kind) for header, said_, kind in kinds)))
        at = end + 1
    base = MadeBase().add("赫山区2024年重点项目计划", text, kind="action_plan", region="赫山区", year=2024)
    base.made_tables = [Table("made-1.txt#1", None, TITLE, 0, len(text), (), tuple(rows), is_given=True)]
    return base


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("赫山区有哪些重点项目?", "3个:兰溪粮食产业园、龙岭电容器产业园、泉交河防洪工程"),
        ("赫山区2024年重点项目有哪些", "3个:兰溪粮食产业园、龙岭电容器产业园、泉交河防洪工程"),
        ("赫山区2024年的重点建设项目都有哪些", "3个:兰溪粮食产业园、龙岭电容器产业园、泉交河防洪工程"),
        ("责任单位是区水利局的项目有哪些", "1个:泉交河防洪工程"),
        ("由区农业农村局负责的项目有哪些", "1个:兰溪粮食产业园"),
        ("赫山区新建项目有哪些", "2个:兰溪粮食产业园、泉交河防洪工程"),
        ("责任单位是县水利局的项目有哪些", ""),  # of another rank
        ("赫山区2023年重点项目有哪些", ""),
        ("资阳区有哪些重点项目", ""),
        ("赫山区有哪些重点文旅项目", ""),
        ("赫山区计划重点项目有哪些", "3个:兰溪粮食产业园、龙岭电容器产业园、泉交河防洪工程"),  # more of the title
    ],
)
def test_the_rows_that_are_asked_for(question: str, short: str) -> None:
    base = with_table()
    assert said(reply_with_rows(base.plan(question), base)) == short


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("哪些项目不是由市发展改革委牵头的", "市发展改革委"),
        ("哪些项目不由区住建局负责", "区住建局"),
        ("不归市水利局管的项目有哪些", "市水利局"),
        ("牵头单位不是市财政局的项目有哪些", "市财政局"),
        ("除了县交通运输局以外,哪些项目由别的部门牵头", "县交通运输局"),
        ("除县水利局负责的项目外还有哪些项目", "县水利局"),
        ("哪些项目由市发展改革委牵头", ""),
        ("不在园区的项目有哪些", ""),
        ("项目不能由谁牵头", ""),
    ],
)
def test_the_body_that_is_excluded(text: str, body: str) -> None:
    assert body_excluded(text) == body


def led_base(quotes: list[tuple[str, str, str]]) -> MadeBase:
    base = MadeBase(
        {
            "project-1": ["东江大桥"],
            "project-2": ["西江泵站"],
            "department-1": ["市发展改革委"],
            "department-2": ["市水利局"],
        },
        relations=[(head, LED, tail, quote) for head, tail, quote in quotes],
    )
    text = "一、重点项目\n建设东江大桥(市发展改革委牵头)。\n建设西江泵站(市水利局牵头)。\n"
    return base.add("武冈市2024年计划", text, kind="action_plan", region="武冈市", year=2024)


BOTH = [
    ("project-1", "department-1", "东江大桥(市发展改革委牵头)"),
    ("project-2", "department-2", "西江泵站(市水利局牵头)"),
]


@pytest.mark.parametrize(
    ("quotes", "question", "short"),
    [
        (BOTH, "哪些项目不是由市发展改革委牵头的", "1个:西江泵站(市水利局)"),
        (BOTH, "武冈市哪些项目不由市水利局牵头", "1个:东江大桥(市发展改革委)"),
        (
            BOTH[:1],
            "哪些项目不是由市发展改革委牵头的",
            "文件没有写明这些项目由谁牵头,无法列出不由市发展改革委牵头的项目",
        ),
        (BOTH, "哪些项目由市发展改革委牵头", ""),
    ],
)
def test_what_others_lead(quotes: list[tuple[str, str, str]], question: str, short: str) -> None:
    base = led_base(quotes)
    assert said(reply_with_others_led(base.plan(question), base)) == short


GOES_ON = """二、重点项目
除清江湖旅游项目暂缓实施外,其余项目按计划推进。取消托口化工园项目。
推进安江农校修缮项目,总投资3600万元;推进黔城古城二期项目,总投资1.2亿元。
"""


def dropped_base() -> MadeBase:
    names = ["清江湖旅游项目", "托口化工园项目", "安江农校修缮项目", "黔城古城二期项目"]
    things = {f"project-{n}": [name] for n, name in enumerate(names)} | {"county-1": ["洪江市"]}
    relations = [(f"project-{n}", LOCATED, "county-1", name) for n, name in enumerate(names)]
    return MadeBase(things, relations=relations).add(
        "洪江市2024年计划", GOES_ON, kind="action_plan", region="洪江市", year=2024
    )


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("洪江市推进哪些项目", ["安江农校修缮项目", "黔城古城二期项目"]),
        ("洪江市有哪些项目", ["安江农校修缮项目", "黔城古城二期项目"]),
        ("洪江市取消了哪些项目", ["托口化工园项目"]),
        ("洪江市暂缓实施的项目有哪些", ["清江湖旅游项目"]),
    ],
)
def test_what_goes_on_and_what_does_not(question: str, items: list[str]) -> None:
    base = dropped_base()
    entities = base.entities(base.things)
    things = [Thing(entities[id_], tuple(base.relations_of(id_))) for id_ in base.things if id_ != "county-1"]
    sifted = sift_dropped(base.plan(question), things, base)
    assert [one.entity.name for one in sifted.things] == items
    assert sifted.left == (2 if len(items) > 1 else 0)
    quotes = [GOES_ON[one.proof[0].start : one.proof[0].end] for one in sifted.things]
    assert all(re.search("推进|取消|暂缓", quote) for quote in quotes)


@pytest.mark.parametrize(("text", "asks"), [("取消了哪些项目", True), ("停建的工程", True), ("推进哪些项目", False)])
def test_whether_dropped_projects_are_asked_for(text: str, asks: bool) -> None:
    assert asks_for_dropped(text) is asks
