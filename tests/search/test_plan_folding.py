"""Questions as typed → the wording that is read: a small knowledge base of a few sentences."""

from __future__ import annotations

from collections import Counter

import pytest
import rjieba

from graph.writing.foldings import fold_text
from search.plan.folding import Folding

SENTENCES = """
衢州高新区2023年列入十大产业项目五个
加快衢州国际陆港建设,新增仓储面积10万平方米
完善国际陆港功能
开工建设抽水蓄能电站
推进抽水蓄能电站前期工作
地区生产总值总量目标突破2000亿元
青溪实验室组建完成
青溪实验室挂牌
社会消费品零售总额增长8%
全社会消费品零售总额
改造老旧小区
提质老旧小区
30万吨级航道开工建设
衢州经开区升格为国家级经开区
十件民生实事
公路港口建设
农林水畜牧业
乾坤湾大桥
"""
AREAS = {"衢州": 30, "金华": 20, "丽水": 10, "同仁": 1, "铜仁": 30, "宜春": 10, "伊春": 8}
NAMES = AREAS | {"衢州高新区": 3, "青溪实验室": 2, "国际陆港": 2, "衢州经开区": 2, "乾坤湾大桥": 1}


class Sentences:
    """Keeps the contract `search.plan.folding.Vocabulary`."""

    def __init__(self):
        self._lines = [fold_text(line) for line in SENTENCES.strip().splitlines()]
        self._words = Counter(word for line in self._lines for word in rjieba.cut_for_search(line))

    def words(self):
        return self._words

    def has_word(self, word):
        return word in self._words

    def is_named(self, wording):
        return any(wording in name for name in self.names())

    def names(self):
        return NAMES

    def areas(self):
        return AREAS

    def written(self, wording):
        return sum(fold_text(wording) in line for line in self._lines)


@pytest.fixture(scope="module")
def folding():
    return Folding(Sentences())


FOLDED = [
    # width, white space, politeness
    ("衢州高新区有哪些项目？", "衢州高新区有哪些项目?"),
    ("请问衢州高新区有哪些项目,谢谢!", "衢州高新区有哪些项目"),
    ("麻烦帮我查一下衢州的GDP目标,谢谢", "衢州的GDP目标"),
    ("你好,能不能告诉我衢州有哪些园区", "衢州有哪些园区"),
    ("我想了解一下衢州高新区", "衢州高新区"),
    # traditional characters, but for words the documents write so
    ("衢州國際陸港建設得怎麼樣", "衢州国际陆港建设得怎么样"),
    ("乾坤湾大桥在哪", "乾坤湾大桥在哪"),
    # pinyin
    ("quzhou gaoxinqu zai 2023 nian shi da chanye xiangmu li zhan ji ge", "衢州高新区在2023年十大产业项目里占几个"),
    ("quzhou 30万吨级航道开工了吗", "衢州 30万吨级航道开工了吗"),
    ("jinhua GDP 2007 2010 2016", "金华 GDP 2007 2010 2016"),
    ("衢州2023 GDP zongliang mubiao tupo duoshao", "衢州2023 GDP 总量目标突破多少"),
    ("Quzhou 2018 实际利用外资", "衢州 2018 实际利用外资"),
    # English
    ("How many projects does Quzhou High-tech Zone have in 2023?", "多少个项目 衢州高新区 2023年"),
    ("What is the GDP growth target of Quzhou in 2023?", "GDP增长目标 衢州 2023年 是多少"),
    ("Who leads the Quzhou international land port?", "衢州国际陆港 谁牵头"),
    ("Which counties plan to build pumped storage power stations", "哪些县要建抽水蓄能电站"),
    ("What is the GDP of Quzhou in 2023 and in 2025?", "GDP 衢州 2023年 和 2025年 是多少"),
    ("How many projects does Jin Hua have?", "多少个项目 金华"),
    ("Who leads Qingxi laboratory", "青溪 laboratory 谁牵头"),  # a word of no table stays
    # slips of typing
    ("衢州国际路港2023年新增仓储面积", "衢州国际陆港2023年新增仓储面积"),
    ("哪些县要搞抽水畜能电站", "哪些县要搞抽水蓄能电站"),
    ("青溪实验事建成没有", "青溪实验室建成没有"),
    ("社会消费品零收总额目标", "社会消费品零售总额目标"),
    ("桐仁 GDP", "铜仁 GDP"),
]


@pytest.mark.parametrize(("typed", "folded"), FOLDED)
def test_folding(folding, typed, folded):
    assert folding.fold(typed).text == folded


LEFT_ALONE = [
    "公路港口有哪些",
    "衢州高新区有哪些项目",
    "衢州、金华、丽水三个市谁最高",
    "衢州十四五规划",
    "RCEP经贸博览会",
    "衢州GDP 2017年底vs2018年底",
    "晋华科技园在哪",  # an area that sounds so, but no word that the documents nearly write
    "项目全称",
    "怡春 GDP",  # 宜春 and 伊春 sound so, and neither is far likelier
    "怀化2023年GDP",  # an area of China that no document names
]


@pytest.mark.parametrize("typed", LEFT_ALONE)
def test_what_is_no_slip_stays(folding, typed):
    assert folding.fold(typed).text == typed
    assert folding.fold(typed).changes == ()


def test_what_was_changed_is_told(folding):
    ((typed, read),) = folding.fold("衢州国际路港").changes
    assert ("路港" in typed, "陆港" in read) == (True, True)


def test_nothing_typed(folding):
    assert folding.fold(" ").text == ""
