"""Tables as files have them become rows under their headers; targets and projects come of them."""

from __future__ import annotations

import pytest

from graph.records import Extraction, PartKind, RelationType, Source
from ingest.extract import extract
from ingest.form.grids import read_grid
from ingest.form.lines import fold_signs
from ingest.form.structure import read_structure
from ingest.sources.reading import Writing
from tests.ingest.grids import source_of


def read(table: str) -> list[list[str]]:
    """The rows of a table, each cell as “kind text unit”."""
    source = source_of(table)
    tabled = read_grid(source.layout.grids[0], fold_signs(source.text))
    assert tabled is not None
    return [[" ".join(filter(None, (c.kind, c.text, c.unit))) for c in row.cells] for row in tabled.rows]


def found(text: str) -> Extraction:
    return extract(source_of(text))


def targets(text: str) -> set[str]:
    return {f"{t.region} {t.year} {t.indicator} {t.comparator}{t.value}{t.unit} {t.kind}" for t in found(text).targets}


TABLES = {
    "two rows of headers": (
        "指标|单位|2020年|2025年目标|<\n^|^|^|数值|年均增长\n地区生产总值|亿元|158|230|7%",
        [["indicator 地区生产总值", "unit 亿元", "year 158 亿元", "year 230 亿元", "rate 7%"]],
    ),
    "groups that nobody merged": (
        "序号|项目名称|投资（万元）||责任单位\n||总投资|2024年计划投资|\n1|长岭水库扩建|900|300|县水利局",
        [["serial 1", "project 长岭水库扩建", "investment 900 万元", "yearly 300 万元", "department 县水利局"]],
    ),
    "a category over several rows, merged or left blank": (
        "类别|指标|2025年\n民生|就业（人）|90\n^|参保率（%）|98\n绿色|森林覆盖率（%）|61\n|空气优良天数（天）|350",
        [
            ["category 民生", "indicator 就业(人)", "year 90"],
            ["category 民生", "indicator 参保率(%)", "year 98"],
            ["category 绿色", "indicator 森林覆盖率(%)", "year 61"],
            ["category 绿色", "indicator 空气优良天数(天)", "year 350"],
        ],
    ),
    "a row over all columns is a category, a sum is a row": (
        "序号|项目名称|总投资（亿元）\n一、交通|<|<\n1|溪口大桥新建工程|3.2\n合计|<|3.2",
        [
            ["category 一、交通", "serial 1", "project 溪口大桥新建工程", "investment 3.2 亿元"],
            ["category 合计", "investment 3.2 亿元"],
        ],
    ),
    "a name over sub-indicators": (
        "指标|<|2025年\n常住人口城镇化率（%）|<|58\n主要污染物减排|氨氮（吨）|[80]\n^|化学需氧量（吨）|[1200]",
        [
            ["indicator 常住人口城镇化率(%)", "year 58"],
            ["group 主要污染物减排", "indicator 氨氮(吨)", "year [80]"],
            ["group 主要污染物减排", "indicator 化学需氧量(吨)", "year [1200]"],
        ],
    ),
    "a title and a unit over all columns, a note below": (
        "重点项目表|<|<\n单位：万元|<|<\n项目名称|总投资|业主单位\n青溪电站|500|青溪公司\n注：以批复为准。|<|<",
        [["project 青溪电站", "investment 500 万元", "owner 青溪公司"]],
    ),
    "项目 over figures of years names indicators": (
        "项目|计量单位|2023年实际|2024年计划\n粮食总产量|万吨|28|29",
        [["indicator 粮食总产量", "unit 万吨", "year 28 万吨", "year 29 万吨"]],
    ),
    "单位 over bodies is who is responsible": (
        "重点任务|单位|时限\n修编规划|市发展改革委|2024年6月\n建设平台|市财政局|2024年8月",
        [
            ["task 修编规划", "department 市发展改革委", "time 2024年6月"],
            ["task 建设平台", "department 市财政局", "time 2024年8月"],
        ],
    ),
    "a row that counts the columns is none": (
        "指标名称|单位|2025年\n甲|乙|1\n耕地保有量|万亩|101",
        [["indicator 耕地保有量", "unit 万亩", "year 101 万亩"]],
    ),
    "the header comes again on the next page": (
        "指标名称|2025年\n城镇化率（%）|58\n指标名称|2025年\n高新技术企业（家）|90",
        [["indicator 城镇化率(%)", "year 58"], ["indicator 高新技术企业(家)", "year 90"]],
    ),
    "a form": (
        "项目名称|大熊山风电场二期|总投资|6.5亿元\n建设地点|大熊山林场|建设单位|湖南新能源有限公司",
        [["project 大熊山风电场二期", "investment 6.5亿元", "place 大熊山林场", "owner 湖南新能源有限公司"]],
    ),
}


@pytest.mark.parametrize(("table", "rows"), TABLES.values(), ids=TABLES)
def test_rows_under_their_headers(table: str, rows: list[list[str]]) -> None:
    assert read(table) == rows


def test_a_figure_over_two_years_stands_under_none() -> None:
    assert read("指标名称|2020年|2025年\n森林覆盖率|61|<\n城镇化率|52|58")[0] == ["indicator 森林覆盖率", "61"]


def test_a_table_without_headers_is_kept_and_marked() -> None:
    [structure] = read_structure(source_of("名单\n张三|办公室\n李四|综合科"))
    assert [row.sure for row in structure.tables[0].rows] == [False, False]


FRAMES = ["专栏1 重点工程\n1.路网工程。建设公路。", "只有一格"]


@pytest.mark.parametrize("inside", FRAMES)
def test_a_frame_around_text_is_no_table(inside: str) -> None:
    source = source_of("某县规划\n" + "\n".join(f"{line}|" for line in inside.split("\n")))
    assert read_structure(source)[0].tables == ()


def test_targets_of_an_indicator_table_know_year_unit_and_nature() -> None:
    plan = (
        "资阳区“十四五”规划\n表1 主要指标\n指标|单位|2020年|2025年|年均增长|属性\n"
        "地区生产总值|亿元|158|230|7%|预期性\n城镇新增就业|万人|—|[2.5]|—|预期性\n失业率|%|5.1|<5.5||约束性"
    )
    assert targets(plan) == {
        "资阳区 2020 地区生产总值 =158亿元 result",
        "资阳区 2025 地区生产总值 =230亿元 target",
        "资阳区 2025 地区生产总值增长 =7% target",
        "资阳区 2025 城镇新增就业 =2.5万人 target",
        "资阳区 2020 失业率 =5.1% result",
        "资阳区 2025 失业率 <=5.5% target",
    }
    assert {t.nature for t in found(plan).targets if t.indicator == "失业率"} == {"约束性"}


def test_rows_of_areas_give_each_area_its_figure() -> None:
    table = "县市区|粮食播种面积（万亩）|粮食产量（万吨）\n湘潭县|150.2|66.8\n全市|289.1|126.8"
    plan = f"湘潭市2024年粮食生产任务分解表\n{table}"
    assert targets(plan) == {
        "湘潭县 2024 粮食播种面积 =150.2万亩 target",
        "湘潭县 2024 粮食产量 =66.8万吨 target",
        "湘潭市 2024 粮食播种面积 =289.1万亩 target",
        "湘潭市 2024 粮食产量 =126.8万吨 target",
    }


PROJECTS = (
    "桃江县2024年重点项目计划\n序号|项目名称|建设地点|总投资（万元）|责任单位|建设单位\n"
    "1|灰山港绿色建材产业园|灰山港镇|86000|县工业和信息化局|桃江建材有限公司\n2|桃江县中医医院|桃花江镇|45000|县卫生健康局|\n"
    "合计|||131000||"
)


def test_each_row_of_a_project_table_is_a_project_with_its_body_and_firm() -> None:
    extraction = found(PROJECTS)
    named = {m.name for m in extraction.mentions if m.type == "Project"}
    assert named == {"灰山港绿色建材产业园", "桃江县中医医院"}
    stated = {(r.head.name, r.rel, r.tail.name) for r in extraction.relations}
    assert ("灰山港绿色建材产业园", RelationType.RESPONSIBLE, "县工业和信息化局") in stated
    assert ("桃江建材有限公司", RelationType.UNDERTAKES, "灰山港绿色建材产业园") in stated
    assert ("桃江县中医医院", RelationType.RESPONSIBLE, "县卫生健康局") in stated
    assert not any(head == "灰山港绿色建材产业园" and tail == "县卫生健康局" for head, _, tail in stated)


STYLED = [("某县规划", 0), ("总体要求", 1), ("指导思想", 2), ("坚持创新。", 0), ("重点任务", 1), ("修路。", 0)]


def test_headings_that_the_file_knows_have_their_levels() -> None:
    writing = Writing()
    for line, level in STYLED:
        writing.line(line, PartKind.HEADING if level else PartKind.PARAGRAPH, level=level or None)
    reading = writing.reading()
    [structure] = read_structure(Source("plan.docx", reading.text, "", "docx", reading.layout))
    paths = [section.path for section in structure.sections]
    assert paths == [("总体要求",), ("总体要求", "指导思想"), ("重点任务",)]
