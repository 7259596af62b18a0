from dataclasses import replace

import pytest

from graph.records import Document, EntityType, Passage, Span
from search.agreement import Candidate, place_agrees, year_agrees
from search.evidence import has_unit, holds_kind, score_candidates
from search.question import understand


def document(**fields):
    plain = Document("a.txt#1", "a.txt", "工作方案", "other", None, None, None, None, None, None, 0, 1000)
    return replace(plain, **fields)


def candidate(text, *, context="", rank=1.0, start=0, headings=(), of="text", **fields):
    passage = Passage("a.txt#1:0-100", "a.txt#1", "a.txt", headings, 0, 100, of)
    return Candidate(passage, document(**fields), Span(start, start + len(text)), text, context, rank)


PLAN = {"kind": "five_year_plan", "years": (2021, 2025), "year": 2021}
REPORT = {"kind": "work_report", "year": 2023}
NEWS = {"kind": "news", "year": 2023}
YEARS = [  # question, sentence, its document, how well they agree
    ("粮食产量?", "粮食产量10万吨。", PLAN, 0.5),
    ("2023年粮食产量?", "2023年粮食产量10万吨。", PLAN, 1.0),
    ("2023年粮食产量?", "粮食产量10万吨。", REPORT, 0.9),
    ("十四五粮食产量?", "粮食产量10万吨。", PLAN, 0.9),
    ("十四五粮食产量?", "粮食产量10万吨。", REPORT, 0.8),
    ("2022年粮食产量?", "粮食产量10万吨。", REPORT, 0.6),  # given in January, it speaks of the year before
    ("十三五粮食产量?", "粮食产量10万吨。", PLAN, 0.6),
    ("2023年粮食产量?", "粮食产量10万吨。", PLAN, 0.2),
    ("2023年粮食产量?", "到2025年粮食产量10万吨。", REPORT, 0.1),
    ("2030年粮食产量?", "粮食产量10万吨。", REPORT, 0.0),
    ("2023年粮食产量?", "去年粮食产量10万吨。", REPORT, 0.3),
    ("2022年粮食产量?", "去年粮食产量10万吨。", REPORT, 0.95),
    ("2022年粮食产量?", "今年粮食产量10万吨。", REPORT, 0.2),
    ("2022年粮食产量?", "去年粮食产量9万吨,今年10万吨。", REPORT, 0.6),  # of both
    ("2022年粮食产量?", "今年粮食产量10万吨。", NEWS, 0.0),
    ("2022年粮食产量?", "粮食产量10万吨。", NEWS, 0.0),  # no report of January
    ("2024年粮食产量?", "粮食产量10万吨。", REPORT, 0.0),
    ("2023年粮食产量?", "粮食产量10万吨。", {}, 0.4),
    ("十四五粮食产量?", "“十四五”时期粮食产量10万吨。", {}, 0.9),
    ("十三五粮食产量?", "“十四五”时期粮食产量10万吨。", {}, 0.4),
    ("十四五粮食产量?", "到2025年粮食产量10万吨。", PLAN, 0.9),
    ("十四五粮食产量?", "到2035年粮食产量10万吨。", PLAN, 0.1),
    ("十二五粮食产量?", "粮食产量10万吨。", PLAN, 0.0),
    ("2025年粮食产量?", "粮食产量10万吨。", PLAN, 0.6),  # a plan speaks of its last year first
    ("2026年粮食产量?", "粮食产量10万吨。", PLAN, 0.0),
]


@pytest.mark.parametrize(("question", "text", "fields", "agrees"), YEARS)
def test_years(question, text, fields, agrees):
    assert year_agrees(understand(question), candidate(text, **fields)) == agrees


HUAIHUA, YUANLING = {"region_code": "431200"}, {"region_code": "431222"}
HEADINGS = [
    ("一、2022年工作回顾", 0.3, 0.95),
    ("一、过去一年工作", 0.3, 0.95),
    ("二、2023年工作安排", 0.95, 0.2),
    ("三、重点工作", 0.9, 0.6),
    ("三、2022、2023年主要目标", 0.9, 0.6),  # of both
]


@pytest.mark.parametrize(("heading", "this_year", "last_year"), HEADINGS)
def test_headings_of_a_report_say_which_year_it_speaks_of(heading, this_year, last_year):
    said = candidate("粮食产量10万吨。", headings=(heading,), **REPORT)
    assert year_agrees(understand("2023年粮食产量?"), said) == this_year
    assert year_agrees(understand("2022年粮食产量?"), said) == last_year


def test_a_sentence_says_its_year_before_its_heading():
    said = candidate("今年粮食产量10万吨。", headings=("一、2022年工作回顾",), **REPORT)
    assert year_agrees(understand("2023年粮食产量?"), said) == 0.95


def test_the_row_beside_is_of_another_place():
    question = understand("沅陵主导产业?", covered={"431222"})
    row = candidate("园区:中方工业集中区", context="园区:沅陵工业集中区", of="row", **HUAIHUA)
    assert place_agrees(question, row) == 0.2


PLACES = [
    ("机场?", "建设机场。", "", HUAIHUA, 0.5),
    ("怀化机场?", "建设机场。", "", HUAIHUA, 1.0),
    ("怀化机场?", "建设机场。", "", YUANLING, 1.0),  # what lies in it speaks for it
    ("沅陵机场?", "在沅陵建设机场。", "", HUAIHUA, 1.0),
    ("沅陵机场?", "建设机场。", "沅陵篇", HUAIHUA, 0.7),
    ("沅陵机场?", "建设机场。", "", HUAIHUA, 0.3),
    ("邵阳机场?", "建设机场。", "", HUAIHUA, 0.0),
]


@pytest.mark.parametrize(("question", "text", "context", "fields", "agrees"), PLACES)
def test_places(question, text, context, fields, agrees):
    assert place_agrees(understand(question, covered={"431222"}), candidate(text, context=context, **fields)) == agrees


KINDS = [
    ("投资多少亿元?", "总投资30亿元。", True),
    ("投资多少亿元?", "总投资3000万元。", True),  # money is money
    ("面积多少亩?", "总投资30亿元。", False),
    ("开行几趟?", "开行300列。", True),  # counted by another word
    ("2023年的目标多少?", "2023年的目标。", False),  # a year is no figure
    ("谁牵头?", "(市商务局牵头)", True),
    ("谁牵头?", "建设市场。", False),
    ("什么时候建成?", "6月底前建成。", True),
    ("什么时候建成?", "尽快建成。", False),
    ("由哪家企业承建?", "由中建公司承建。", True),
    ("这事怎么样?", "好。", True),
]


@pytest.mark.parametrize(("question", "text", "holds"), KINDS)
def test_the_kind_of_thing_asked_for(question, text, holds):
    assert holds_kind(understand(question), text) is holds


def test_an_entity_of_the_type_answers_unless_the_question_names_it():
    question = understand("沅陵县和哪个县要合建园区?")
    assert holds_kind(question, "与辰溪合建。", [(EntityType.COUNTY, "辰溪")])
    assert not holds_kind(question, "沅陵县合建。", [(EntityType.COUNTY, "沅陵县")])
    assert not holds_kind(question, "合建。")


@pytest.mark.parametrize(
    ("unit", "text", "has"),
    [
        ("万吨", "产量30余万吨", True), ("万吨", "产量30吨", False), ("亿元", "地区生产总值(亿元);2025年:30", True),
        ("家", "三家", True), ("%", "增长8%", True),
    ],
)  # fmt: skip
def test_units(unit, text, has):
    assert has_unit(unit, text) is has


def test_the_sentence_that_says_most_in_the_year_asked_for_comes_first():
    question = understand("2023年粮食产量多少万吨?")
    texts = ["2023年粮食播种面积10万亩。", "2023年粮食产量30万吨。", "2021年粮食产量29万吨。", "加强队伍建设。"]
    scored = score_candidates(
        question, [candidate(text, start=place) for place, text in enumerate(texts)], lambda pair: 1.0, lambda one: (),
        lambda one: False,
    )  # fmt: skip
    assert scored[0].candidate.text == texts[1]
    assert scored[-1].candidate.text == texts[3]
    assert set(scored[0].features) == {"words", "context", "kind", "figure", "unit", "year", "place", "rank"}


def test_of_two_sentences_alike_the_one_that_gives_the_figure_comes_first():
    texts = ["粮食产量再上台阶,粮食基地2处。", "粮食产量30万吨,粮食基地有新进展。"]
    for giving in texts:

        def gives(one, giving=giving):
            return one.text == giving

        candidates = [candidate(text, start=place) for place, text in enumerate(texts)]
        scored = score_candidates(understand("粮食产量多少?"), candidates, lambda pair: 1.0, lambda one: (), gives)
        assert scored[0].candidate.text == giving


def test_entities_are_looked_up_only_where_the_words_are():
    asked = []
    many = [candidate(f"生产线在建{place}。", start=place) for place in range(40)]
    score_candidates(
        understand("哪个县建粮库?"), [candidate("建粮库。", start=99), *many], lambda pair: 1.0,
        lambda one: asked.append(one.text) or (), lambda one: False,
    )  # fmt: skip
    assert "建粮库。" in asked


def test_nothing_to_score():
    assert score_candidates(understand("粮食?"), [], lambda pair: 1.0, lambda one: (), lambda one: False) == []
