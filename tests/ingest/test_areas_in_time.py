"""Plans of counties, county-level cities and renamed areas: whose departments, projects and places they name."""

import pytest

from graph.records import EntityType, Knowledge, RelationType, Source
from graph.resolve.decisions import Decisions
from ingest.extract import extract
from ingest.knowledge import gather


def knowledge_of(*texts: str) -> Knowledge:
    """What is known from the texts, each a source of its own."""
    sources = [Source(f"{number}.txt", text, "", "txt") for number, text in enumerate(texts)]
    return gather([extract(source) for source in sources], Decisions(()))


def plan_of(area: str, year: int, rank: str, department: str) -> str:
    """A small plan that names its own department by the rank of its area alone."""
    return (
        f"{area}{year}年国民经济和社会发展计划\n一、主要目标\n{year}年,全{rank}地区生产总值增长6%以上,固定资产投资增长8%。\n"
        f"二、重点任务\n(一)推进项目建设。加快推进{area}城南标准厂房项目建设。({department}牵头)\n"
        f"三、保障措施\n{rank}政府督查室负责督查。\n"
    )


def names_of(knowledge: Knowledge, kind: EntityType) -> set[str]:
    return {entity.name for entity in knowledge.entities if entity.type is kind}


def pairs_of(knowledge: Knowledge, relation: RelationType) -> set[tuple[str, str]]:
    names = {entity.id: entity.name for entity in knowledge.entities}
    return {(names[r.head_id], names[r.tail_id]) for r in knowledge.relations if r.rel is relation}


PLANS = [
    # as the title names the area, year, rank, department as written → region, department's name, what it lies in
    ("武冈市", 2024, "市", "市发展改革局", "武冈市", "武冈市发展改革局", None),
    ("邵阳市武冈市", 2024, "市", "市发展改革局", "武冈市", "武冈市发展改革局", "邵阳市"),
    ("湖南省邵阳市武冈市", 2024, "市", "市工业和信息化局", "武冈市", "武冈市工业和信息化局", "邵阳市"),
    ("义乌市", 2023, "市", "市商务局", "义乌市", "义乌市商务局", None),
    ("昆山市", 2022, "市", "市财政局", "昆山市", "昆山市财政局", None),
    ("仙桃市", 2022, "市", "市财政局", "仙桃市", "仙桃市财政局", None),
    ("吉首市", 2022, "市", "州发展改革委", "吉首市", "湘西土家族苗族自治州发展改革委", None),
    ("邵阳市", 2024, "市", "市发展改革委", "邵阳市", "邵阳市发展改革委", None),
    ("安化县", 2024, "县", "县发展改革局", "安化县", "安化县发展改革局", None),
    ("绥宁县", 2024, "县", "市发展改革委", "绥宁县", "邵阳市发展改革委", None),
    ("北京市朝阳区", 2024, "区", "市发展改革委", "朝阳区", "北京市发展改革委", "北京市"),
    ("杭州市临平区", 2024, "区", "区发展改革局", "临平区", "临平区发展改革局", "杭州市"),
    ("杭州市钱塘区", 2022, "区", "区经信科技局", "钱塘区", "钱塘区经信科技局", "杭州市"),
    ("洛阳市偃师区", 2024, "区", "区发展改革委", "偃师区", "偃师区发展改革委", "洛阳市"),
    ("洛阳市孟津区", 2023, "区", "区教育局", "孟津区", "孟津区教育局", "洛阳市"),
    ("偃师市", 2018, "市", "市发展改革委", "偃师区", "偃师区发展改革委", None),
    ("永州市祁阳市", 2023, "市", "市教育局", "祁阳市", "祁阳市教育局", "永州市"),
    ("永州市祁阳县", 2017, "县", "县教育局", "祁阳市", "祁阳市教育局", "永州市"),
    ("会理市", 2023, "市", "市水利局", "会理市", "会理市水利局", None),
    ("黔西市", 2023, "市", "市水务局", "黔西市", "黔西市水务局", None),
    ("禄丰市", 2023, "市", "市教育局", "禄丰市", "禄丰市教育局", None),
    ("横州市", 2023, "市", "市教育局", "横州市", "横州市教育局", None),
    ("思茅市", 2005, "市", "市教育局", "普洱市", "普洱市教育局", None),
    ("云南省思茅市", 2005, "市", "市教育局", "普洱市", "普洱市教育局", "云南省"),
    ("襄樊市", 2009, "市", "市教育局", "襄阳市", "襄阳市教育局", None),
    ("贵州省铜仁地区", 2009, "地区", "地区教育局", "铜仁市", "铜仁市教育局", "贵州省"),
    ("铜仁市", 2009, "市", "市教育局", "碧江区", "碧江区教育局", None),
    ("资阳市简阳市", 2012, "市", "市教育局", "简阳市", "简阳市教育局", "资阳市"),
    ("成都市简阳市", 2020, "市", "市教育局", "简阳市", "简阳市教育局", "成都市"),
    ("雄安新区", 2024, "区", "新区改革发展局", "雄安新区", "雄安新区改革发展局", None),
    ("徐州市鼓楼区", 2024, "区", "区发展和改革委员会", "鼓楼区", "鼓楼区发展和改革委员会", "徐州市"),
]


@pytest.mark.parametrize(("area", "year", "rank", "department", "region", "full", "outer"), PLANS)
def test_a_plan_means_its_own_departments_and_places(
    area: str, year: int, rank: str, department: str, region: str, full: str, outer: str | None
) -> None:
    known = knowledge_of(plan_of(area, year, rank, department))
    [document] = known.documents
    assert document.region == region
    assert full in names_of(known, EntityType.DEPARTMENT)
    assert region in names_of(known, EntityType.COUNTY)
    [(project, place)] = pairs_of(known, RelationType.LOCATED_IN)
    assert (project, place) == (f"{area}城南标准厂房项目", region)
    assert (project, full) in pairs_of(known, RelationType.LED_BY)
    if outer:
        assert (region, outer) in pairs_of(known, RelationType.PART_OF)


def test_former_and_present_name_are_one_entity() -> None:
    known = knowledge_of(plan_of("思茅市", 2005, "市", "市教育局"), plan_of("普洱市", 2023, "市", "市教育局"))
    [county] = [entity for entity in known.entities if entity.type is EntityType.COUNTY]
    assert (county.name, county.aliases) == ("普洱市", ("思茅市",))
    assert len([name for name in names_of(known, EntityType.DEPARTMENT) if "教育局" in name]) == 1


def test_a_town_and_the_city_that_took_its_name_are_two() -> None:
    known = knowledge_of(plan_of("铜仁市", 2008, "市", "市教育局"), plan_of("铜仁市", 2020, "市", "市教育局"))
    assert {name for name in names_of(known, EntityType.DEPARTMENT) if "教育局" in name} == {
        "碧江区教育局",
        "铜仁市教育局",
    }


PARTS = [
    ("2010年巢湖市政府工作报告\n支持庐江县发展,巢湖市全面进步。", ("庐江县", "巢湖市")),
    ("2015年合肥市政府工作报告\n支持庐江县发展,合肥市全面进步。", ("庐江县", "合肥市")),
    ("2012年四川省政府工作报告\n支持资阳市、简阳市发展。", ("简阳市", "资阳市")),
    ("2022年四川省政府工作报告\n支持成都市、简阳市、资阳市发展。", ("简阳市", "成都市")),
    ("2009年湖北省政府工作报告\n支持襄樊市襄阳区发展。", ("襄州区", "襄阳市")),
]


@pytest.mark.parametrize(("text", "pair"), PARTS)
def test_an_area_is_part_of_what_it_lay_in_then(text: str, pair: tuple[str, str]) -> None:
    assert pair in pairs_of(knowledge_of(text), RelationType.PART_OF)
