"""Names whose form says what they are: with what stands around them they are found, a bare kind is not."""

import pytest

from graph.records import BlockKind, Span
from ingest.entities.stretches import Stretch
from ingest.entities.sure_names import FINDERS
from ingest.form.view import View

NANCHANG = "360100"

FOUND = [
    ("“南昌—北部湾港”班列常态化运行", "“南昌—北部湾港”班列"),
    ("开通南昌至老挝国际货运班列", "南昌至老挝国际货运班列"),
    ("常态化开行中老、中越等国际联运班列", "中老国际联运班列|中越国际联运班列"),
    ("开行南昌-赣州图定班列", "南昌-赣州图定班列"),
    ("促进南昌东盟铁海联运通道提质上量", "南昌东盟铁海联运通道"),
    ("推进商贸服务型国家物流枢纽建设", "商贸服务型国家物流枢纽"),
    ("支持九江港口型国家物流枢纽建设", "九江港口型国家物流枢纽"),
    ("南昌高新区科技企业孵化器升格", "南昌高新区科技企业孵化器"),
    ("加快“智慧南昌”建设", "智慧南昌"),
]
NOT_FOUND = [
    "提升中欧班列、中老班列运营水平",
    "全年开行国际班列300列以上",
    "培育3个商贸服务型国家物流枢纽",
    "获批商贸服务型国家物流枢纽城市",
    "新增国家级科技企业孵化器3家",
    "推进“智慧城市”建设",
    "出席“智慧南昌”论坛",
    "畅通国际物流大通道",
]


def names_in(text: str) -> str:
    stretch = Stretch.of(View.of(text, [Span(0, len(text))]), BlockKind.PARAGRAPH, NANCHANG)
    return "|".join(found.name for finder in FINDERS for found in finder(stretch))


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_sure_names_are_found(text: str, names: str) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize("text", NOT_FOUND)
def test_bare_kinds_are_not(text: str) -> None:
    assert names_in(text) == ""
