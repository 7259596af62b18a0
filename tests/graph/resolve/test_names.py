"""Names taken apart: what is left when place, zone, phase, stretch and common words are taken off."""

from __future__ import annotations

import pytest

from graph.records import EntityType
from graph.resolve.likeness import Likeness, compare
from graph.resolve.names import take_apart, written_out
from graph.resolve.routes import route_of
from graph.writing.foldings import normal_form
from tests.graph.named import DEPARTMENT, ENTERPRISE, HUAIHUA, INDICATOR, PARK, PROJECT, SHAOYANG

XUPU, HECHENG, HONGJIANG, HONGJIANG_DISTRICT = "431224", "431202", "431281", "431271"

APART = [
    # name, type, core, place, zone, phase, stretch
    ("怀化国家高新技术产业开发区", PARK, "国家高新区", HUAIHUA, "", "", ""),
    ("湖南怀化经济开发区", PARK, "经开区", HUAIHUA, "", "", ""),
    ("中国(湖南)自由贸易试验区", PARK, "自贸区", "430000", "", "", ""),
    ("洪江高新区", PARK, "洪江高新区", None, "", "", ""),  # of 洪江市 and of 洪江区
    ("洪江高新技术产业开发区(洪江市)", PARK, "高新区", HONGJIANG, "", "", ""),
    ("洪江市高新区", PARK, "高新区", HONGJIANG, "", "", ""),
    ("洪江高新区(洪江区)", PARK, "高新区", HONGJIANG_DISTRICT, "", "", ""),
    ("市生活垃圾焚烧发电项目", PROJECT, "垃圾焚烧发电", HUAIHUA, "", "", ""),
    ("溆浦生活垃圾焚烧发电项目", PROJECT, "垃圾焚烧发电", XUPU, "", "", ""),
    ("怀化市鹤城区省级工业集中区智能制造产业园", PROJECT, "智能制造产业园", HECHENG, "工业集中区", "", ""),
    ("佳惠农产品(冷链)物流产业园二期", PROJECT, "佳惠农产品(冷链)物流产业园", None, "", "二", ""),
    ("怀化市水资源配置工程(重大水利工程)", PROJECT, "水资源配置", HUAIHUA, "", "", ""),
    ("国道209线溆浦绕城改线", PROJECT, "G209溆浦绕城改线", None, "", "", ""),
    ("溆浦钡业首期工程", PROJECT, "钡业", XUPU, "", "一", ""),
    ("溆浦保税物流中心(B型)", PROJECT, "B型保税物流中心", XUPU, "", "", ""),
    ("张官高速怀化段", PROJECT, "张官高速", "", "", "", "怀化段"),
    ("长征国家文化公园(怀化段)", PROJECT, "长征国家文化公园", None, "", "", "怀化段"),
    ("武陵山片区柑桔集散中心", PROJECT, "武陵山片区柑桔集散中心", None, "", "", ""),  # 武陵 is not 武陵区 here
    ("开元大厦商业综合体", PROJECT, "开元大厦商业综合体", None, "", "", ""),  # nor 开元 the town far away
    ("市场监管大数据平台", PROJECT, "市场监管大数据平台", None, "", "", ""),  # 市 of 市场
    ("深圳比亚迪公司", ENTERPRISE, "比亚迪", "440300", "", "", ""),
    ("湖南奇力新电子科技有限公司", ENTERPRISE, "奇力新电子科技", "430000", "", "", ""),
    ("红星发展", ENTERPRISE, "红星发展", None, "", "", ""),  # 红星 is also a county far away
    ("市发展和改革委员会", DEPARTMENT, "发展改革委", HUAIHUA, "", "", ""),
    ("住房和城乡建设部", DEPARTMENT, "住建部", "", "", "", ""),
    ("规模工业增加值(亿元)", INDICATOR, "规模以上工业增加值", None, "", "", ""),
    ("GDP增速", INDICATOR, "地区生产总值增长", None, "", "", ""),
]


@pytest.mark.parametrize(("name", "kind", "core", "place", "zone", "phase", "stretch"), APART)
def test_take_apart(
    name: str, kind: EntityType, core: str, place: str | None, zone: str, phase: str, stretch: str
) -> None:
    parts = take_apart(name, kind, HUAIHUA)
    assert (parts.core, parts.place, parts.zone, parts.phase, parts.stretch) == (core, place, zone, phase, stretch)


def test_a_body_is_its_document_area_s() -> None:
    assert take_apart("市商务局", DEPARTMENT, SHAOYANG).place == SHAOYANG
    assert take_apart("市商务局", DEPARTMENT, "430527").place == SHAOYANG  # 绥宁县 speaks of its city's


def test_normal_form() -> None:
    assert normal_form("怀化 “国际”——陆港(新晃)") == normal_form("怀化国际—陆港(新晃)") == "怀化国际-陆港(新晃)"


def test_written_out() -> None:
    names = ["怀化高新区", "怀化国家级高新技术开发区", "怀化国家高新技术产业开发区"]
    assert min(names, key=lambda name: written_out(name, PARK)) == "怀化国家高新技术产业开发区"


ROUTES = [
    ("溆浦-洞口高速公路", "溆洞高速"),
    ("溆洞高速", "溆洞高速"),
    ("张吉怀高铁", "张吉怀铁路"),
    ("怀桂铁路", "怀桂铁路"),
    ("官新高速公路", "官新高速"),
    ("怀化至洪江公路", "怀洪公路"),
    ("邵阳-怀化-吉首成品油管道", "邵怀吉成品油管道"),
    ("绕城高速", None),
    ("怀化高速", None),
    ("怀化铁路口岸", None),
]


@pytest.mark.parametrize(("normal", "core"), ROUTES)
def test_route_of(normal: str, core: str | None) -> None:
    route = route_of(normal)
    assert (route and route.core) == core


ALIKE = [
    ("凤滩电站", "凤滩电站提质扩能", Likeness.EQUAL),
    ("双龙洞景区", "双龙洞景区文化旅游", Likeness.FULLER),
    ("科技馆广场", "科技馆街区", None),
    ("双龙洞夜市", "双龙洞风情街", Likeness.OTHER_WORD),
    ("生物质热电联产", "20MW生物质热电联产背压机组", Likeness.FULLER),
    ("冲仑物流园", "冲仑物流园建材", Likeness.PART),
    ("高庙考古遗址公园", "高庙国家考古遗址公园", Likeness.EQUAL),
    ("沅水四级航道提质改造", "沅水干流航道提质改造", Likeness.FULLER),
    ("湖天公园", "湖天双拥公园", Likeness.FULLER),
    ("千里沅江生态文旅产业黄金走廊", "千里沅江怀化画廊生态文旅黄金走廊", Likeness.FULLER),
    ("抽水蓄能", "车坪抽水蓄能", Likeness.GENERIC),
    ("国际陆港", "国际陆港铁路冷链物流园", Likeness.PART),
    ("仙人桥片区配套设施", "仙人桥片区怀化城市会客厅", Likeness.PART),
    ("职业技术学院", "工商职业技术学院", None),
    ("孝坪小镇", "孝坪抽水蓄能", None),
    ("舞水公园", "舞水河生态旅游综合体", None),
    ("国际物流产业园", "国际陆港", None),
    ("第二人民医院", "第五人民医院", None),
    ("舞水三桥", "舞水四桥", None),
    ("湖天大道改造", "湖天公园", None),
    ("五强溪", "五强溪湿地公园", None),
    ("长江航道", "长江口航道", None),
    ("医药学院", "医药学院整体搬迁", None),
]


@pytest.mark.parametrize(("one", "other", "rule"), ALIKE)
def test_compare(one: str, other: str, rule: Likeness | None) -> None:
    for a, b in ((one, other), (other, one)):
        match = compare(a, b)
        assert (match and match.rule) == rule
        assert match is None or match.reason
