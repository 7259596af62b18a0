import pytest

from search.indexed import FoldedPassage
from search.question import understand
from search.rerank import Ranked, rerank


def passage(*sentences, context="", region=None, year=None, years=None):
    return FoldedPassage(context, sentences, region, year, years)


def order(question, *passages, scores=()):
    alike = (0.0, 1.0, 1.0)  # meaning, words, pairs
    candidates = [Ranked(str(place), one, *(scores[place] if scores else alike)) for place, one in enumerate(passages)]
    return [int(one.id) for one in rerank(understand(question), candidates, lambda pair: 1.0)]


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


SCORES = [
    # meaning, words, pairs of the worse and of the better, which say the same
    ((0.7, 5.0, 5.0), (0.8, 5.0, 5.0)),
    ((0.8, 4.0, 5.0), (0.8, 5.0, 5.0)),
    ((0.8, 5.0, 4.0), (0.8, 5.0, 5.0)),
    # nearest in meaning is not enough where another has the words: of two, one standard deviation on either side
    ((0.8, 2.5, 2.5), (0.7, 5.0, 5.0)),
    ((0.7, 3.0, 3.0), (0.8, 5.0, 5.0)),
    # but it is worth half the words
    ((0.7, 5.0, 5.0), (0.8, 2.5, 4.0)),
]


@pytest.mark.parametrize(("worse", "better"), SCORES)
def test_meaning_words_and_pairs_are_weighed(worse, better):
    same = passage("粮食播种面积460万亩")
    assert order("粮食播种面积", same, same, scores=(worse, better)) == [1, 0]
    assert order("粮食播种面积", same, same, scores=(better, worse)) == [0, 1]


@pytest.mark.parametrize("scores", [(0.5, 0.0, 1.0), (0.5, 1.0, 0.0), (0.0, 0.0, 0.0)])
def test_a_ranker_that_finds_nothing_leaves_it_to_the_others(scores):
    worse, better = passage("加强队伍建设"), passage("粮食播种面积460万亩")
    assert order("粮食播种面积", worse, better, scores=(scores, scores)) == [1, 0]
    assert order("粮食播种面积") == []


def test_each_place_asked_for_is_among_the_first():
    many = [passage("装电梯300台", region="常德市")] * 8
    places = order("常德和怀化谁装电梯多?", *many, passage("电梯", region="怀化市"))
    assert places.index(8) == 2


def test_each_year_asked_for_is_among_the_first():
    many = [passage("粮食播种面积460万亩", year=2023)] * 8
    places = order("2023年和十四五粮食播种面积各多少?", *many, passage("粮食", year=2021, years=(2021, 2025)))
    assert places.index(8) == 2
    assert order("2023年粮食播种面积多少?", *many, passage("粮食", year=2021)).index(8) == 8
