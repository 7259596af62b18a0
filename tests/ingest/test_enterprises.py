"""Companies are found in columns, lists, full names and at the head of projects."""

import pytest

from graph.records import BlockKind, Span
from ingest.entities.enterprises import at_head_of_project, automaton_of, find_enterprises, find_known, worth_knowing
from ingest.entities.stretches import Stretch
from ingest.form.view import View


def stretch_of(text: str, header: str = "", region: str | None = "431200") -> Stretch:
    kind = BlockKind.TABLE if header else BlockKind.PARAGRAPH
    return Stretch.of(View.of(text, [Span(0, len(text))]), kind, region, header=header)


FOUND = [
    ("enterprise-in-list", "择优支持恒光科技、久日新材料等重点企业", "恒光科技|久日新材料"),
    ("enterprise-in-list", "以大唐华银、金盘科技等优势企业为重点", "大唐华银|金盘科技"),
    ("enterprise-in-list", "培育了超聚变、中创智领等一批行业领军企业", "超聚变|中创智领"),
    ("enterprise-full-name", "湖南奇力新电子科技有限公司扩产", "湖南奇力新电子科技有限公司"),
    ("enterprise-full-name", "依托正清集团", "正清集团"),
    ("enterprise-full-name", "支持以佳惠集团为主体", "佳惠集团"),
    ("enterprise-well-known", "加快惠科显示模组生产线建设", "惠科"),
]
NOT_FOUND = [
    ("enterprise-in-list", "支持国有、民营等各类企业发展"),
    ("enterprise-in-list", "规模以上工业企业100家"),
    ("enterprise-in-list", "引导化纤、连续纺纱、服装、家纺、缫丝等企业建设智能化生产线"),
    ("enterprise-in-list", "本细则所称人工智能企业是指"),
    ("enterprise-in-list", "推动化工、建材等重点行业企业改造"),
    ("enterprise-full-name", "平台公司市场化转型,上市公司达到10家"),
    ("enterprise-well-known", "统一规划,理想信念"),
]


@pytest.mark.parametrize(("rule", "text", "names"), FOUND)
def test_each_rule_finds_its_example(rule: str, text: str, names: str) -> None:
    found = find_enterprises(stretch_of(text))
    assert "|".join(f.name for f in found) == names
    assert {f.rule.name for f in found} <= {rule, "enterprise-well-known"}


@pytest.mark.parametrize(("rule", "text"), NOT_FOUND)
def test_each_rule_leaves_its_counter_example(rule: str, text: str) -> None:
    assert find_enterprises(stretch_of(text)) == []


def test_columns_of_companies() -> None:
    cell = stretch_of("正清集团、博世康、北大未名等", header="重点扶持企业")
    assert [f.name for f in find_enterprises(cell)] == ["正清集团", "博世康", "北大未名"]
    assert find_enterprises(stretch_of("光引发剂、涂料等", header="重点突破领域")) == []


HEADS = [
    ("怀化蓝色快运冷链物流运输", "怀化蓝色快运"),
    ("怀化轩琪进出口贸易冷链物流", "怀化轩琪进出口贸易"),
    ("湖南青青园西南冷链物流配送中心", "湖南青青园"),
    ("湖南省怀化市辰溪县湘西南铁路联运物流园", None),
    ("湘黔边界冷链物流配送中心", None),
    ("沪明临港产业园", None),
    ("怀化高新区洪康5.0中性硼硅药用玻璃管及制瓶", "洪康"),
    ("芷江精卓光电显示生产", "精卓光电"),
    ("怀化市蟒塘溪水资源配置工程", None),
    ("怀化高新区新能源汽车动力电池综合利用", None),
]


@pytest.mark.parametrize(("project", "company"), HEADS)
def test_the_company_at_the_head_of_a_project(project: str, company: str | None) -> None:
    found = at_head_of_project(stretch_of(project), 0, len(project))
    assert (found.name if found else None) == company


def test_a_trade_of_an_area_is_not_known_as_a_company() -> None:
    text = "黄山旅游、徽商股份、鄂尔多斯集团等重点企业"
    assert [n for found in find_enterprises(stretch_of(text)) for n in worth_knowing(found)] == [
        "徽商股份",
        "鄂尔多斯集团",
    ]


def test_a_company_is_found_again_by_its_short_name() -> None:
    (company,) = find_enterprises(stretch_of("依托正清集团"))
    known = automaton_of(worth_knowing(company))
    assert [f.name for f in find_known(stretch_of("正清风痛宁项目"), known)] == ["正清"]
