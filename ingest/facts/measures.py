"""Whether a figure measures what the words before it name, and what the indicator is then called.

In: a noun before a figure, the figure, how they are tied. Out: judgements and names; nothing here knows of documents.
"""

from __future__ import annotations

import re

from graph.records import Comparator
from ingest.facts.indicator_names import Named, counts_things, is_deed, is_indicator
from ingest.facts.quantities import Quantity

SPANS_OF_TIME = ("年", "天", "分钟", "个月", "小时")
OF_TIME = re.compile("年限|寿命|时间|天数|周期|时长|年数")
# Words that name nothing without what they are of.
PALE = re.compile(
    "^(?:总|总体|年|合同|协议|完成|新增)?"
    "(?:投资|投资额|总量|规模|面积|产值|总产值|收入|数量|总数|产量|总产|增速|占比|比重|企业|人数|金额|销售额)$"
)
GENERIC = re.compile(
    "^(?:省级|市级|国家级|项目|企业|产业|工作|任务|问题|建设|城区|人口|平均|支出|收入|面积|规模|投资|总量|总额|数量|占比|产值|年产值"
    "|生产能力|新增生产能力|建成投产|建设总规模|总规模|建设规模)(?:增长|增加)?$"
)
PROJECT_MONEY = re.compile("项目总投资|工程总投资|^总投资$|投资总额$|^投资$|总投资额$")
# What a policy gives or takes, or the line it draws for one firm: no target.
TERMS = re.compile(
    "(?:补助|奖励|资助|补贴|扶持|贴息|奖补|罚款|担保|保证金)(?:金额|资金|额度|限额|总额|标准|期限|比例|上限|下限|额)?$|^(?:最高|单个|单户|单笔|每[家户个项名])|每[家户个项名]"
    "(?:企业|项目)?(?:最高)?$|给予"
)
# A part of what was told before cannot be called by these alone: 其中省级60个.
NO_PART = re.compile("级$|类$|型$|^.{1,2}$")
# “老旧小区改造68.56万户”, “林地流转31.1万亩”: what is done stands behind what it is done to.
DEALT_WITH = re.compile(".{2}(?:改造|流转|治理|修复|绿化|搬迁|安置|加装|硬化|整治)$")
SURFACES = ("亩", "公里", "平方米", "公顷")
RATES_OF_GROWTH = ("增速", "涨幅", "增幅", "增长率")
GROWS = ("增长", "增加", "上涨", "增速", "增幅", "递增", "同口径增长")
FALLS = ("下降", "降低", "减少")
PEOPLE = ("人", "人次", "名")


def is_measured(noun: str, quantity: Quantity, name: Named) -> bool:
    """Whether the figure is one of the noun's own."""
    if is_deed(noun) or TERMS.search(noun):
        return False
    if quantity.unit == "倍" and not name.growth:
        return False  # 是2005年的2.2倍
    if quantity.unit in SPANS_OF_TIME:
        return OF_TIME.search(noun) is not None
    if name.growth and quantity.unit == "位":
        return False
    if DEALT_WITH.search(noun) and (quantity.counted or quantity.unit.endswith(SURFACES)):
        return True
    if name.growth and not quantity.counted:
        return len(noun) <= 30
    if quantity.counted or quantity.unit.lstrip("万亿") in PEOPLE:
        if name.is_completion:
            return counts_things(noun) or is_indicator(noun)
        at_target = quantity.comparator is not Comparator.EQUAL or name.comparator is not None
        return counts_things(noun) or is_indicator(noun) or bool(name.growth) or name.is_linked or at_target
    return is_indicator(noun) or (name.is_linked and len(noun) <= 20) or counts_things(noun)


def is_part(noun: str, quantity: Quantity, unit_before: str | None) -> bool:
    """“公路通车里程达到160万公里,其中高速公路2.5万公里”: a part, told in the unit of the whole."""
    if is_deed(noun) or NO_PART.search(noun) or GENERIC.match(noun) or unit_before is None:
        return False
    return _bare_unit(unit_before) == _bare_unit(quantity.unit) not in ("%", "元", "")


def _bare_unit(unit: str) -> str:
    return unit.lstrip("百千万亿")


def says_nothing_alone(indicator: str, *, is_placed: bool) -> bool:
    """Names that no one could look up; `is_placed` when the sentence says what they are of."""
    return PROJECT_MONEY.search(indicator) is not None or (not is_placed and GENERIC.match(indicator) is not None)


def with_growth(noun: str, growth: str) -> str:
    """固定资产投资 + 增长; 增速 + 增长 says it already, but 增速 + 提高 is another measure."""
    says_it = noun.endswith("降幅") if growth in FALLS else growth in GROWS and noun.endswith(RATES_OF_GROWTH)
    if not growth or noun.endswith(growth) or says_it:
        return noun
    return noun + growth


def without_deed(name: str) -> str:
    """新建美丽乡村 → 美丽乡村, to say what a total or a share is of."""
    return re.sub("^(?:新增|新建|新签约|签约|建成|完成|实施|推进)", "", name)


def may_have_lost_dash(quantity: Quantity) -> bool:
    """“34个” may be 3–4, “1015个” 10–15: two numbers of equal length, the second a little larger."""
    digits = quantity.value
    if not quantity.counted or quantity.comparator is not Comparator.EQUAL or not re.fullmatch(r"\d\d|\d{4}", digits):
        return False
    low, high = int(digits[: len(digits) // 2]), int(digits[len(digits) // 2 :])
    return high == low + 1 if len(digits) == 2 else low < high <= 2 * low and low % 5 == 0 and high % 5 == 0
