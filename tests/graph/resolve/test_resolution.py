"""Which names become one entity, and which never."""

from __future__ import annotations

import random

import pytest

from graph.records import Entity, EntityType, Mention
from graph.resolve.decisions import Decision, Decisions, Named, Verdict
from graph.resolve.resolution import Resolution, resolve
from tests.graph.named import (
    CHANGDE,
    COUNTY,
    DEPARTMENT,
    ENTERPRISE,
    FANGCHENGGANG,
    HUAIHUA,
    INDICATOR,
    INDUSTRY,
    JINHUA,
    PARK,
    PROJECT,
    SHAOYANG,
    Plans,
)

Name = tuple[EntityType, str]
SAME: list[tuple[EntityType, list[str]]] = [
    (PARK, ["怀化国家高新技术产业开发区", "怀化高新区", "国家高新区"]),
    (PARK, ["怀化经济开发区", "怀化经开区", "湖南怀化经济开发区"]),
    (PARK, ["靖州国家级现代农业产业园", "靖州国家现代农业产业园区"]),
    (PARK, ["怀化国家农业科技园区", "怀化农科园"]),
    (PARK, ["洪江高新技术产业开发区(洪江市)", "洪江市高新区"]),
    (ENTERPRISE, ["久日新材", "久日新材料"]),
    (ENTERPRISE, ["湖南奇力新电子科技有限公司", "奇力新电子"]),
    (ENTERPRISE, ["芷江和翔鸭业", "和翔鸭业"]),
    (ENTERPRISE, ["TCL", "TCL集团"]),
    (DEPARTMENT, ["市发展改革委", "怀化市发展和改革委员会", "市发改委"]),
    (DEPARTMENT, ["市工业和信息化局", "怀化市工信局"]),
    (INDICATOR, ["社会消费品零售总额", "社零"]),
    (INDICATOR, ["规模以上工业增加值", "规模工业增加值", "规上工业增加值(亿元)"]),
    (PROJECT, ["麻阳苗族自治县大湘西农产品生鲜冷链仓储物流园", "大湘西农产品生鲜冷链仓储物流园"]),
    (PROJECT, ["怀化经开区京东数字经济产业园建设项目", "京东数字经济产业园"]),
    (PROJECT, ["辰溪县公铁水多式联运物流园", "辰溪公铁水多式联运物流园"]),
    (PROJECT, ["演艺中心(含市艺术馆)", "演艺中心"]),
    (PROJECT, ["怀桂高铁", "怀桂铁路"]),
    (PROJECT, ["溆浦—洞口高速公路", "溆洞高速"]),
    (PROJECT, ["高庙国家考古遗址公园", "高庙考古遗址公园"]),
    (PROJECT, ["市生活垃圾焚烧发电项目", "怀化市生活垃圾焚烧发电厂"]),
    # words that have changed places, brackets, remarks behind
    (PROJECT, ["洪江区体育文化中心", "洪江区文化体育中心"]),
    (PROJECT, ["会同县博物馆(新馆)", "会同县博物馆新馆"]),
    (PROJECT, ["中方县罗家坪水库工程(重大水利工程)", "中方罗家坪水库"]),
    (PROJECT, ["芷江B型保税物流中心", "芷江保税物流中心(B型)"]),
    # long and short
    (PROJECT, ["会同县疾病预防控制中心", "会同县疾控中心"]),
    (PROJECT, ["市第一人民医院新院区", "市一医院新院"]),
    (PROJECT, ["麻阳锦江煤矿技改", "麻阳锦江煤矿技术改造项目"]),
    (PROJECT, ["国道209线会同段改建", "G209会同段改建", "209国道会同段改建工程"]),
    (PROJECT, ["新晃钡业一期", "新晃钡业首期工程", "新晃钡业1期"]),
    # a county's own zone
    (PARK, ["麻阳工业集中区", "麻阳县工业园区"]),
    # companies and their groups
    (ENTERPRISE, ["三一", "三一集团"]),
    (ENTERPRISE, ["仁和堂大健康", "仁和堂大健康产业集团"]),
    # industries
    (INDUSTRY, ["商贸物流", "商贸物流业"]),
    (INDUSTRY, ["桥隧装备产业", "桥隧装备制造业", "桥隧装备制造"]),
    (INDUSTRY, ["房地产业", "房地产"]),
]
APART: list[tuple[EntityType, list[str]]] = [
    (COUNTY, ["洪江市", "洪江区"]),
    (PARK, ["洪江高新区(洪江市)", "洪江高新区(洪江区)", "洪江高新区"]),
    (PARK, ["怀化高新区", "怀化经开区"]),
    (PARK, ["沅陵工业集中区", "辰溪工业集中区"]),
    (ENTERPRISE, ["正清集团", "正清制药"]),
    (ENTERPRISE, ["上海胜华", "株洲胜华"]),
    (PROJECT, ["通道县冷链物流园", "辰溪县冷链物流园", "冷链物流园"]),
    (PROJECT, ["辰溪县智慧城市建设", "麻阳县智慧城市建设"]),
    (PROJECT, ["怀化市生活垃圾焚烧发电项目", "溆浦生活垃圾焚烧发电项目"]),
    (PROJECT, ["中方县公铁联运物流园", "怀化公铁联运物流园"]),
    (PROJECT, ["佳惠物流产业园一期", "佳惠物流产业园二期"]),
    (PROJECT, ["怀化高新区电子信息产业园", "怀化经开区电子信息产业园"]),
    (PROJECT, ["怀芷高速", "怀芷快速干线"]),
    (PROJECT, ["一水厂扩建", "二水厂扩建"]),
    (PROJECT, ["京广铁路", "京广高铁"]),
    (PROJECT, ["G209会同段改建", "G320会同段改建"]),
    (PARK, ["麻阳工业集中区", "麻阳高新区"]),
    (ENTERPRISE, ["中国电子", "中国电子科技集团"]),
    (ENTERPRISE, ["恒力", "恒力重工"]),  # one of several of a group
    (INDUSTRY, ["生物产业", "生物制造"]),
    (INDICATOR, ["城镇调查失业率", "城镇登记失业率"]),
    # of two ranks, and one that says none, which may be either
    (PROJECT, ["高庙国家考古遗址公园", "高庙省级考古遗址公园"]),
    (PROJECT, ["高庙国家考古遗址公园", "高庙省级考古遗址公园", "高庙考古遗址公园"]),
    # a city has several zones, of which 工业集中区 and 工业园 may be two
    (PARK, ["怀化工业集中区", "怀化工业园"]),
    # the same characters, but no two words that changed places
    (PROJECT, ["会同县博物馆东馆", "会同县博东馆物馆"]),
    # the group's name before a short one, which may be another company's
    (ENTERPRISE, ["中铁五新", "五新"]),
    (INDICATOR, ["地区生产总值", "地区生产总值增长", "人均地区生产总值"]),
]


def resolved(plans: Plans, decisions: Decisions = Decisions()) -> Resolution:  # noqa: B008 - it never changes
    return resolve(plans.mentions, plans.documents, decisions)


def entities_named(resolution: Resolution, *names: str) -> list[Entity]:
    """The entities of the mentions so named, in that order, each once."""
    by_id = {entity.id: entity for entity in resolution.entities}
    ids = dict.fromkeys(
        entity_id for name in names for mention, entity_id in resolution.entity_of.items() if mention.name == name
    )
    return [by_id[entity_id] for entity_id in ids]


@pytest.mark.parametrize(("kind", "names"), SAME)
def test_one_thing_is_one_entity(kind: EntityType, names: list[str]) -> None:
    for plans in (
        Plans().add(2021, HUAIHUA, *((kind, name) for name in names)),
        *([Plans().add(2021, HUAIHUA, (kind, names[0])).add(2022, HUAIHUA, *((kind, name) for name in names[1:]))]),
    ):
        resolution = resolved(plans)
        (entity,) = entities_named(resolution, *names)
        assert set(names) <= {entity.name, *entity.aliases}
        merged = {name for merge in resolution.merges for name in (merge.name, merge.other)}
        assert merged == set(names)
        assert all(merge.rule and merge.reason and 0 < merge.score <= 1 for merge in resolution.merges)


@pytest.mark.parametrize(("kind", "names"), APART)
def test_what_is_only_alike_stays_apart(kind: EntityType, names: list[str]) -> None:
    resolution = resolved(Plans().add(2021, HUAIHUA, *((kind, name) for name in names)))
    assert len(resolution.entities) == len(names)


REASONS = [
    (COUNTY, "沅陵县", "沅陵", "同一行政区的全称与简称"),
    (PARK, "怀化经济开发区", "怀化经开区", "去掉所在地、通用后缀并统一缩写后名称相同(“经开区”)"),
]


@pytest.mark.parametrize(("kind", "name", "other", "reason"), REASONS)
def test_why_two_names_are_one_is_said_as_their_kind_asks(kind: EntityType, name: str, other: str, reason: str) -> None:
    plans = Plans().add(2021, HUAIHUA, (kind, name), (kind, name), (kind, other))
    (merge,) = resolved(plans).merges
    assert (merge.name, merge.other, merge.reason) == (name, other, reason)


def test_a_county_is_no_park() -> None:
    resolution = resolved(Plans().add(2021, HUAIHUA, (COUNTY, "鹤城区"), (PARK, "鹤城工业集中区")))
    assert {entity.type for entity in resolution.entities} == {COUNTY, PARK}


def test_bodies_and_short_names_are_read_by_their_document_s_area() -> None:
    named = ((DEPARTMENT, "市发展改革委"), (PARK, "高新区"))
    plans = Plans().add(2021, HUAIHUA, *named).add(2021, SHAOYANG, *named).add(2024, "430527", named[0])
    entities = resolved(plans).entities
    assert sorted((entity.name, entity.place) for entity in entities) == [
        ("怀化市发展改革委", HUAIHUA),
        ("邵阳市发展改革委", SHAOYANG),
        ("高新区", SHAOYANG),
        ("高新区", HUAIHUA),
    ]


def test_a_line_through_several_cities_is_one() -> None:
    plans = Plans().add(2021, HUAIHUA, (PROJECT, "官新高速")).add(2022, CHANGDE, (PROJECT, "官新高速公路"))
    assert len(resolved(plans).entities) == 1


def test_a_line_is_one_where_provinces_meet_or_all_china_knows_it() -> None:
    for one, other, line, count in (
        (HUAIHUA, FANGCHENGGANG, "怀桂铁路", 1),  # 湖南 and 广西
        (HUAIHUA, JINHUA, "龙永高速", 2),  # 湖南 and 浙江: other towns by the same characters
        (HUAIHUA, None, "龙永高速", 1),
        (HUAIHUA, "130400", "京广高铁", 1),
        (HUAIHUA, JINHUA, "渝昆高铁", 1),
    ):
        plans = Plans().add(2021, one, (PROJECT, line)).add(2023, other, (PROJECT, line))
        assert len(resolved(plans).entities) == count, line


@pytest.mark.parametrize(("short", "long"), [("盛隆", "盛隆冶金"), ("五新钢模", "中铁五新钢模")])
def test_a_short_name_is_the_company_that_the_same_text_names(short: str, long: str) -> None:
    resolution = resolved(Plans().add(2021, JINHUA, (ENTERPRISE, short), (ENTERPRISE, long)))
    assert len(resolution.entities) == 1
    assert resolution.merges[0].reason


def test_a_short_name_far_away_is_another_company() -> None:
    plans = Plans().add(2021, HUAIHUA, (ENTERPRISE, "盛隆")).add(2023, JINHUA, (ENTERPRISE, "盛隆冶金"))
    assert len(resolved(plans).entities) == 2


def test_a_county_far_away_is_not_read_into_a_name() -> None:
    plans = Plans().add(1981, None, (PROJECT, "江汉平原灌区"), (PROJECT, "三江平原灌区"))
    assert len(resolved(plans).entities) == 2


def test_the_most_complete_official_name_is_shown() -> None:
    plans = Plans().add(2021, HUAIHUA, *[(PARK, "怀化高新区")] * 3, (PARK, "怀化国家高新技术产业开发区"))
    assert resolved(plans).entities[0].name == "怀化国家高新技术产业开发区"


def test_ids_do_not_depend_on_the_order_of_reading() -> None:
    plans = Plans()
    for kind, names in [*SAME, *APART]:
        plans.add(2021, HUAIHUA, *((kind, name) for name in names))
    first = resolved(plans)
    shuffled = list(plans.mentions)
    random.Random(7).shuffle(shuffled)
    again = resolve(shuffled, plans.documents[::-1], Decisions())
    assert (again.entities, again.merges) == (first.entities, first.merges)
    assert {m: again.entity_of[m] for m in plans.mentions} == first.entity_of


# ------------------------------------------------------------------------------------------- a person's decisions


def decide(verdict: Verdict, kind: EntityType, a: str, b: str, place: str | None = None) -> Decision:
    return Decision(Named(kind, a, place), Named(kind, b, place), verdict)


TWO = Plans().add(2021, HUAIHUA, (ENTERPRISE, "正清集团"), (ENTERPRISE, "正清制药"))
ONE = Plans().add(2021, HUAIHUA, (PARK, "怀化高新区"), (PARK, "怀化国家高新区"), (PARK, "怀化高新技术产业开发区"))
MERGE = decide(Verdict.SAME, ENTERPRISE, "正清集团", "正清制药")
UNMERGE = decide(Verdict.DIFFERENT, ENTERPRISE, "正清制药", "正清集团")
SPLIT = decide(Verdict.DIFFERENT, PARK, "怀化高新区", "怀化国家高新区", HUAIHUA)
# these two names are one key, so taking them apart splits a group
SPLIT_KEY = decide(Verdict.DIFFERENT, PARK, "怀化高新区", "怀化高新技术产业开发区", HUAIHUA)
UNSPLIT = decide(Verdict.SAME, PARK, "怀化高新区", "怀化国家高新区", HUAIHUA)
DECIDED = [
    (TWO, (), 2),
    (TWO, (MERGE,), 1),
    (TWO, (MERGE, UNMERGE), 2),
    (TWO, (MERGE, UNMERGE, MERGE), 1),
    (ONE, (), 1),
    (ONE, (SPLIT,), 2),
    (ONE, (SPLIT_KEY,), 2),
    (ONE, (SPLIT, UNSPLIT), 1),
    (TWO, (SPLIT,), 2),  # on what no document names
]


@pytest.mark.parametrize(("plans", "made", "count"), DECIDED)
def test_decisions_win_and_are_undone_by_their_opposite(plans: Plans, made: tuple[Decision, ...], count: int) -> None:
    assert len(resolved(plans, Decisions(made)).entities) == count


def test_a_split_name_takes_its_mentions_with_it() -> None:
    resolution = resolved(ONE, Decisions((SPLIT_KEY,)))
    (left,) = entities_named(resolution, "怀化高新技术产业开发区")
    (kept,) = entities_named(resolution, "怀化高新区", "怀化国家高新区")
    assert left.id != kept.id
    assert left.name == "怀化高新技术产业开发区"


def test_a_decision_made_on_the_name_shown_is_found_again() -> None:
    plans = Plans().add(2021, HUAIHUA, (DEPARTMENT, "市商务局"), (DEPARTMENT, "市粮食局"))
    shown = resolved(plans).entities
    made = Decision(Named.of(shown[0]), Named.of(shown[1]), Verdict.SAME)
    assert len(resolved(plans, Decisions((made,))).entities) == 1


def test_a_decision_survives_taking_in_more_documents() -> None:
    plans = Plans().add(2021, HUAIHUA, (ENTERPRISE, "正清集团"), (ENTERPRISE, "正清制药"))
    plans.add(2023, HUAIHUA, (ENTERPRISE, "湖南正清制药有限公司"), (ENTERPRISE, "湖南正清集团股份有限公司"))
    assert len(resolved(plans).entities) == 2
    assert len(resolved(plans, Decisions((MERGE,))).entities) == 1


def test_implied_mentions_are_resolved_and_give_no_alias() -> None:
    implied = Mention("0.txt", "0.txt#1", 0, 2, "全市", COUNTY, "怀化市", "document", code=HUAIHUA, implied=True)
    plans = Plans().add(2021, HUAIHUA, (COUNTY, "怀化市"))
    resolution = resolve([*plans.mentions, implied], plans.documents, Decisions())
    assert resolution.entity_of[implied] == resolution.entity_of[plans.mentions[0]]
    assert resolution.entities[0].aliases == ()
