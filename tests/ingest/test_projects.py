"""Projects are found in columns, lists, as objects and as subjects; campaigns and bare kinds are not."""

import pytest

from graph.model import BlockKind, Span
from ingest.projects import find_projects
from ingest.stretches import Stretch
from ingest.view import View


def stretch_of(text: str, header: str = "", region: str | None = "431200") -> Stretch:
    kind = BlockKind.TABLE if header else BlockKind.PARAGRAPH
    return Stretch.of(View.of(text, [Span(0, len(text))]), kind, region, header=header)


FOUND = [
    (
        "project-object",
        "抓好怀化高新区惠科显示模组生产线、溆浦县年产200万吨硅砂提纯(酸洗)建设等十大产业项目。",
        "怀化高新区惠科显示模组生产线|溆浦县年产200万吨硅砂提纯(酸洗)建设",
    ),
    (
        "project-object",
        "抓好G209提质改造项目、怀化至洪江公路(安江西至洪江段)建设、沅水航道整治等十大基础设施建设。",
        "G209提质改造项目|怀化至洪江公路(安江西至洪江段)建设|沅水航道整治",
    ),
    ("project-object", "加快怀化国际陆港铁路冷链物流园建设,", "怀化国际陆港铁路冷链物流园"),
    ("project-object", "推动怀化国家骨干冷链物流基地提质增效,", "怀化国家骨干冷链物流基地"),
    ("project-object", "重点推进溆浦县石材产业升级改造、智能化监控平台、佳惠冷库等项目建设", None),
    ("project-subject", "邵阳火车站综合交通枢纽工程完成基础建设", "邵阳火车站综合交通枢纽工程"),
    ("project-subject", "犬木塘水库枢纽工程一期围堰提前30天合龙", "犬木塘水库枢纽工程一期围堰"),
]
NOT_FOUND = [
    ("project-object", "推进重点项目建设,"),
    ("project-object", "实施六大强农行动,"),
    ("project-object", "加快农村公路建设,"),
    ("project-object", "建设湖南重要电子信息产业基地,"),
    ("project-object", "推进“小巨人”企业倍增工程,"),
    ("project-object", "支持怀化学院完成整体搬迁,"),
    ("project-object", "打造“怀化茶油”等区域公用品牌建设,"),
    ("project-subject", "项目建设顺利推进"),
]


@pytest.mark.parametrize(("rule", "text", "names"), [case for case in FOUND if case[2]])
def test_each_rule_finds_its_example(rule: str, text: str, names: str) -> None:
    found = [f for f in find_projects(stretch_of(text)) if f.rule == rule]
    assert "|".join(text[f.start : f.end] for f in found) == names


@pytest.mark.parametrize(("rule", "text"), NOT_FOUND)
def test_each_rule_leaves_its_counter_example(rule: str, text: str) -> None:
    assert find_projects(stretch_of(text)) == []


TAILS = [
    ("开工建设沅陵车坪、辰溪孝坪抽水蓄能项目", "沅陵车坪抽水蓄能项目|辰溪孝坪抽水蓄能项目"),
    ("加快白新、永新、城龙高速公路建设", "白新高速公路|永新高速公路|城龙高速公路"),
    ("推动安化—溆浦、溆浦大江口—绥宁高速公路建设", "安化—溆浦高速公路|溆浦大江口—绥宁高速公路"),
]


@pytest.mark.parametrize(("text", "names"), TAILS)
def test_names_get_the_tail_the_list_shares(text: str, names: str) -> None:
    assert "|".join(f.name for f in find_projects(stretch_of(text))) == names


def test_columns_of_projects() -> None:
    text = "怀化经开区车载显示屏项目、中南桥梁起重设备制造研发及生产线项目等"
    names = ["怀化经开区车载显示屏项目", "中南桥梁起重设备制造研发及生产线项目"]
    assert [f.name for f in find_projects(stretch_of(text, header="重点建设项目"))] == names
    assert find_projects(stretch_of(text, header="重点支持园区")) == []


def test_a_clause_without_a_verb_goes_on_with_the_list() -> None:
    text = "加快推进溆浦千工坝水库扩建,洪江市小阳水库升级改造,"
    assert [f.rule for f in find_projects(stretch_of(text))] == ["project-object", "project-continued"]
