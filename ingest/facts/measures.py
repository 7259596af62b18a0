"""Whether a figure measures what the words before it name, and what the indicator is then called.

In: a noun before a figure, the figure, how they are tied. Out: judgements and names; nothing here knows of documents.
"""

from __future__ import annotations

import re

from graph.lexicon.wordings import wordings
from graph.records import Comparator
from ingest.facts.indicator_names import IndicatorName, counts_things, is_deed, is_indicator
from ingest.facts.quantities import Quantity

any_of = wordings("indicators").any_of

SPANS_OF_TIME = ("年", "天", "分钟", "个月", "小时")
OF_TIME = re.compile(any_of("of_time"))
# Words that name nothing without what they are of.
PALE = re.compile(f"^{any_of('before_vague')}?{any_of('vague')}$")
GENERIC = re.compile(f"^{any_of('vague_kinds')}(?:增长|增加)?$")
PROJECT_MONEY = re.compile(f"{any_of('project_money')}|^总投资$|^投资$")
# What a policy gives or takes, or the line it draws for one firm: no target.
TERMS = re.compile(
    f"{any_of('paid_out')}{any_of('sums_paid')}?$|^{any_of('paid_each')}|每[家户个项名](?:企业|项目)?(?:最高)?$|给予"
)
# A part of what was told before cannot be called by these alone: 其中省级60个.
NO_PART = re.compile("级$|类$|型$|^.{1,2}$")
# “老旧小区改造68.56万户”, “林地流转31.1万亩”: what is done stands behind what it is done to.
DEALT_WITH = re.compile(f".{{2}}{any_of('dealt_with')}$")
SURFACES = ("亩", "公里", "平方米", "公顷")
RATES_OF_GROWTH = ("增速", "涨幅", "增幅", "增长率")
GROWS = ("增长", "增加", "上涨", "增速", "增幅", "递增", "同口径增长")
FALLS = ("下降", "降低", "减少")
LONGEST_GROWING, LONGEST_LINKED = 30, 20  # characters of a noun
PEOPLE = ("人", "人次", "名")


def is_measured(noun: str, quantity: Quantity, name: IndicatorName) -> bool:
    """Whether the figure is one of the noun's own."""
    said = (rule(noun, quantity, name) for rule in MEASURE_RULES)
    return next(one for one in said if one is not None)


def of_deed_or_terms(noun: str, _: Quantity, __: IndicatorName) -> bool | None:
    """What is done, given or asked for is no measure."""
    return False if is_deed(noun) or TERMS.search(noun) else None


def of_multiple(_: str, quantity: Quantity, name: IndicatorName) -> bool | None:
    """是2005年的2.2倍."""
    return False if quantity.unit == "倍" and not name.growth else None


def of_time(noun: str, quantity: Quantity, _: IndicatorName) -> bool | None:
    """Years and days measure what is said to last or be old."""
    return OF_TIME.search(noun) is not None if quantity.unit in SPANS_OF_TIME else None


def of_rank(_: str, quantity: Quantity, name: IndicatorName) -> bool | None:
    """前进3位."""
    return False if name.growth and quantity.unit == "位" else None


def of_work(noun: str, quantity: Quantity, _: IndicatorName) -> bool | None:
    """老旧小区改造68.56万户."""
    is_of_things = quantity.counted or quantity.unit.endswith(SURFACES)
    return True if is_of_things and DEALT_WITH.search(noun) else None


def of_growth(noun: str, quantity: Quantity, name: IndicatorName) -> bool | None:
    """Anything with a name may grow."""
    return len(noun) <= LONGEST_GROWING if name.growth and not quantity.counted else None


def of_count(noun: str, quantity: Quantity, name: IndicatorName) -> bool | None:
    """Things and people are counted by an indicator, or where a target is set."""
    if not quantity.counted and quantity.unit.lstrip("万亿") not in PEOPLE:
        return None
    if counts_things(noun) or is_indicator(noun):
        return True
    is_bounded = quantity.comparator is not Comparator.EQUAL or name.comparator is not None
    return not name.is_completion and (bool(name.growth) or name.is_linked or is_bounded)


def of_indicator(noun: str, _: Quantity, name: IndicatorName) -> bool | None:
    """Any other figure is of an indicator, or of what a verb ties to it."""
    return is_indicator(noun) or (name.is_linked and len(noun) <= LONGEST_LINKED) or counts_things(noun)


MEASURE_RULES = (of_deed_or_terms, of_multiple, of_time, of_rank, of_work, of_growth, of_count, of_indicator)


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
    return re.sub(f"^{any_of('done_first')}", "", name)


def may_have_lost_dash(quantity: Quantity) -> bool:
    """“34个” may be 3–4, “1015个” 10–15: two numbers of equal length, the second a little larger."""
    digits = quantity.value
    if not quantity.counted or quantity.comparator is not Comparator.EQUAL or not re.fullmatch(r"\d\d|\d{4}", digits):
        return False
    low, high = int(digits[: len(digits) // 2]), int(digits[len(digits) // 2 :])
    return high == low + 1 if len(digits) == 2 else low < high <= 2 * low and low % 5 == 0 and high % 5 == 0
