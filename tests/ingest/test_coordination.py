"""Lists are read by one grammar: 【…】 is what a finder gives, the names that come out are told by “|”."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.records import BlockKind, EntityType
from ingest.entities.coordination import Item, read_items
from ingest.entities.cutting import cut
from ingest.entities.heads import head_of
from ingest.entities.signs import split_outside
from ingest.entities.stretches import Stretch
from ingest.form.view import View

PROJECT, PARK, INDUSTRY = EntityType.PROJECT, EntityType.PARK, EntityType.INDUSTRY
ENTERPRISE, DEPARTMENT, COUNTY = EntityType.ENTERPRISE, EntityType.DEPARTMENT, EntityType.COUNTY


def stretch_of(text: str, region: str | None = None) -> Stretch:
    return Stretch.of(View(text, ()), BlockKind.PARAGRAPH, region)


def read(marked: str, kind: EntityType) -> list[Item]:
    """The items of the places in 【】."""
    spans, text = [], ""
    for part in re.split("(【.*?】)", marked):
        if part.startswith("【"):
            spans.append((len(text), len(text) + len(part) - 2))
        text += part.strip("【】")
    return read_items(stretch_of(text), spans, kind)


SHARED_BEHIND = [
    (PARK, "支持【坡头】、【黄堡】、【董家河工业园区】发展", "坡头工业园区|黄堡工业园区|董家河工业园区"),
    (PARK, "加快【喀什】和【霍尔果斯经济开发区】创新发展", "喀什经济开发区|霍尔果斯经济开发区"),
    (PARK, "【深圳】、【珠海】、【厦门经济特区】要", "深圳经济特区|珠海经济特区|厦门经济特区"),
    (PARK, "【碧江区】、【印江县工业园区】被认定", "碧江区工业园区|印江县工业园区"),
    (PARK, "【泰安】、【莱芜】、【德州】5家高新区升级", "泰安高新区|莱芜高新区|德州高新区"),
    (PARK, "【南雄精细化工】、【始兴制笔】等特色专业园区建设", "南雄精细化工特色专业园区|始兴制笔特色专业园区"),
    (PROJECT, "建成【金塘】、【罗岭】等7座大中型水库,", "金塘水库|罗岭水库"),
    (PROJECT, "加快【邵永】、【铜吉】、【长赣高铁】建设", "邵永高铁|铜吉高铁|长赣高铁"),
    (PROJECT, "【甬金】、【诸永】、【台金高速公路】全线开通", "甬金高速公路|诸永高速公路|台金高速公路"),
    (PROJECT, "【粤湘】、【昆汕高速公路韶关段】前期工作", "粤湘高速公路韶关段|昆汕高速公路韶关段"),
    (PROJECT, "【武罐】、【十天高速公路】等9个续建重大项目", "武罐高速公路|十天高速公路"),
    (PROJECT, "【铜仁至松桃】、【江口至石阡高速】开工", "铜仁至松桃高速|江口至石阡高速"),
    (PROJECT, "【花垣—怀化】、【麻阳—辰溪天然气长输管道】即将", "花垣—怀化天然气长输管道|麻阳—辰溪天然气长输管道"),
    (PROJECT, "推进【芷江】、【新晃】等重点旅游县市区游客中心建设", "芷江游客中心|新晃游客中心"),
    (PROJECT, "支持【五强溪】、【凤滩】等大中型水电站提质扩能。", "五强溪水电站提质扩能|凤滩水电站提质扩能"),
    (PROJECT, "【中船】、【中远海运】等船舶制修造项目建设", "中船船舶制修造项目|中远海运船舶制修造项目"),
    (PROJECT, "【雄忻】、【石雄铁路项目】建设", "雄忻铁路项目|石雄铁路项目"),
    (PROJECT, "【翁源】、【仁化】、【乐昌坪石污水处理厂】竣工", "翁源污水处理厂|仁化污水处理厂|乐昌坪石污水处理厂"),
    (
        PROJECT,
        "【工业软件】、【家居家电国家人工智能应用中试基地】",
        "工业软件国家人工智能应用中试基地|家居家电国家人工智能应用中试基地",
    ),
    (PROJECT, "【高速列车】、【燃料电池】等国家技术创新中心", "高速列车国家技术创新中心|燃料电池国家技术创新中心"),
    (PROJECT, "【“智慧交通”】、【“智慧城管”平台】上线", "“智慧交通”平台|“智慧城管”平台"),
    (PROJECT, "【防城区防港路】、【防钦路】等道路整治改造工作", "防城区防港路整治改造|防城区防钦路整治改造"),
    (PROJECT, "【兴港大道】、【友谊路路面改造】竣工", "兴港大道路面改造|友谊路路面改造"),
    (PROJECT, "【市中医医院】、【天祝县藏医院业务楼】建成", "市中医医院业务楼|天祝县藏医院业务楼"),
    (PROJECT, "【呼和浩特】、【满洲里3个口岸】建成", "呼和浩特口岸|满洲里口岸"),
    (PROJECT, "【山西大同】(60万千瓦)和【神头】等火电厂", "山西大同火电厂|神头火电厂"),
    (ENTERPRISE, "组建【机电】、【轻纺】等5个资产经营公司,", "机电资产经营公司|轻纺资产经营公司"),
    (DEPARTMENT, "【省】、【市发展改革委】联合", "省发展改革委|市发展改革委"),
]
SHARED_BEFORE = [
    (PROJECT, "【通道三省坡】、【彭莫山】、【画笔山】等风电场", "通道三省坡风电场|通道彭莫山风电场|通道画笔山风电场"),
    (PROJECT, "【洪江市湾溪】、【岔头】,【芷江大树坳】等风电场", "洪江市湾溪风电场|洪江市岔头风电场|芷江大树坳风电场"),
    (
        PROJECT,
        "【自治区牛羊】、【玉米】、【大豆技术创新中心】",
        "自治区牛羊技术创新中心|自治区玉米技术创新中心|自治区大豆技术创新中心",
    ),
    (PROJECT, "【地铁3】、【4】、【5号线】加快建设", "地铁3号线|地铁4号线|地铁5号线"),
    (PROJECT, "【东胜铁西一期】、【二期】开发", "东胜铁西一期|东胜铁西二期"),
    (PROJECT, "【东兴文化馆】、【图书馆】等项目", "东兴文化馆|东兴图书馆"),
    (PROJECT, "【怀化市中医医院门诊综合大楼】、【康养中心】建设", "怀化市中医医院门诊综合大楼|怀化市中医医院康养中心"),
    (PROJECT, "【冲仑物流园建材】、【五金机电项目】", "冲仑物流园建材项目|冲仑物流园五金机电项目"),
    (PROJECT, "【丹霞山南门】、【西南门】建设", "丹霞山南门|丹霞山西南门"),
    (PROJECT, "【年产4万吨锂盐一体化】和【2万吨碳酸锂项目】投产", "年产4万吨锂盐一体化项目|年产2万吨碳酸锂项目"),
    (DEPARTMENT, "责任单位:【市财政局】、【税务局】", "市财政局|市税务局"),
]
WHOLE = [
    (PROJECT, "抓好【怀化国际陆港】、【惠科显示模组生产线】等十大产业项目", "怀化国际陆港|惠科显示模组生产线"),
    (PROJECT, "【阳光海岸】、【仙人山公园】等一批项目", "阳光海岸|仙人山公园"),
    (PROJECT, "【京广高铁】、【邯黄铁路】、【邯长铁路扩能改造】", "京广高铁|邯黄铁路|邯长铁路扩能改造"),
    (PROJECT, "建成【长征先锋矿】、【金川铜冶炼】等重大项目", "长征先锋矿|金川铜冶炼"),
    (PROJECT, "【澳加粮油】、【大海粮油】等一批重大产业项目", "澳加粮油|大海粮油"),
    (PROJECT, "【新疆】、【贵州的煤田开发】,", "新疆|贵州的煤田开发"),
    (PARK, "支持【怀化高新区】、【雨溆工业园】等发展", "怀化高新区|雨溆工业园"),
    (INDUSTRY, "壮大【钢铁】、【有色】、【新材料】等产业", "钢铁|有色|新材料"),
    (ENTERPRISE, "支持【华为】、【腾讯】、【三一集团】等企业", "华为|腾讯|三一集团"),
    (COUNTY, "推进【沅陵】、【新晃】两县试点", "沅陵|新晃"),
    (DEPARTMENT, "【市财政局】、【团市委】、【省科技厅】负责", "市财政局|团市委|省科技厅"),
]


@pytest.mark.parametrize(("kind", "marked", "names"), [*SHARED_BEHIND, *SHARED_BEFORE, *WHOLE])
def test_items_get_what_their_list_shares(kind: EntityType, marked: str, names: str) -> None:
    assert "|".join(item.name for item in read(marked, kind)) == names


CUT = [
    (PROJECT, "扎萨克和呼和乌素水库", "扎萨克|呼和乌素水库"),
    (PROJECT, "神华煤液化项目和亿德公司PVC项目", "神华煤液化项目|亿德公司PVC项目"),
    (PROJECT, "北江航道扩能升级和南水水库泄洪河道整治工程", "北江航道扩能升级|南水水库泄洪河道整治工程"),
    (PROJECT, "新港水库、白石灌区和黄陵机场", "新港水库|白石灌区|黄陵机场"),
    (PROJECT, "怀化高铁南站以及芷江游客中心", "怀化高铁南站|芷江游客中心"),
    (PROJECT, "核心园区标准化、智能化升级改造、监控平台", "核心园区标准化、智能化升级改造|监控平台"),
    (PROJECT, "怀洪公路(安江至洪江、黔城)、沅水航道", "怀洪公路(安江至洪江、黔城)|沅水航道"),
    (PROJECT, "“甲、乙”平台、丙中心", "“甲、乙”平台|丙中心"),
    (PROJECT, "仓储中心(一期、二级中心", "仓储中心(一期|二级中心"),  # the bracket was never closed
    (PARK, "鞍山软件园和科大科技园", "鞍山软件园|科大科技园"),
    (ENTERPRISE, "恒光科技、正清集团和补天药业", "恒光科技|正清集团|补天药业"),
    (DEPARTMENT, "市财政局和市税务局", "市财政局|市税务局"),
]
NOT_CUT = [
    (PROJECT, "中南桥梁起重设备制造研发及生产线项目"),
    (PROJECT, "京杭运河与小清河连通工程"),
    (PROJECT, "邵阳—怀化管径DN350、规模200万吨/年的成品油管道工程"),
    (PROJECT, "30万吨级矿石码头及配套航道"),
    (PROJECT, "芷江国际和平城"),
    (PROJECT, "和林格尔数据中心"),
    (PROJECT, "省、市、县、乡四级信息平台"),
    (PROJECT, "渔澫港区513—516号泊位"),
    (PARK, "怀化经开区皮革箱包、智能终端加工贸易产业园"),
    (PARK, "呼和浩特高新区"),
    (INDUSTRY, "新能源及其装备"),
    (INDUSTRY, "新能源和智能网联汽车"),
    (ENTERPRISE, "诺和诺德"),
    (DEPARTMENT, "市自然资源和规划局"),
]


@pytest.mark.parametrize(("kind", "text", "items"), [*CUT, *((kind, text, text) for kind, text in NOT_CUT)])
def test_a_span_is_cut_into_its_items(kind: EntityType, text: str, items: str) -> None:
    stretch = stretch_of(f"加快{text},")
    assert "|".join(stretch.text[a:b] for a, b in cut(stretch, 2, 2 + len(text), kind)) == items


def test_items_that_no_finder_gave_count_as_the_list_goes_on() -> None:
    assert [item.name for item in read("建成【金塘】、罗岭、王家等水库", PROJECT)] == ["金塘水库"]
    assert [item.name for item in read("【兴港大道】、友谊路路面改造竣工", PROJECT)] == ["兴港大道路面改造"]


def test_signs_inside_brackets_do_not_split() -> None:
    text = "推进甲(乙,丙),推进丁"
    assert [text[a:b] for a, b in split_outside(text, ",")] == ["推进甲(乙,丙)", "推进丁"]


NAMES = [
    "怀化国际陆港",
    "芷江机场",
    "犬木塘水库枢纽",
    "怀化高新区智算中心",
    "黄岩大道",
    "长赣高铁",
    "新城大桥",
    "安江污水处理厂",
]
SIGNS = [
    "、",
    "和",
    "及",
    ",",
    "等",
    "项目",
    "水库",
    "沅陵",
    "新晃",
    "3座",
    "二期",
    "“",
    "”",
    "(",
    ")",
    "A",
    "与",
    "的",
    "工业园区",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(NAMES), min_size=2, max_size=6, unique=True), st.sampled_from([PROJECT, PARK]))
def test_names_that_share_nothing_come_back(names: list[str], kind: EntityType) -> None:
    """A list of whole names, put together and read as one span, gives the names again."""
    text = "、".join(names)
    items = read_items(stretch_of(text), [(0, len(text))], PROJECT)
    assert [item.name for item in items] == names
    assert all(head_of(name, PROJECT) for name in names)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from([*NAMES, *SIGNS]), min_size=1, max_size=12), st.sampled_from(list(EntityType)), st.data()
)
def test_items_lie_apart_and_inside_their_spans(parts: list[str], kind: EntityType, data: st.DataObject) -> None:
    text = "".join(parts)
    edges = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    spans = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False) if a < b]
    items = read_items(stretch_of(text), spans, kind)
    assert all(any(a <= item.start < item.end <= b for a, b in spans) for item in items)
    assert all(one.end <= two.start for one, two in itertools.pairwise(items))
    assert all(item.name for item in items)
