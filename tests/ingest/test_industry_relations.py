"""Which industry sentences and titles say that projects and companies belong to, and which ones a park has."""

from __future__ import annotations

import pytest

from tests.ingest.plan import relations_of

BELONGS = [
    # under a title
    ("(一)I<电子信息>产业\n\n建设P<惠普生产基地>。\n", "惠普生产基地 IN_INDUSTRY 电子信息"),
    ("(一)I<电子信息>产业\n\n1.重点项目\n\n建设P<惠普生产基地>。\n", "惠普生产基地 IN_INDUSTRY 电子信息"),
    ("第二节着力培育I<电力产业>\n\n抓紧开工建设P<小湾电站>。\n", "小湾电站 IN_INDUSTRY 电力产业"),
    ("大力发展I<海洋经济>。提升海洋创新能力。建设P<深海基地>,把E<海洋集团>做强。", "深海基地 IN_INDUSTRY 海洋经济"),
    ("大力发展I<海洋经济>。提升海洋创新能力。建设P<深海基地>,把E<海洋集团>做强。", "海洋集团 IN_INDUSTRY 海洋经济"),
    # the sentence's first words
    ("I<煤电>方面,开工建设P<龙口电站>、P<神东矸石电厂>,", "神东矸石电厂 IN_INDUSTRY 煤电"),
    ("I<装备制造业>:P<盾构机基地>、P<风机总装厂>。", "风机总装厂 IN_INDUSTRY 装备制造业"),
    ("在I<智能装备>领域,推进P<盾构机基地>建设。", "盾构机基地 IN_INDUSTRY 智能装备"),
    ("I<汽车产业>重点抓好整车,加快P<新车型项目>导入,发挥E<中汽工程>作用。", "中汽工程 IN_INDUSTRY 汽车产业"),
    ("二是I<食品产业>突出精深加工,抓好P<油脂项目>。", "油脂项目 IN_INDUSTRY 食品产业"),
    # summed up
    (
        "扶持E<大草原乳业>、E<蒙港肉业>等I<乳肉加工>企业和E<东达>、E<宏业>等I<林草加工>企业,",
        "蒙港肉业 IN_INDUSTRY 乳肉加工",
    ),
    (
        "扶持E<大草原乳业>、E<蒙港肉业>等I<乳肉加工>企业和E<东达>、E<宏业>等I<林草加工>企业,",
        "宏业 IN_INDUSTRY 林草加工",
    ),
    ("加快P<国电湖东>、P<同热三期>等新一代I<煤电>试点项目建设,", "同热三期 IN_INDUSTRY 煤电"),
    ("I<精细化工>产业链(E<恒光>、P<氟材料项目>等)", "氟材料项目 IN_INDUSTRY 精细化工"),
    # what it sets out to develop
    ("突出培育I<汽摩配产业>,加大开发力度,推进P<众泰轿车>等一批重大项目建设,", "众泰轿车 IN_INDUSTRY 汽摩配产业"),
    ("实施I<大健康产业>发展三年行动计划,推动P<利民制药扩产>,", "利民制药扩产 IN_INDUSTRY 大健康产业"),
    ("围绕I<绿色铝>产业,实施P<铝箔项目>、P<轮毂项目>。", "轮毂项目 IN_INDUSTRY 绿色铝"),
    ("构建I<冷链经济>体系,加快P<农产品冷链中心>建设,", "农产品冷链中心 IN_INDUSTRY 冷链经济"),
    # what the project is to have
    ("聚焦I<新材料>、I<氢能>等领域,在园区谋划建设P<海湾制造城>,", "海湾制造城 IN_INDUSTRY 氢能"),
    ("规划P<海湾制造城>建设。聚焦I<智能制造>、I<电子信息>等领域,", "海湾制造城 IN_INDUSTRY 电子信息"),
]
NOT_BELONGS = [
    "I<生物医药>增加值增长10%,P<会展中心>建成。",
    "I<生物医药>、I<现代物流>等产业集聚,P<会展中心>建成。",
    "突出培育I<生物医药>、I<现代物流>产业,加快P<会展中心>建设。",
    "支持I<有色金属>企业围绕智能化,构建P<数字平台>。",
    "加快建设全球I<数字经济>标杆城市,推进P<会展中心>建设。",
    "建立I<数字产业>重点项目库,推进P<会展中心>建设。",
    "加快P<会展中心>建设,发展I<生物医药>产业。",
    "I<生物医药>产业园获批,P<会展中心>建成。",
    "大力发展I<海洋经济>。优化营商环境。建设P<政务中心>。",
    "抓好畜牧业。建设P<会展中心>。",
    "重点扶持E<正清集团>、E<恒光>等企业,发展I<生物医药>、I<氟化工>。",
]
SWITCHED = "I<汽车产业>重点抓好P<整车项目>,I<食品产业>重点抓好P<油脂项目>。"


@pytest.mark.parametrize(("text", "stated"), BELONGS)
def test_the_text_says_which_industry(text: str, stated: str) -> None:
    assert stated in relations_of(text, region_code="150000")


@pytest.mark.parametrize("text", NOT_BELONGS)
def test_the_text_says_no_industry(text: str) -> None:
    assert not [found for found in relations_of(text, region_code="150000") if "IN_INDUSTRY" in found]


def test_the_next_industry_ends_the_first() -> None:
    found = relations_of(SWITCHED)
    assert "整车项目 IN_INDUSTRY 汽车产业" in found
    assert "油脂项目 IN_INDUSTRY 汽车产业" not in found


PARKS = [
    ("K<空港新区>以I<航空物流>、I<临空制造>为主导产业,I<会展>为特色产业。", "空港新区 LEADING_INDUSTRY 临空制造"),
    ("K<空港新区>主导产业为I<航空物流>、I<临空制造>,特色产业为I<会展>。", "空港新区 FEATURED_INDUSTRY 会展"),
    ("K<空港新区>将I<航空物流>确定为首位产业。", "空港新区 LEADING_INDUSTRY 航空物流"),
    ("建设以I<航空物流>为主导产业的K<空港新区>。", "空港新区 LEADING_INDUSTRY 航空物流"),
    ("K<经开区>要重点发展I<钢铁>、I<有色>、I<新材料>等产业,", "经开区 LEADING_INDUSTRY 新材料"),
    ("K<高新区>要加快发展I<信息技术>、I<生物医药>等新兴产业。", "高新区 LEADING_INDUSTRY 生物医药"),
    ("支持K<高新区>主攻I<信息技术>。", "高新区 LEADING_INDUSTRY 信息技术"),
    ("I<绿色石化产业>以K<南港工业区>为重要承载地,", "南港工业区 LEADING_INDUSTRY 绿色石化产业"),
    ("K<烟台高新区>。集中打造面向海洋的I<生物医药>产业和I<海工装备>产业。", "烟台高新区 LEADING_INDUSTRY 海工装备"),
    ("K<C<通海>五金机电特色园区>获批,", "通海五金机电特色园区 FEATURED_INDUSTRY 五金机电"),
    (
        "推进K<C<威海>海工=威海海工特色园区>、K<莱州石材=莱州石材特色园区>等特色园区建设",
        "莱州石材特色园区 FEATURED_INDUSTRY 石材",
    ),
    ("K<临港园>形成以I<冷链>、I<粮油>为主的现代产业体系。", "临港园 LEADING_INDUSTRY 粮油"),
]
NO_PARKS = [
    "K<空港新区>发展I<航空物流>、I<会展>。",
    "支持K<空港新区>发展,全市重点发展I<航空物流>产业。",
    "K<烟台高新区>。举办I<海工装备>产业大会。",
    "I<绿色石化产业>以K<南港工业区>为例,",
    "K<C<威海>生物医药产业园>、K<C<威海>特色产业园>获批,",
]


@pytest.mark.parametrize(("text", "stated"), PARKS)
def test_the_text_says_what_a_park_has(text: str, stated: str) -> None:
    assert stated in relations_of(text, region_code="370000")


@pytest.mark.parametrize("text", NO_PARKS)
def test_the_text_says_nothing_of_a_park(text: str) -> None:
    found = relations_of(text, region_code="370000")
    assert not [said for said in found if "LEADING" in said or "FEATURED" in said]
