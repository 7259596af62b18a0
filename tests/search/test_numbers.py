"""Figures: of the people, year and measure asked for; from what they rose; of several years and places; counted."""

import pytest

from graph.records import Comparator, Span, Target, TargetKind
from search.replies.comparing import reply_with_comparison
from search.replies.counting import reply_with_count
from search.replies.documents import reply_with_documents
from search.replies.numbers import reply_with_number
from search.replies.trends import reply_with_trend
from search.texts.rises import asks_for_rise, rise_around
from search.texts.times import months_in, months_said
from tests.search.made_base import MadeBase, said

REPORT = """一、2022年工作回顾
全市出口总额增长20%。居民人均可支配收入达到5.2万元。五年累计完成一般公共预算收入3700亿元。高铁里程由210公里增至305公里。建成标准厂房41万平方米。
二、2023年工作安排
粮食总产量稳定在196万吨。
"""
NEXT = """一、2023年工作回顾
粮食总产量达到199万吨。
二、2024年工作安排
粮食总产量稳定在195万吨以上。
"""
POLICY = """关于支持制造业的若干政策
1.支持企业做强。给予奖励。
2.支持技术改造。
3.支持绿色发展。
4.加强组织领导。
"""


def made(region: str = "衢州市") -> MadeBase:
    base = MadeBase().add(f"2023年{region}政府工作报告", REPORT, region=region, year=2023)
    return base.add(f"2024年{region}政府工作报告", NEXT, region=region, year=2024)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("衢州2022年建成标准厂房多少万平方米", "41万平方米"),
        ("衢州2022年居民人均可支配收入多少万元", "5.2万元"),
        ("衢州2022年农村居民人均可支配收入多少万元", ""),  # not of them alone
        ("衢州2022年进出口总额增长多少", ""),  # what was exported is a part of it
        ("衢州2022年一般公共预算收入多少亿元", ""),  # of five years
        ("衢州2022年高铁里程从多少公里增加到多少公里", "由210公里增至305公里"),
    ],
)
def test_the_figure_that_is_meant(question: str, short: str) -> None:
    base = made()
    assert said(reply_with_number(base.plan(question), base)) == short


def test_a_trend_has_a_figure_a_year_and_says_what_is_missing() -> None:
    base = made()
    reply = reply_with_trend(base.plan("衢州粮食总产量2022年、2023年、2024年各是多少"), base)
    assert said(reply) == "2022年未提到;2023年199万吨;2024年195万吨以上"
    assert reply is not None
    assert [item.of for item in reply.items or ()] == ["2022年", "2023年", "2024年"]


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("衢州和丽水2023年粮食总产量谁多", "衢州最多:衢州199万吨;丽水150万吨"),
        ("哪个市2023年粮食总产量最多", "衢州最多:衢州199万吨;丽水150万吨"),
        ("衢州2024年粮食总产量目标比2023年实际高吗", "否,2024年目标195万吨以上低于2023年实际199万吨"),
    ],
)
def test_sides_are_put_in_order(question: str, short: str) -> None:
    base = made()
    base.add("2024年丽水市政府工作报告", NEXT.replace("199万吨", "150万吨"), region="丽水市", year=2024)
    assert said(reply_with_comparison(base.plan(question), base)) == short


BULLETIN = """上半年全市地区生产总值1120亿元。全年地区生产总值2350亿元。
其中，开化县地区生产总值312亿元；龙游县地区生产总值336亿元；
衢州高新区完成工业增加值68亿元。
前三季度固定资产投资增长7%。
"""
HELD = [
    ("1120亿元", "地区生产总值", "衢州市", "上半年"),
    ("2350亿元", "地区生产总值", "衢州市", None),
    ("312亿元", "地区生产总值", "开化县", None),
    ("336亿元", "地区生产总值", "龙游县", None),
    ("68亿元", "衢州高新区工业增加值", "衢州市", None),
    ("7%", "固定资产投资增长", "衢州市", "前三季度"),
]


def bulletin() -> MadeBase:
    """A report of a city that tells figures of its counties, of a park and of parts of the year."""
    base = MadeBase(things={"park-1": ["衢州高新区"]})
    base.add("2022年衢州市经济运行情况", BULLETIN, kind="news", region="衢州市", year=2022)
    targets = []
    for said_so, indicator, region, basis in HELD:
        start = BULLETIN.index(said_so)
        unit = said_so.lstrip("0123456789")
        number = said_so.removesuffix(unit)
        figure = Target("made-1.txt", "made-1.txt#1", start, start + len(said_so), indicator, number, unit, 2022,
                        Comparator.EQUAL, TargetKind.RESULT, region, "made", basis)  # fmt: skip
        targets.append(figure)
    base.made_targets = targets
    return base


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("衢州2022年地区生产总值多少亿元", "2350亿元"),
        ("衢州2022年上半年地区生产总值多少亿元", "1120亿元"),
        ("开化2022年地区生产总值多少亿元", "312亿元"),
        ("衢州2022年工业增加值多少亿元", ""),  # a park's is not the city's
        ("衢州高新区2022年工业增加值多少亿元", "68亿元"),
        ("衢州2022年固定资产投资增长多少", "7%(前三季度)"),
        ("常山2022年地区生产总值多少亿元", ""),
    ],
)
def test_a_figure_is_of_its_place_and_its_part_of_the_year(question: str, short: str) -> None:
    base = bulletin()
    assert said(reply_with_number(base.plan(question), base)) == short


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("哪个县2022年地区生产总值最高", "龙游最高:龙游336亿元;开化312亿元"),
        ("衢州各县2022年地区生产总值哪个最低", "开化最低:开化312亿元;龙游336亿元"),
        ("衢州市各县2022年地区生产总值排名", "龙游最高:龙游336亿元;开化312亿元"),
        ("衢州各县2022年地区生产总值分别是多少", "开化312亿元;龙游336亿元"),
        ("丽水哪个县2022年地区生产总值最高", ""),
    ],
)
def test_areas_are_those_whose_figures_are_told(question: str, short: str) -> None:
    base = bulletin()
    assert said(reply_with_comparison(base.plan(question), base)) == short


@pytest.mark.parametrize(
    ("months", "words"), [((1, 3), "一季度"), ((1, 6), "上半年"), ((4, 4), "4月"), ((1, 11), "1—11月")]
)
def test_a_part_of_a_year_is_said_as_people_say_it(months: tuple[int, int], words: str) -> None:
    assert months_said(months) == words
    assert months_in(words) == months


def test_the_lines_of_a_text_are_counted_through_it() -> None:
    base = MadeBase().add("关于支持制造业的若干政策", POLICY, kind="policy", region="衢州市", year=2023)
    assert said(reply_with_count(base.plan("衢州支持制造业的若干政策全文一共几条"), base)).startswith("4条")


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("哪几份文件点到过标准厂房", ["2023年衢州市政府工作报告"]),
        ("哪些报告或规划写了要建标准厂房", ["2023年衢州市政府工作报告"]),
        ("除了衢州,还有谁家的报告提到了粮食总产量", ["丽水"]),
    ],
)
def test_documents_that_mention_it(question: str, items: list[str]) -> None:
    base = made()
    base.add("2024年丽水市政府工作报告", NEXT, region="丽水市", year=2024)
    reply = reply_with_documents(base.plan(question), base)
    assert reply is not None
    assert [item.text for item in reply.items or ()] == items


@pytest.mark.parametrize(
    ("question", "asks"),
    [("里程从多少公里增加到多少公里", True), ("收入比头尾两个数", True), ("2025年里程多少公里", False)],
)
def test_both_ends_of_a_rise_are_asked(question: str, asks: bool) -> None:
    assert asks_for_rise(question) is asks


@pytest.mark.parametrize(
    ("text", "figure", "said"),
    [
        ("高铁里程由2110公里增至3055公里,居全国第一", "3055公里", "由2110公里增至3055公里"),
        ("收入比由2.9∶1缩小至2.52∶1。", "2.52", "由2.9∶1缩小至2.52∶1"),
        ("投资由2023年的85亿元提高到2024年的96亿元，增长13%", "96", "由2023年的85亿元提高到2024年的96亿元"),
        ("产量由2020年的1,234.5万吨增加到1,500万吨左右", "1,500", "由2020年的1,234.5万吨增加到1,500万吨左右"),
        ("率从上年的56.8%提高到今年的58%以上。", "58%", "从上年的56.8%提高到今年的58%以上"),
        ("里程达到3055公里", "3055公里", None),
    ],
)
def test_what_a_figure_rose_from(text: str, figure: str, said: str | None) -> None:
    start = text.index(figure)
    found = rise_around(text, Span(start, start + len(figure)), Span(0, len(text)))
    assert (found and text[found.start : found.end]) == said


def test_plan_periods_are_called_by_their_names() -> None:
    base = MadeBase()
    for name, years, share in (("八五", (1991, 1995), "百分之十四"), ("九五", (1996, 2000), "15.5%")):
        text = f"一、主要目标\n到{years[1]}年,全国森林覆盖率达到{share}。\n"
        base.add(f"国家“{name}”计划纲要", text, kind="five_year_plan", years=years)
    reply = reply_with_trend(base.plan("国家八五、九五计划的森林覆盖率目标各是多少"), base)
    assert said(reply) == "八五(1995年)14%;九五(2000年)15.5%"
