import pytest

from graph.writing.years import plan_period
from search.question import Asked, Known, understand

HUAIHUA, SHAOYANG, LOUDI = "431200", "430500", "431300"

ASKED = [
    ("怀化的中药材产业由哪个部门牵头?", Asked.LEADER),
    ("民生实事谁负责", Asked.LEADER),
    ("这条产业链的链长是谁?", Asked.PERSON),
    ("机场什么时候开工?", Asked.WHEN),
    ("粮食产量目标是多少万吨?", Asked.NUMBER),
    ("要建几个社区食堂?", Asked.NUMBER),
    ("哪些县要建工业园?", Asked.COUNTY),
    ("哪个园区主攻电子信息?", Asked.PARK),
    ("引进了哪些龙头企业?", Asked.ENTERPRISE),
    ("洪江高新区的主导产业是什么?", Asked.INDUSTRY),
    ("要修哪几条高速?", Asked.PROJECT),
    ("“五大行动”包括哪些", Asked.LIST),
    ("“一核两翼”指的是什么", Asked.DEFINITION),
    ("会不会建地铁?", Asked.YES_NO),
    ("新机场叫什么", Asked.NAME),
    ("沅陵的旅游", Asked.ANYTHING),
]


@pytest.mark.parametrize(("text", "asked"), ASKED)
def test_what_is_asked_for(text, asked):
    assert understand(text).asked is asked


UNITS = [("投资多少亿元?", "亿元"), ("要种多少万亩", "万亩"), ("建几公里", "公里"), ("投资多少?", None)]


@pytest.mark.parametrize(("text", "unit"), UNITS)
def test_the_unit_asked_for(text, unit):
    assert understand(text).unit == unit


MOMENTS = [
    ("怀化2023年GDP", (2023,), ()),
    ("２０２３年和2026年", (2023, 2026), ()),
    ("二〇二五年的目标", (2025,), ()),
    ("“十四五”期间建多少", (), ((2021, 2025),)),
    ("十三五和十四五相比", (), ((2016, 2020), (2021, 2025))),
    ("G2023号令", (2023,), ()),
    ("12023年", (), ()),
]


@pytest.mark.parametrize(("text", "years", "periods"), MOMENTS)
def test_years_and_plan_periods(text, years, periods):
    question = understand(text)
    assert (question.years, question.periods) == (years, periods)


@pytest.mark.parametrize(("name", "period"), [("十五", (2001, 2005)), ("十五五", (2026, 2030)), ("五", None)])
def test_plan_periods_count_on(name, period):
    assert plan_period(name) == period


PLACES = [
    ("怀化市的目标", ["怀化"]),
    ("邵阳、娄底的目标", ["邵阳", "娄底"]),
    ("京津冀三地的目标", ["北京", "天津", "河北"]),
    ("京津冀协同发展", []),
    ("国家示范县建设", []),  # 示范县 holds no 范县
]


@pytest.mark.parametrize(("text", "places"), PLACES)
def test_places(text, places):
    assert [place.short for place in understand(text).places] == places


def test_a_short_name_of_many_counties_means_the_one_covered():
    assert understand("鼓楼的老街").places == ()
    assert [place.code for place in understand("鼓楼的老街", covered={"320106"}).places] == ["320106"]


FACETS = [
    ("邵阳和娄底分别装多少台电梯?", ["邵阳", "娄底"]),
    ("2023年和2026年粮食产量各多少?", ["2023年", "2026年"]),
    ("十三五和十四五的目标分别是多少?", ["2020年", "2025年"]),
    ("十四五规划2025年GDP多少?", []),  # one moment, named twice
    ("湖南怀化的目标", []),  # one place within the other
    ("2023年粮食产量", []),
]


@pytest.mark.parametrize(("text", "labels"), FACETS)
def test_several_places_or_years_are_asked_for_side_by_side(text, labels):
    assert [label for label, _ in understand(text).facets] == labels


def test_a_facet_asks_for_its_own_place_only():
    (_, first), (_, second) = understand("邵阳和娄底哪个市有海关?").facets
    assert [place.code for place in first.places + second.places] == [SHAOYANG, LOUDI]
    # the place is the answer: what is looked for is a sentence that says so of it
    assert first.asked is Asked.ANYTHING
    # … and a figure where one is compared
    assert {side.asked for _, side in understand("邵阳和娄底哪个市的目标更高?").facets} == {Asked.NUMBER}


def test_the_topic_is_what_is_left():
    topic = understand("请问怀化2023年粮食产量是多少?", covered={HUAIHUA}).topic
    assert "".join(topic) == "粮食产量"


def test_names_known_are_looked_up_in_the_folded_question():
    seen = []

    def find_names(text):
        seen.append(text)
        return [Known(0, 2, "惠科", ("Project:惠科",))]

    question = understand(" 惠科　投产了吗？", find_names=find_names)
    assert seen == ["惠科 投产了吗?"]
    assert [known.name for known in question.known] == ["惠科"]


def test_nothing_typed():
    question = understand(" ")
    assert (question.asked, question.topic, question.facets) == (Asked.ANYTHING, (), ())


@pytest.mark.parametrize("asked", ["提高几个百分点", "提高多少个百分点", "提高多少百分点", "提高几百分点"])
def test_percentage_points_are_asked_as_documents_write_them(asked: str) -> None:
    assert understand(f"衢州2024年城镇化率{asked}?").unit == "个百分点"
