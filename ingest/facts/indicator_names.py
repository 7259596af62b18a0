"""The words before a figure → the indicator's name and how the figure is tied to it.

“力争全市生物医药产业总产值达” gives 生物医药产业总产值; “固定资产投资同比增长” gives 固定资产投资 and the growth 增长,
so that the indicator is 固定资产投资增长.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from graph.lexicon.wordings import wordings
from graph.records import Comparator
from ingest.facts.indicator_words import ending, known_name

any_of = wordings("indicators").any_of

AT_LEAST = f"{any_of('at_least')}|≥|>"
AT_MOST = f"{any_of('at_most')}|≤|<"
ABOUT = "大约|接近|约为|约|近"
ANY_YEAR = r"(?:20|19)\d\d年"
COMPARED = (
    f"同?比(?:{any_of('year_compared')}|{ANY_YEAR}末?)"
    f"|较(?:{any_of('year_compared_with')}|{ANY_YEAR}末?)|与{ANY_YEAR}相比"
)
SAME_BASIS = f"按?{any_of('same_basis')}(?:计算)?"
ADVERBS = f"(?:{COMPARED}|{SAME_BASIS}|{any_of('adverbs')})*"
GROWTH = any_of("growth")
LINKS = any_of("links")
TAIL = re.compile(
    rf"(?P<growth>(?P<adverbs>{ADVERBS})(?P<verb>{GROWTH})了?)?(?P<link>{ADVERBS}(?:{LINKS})了?(?:年均)?)?(?:{ANY_YEAR}[末底]?的)?"
    rf"(?P<compare>(?:{AT_LEAST}|{AT_MOST}|{ABOUT}|共|总计|共计|合计|[:])*)$"
)
FROM = re.compile(f"(?:由|从)(?:{ANY_YEAR}末?的?|{any_of('begins_from')})?的?(?:不足|不到|不低于|约|近)?$")
DOUBLED = re.compile("(?:实现)?翻(?:一|两)?番$")
REMARK = re.compile(rf"\d|{any_of('remarks')}|^阶$")
LOST_STOP = re.compile(
    r"(?:到|达|为)(?!\d{4}年)\d+(?:\.\d+)?(?=[\u4e00-\u9fff]{3})"
)  # 利用系数提高到0.53非化石能源占…比重
WORDED_FROM = re.compile(r"(?:由|从)[两一二三四五六七八九十百零]+[家个所户亿万]元?$")  # 由两家增加到10家
YEAR = (
    r"(?:(?:到|至|在|截至|截止)?(?:20|19)\d\d(?:[—\-~至](?:20|19)?\d\d)?年(?:年?底|年?末|初|前|度|间|起)?"
    r"|(?:到|至)?“?十[一二三四五]五”?(?:时期|期间|期末|末|以来)?"
    r"|前?\d{1,2}(?:[至\-—]\d{1,2})?个?月(?:当月|份)?|[上下]半年|[一二三四]季度|前[两三]季度)"
)
# “按2000年价格计算的”, “按现行口径”.
ON_BASIS = "按[^,、]{1,12}?(?:价格?|口径|汇率)(?:计算|计)?的?"
# One character that leads into a name, unless it is the name's own first (对外贸易, 在园幼儿, 和谐).
LEADING = any_of("leading")
BASIS = re.compile("年均|累计|平均|同比|环比")
BREAKS = re.compile(any_of("breaks"))
BAD = re.compile(
    f"[《》:]|{any_of('not_in_names')}|^[的了等个后前以为]|^.$|^(?:同|其|该|此|主要|各|每个?|多个?|近|约)$"
)
# “自贸区新增注册企业689家”, “12个园区开工建设项目119个”: who counts stands before the verb.
COUNTED_INSIDE = re.compile(f".{{2,14}}?{any_of('counted_inside')}(?![区立]).{{2,}}")


@dataclass(frozen=True, slots=True)
class IndicatorName:
    """What the words before a figure say. `noun` is ``text[start:end]``, "" where the clause names none."""

    noun: str
    start: int
    end: int
    growth: str
    is_linked: bool
    is_from: bool  # the figure is where the change began (由44%提高到52%)
    comparator: Comparator | None
    basis: str | None
    is_completion: bool = False  # tied by 完成 alone


UNNAMED = IndicatorName(
    "", 0, 0, "", True, False, None, None
)  # the figure is tied to what the sentence names elsewhere


def _completed() -> str:
    """“完成” before what sums up a year's work (完成地区生产总值); 完成 is part of the name of a deed (完成造林)."""
    return f"完成(?={known_name().pattern}|[^、,]{{2,14}}{any_of('summed_up')}$)"


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?:{YEAR}|{ON_BASIS}|{any_of('before')}|{_completed()}|{LEADING}|[、,])")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"(?:{YEAR}|{any_of('after')}|(?<![人户亩地年])均)$")


def read_name(text: str) -> IndicatorName:
    """The name in the words before a figure, since the last figure or the start of the clause."""
    is_from = FROM.search(text)
    if is_from:
        return IndicatorName(*_trim(text, is_from.start()), "", False, True, None, None)
    tail = TAIL.search(text)
    assert tail is not None  # every part of the pattern may be empty
    start, end = _trim(text, tail.start())[1:]
    compare = tail["compare"] or ""
    adverbs = (tail["adverbs"] or "") + (tail["link"] or "") + text[end : tail.start()]
    basis = BASIS.search(adverbs)
    link = tail["link"] or ""
    return IndicatorName(
        text[start:end],
        start,
        end,
        "" if link in ("到", "至", "为") else _grown(tail["verb"], adverbs),
        bool(link) or bool(compare),
        False,
        _comparator(compare, link),
        basis.group() if basis and basis.group() in ("年均", "累计") else None,
        link.endswith("完成"),
    )


def from_year(text: str) -> int | None:
    """The year that a change began in, where the words before its first figure say it (由2023年的)."""
    match = FROM.search(text)
    year = re.search(r"\d{4}", match.group()) if match else None
    return int(year.group()) if year else None


def _grown(verb: str | None, adverbs: str) -> str:
    """“同口径增长” is another measure than “增长”."""
    verb = (verb or "").removesuffix("达")
    return "同口径" + verb if verb and "口径" in adverbs else verb


def _trim(text: str, end: int) -> tuple[str, int, int]:
    """The noun in ``text[:end]`` without the words around it."""
    start = 0
    for found in BREAKS.finditer(text, 0, end):
        if end - found.end() >= 4 or found.start() == 0:
            start = found.end()
    for found in LOST_STOP.finditer(text, start, end):
        start = found.end()
    while (match := _before().match(text, start, end)) and match.end() > start:
        if ending().match(text[start:end]) and match.end() >= end:
            break
        start = match.end()
    while (match := _after().search(text, start, end)) is not None:
        end = match.start()
    if match := WORDED_FROM.search(text, start, end):
        end = match.start()
    start, end = _without_remark(text, start, end)
    if text[start:end] in ("每月", "每人每月", "每年"):
        start = end
    return text[start:end], start, end


def _without_remark(text: str, start: int, end: int) -> tuple[int, int]:
    """“电厂建成投产、总装机达386万千瓦”: what stands before the 、 is no part of the name."""
    while end > start and text[end - 1] == "、":
        end -= 1
        if match := DOUBLED.search(text, start, end):
            end = match.start()
        if not ending().search(text[start:end]):
            return end, end
    cut = text.rfind("、", start, end)
    if cut >= 0 and REMARK.search(text, start, cut):
        return _trim(text[cut + 1 : end], end - cut - 1)[1] + cut + 1, end
    return start, end


def _comparator(compare: str, link: str) -> Comparator | None:
    if re.search("不低于|不少于|不小于", compare):
        return Comparator.AT_LEAST
    if re.search(AT_MOST, compare):
        return Comparator.AT_MOST
    if re.search(AT_LEAST, compare):
        return Comparator.AT_LEAST
    return Comparator.ABOUT if re.search(ABOUT, compare) else None


def is_indicator(noun: str) -> bool:
    """The noun ends like the name of something measured."""
    return ending().search(noun) is not None


def is_nameable(noun: str) -> bool:
    """The words can be a name at all."""
    marks = [noun.count(mark) for mark in '“”"']
    quotes_close = ((marks[0] == marks[1] and not marks[2] % 2) or sum(marks) == 2) and noun.count("(") == noun.count(
        ")"
    )
    return 2 <= len(noun) <= 36 and quotes_close and BAD.search(noun) is None


@cache
def _counting() -> re.Pattern[str]:
    return re.compile(f"(?:每年)?新?{any_of('counting_verbs')}")


@cache
def _deeds() -> re.Pattern[str]:
    return re.compile(f"(?:每[年月季])?{any_of('deeds')}")


def counting_verb(noun: str) -> str:
    """The verb that a count opens with (新建 of 新建美丽乡村), or ""."""
    match = _counting().match(noun)
    return match.group() if match is not None and match.end() < len(noun) else ""


def counts_things(noun: str) -> bool:
    """The noun opens with a verb of making or gaining (新增高新技术企业) and holds more than the verb."""
    return counting_verb(noun) != "" or COUNTED_INSIDE.match(noun) is not None


def is_deed(noun: str) -> bool:
    """A count of what was done (开展检查12次), which measures nothing."""
    return _deeds().match(noun) is not None


@cache
def _well_known() -> re.Pattern[str]:
    return re.compile(any_of("well_known"))


def well_known(clause: str) -> re.Match[str] | None:
    """A well-known indicator that a clause without a figure is about."""
    return _well_known().search(clause)
