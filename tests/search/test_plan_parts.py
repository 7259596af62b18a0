"""The parts of a question, each taken away or changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.lexicon.divisions import Divisions
from graph.records import Document, Entity, EntityType
from search.plan.parts import parts_of, years_of
from search.plan.reading import read_plan
from search.question import Known, understand
from tests.search.made_names import plan_of

WITHOUT = [
    ("衢州2023年GDP增长目标是多少", "years", "2023年", "衢州GDP增长目标是多少"),
    ("衢州2023年GDP增长目标是多少", "place", "衢州市", "2023年GDP增长目标是多少"),
    ("衢州2023年GDP增长目标是多少", "figure", "目标", "衢州2023年GDP增长是多少"),
    ("衢州2022年和2024年粮食产量", "years", "2022年", "衢州2024年粮食产量"),
    ("衢州2022年和2024年粮食产量", "years", "2024年", "衢州2022年粮食产量"),
    ("22、23年衢州GDP目标", "years", "2022年", "2023年衢州GDP目标"),
    ("2019-2023年衢州GDP增速", "years", "2019-2023年", "衢州GDP增速"),
    ("“十四五”规划里衢州有哪些在建项目", "period", "2021—2025年", "衢州有哪些在建项目"),
    ("“十四五”规划里衢州有哪些在建项目", "papers", "规划", "“十四五”衢州有哪些在建项目"),
    ("“十四五”规划里衢州有哪些在建项目", "stages", "在建", "“十四五”规划里衢州有哪些项目"),
    ("云岭高新区有哪些项目", "subject", "云岭高新区", "有哪些项目"),
    ("衢州、丽水2022年固投目标谁最高", "place", "衢州市", "丽水2022年固投目标谁最高"),
    ("哪些县把绿色食品定成特色产业?", "conditions", "把绿色食品定成特色产业", "哪些县?"),
    ("青溪电站由哪个部门牵头", "subject", "青溪电站", None),
    ("衢州有没有核电站项目", "place", "衢州市", None),
    ("云岭高新区有哪些项目", "years", "全部年份", None),
]


@pytest.mark.parametrize(("question", "name", "said", "without"), WITHOUT)
def test_a_part_is_taken_away_with_its_words(question, name, said, without):
    found = {(part.name, part.said): part.without for part in parts_of(plan_of(question))}
    assert found[name, said] == without


ASKED = [
    ("衢州2023年GDP增长目标是多少", ["GDP增长"]),
    ("云岭高新区有哪些项目", ["项目"]),
    ("农机科技联盟由谁牵头", []),
    ("衢州那条城铁总投资多少", ["总投资"]),
]


@pytest.mark.parametrize(("question", "asked"), ASKED)
def test_what_is_asked_is_a_part(question, asked):
    assert [part.said for part in parts_of(plan_of(question)) if part.name == "asked"] == asked


def test_what_is_asked_is_no_part_where_the_subject_says_it():
    plan = replace(plan_of("云岭高新区有哪些项目"), subject="云岭高新区项目")
    assert [part.name for part in parts_of(plan)] == ["subject", "years"]


def document(identifier, year, region):
    division = Divisions.load().by_name(region)[0]
    return Document(
        id=identifier, source=f"{identifier}.txt", title=identifier, kind="work_report", issuer=None, doc_number=None,
        published=None, year=year, years=None, region=region, region_code=division.code, parent_id=None, start=0, end=1,
    )  # fmt: skip


DOCUMENTS = {
    one.id: one for one in (document("a", 2022, "衢州市"), document("b", 2024, "衢州市"), document("c", 2019, "丽水市"))
}


def test_the_years_offered_are_those_of_the_places_documents():
    assert years_of(plan_of("衢州GDP目标"), DOCUMENTS) == [2024, 2022]
    assert years_of(plan_of("GDP目标"), DOCUMENTS) == [2024, 2022, 2019]


YEARS = [
    ("衢州2023年GDP增长目标是多少", ["衢州2024年GDP增长目标是多少", "衢州2022年GDP增长目标是多少"]),
    ("衢州2022年GDP增长目标是多少", ["衢州2024年GDP增长目标是多少"]),
    ("衢州GDP增长目标是多少", ["2024年衢州GDP增长目标是多少", "2022年衢州GDP增长目标是多少"]),
]


@pytest.mark.parametrize(("question", "others"), YEARS)
def test_a_year_is_changed_for_another(question, others):
    (years,) = (part for part in parts_of(plan_of(question), DOCUMENTS) if part.name == "years")
    assert [other.question for other in years.others] == others


def test_a_name_that_two_bear_is_changed_for_the_name_of_one():
    def entity(identifier, name, *aliases):
        return Entity(id=identifier, type=EntityType.PARK, name=name, aliases=aliases)

    bearers = {
        "park-1": entity("park-1", "青溪高新技术产业开发区", "高新区"),
        "park-2": entity("park-2", "白石高新区", "高新区"),
    }
    question = understand("高新区有哪些项目", find_names=lambda text: [Known(0, 3, "高新区", ("park-1", "park-2"))])
    plan = read_plan(question)
    plan = replace(plan, subject="高新区", subjects=question.known)
    (subject,) = (part for part in parts_of(plan, {}, bearers) if part.name == "subject")
    assert [other.question for other in subject.others] == ["青溪高新技术产业开发区有哪些项目", "白石高新区有哪些项目"]
