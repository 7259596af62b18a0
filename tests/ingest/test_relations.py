"""Relations between given mentions: what each rule must state, and what it must not."""

from __future__ import annotations

import pytest

from graph.lexicon.divisions import Divisions
from graph.records import EntityType, Mention, RelationType, Structure
from ingest.entities.departments import find_departments
from ingest.facts.relations import find_relations
from tests.ingest.plan import structure_of

PROJECT, PARK, INDUSTRY, COUNTY, ENTERPRISE = (
    EntityType.PROJECT,
    EntityType.PARK,
    EntityType.INDUSTRY,
    EntityType.COUNTY,
    EntityType.ENTERPRISE,
)


def mentions_of(structure: Structure, names: dict[str, EntityType]) -> list[Mention]:
    """A mention wherever one of the names stands; short forms of areas get their full name and code."""
    document, found = structure.document, []
    for name, kind in names.items():
        area = Divisions.load().nearest(name, document.region_code) if kind is COUNTY else None
        at = structure.text.find(name)
        while at >= 0:
            full, code = (area.name, area.code) if area else (name, None)
            found.append(Mention(document.source, document.id, at, at + len(name), name, kind, full, "test", code))
            at = structure.text.find(name, at + 1)
    return found


def triples(text: str, names: dict[str, EntityType]) -> set[tuple[str, str, str]]:
    structure = structure_of(text, region_code="431200")
    mentions = mentions_of(structure, names) + find_departments(structure)
    return {(r.head.name, r.rel.value, r.tail.name) for r in find_relations(structure, mentions)}


# text, mentions, the triples that must be there, the triples that must not
CASES = [
    pytest.param(
        "抓好怀化高新区惠科显示模组生产线。",
        {"怀化高新区惠科显示模组生产线": PROJECT, "怀化高新区": PARK, "怀化": COUNTY, "惠科": ENTERPRISE},
        {
            ("怀化高新区惠科显示模组生产线", "LOCATED_IN", "怀化高新区"),
            ("惠科", "UNDERTAKES", "怀化高新区惠科显示模组生产线"),
            ("怀化高新区", "LOCATED_IN", "怀化市"),
        },
        {("怀化高新区惠科显示模组生产线", "LOCATED_IN", "怀化市")},
        id="name of park and company",
    ),
    pytest.param(
        "推进湖南省怀化市辰溪县湘西南物流园和会同智慧城市建设。",
        {
            "湖南省怀化市辰溪县湘西南物流园": PROJECT,
            "湖南省": COUNTY,
            "怀化市": COUNTY,
            "辰溪县": COUNTY,
            "会同智慧城市建设": PROJECT,
        },
        {
            ("湖南省怀化市辰溪县湘西南物流园", "LOCATED_IN", "辰溪县"),
            ("辰溪县", "PART_OF", "怀化市"),
            ("怀化市", "PART_OF", "湖南省"),
            ("会同智慧城市建设", "LOCATED_IN", "会同县"),
        },
        {("湖南省怀化市辰溪县湘西南物流园", "LOCATED_IN", "怀化市")},
        id="innermost area of a name",
    ),
    pytest.param(
        "开行东盟(怀化·长沙)冷链班列,建设怀化至洪江公路、邵阳—怀化管道、怀化国际陆港(新晃)物流园,常德至安化、石门至慈利高速公路开工。",
        {
            "东盟(怀化·长沙)冷链班列": PROJECT,
            "怀化至洪江公路": PROJECT,
            "邵阳—怀化管道": PROJECT,
            "怀化国际陆港(新晃)物流园": PROJECT,
            "常德至安化": PROJECT,
            "石门至慈利高速公路": PROJECT,
            "新晃": COUNTY,
            "怀化": COUNTY,
            "慈利": COUNTY,
        },
        {
            ("怀化国际陆港(新晃)物流园", "LOCATED_IN", "新晃侗族自治县"),
            ("怀化至洪江公路", "LOCATED_IN", "怀化市"),
            ("怀化至洪江公路", "LOCATED_IN", "洪江市"),
            ("邵阳—怀化管道", "LOCATED_IN", "邵阳市"),
            ("石门至慈利高速公路", "LOCATED_IN", "石门县"),
        },
        {("东盟(怀化·长沙)冷链班列", "LOCATED_IN", "怀化市")},
        id="a line lies in all it joins, what runs on it in none",
    ),
    pytest.param(
        "渝长高速涪陵至长寿段、成南高速遂宁段、川西北至绵阳南至成都铁路开工。",
        {
            "渝长高速涪陵至长寿段": PROJECT,
            "成南高速遂宁段": PROJECT,
            "川西北至绵阳南至成都铁路": PROJECT,
            "涪陵": COUNTY,
            "长寿": COUNTY,
            "遂宁": COUNTY,
            "绵阳": COUNTY,
            "成都": COUNTY,
        },
        {
            ("渝长高速涪陵至长寿段", "LOCATED_IN", "涪陵区"),
            ("渝长高速涪陵至长寿段", "LOCATED_IN", "长寿区"),
            ("成南高速遂宁段", "LOCATED_IN", "遂宁市"),
            ("川西北至绵阳南至成都铁路", "LOCATED_IN", "成都市"),
        },
        {("川西北至绵阳南至成都铁路", "LOCATED_IN", "绵阳市")},
        id="sections of lines, and a station that is named after a city",
    ),
    pytest.param(
        "支持怀化轩琪贸易冷链物流建设。",
        {"怀化轩琪贸易冷链物流": PROJECT, "怀化轩琪贸易": ENTERPRISE, "怀化": COUNTY},
        {("怀化轩琪贸易", "UNDERTAKES", "怀化轩琪贸易冷链物流")},
        {("怀化轩琪贸易冷链物流", "LOCATED_IN", "怀化市")},
        id="the area in a company's name is not the site",
    ),
    pytest.param(
        "怀化高新区重点形成以新材料和电子信息为主导产业、以生物医药为特色产业的格局;怀化经开区以商贸为主导产业。",
        {
            "怀化高新区": PARK,
            "怀化经开区": PARK,
            "新材料": INDUSTRY,
            "电子信息": INDUSTRY,
            "生物医药": INDUSTRY,
            "商贸": INDUSTRY,
        },
        {
            ("怀化高新区", "LEADING_INDUSTRY", "新材料"),
            ("怀化高新区", "LEADING_INDUSTRY", "电子信息"),
            ("怀化高新区", "FEATURED_INDUSTRY", "生物医药"),
            ("怀化经开区", "LEADING_INDUSTRY", "商贸"),
        },
        {("怀化高新区", "LEADING_INDUSTRY", "生物医药"), ("怀化高新区", "LEADING_INDUSTRY", "商贸")},
        id="leading and featured industries in a sentence",
    ),
    pytest.param(
        "怀化市工作方案\n\n二、任务\n\n1.新型显示产业链。择优支持东旭光电、亚信电子等重点企业,在智能终端领域取得突破。\n\n"
        "2.水果产业链。择优支持海联食品等企业。\n",
        {
            "新型显示": INDUSTRY,
            "智能终端": INDUSTRY,
            "东旭光电": ENTERPRISE,
            "亚信电子": ENTERPRISE,
            "海联食品": ENTERPRISE,
        },
        {
            ("东旭光电", "IN_INDUSTRY", "新型显示"),
            ("亚信电子", "IN_INDUSTRY", "新型显示"),
            ("海联食品", "IN_INDUSTRY", "水果产业链"),
        },
        {("东旭光电", "IN_INDUSTRY", "智能终端")},
        id="companies under the heading of their industry",
    ),
    pytest.param(
        "绿色食品。依托海联食品等企业,开展猕猴桃研究。\n\n做强种业,支持奥谱隆等企业发展。支持金珠米业与学校合作,发展茶叶。",
        {
            "绿色食品": INDUSTRY,
            "猕猴桃": INDUSTRY,
            "种业": INDUSTRY,
            "茶叶": INDUSTRY,
            "海联食品": ENTERPRISE,
            "奥谱隆": ENTERPRISE,
            "金珠米业": ENTERPRISE,
        },
        {("海联食品", "IN_INDUSTRY", "绿色食品"), ("奥谱隆", "IN_INDUSTRY", "种业")},
        {("海联食品", "IN_INDUSTRY", "猕猴桃"), ("金珠米业", "IN_INDUSTRY", "茶叶")},
        id="companies of a run-in title or of the sentence's only industry",
    ),
    pytest.param(
        "东旭光电项目成功落户怀化高新区。在鹤城区建设城东物流园。铜镍项目由金川集团投资建设。三一集团投资10亿元建设环卫装备基地。"
        "鹤城区考察了阳塘物流园。",
        {
            "东旭光电项目": PROJECT,
            "怀化高新区": PARK,
            "鹤城区": COUNTY,
            "城东物流园": PROJECT,
            "铜镍项目": PROJECT,
            "金川集团": ENTERPRISE,
            "三一集团": ENTERPRISE,
            "环卫装备基地": PROJECT,
            "阳塘物流园": PROJECT,
        },
        {
            ("东旭光电项目", "LOCATED_IN", "怀化高新区"),
            ("城东物流园", "LOCATED_IN", "鹤城区"),
            ("金川集团", "UNDERTAKES", "铜镍项目"),
            ("三一集团", "UNDERTAKES", "环卫装备基地"),
        },
        {("阳塘物流园", "LOCATED_IN", "鹤城区"), ("三一集团", "UNDERTAKES", "铜镍项目")},
        id="sites and builders in sentences",
    ),
    pytest.param(
        "怀化市方案\n\n1.抓好产业项目。建设惠科生产线。(市发展改革委牵头,市商务局等负责)\n\n2.抓好基础设施。建设湘首云中心。(市水利局牵头)\n",
        {"惠科生产线": PROJECT, "湘首云中心": PROJECT},
        {
            ("惠科生产线", "LED_BY", "市发展改革委"),
            ("惠科生产线", "RESPONSIBLE", "市商务局"),
            ("湘首云中心", "LED_BY", "市水利局"),
        },
        {("湘首云中心", "LED_BY", "市发展改革委"), ("湘首云中心", "RESPONSIBLE", "市商务局")},
        id="units go to the projects of their item only",
    ),
]


@pytest.mark.parametrize(("text", "names", "stated", "unstated"), CASES)
def test_states(
    text: str,
    names: dict[str, EntityType],
    stated: set[tuple[str, str, str]],
    unstated: set[tuple[str, str, str]],
) -> None:
    found = triples(text, names)
    assert stated <= found
    assert not unstated & found


TABLE = """怀化市规划

专栏4  电子信息产业发展重点

主攻方向

重点扶持企业

重点引进企业

重点建设项目

重点支持园区

光电显示

合利来、明城科技等

木林森、三安光电等

怀化经开区车载显示屏项目等

怀化高新区、芷江工业集中区

智能终端

鑫德正科技等

联想、小米科技等

怀化高新区手机生产线项目等

洪江高新区

"""


def test_table_rows_relate_companies_projects_and_parks_to_their_industry() -> None:
    structure = structure_of(TABLE, region_code="431200")
    names = {
        "光电显示": INDUSTRY,
        "智能终端": INDUSTRY,
        "合利来": ENTERPRISE,
        "木林森": ENTERPRISE,
        "联想": ENTERPRISE,
        "怀化经开区车载显示屏项目": PROJECT,
        "芷江工业集中区": PARK,
    }
    found = find_relations(structure, mentions_of(structure, names))
    assert {(r.head.name, r.rel, r.tail.name, r.role) for r in found} >= {
        ("合利来", RelationType.IN_INDUSTRY, "光电显示", "nurture"),
        ("木林森", RelationType.IN_INDUSTRY, "光电显示", "attract"),
        ("联想", RelationType.IN_INDUSTRY, "智能终端", "attract"),
        ("怀化经开区车载显示屏项目", RelationType.IN_INDUSTRY, "光电显示", None),
        ("芷江工业集中区", RelationType.SUPPORTS_INDUSTRY, "光电显示", None),
    }
    assert ("合利来", "智能终端") not in {(r.head.name, r.tail.name) for r in found}


def test_evidence_holds_both_ends_or_the_clause() -> None:
    text = "建设蟒塘溪水库。(市发展改革委牵头)"
    structure = structure_of(text, region_code="431200")
    [led] = find_relations(structure, mentions_of(structure, {"蟒塘溪水库": PROJECT}) + find_departments(structure))
    assert structure.text[led.start : led.end] == "(市发展改革委牵头)"
