"""The findings of all types are put in accord, with exact places in the stored text."""

import pytest

from graph.records import EntityType, Mention
from ingest.entities.mentions import elsewhere, find_mentions
from ingest.entities.projects import PROJECT_COLUMN
from ingest.entities.stretches import Finding
from tests.ingest.plan import structure_of

HUAIHUA = "431200"


def mentions_of(text: str, kind: EntityType) -> list[Mention]:
    return [m for m in find_mentions(structure_of(text, region_code=HUAIHUA)) if m.type is kind]


PLAN = (
    "怀化市工作方案\n一、抓好项目建设\n抓好怀化高新区惠科显示模组生产线、怀化公铁联运物流园等十大产业项目。"
    "推进沅陵、新晃两县金融试点。\n"
)

FOUND = [
    (EntityType.PROJECT, {"怀化高新区惠科显示模组生产线", "怀化公铁联运物流园"}),
    (EntityType.PARK, {"怀化高新区"}),  # the logistics park of the list is a project, not a park as well
    (EntityType.ENTERPRISE, {"惠科"}),
    (EntityType.COUNTY, {"怀化市", "沅陵县", "新晃侗族自治县"}),
]


@pytest.mark.parametrize(("kind", "names"), FOUND)
def test_one_place_is_one_thing_of_a_type(kind: EntityType, names: set[str]) -> None:
    assert {m.name for m in mentions_of(PLAN, kind)} == names


ONCE = [
    # (found there, what is taken there already), what is left
    (((0, 4), (6, 9)), ((0, 4),), ((6, 9),)),
    (((0, 4),), ((0, 5), (1, 4)), ((0, 4),)),  # around it or inside it is not the same place
    (((0, 4),), (), ((0, 4),)),
]


@pytest.mark.parametrize(("found", "taken", "left"), ONCE)
def test_what_stands_at_a_taken_place_is_not_found_again(found, taken, left) -> None:
    def findings(places):
        return [Finding(start, end, EntityType.PROJECT, "名", PROJECT_COLUMN) for start, end in places]

    assert elsewhere(findings(found), findings(taken)) == findings(left)


def test_places_are_exact_over_odd_blanks() -> None:
    text = "怀化市方案\n支持怀化\u3000高新区加快发展。\n"
    (park,) = mentions_of(text, EntityType.PARK)
    assert park.surface == text[park.start : park.end] == "怀化\u3000高新区"
    assert park.name == "怀化高新区"


def test_a_county_carries_its_code_and_a_project_its_place() -> None:
    (county,) = [m for m in mentions_of("怀化市方案\n支持芷江县发展。\n", EntityType.COUNTY) if m.name != "怀化市"]
    assert (county.code, county.place) == ("431228", HUAIHUA)
    (project,) = mentions_of("怀化市方案\n加快溆浦县石材产业园建设。\n", EntityType.PROJECT)
    assert project.place == "431224"


def test_a_company_named_in_a_list_is_found_again() -> None:
    text = "怀化市方案\n择优支持湖南超威、哈电风能等重点企业。\n\n湖南超威投产。\n"
    assert [m.name for m in mentions_of(text, EntityType.ENTERPRISE)].count("湖南超威") == 2


def test_mentions_come_in_order_and_once() -> None:
    mentions = find_mentions(structure_of(PLAN, region_code=HUAIHUA))
    assert mentions == sorted(set(mentions), key=lambda m: (m.start, m.end, m.type.value, m.name, m.rule))
