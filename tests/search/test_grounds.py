"""Whether a reply is given: its quotes are of the place and year asked for, and say what is asked."""

from collections.abc import Sequence

import pytest

from graph.records import Span
from search.grounds import grounds_of, is_grounded
from search.plan.plan import Kind
from search.replies.contract import Item, Reply
from tests.search.made_base import MadeBase

OLD = """二、2018年工作安排
建设交通项目。启动前期工作。
"""
CITY = """一、2022年工作回顾
粮食总产量达到199万吨。
二、2023年工作安排
粮食总产量稳定在196万吨，到2035年翻一番。
建设水利项目。交通项目：衢江大桥、双港大桥。水利项目：铜山源水库、碗窑水库。水利项目进展顺利。实施老旧小区改造。
(一)水利项目
推进芙蓉枢纽建设。
三、保障措施
建设铜山源水库。(市水利局牵头，市发展改革委配合)
修复碗窑渠道。(市农业农村局牵头)
"""
COUNTY = """一、2023年工作安排
完善水利设施。
"""
OTHER = """二、2023年工作安排
粮食总产量稳定在150万吨。实施水利项目，铜山源水库向丽水供水。
"""
IN_2018, IN_CITY, IN_COUNTY, IN_OTHER = (f"made-{number}.txt" for number in range(1, 5))


def made() -> MadeBase:
    """A city in two years, a county in it, and another city."""
    base = MadeBase().add("2018年衢州市政府工作报告", OLD, region="衢州市", year=2018)
    base.add("2023年衢州市政府工作报告", CITY, region="衢州市", year=2023)
    base.add("2023年开化县政府工作报告", COUNTY, region="开化县", year=2023)
    return base.add("2023年丽水市政府工作报告", OTHER, region="丽水市", year=2023)


def reply_of(
    base: MadeBase, quotes: Sequence[tuple[str, str]], *, members: int = 0, sure: float = 0.5, is_dated: bool = False
) -> Reply:
    """A reply that rests on these words, each of a source."""
    places = [(source, base.text_of(source).index(words), words) for source, words in quotes]
    cited = tuple(base.cite(source, Span(start, start + len(words))) for source, start, words in places)
    return Reply("", cited, tuple(Item(f"其{number}") for number in range(members)) or None, sure, is_dated)


def test_a_reply_without_quotes_rests_on_nothing_that_could_be_wrong() -> None:
    base = made()
    assert is_grounded(base.plan("衢州2023年有哪些水利项目"), Reply("没有", ()), base)


GRAIN = (IN_CITY, "粮食总产量稳定在196万吨")
OF_2018 = (IN_2018, "启动前期工作")
OF_2023 = [(IN_CITY, "建设铜山源水库"), (IN_CITY, "修复碗窑渠道")]


@pytest.mark.parametrize(
    ("question", "quotes", "is_dated", "grounded"),
    [
        ("衢州2023年粮食总产量多少万吨", [GRAIN], False, True),
        ("衢州2018年粮食总产量多少万吨", [GRAIN], False, False),
        ("衢州2018年粮食总产量多少万吨", [GRAIN], True, True),  # chosen by the year that the figure itself bears
        ("衢州2018年粮食总产量多少万吨", [GRAIN, OF_2018], False, True),
        ("衢州2018年粮食总产量多少万吨", [*OF_2023, OF_2018], False, False),  # most are of another
        # one who asks for a state, a name, or documents may be told what came later
        ("铜山源水库2018年开工了吗", [GRAIN], False, True),
        ("铜山源水库2018年建到哪一步了", [GRAIN], False, False),
        ("铜山源水库2018年开建，目前到哪一步了", [GRAIN], False, True),
        ("2018年的铜山源水库更名为什么", [GRAIN], False, True),
        ("哪些文件提到了2018年的铜山源水库", [GRAIN], False, True),
        ("衢州和丽水2018年粮食总产量谁多", [GRAIN], False, True),
        ("衢州2018年有哪些水利项目", [(IN_CITY, "铜山源水库、碗窑水库")], False, False),
        ("铜山源水库2018年由谁牵头", [(IN_CITY, "市水利局牵头，市发展改革委配合")], False, False),
    ],
)
def test_the_quotes_are_of_the_year_asked_for(
    question: str, quotes: list[tuple[str, str]], is_dated: bool, grounded: bool
) -> None:
    base = made()
    assert is_grounded(base.plan(question), reply_of(base, quotes, is_dated=is_dated), base) is grounded


LAST_YEAR = (IN_CITY, "粮食总产量达到199万吨")  # under “2022年工作回顾”


@pytest.mark.parametrize(
    ("question", "quotes", "grounded"),
    [
        ("2023年政府工作报告里粮食总产量多少万吨", [LAST_YEAR], True),
        ("2023年衢州粮食总产量多少万吨", [LAST_YEAR], False),
        ("2023年规划里粮食总产量多少万吨", [LAST_YEAR], False),
        ("2024年政府工作报告里粮食总产量多少万吨", [LAST_YEAR, GRAIN], False),  # of another report
        ("2018年政府工作报告里粮食总产量多少万吨", [*OF_2023, OF_2018], False),
    ],
)
def test_a_report_that_is_named_may_speak_of_the_year_before(
    question: str, quotes: list[tuple[str, str]], grounded: bool
) -> None:
    base = made()
    assert is_grounded(base.plan(question), reply_of(base, quotes), base) is grounded


@pytest.mark.parametrize(
    ("question", "quote", "grounded"),
    [
        ("衢州粮食总产量多少万吨", (IN_OTHER, "粮食总产量稳定在150万吨"), False),
        ("丽水粮食总产量多少万吨", (IN_OTHER, "粮食总产量稳定在150万吨"), True),
        ("粮食总产量多少万吨", (IN_OTHER, "粮食总产量稳定在150万吨"), True),
        ("丽水有哪些水利项目", (IN_CITY, "铜山源水库、碗窑水库"), False),
        # these look beyond a place by themselves
        ("衢州的铜山源水库在哪个县", (IN_OTHER, "铜山源水库向丽水供水"), True),
        ("哪些文件提到了衢州的铜山源水库", (IN_OTHER, "铜山源水库向丽水供水"), True),
        ("衢州历年粮食总产量", (IN_OTHER, "粮食总产量稳定在150万吨"), True),
        ("衢州的铜山源水库由谁牵头", (IN_OTHER, "铜山源水库向丽水供水"), False),
    ],
)
def test_the_quotes_are_of_the_place_asked_for(question: str, quote: tuple[str, str], grounded: bool) -> None:
    base = made()
    assert is_grounded(base.plan(question), reply_of(base, [quote]), base) is grounded


@pytest.mark.parametrize(
    ("question", "source", "members", "grounded"),
    [
        ("开化四大水利项目是哪四大", IN_CITY, 4, True),  # the city's report, of a county in it
        ("开化四大水利项目是哪四大", IN_CITY, 5, False),
        ("开化四大水利项目是哪四大", IN_CITY, 0, False),
        ("开化三大水利项目是哪三大", IN_CITY, 3, False),  # three of a sort are soon found
        ("开化水利项目是哪些", IN_CITY, 4, False),
        ("开化四大水利项目是哪四大", IN_OTHER, 4, False),
    ],
)
def test_just_as_many_members_as_asked_may_stand_in_a_text_about_the_area_around(
    question: str, source: str, members: int, grounded: bool
) -> None:
    base = made()
    reply = reply_of(base, [(source, "水利项目")], members=members, sure=1.0)
    assert is_grounded(base.plan(question), reply, base) is grounded


@pytest.mark.parametrize(
    ("quote", "grounded"),
    [
        ("建设水利项目", True),
        ("铜山源水库、碗窑水库", True),  # “水利项目：” leads it in
        ("衢江大桥、双港大桥", False),  # “交通项目：” does
        ("推进芙蓉枢纽建设", True),  # its heading says it
        ("实施老旧小区改造", False),  # what the sentence before says is none of it
    ],
)
def test_members_stand_where_the_text_says_what_they_are(quote: str, grounded: bool) -> None:
    base = made()
    assert is_grounded(base.plan("衢州2023年有哪些水利项目"), reply_of(base, [(IN_CITY, quote)]), base) is grounded


@pytest.mark.parametrize(
    ("quote", "grounded"),
    [("市水利局牵头，市发展改革委配合", True), ("市农业农村局牵头", False)],  # the latter stands behind another item
)
def test_who_leads_stands_behind_the_item_asked_about(quote: str, grounded: bool) -> None:
    base = made()
    assert is_grounded(base.plan("铜山源水库由谁牵头"), reply_of(base, [(IN_CITY, quote)]), base) is grounded


def test_only_of_who_leads_the_item_before_counts() -> None:
    base = made()
    reply = reply_of(base, [(IN_CITY, "市水利局牵头，市发展改革委配合")])
    assert not is_grounded(base.plan("衢州有哪些铜山源水库建设任务"), reply, base)


BRIDGES = [(IN_CITY, "衢江大桥、双港大桥")]  # called traffic projects: half of what is asked for in 水利项目


@pytest.mark.parametrize(
    ("question", "members", "sure", "grounded"),
    [
        ("衢州2023年有哪些水利项目", 2, 0.95, False),
        ("衢州2023年有哪些水利项目", 2, 0.99, True),  # by their own cells or sums
        ("衢州2023年有哪四个水利项目", 4, 0.5, True),
        ("衢州2023年有哪四个水利项目", 2, 0.5, False),
        ("衢州2023年有几个水利项目", 0, 0.8, False),
        ("衢州2023年有几个水利项目", 0, 0.9, True),
        ("衢州2023年水利项目总投资多少亿元", 0, 0.5, True),  # a figure is found by other means
    ],
)
def test_what_is_asked_stands_in_the_quotes_where_the_reply_hangs_on_words(
    question: str, members: int, sure: float, grounded: bool
) -> None:
    base = made()
    assert is_grounded(base.plan(question), reply_of(base, BRIDGES, members=members, sure=sure), base) is grounded


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("开化2023年有哪些水利项目", (IN_COUNTY, "完善水利设施")),  # both cities call theirs so
        ("衢州2018年有哪些水利项目", (IN_2018, "建设交通项目")),  # in 2023 they were
    ],
)
def test_what_is_said_best_of_another_place_or_year_is_not_held_against_it(
    question: str, quote: tuple[str, str]
) -> None:
    base = made()
    plan, reply = base.plan(question), reply_of(base, [quote])
    grounds = grounds_of(plan, reply, base)
    assert grounds.said == grounds.most == 0.5
    assert is_grounded(plan, reply, base)


@pytest.mark.parametrize(("sure", "grounded"), [(0.95, True), (0.9, False)])
def test_where_no_sentence_says_what_is_asked_the_graph_is_believed(sure: float, grounded: bool) -> None:
    question = "衢州2023年列入省级新能源智能网联汽车产业集群重点培育计划的项目有哪些"
    base = made()
    plan, reply = base.plan(question), reply_of(base, [(IN_CITY, "实施老旧小区改造")], sure=sure)
    assert plan.kind is Kind.LIST
    assert 0 == grounds_of(plan, reply, base).said < grounds_of(plan, reply, base).most < 0.1
    assert is_grounded(plan, reply, base) is grounded


def test_where_no_sentence_of_the_year_is_found_nothing_is_held_against_a_reply() -> None:
    base = made()
    reply = reply_of(base, [(IN_CITY, "实施老旧小区改造")], is_dated=True)
    assert is_grounded(base.plan("衢州2030年有哪些水利项目"), reply, base)
