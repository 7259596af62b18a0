"""Texts that no plan has, each of which once took quadratic time or worse: reading their form grows with their length.

Each takes well less than a second where a machine is quiet; what is super-linear goes beyond the bound by far.
"""

from __future__ import annotations

import pytest

from graph.records import Source
from ingest.form.numbering import MOST_DEPTH
from ingest.form.structure import read_structure
from ingest.sources.reading import CellDraft, Writing
from tests.timing import quiet_seconds

pytestmark = pytest.mark.slow

SECONDS = 2.0  # of a quiet machine
HEAD = "怀化市2023年工作方案\n一、主要目标\n表1 主要指标\n"
TEXTS = {
    "blanks within a line": "一、主要目标" + " " * 20_000 + "x\n二、其他\n",
    "blanks behind 附件": "一、主要目标\n附件" + " " * 3_000 + "。x\n",
    "blanks behind a date": "----\n题目甲乙丙\n正文正文\n时间" + " " * 20_000 + "x\n",
    "blanks behind a title": "坚持以项目建设为中心的发展规划" + " " * 20_000 + "x" * 100 + "\n",
    "blank lines": "一、主要目标\n" + "坚持以项目建设为中心。" * 40 + "\n" * 40_000 + "坚持。",
    "blank lines behind boxes": "专栏1 工程\n交通\n" * 2_000 + "\n" * 20_000 + "二、其他\n",
    "one heading again and again": "一、甲\n" * 7_500,
    "one list in a line": "注:1." * 7_500,
    "a number without end": "第" + "一" * 6_000 + "章\n",
    "page numbers": "- 1 -\n" * 18_000,
    "contents without end": "".join(f"目录\n{number % 200}年度工作任务\n" for number in range(7_500)),
    "headers alone": HEAD + "单位\n" * 2_500 + "某某\n5\n" * 2_000,
    "years": HEAD + "指标\n" + "".join(f"{year}年\n" for year in range(2006, 2035)) + ("名称\n" + "5\n" * 14) * 100,
    "a name over all": HEAD + "序号\n指标\n2020年\n1\n" + "名称\n" * 3_000 + "5.5\n名称\n" * 2_000,
}


def seconds_for(source: Source) -> float:
    return quiet_seconds(lambda: read_structure(source), enough=SECONDS)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_reading_form_grows_with_the_text(text: str) -> None:
    assert seconds_for(Source("plan.txt", text, "", "txt")) < SECONDS


def row(number: int, *texts: str | list[CellDraft]) -> list[CellDraft]:
    return [CellDraft(number, column, [text]) for column, text in enumerate(texts)]


NAMES_AND_SUMS = [*row(0, "甲项目", "5亿元"), *row(1, "乙项目", "6亿元")]
TABLES = {
    "blanks in the header": [*row(0, "指标", *[""] * 7_000), *row(1, *["数值"] * 7_001), *row(2, *["5"] * 7_001)],
    "a cell over all": [CellDraft(0, 0, ["甲" * 20_000], 500, 500), *row(500, "乙", "丙")],
    "cells over each other": [*(CellDraft(0, 0, ["甲"], 300, 300) for _ in range(1_000)), *row(300, "乙", "丙")],
    "one category": [
        *row(0, "类别", "项目名称", "总投资"),
        CellDraft(1, 0, ["5" * 20_000], 2_000),
        *(cell for at in range(1, 2_001) for cell in (CellDraft(at, 1, ["某项目"]), CellDraft(at, 2, ["5"]))),
    ],
    "tables in one cell": [*row(0, "类别", "项目"), *row(1, "交通"), CellDraft(1, 1, [NAMES_AND_SUMS] * 400)],
    "tables in cells": [cell for at in range(400) for cell in row(at, "交通", NAMES_AND_SUMS)],
    "footnote signs": [*row(0, "指标", "★" * 20_000 + "x"), *row(1, "产值", "5")],
}


@pytest.mark.parametrize("cells", TABLES.values(), ids=TABLES)
def test_reading_tables_grows_with_them(cells: list[CellDraft]) -> None:
    writing = Writing()
    writing.grid(cells)
    reading = writing.reading("docx")
    assert seconds_for(Source("plan.docx", reading.text, "", "docx", reading.layout)) < SECONDS


def test_many_boxes_and_tables_are_told_apart_in_time() -> None:
    writing = Writing()
    for number in range(600):
        writing.line(f"表{number % 90 + 1} 主要项目")
        writing.grid([*row(0, "项目名称", "总投资"), *row(1, "某产业园", "5")])
        writing.grid([CellDraft(0, 0, ["专栏1 工程", "交通:建设铁路。"])])
    reading = writing.reading("docx")
    assert seconds_for(Source("plan.docx", reading.text, "", "docx", reading.layout)) < SECONDS


def test_a_run_of_header_words_is_no_table() -> None:
    [many] = read_structure(Source("plan.txt", HEAD + "单位\n" * 40 + "某某\n5\n" * 3, "", "txt"))
    [few] = read_structure(Source("plan.txt", HEAD + "序号\n项目名称\n单位\n" + "1\n某某项目\n5\n" * 3, "", "txt"))
    assert not many.tables
    assert few.tables
    assert "某某" in "".join(many.text[passage.start : passage.end] for passage in many.passages)  # nothing is lost


def test_lists_do_not_nest_without_end() -> None:
    [structure] = read_structure(Source("plan.txt", "一、甲\n" * 50, "", "txt"))
    assert len(structure.sections) >= 49
    assert max(section.depth for section in structure.sections) <= MOST_DEPTH


def test_a_circled_figure_is_no_column_number() -> None:
    writing = Writing()
    writing.grid([*row(0, "指标", "2024年", "2025年"), *row(1, "①", "②", "③"), *row(2, "产值", "5", "6")])
    reading = writing.reading("docx")
    [structure] = read_structure(Source("plan.docx", reading.text, "", "docx", reading.layout))
    assert [cell.text for cell in structure.tables[0].rows[-1].cells] == ["产值", "5", "6"]
