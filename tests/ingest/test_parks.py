"""Parks are found by their names, and not where a kind of park is meant."""

import pytest

from graph.records import BlockKind, Span
from ingest.entities.parks import find_parks
from ingest.entities.stretches import Stretch
from ingest.form.view import View


def stretch_of(text: str, header: str = "", region: str | None = "431200") -> Stretch:
    kind = BlockKind.TABLE if header else BlockKind.PARAGRAPH
    return Stretch.of(View.of(text, [Span(0, len(text))]), kind, region, header=header)


FOUND = [
    ("支持怀化高新区、雨溆工业园等发展", "怀化高新区|雨溆工业园"),
    ("在怀化国家高新技术产业开发区布局", "怀化国家高新技术产业开发区"),
    ("洪江\n高新区\n(洪江区)", "洪江高新区(洪江区)"),
    ("积极融入中国(湖南)自由贸易试验区建设", "中国(湖南)自由贸易试验区"),
    ("沅陵、芷江、中方工业集中区", "沅陵工业集中区|芷江工业集中区|中方工业集中区"),
    ("通道工业集中区", "通道工业集中区"),
    ("赋予娄底经开区1659项权限", "娄底经开区"),
    ("生物质热电联产怀化高新区项目", "怀化高新区"),
    ("19个项目落地沪明临港产业园", "沪明临港产业园"),
    ("1.青岛市人工智能产业园房租补贴申请表", "青岛市人工智能产业园"),
    ("全面落实海南自由贸易港建设总体方案", "海南自由贸易港"),
    ("支持德州5家高新区升级", "德州高新区"),
    ("依托靖州国家级现代农业产业园", "靖州国家级现代农业产业园"),
    ("湖北自贸试验区襄阳片区获批", "湖北自贸试验区襄阳片区"),
    ("申建中国(广西)自由贸易试验区桂林协同发展区", "中国(广西)自由贸易试验区桂林协同发展区"),
    ("青岛高新区机器人产业集聚区", "青岛高新区|青岛高新区机器人产业集聚区"),
    ("支持怀化高新区企业入驻产业园", "怀化高新区"),
    ("怀化高新区主导产业发展和产业园", "怀化高新区"),
    ("闽宁产业园落地项目12个", "闽宁产业园"),
    ("做大做强雄安中关村科技园", "雄安中关村科技园"),
]
NOT_FOUND = [
    "推进园区建设,建设一批产业园",
    "3个省级高新区晋升国家级高新区",
    "专业化特色产业园区",
    "怀化市域工业集中区",
    "创建国家现代农业产业园",
    "获批省级现代农业产业园",
    "建设一批合作共建园区",
    "创建现代特色农业核心示范区",
]


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_parks_are_found(text: str, names: str) -> None:
    assert "|".join(found.name for found in find_parks(stretch_of(text))) == names


@pytest.mark.parametrize("text", NOT_FOUND)
def test_kinds_of_parks_are_not(text: str) -> None:
    assert find_parks(stretch_of(text)) == []
