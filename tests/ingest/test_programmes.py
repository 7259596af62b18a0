"""Programmes, numbers and cut words are no projects; works whose names are like theirs are."""

import pytest

from graph.records import EntityType, Mention
from ingest.entities.programmes import is_none, without_programmes
from tests.ingest.plan import structure_of

NONE = [
    "110",
    "2",
    "—",
    "省公安厅",
    "市教育局",
    "国家发展改革委",
    "就业惠民工程",
    "科技型中小企业培育工程",
    "民心工程",
    "“万村千乡”市场工程",
    "万村千乡市场工程",
    "雨露计划",
    "小微企业成长行动计划",
    "蓝天保卫战",
    "家电下乡",
    "企业创新能力提升工程",
    "名师名校长培养工程",
    "“菜篮子”工程",
    "医疗卫生强基工程",
    "广播电视户户通工程",
]
PROJECTS = [
    "3号线",
    "G209",
    "昆明国际邮件互换局",
    "城市规划展示厅",
    "Z2地铁",
    "马头口岸提升工程",
    "青石古巷改造提升工程",
    "一号核电示范工程",
    "清江流域水运能级提升工程",
    "岳阳市人才培训工程",
    "云岭水库扩容",
]


@pytest.mark.parametrize("name", NONE)
def test_a_programme_is_no_project(name: str) -> None:
    assert is_none(name)


@pytest.mark.parametrize("name", PROJECTS)
def test_works_are_projects(name: str) -> None:
    assert not is_none(name)


# a text, the name taken for a project's, and whether it stays
ENDS = [
    ("设立北岭国际陆港产业发展基金。", "北岭国际陆港产", False),
    ("推进南江航道扩容。", "南江航道扩", False),
    ("推进云岭片区旅游重点项目。", "云岭片区旅游重", False),
    ("建设北岭国际陆港,引进企业。", "北岭国际陆港", True),
    ("推进蓝湖锂电二期等项目。", "蓝湖锂电二期", True),
    ("友谊大道路面改造。", "友谊大道", True),
]


@pytest.mark.parametrize(("text", "name", "stays"), ENDS)
def test_a_name_ends_where_a_word_does(text: str, name: str, stays: bool) -> None:
    structure = structure_of(text)
    at, document = structure.text.index(name), structure.document
    mention = Mention(document.source, document.id, at, at + len(name), name, EntityType.PROJECT, name, "test")
    assert without_programmes(structure, [mention]) == ([mention] if stays else [])
