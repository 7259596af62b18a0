"""Who a sentence, or a project's own name, says that builds it."""

from __future__ import annotations

import pytest

from tests.ingest.plan import relations_of

BUILT = [
    # in the name
    ("建设P<E<巨石>玻纤生产线>,", "巨石 UNDERTAKES 巨石玻纤生产线"),
    ("P<E<宏大精锻>>、P<E<金志利>>等项目投产,", "宏大精锻 UNDERTAKES 宏大精锻"),
    (
        "加快P<E<中船>=中船制修造项目>、P<E<中远海运>=中远海运制修造项目>等制修造项目建设,",
        "中船 UNDERTAKES 中船制修造项目",
    ),
    ("P<E<众泰>乘用车>、P<发动机=众泰发动机>和P<变速器=众泰变速器>下线,", "众泰 UNDERTAKES 众泰变速器"),
    ("建设P<C<嘉兴>E<吉利>电池基地>,", "吉利 UNDERTAKES 嘉兴吉利电池基地"),
    # before it
    ("E<金川集团>投资600亿元建设P<铜镍项目>,", "金川集团 UNDERTAKES 铜镍项目"),
    ("E<金川集团>投资建设的P<铜镍项目>投产。", "金川集团 UNDERTAKES 铜镍项目"),
    ("支持E<韶钢>打造P<高端特钢基地>。", "韶钢 UNDERTAKES 高端特钢基地"),
    ("引进E<比亚迪>在我市兴建国内最大的P<试车场>和P<零部件基地>,", "比亚迪 UNDERTAKES 零部件基地"),
    ("推动E<华大基因>来衢组建P<精准医学中心>,", "华大基因 UNDERTAKES 精准医学中心"),
    ("E<中芯>、E<华虹>等企业共同投资P<晶圆厂>,", "华虹 UNDERTAKES 晶圆厂"),
    ("E<三峡集团>实施的P<抽水蓄能项目>开工,", "三峡集团 UNDERTAKES 抽水蓄能项目"),
    ("E<中海油>的P<原油储备库>投用,", "中海油 UNDERTAKES 原油储备库"),
    ("E<巨化集团>P<氟材料项目>投产。", "巨化集团 UNDERTAKES 氟材料项目"),
    ("E<巨化集团>落户高新区,建设P<氟材料项目>。", "巨化集团 UNDERTAKES 氟材料项目"),
    ("由E<中铁建>承建的P<跨海大桥>合龙。", "中铁建 UNDERTAKES 跨海大桥"),
    # behind it
    ("P<跨海大桥>由E<中铁建>承建,", "中铁建 UNDERTAKES 跨海大桥"),
    ("加快P<焦化二期>(业主单位:E<蒙西集团>)、P<冷轧技改>(E<柳钢>)建设,", "蒙西集团 UNDERTAKES 焦化二期"),
    ("加快P<焦化二期>(业主单位:E<蒙西集团>)、P<冷轧技改>(E<柳钢>)建设,", "柳钢 UNDERTAKES 冷轧技改"),
    ("P<储能电站>由E<国电投>、E<正泰>投资建设,", "正泰 UNDERTAKES 储能电站"),
    # in an agreement
    ("与E<盐田港集团>签订了共建P<内陆港>协议,", "盐田港集团 UNDERTAKES 内陆港"),
    ("与E<中国建筑>就P<机场快线>签署合作协议,", "中国建筑 UNDERTAKES 机场快线"),
    ("与E<京东>签约,联合打造P<电商产业园>,", "京东 UNDERTAKES 电商产业园"),
]
NOT_BUILT = [
    "E<金川集团>参观学习,加快P<铜镍项目>建设。",
    "P<铜镍项目>由E<金川集团>运输货物。",
    "E<金川集团>营收突破百亿元,P<铜镍项目>开工。",
    "与E<金川集团>座谈,考察P<铜镍项目>。",
    "推动E<金川集团>、E<巨化集团>上市,加快P<铜镍项目>建设。",
    "E<金川集团>参与P<铜镍项目>评审。",
    "P<铜镍项目>(E<金川集团>旧址)改造。",
    "为E<金川集团>配套的P<铜镍项目>",
]


@pytest.mark.parametrize(("text", "stated"), BUILT)
def test_the_text_says_who_builds(text: str, stated: str) -> None:
    assert stated in relations_of(text, region_code="330000")


@pytest.mark.parametrize("text", NOT_BUILT)
def test_the_text_says_nobody(text: str) -> None:
    assert not [found for found in relations_of(text, region_code="330000") if "UNDERTAKES" in found]


def test_each_company_builds_its_own() -> None:
    found = relations_of("P<铜镍项目>由E<金川集团>投资,P<跨海大桥>由E<中铁建>承建。")
    assert {"金川集团 UNDERTAKES 铜镍项目", "中铁建 UNDERTAKES 跨海大桥"} == {f for f in found if "UNDERTAKES" in f}
