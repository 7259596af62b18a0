"""Public bodies: found in clauses and in running text, generic ones refused."""

from __future__ import annotations

import pytest

from ingest.entities.departments import find_departments
from tests.ingest.plan import structure_of

CASES = [
    # in running text
    ("争取省财政厅支持,配合市发展改革委", ["省财政厅", "市发展改革委"]),
    (
        "怀化海关、人民银行怀化市中心支行会同怀化市工业和信息化局",
        ["怀化海关", "人民银行怀化市中心支行", "怀化市工业和信息化局"],
    ),
    ("国家发展改革委批复,商务部公布", ["国家发展改革委", "商务部"]),
    ("市科技局、财政局、教育局负责落实", ["市科技局", "市财政局", "市教育局"]),
    (
        "市自然资源和规划局、市委组织部、市城市管理和综合执法局",
        ["市自然资源和规划局", "市委组织部", "市城市管理和综合执法局"],
    ),
    # a body for one task
    ("由省防汛抗旱应急指挥部发布", ["省防汛抗旱应急指挥部"]),
    ("报县疫情防控指挥部、市安全生产工作领导小组", ["县疫情防控指挥部", "市安全生产工作领导小组"]),
    ("成立遂宁市“菜篮子”工程建设工作领导小组,由市长任组长", ["遂宁市“菜篮子”工程建设工作领导小组"]),
    ("按照中央农村工作领导小组部署", ["中央农村工作领导小组"]),
    ("由国家制造强国建设领导小组办公室统筹", ["国家制造强国建设领导小组办公室"]),
    ("设立市实施“六大行动”综合协调组", ["市实施“六大行动”综合协调组"]),
    ("滨湖经开区管委会征迁工作指挥部", ["滨湖经开区管委会征迁工作指挥部"]),
    ("依托市招商引资联席会议推进", ["市招商引资联席会议"]),
    ("发挥贵州省推进新型城镇化工作协调小组作用", ["贵州省推进新型城镇化工作协调小组"]),
    ("完善省重点项目建设指挥部办公室职能", ["省重点项目建设指挥部办公室"]),
    ("全市成立领导小组,各县建立联席会议,市政府成立指挥部", []),
    ("健全县级领导小组,领导小组组长由市长担任", []),
    ("完善市政府与市总工会联席会议机制", ["市总工会"]),
    # what only looks like one
    ("完善城市管理局面,教育局长出席,市委书记、市长负责", []),
    ("出台《怀化市城市管理办法》", []),
    ("推动工业和信息化融合,加强财政部门协作", []),
    ("全市教育局域网", []),
    # in clauses every entry counts, but for the generic ones
    (
        "建设陆港。(市商务局、国网怀化供电分公司、市城市发展集团、芷江机场、各县市区人民政府、相关市直部门等负责)",
        ["市商务局", "国网怀化供电分公司", "市城市发展集团", "芷江机场"],
    ),
    (
        "扩产。(责任单位:省工信厅、财政厅,人行福州中心支行,各市、县(区)人民政府)",
        ["省工信厅", "省财政厅", "人行福州中心支行"],
    ),
    ("宣传。(团省委、共青团、市安委会相关成员单位负责)", ["团省委", "共青团", "市安委会"]),
    ("兴业。(责任单位:崂山区政府,市财政局,有关区、市政府)", ["崂山区政府", "市财政局"]),
    ("完成投资。(13条重点产业链专班、崂山区政府负责)", ["崂山区政府"]),
]


@pytest.mark.parametrize(("text", "names"), CASES)
def test_names(text: str, names: list[str]) -> None:
    found = [mention.name for mention in find_departments(structure_of(text))]
    assert found == names


def test_place_is_the_division_the_name_means() -> None:
    text = "(市教育局、省教育厅、鹤城区政府、怀化海关、教育部负责)"
    found = {m.name: m.place for m in find_departments(structure_of(text, region_code="431200"))}
    assert found == {
        "市教育局": "431200",
        "省教育厅": "430000",
        "鹤城区政府": "431202",
        "怀化海关": "431200",
        "教育部": None,
    }


def test_span_is_the_quote() -> None:
    structure = structure_of("建港。(市 商务局牵头,\n市发展改革委负责)")
    for mention in find_departments(structure):
        assert structure.text[mention.start : mention.end] == mention.surface
