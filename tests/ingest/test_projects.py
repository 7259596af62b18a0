"""Projects are found in columns, lists, as objects and as subjects; campaigns and bare kinds are not."""

import pytest

from graph.records import BlockKind, Span
from ingest.entities.projects import find_projects
from ingest.entities.stretches import Stretch
from ingest.form.view import View


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
    (
        "project-object",
        "推进数字山东建设(省财政厅牵头,省大数据局配合)、济南东部新城综合客运枢纽工程。",
        "数字山东建设|济南东部新城综合客运枢纽工程",
    ),
    ("project-subject", "七是黄河宁夏段河道治理工程开工建设。", "黄河宁夏段河道治理工程"),
    (
        "project-subject",
        "国内首个风光火储一体化工程——陇东到山东特高压直流工程投运。",
        "陇东到山东特高压直流工程",
    ),
    ("project-object", "加快建设盛世华都大酒店等重点商贸综合体。", "盛世华都大酒店"),
    ("project-object", "推动怀化国家骨干冷链物流基地提质增效,", "怀化国家骨干冷链物流基地"),
    ("project-of-house", "支持怀化学院完成整体搬迁;", "怀化学院完成整体搬迁"),
    (
        "project-object",
        "规划新建邵阳—怀化管径DN350、规模200万吨/年的成品油管道工程,",
        "邵阳—怀化管径DN350、规模200万吨/年的成品油管道工程",
    ),
    (
        "project-object",
        "建设怀化高新区生物质热电联产和怀化垃圾焚烧发电项目。",
        "怀化高新区生物质热电联产|怀化垃圾焚烧发电项目",
    ),
    ("project-object", "探索重启会同石煤综合利用项目。", "会同石煤综合利用项目"),
    ("project-object", "加快建设大湘西区域医疗卫生中心,", "大湘西区域医疗卫生中心"),
    ("project-object", "加快推进商贸服务型国家物流枢纽和国际物流通道建设,", "商贸服务型国家物流枢纽"),
    ("project-object", "加快高庙国家考古遗址公园建设,", "高庙国家考古遗址公园"),
    ("project-object", "推动市文化馆、博物馆新馆、图书馆新馆建设。", "市文化馆|博物馆新馆|图书馆新馆"),
    ("project-object", "加快推进岩门公园、舞水公园和植物博物园建设,", "岩门公园|舞水公园"),
    ("project-object", "推进以纪念地、旧址群为主体的长征国家文化公园(怀化段)建设,", "长征国家文化公园(怀化段)"),
    ("project-object", "完成怀化师范高等专科学校迁建二期工程,", "怀化师范高等专科学校迁建二期工程"),
    ("project-object", "增开东盟(怀化·长沙)国际冷链班列,", "东盟(怀化·长沙)国际冷链班列"),
    ("project-object", "启动锦屏—安江高速公路前期工作加快建设怀洪旅游快速干线,", "锦屏—安江高速公路|怀洪旅游快速干线"),
    (
        "project-object",
        "抓好鹤中城乡供水一体化工程、省级区域医疗卫生中心建设、仙人桥商务区等十大一体化建设项目。",
        "鹤中城乡供水一体化工程|省级区域医疗卫生中心建设|仙人桥商务区",
    ),
    ("project-subject", "邵阳火车站综合交通枢纽工程完成基础建设", "邵阳火车站综合交通枢纽工程"),
    ("project-subject", "犬木塘水库枢纽工程一期围堰提前30天合龙", "犬木塘水库枢纽工程一期围堰"),
]
NOT_FOUND = [
    ("project-object", "推进重点项目建设,"),
    ("project-object", "实施六大强农行动,"),
    ("project-object", "加快农村公路建设,"),
    ("project-object", "建设湖南重要电子信息产业基地,"),
    ("project-object", "推进“小巨人”企业倍增工程,"),
    ("project-object", "支持怀化学院完成综合改革,"),
    ("project-of-house", "支持怀化学院完成搬迁方案,"),
    ("project-of-house", "支持各类医院完成整体搬迁,"),
    ("project-object", "打造“怀化茶油”等区域公用品牌建设,"),
    ("project-object", "积极组织开行中欧班列,"),
    ("project-object", "支持企业满负荷生产,"),
    ("project-object", "建设岸基船舶自动识别系统(AIS)基站,"),
    ("project-object", "建设遵义省域副中心,"),
    ("project-object", "建设石家庄等客运站,"),
    ("project-object", "加强三江平原、松嫩平原等商品粮基地建设,"),
    ("project-object", "加快市级重点项目建设,"),
    ("project-object", "推动长沙、常德等市一批通用机场建设,"),
    ("project-subject", "项目建设顺利推进"),
]


@pytest.mark.parametrize(("rule", "text", "names"), [case for case in FOUND if case[2]])
def test_each_rule_finds_its_example(rule: str, text: str, names: str) -> None:
    found = [f for f in find_projects(stretch_of(text)) if f.rule.name == rule]
    assert "|".join(text[f.start : f.end] for f in found) == names


@pytest.mark.parametrize(("rule", "text"), NOT_FOUND)
def test_each_rule_leaves_its_counter_example(rule: str, text: str) -> None:
    assert find_projects(stretch_of(text)) == []


TAILS = [
    ("积极推动怀桂、靖永郴、秀益等铁路前期工作,", "怀桂铁路|靖永郴铁路|秀益铁路"),
    ("支持五强溪、凤滩等大中型水电站提质扩能。", "五强溪水电站提质扩能|凤滩水电站提质扩能"),
    ("实施怀化北、牌楼等500千伏变电站新建改扩建。", "怀化北500千伏变电站|牌楼500千伏变电站"),
    ("推动安化—溆浦、绥宁高速公路及松从高速(新晃段)建设", "安化—溆浦高速公路|绥宁高速公路|松从高速(新晃段)"),
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
    assert [f.rule.name for f in find_projects(stretch_of(text))] == ["project-object", "project-continued"]


def test_a_company_column_may_name_what_the_company_builds() -> None:
    text = "泰达讯科技、鑫德正科技通信电子及智能终端设备制造产业基地等"
    found = find_projects(stretch_of(text, header="重点扶持企业"))
    assert [f.name for f in found] == ["鑫德正科技通信电子及智能终端设备制造产业基地"]


BRANCHES = [
    "国家苹果工程技术研究中心延安分中心",
    "国家超级计算中心无锡分中心",
    "国家杂交水稻工程研究中心海南分中心",
    "国家中药材工程技术研究中心亳州分中心",
    "国家技术转移中心绵阳分中心",
    "岳麓山种业创新中心常德分中心",
    "国家机器人检测中心芜湖分中心",
    "中国农业科学院柑橘研究中心赣州研究基地",
    "国家心血管病医疗中心许昌院区",
    "国家油茶工程技术研究中心衡阳试验基地",
]


@pytest.mark.parametrize("name", BRANCHES)
def test_a_branch_is_named_behind_its_house(name: str) -> None:
    assert [found.name for found in find_projects(stretch_of(f"推进{name}建设,"))] == [name]
