"""Lists, definitions, counts and what is put together of several: questions over made-up plans."""

import pytest

from graph.records import Cell, Link, LinkKind, RelationType, Row, Table
from search.plan.plan import Kind
from search.replies.columns import reply_with_column
from search.replies.contract import SILENT, Reply
from search.replies.counting import reply_with_count
from search.replies.introductions import reply_with_introduction
from search.replies.lists import reply_with_definition, reply_with_list, reply_with_names
from search.replies.shared import reply_with_set
from search.replies.single import reply_with_single
from search.replies.steps import question_of_found
from tests.search.made_base import MadeBase

REPORT = """一、2022年工作回顾
东晶电子、浪莎控股、铁牛集团成功上市,融资达到25亿元。
江口鱼粮、玉屏白岩河、印江栗子园3座中型水库开工建设,完成病险水库治理71座。
二、2023年重点工作
(一)产业发展。在册亨、罗甸、望谟等3个重点县建设露地蔬菜基地六万亩。
全力打造“三大产业集群”。打造精深加工产业集群。推进找矿。打造新型能源产业集群。抓好电网。打造酱香白酒产业集群。
实行“一站办理、一个环节、一天领取”的“三个一”审批政策。
抓好云岭显示生产线、云岭新材料园、高桥风电基地、星河电池利用等四大产业项目。
(二)民生保障。继续办好三方面民生实事。
1.医疗卫生方面。新增床位。
2.养老帮困方面。提高标准。
3.交通出行方面。修好公路。
去年承办的十件实事中,村庄整治、供水工程等6件实事均已完成,大桥正在建设。
"""
LISTS = [
    ("贵阳市2023年打算在哪些重点县建露地蔬菜基地", "册亨|罗甸|望谟"),
    ("贵阳2022年新开工的中型水库有哪些", "江口鱼粮|玉屏白岩河|印江栗子园"),
    ("贵阳2023年讲的三大产业集群是哪三个", "精深加工产业集群|新型能源产业集群|酱香白酒产业集群"),
    ("贵阳搞的“三个一”审批政策啥意思", "一站办理|一个环节|一天领取"),
    ("贵阳2023年要办的三方面民生实事,是哪三个方面", "医疗卫生方面|养老帮困方面|交通出行方面"),
    ("贵阳2023年抓的四大产业项目是哪些", "云岭显示生产线|云岭新材料园|高桥风电基地|星河电池利用"),
]


def made() -> MadeBase:
    things = {"county-1": ["册亨县", "册亨"], "county-2": ["罗甸县", "罗甸"], "county-3": ["望谟县", "望谟"]}
    return MadeBase(things).add("2023年贵阳市政府工作报告", REPORT, region="贵阳市", year=2023)


def items_of(reply: Reply | None) -> str:
    assert reply is not None
    assert reply.items is not None
    assert all(reply.citations[place].quote for item in reply.items for place in item.proof)
    assert all(item.proof for item in reply.items)
    return "|".join(item.text for item in reply.items)


@pytest.mark.parametrize(("question", "members"), LISTS)
def test_a_list_that_a_text_sets_out(question: str, members: str) -> None:
    base = made()
    reply = reply_with_list(base.plan(question), base)
    assert items_of(reply) == members
    assert reply is not None
    assert reply.short.startswith(str(members.count("|") + 1))


def test_nothing_is_said_of_a_group_that_no_text_sets_out() -> None:
    base = MadeBase().add("2023年贵阳市政府工作报告", "深入实施“五新四城”战略,加快发展。", region="贵阳市", year=2023)
    assert reply_with_definition(base.plan("贵阳“五新四城”是哪五新哪四城"), base) is SILENT


def test_another_number_of_members_is_no_answer() -> None:
    base = made()
    assert reply_with_list(base.plan("贵阳2023年讲的六大产业集群是哪六个"), base) is None


# ------------------------------------------------------------------------------------------------------ of the graph

PARKS = (
    "云岭园区承接云岭显示生产线、云岭新材料园建设。高桥园区建设高桥食品厂。"
    "云岭园区主导产业电子信息。高桥园区特色产业绿色食品。"
)


def graph() -> MadeBase:
    things = {
        "park-1": ["云岭园区"],
        "park-2": ["高桥园区"],
        "project-1": ["云岭显示生产线"],
        "project-2": ["云岭新材料园"],
        "project-3": ["高桥食品厂"],
        "industry-1": ["电子信息"],
        "industry-2": ["绿色食品"],
    }
    located = RelationType.LOCATED_IN
    relations = [
        ("project-1", located, "park-1", "云岭显示生产线"),
        ("project-2", located, "park-1", "云岭新材料园"),
        ("project-3", located, "park-2", "高桥食品厂"),
        ("park-1", RelationType.LEADING_INDUSTRY, "industry-1", "云岭园区主导产业电子信息"),
        ("park-2", RelationType.FEATURED_INDUSTRY, "industry-2", "高桥园区特色产业绿色食品"),
    ]
    return MadeBase(things, relations).add("云岭规划", PARKS, kind="five_year_plan", years=(2021, 2025))


# a question without a question word too; what is asked may be one thing
OF_A_PARK = [
    ("云岭园区的主导产业是什么", "电子信息"),
    ("云岭园区主导产业", "电子信息"),
    ("云岭园区项目", "云岭显示生产线|云岭新材料园"),
]


@pytest.mark.parametrize(("question", "members"), OF_A_PARK)
def test_what_hangs_on_a_park_by_the_word_that_is_asked(question: str, members: str) -> None:
    base = graph()
    assert items_of(reply_with_list(base.plan(question), base)) == members


def test_the_sentence_is_quoted_that_says_how_things_hang_together() -> None:
    said = "云岭园区重点打造以电子信息和新材料为主导产业、以物流为特色产业的格局。"
    held = [
        ("park-1", RelationType.LEADING_INDUSTRY, "industry-1", "云岭园区重点打造以电子信息"),
        ("park-1", RelationType.LEADING_INDUSTRY, "industry-2", "云岭园区重点打造以电子信息和新材料"),
    ]
    things = {"park-1": ["云岭园区"], "industry-1": ["电子信息"], "industry-2": ["新材料"]}
    base = MadeBase(things, held).add("云岭规划", f"一、布局\n{said}其他园区另定。", kind="five_year_plan")
    reply = reply_with_list(base.plan("云岭园区的主导产业是什么"), base)
    assert items_of(reply) == "电子信息|新材料"
    assert reply is not None
    assert [citation.quote for citation in reply.citations] == [said]


INTRODUCED = [
    ("云岭港总投资12亿元,占地百亩。", "云岭港总投资12亿元,占地百亩。"),
    ("加快建设,云岭港是通往东盟的门户。云岭港占地百亩。", "加快建设,云岭港是通往东盟的门户。"),
    ("推进以云岭港为支点的开放。加快云岭港建设。", None),
    ("云岭港是否开工另定。", None),
]


@pytest.mark.parametrize(("text", "said"), INTRODUCED)
def test_what_a_named_thing_is(text: str, said: str | None) -> None:
    base = MadeBase({"project-1": ["云岭港"]}).add("2023年贵阳市政府工作报告", f"一、回顾\n{text}", year=2023)
    plan = base.plan("云岭港是什么?")
    assert plan.kind is Kind.DEFINITION
    reply = reply_with_introduction(plan, base)
    assert (reply.short if reply else None) == said
    assert reply is None or reply.items is None  # one sentence is no list
    assert reply_with_definition(plan, base) is None


def test_things_of_one_sentence_stand_in_the_order_of_the_graph() -> None:
    names = ["东风厂", "南山路", "西河桥", "北岭站", "中心仓", "上湾坝", "下湾坝", "左岸库"]
    things = {"park-1": ["云岭园区"]} | {f"project-{one}": [one] for one in names}
    quote = "云岭园区建设" + "、".join(names)
    held = [(f"project-{one}", RelationType.LOCATED_IN, "park-1", quote) for one in names]
    base = MadeBase(things, held).add("2023年贵阳市政府工作报告", f"{quote}。", region="贵阳市", year=2023)
    assert items_of(reply_with_list(base.plan("云岭园区有哪些项目"), base)) == "|".join(names)


def test_the_projects_of_a_park() -> None:
    base = graph()
    reply = reply_with_list(base.plan("云岭园区有哪些项目"), base)
    assert items_of(reply) == "云岭显示生产线|云岭新材料园"
    assert reply is not None
    assert reply.items is not None
    assert [item.entity_id for item in reply.items] == ["project-1", "project-2"]


def test_the_park_of_an_industry_by_its_attribute() -> None:
    base = graph()
    assert items_of(reply_with_list(base.plan("哪个园区把绿色食品定成特色产业"), base)) == "高桥园区"


def test_a_column_of_a_table() -> None:
    text = "电子元器件 星河电子、云岭光电等\n光电显示 高桥显示\n"
    cells = [
        (Cell("主攻方向", "电子元器件", 0, 5), Cell("重点扶持企业", "星河电子、云岭光电等", 6, 16)),
        (Cell("主攻方向", "光电显示", 17, 21), Cell("重点扶持企业", "高桥显示", 22, 26)),
    ]
    rows = tuple(Row(row[0].start, row[1].end, row) for row in cells)
    table = Table("made-1.txt#1", None, "电子信息产业", 0, len(text), ("主攻方向", "重点扶持企业"), rows)
    base = MadeBase(made_tables=[table]).add("云岭规划", text, kind="five_year_plan")
    assert items_of(reply_with_column(base.plan("电子元器件的重点扶持企业有哪些"), base)) == "星河电子|云岭光电"


# ------------------------------------------------------------------------------------------------------ counts

COUNTS = [
    ("贵阳十件实事到年底完成了几件", "6件"),
    ("贵阳2022年治理了多少座病险水库", "71座"),
]


@pytest.mark.parametrize(("question", "count"), COUNTS)
def test_a_count_that_a_sentence_states(question: str, count: str) -> None:
    base = MadeBase().add(
        "2023年贵阳市政府工作报告", REPORT.replace("治理71座", "治理,治理71座病险水库"), region="贵阳市", year=2023
    )
    reply = reply_with_count(base.plan(question), base)
    assert reply is not None
    assert reply.short.startswith(count)


def test_the_numbered_items_of_a_document() -> None:
    text = "一、总则\n1.抓好用工\n2.减免房租\n二、保障\n3.贴息支持\n4.稳定供应\n5.加强服务\n"
    base = MadeBase().add("遂宁市支持中小企业若干措施", text, kind="policy", region="遂宁市", year=2020)
    reply = reply_with_count(base.plan("遂宁支持中小企业的若干措施一共多少条"), base)
    assert reply is not None
    assert reply.short.startswith("5条")


# ------------------------------------------------------------------------------------------------------ several lists


def grouped() -> MadeBase:
    things = {"project-1": ["云岭显示生产线"], "project-2": ["高桥风电基地"], "project-9": ["高桥风电产业基地"]}
    links = [Link("project-2", "project-9", LinkKind.SAME, 1.0, "made", ())]
    base = MadeBase(things, links=links)
    plan = "抓好云岭显示生产线、云岭新材料园、高桥风电基地、星河电池利用等四大产业项目。"
    base.add("2023年贵阳市工作方案", plan, kind="action_plan", region="贵阳市", year=2023)
    return base.add("2026年贵阳市政府工作报告", "加快高桥风电产业基地建设。", region="贵阳市", year=2026)


def test_members_by_their_names() -> None:
    base = grouped()
    kept = reply_with_set(base.plan("贵阳2023年四大产业项目中,名字不带“云岭”的是哪些"), base)
    assert items_of(kept) == "高桥风电基地|星河电池利用"


def test_members_that_another_document_still_names_under_any_name() -> None:
    base = grouped()
    kept = reply_with_set(base.plan("贵阳2023年的四大产业项目,2026年政府工作报告里还提到了哪几个"), base)
    assert items_of(kept) == "高桥风电基地"


def test_what_two_conditions_have_in_common() -> None:
    things = {f"county-{n}": [name] for n, name in enumerate(("靖州", "溆浦", "芷江", "中方"))}
    text = "以溆浦、靖州、芷江等三个杂交水稻制种基地县为主体。建设以靖州、中方等县为主体的杨梅产业带。"
    base = MadeBase(things).add("怀化市规划", text, kind="five_year_plan", region="怀化市", years=(2021, 2025))
    plan = base.plan("既是杂交水稻制种基地县,又是杨梅产业带主体的,怀化有哪几个县")
    assert plan.kind is Kind.LIST
    assert items_of(reply_with_set(plan, base)) == "靖州"


def test_a_step_before_finds_the_place_that_is_described() -> None:
    base = MadeBase().add("2018年青岛市政府工作报告", "青岛被授予“电影之都”称号。", region="青岛市", year=2018)
    base.add("2019年金华市政府工作报告", "集装箱吞吐量增长。", region="金华市", year=2019)
    found = question_of_found(base.plan("被授予“电影之都”的那个市,2018年集装箱吞吐量多少"), base)
    assert found is not None
    assert found[0].text.startswith("青岛市,2018年")


def test_one_thing_of_a_class() -> None:
    base = MadeBase().add("2017年金华市政府工作报告", "武义获批国家级出口质量安全示范区。", region="金华市", year=2017)
    reply = reply_with_single(base.plan("武义获批了什么国家级示范区"), base)
    assert reply is not None
    assert "出口质量安全示范区" in reply.short


def test_names_of_several_things() -> None:
    base = MadeBase().add(
        "2026年青海省政府工作报告", "加快建设南山口、哇让、同德3个抽水蓄能电站。", region="青海省", year=2026
    )
    reply = reply_with_names(base.plan("青海要建的三座抽水蓄能电站都叫啥"), base)
    assert items_of(reply) == "南山口|哇让|同德"
