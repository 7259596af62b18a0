"""Texts in odd characters and broken lines are read like plain ones; what is quoted stays as it is written."""

from __future__ import annotations

import pytest

from graph.records import About, Layout, Source
from ingest.entities.mentions import find_mentions
from ingest.facts.targets import find_targets
from ingest.form.reading import Reading
from ingest.form.structure import read_structure
from search.terms import find_words

PLAN = (
    "横县2024年国民经济和社会发展计划\n一、主要目标\n2024年全县地区生产总值增长6%以上，粮食播种面积稳定在23.5万亩以上。\n"
    "二、重点任务\n（一）抓好重大项目建设。推进横县产业园三期、滨海大道改造等项目建设。（县发展和改革局牵头）\n"
)
RADICALS = PLAN.translate(str.maketrans("长食生面目一民", "⻓⻝⽣⾯⽬⼀⺠"))
ZERO_WIDTH = "".join(sign + ("\u200b" if at % 3 == 1 and sign != "\n" else "") for at, sign in enumerate(PLAN))
TRADITIONAL = (
    "橫縣2024年國民經濟和社會發展計劃\n一、主要目標\n2024年全縣地區生產總值增長6%以上，糧食播種面積穩定在23.5萬畝以上。\n"
    "二、重點任務\n（一）抓好重大項目建設。推進橫縣產業園三期、濱海大道改造等項目建設。（縣發展和改革局牽頭）\n"
)


@pytest.mark.parametrize("text", [PLAN, RADICALS, ZERO_WIDTH, TRADITIONAL])
def test_read_as_the_plain_text(text: str) -> None:
    (structure,) = read_structure(Source("a.txt", text, "", "txt"))
    document = structure.document
    assert (document.title, document.region, document.year) == ("横县2024年国民经济和社会发展计划", "横州市", 2024)
    assert [section.title for section in structure.sections] == ["主要目标", "重点任务", "抓好重大项目建设"]
    targets = {(target.indicator, target.value, target.year) for target in find_targets(structure)[0]}
    assert targets == {("地区生产总值增长", "6", 2024), ("粮食播种面积", "23.5", 2024)}
    mentions = find_mentions(structure)
    assert {"滨海大道改造", "横州市"} <= {mention.name for mention in mentions} | {document.region}
    assert all(text[section.start] in "一二⼀（" for section in structure.sections)
    assert all(text[mention.start : mention.end] == mention.surface for mention in mentions)


def test_a_question_in_simplified_characters_finds_them() -> None:
    wanted = {"粮食", "播种"}
    assert all(wanted <= set(find_words(text)) for text in (PLAN, RADICALS, ZERO_WIDTH, TRADITIONAL))


WRAPPED = """某某县2024年国民经济和社会发展计划
一、主要目标
2024年全县地区生产总值增长6%以上，规模以上工业增加
值增长8%，固定资产投资增长5%，粮食播种面积稳定在23
— 2 —
某某县2024年国民经济和社会发展计划
.5万亩以上。
二、重点任务
建成环城公路并开工建设大桥两座和隧道一条，完成投资12
.5亿元。推进县城污水处理厂扩建、老旧小区改造、标准厂
房建设、河道整治、管网改造等项目。
第 3 页
三、保障措施
各单位按季报送。
"""


def test_a_sentence_goes_on_over_lines_and_pages() -> None:
    (structure,) = read_structure(Source("a.txt", WRAPPED, "", "txt"))
    found = {(target.indicator, target.value, target.unit) for target in find_targets(structure)[0]}
    assert {("规模以上工业增加值增长", "8", "%"), ("粮食播种面积", "23.5", "万亩")} <= found
    text = Reading.of(structure).text
    assert "完成投资12.5亿元" in text
    assert "标准厂房建设" in text
    holes = [WRAPPED[hole.start : hole.end] for block in structure.blocks for hole in block.holes]
    assert holes == ["— 2 —", "某某县2024年国民经济和社会发展计划"]


def test_what_a_file_says_of_itself_goes_first() -> None:
    about = About("耒阳市2024年重点项目方案", "2024-03-05", "耒政发〔2024〕3号", "耒阳市人民政府")
    text = "某某县工作要点\n某发〔2020〕9号\n2020年1月1日\n一、主要目标\n全市生产总值增长6%。\n"
    (structure,) = read_structure(Source("a.html", text, "", "html", Layout(about=about)))
    found = structure.document
    assert (found.title, found.published, found.doc_number, found.issuer) == (
        about.title,
        about.published,
        about.doc_number,
        about.issuer,
    )
