"""Which projects and parks of different plans are linked, how and why, and which stay apart."""

from __future__ import annotations

import pytest

from graph.records import EntityType, Link, LinkKind, Relation, RelationType
from graph.resolve.decisions import Decisions
from graph.resolve.links import find_links
from graph.resolve.resolution import resolve
from tests.graph.named import CHANGDE, ENTERPRISE, HUAIHUA, PARK, PROJECT, SHAOYANG, Plans

RENAMED, PHASE, PART_OF, CONTINUES = LinkKind.RENAMED, LinkKind.PHASE, LinkKind.PART_OF, LinkKind.CONTINUES


def linked(plans: Plans) -> list[tuple[str, LinkKind, str]]:
    return [(name, link.kind, other) for name, other, link in links_of(plans)]


def links_of(plans: Plans) -> list[tuple[str, str, Link]]:
    resolution = resolve(plans.mentions, plans.documents, Decisions())
    named = {entity.id: entity.name for entity in resolution.entities}
    found = find_links(resolution, plans.mentions, plans.relations, plans.documents, plans.texts)
    return [(named[link.a_id], named[link.b_id], link) for link in found]


def two_plans(kind: EntityType, earlier: str, later: str) -> Plans:
    return Plans().add(2021, HUAIHUA, (kind, earlier)).add(2023, HUAIHUA, (kind, later))


TIES = [
    (PARK, "怀化经济开发区", RENAMED, "怀化国际陆港经开区"),
    (PARK, "鹤城工业集中区", RENAMED, "鹤城产业开发区"),
    (PROJECT, "佳惠农产品(冷链)物流产业园", PHASE, "佳惠农产品(冷链)物流产业园二期"),
    (PROJECT, "湖天公园", PHASE, "湖天双拥公园二期景观工程"),
    (PROJECT, "张官高速", PART_OF, "张官高速怀化段"),
    (PROJECT, "怀洪国省干道", PART_OF, "怀化至洪江公路(安江西至洪江段)建设"),
    (PROJECT, "沅水航道整治", PART_OF, "沅水洪江辰溪航道建设工程"),
    (PROJECT, "怀化国际陆港", PART_OF, "怀化国际陆港铁路冷链物流园"),
    (PROJECT, "通道转兵会议旧址和纪念馆", PART_OF, "通道转兵纪念馆"),
    (PROJECT, "沅陵抽水蓄能", RENAMED, "沅陵车坪抽水蓄能"),
    (PROJECT, "怀化市水资源配置工程", RENAMED, "怀化市蟒塘溪水资源配置工程"),
    (PROJECT, "凤滩电站", CONTINUES, "凤滩水电站提质扩能"),
    (PROJECT, "沅水四级航道提质改造", RENAMED, "沅水干流航道提质改造"),
    (PROJECT, "高庙遗址保护与开发利用", RENAMED, "高庙国家考古遗址公园"),
    (PROJECT, "怀洪旅游快速干线", RENAMED, "怀洪国省干道"),
    (PROJECT, "邵阳—怀化成品油管道", CONTINUES, "邵阳—怀化—吉首成品油管道"),
    (PROJECT, "怀化师专异地迁建二期工程", CONTINUES, "怀化师范高等专科学校迁建工程二期"),
]


@pytest.mark.parametrize(("kind", "earlier", "tie", "later"), TIES)
def test_what_hangs_together_is_linked(kind: EntityType, earlier: str, tie: LinkKind, later: str) -> None:
    plans = two_plans(kind, earlier, later)
    resolution = resolve(plans.mentions, plans.documents, Decisions())
    if len(resolution.entities) == 1:
        assert tie is CONTINUES
        return
    ((a, b, link),) = links_of(plans)
    # a part comes before its whole, else the earlier before the later
    assert (a, link.kind, b) == ((later, tie, earlier) if tie is PART_OF else (earlier, tie, later))
    assert link.reason
    assert 0 < link.score < 1
    assert {evidence.source for evidence in link.evidence} == {"0.txt", "1.txt"}
    quotes = {plans.texts[evidence.source][evidence.start : evidence.end] for evidence in link.evidence}
    assert quotes == {earlier, later}


ONLY_ALIKE = [
    (PROJECT, "怀化市生活垃圾焚烧发电厂", "溆浦生活垃圾焚烧发电项目"),
    (PROJECT, "辰溪孝坪小镇", "辰溪孝坪抽水蓄能项目"),
    (PROJECT, "沅陵抽水蓄能电站", "辰溪孝坪抽水蓄能项目"),
    (PROJECT, "怀化经开区智能终端全产业链建设项目", "怀化高新区智能终端产品研发生产"),
    (PROJECT, "通道县冷链物流园", "辰溪县冷链物流园"),
    (PROJECT, "长征公园(邵阳段)", "长征国家文化公园(怀化段)"),
    (PROJECT, "怀化国际(东盟)物流产业园", "怀化国际陆港"),
    (PROJECT, "湖南华中水泥有限公司铁路专用线", "港区铁路一号专用线"),
    (PROJECT, "怀化职业技术学院", "怀化工商职业技术学院"),
    (PROJECT, "年产5000吨光引发剂项目", "年产15000吨光引发剂项目"),
    (PROJECT, "怀芷高速", "怀芷快速干线"),
    (PROJECT, "甬金高速公路", "甬金衢上高速公路"),
    (PARK, "洪江高新区(洪江市)", "洪江高新区(洪江区)"),
    (PARK, "怀化高新区", "怀化经开区"),
    (PARK, "沅陵工业集中区", "辰溪产业开发区"),
]


@pytest.mark.parametrize(("kind", "one", "other"), ONLY_ALIKE)
def test_what_is_only_alike_is_not_linked(kind: EntityType, one: str, other: str) -> None:
    assert linked(two_plans(kind, one, other)) == []
    assert linked(two_plans(kind, other, one)) == []


def test_things_of_one_plan_are_not_linked() -> None:
    assert linked(Plans().add(2021, HUAIHUA, (PROJECT, "湖天公园"), (PROJECT, "湖天双拥公园"))) == []


def test_a_plan_that_names_both_means_two_things() -> None:
    plans = Plans().add(2021, HUAIHUA, (PROJECT, "湖天公园"), (PROJECT, "湖天双拥公园"))
    assert linked(plans.add(2023, HUAIHUA, (PROJECT, "湖天公园"))) == []


def test_a_park_that_a_plan_also_calls_a_project_is_the_same() -> None:
    name = "怀化国际(东盟)物流产业园"
    plans = Plans().add(2021, HUAIHUA, (PARK, name), (PROJECT, name)).add(2022, HUAIHUA, (PARK, name), (PROJECT, name))
    assert [kind for _, kind, _ in linked(plans)] == [LinkKind.SAME]


def test_common_words_tie_only_when_one_fits() -> None:
    plans = Plans().add(2021, HUAIHUA, (PROJECT, "沅陵抽水蓄能")).add(2023, HUAIHUA, (PROJECT, "沅陵车坪抽水蓄能"))
    assert len(linked(plans)) == 1
    assert linked(plans.add(2024, HUAIHUA, (PROJECT, "沅陵五里抽水蓄能"))) == []


def test_a_name_that_fits_two_things_of_one_plan_is_neither() -> None:
    plans = Plans().add(2021, HUAIHUA, (PROJECT, "怀化东盟动车旅游班列"), (PROJECT, "怀化东盟货运班列"))
    assert linked(plans.add(2026, HUAIHUA, (PROJECT, "东盟班列"))) == []


def test_the_same_name_in_another_city_is_another_thing() -> None:
    plans = Plans().add(2021, HUAIHUA, (PROJECT, "九龙山公园")).add(2023, SHAOYANG, (PROJECT, "九龙山公园提质改造"))
    assert linked(plans) == []
    assert linked(plans.add(2023, CHANGDE, (PROJECT, "九龙山公园二期"))) == []


def test_a_company_speaks_against() -> None:
    plans = Plans().add(2021, HUAIHUA, (PROJECT, "怀化高新区新材料产业园建设项目"))
    plans.add(2023, HUAIHUA, (PROJECT, "怀化高新区湖南超威新材料产业园"), (ENTERPRISE, "湖南超威"))
    assert linked(plans) == []


def test_builders_and_seats_speak_against() -> None:
    for rel, one, other in (
        (RelationType.UNDERTAKES, (ENTERPRISE, "甲集团"), (ENTERPRISE, "乙药业")),
        (RelationType.LOCATED_IN, (EntityType.COUNTY, "沅陵县"), (EntityType.COUNTY, "辰溪县")),
    ):
        plans = (
            Plans().add(2021, HUAIHUA, (PROJECT, "凤滩茶园"), one).add(2023, HUAIHUA, (PROJECT, "凤滩茶园扩建"), other)
        )
        assert [kind for _, kind, _ in linked(plans)] == [CONTINUES]
        for project, neighbour in (plans.mentions[:2], plans.mentions[2:]):
            head, tail = (neighbour, project) if rel is RelationType.UNDERTAKES else (project, neighbour)
            plans.relations.append(Relation(head, rel, tail, project.source, project.document_id, 0, 1, "made"))
        assert linked(plans) == []


SAID = [
    ("鹤城产业开发区", "(原", "鹤城智造园", [("鹤城智造园", RENAMED, "鹤城产业开发区")]),
    ("怀化经开区", "更名为", "怀化东盟科创园", [("怀化经开区", RENAMED, "怀化东盟科创园")]),
    ("怀化经开区", "、", "怀化东盟科创园", []),
    ("怀化高新区", "升级为", "全省首个国家高新区", []),  # what it became, not how it is called
]


@pytest.mark.parametrize(("first", "cue", "second", "links"), SAID)
def test_renamings_that_the_text_says(
    first: str, cue: str, second: str, links: list[tuple[str, LinkKind, str]]
) -> None:
    assert linked(Plans().add(2023, HUAIHUA, (PARK, first), (PARK, second), between=cue)) == links


def test_links_do_not_depend_on_the_order_of_reading() -> None:
    plans = Plans()
    for kind, earlier, _, later in TIES:
        plans.add(2021, HUAIHUA, (kind, earlier)).add(2023, HUAIHUA, (kind, later))
    first = links_of(plans)
    plans.mentions.reverse()
    plans.documents.reverse()
    assert links_of(plans) == first
    assert len(first) >= len(TIES) - 1
