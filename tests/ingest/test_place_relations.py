"""Where sentences, names and titles say that things lie; other places' names than those of the rules' examples."""

from __future__ import annotations

import pytest

from tests.ingest.plan import relations_of

FUJIAN, SICHUAN, SHANDONG = "350000", "510000", "370000"

SAID = [
    # before it
    ("在C<晋江>、C<石狮>等地规划建设P<海峡两岸冷链物流中心>,", "海峡两岸冷链物流中心 LOCATED_IN 晋江市"),
    ("在C<晋江>、C<石狮>等地规划建设P<海峡两岸冷链物流中心>,", "海峡两岸冷链物流中心 LOCATED_IN 石狮市"),
    ("在“K<云谷科创走廊>”布局P<人工智能岛>,", "人工智能岛 LOCATED_IN 云谷科创走廊"),
    ("位于K<古雷开发区>的P<百万吨乙烯项目>投产。", "百万吨乙烯项目 LOCATED_IN 古雷开发区"),
    ("C<福清市>:P<江阴港铁路支线>、P<核电四期>。", "核电四期 LOCATED_IN 福清市"),
    ("位于K<古雷开发区>、总投资420亿元的P<百万吨乙烯项目>投产。", "百万吨乙烯项目 LOCATED_IN 古雷开发区"),
    ("K<古雷开发区>重点项目:P<百万吨乙烯项目>、P<原油码头>开工。", "原油码头 LOCATED_IN 古雷开发区"),
    ("加快C<永春>、C<德化>两县P<陶瓷物流集散中心>建设,", "陶瓷物流集散中心 LOCATED_IN 永春县"),
    # who builds it
    ("支持C<宁德>建设P<锂电新能源研究院>,", "锂电新能源研究院 LOCATED_IN 宁德市"),
    ("鼓励C<莆田市>依托港口资源加快打造P<木材加工交易中心>。", "木材加工交易中心 LOCATED_IN 莆田市"),
    ("支持C<泉州>打造P<鞋服研究院>,C<漳州>、C<龙岩>打造P<食品检测中心>。", "食品检测中心 LOCATED_IN 龙岩市"),
    ("支持K<漳州高新区>依托软件园等载体,打造P<算法模型基地>。", "算法模型基地 LOCATED_IN 漳州高新区"),
    ("在C<永泰>、C<闽清>等5个重点县建设P<冬春果菜基地>,", "冬春果菜基地 LOCATED_IN 闽清县"),
    # behind it
    ("P<海洋经济研究院>落户C<平潭>。", "海洋经济研究院 LOCATED_IN 平潭县"),
    ("2座P<光热发电项目>分别在C<东山>、C<云霄>开工,", "光热发电项目 LOCATED_IN 云霄县"),
    ("P<海洋经济研究院>(C<平潭>)挂牌,", "海洋经济研究院 LOCATED_IN 平潭县"),
    ("P<风电母港>、P<船舶配套园>相继落地K<古雷开发区>。", "风电母港 LOCATED_IN 古雷开发区"),
    # the park that it is about
    ("K<滨海新城>建设全面提速,P<会展中心>、P<市民广场>等12个项目完工。", "市民广场 LOCATED_IN 滨海新城"),
]

UNSAID = [
    ("与C<宁德>共同建设P<锂电新能源研究院>,", "LOCATED_IN"),
    ("在C<宁德>召开会议,加快P<锂电新能源研究院>建设,", "LOCATED_IN"),
    ("对接C<厦门>、C<泉州>,建设P<会展中心>,", "LOCATED_IN"),
    ("支持C<沙县>建设P<食品城>,P<会展中心>开工。", "会展中心 LOCATED_IN"),
    ("支持C<泉州>建设P<鞋服研究院>、C<漳州>建设P<食品检测中心>,", "食品检测中心 LOCATED_IN 泉州市"),
    ("支持C<宁德>建设P<C<福鼎>核电二期>,", "LOCATED_IN 宁德市"),
    ("K<滨海新城>获评国家级新区,P<会展中心>完工。", "LOCATED_IN"),
    ("P<会展中心>签约,C<厦门>、C<泉州>参加。", "LOCATED_IN"),
    ("P<海洋经济研究院>在C<平潭>召开推进会,", "LOCATED_IN"),
]


@pytest.mark.parametrize(("text", "stated"), SAID)
def test_a_sentence_says_where(text: str, stated: str) -> None:
    assert stated in relations_of(text, region_code=FUJIAN)


@pytest.mark.parametrize(("text", "unstated"), UNSAID)
def test_a_sentence_does_not_say_where(text: str, unstated: str) -> None:
    assert not [found for found in relations_of(text, region_code=FUJIAN) if unstated in found]


NAMED = [
    ("建设P<C<成都>C<彭州>医药港>,", "成都彭州医药港 LOCATED_IN 彭州市|成都彭州医药港 LOCATED_IN 成都市"),
    ("建设P<C<四川省>C<成都市>C<彭州市>医药港>,", "四川省成都市彭州市医药港 LOCATED_IN 彭州市"),
    ("建设P<E<东方电气>C<德阳>基地>,", "东方电气德阳基地 LOCATED_IN 德阳市"),
    ("建设P<E<国能>C<江油>>、P<E<华电>C<万源>>等项目,", "国能江油 LOCATED_IN 江油市|华电万源 LOCATED_IN 万源市"),
    ("开工P<C<阆中>至C<营山>高速公路>、P<川西管网C<剑阁>段>,", "阆中至营山高速公路 LOCATED_IN 阆中市"),
    ("开工P<C<阆中>至C<营山>高速公路>、P<川西管网C<剑阁>段>,", "阆中至营山高速公路 LOCATED_IN 营山县"),
    ("开工P<C<阆中>至C<营山>高速公路>、P<川西管网C<剑阁>段>,", "川西管网剑阁段 LOCATED_IN 剑阁县"),
    ("开工P<绵阳—C<平武>—九寨沟天然气管道>,", "绵阳—平武—九寨沟天然气管道 LOCATED_IN 绵阳市"),
    ("建成P<E<C<四川>电网>超高压换流站>,", "四川电网超高压换流站 LOCATED_IN 四川省"),
    ("建设P<C<青神>站场>、P<电网=青神电网>,", "青神电网 LOCATED_IN 青神县"),
    ("打造P<智慧C<遂宁>·城市大脑>,", "智慧遂宁·城市大脑 LOCATED_IN 遂宁市"),
    ("推进P<K<成都高新区>=成都高新区零碳园>、K<绵阳高新区>等零碳园建设", "成都高新区零碳园 LOCATED_IN 成都高新区"),
]
NOT_NAMED = [
    ("开行P<C<成都>—C<泸州>班列>,", "LOCATED_IN"),
    ("建设P<E<C<成都>轩琪>物流>,", "LOCATED_IN"),
    ("整治P<阆江航道>、P<营山大道>,", "LOCATED_IN"),
    ("开工P<C<泸州>南至C<宜宾>铁路>,", "LOCATED_IN 泸州市"),
    ("建设P<C<四川省>C<成都市>C<彭州市>医药港>,", "LOCATED_IN 成都市"),
    ("建设P<C<成都>国际食品谷C<德阳>产业园>,", "LOCATED_IN 成都市"),
    ("建设P<绵阳平武高速公路>,", "LOCATED_IN 平武县"),
]


@pytest.mark.parametrize(("text", "stated"), NAMED)
def test_a_name_says_where(text: str, stated: str) -> None:
    assert set(stated.split("|")) <= relations_of(text, region_code=SICHUAN)


@pytest.mark.parametrize(("text", "unstated"), NOT_NAMED)
def test_a_name_does_not_say_where(text: str, unstated: str) -> None:
    assert not [found for found in relations_of(text, region_code=SICHUAN) if unstated in found]


TITLED = [
    ("C<烟台>。打造P<光电传感基地>,建设P<微纳制造中心>。", "微纳制造中心 LOCATED_IN 烟台市"),
    (
        "抓改革。推动K<黄河生态城>建设。完成规划编制。建成P<规划馆>,启动P<中央公园>建设。",
        "中央公园 LOCATED_IN 黄河生态城",
    ),
    ("K<C<济南>高新区>。重点建设P<国家超算C<济南>中心>。", "国家超算济南中心 LOCATED_IN 济南高新区"),
    ("C<烟台>。依托K<八角湾科创园>发展海工。", "八角湾科创园 LOCATED_IN 烟台市"),
]
NOT_TITLED = [
    ("C<烟台>。打造P<光电传感基地>。核电建设方面,开工P<核电二期>。", "核电二期 LOCATED_IN"),
    ("C<烟台>。打造P<C<威海>传感基地>。", "威海传感基地 LOCATED_IN 烟台市"),
    ("推动K<黄河生态城>建设。C<烟台>。建成P<规划馆>。", "规划馆 LOCATED_IN 黄河生态城"),
]


@pytest.mark.parametrize(("text", "stated"), TITLED)
def test_a_title_says_where(text: str, stated: str) -> None:
    assert stated in relations_of(text, region_code=SHANDONG)


@pytest.mark.parametrize(("text", "unstated"), NOT_TITLED)
def test_a_title_does_not_say_where(text: str, unstated: str) -> None:
    assert not [found for found in relations_of(text, region_code=SHANDONG) if unstated in found]
