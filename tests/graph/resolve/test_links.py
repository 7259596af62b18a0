"""Which projects and parks of different plans are linked, how and why, and which stay apart."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from graph.records import EntityType, Link, LinkKind, Relation, RelationType
from graph.resolve.decisions import Decisions
from graph.resolve.links import candidates, find_links, led_on, tie_of
from graph.resolve.resolution import resolve
from graph.resolve.things import Thing, things_of
from tests.graph.named import (
    CHANGDE,
    ENTERPRISE,
    FANGCHENGGANG,
    HUAIHUA,
    JINHUA,
    PARK,
    PROJECT,
    SHAOYANG,
    YUEYANG,
    Plans,
)

YUANLING = "431222"
RENAMED, PHASE, PART_OF, CONTINUES = LinkKind.RENAMED, LinkKind.PHASE, LinkKind.PART_OF, LinkKind.CONTINUES


def linked(plans: Plans) -> list[tuple[str, LinkKind, str]]:
    return [(name, link.kind, other) for name, other, link in links_of(plans)]


def links_of(plans: Plans) -> list[tuple[str, str, Link]]:
    resolution = resolve(plans.mentions, plans.documents, Decisions())
    named = {entity.id: entity.name for entity in resolution.entities}
    found = find_links(resolution, plans.mentions, plans.relations, plans.documents, plans.texts)
    return [(named[link.a_id], named[link.b_id], link) for link in found]


def things(plans: Plans) -> list[Thing]:
    resolution = resolve(plans.mentions, plans.documents, Decisions())
    return things_of(resolution, plans.mentions, plans.relations, plans.documents)


def two_plans(kind: EntityType, earlier: str, later: str, region: str = HUAIHUA) -> Plans:
    return Plans().add(2021, region, (kind, earlier)).add(2023, region, (kind, later))


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
    (PROJECT, "邵怀公路", RENAMED, "邵怀快速干线"),
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


@pytest.mark.parametrize(("kind", "one", "_", "other"), TIES)
def test_which_of_two_is_looked_at_first_makes_no_difference(
    kind: EntityType, one: str, _: LinkKind, other: str
) -> None:
    found = things(two_plans(kind, one, other))
    if len(found) == 2:
        a, b = found
        tie, turned = tie_of(a, b), tie_of(b, a)
        assert tie
        assert turned
        assert (turned.kind, turned.score, turned.rule) == (tie.kind, tie.score, tie.rule)
        if tie.first is not None:
            assert turned.first == 1 - tie.first


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


# How plans of a city write one thing by turns, kind by kind; in either order of the two plans.
SAID_OTHERWISE = [
    # another word for what it is, behind the same proper name
    (CHANGDE, PROJECT, "柳叶湖旅游度假区", "柳叶湖景区", RENAMED),
    (CHANGDE, PROJECT, "柳叶湖风情街", "柳叶湖商业步行街", RENAMED),
    (CHANGDE, PROJECT, "天瑞华都大酒店", "天瑞华都五星级酒店", RENAMED),
    (CHANGDE, PROJECT, "会战阵亡将士纪念园", "会战阵亡将士纪念公园提质改造", RENAMED),
    (CHANGDE, PROJECT, "皂市水库", "皂市水利枢纽工程", RENAMED),
    (JINHUA, PARK, "雅畈工业园", "雅畈产业开发区", RENAMED),
    # what kind of thing it is, said more fully
    (JINHUA, PROJECT, "双龙洞景区", "双龙洞景区文化旅游开发", CONTINUES),
    (FANGCHENGGANG, PROJECT, "企沙生物质热电联产", "企沙30MW生物质热电联产背压机组", RENAMED),
    (CHANGDE, PROJECT, "穿紫河综合治理", "穿紫河及其支流水环境治理", RENAMED),
    (JINHUA, PROJECT, "宾虹大道改造", "宾虹大道路面改造", RENAMED),
    # long and short forms of bodies
    (CHANGDE, PROJECT, "市疾病预防控制中心整体搬迁", "疾控中心迁建", CONTINUES),
    (CHANGDE, PROJECT, "桃花源机场", "常德桃花源国际机场改扩建", CONTINUES),
    (CHANGDE, PROJECT, "第二水厂", "市二水厂扩建工程", CONTINUES),
    # brackets
    (CHANGDE, PARK, "常德国际(东盟)水果产业园", "常德东盟水果产业园", RENAMED),
    (CHANGDE, PROJECT, "华润水泥(石门)一期", "石门华润水泥二期", PHASE),
    # parts
    (CHANGDE, PROJECT, "皇木关商务区", "皇木关片区“城市客厅”城市会客厅", PART_OF),
    (CHANGDE, PROJECT, "大数据中心存储平台(二期)", "常德大数据中心二期", PART_OF),
    (CHANGDE, PROJECT, "龙潭水库", "黄石龙潭和仙人水库", PART_OF),
    # trains to one country
    (CHANGDE, PROJECT, "常德至老挝铁铁联运国际班列", "中老国际联运班列", CONTINUES),
    (JINHUA, PROJECT, "金华—莫斯科国际货运班列", "中俄班列", CONTINUES),
    # words put in that say how wide it reaches
    (CHANGDE, PROJECT, "湖南省自然灾害应急救援常德中心", "湖南省区域应急救援常德中心", RENAMED),
]


@pytest.mark.parametrize(("region", "kind", "one", "other", "tie"), SAID_OTHERWISE)
def test_what_plans_write_otherwise_is_linked(
    region: str, kind: EntityType, one: str, other: str, tie: LinkKind
) -> None:
    for earlier, later in ((one, other), (other, one)):
        assert [kind for _, kind, _ in linked(two_plans(kind, earlier, later, region))] in ([tie], [])
    assert [kind for _, kind, _ in linked(two_plans(kind, one, other, region))] == [tie]


STILL_APART = [
    (CHANGDE, PROJECT, "沅江湿地公园", "沅江森林公园"),
    (CHANGDE, PROJECT, "万达广场", "万达步行街"),  # a company has one in every town
    (CHANGDE, PROJECT, "太阳山风电场", "太阳山抽水蓄能电站"),
    (CHANGDE, PROJECT, "柳叶湖酒店", "柳叶湖旅游度假区"),
    (CHANGDE, PARK, "常德开发区", "常德综合保税区"),
    (CHANGDE, PARK, "德山物流园", "德山科技园"),
    (CHANGDE, PROJECT, "海洋科学与技术实验室", "海洋教育实验室"),
    (CHANGDE, PROJECT, "冲仑物流园", "冲仑科技园建材项目"),
    (CHANGDE, PROJECT, "大数据中心", "常德高新区大数据中心存储平台(二期)"),
    (CHANGDE, PROJECT, "常德至老挝冷链班列", "中老旅游班列"),
    (CHANGDE, PROJECT, "常德至越南国际班列", "中老国际联运班列"),
    (CHANGDE, PROJECT, "京广铁路改造", "京广高铁"),
]


@pytest.mark.parametrize(("region", "kind", "one", "other"), STILL_APART)
def test_what_only_sounds_alike_is_not_linked(region: str, kind: EntityType, one: str, other: str) -> None:
    assert linked(two_plans(kind, one, other, region)) == []
    assert linked(two_plans(kind, other, one, region)) == []


# The areas of one city, and those of another that stand for them.
ELSEWHERE = {
    "怀化": "岳阳", "鹤城": "云溪", "沅陵": "平江", "辰溪": "湘阴", "溆浦": "华容", "靖州": "汨罗", "通道县": "临湘市",
    "芷江": "临湘", "新晃": "君山", "麻阳": "汨罗",
}  # fmt: skip
PLACE = re.compile("|".join(ELSEWHERE))
BY_ONE_SIGN = re.compile("怀[洪芷]|邵怀|邵阳|洪江|辰溪航道")  # routes are named by single characters of their ends


def elsewhere(name: str) -> str:
    return PLACE.sub(lambda match: ELSEWHERE[match[0]], name)


MOVED = [
    case for case in (*TIES, *((kind, a, None, b) for kind, a, b in ONLY_ALIKE)) if PLACE.search(case[1] + case[3])
]


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [(kind, one, other) for kind, one, _, other in MOVED if not BY_ONE_SIGN.search(one + other)],
)
def test_links_are_the_same_elsewhere(kind: EntityType, one: str, other: str) -> None:
    there = linked(two_plans(kind, elsewhere(one), elsewhere(other), YUEYANG))
    here = linked(two_plans(kind, one, other))
    assert there == [(elsewhere(a), tie, elsewhere(b)) for a, tie, b in here]


def test_a_name_that_fits_things_of_two_cities_is_neither() -> None:
    plans = Plans().add(2021, "430000", (PROJECT, "九龙山公园改造")).add(2022, HUAIHUA, (PROJECT, "九龙山公园"))
    assert [kind for _, kind, _ in linked(plans)] == [CONTINUES]
    assert linked(plans.add(2023, SHAOYANG, (PROJECT, "九龙山公园"))) == []


def test_common_words_do_not_reach_from_one_area_s_plan_to_another_s() -> None:
    assert linked(Plans().add(2021, None, (PROJECT, "专用码头")).add(2023, CHANGDE, (PROJECT, "专用码头扩建"))) == []
    assert linked(Plans().add(2021, "430000", (PROJECT, "创新平台")).add(2023, CHANGDE, (PROJECT, "创新平台"))) == []


def test_a_line_is_one_through_neighbouring_provinces_only() -> None:
    line, stretch = (PROJECT, "龙永高速"), (PROJECT, "龙永高速公路永顺段")
    assert len(linked(Plans().add(2021, HUAIHUA, line).add(2023, "500000", stretch))) == 1
    assert linked(Plans().add(2021, HUAIHUA, line).add(2023, JINHUA, stretch)) == []


def test_a_name_that_fits_two_is_clear_where_the_two_are_one() -> None:
    plans = Plans().add(2021, CHANGDE, (PROJECT, "常德市水资源配置工程"))
    plans.add(2023, CHANGDE, (PROJECT, "常德市王家厂水资源配置工程"), (PROJECT, "王家厂水资源配置工程(重大水利工程)"))
    assert RENAMED in [kind for _, kind, _ in linked(plans)]


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


def test_common_words_tie_only_where_both_say_the_place() -> None:
    for one, other, count in (
        ("沅陵抽水蓄能", "沅陵车坪抽水蓄能", 1),
        ("抽水蓄能", "沅陵车坪抽水蓄能", 0),
        ("沅陵抽水蓄能", "车坪抽水蓄能", 0),
    ):
        a, b = things(two_plans(PROJECT, one, other, YUANLING))
        assert [bool(tie_of(a, b)), bool(tie_of(b, a))] == [bool(count)] * 2, (one, other)


def test_common_words_alone_are_one_thing_in_a_province_only_where_both_say_it() -> None:
    for one, other, count in (
        ("湖南省创新平台", "湖南创新平台扩建", 1),
        ("创新平台", "湖南创新平台扩建", 0),
        ("湖南省创新平台", "创新平台扩建", 0),
    ):
        a, b = things(two_plans(PROJECT, one, other, "430000"))
        assert [bool(tie_of(a, b)), bool(tie_of(b, a))] == [bool(count)] * 2, (one, other)


def test_a_road_is_one_in_the_plans_of_both_its_ends() -> None:
    plans = Plans().add(2021, SHAOYANG, (PROJECT, "邵怀公路")).add(2023, HUAIHUA, (PROJECT, "邵怀快速干线"))
    assert [kind for _, kind, _ in linked(plans)] == [RENAMED]


def test_names_with_nothing_in_common_are_not_compared() -> None:
    names = ["湖天公园", "凤滩电站", "皂市水库", "皇木关商务区"]
    plans = Plans().add(2021, HUAIHUA, *((PROJECT, name) for name in names[:2]))
    plans.add(2023, HUAIHUA, *((PROJECT, name) for name in names[2:]))
    assert list(candidates(things(plans))) == []


def test_two_characters_that_many_names_have_are_not_enough_to_compare_two() -> None:
    banks = "东西南北上下内外"
    plans = Plans().add(2021, HUAIHUA, *((PROJECT, f"{bank}岸舞水绿廊") for bank in banks))
    plans.add(2023, HUAIHUA, (PROJECT, "舞水夜市"))
    assert [(a, b) for a, b in candidates(things(plans)) if "舞水夜市" in a.names | b.names] == []


LED_ON = [("邵怀", "邵怀吉", True), ("邵怀吉", "邵怀", True), ("邵怀", "怀吉", False), ("邵", "邵怀", False)]


@pytest.mark.parametrize(("one", "other", "is_led_on"), LED_ON)
def test_a_pipe_is_led_on_from_where_it_began(one: str, other: str, is_led_on: bool) -> None:
    assert led_on(one, other) == is_led_on


def test_a_pipe_of_another_load_is_another() -> None:
    assert linked(two_plans(PROJECT, "邵阳—怀化成品油管道", "邵阳—怀化—吉首天然气管道")) == []


@pytest.mark.parametrize(("one", "other"), [(PARK, PROJECT), (PROJECT, PARK)])
@pytest.mark.parametrize("both_first", [True, False])
def test_a_link_quotes_two_documents_where_there_are_two(one: EntityType, other: EntityType, both_first: bool) -> None:
    name = "怀化国际(东盟)物流产业园"
    both, single = ((one, name), (other, name)), ((other, name),)
    first, second = (both, single) if both_first else (single, both)
    plans = Plans().add(2021, HUAIHUA, *first).add(2023, HUAIHUA, *second)
    ((_, _, link),) = links_of(plans)
    assert {evidence.source for evidence in link.evidence} == {"0.txt", "1.txt"}


def test_a_link_of_things_that_stand_together_quotes_the_earlier_where_it_is_first_named() -> None:
    name = "怀化国际(东盟)物流产业园"
    plans = Plans().add(2021, HUAIHUA, (PARK, name), (PROJECT, name)).add(2022, HUAIHUA, (PARK, name), (PROJECT, name))
    ((_, _, link),) = links_of(plans)
    assert [evidence.source for evidence in link.evidence] == ["0.txt", "1.txt"]


YEARS = [(2021, 2023, ",先后见于2021年与2023年的文件"), (2023, 2023, ",见于两份文件"), (None, 2023, ",见于两份文件")]


@pytest.mark.parametrize(("first", "last", "said"), YEARS)
def test_a_reason_names_the_years_that_are_known(first: int | None, last: int, said: str) -> None:
    plans = two_plans(PROJECT, "湖天公园", "湖天双拥公园")
    plans.documents = [replace(one, year=year) for one, year in zip(plans.documents, (first, last), strict=True)]
    ((_, _, link),) = links_of(plans)
    assert link.reason.endswith(said)


def test_the_same_name_in_another_city_is_another_thing() -> None:
    plans = Plans().add(2021, HUAIHUA, (PROJECT, "九龙山公园")).add(2023, SHAOYANG, (PROJECT, "九龙山公园提质改造"))
    assert linked(plans) == []
    assert linked(plans.add(2023, CHANGDE, (PROJECT, "九龙山公园二期"))) == []


@pytest.mark.parametrize("company", ["湖南超威", "比亚迪"])
def test_a_company_speaks_against(company: str) -> None:
    named = f"怀化高新区{company}新材料产业园"
    plans = Plans().add(2021, HUAIHUA, (PROJECT, "怀化高新区新材料产业园建设项目")).add(2023, HUAIHUA, (PROJECT, named))
    assert len(linked(plans)) == 1  # as long as no plan says that this is a company
    assert linked(plans.add(2023, HUAIHUA, (ENTERPRISE, company))) == []


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
