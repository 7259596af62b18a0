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


# in documents of other places: code of the region, text, areas
FOUND_ELSEWHERE = [
    # an end of a route, or a list of areas, names counties of other cities by their short forms
    ("431200", "推动新化—溆浦、沅陵至桃江公路建设", "新化县|溆浦县|沅陵县|桃江县"),
    ("431200", "开工新晃至玉屏公路", "新晃侗族自治县|玉屏侗族自治县"),
    ("621200", "与诸暨、青州、奎屯等市建立友好关系", "诸暨市|青州市|奎屯市"),
    ("530000", "建设安宁--楚雄、水富--麻柳湾公路", "安宁市|楚雄彝族自治州|水富市"),
    ("431200", "推进飞山—会同—牌楼输电线路", "会同县"),
    ("220000", "建成敦化至长白等公路", "敦化市|长白朝鲜族自治县"),
    # names that are words too, but hardly mean anything else in their own city's plan
    ("330700", "永康五金、东阳木雕闻名全国", "永康市|东阳市"),
    ("140000", "大同黄花菜、偏关羊肉走出大山", "大同市|偏关县"),
    ("460000", "三大运营商海口国际通信业务出入口局", "海口市"),
    # of two names that overlap the nearer
    ("440200", "韶赣高速公路南雄段通车", "南雄市"),
    ("540000", "总书记再次亲临西藏视察", "西藏自治区"),
    ("130000", "雄安新区建设拔节生长", "雄安新区"),
    ("310000", "上海港、金山海上风电", "金山区"),
    ("450000", "苍梧、昭平等10个县区", "苍梧县|昭平县"),
    ("210000", "推动辽宁振兴发展", "辽宁省"),
    ("440000", "投运南京机场三期、深惠城际", "南京市"),
]
NOT_FOUND_ELSEWHERE = [
    ("653200", "统筹发展和安全"),
    ("131000", "在发展中固安全、强基础"),
    ("371600", "抓改革、惠民生、防风险"),
    ("150200", "大青山国家级自然保护区"),
    ("420000", "坚持绿水青山就是金山银山理念"),
    ("421200", "畅通城乡经济循环"),
    ("500000", "加快建设成渝中线高铁,推动成渝中部崛起"),
    ("340000", "开放大通道大平台大通关"),
    ("370200", "发挥青岛港作用,支持青岛大学"),
    ("330700", "孝顺溪、武义江两个流域"),
    ("420000", "推动江汉平原水资源配置"),
    ("610000", "申报纳税期限延长至三月底"),
    ("450600", "防城江东岸片区,江山、企沙等口岸"),
    ("620600", "高坝至祁连、黄羊至金山公路"),
    ("650000", "天山北坡城市群"),
]


@pytest.mark.parametrize(("region", "text", "names"), FOUND_ELSEWHERE)
def test_areas_are_found_as_a_documents_region_sees_them(region: str, text: str, names: str) -> None:
    assert "|".join(found.name for found in find_counties(stretch_of(text, region=region))) == names


@pytest.mark.parametrize(("region", "text"), NOT_FOUND_ELSEWHERE)
def test_other_words_are_no_areas_elsewhere(region: str, text: str) -> None:
    assert find_counties(stretch_of(text, region=region)) == []


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_areas_are_found(text: str, names: str) -> None:
    assert "|".join(found.name for found in find_counties(stretch_of(text))) == names


@pytest.mark.parametrize("text", NOT_FOUND)
def test_other_words_are_no_areas(text: str) -> None:
    assert find_counties(stretch_of(text)) == []


def test_the_document_says_which_area_a_name_means() -> None:
    assert [f.code for f in find_counties(stretch_of("城关区", region="620100"))] == ["620102"]
    assert [f.code for f in find_counties(stretch_of("城关区", region="540100"))] == ["540102"]
