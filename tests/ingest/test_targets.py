"""Targets and results out of text and tables: indicator, figure, unit, year, comparator, kind."""

from __future__ import annotations

import pytest

from graph.records import Block, BlockKind, Document, EntityType, Section, Structure, Table, Target
from ingest.extract import extract
from ingest.facts.indicator_lists import split_list
from ingest.facts.indicator_names import read_name
from ingest.facts.quantities import find_quantities
from ingest.facts.targets import find_targets
from ingest.facts.worded_targets import DONE
from ingest.form.boxes import find_boxes
from tests.ingest.grids import source_of
from tests.ingest.plan import row_of

KINDS = {"plan": ("five_year_plan", 2021, (2021, 2025)), "action": ("action_plan", 2024, None)}
KINDS |= {"report": ("work_report", 2022, None), "news": ("news", 2022, None)}


def structure(text: str, kind: str = "action", title: str = "") -> Structure:
    name, year, years = KINDS[kind]
    document = Document("d#1", "d", "方案", name, None, None, None, year, "绥宁县", "430527", 0, len(text), years)
    sections = (Section("s", "d#1", None, 1, "", title, 0, 0, len(text), (title,)),) if title else ()
    block = Block(BlockKind.PARAGRAPH, 0, len(text), "s" if title else None)
    return Structure(document, text, sections, (block,), (), ())


def found(text: str, kind: str = "action", title: str = "") -> list[Target]:
    return find_targets(structure(text, kind, title))[0]


# text → indicator, value with unit, comparator
PROSE = [
    (
        "规模工业增加值增长7%,服务业增加值增长5.5%",
        [("规模工业增加值增长", "7%", "="), ("服务业增加值增长", "5.5%", "=")],
    ),
    ("力争全市商贸物流业总收入突破800亿元", [("商贸物流业总收入", "800亿元", ">=")]),
    ("居民消费价格涨幅控制在3%以内", [("居民消费价格涨幅", "3%", "<=")]),
    ("城镇化率提高1个百分点左右", [("城镇化率提高", "1个百分点", "~")]),
    ("每年实施的重点项目不少于300个", [("每年实施的重点项目", "300个", ">=")]),
    ("全社会研发经费投入增长12%以上", [("全社会研发经费投入增长", "12%", ">=")]),
    # one indicator, two figures
    (
        "地区生产总值力争完成125亿元以上,增长6.5%",
        [("地区生产总值", "125亿元", ">="), ("地区生产总值增长", "6.5%", "=")],
    ),
    ("地区生产总值跃上两千亿元台阶,达到2460亿元(预计数,下同)", [("地区生产总值", "2460亿元", "=")]),
    ("地区生产总值连续迈上4个台阶,达到2460亿元", [("地区生产总值", "2460亿元", "=")]),
    # from … to …
    ("城镇化率由44%提高到52%", [("城镇化率", "52%", "=")]),
    (
        "固定资产投资增长10%,进出口总额再创新高、同比增长12.3%",
        [("固定资产投资增长", "10%", "="), ("进出口总额增长", "12.3%", "=")],
    ),
    (
        "粮食产量增长2%,地区生产总值迈上新台阶、总量达到500亿元",
        [("粮食产量增长", "2%", "="), ("地区生产总值总量", "500亿元", "=")],
    ),
    ("企业由两家增加到10家,高新技术企业从13家发展到27家", [("高新技术企业", "27家", "=")]),
    (
        "固定资产投资由2022年的85亿元提高到96亿元,增长13%",
        [("固定资产投资", "85亿元", "="), ("固定资产投资", "96亿元", "="), ("固定资产投资增长", "13%", "=")],
    ),
    ("粮食产量从去年的30万吨增加到32万吨", [("粮食产量", "32万吨", "=")]),
    # lists
    (
        "进出口、进口、出口三项指标分别增长10%",
        [("进出口增长", "10%", "="), ("进口增长", "10%", "="), ("出口增长", "10%", "=")],
    ),
    ("货物和集装箱吞吐量分别达到5亿吨、19万标箱", [("货物吞吐量", "5亿吨", "="), ("集装箱吞吐量", "19万标箱", "=")]),
    (
        "城、乡居民人均可支配收入分别增长8.5%、10%以上",
        [("城镇居民人均可支配收入增长", "8.5%", "="), ("农村居民人均可支配收入增长", "10%", ">=")],
    ),
    ("存款余额206亿元、贷款余额163亿元,分别增长6%和3%", 4),
    ("接待游客900万人次,旅游收入76亿元,分别增长15%、23%", 4),
    (
        "银行存贷款余额分别达7.2万亿元、5.9万亿元",
        [("银行存款余额", "7.2万亿元", "="), ("银行贷款余额", "5.9万亿元", "=")],
    ),
    ("牛羊出栏分别增长5%、2%", [("牛出栏增长", "5%", "="), ("羊出栏增长", "2%", "=")]),
    (
        "一、二、三产业分别增长4%、7%、8%",
        [(f"第{n}产业增长", f"{v}%", "=") for n, v in (("一", 4), ("二", 7), ("三", 8))],
    ),
    (
        "成都、重庆地铁日客运量分别达709万、405万人次",
        [("成都地铁日客运量", "709万人次", "="), ("重庆地铁日客运量", "405万人次", "=")],
    ),
    ("投资、消费增速分别提高3个和4个百分点", [("投资增速提高", "3个百分点", "="), ("消费增速提高", "4个百分点", "=")]),
    ("普及率、覆盖率分别提高1.1、2个百分点", [("普及率提高", "1.1个百分点", "="), ("覆盖率提高", "2个百分点", "=")]),
    (
        "森林覆盖率和植被覆盖度分别由2020年的16%、70%提高到23%和75%",
        [("森林覆盖率", v, "=") for v in ("16%", "23%")] + [("植被覆盖度", v, "=") for v in ("70%", "75%")],
    ),
    ("城乡居民收入年均增长5%、8%", [("城镇居民收入增长", "5%", "="), ("农村居民收入增长", "8%", "=")]),
    ("城镇就业和农村转移就业各4500人", [("城镇就业", "4500人", "="), ("农村转移就业", "4500人", "=")]),
    # what bears no unit, and what has a comma in it
    ("工业综合指数148.7,提高了11个百分点", [("工业综合指数", "148.7", "="), ("工业综合指数提高", "11个百分点", "=")]),
    ("灌溉水有效利用系数提高到0.57以上", [("灌溉水有效利用系数", "0.57", ">=")]),
    ("进出口总额1,671.87亿元", [("进出口总额", "1671.87亿元", "=")]),
    ("用水总量控制在19亿立方米内", [("用水总量", "19亿立方米", "<=")]),
    # growth by other words, on another basis, in a remark
    (
        "财政收入较上年纯增6.9亿元,化学需氧量比2020年削减5%",
        [("财政收入纯增", "6.9亿元", "="), ("化学需氧量削减", "5%", "=")],
    ),
    ("税收收入36亿元(同口径增长2.5%)", [("税收收入", "36亿元", "="), ("税收收入同口径增长", "2.5%", "=")]),
    ("海关税收67.9亿元,占全省的62%,增长40%", [("海关税收", "67.9亿元", "="), ("海关税收增长", "40%", "=")]),
    ("服务业对经济增长的贡献显著增强,达到60%以上", [("服务业对经济增长的贡献", "60%", ">=")]),
    ("全年投资增长5%左右", [("投资增长", "5%", "~")]),
    ("其中一产36亿元,增长11%", [("一产", "36亿元", "="), ("一产增长", "11%", "=")]),
    # a count with a limit before its noun
    ("培育30家以上示范企业,形成200项左右重大成果", [("培育示范企业", "30家", ">="), ("形成重大成果", "200项", "~")]),
    ("推动超过2万家企业实施数字化转型", []),
    # a project's money of one year
    ("推进古城二期项目,总投资1.2亿元,其中2024年完成投资4000万元", [("古城二期项目完成投资", "4000万元", "=")]),
    # a target in words beside figures
    (
        "城镇化率57%,节能减排和碳排放强度下降完成国家下达任务",
        [("城镇化率", "57%", "="), ("节能减排", "完成国家下达任务", "="), ("碳排放强度下降", "完成国家下达任务", "=")],
    ),
    (
        "城镇化率57%;完成年度节能减排降碳任务;居民收入增长与经济增长基本同步",
        [
            ("城镇化率", "57%", "="),
            ("节能减排降碳", "完成年度节能减排降碳任务", "="),
            ("居民收入增长", "与经济增长基本同步", "="),
        ],
    ),
    ("地区生产总值增长6%,物价指数控制在国家调控范围内,外贸总额翻一番", 3),
    # counts
    ("新增高新技术企业3家以上", [("新增高新技术企业", "3家", ">=")]),
    ("有进出口实绩企业至少6家", [("有进出口实绩企业", "6家", ">=")]),
    ("实有经营主体达到25876户,其中企业达到5463户以上", [("实有经营主体", "25876户", "="), ("企业", "5463户", ">=")]),
    (
        "12个园区开工建设项目119个,自贸区新增注册企业68家",
        [("园区开工建设项目", "119个", "="), ("自贸区新增注册企业", "68家", "=")],
    ),
    ("建成开通5G基站20万个以上", [("建成开通5G基站", "20万个", ">=")]),
    (
        "完成棚户区改造47万户(套)、背街小巷改造56条",
        [("完成棚户区改造", "47万户", "="), ("完成背街小巷改造", "56条", "=")],
    ),
    ("科技设施达到8个、重点实验室45家", [("科技设施", "8个", "="), ("重点实验室", "45家", "=")]),
    ("公路通车里程达到160公里,其中高速公路25公里", [("公路通车里程", "160公里", "="), ("高速公路", "25公里", "=")]),
    ("新建省级美丽乡村20个、和美村庄100个", [("新建省级美丽乡村", "20个", "="), ("新建和美村庄", "100个", "=")]),
    ("完成播面469万亩,总产199万吨", [("播种面积", "469万亩", "="), ("播种面积总产", "199万吨", "=")]),
    (
        "完成固定资产投资537亿元、完成技工贸收入6亿元、完成造林8万亩",
        [("固定资产投资", "537亿元", "="), ("技工贸收入", "6亿元", "="), ("完成造林", "8万亩", "=")],
    ),
    # words of another clause are no part of the name
    ("推动外贸稳规模、优结构,全县产业保持稳步增长,总体规模达到146.5亿元", [("产业总体规模", "146.5亿元", "=")]),
    ("总算力突破1.3万个、对外贸易依存度0.98%", [("总算力", "1.3万个", ">="), ("对外贸易依存度", "0.98%", "=")]),
]

NOTHING = [
    "开展专项检查12次,出台措施9条。",
    "引进5个百亿产业,85%以上的行政村建有超市。",
    "到2025年基本建成。",
    "总投资80亿元的63个项目顺利实施。",
    "居全省第3位,前10名。",
    "推进5G、G209和3A级景区建设。",
    "市级行政权力和审批事项分别占全市的51%、76.8%",
    "单个项目补助金额不超过1000万元,对单家机构的补贴上限为100万元。",
    "节能减排完成国家下达任务。",
    "商品房销售面积是2005年的2.2倍。",
]


@pytest.mark.parametrize(("text", "expected"), PROSE)
def test_figures_in_running_text(text: str, expected: list[tuple[str, str, str]] | int) -> None:
    targets = found(text)
    if isinstance(expected, int):
        assert len(targets) == expected
    else:
        assert sorted((t.indicator, f"{t.value}{t.unit}", str(t.comparator)) for t in targets) == sorted(expected)


@pytest.mark.parametrize("text", NOTHING)
def test_what_measures_nothing(text: str) -> None:
    assert found(text) == []


# what a figure is of → indicator, region
WHOSE = [
    ("其中,安化县地区生产总值312亿元,增长5.2%", [("地区生产总值", "安化县"), ("地区生产总值增长", "安化县")]),
    ("南县实现地区生产总值336亿元", [("地区生产总值", "南县")]),
    ("安化县2023年实现技工贸收入20亿元", [("技工贸收入", "安化县")]),
    ("绥宁县实现地区生产总值110亿元", [("地区生产总值", "绥宁县")]),
    ("邵阳市、怀化市地区生产总值分别增长5%、6%", [("地区生产总值增长", "邵阳市"), ("地区生产总值增长", "怀化市")]),
    (
        "绥宁高新区完成工业增加值68亿元,增长9%,全县工业增加值增长7%",
        [("绥宁高新区工业增加值", "绥宁县"), ("绥宁高新区工业增加值增长", "绥宁县"), ("工业增加值增长", "绥宁县")],
    ),
    ("省级高新区完成工业增加值68亿元", [("省级高新区完成工业增加值", "绥宁县")]),  # no name of a park
    ("安化县完成工业增加值68亿元", [("工业增加值", "安化县")]),
    ("广州地铁客运量1409万人次", [("广州地铁客运量", "绥宁县")]),  # not the city's own figure
    ("绥宁高新区新增企业20家", [("绥宁高新区新增企业", "绥宁县")]),
]


@pytest.mark.parametrize(("text", "expected"), WHOSE)
def test_a_figure_is_of_the_place_that_its_sentence_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(t.indicator, t.region) for t in sorted(found(text), key=lambda t: t.end)] == expected


def test_an_indicators_mention_leaves_out_the_area_before_it() -> None:
    (_,), (mention,) = find_targets(structure("其中安化县地区生产总值312亿元"))
    assert (mention.name, mention.surface) == ("地区生产总值", "地区生产总值")


# text, kind of document → of which part of the year
PERIODS = [
    ("一季度完成地区生产总值85亿元,上半年完成181亿元。", "report", ["一季度", "上半年"]),
    ("今年1至4月,进出口总额16亿元,增长2%。", "report", ["1至4月", "1至4月"]),
    ("针对三季度增速回落,全年地区生产总值增长5%。", "report", [None]),
    ("地区生产总值增长5%,其中一季度增长6%。", "report", [None, "一季度"]),
    ("上半年,地区生产总值增长5%。固定资产投资增长3%。", "news", ["上半年", "上半年"]),
    ("上半年,地区生产总值增长5%。固定资产投资增长3%。", "report", ["上半年", None]),
    ("上半年,地区生产总值增长5%。全年固定资产投资增长3%。", "news", ["上半年", None]),
]


@pytest.mark.parametrize(("text", "kind", "expected"), PERIODS)
def test_parts_of_a_year(text: str, kind: str, expected: list[str | None]) -> None:
    assert [t.basis for t in sorted(found(text, kind), key=lambda t: t.end)] == expected


# text, kind of document, section → year and kind
TIMES = [
    ("城镇化率达到57%。", "plan", "", (2025, "target")),
    ("到2023年,城镇化率达到57%。", "plan", "", (2023, "target")),
    ("2020年城镇化率达到47%。", "plan", "", (2020, "result")),
    ("城镇化率达到47%。", "plan", "第一章“十三五”时期发展成就", (2020, "result")),
    ("城镇化率达到47%。", "plan", "第三节加快新型基础设施建设", (2025, "target")),
    ("到“十四五”末,城镇化率达到57%。", "plan", "", (2025, "target")),
    ("近期(20202021年)建设重点。城镇化率达到57%。", "plan", "", (2021, "target")),
    ("城镇化率比2015年提高4个百分点。", "action", "", (2024, "target")),
    ("到2028年,按2020年价格计算的地区生产总值达到90亿元。", "plan", "", (2028, "target")),
    ("城镇化率由2019年的44%提高到2026年的52%。", "plan", "", (2019, "result")),
    ("推进古城二期项目,其中2024年完成投资4000万元。", "action", "", (2024, "target")),
    ("城镇化率达到47%。", "report", "一、2021年工作回顾", (2021, "result")),
    ("城镇化率达到47%。", "report", "二、2022年工作安排", (2022, "target")),
    ("去年城镇化率达到47%。", "report", "", (2021, "result")),
    ("今年城镇化率达到47%。", "report", "一、2021年工作回顾", (2022, "target")),
    ("各位代表!" * 50 + "今年经济社会发展的主要预期目标是:城镇化率提高1个百分点。", "report", "", (2022, "target")),
    ("各位代表!" * 50 + "明年的主要预期目标是:城镇化率提高1个百分点。", "report", "", (2022, "target")),
    (
        "今年城镇化率达到47%。" + "各位代表!" * 50 + "明年经济社会发展的主要目标是:增长。",
        "report",
        "",
        (2021, "result"),
    ),
    ("城镇化率达到47%。", "news", "", (2022, "result")),
    # a report without headings tells of the past up to where it turns to what is to be done
    ("各位代表!" * 50 + "城镇化率达到47%。今年的主要预期目标是:增长。", "report", "", (2021, "result")),
]


# a year of the sentence before holds on, but in a report, which names years in passing, only where it fits
CARRIED = [
    ("2020年启动建设。", "action", "", 2020),
    ("2020年启动建设。", "report", "", 2021),
    ("2021年启动建设。", "report", "", 2021),
    ("2022年启动建设。", "report", "一、工作回顾", 2021),
    ("2021年启动建设。", "report", "二、工作安排", 2022),
    ("2022年启动建设。", "report", "二、工作安排", 2022),
    ("到2025年建成。", "report", "二、工作安排", 2025),
]


@pytest.mark.parametrize(("before", "kind", "title", "year"), CARRIED)
def test_the_year_of_the_sentence_before(before: str, kind: str, title: str, year: int) -> None:
    (target,) = found(before + "城镇化率达到47%。", kind, title)
    assert target.year == year


@pytest.mark.parametrize(("text", "kind", "title", "expected"), TIMES)
def test_years_and_kinds(text: str, kind: str, title: str, expected: tuple[int, str]) -> None:
    target = found(text, kind, title)[0]
    assert (target.year, target.kind) == expected


def test_a_target_has_its_quote_its_region_and_its_indicators_mention() -> None:
    text = "——提升。全社会研发\n经费投入增长12%以上,实施一批项目。"
    read = structure(text)
    (target,), (mention,) = find_targets(read)
    assert text[target.start : target.end] == "全社会研发\n经费投入增长12%以上"
    assert target.region == "绥宁县"
    assert (mention.type, mention.name) == (EntityType.INDICATOR, "全社会研发经费投入增长")
    assert text[mention.start : mention.end] == mention.surface == "全社会研发\n经费投入"


def test_a_figure_beside_a_lost_range_dash_is_unsafe() -> None:
    assert [t.unsafe for t in found("2020至2021年新建学校34所。")] == [None]
    lossy = found("(20202021年)建设重点。新建学校34所,新建酒店1015家,新建医院36所。")
    assert [t.unsafe for t in lossy] == ["lost range dash", "lost range dash", None]


def test_average_growth_keeps_its_basis() -> None:
    assert [(t.indicator, t.basis) for t in found("地区生产总值年均增长7.2%")] == [("地区生产总值增长", "年均")]


def test_of_areas_in_a_list_each_has_a_mention_with_words() -> None:
    _, mentions = find_targets(structure("邵阳市、怀化市地区生产总值分别增长5%、6%"))
    assert [(m.name, m.surface) for m in mentions] == [
        ("地区生产总值增长", "邵阳市"),  # its indicator stands behind the last
        ("地区生产总值增长", "地区生产总值"),
    ]


def test_of_a_tables_cells_only_tasks_are_read_as_sentences() -> None:
    row = row_of("城镇化率达到57%。|此前城镇化率达到52%。", "工作任务|备注")
    assert [(t.indicator, t.value) for t in find_targets(row)[0]] == [("城镇化率", "57")]


def box_of(cells: list[str]) -> Structure:
    """The cells as a box of a plan, one below the other."""
    text = "\n\n".join(cells)
    box = find_boxes(text, 0, len(text))[0]
    table = Table("d#1", None, "专栏2", box.start, box.end, box.headers, box.rows)
    return Structure(structure(text, "plan").document, text, (), (), (table,), ())


def test_an_indicator_table() -> None:
    cells = ["专栏2 主要指标", "序号", "指标名称", "2020", "2025", "年均增速", "[累计]", "属性"]
    cells += ["1", "地区生产总值增长%", "3.9", "7.5", "预期性", "2", "消费贡献率(%)", "60", "预期性"]
    cells += ["3", "死亡率(%)", "[-25%]", "约束性", "4", "能耗降幅(%)", "完成省下达任务", "约束性"]
    cells += ["5", "拥有医师数(人)", "2.83", "3.2", "预期性", "6", "优良天数比例(%)", "≥95", "约束性"]
    read = box_of(cells)
    assert [(t.indicator, t.value, t.unit, t.year, t.comparator, t.basis) for t in find_targets(read)[0]] == [
        ("地区生产总值增长", "3.9", "%", 2020, "=", None),
        ("地区生产总值增长", "7.5", "%", 2025, "=", "年均"),
        ("消费贡献率", "60", "%", 2025, "=", None),
        ("死亡率", "-25", "%", 2025, "=", "累计"),
        ("能耗降幅", "完成省下达任务", None, 2025, "=", None),
        ("拥有医师数", "2.83", "人", 2020, "=", None),
        ("拥有医师数", "3.2", "人", 2025, "=", None),
        ("优良天数比例", "95", "%", 2025, ">=", None),
    ]


def test_whole_numbers_of_a_row_with_a_gap_are_of_the_years() -> None:
    """The number of the row is none of them, and only growth stands under 年均增速."""
    cells = ["专栏2 主要指标", "类别", "序号", "指标名称", "2020", "2025", "年均增速", "属性"]
    cells += ["经济发展", "1", "地区生产总值(亿元)", "85", "120", "7", "预期性"]
    cells += ["2", "固定资产投资(亿元)", "60", "96", "预期性", "3", "粮食总产量(万吨)", "21", "预期性"]
    read = box_of(cells)
    assert [(t.indicator, t.value, t.year) for t in find_targets(read)[0]][3:] == [
        ("固定资产投资", "60", 2020),
        ("固定资产投资", "96", 2025),
        ("粮食总产量", "21", 2025),
    ]


@pytest.mark.parametrize(("saved", "unit"), [("[5]", "%"), ("[5-8]", "%"), ("[90-120]", "吨")])
def test_what_is_saved_of_tons_is_a_share_up_to_100(saved: str, unit: str) -> None:
    table = f"""
2021年怀化市生态环境保护规划
指标名称|2020年|2025年累计
化学需氧量减排(吨)|-|{saved}
"""
    assert [(f"[{t.value}]", t.unit) for t in extract(source_of(table)).targets] == [(saved, unit)]


def test_the_header_of_a_figure_says_more_than_the_year_beside_it() -> None:
    table = """
2022年怀化市粮食生产工作方案
年份|粮食产量实际数(万吨)|油料产量(万吨)
2021年(实际)|151|21
2023年(计划)|153.5|23
"""
    assert [(t.year, t.indicator, t.kind) for t in extract(source_of(table)).targets] == [
        (2021, "粮食产量", "result"),
        (2021, "油料产量", "result"),
        (2023, "粮食产量", "result"),
        (2023, "油料产量", "target"),
    ]


QUANTITIES = [
    ("达到1.2万亿元左右", [("1.2", "万亿元", "~")]),
    ("完成1,671.87亿元", [("1671.87", "亿元", "=")]),
    ("增长5%-5.5%", [("5-5.5", "%", "=")]),
    ("引进人才2000多名", [("2000", "名", "=")]),
    ("浓度30微克/立方米", [("30", "微克/立方米", "=")]),
    ("低保650元/月以上", [("650", "元/月", ">=")]),
    ("2025年3月1日", []),
    ("(其中新建5个)", []),
    ("加快5G和4G建设", []),
    ("1.28万亿、8200亿元", [("1.28", "万亿元", "="), ("8200", "亿元", "=")]),
]


@pytest.mark.parametrize(("text", "expected"), QUANTITIES)
def test_quantities(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(q.value, q.unit, q.comparator) for q in find_quantities(text)] == expected


NAMES = [
    ("到2025年,力争全市常住人口城镇化率达到", "常住人口城镇化率", ""),
    ("固定资产投资比上年增长", "固定资产投资", "增长"),
    ("市场主体总数达", "市场主体总数", ""),
    ("在园幼儿比例达到", "在园幼儿比例", ""),
    ("高新技术企业数量实现翻番、达", "高新技术企业数量", ""),
    ("年均增长", "", "增长"),
]


@pytest.mark.parametrize(("text", "noun", "growth"), NAMES)
def test_names_before_a_figure(text: str, noun: str, growth: str) -> None:
    name = read_name(text.split(",")[-1])
    assert (name.noun, name.growth) == (noun, growth)


def test_members_of_a_list_share_what_ends_the_last() -> None:
    names = [member.name for member in split_list("城镇、农村居民人均可支配收入", 0)]
    assert names == ["城镇居民人均可支配收入", "农村居民人均可支配收入"]
    assert [member.name for member in split_list("锂电池、机器人产量", 0)] == ["锂电池产量", "机器人产量"]


def test_levels_one_after_the_other_are_read_in_one_way() -> None:
    """省政府 is 省 and 政府, too: read in both ways it would take twice the time with each more."""
    assert DONE.search("完成" + "省政府" * 40 + "外") is None
    assert DONE.search("完成省政府下达的年度节能减排任务") is not None
