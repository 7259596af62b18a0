"""Answers over a few sentences of plans, given by sources that find all they hold, in the order given."""

from typing import Any

import pytest

from graph.records import Cell, Comparator, Document, EntityType, Passage, Row, Target, TargetKind
from search.answer import LONGEST_ANSWER, Found, answer_question, confidence_of, rank_sentences
from search.evidence import Scored
from search.question import understand

HUAIHUA, LOUDI = "431200", "431300"


class FakeSources:
    """Documents with one passage each; what is asked for is what comes first."""

    def __init__(self):
        self._found = []
        self._texts = {}
        self._rows = {}
        self._names = {}
        self._figures = {}
        self.queries = []

    def add(self, text, *, kind="work_report", year=2023, years=None, region="431200", cells=(), names=(), figures=()):
        source = f"{len(self._found)}.txt"
        titles = {HUAIHUA: "怀化市工作报告", LOUDI: "娄底市工作报告"}
        document = Document(
            f"{source}#1", source, titles[region], kind, None, None, None, year, None, region, 0, len(text), years
        )
        passage = Passage(f"{source}#1:0", document.id, source, (), 0, len(text), "row" if cells else "text")
        self._found.append(Found(passage, document, 1.0))
        self._texts[source] = text
        row = Row(0, len(text), tuple(Cell(header, inside, 0, 1) for header, inside in cells))
        self._rows[source] = [row] if cells else []
        self._names[source] = names
        self._figures[source] = [
            Target(source, document.id, text.index(name), text.index(name) + len(name) + len(value), name, value, unit,
                   of, comparator, TargetKind.TARGET, None, "made")
            for name, value, unit, of, comparator in figures
        ]  # fmt: skip
        return self

    def find(self, query, *, top):
        self.queries.append(query)
        return self._found[:top]

    def ranked(self, question, top):
        return rank_sentences(question, self.find(question.text, top=top), self)

    def text_of(self, source):
        return self._texts[source]

    def rows_in(self, passage):
        return self._rows[passage.source]

    def rarity(self, pair):
        return 1.0

    def figures_in(self, source, span):
        return [figure for figure in self._figures[source] if span.start <= figure.start and figure.end <= span.end]

    def named_in(self, source, span):
        quote = self._texts[source][span.start : span.end]
        return [(kind, name) for kind, name in self._names[source] if name in quote]


def ask(text, sources):
    answer = answer_question(understand(text, covered={HUAIHUA, LOUDI}), sources)
    for cited in answer.citations:
        quoted = sources.text_of(cited.passage.source)[cited.span.start : cited.span.end]
        assert cited.passage.kind == "row" or quoted.split() == cited.quote.split()
    assert answer.text is None or len(answer.text) <= LONGEST_ANSWER
    assert (answer.text is None) == (not answer.citations)
    return answer


def test_the_sentence_that_says_it():
    sources = FakeSources().add("加强队伍建设。2023年粮食产量稳定在30万吨。抓好教育工作。")
    assert ask("怀化2023年粮食产量多少万吨?", sources).text == "2023年粮食产量稳定在30万吨。"


def test_a_table_row_is_read_with_its_headers_and_unit():
    cells = (("指标名称", "地区生产总值(亿元)"), ("2025年", "2390"))
    sources = FakeSources().add(
        "地区生产总值(亿元)\n2390", cells=cells, kind="five_year_plan", year=2021, years=(2021, 2025)
    )
    answer = ask("怀化十四五末地区生产总值要到多少亿元?", sources)
    assert "2025年:2390亿元" in answer.text


def test_who_leads_stands_in_the_parenthesis_behind():
    sources = FakeSources().add("建设区域中药材交易市场。(市商务局牵头,市林业局配合)整治河道。(市水利局牵头)")
    answer = ask("怀化区域中药材交易市场由谁牵头?", sources)
    assert answer.text == "市商务局牵头,市林业局配合\n建设区域中药材交易市场。"


def test_who_leads_an_item_of_several_sentences():
    sources = FakeSources().add("建设区域中药材交易市场。完善冷链。\n(牵头责任单位:市商务局)。整治河道。(市水利局牵头)")
    assert ask("区域中药材交易市场由谁牵头建设?", sources).text.startswith("牵头责任单位:市商务局\n建设区域")


def test_what_two_documents_say_alike_is_said_once():
    sources = FakeSources().add("2023年粮食产量30万吨。").add("2023年粮食产量30万吨;")
    assert ask("怀化2023年粮食产量多少万吨?", sources).text == "2023年粮食产量30万吨。"


def test_what_may_not_answer_but_says_it_best_silences_what_says_less():
    question = understand("怀化2023年粮食播种面积多少万亩?", covered={HUAIHUA})
    sources = FakeSources().add("粮食播种面积460万亩。", region=HUAIHUA).add("油菜面积200万亩。")
    whole = "460"  # of an annex that is left out, say
    assert answer_question(question, sources, lambda one: whole not in one.candidate.text).text is None
    sources.add("粮食播种面积稳定在462万亩。")
    assert answer_question(question, sources, lambda one: whole not in one.candidate.text).text == (
        "粮食播种面积稳定在462万亩。"
    )


def test_what_answers_two_years_is_said_once_under_both():
    text = "2023年、2024年粮食播种面积均稳定在460万亩。"
    answer = ask("怀化2023年和2024年粮食播种面积各多少万亩?", FakeSources().add(text))
    assert answer.text == f"2023年、2024年:{text}"


def test_years_side_by_side():
    sources = FakeSources()
    sources.add("粮食播种面积460万亩。", year=2023).add("粮食播种面积462万亩。", year=2026)
    answer = ask("怀化2023年和2026年粮食播种面积各多少万亩?", sources)
    assert answer.text == "2023年:粮食播种面积460万亩。\n2026年:粮食播种面积462万亩。"


def test_places_side_by_side():
    sources = FakeSources().add("加装电梯280台。").add("加装电梯100台。", region=LOUDI)
    answer = ask("怀化和娄底分别加装多少台电梯?", sources)
    assert answer.text == "怀化:加装电梯280台。\n娄底:加装电梯100台。"
    # each is looked for without the other
    assert any("娄底" in query and "怀化" not in query for query in sources.queries)


def test_one_of_two_years_is_answered_when_only_it_is_given():
    sources = FakeSources().add("粮食播种面积460万亩。", year=2023)
    assert ask("怀化2023年和2035年粮食播种面积各多少万亩?", sources).text == "2023年:粮食播种面积460万亩。"


ABSTAINS = [
    ("怀化2029年粮食产量多少万吨?", "2023年粮食产量30万吨。"),  # no such year
    ("娄底2023年粮食产量多少万吨?", "2023年粮食产量30万吨。"),  # no such place
    ("怀化2023年粮食产量多少万吨?", "2023年粮食产量稳步提高。"),  # no figure
    ("怀化2023年粮食产量多少万吨?", "2023年粮食产值30亿元。"),  # a figure of something else
    ("怀化2023年磁悬浮列车几月通车?", "抓好安全生产,6月底前完成排查。"),  # nothing of the kind
]


@pytest.mark.parametrize(("question", "text"), ABSTAINS)
def test_it_abstains_and_shows_what_comes_closest(question, text):
    answer = ask(question, FakeSources().add(text))
    assert answer.text is None
    assert [found.passage.source for found in answer.nearest] == ["0.txt"]


def test_what_only_stands_nearby_is_not_added():
    sources = FakeSources().add("粮食产量30万吨。药材产值5亿元。消费增长8%。")
    assert ask("怀化2023年粮食产量多少?", sources).text == "粮食产量30万吨。"


def test_an_empty_base_has_no_answer():
    answer = ask("怀化2023年粮食产量多少万吨?", FakeSources())
    assert (answer.text, answer.citations, answer.nearest, answer.confidence) == (None, (), (), 0.0)


def test_the_entity_of_the_type_asked_for_is_preferred():
    sources = FakeSources()
    sources.add("支持建设中药材基地的县。").add("支持靖州建设中药材基地。", names=[(EntityType.COUNTY, "靖州")])
    assert "靖州" in ask("怀化哪个县建设中药材基地?", sources).text


NOBODY: Any = None  # whose sentence it is does not matter

# how far year and place agree, and how sure an answer is that says all words: another year's figure is none
SURE = [(0.5, 0.5, 1.0), (1.0, 1.0, 1.0), (0.25, 0.5, 0.125), (0.5, 0.25, 0.5), (0.0, 0.5, 0.0), (0.5, 0.0, 0.0)]


@pytest.mark.parametrize(("year", "place", "expected"), SURE)
def test_how_sure_hangs_on_year_and_place(year, place, expected):
    features = {"words": 1.0, "context": 0.0, "year": year, "place": place, "kind": 1.0}
    assert confidence_of(Scored(NOBODY, 1.0, features)) == expected


@pytest.mark.parametrize(("words", "context", "expected"), [(0.5, 0.5, 0.75), (0.5, 0.0, 0.5), (1.0, 1.0, 1.0)])
def test_how_sure_hangs_on_what_is_said(words, context, expected):
    features = {"words": words, "context": context, "year": 0.5, "place": 0.5, "kind": 1.0}
    assert confidence_of(Scored(NOBODY, 1.0, features)) == expected
    assert confidence_of(Scored(NOBODY, 1.0, features | {"kind": 0.5})) == expected / 2


def test_line_breaks_of_the_text_are_not_in_the_answer():
    sources = FakeSources().add("2023年粮食产量\n稳定在30万吨。")
    assert ask("怀化2023年粮食产量多少万吨?", sources).text == "2023年粮食产量 稳定在30万吨。"


def test_the_bare_figure_stands_before_its_quote():
    text = "2023年粮食产量稳定在30万吨以上。"
    made = [("粮食产量", "30", "万吨", 2023, Comparator.AT_LEAST)]
    answer = ask("怀化2023年粮食产量多少万吨?", FakeSources().add(text, figures=made))
    assert answer.text == f"粮食产量30万吨以上。\n{text}"


def test_where_one_place_says_nothing_none_has_more():
    made = [("旅游收入", "600", "亿元", 2023, Comparator.EQUAL)]
    sources = FakeSources().add("旅游收入600亿元。", figures=made).add("加强队伍建设。", region=LOUDI)
    answer = ask("2023年怀化和娄底谁的旅游收入目标更高?各是多少?", sources)
    assert answer.text == "怀化600亿元。\n怀化:旅游收入600亿元。"


def test_of_two_places_the_one_with_more_is_named():
    sources = FakeSources()
    for region, value in ((HUAIHUA, "600"), (LOUDI, "700")):
        made = [("旅游收入", value, "亿元", 2023, Comparator.AT_LEAST)]
        sources.add(f"旅游收入{value}亿元以上。", region=region, figures=made)
    answer = ask("2023年怀化和娄底谁的旅游收入目标更高?各是多少?", sources)
    assert answer.text.split("\n") == [
        "娄底更高:怀化600亿元以上;娄底700亿元以上。",
        "怀化:旅游收入600亿元以上。",
        "娄底:旅游收入700亿元以上。",
    ]
