import pytest

from graph.divisions import Divisions
from search.indexed import FoldedPassage
from search.question import understand
from search.rerank import Candidate, agrees_in_place, agrees_in_year, rerank


def passage(*sentences, context="", region=None, year=None, years=None):
    return FoldedPassage(context, sentences, region, year, years)


def order(question, *passages):
    candidates = [Candidate(place, one, 0.0, 1.0, 1.0) for place, one in enumerate(passages)]
    return [one.place for one in rerank(understand(question), candidates, lambda pair: 1.0)]


ORDERS = [
    # other things equal, the passage of the place asked for comes first, then the one of the year asked for
    ("邵阳市旅游收入多少?", passage("旅游收入增长", region="娄底市"), passage("旅游收入增长", region="邵阳市")),
    ("2023年新建基站多少?", passage("新建基站90座", year=2026), passage("新建基站90座", year=2023)),
    # one sentence that says it all is worth more than two that say half each
    ("冷链物流班列", passage("冷链物流", "国际班列"), passage("冷链物流班列", "其他")),
    # what the headings say counts too
    ("竹产业规模", passage("规模达到100亿元"), passage("规模达到100亿元", context="竹产业")),
]


@pytest.mark.parametrize(("question", "worse", "better"), ORDERS)
def test_better_passage_comes_first(question, worse, better):
    assert order(question, worse, better) == [1, 0]
    assert order(question, better, worse) == [0, 1]


YEARS = [
    ("多少家?", passage(year=2020), 0.5),
    ("2023年多少家?", passage(year=2023), 1.0),
    ("2020年多少家?", passage(year=2021), 0.5),  # a report of 2021 tells of 2020
    ("2024年多少家?", passage(year=2021, years=(2021, 2025)), 0.5),
    ("“十四五”多少家?", passage(year=2021, years=(2021, 2025)), 1.0),
    ("2030年多少家?", passage(year=2021, years=(2021, 2025)), 0.0),
]


@pytest.mark.parametrize(("question", "one", "agrees"), YEARS)
def test_agrees_in_year(question, one, agrees):
    assert agrees_in_year(understand(question), one, "") == agrees


PLACES = [
    ((), "怀化市", "", 0.5),
    (("怀化市",), "怀化市", "", 1.0),
    (("怀化市",), "溆浦县", "", 1.0),
    (("怀化市", "溆浦县"), "怀化市", "", 0.4),
    (("怀化市", "溆浦县"), "怀化市", "溆浦大江口", 0.8),
    (("怀化市",), "娄底市", "", 0.0),
]


@pytest.mark.parametrize(("names", "region", "text", "agrees"), PLACES)
def test_agrees_in_place(names, region, text, agrees):
    places = [Divisions.load().by_name(name)[0] for name in names]
    assert agrees_in_place(places, region, text) == agrees
