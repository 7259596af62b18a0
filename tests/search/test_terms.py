import pytest

from graph.writing.foldings import fold_text
from search.terms import find_pairs, find_words

WORDS = [
    ("零售总额", {"零售", "总额", "零售总额"}),
    ("2023年增长8%以上", {"2023", "8%"}),
    ("ＰＭ2.5浓度", {"pm2.5", "浓度"}),
    ("怀化\n高新区", {"怀化", "高新区"}),
]


@pytest.mark.parametrize(("text", "terms"), WORDS)
def test_words(text, terms):
    assert terms <= set(find_words(text))


def test_pairs_never_cross_a_sign_and_keep_numbers_whole():
    assert find_pairs("竹产业,1671.87亿元 GDP") == ["竹产", "产业", "1671.87", "亿元", "gdp"]


def test_white_space_counts_only_between_latin_words():
    assert fold_text("第 二\u3000章 Smart City") == "第二章smart city"
