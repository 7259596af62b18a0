"""Names of administrative areas lead to the right area."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from graph.lexicon.divisions import (
    FILES,
    GAZETTEERS,
    HISTORY,
    NAMES,
    DivisionFileError,
    Divisions,
    read_divisions,
    read_names,
)
from graph.records import Level

HUAIHUA, HUNAN = "431200", "430000"
DIVISIONS = Divisions.load()

NAMED = [
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


@pytest.mark.parametrize(("name", "code"), NAMED)
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


IN_TIME = [
    # name, year, region → code, name then, what it lay in
    ("思茅市", 2005, None, "530800", "思茅市", "云南省"),
    ("思茅市", 2001, "530000", "530802", "思茅市", "思茅地区"),  # the town of the prefecture, 思茅区 today
    ("思茅", 2020, "530800", "530802", "思茅区", "普洱市"),
    ("普洱市", 2020, None, "530800", "普洱市", "云南省"),
    ("铜仁市", 2008, None, "520602", "铜仁市", "铜仁地区"),
    ("铜仁地区", 2008, None, "520600", "铜仁地区", "贵州省"),
    ("铜仁市", 2015, None, "520600", "铜仁市", "贵州省"),
    ("襄樊市", 2009, None, "420600", "襄樊市", "湖北省"),
    ("襄樊", 2009, None, "420600", "襄樊市", "湖北省"),
    ("襄阳", 2005, "420600", "420607", "襄阳区", "襄樊市"),
    ("襄阳", 2015, "420000", "420600", "襄阳市", "湖北省"),
    ("简阳市", 2012, None, "510185", "简阳市", "资阳市"),
    ("简阳市", 2018, None, "510185", "简阳市", "成都市"),
    ("莱芜", 2010, "370000", "371200", "莱芜市", "山东省"),
    ("莱芜", 2022, "370000", "370116", "莱芜区", "济南市"),
    ("巢湖市", 2008, None, "341400", "巢湖市", "安徽省"),
    ("巢湖市", 2015, None, "340181", "巢湖市", "合肥市"),
    ("庐江县", 2008, None, "340124", "庐江县", "巢湖市"),
    ("淮安市", 1999, "320000", "320803", "淮安市", "淮阴市"),
    ("万盛区", 2008, None, "500110a", "万盛区", "重庆市"),
    ("綦江县", 2008, None, "500110", "綦江县", "重庆市"),
    ("临平区", 2023, None, "330113", "临平区", "杭州市"),
    ("钱塘", 2023, "330100", "330114", "钱塘区", "杭州市"),
    ("偃师市", 2019, None, "410307", "偃师市", "洛阳市"),
    ("儋州市", 2010, None, "460400", "儋州市", "海南省"),
    ("两江新区", 2026, None, "500157", "两江新区", "重庆市"),
    ("雄安新区", 2024, None, "133100", "雄安新区", "河北省"),
]


@pytest.mark.parametrize(("name", "year", "region", "code", "then", "parent"), IN_TIME)
def test_a_document_is_read_with_the_areas_of_its_year(
    name: str, year: int, region: str | None, code: str, then: str, parent: str
) -> None:
    areas = Divisions.load(year)
    found = areas.nearest(name, region)
    assert found
    assert (found.code, found.name, areas.by_code[found.parent_code or ""].name) == (code, then, parent)
    assert found.code in {area.code for hit in areas.find(name) for area in hit.candidates}


FORMER = [
    ("思茅市", "普洱市"),
    ("襄樊", "襄阳市"),
    ("铜仁地区", "铜仁市"),
    ("偃师市", "偃师区"),
    ("孟津县", "孟津区"),
    ("祁阳县", "祁阳市"),
    ("会理县", "会理市"),
    ("黔西县", "黔西市"),
    ("禄丰县", "禄丰市"),
    ("横县", "横州市"),
    ("余杭市", "余杭区"),
    ("绍兴县", "柯桥区"),
    ("通什市", "五指山市"),
    ("伊克昭盟", "鄂尔多斯市"),
    ("中甸县", "香格里拉市"),
    ("河北雄安新区", "雄安新区"),
]


@pytest.mark.parametrize(("former", "name"), FORMER)
@pytest.mark.parametrize("year", [None, 2024])
def test_a_former_name_leads_to_what_the_area_is_today(former: str, name: str, year: int | None) -> None:
    found = Divisions.load(year).nearest(former, None)
    assert found
    assert found.name == name


GONE = [("崇文区", ["110101"]), ("江干区", ["330102", "330114"]), ("莱芜市", ["370100"]), ("渝北区", ["500157"])]


@pytest.mark.parametrize(("name", "became"), GONE)
def test_an_area_that_is_gone_says_what_it_became(name: str, became: list[str]) -> None:
    found = DIVISIONS.by_name(name)[0]
    assert list(found.became) == became
    assert not DIVISIONS.exists(found)


NOT_THEN = [
    ("临平", 2010, "330100"),  # no area yet
    ("北江", 2019, "440200"),  # no area any more
    ("中甸", 2020, "533400"),
]


@pytest.mark.parametrize(("name", "year", "region"), NOT_THEN)
def test_the_short_form_of_a_county_ends_with_its_name(name: str, year: int, region: str) -> None:
    assert Divisions.load(year).nearest(name, region) is None
    assert not Divisions.load(year).find(name)


OWN = [
    ("430581", "市", "武冈市"),  # not 邵阳市
    ("430527", "市", "邵阳市"),
    ("430527", "县", "绥宁县"),
    ("431228", "县", "芷江侗族自治县"),
    ("433101", "市", "吉首市"),
    ("433101", "州", "湘西土家族苗族自治州"),
    ("110105", "市", "北京市"),
    ("110105", "区", "朝阳区"),
    ("450100", "区", "广西壮族自治区"),
    ("652901", "地区", "阿克苏地区"),
    ("652901", "区", "新疆维吾尔自治区"),
    ("133100", "新区", "雄安新区"),
    ("429004", "市", "仙桃市"),
    ("431200", "区", None),
]


@pytest.mark.parametrize(("region", "rank", "name"), OWN)
def test_a_rank_means_the_innermost_area_of_that_rank(region: str, rank: str, name: str | None) -> None:
    found = DIVISIONS.own(region, rank)
    assert (found.name if found else None) == name


def test_a_rank_means_the_area_of_that_time() -> None:
    assert Divisions.load(2015).own("431181", "县") == Divisions.load(2015).by_code["431181"]
    assert Divisions.load(2015).own("431181", "市") == DIVISIONS.by_code["431100"]
    assert DIVISIONS.own("431181", "市") == DIVISIONS.by_code["431181"]


STATES = [state for states in DIVISIONS.book.states.values() for state in states]


def test_every_parent_and_what_areas_became_exists() -> None:
    codes = DIVISIONS.by_code
    assert not [state for state in STATES if state.parent_code and state.parent_code not in codes]
    assert not [state for state in STATES for code in state.became if code not in codes]
    assert not [states for states in DIVISIONS.book.states.values() if states[-1].until and not states[-1].became]


def test_years_are_plausible_and_follow_one_another() -> None:
    for states in DIVISIONS.book.states.values():
        for state in states:
            assert 2000 <= (state.since or 2000) <= (state.until or 2026) <= 2026, state
        for before, after in pairwise(states):
            assert before.until == after.since, (before, after)


def test_no_two_areas_share_a_code() -> None:
    codes = Counter(area.code for file in FILES for area in read_divisions(GAZETTEERS / file))
    assert not [code for code, count in codes.items() if count > 1]


def test_no_two_living_areas_of_one_parent_share_a_name() -> None:
    living = Counter((area.parent_code, area.name) for area in DIVISIONS.by_code.values() if DIVISIONS.exists(area))
    assert not [named for named, count in living.items() if count > 1]


def test_what_is_added_by_hand_is_of_areas_that_are_known() -> None:
    known = {area.code for file in FILES for area in read_divisions(GAZETTEERS / file)}
    assert not [area for area in read_divisions(GAZETTEERS / HISTORY) if area.code not in known]
    assert not [code for code in read_names(GAZETTEERS / NAMES) if code not in known]


def test_the_years_in_which_a_city_had_another_name_hold_the_other_name_only() -> None:
    for year in range(2001, 2027):
        areas = Divisions.load(year)
        named = Counter((area.parent_code, area.name) for area in areas.by_code.values() if areas.exists(area))
        assert not [name for name, count in named.items() if count > 1], year


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.tsv"
    path.write_text("431200\t怀化市\n", encoding="utf-8")
    with pytest.raises(DivisionFileError, match=r"broken.tsv, line 1"):
        read_divisions(path)
