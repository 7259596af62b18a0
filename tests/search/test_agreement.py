import pytest

from graph.lexicon.divisions import Divisions
from search.agreement import passage_agrees_in_place, passage_agrees_in_year
from search.indexed import FoldedPassage
from search.question import understand


def passage(year=None, years=None):
    return FoldedPassage("", (), None, year, years)


YEARS = [
    ("多少家?", passage(year=2020), 0.5),
    ("2023年多少家?", passage(year=2023), 1.0),
    ("2020年多少家?", passage(year=2021), 0.5),  # a report of 2021 tells of 2020
    ("2019年多少家?", passage(year=2021), 0.0),
    ("2022年多少家?", passage(year=2021), 0.0),
    ("2020年多少家?", passage(years=(2021, 2025)), 0.5),
    ("2026年多少家?", passage(years=(2021, 2025)), 0.0),
    ("“十三五”多少家?", passage(year=2021, years=(2021, 2025)), 0.0),
    ("2020年多少家?", passage(), 0.0),
    ("2024年多少家?", passage(year=2021, years=(2021, 2025)), 0.5),
    ("“十四五”多少家?", passage(year=2021, years=(2021, 2025)), 1.0),
    ("2030年多少家?", passage(year=2021, years=(2021, 2025)), 0.0),
]


@pytest.mark.parametrize(("question", "one", "agrees"), YEARS)
def test_passage_agrees_in_year(question, one, agrees):
    assert passage_agrees_in_year(understand(question), one, "") == agrees


def test_a_passage_that_names_the_year_is_of_it():
    assert passage_agrees_in_year(understand("2023年多少家?"), passage(year=2018), "到2023年达到30家") == 1.0


PLACES = [
    ((), "怀化市", "", 0.5),
    (("怀化市",), "怀化市", "", 1.0),
    (("怀化市",), "溆浦县", "", 1.0),
    (("怀化市", "溆浦县"), "怀化市", "", 0.4),
    (("怀化市", "溆浦县"), "怀化市", "溆浦大江口", 0.8),
    (("怀化市",), "娄底市", "", 0.0),
    (("怀化市",), None, "", 0.0),
    (("怀化市",), None, "怀化国际陆港", 0.8),
    (("怀化市", "娄底市"), "娄底市", "", 1.0),  # the best of the places
]


@pytest.mark.parametrize(("names", "region", "text", "agrees"), PLACES)
def test_passage_agrees_in_place(names, region, text, agrees):
    places = [Divisions.load().by_name(name)[0] for name in names]
    assert passage_agrees_in_place(tuple(places), region, text) == agrees
