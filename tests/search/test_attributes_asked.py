"""Attributes asked of a named project, and projects by what they cost."""

from __future__ import annotations

import pytest

from graph.records import AttributeKind, Comparator, EntityAttribute, Span
from search.replies.attribute_lists import reply_with_costly, reply_with_dearest
from search.replies.attribute_questions import in_yuan, kind_asked
from search.replies.attributes import reply_with_attribute, say, says_of_another
from tests.search.made_base import MadeBase, said

K = AttributeKind
OLD = "舞水大桥总投资10亿元,占地120亩,2023年计划投资2亿元,建设年限2022—2025年。横山水库总投资约68000万元。"
NEW = "舞水大桥总投资12.5亿元,2024年计划投资4亿元。五强溪电站总投资35亿元。龙门桥开工。"
THINGS = {
    "project-1": ("舞水大桥",),
    "project-2": ("横山水库",),
    "project-3": ("五强溪电站",),
    "project-4": ("龙门桥",),
}


def told(
    number: int,
    thing: str,
    quote: str,
    kind: K,
    value: str,
    unit: str | None = None,
    *,
    year: int | None = None,
    comparator: Comparator = Comparator.EQUAL,
) -> EntityAttribute:
    source = f"made-{number}.txt"
    start = (OLD, NEW)[number - 1].index(quote)
    document_id, end = f"{source}#1", start + len(quote)
    return EntityAttribute(
        f"{document_id}:{start}-{end}/1", thing, kind, value, unit, year, comparator, source, document_id, start, end,
        quote, "made",
    )  # fmt: skip


ATTRIBUTES = (
    told(1, "project-1", "舞水大桥总投资10亿元", K.TOTAL_INVESTMENT, "10", "亿元"),
    told(1, "project-1", "舞水大桥总投资10亿元,占地120亩", K.SCALE, "占地120亩"),
    told(1, "project-1", "2023年计划投资2亿元", K.YEAR_INVESTMENT, "2", "亿元", year=2023),
    told(1, "project-1", "建设年限2022—2025年", K.PERIOD, "2022—2025年"),
    told(1, "project-2", "横山水库总投资约68000万元", K.TOTAL_INVESTMENT, "68000", "万元", comparator=Comparator.ABOUT),
    told(2, "project-1", "舞水大桥总投资12.5亿元", K.TOTAL_INVESTMENT, "12.5", "亿元"),
    told(2, "project-1", "2024年计划投资4亿元", K.YEAR_INVESTMENT, "4", "亿元", year=2024),
    told(2, "project-3", "五强溪电站总投资35亿元", K.TOTAL_INVESTMENT, "35", "亿元"),
)


@pytest.fixture
def base() -> MadeBase:
    made = MadeBase(things=THINGS, made_attributes=ATTRIBUTES)
    made.add("怀化市重点项目", OLD, kind="notice", region="怀化市", year=2023)
    return made.add("怀化市重点项目", NEW, kind="notice", region="怀化市", year=2024)


ASKED = [
    ("舞水大桥总投资多少", "12.5亿元(2024年《怀化市重点项目》);10亿元(2023年《怀化市重点项目》)"),
    ("舞水大桥2024年计划投资多少?", "4亿元(2024年《怀化市重点项目》)"),
    ("舞水大桥的建设规模是多少", "占地120亩(2023年《怀化市重点项目》)"),
    ("舞水大桥建设年限", "2022—2025年(2023年《怀化市重点项目》)"),
    ("舞水大桥占地多少亩", "占地120亩(2023年《怀化市重点项目》)"),
    ("横山水库投资多少钱", "约68000万元(2023年《怀化市重点项目》)"),
    ("舞水大桥2025年计划投资多少?", ""),
    ("舞水大桥装机容量是多少", ""),
    ("龙门桥总投资多少", ""),
    ("舞水大桥在哪里", ""),
]


@pytest.mark.parametrize(("question", "short"), ASKED)
def test_what_documents_say_of_a_project(base: MadeBase, question: str, short: str) -> None:
    assert said(reply_with_attribute(base.plan(question), base)) == short


def test_each_value_has_its_quote(base: MadeBase) -> None:
    reply = reply_with_attribute(base.plan("舞水大桥总投资多少"), base)
    assert reply is not None
    quotes = [[reply.citations[place].quote for place in item.proof] for item in reply.items or ()]
    assert quotes == [["舞水大桥总投资12.5亿元"], ["舞水大桥总投资10亿元"]]


COSTLY = [
    ("总投资超过10亿元的项目有哪些", ["五强溪电站", "舞水大桥"]),
    ("总投资12.5亿元以上的项目有哪些", ["五强溪电站", "舞水大桥"]),
    ("总投资超过12.5亿元的项目有哪些", ["五强溪电站"]),
    ("怀化总投资10亿元以下的项目有哪些", ["横山水库"]),
    ("2023年总投资10亿元以上的项目有哪些", ["舞水大桥"]),
    ("2024年计划投资3亿元以上的项目有哪些", ["舞水大桥"]),
    ("总投资100亿元以上的项目有哪些", []),
    ("邵阳总投资10亿元以上的项目有哪些", []),
    ("投资的项目有哪些", []),
]


@pytest.mark.parametrize(("question", "names"), COSTLY)
def test_projects_by_what_they_cost(base: MadeBase, question: str, names: list[str]) -> None:
    reply = reply_with_costly(base.plan(question), base)
    assert [item.text for item in (reply.items if reply else None) or ()] == names


def test_how_many_cost_so_much(base: MadeBase) -> None:
    assert said(reply_with_costly(base.plan("总投资5亿元以上的项目有多少个"), base)) == "3个"


DEAREST = [
    ("总投资最大的项目是哪个", ["五强溪电站"]),
    ("哪个项目投资最少", ["横山水库"]),
    ("哪个项目2024年计划投资最多", []),  # of one alone it is told
    ("总投资最大的两个项目是哪两个", ["五强溪电站", "舞水大桥"]),
    ("总投资最大的企业是哪个", []),
    ("哪个项目建设规模最大", []),
]


@pytest.mark.parametrize(("question", "names"), DEAREST)
def test_the_dearest_project(base: MadeBase, question: str, names: list[str]) -> None:
    reply = reply_with_dearest(base.plan(question), base)
    assert [item.text for item in (reply.items if reply else None) or ()] == names


def test_another_projects_figure_is_no_answer(base: MadeBase) -> None:
    plan = base.plan("龙门桥总投资多少")
    start = NEW.index("五强溪")
    assert says_of_another(plan, [base.cite("made-2.txt", Span(start, len(NEW)))], base)
    assert not says_of_another(plan, [base.cite("made-2.txt", Span(NEW.index("龙门桥"), len(NEW)))], base)
    assert not says_of_another(
        base.plan("五强溪电站总投资多少"), [base.cite("made-2.txt", Span(start, len(NEW)))], base
    )


KINDS = [
    ("舞水大桥总投资多少", K.TOTAL_INVESTMENT),
    ("舞水大桥2024年计划完成投资多少", K.YEAR_INVESTMENT),
    ("舞水大桥累计完成投资多少", K.DONE_INVESTMENT),
    ("舞水大桥总工期多久", K.PERIOD),
    ("舞水大桥形象进度如何", K.PROGRESS),
    ("舞水大桥建设内容是什么", K.SCALE),
    ("全市固定资产投资增长多少", None),
    ("舞水大桥什么时候通车", None),
]


@pytest.mark.parametrize(("question", "kind"), KINDS)
def test_the_attribute_that_is_asked(question: str, kind: K | None) -> None:
    assert kind_asked(question) is kind


SUMS = [
    ("12.5", "亿元", 12.5e8),
    ("68,000", "万元", 6.8e8),
    ("50", "亿", 5e9),
    ("3", "亿美元", None),
    ("3", None, None),
]


@pytest.mark.parametrize(("value", "unit", "yuan"), SUMS)
def test_sums_are_compared_in_yuan(value: str, unit: str | None, yuan: float | None) -> None:
    assert in_yuan(told(1, "project-1", "舞水大桥", K.TOTAL_INVESTMENT, value, unit)) == yuan


def test_a_sum_without_a_unit_is_said_to_be_one() -> None:
    sum_of = told(1, "project-1", "舞水大桥总投资10亿元", K.TOTAL_INVESTMENT, "45000")
    assert say(sum_of) == "45000(未注明单位)"
    assert say(told(1, "project-1", "建设年限2022—2025年", K.PERIOD, "36个月")) == "36个月"


def test_a_figure_of_the_year_asked_is_grounded_though_its_document_is_of_another(base: MadeBase) -> None:
    plan = base.plan("舞水大桥2023年计划投资多少")
    dated, undated = (reply_with_attribute(one, base) for one in (plan, base.plan("舞水大桥总投资多少")))
    assert dated is not None
    assert undated is not None
    assert (dated.is_dated, undated.is_dated) == (True, False)
