"""Who leads, what somebody leads, where an office is, and names of bodies compared."""

import pytest

from search.replies.bodies import is_same_body
from search.replies.contract import SILENT
from search.replies.duties import clean_item, duties_of
from search.replies.leads import reply_with_leader, reply_with_led
from tests.search.made_base import MadeBase

PLAN = """一、工作任务
(一)促进消费
1.大力发展夜间经济。打造青石夜市,开展夜游活动。(市商务局牵头,市文化旅游广电体育局等负责)
2.改造农贸市场。改造农贸市场12个。(市市场监管局牵头)
(二)防范化解债务风险(市财政局牵头)
3.压减一般支出。各部门压减支出百分之五。(市财政局、市审计局负责)
(三)安全整治
4.工贸企业整治。全面排查隐患。(工业企业由市工业和信息化局牵头、商贸企业由市商务局牵头,市应急局配合)
5.防汛抗旱方面:加固堤防30公里。(市水利局牵头,市应急局配合)森林防火方面:新建蓄水池20个。(市应急局牵头)
二、推进机制
成立工作专班,由市政府分管副市长任召集人,专班办公室设在市商务局,负责日常工作。
"""
RULES = """一、支持企业
1.缓缴社会保险费。困难企业可缓缴社会保险费6个月。(责任单位:市人力资源社会保障局、市税务局)
2.降低用电成本。执行优惠电价。(责任单位:国网金华供电公司)
责任单位列首位的为牵头单位。
"""


def made() -> MadeBase:
    base = MadeBase(things={"department-1": ["市商务局"], "project-1": ["青石夜市"]})
    base.add("金华市促进消费行动方案", PLAN, kind="action_plan", region="金华市", year=2023)
    return base.add("金华市支持企业若干措施", RULES, kind="policy", region="金华市", year=2020)


LEADERS = [
    ("金华2023年夜间经济由谁牵头", "市商务局牵头"),
    ("青石夜市是哪个部门牵头", "市商务局牵头"),
    ("2020年金华缓缴社会保险费,牵头的是哪家单位", "市人力资源社会保障局牵头"),
    ("金华降低用电成本的责任单位是谁", "国网金华供电公司牵头"),
    ("金华压减一般支出谁牵头", "市财政局牵头"),
    ("金华工贸企业整治,工业企业和商贸企业分别由谁牵头", "工业企业:市工业和信息化局牵头;商贸企业:市商务局牵头"),
    ("金华消费专班办公室设在哪个单位", "市商务局"),
]


@pytest.mark.parametrize(("question", "short"), LEADERS)
def test_says_who_leads(question: str, short: str) -> None:
    base = made()
    reply = reply_with_leader(base.plan(question), base)
    assert reply is not None
    assert reply.short == short
    assert reply.citations


IN_TURN = [
    # a sentence that names several bodies in turn, and what each leads
    (
        "实行一链一策,其中竹产业链由市林业局牵头,碳素产业链由市科技局牵头。",
        {"竹产业链": "市林业局", "碳素产业链": "市科技局"},
    ),
    ("防汛由市水利局牵头,防火由市应急局牵头,市财政局配合。", {"防汛": "市水利局", "防火": "市应急局"}),
    ("由市商务局牵头,建设物流园,由市林业局牵头,建设森林公园。", {"建设物流园": "市商务局", "建设森林公园": "市林业局"}),
    (
        "建设物流产业园,由市商务局牵头,建设森林公园,由市林业局牵头。",
        {"建设物流产业园": "市商务局", "建设森林公园": "市林业局"},
    ),
]


@pytest.mark.parametrize(("sentence", "leads"), IN_TURN)
def test_each_body_of_a_sentence_leads_its_own_part(sentence: str, leads: dict[str, str]) -> None:
    base = MadeBase()
    base.add("金华市实施方案", f"一、工作机制\n{sentence}\n", kind="action_plan", region="金华市", year=2026)
    (document,) = base.documents.values()
    assert {duty.item: "、".join(duty.leads) for duty in duties_of(document, base)} == leads
    for thing, body in leads.items():
        reply = reply_with_leader(base.plan(f"金华{thing}由哪个部门牵头"), base)
        assert reply is not None
        assert reply.short.startswith(f"{body}牵头")


def test_says_nothing_where_no_document_says_who_leads() -> None:
    base = MadeBase(things={"project-1": ["长岭水库"]})
    base.add("2023年金华市政府工作报告", "加快建设长岭水库。\n", region="金华市", year=2023)
    assert reply_with_leader(base.plan("长岭水库由哪个部门牵头"), base) is SILENT


def test_lists_what_a_body_leads_in_the_order_of_documents() -> None:
    base = made()
    reply = reply_with_led(base.plan("市应急局牵头哪些任务"), base)
    assert reply is not None
    assert reply.items is not None
    assert [item.text for item in reply.items] == ["森林防火"]
    reply = reply_with_led(base.plan("商务局牵头的有哪些事"), base)
    assert reply is not None
    assert reply.items is not None
    assert [item.text for item in reply.items] == ["大力发展夜间经济", "工贸企业整治:商贸企业"]
    assert all(item.proof for item in reply.items)


def test_a_duty_on_a_heading_speaks_for_what_stands_below() -> None:
    base = made()
    duties = {duty.item: duty for duty in duties_of(next(iter(base.documents.values())), base)}
    assert (
        "压减一般支出" in duties["防范化解债务风险"].text
        or duties["防范化解债务风险"].scope.end > duties["压减一般支出"].scope.end
    )


BUILDERS = [
    ("星河科技投资建设显示面板生产线。", {"enterprise-1": ["星河科技"]}, "显示面板生产线是哪家企业投资的", "星河科技"),
    ("支持中岭农机牵头组建农机联盟。", {}, "农机联盟由哪家企业牵头组建", "中岭农机"),
]


@pytest.mark.parametrize(("text", "things", "question", "short"), BUILDERS)
def test_says_who_builds(text: str, things: dict[str, list[str]], question: str, short: str) -> None:
    base = MadeBase(things=things).add("2022年金华市政府工作报告", text, region="金华市", year=2022)
    reply = reply_with_leader(base.plan(question), base)
    assert reply is not None
    assert reply.short == short


BODIES = [
    ("卫健委", "市卫生健康委员会", True),
    ("发改委", "市发展和改革委员会", True),
    ("人社局", "市人力资源社会保障局", True),
    ("住建局", "市住房城乡建设局", True),
    ("城管局", "市城市管理和综合执法局", True),
    ("医保局", "市医疗保障局", True),
    ("国网金华供电公司", "国网金华供电分公司", True),
    ("工信厅", "省工业和信息化厅", True),
    ("省教育厅", "市教育局", False),
    ("市政府办", "市政府金融办", False),
    ("水利局", "市水务局", False),
    ("公安局", "市公安局交警支队", False),
    ("崂山区人民政府", "德化县人民政府", False),
    ("青岛市工信局", "济南市工业和信息化局", False),
    ("靖州县水利局", "靖州苗族侗族自治县水利局", True),
    ("怀化市发改委", "市发展和改革委员会", True),
]


@pytest.mark.parametrize(("said", "written", "same"), BODIES)
def test_compares_names_of_bodies(said: str, written: str, same: bool) -> None:
    assert is_same_body(said, written) is same


ITEMS = [
    ("1.新改扩建幼儿园6所。(牵头单位:市教育局)", "新改扩建幼儿园6所"),
    (")森林防火方面:新建蓄水池20个。", "森林防火"),
    ("12打造特色应用标杆。支持企业", "打造特色应用标杆"),
    ("3个园区建设。", "3个园区建设"),
]


@pytest.mark.parametrize(("text", "item"), ITEMS)
def test_says_a_task_in_short(text: str, item: str) -> None:
    assert clean_item(text) == item
