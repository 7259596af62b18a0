"""Areas are found under full and short names, and only where the name means the area."""

import pytest

from graph.records import BlockKind, Span
from ingest.entities.counties import find_counties
from ingest.entities.stretches import Stretch
from ingest.form.view import View


def stretch_of(text: str, header: str = "", region: str | None = "431200") -> Stretch:
    kind = BlockKind.TABLE if header else BlockKind.PARAGRAPH
    return Stretch.of(View.of(text, [Span(0, len(text))]), kind, region, header=header)


FOUND = [
    ("推进沅陵、新晃两县金融试点", "沅陵县|新晃侗族自治县"),
    ("湖南省怀化市芷江县", "湖南省|怀化市|芷江侗族自治县"),
    ("开行东盟(怀化·长沙)国际冷链班列", "怀化市|长沙市"),
    ("洪江市和洪江区", "洪江市|洪江区"),
    ("沅陵、通道、会同", "沅陵县|通道侗族自治县|会同县"),
    ("通道县城和会同工业集中区", "通道侗族自治县|会同县"),
    ("启动贵州锦屏至会同公路", "贵州省|锦屏县|会同县"),
    ("推进安江西至洪江段建设", "洪江市"),
    ("怀化⏎市".replace("⏎", "\n"), "怀化市"),
]
NOT_FOUND = [
    "打造西部陆海新通道,会同有关部门",
    "新增城区停车位2万个",
    "新建区域性中心敬老院",
    "科技兴安成果运用",
    "湘南湘西承接产业转移示范区",
    "绿水青山就是金山银山",
    "重点建设澜沧江航道",
    "打通北部湾出海口",
    "建成县城充电桩",
    "保持安康长治",
]


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_areas_are_found(text: str, names: str) -> None:
    assert "|".join(found.name for found in find_counties(stretch_of(text))) == names


@pytest.mark.parametrize("text", NOT_FOUND)
def test_other_words_are_no_areas(text: str) -> None:
    assert find_counties(stretch_of(text)) == []


def test_the_document_says_which_area_a_name_means() -> None:
    assert [f.code for f in find_counties(stretch_of("城关区", region="620100"))] == ["620102"]
    assert [f.code for f in find_counties(stretch_of("城关区", region="540100"))] == ["540102"]
