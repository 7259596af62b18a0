"""Industries are found before 产业, in lists and in columns, and not where 产业 is only a word."""

import pytest

from graph.records import BlockKind, Span
from ingest.entities.industries import find_industries
from ingest.entities.stretches import Stretch
from ingest.form.view import View


def stretch_of(text: str, header: str = "", region: str | None = "431200") -> Stretch:
    kind = BlockKind.TABLE if header else BlockKind.PARAGRAPH
    return Stretch.of(View.of(text, [Span(0, len(text))]), kind, region, header=header)


FOUND = [
    ("推进绿色矿业、食品加工等传统产业提质", "绿色矿业|食品加工"),
    ("巩固延伸竹产业、文化旅游、现代农业等优势产业", "竹产业|文化旅游|现代农业"),
    ("1.新型显示产业链。", "新型显示产业链"),
    ("10.种业及粮食加工产业链。聚焦杂交水稻", "种业及粮食加工产业链"),
    ("支持洪江区氯碱新材料产业集群", "氯碱新材料产业集群"),
    ("大力发展光伏、风电等新能源产业项目", "光伏|风电|新能源"),
]
NOT_FOUND = [
    "壮大特色优势产业,培育主导产业",
    "第一产业增加值增长3.6%",
    "产业链现代化水平,建立健全产业链",
    "产业园区和产业政策",
    "道路交通、消防、学校等重点行业领域",
    "芷江精卓光电显示生产",
    "旅游业态创新",
    "大力开展产业链精准招商",
    "充分发挥产业集群优势",
    "做好促增长、扩内需、抓城建等产业工作",
    "加快城乡产业融合,引进优质产业",
]


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_industries_are_found(text: str, names: str) -> None:
    assert "|".join(found.name for found in find_industries(stretch_of(text))) == names


@pytest.mark.parametrize("text", NOT_FOUND)
def test_other_words_are_no_industries(text: str) -> None:
    assert find_industries(stretch_of(text)) == []


def test_columns_of_industries() -> None:
    cell = stretch_of("建材、机械装备", header="产业类别")
    assert [f.name for f in find_industries(cell)] == ["建材", "机械装备"]
    assert find_industries(stretch_of("怀化高新区", header="重点支持园区")) == []
