"""Names of administrative areas lead to the right area."""

from pathlib import Path

import pytest

from graph.lexicon.divisions import DivisionFileError, Divisions, read_divisions
from graph.records import Level

HUAIHUA, HUNAN = "431200", "430000"
DIVISIONS = Divisions.load()

NAMES = [
    ("芷江侗族自治县", "431228"),
    ("芷江县", "431228"),
    ("芷江", "431228"),
    ("湘西州", "433100"),
    ("湖南", HUNAN),
    ("北京市", "110000"),
    ("洪江市", "431281"),
    ("洪江区", "431271"),
    ("洪江", "431281"),
    ("襄樊市", "420600"),
    ("内蒙古", "150000"),
    ("香港", "810000"),
    ("泸县", "510521"),
]


@pytest.mark.parametrize(("name", "code"), NAMES)
def test_a_name_leads_to_its_area(name: str, code: str) -> None:
    assert DIVISIONS.by_name(name)[0].code == code


NEAREST = [
    ("城关区", "620000", "620102"),  # Lanzhou's, not Lhasa's
    ("城关区", "540000", "540102"),
    ("城关区", None, None),
    ("朝阳区", "110000", "110105"),
    ("海南", HUNAN, "460000"),  # the province, not the prefecture in Qinghai
    ("怀化", "431222", HUAIHUA),
]


@pytest.mark.parametrize(("name", "region", "code"), NEAREST)
def test_a_name_means_the_nearest_area(name: str, region: str | None, code: str | None) -> None:
    found = DIVISIONS.nearest(name, region)
    assert (found.code if found else None) == code


def test_parents_and_levels() -> None:
    assert [d.name for d in DIVISIONS.chain("431228")] == ["芷江侗族自治县", "怀化市", "湖南省"]
    assert DIVISIONS.at_level("431228", Level.CITY) == DIVISIONS.by_code[HUAIHUA]
    assert len(DIVISIONS.children(HUAIHUA)) == 13
    assert DIVISIONS.by_name("鹤城区", within=HUNAN)
    assert not DIVISIONS.by_name("鹤城区", within="110000")


def test_find_takes_the_longest_names() -> None:
    text = "湖南省怀化市芷江侗族自治县与新晃"
    assert [text[h.start : h.end] for h in DIVISIONS.find(text)] == ["湖南省", "怀化市", "芷江侗族自治县", "新晃"]
    assert [h.is_short for h in DIVISIONS.find(text)] == [False, False, False, True]


def test_every_parent_exists() -> None:
    assert not [d for d in DIVISIONS.by_code.values() if d.parent_code and d.parent_code not in DIVISIONS.by_code]


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.tsv"
    path.write_text("431200\t怀化市\n", encoding="utf-8")
    with pytest.raises(DivisionFileError, match=r"broken.tsv, line 1"):
        read_divisions(path)
