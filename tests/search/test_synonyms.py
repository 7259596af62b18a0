import pytest

from search.synonyms import load_synonyms, written_forms

CASES = [
    ("2023年社零目标多少?", [("社零", "社会消费品零售总额")]),
    ("高企有几家,GDP多少", [("高企", "高新技术企业"), ("gdp", "地区生产总值")]),
    ("人均GDP", [("人均gdp", "人均地区生产总值")]),
    ("粮库在哪", []),
]


@pytest.mark.parametrize(("question", "expected"), CASES)
def test_sayings_and_how_they_are_written(question, expected):
    assert [(saying, forms[0]) for saying, forms in written_forms(question)] == expected


def test_no_saying_is_its_only_form():
    assert [saying for saying, forms in load_synonyms().items() if set(forms) <= {saying}] == []
