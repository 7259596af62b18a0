"""What texts and tables say of their projects: to which one a figure belongs, and to none where several share it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.records import Extraction, Source
from ingest.extract import extract, found_in
from ingest.facts.attribute_phrases import find_phrases
from tests.ingest.grids import source_of
from tests.ingest.plan import structure_of

PHRASES = [
    ("概算总投资约12.5亿元", [("total_investment", "12.5", "亿元", "~", None)]),
    ("总投资1,200万元以上", [("total_investment", "1,200", "万元", ">=", None)]),
    ("投资总额30多亿元", [("total_investment", "30", "亿元", ">=", None)]),
    ("2024年计划完成投资4亿元", [("year_investment", "4", "亿元", "=", "2024年")]),
    ("年度投资计划5000万元", [("year_investment", "5000", "万元", "=", "年度")]),
    ("截至2023年底,累计完成投资3亿元", [("done_investment", "3", "亿元", "=", "2023年")]),
    ("2023年完成投资3亿元", [("done_investment", "3", "亿元", "=", "2023年")]),
    ("建设年限2023—2025年", [("period", "2023—2025年", None, "=", None)]),
    ("总工期36个月", [("period", "36个月", None, "=", None)]),
    ("2023年8月开工、2025年底建成通车", [("period", "2023年8月开工、2025年底建成通车", None, "=", None)]),
    ("总建筑面积12万平方米", [("scale", "总建筑面积12万平方米", None, "=", None)]),
    ("装机容量120万千瓦", [("scale", "装机容量120万千瓦", None, "=", None)]),
    ("线路全长约86公里", [("scale", "线路全长约86公里", None, "=", None)]),
    ("年产磷酸铁锂10万吨", [("scale", "年产磷酸铁锂10万吨", None, "=", None)]),
    ("设计时速350公里", [("scale", "设计时速350公里", None, "=", None)]),
    ("形象进度达31%", [("progress", "31%", None, "=", None)]),
    ("完成工程总量的65%", [("progress", "65%", None, "=", None)]),
    ("建设性质为改扩建", [("nature", "改扩建", None, "=", None)]),
    ("完成固定资产投资增长9%", []),
    ("带动社会投资10亿元", []),
    ("新增投资5亿元", []),
    ("全长不限", []),
]


@pytest.mark.parametrize(("text", "expected"), PHRASES)
def test_phrases(text: str, expected: list[tuple[object, ...]]) -> None:
    found = [(p.kind.value, p.value, p.unit, p.comparator.value, p.year) for p in find_phrases(text)]
    assert found == expected


def said(extraction: Extraction) -> set[str]:
    """Project, kind and value of each attribute, with its year."""
    return {
        f"{a.project.name} {a.kind.value} {a.value}{a.unit or ''}{f' {a.year}' if a.year else ''}"
        for a in extraction.attributes
    }


PROSE = [
    (
        "2024年工作方案\n推进横山水库项目,总投资1.2亿元,其中2024年完成投资4000万元。",
        {"横山水库项目 total_investment 1.2亿元", "横山水库项目 year_investment 4000万元 2024"},
    ),
    ("推进横山水库项目,总投资1.2亿元,其中中央投资4000万元。", {"横山水库项目 total_investment 1.2亿元"}),
    ("推进总投资12.5亿元的舞水大桥工程建设。", {"舞水大桥工程 total_investment 12.5亿元"}),
    ("由正清集团投资18亿元建设横山水库工程。", {"横山水库工程 total_investment 18亿元"}),
    (
        "建设舞水大桥(总投资16.8亿元,2024年计划投资4亿元,建设年限2023—2026年)、横山水库(总投资3.2亿元)。",
        {
            "舞水大桥 total_investment 16.8亿元",
            "舞水大桥 year_investment 4亿元 2024",
            "舞水大桥 period 2023—2026年",
            "横山水库 total_investment 3.2亿元",
        },
    ),
    (
        "横山水库工程位于内东乡,设计坝高64.6米,总投资18.49亿元,工期为36个月。",
        {"横山水库工程 total_investment 18.49亿元", "横山水库工程 period 36个月"},
    ),
    (
        "横山水库工程开工建设。工程总投资6亿元,总库容1200万立方米。",
        {"横山水库工程 total_investment 6亿元", "横山水库工程 scale 总库容1200万立方米"},
    ),
    (
        "推进投资35亿元的横山水库工程、投资12亿元的舞水大桥工程建设。",
        {"横山水库工程 total_investment 35亿元", "舞水大桥工程 total_investment 12亿元"},
    ),
    # a part, or what several share, or what others cost
    ("横山水库工程、舞水大桥工程总投资30亿元。", set()),
    ("加快横山水库工程、舞水大桥工程等5个项目建设,总投资30亿元。", set()),
    ("推进总投资30亿元的横山水库工程、舞水大桥工程建设。", set()),
    ("横山水库工程开工,一期总投资3亿元。", set()),
    ("推进横山水库工程建设,全市完成投资120亿元。", set()),
    ("推进横山水库工程建设,引进项目40个,总投资50亿元。", set()),
    ("横山水库工程、舞水大桥工程开工建设。该项目总投资5亿元。", set()),
    ("横山水库工程带动投资10亿元。", set()),
    ("横山水库工程开工建设,总投资8亿元的配套产业园签约。", set()),
]


@pytest.mark.parametrize(("text", "expected"), PROSE)
def test_a_figure_belongs_to_one_project_or_to_none(text: str, expected: set[str]) -> None:
    structure = structure_of(text, region_code="431200")
    assert said(found_in(Source("plan.txt", text, "", "txt"), (structure,))) == expected


def test_a_heading_is_what_its_paragraph_tells_of() -> None:
    text = "怀化市重点项目\n一、交通\n\n1.沅江特大桥项目:全长1286米,估算投资6.8亿元,形象进度达31%。\n\n"
    text += "2.舞水大桥项目:总投资5亿元。"
    assert said(extract(Source("plan.txt", text, "", "txt"))) == {
        "沅江特大桥项目 scale 全长1286米",
        "沅江特大桥项目 total_investment 6.8亿元",
        "沅江特大桥项目 progress 31%",
        "舞水大桥项目 total_investment 5亿元",
    }


def test_what_is_said_of_a_project_is_no_part_of_its_name() -> None:
    text = "推进投资35亿元的五强溪扩机工程、建设溆浦通用机场(总投资3.2亿元)。"
    structure = structure_of(text, region_code="431200")
    extraction = found_in(Source("plan.txt", text, "", "txt"), (structure,))
    names = {m.name for m in extraction.mentions if m.type == "Project"}
    assert names == {"五强溪扩机工程", "溆浦通用机场"}


def test_every_attribute_is_proved_by_its_quote() -> None:
    text = "舞水大桥工程,占地120亩,总投资5亿元。"
    structure = structure_of(text, region_code="431200")
    [first, second] = found_in(Source("plan.txt", text, "", "txt"), (structure,)).attributes
    assert [text[one.start : one.end] for one in (first, second)] == [
        "舞水大桥工程,占地120亩",
        "舞水大桥工程,占地120亩,总投资5亿元",
    ]


TABLE = """
2024年怀化市重点项目计划
单位:万元
序号|项目名称|建设性质|建设规模及内容|建设年限|总投资|截至2023年底累计完成投资|2024年计划投资|形象进度
1|舞水大桥工程|新建|主桥长1286米|2023-2025|68000|21000|30000|完成主墩
2|横山水库工程|续建|总库容1200万立方米|2022-2026|12.5亿元|-|50000|
|合计||||193000|21000|80000|
"""


def test_a_table_says_what_its_columns_hold() -> None:
    assert said(extract(source_of(TABLE))) == {
        "舞水大桥工程 nature 新建",
        "舞水大桥工程 scale 主桥长1286米",
        "舞水大桥工程 period 2023-2025",
        "舞水大桥工程 total_investment 68000万元",
        "舞水大桥工程 done_investment 21000万元 2023",
        "舞水大桥工程 year_investment 30000万元 2024",
        "舞水大桥工程 progress 完成主墩",
        "横山水库工程 nature 续建",
        "横山水库工程 scale 总库容1200万立方米",
        "横山水库工程 period 2022-2026",
        "横山水库工程 total_investment 12.5亿元",
        "横山水库工程 year_investment 50000万元 2024",
    }


def test_the_order_of_reading_makes_no_difference() -> None:
    source = source_of(TABLE)
    assert extract(source).attributes == extract(replace(source, sha256="other")).attributes
