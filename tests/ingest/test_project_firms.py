"""The company that a project's name begins with or consists of; places and kinds of works are left alone."""

from __future__ import annotations

import pytest

from ingest.entities.project_firms import firm_in

FIRMS = [
    # known all over the country, behind the place
    "|陕煤|煤制烯烃",
    "株洲|中车|转向架",
    "临沂|紫金锂业|",
    "|中冶|热轧产线",
    "“|中外运|”物流项目",
    "|海尔|工业互联网平台",
    "|大唐|曹妃甸",
    "宜宾|台泥水泥|二期扩建",
    "|万达|广场",
    "遵义高新区|比亚迪|电池生产线",
    # a coined word and what companies' names end in
    "宁乡|圣钘科技|新一代锂电池",
    "|萱嘉医药|",
    "|炬芯半导体|封测",
    "滁州|晶睿光电|",
    "|蓝晖重工|",
    "|菲洛制药|增资扩产",
    # a coined word and what companies make
    "邵阳|邵虹|基板玻璃",
    "|科元|ABS装置",
    "|赛得利|纤维",
    "|杭氧|空分装置",
    "|恒神|高性能碳纤维",
    "|奕科|12英寸晶圆",
    "|沃锦|40万吨熔盐",
    "|双欣|矸石电厂",
    "|久泰|甲醇",
    "|韶铸|搬迁",
    # a works of a trade
    "|洛阳玻璃厂|技改",
    "|丹霞冶炼厂|改扩建一期工程",
    "|上海钢铁三厂|的钢板轧机",
    # of which a province has one
    "|广东联通|BPO一期",
    "|海南农垦|橡胶加工基地",
    "|山东重工|绿色智造产业城",
]
NO_FIRMS = [
    "前房子一期",
    "大饭铺水库",
    "补连塔煤矿技改",
    "茅岭矿业物流园",
    "国家区域医疗中心",
    "绿色化工新材料基地",
    "东部清洁能源基地电力外送通道",
    "格库铁路扩能改造",
    "南北山绿化工程",
    "污水处理厂改扩建",
    "自来水二厂扩建",
    "智能传感器封测生产线",
    "鲁南科技创新走廊",
    "胶东科技资源共享服务平台",
    "国家大学科技园",
    "兰州石化产业园",
    "大唐文化园",
    "江淮干线水运大通道",
    "统一业务协同平台",
    "首钢农场片区规划道路",
    "日产3000吨水泥熟料生产线",
    "广东移动互联网创新基地",
    "德钦县城避险搬迁",
    "省级区域科技创新服务中心",
]


@pytest.mark.parametrize("cut", FIRMS)
def test_the_company_a_project_is_called_by(cut: str) -> None:
    before, expected, _ = cut.split("|")
    place = firm_in(cut.replace("|", ""))
    assert place == (len(before), len(before) + len(expected))


@pytest.mark.parametrize("name", NO_FIRMS)
def test_a_place_or_a_kind_of_works_is_no_company(name: str) -> None:
    assert firm_in(name) is None
