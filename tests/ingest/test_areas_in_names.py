"""Areas in the names of zones, offices, schools and companies are no mentions; those in a project's name are."""

import pytest

from graph.records import EntityType, Source
from ingest.extract import extract

# text of a document of 怀化; the areas that it mentions
CASES = [
    ("怀化市工作方案\n支持怀化高新区发展。\n", "怀化市"),
    ("工作方案\n支持浏阳经济技术开发区、合肥国际内陆港区建设。\n", "合肥市"),
    ("工作方案\n与湖南大学、湘潭大学、长沙理工大学合作。\n", ""),
    ("工作方案\n组织湖南师范大学附属中学、岳阳市中心医院结对帮扶。\n", ""),
    ("工作方案\n邀请湖南农业大学教授授课,长沙人民欢迎。\n", "长沙市"),
    ("工作方案\n对接广西农业科学院、甘肃省实验室。\n", ""),
    ("工作方案\n发挥中国(湖南)自由贸易试验区作用。\n", ""),
    ("工作方案\n学习枣庄国家可持续发展议程创新示范区经验。\n", ""),
    ("工作方案\n支持襄阳争创国家农业高新技术产业示范区。\n", "襄阳市"),
    ("工作方案\n与西安等国家自主创新示范区对接。\n", "西安市"),
    ("工作方案\n协调长沙海关、湖南银行、长沙农商行。\n", ""),
    ("工作方案\n省会长沙的大学生增加,湖南大力引进人才。\n", "长沙市|湖南省"),
    ("工作方案\n在中共贵州省委领导下,四川省人民政府印发通知。\n", ""),
    ("2026年湖北省政府工作报告\n", "湖北省"),
    ("工作方案\n江西铜业集团、湖南建工集团有限公司参加。\n", ""),
    ("工作方案\n推动湖南产业集团化发展。\n", "湖南省"),
    ("工作方案\n推进东兴—芒街跨境经济合作区发展。\n", ""),
    ("工作方案\n开工怀化学院新校区、怀化机场二期项目。\n", "怀化市"),
    ("工作方案\n在长沙建设示范区。\n", "长沙市"),
    # two syllables of a line are no county; a city that grows fast, and the ends of a line, are places
    ("工作方案\n推动湘潭高速发展。\n", "湘潭市"),
    ("怀化市工作方案\n推进沅陵至溆浦高速建设。\n", "怀化市|沅陵县|溆浦县"),
]


@pytest.mark.parametrize(("text", "areas"), CASES)
def test_an_area_in_a_name_is_no_mention(text: str, areas: str) -> None:
    found = extract(Source("plan.txt", text, "", "txt"))
    named = [m.name for m in found.mentions if m.type is EntityType.COUNTY and not m.implied]
    assert "|".join(dict.fromkeys(named)) == areas


def test_a_zone_still_lies_in_its_area() -> None:
    found = extract(Source("plan.txt", "怀化市工作方案\n支持怀化高新区发展。\n", "", "txt"))
    assert ("怀化高新区", "怀化市") in {(r.head.name, r.tail.name) for r in found.relations}
