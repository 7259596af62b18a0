"""How far a project has come, as its sentence says. The name looked at stands between bars, other names in 【】."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.records import Mention, Stage, Structure
from ingest.facts.stages import with_stages
from tests.graph.named import PARK, PROJECT
from tests.ingest.plan import structure_of


def _read(marked: str, kind: str = "news", year: int | None = 2023) -> tuple[Structure, list[Mention]]:
    """The document without its marks, and its mentions; the one between bars comes first."""
    text, own, others, start = "", list[int](), list[tuple[int, int]](), 0
    for sign in marked:
        if sign == "|":
            own.append(len(text))
        elif sign == "【":
            start = len(text)
        elif sign == "】":
            others.append((start, len(text)))
        else:
            text += sign
    structure = structure_of(text)
    structure = replace(structure, document=replace(structure.document, kind=kind, year=year))
    about = structure.document
    return structure, [
        Mention(about.source, about.id, first, last, text[first:last], PROJECT, text[first:last], "made")
        for first, last in [(own[0], own[1]), *others]
    ]


def _stage(marked: str, kind: str = "news", year: int | None = 2023) -> Stage | None:
    structure, mentions = _read(marked, kind, year)
    return with_stages(structure, mentions)[0].stage


# what is said of that very thing, whether it is planned, by which words
SAID = [
    ("|怀化国际陆港|已建成投用。", "投用", False, "已建成投用"),
    ("|佳惠物流园二期|、【高新物流园】等一批项目建成投用。", "投用", False, "建成投用"),
    ("【怀芷高速】建成通车,|靖黎|、【官新高速】顺利推进。", "在建", False, "顺利推进"),
    ("|怀芷高速|建成通车,【靖黎高速】顺利推进。", "投用", False, "建成通车"),
    ("|怀化国际陆港|建设强势推进。", "在建", False, "强势推进"),
    ("|东站改造工程|完成投资5亿元。", "在建", False, "完成投资"),
    ("|中心医院|主体工程完工。", "在建", False, "主体工程完工"),
    ("|国际陆港|(总投资5亿元,占地30亩)开工建设。", "开工", False, "开工建设"),
    ("|湘河水库|于2021年开工,目前已建成。", "建成", False, "目前已建成"),
    ("|湘河水库|尚未建成。", "在建", False, "尚未建成"),
    ("加快推进|怀桂高铁|前期工作,协同推进【靖永郴铁路】。", "前期", False, "加快推进怀桂高铁前期工作"),
    ("持续做好|安溆高速|、【溆洞高速】前期工作。", "前期", False, "持续做好安溆高速、溆洞高速前期工作"),
    ("启动【双拥公园】,加快推进|岩门公园|建设。", "在建", False, "加快推进"),
    ("加快建设【张吉怀高铁】、|怀邵衡铁路|;开工建设【兰家山水库】。", "在建", False, "加快建设"),
    ("谋划开通|怀化至老挝班列|。", "谋划", False, "谋划开通"),
    ("推动|孝坪抽水蓄能项目|纳规。", "谋划", False, "纳规"),
    ("完成|抚仙湖出流改道|主体工程。", "在建", False, "完成抚仙湖出流改道主体工程"),
    ("改造了|鞍海路|、【鞍腾路】等干线路网。", "建成", False, "改造了"),
    ("力争|怀桂高铁|开工。", "开工", True, "开工"),
    ("确保|显示模组生产线|年内建成投产。", "投用", True, "年内建成投产"),
    ("推进【二跑道】、|核电一期|等项目开工建设。", "开工", True, "开工建设"),
    ("花垣天然气管道、|麻阳天然气管道|即将建成投用。", "投用", True, "即将建成投用"),
    ("正在建设的|怀化国际陆港|是开放的平台。", "在建", False, "正在建设"),
]

# nothing is said of it
UNSAID = [
    "推进以|怀化国际陆港|为支点的开放。",
    "加快建设与|怀化国际陆港|相配套的产业园区。",
    "成立|怀化国际陆港|筹建指挥部。",
    "|怀化国际陆港|建成后将服务全省。",
    "|怀化国际陆港|启动区规模扩大。",
    "推动设立|雪豹保护研究中心|。",
    "加快|怀化国际陆港|周边道路建设。",
    "|怀化国际陆港|三号隧道贯通。",
    "|怀化国际陆港|通车里程增加。",
    "加快建设【张吉怀高铁】。|怀化国际陆港|是开放的平台。",
    "推动|智能掘进装备|等关键技术取得重大突破。",
]


@pytest.mark.parametrize(("text", "stage", "is_planned", "words"), SAID, ids=[case[0] for case in SAID])
def test_what_is_said_of_it(text: str, stage: str, is_planned: bool, words: str) -> None:
    structure, mentions = _read(text)
    found = with_stages(structure, mentions)[0].stage
    assert found is not None
    assert (found.name, found.is_planned, structure.text[found.start : found.end]) == (stage, is_planned, words)


@pytest.mark.parametrize("text", UNSAID)
def test_what_is_said_of_others(text: str) -> None:
    assert _stage(text) is None


# kind and year of the document; whether planned, the year of the fact
TIMES = [
    ("2021年建成|太平溪公园|。", "news", 2023, False, 2021),
    ("|太平溪公园|于2023年建成。", "five_year_plan", 2021, True, 2023),
    ("到2025年,建成|渔潭电站|。", "five_year_plan", 2021, True, 2025),
    ("建成|渔潭电站|。", "action_plan", 2023, True, None),
    ("建成|渔潭电站|。", "news", 2023, False, None),
    ("去年底|渔潭电站|建成投用。", "news", 2023, False, 2022),
    ("今年建成|渔潭电站|。", "action_plan", 2023, True, 2023),
    ("比2020年更快,|渔潭电站|已建成。", "news", 2023, False, None),
    ("计划2025年底前建成|渔潭电站|。", "news", 2023, True, 2025),
    ("“十四五”末|渔潭电站|建成。", "five_year_plan", 2021, True, 2025),
    # a year that is over tells of a fact, whatever the document speaks of and however it was wanted
    ("2021年建成|太平溪公园|。", "action_plan", 2023, False, 2021),
    ("一、“十三五”时期发展成就\n2020年底前|太平溪公园|建成投用。", "five_year_plan", 2021, False, 2020),
]


@pytest.mark.parametrize(("text", "kind", "year", "is_planned", "fact"), TIMES)
def test_when_it_is_so(text: str, kind: str, year: int, is_planned: bool, fact: int | None) -> None:
    found = _stage(text, kind=kind, year=year)
    assert found is not None
    assert (found.is_planned, found.year) == (is_planned, fact)


@pytest.mark.parametrize(("bar", "is_planned", "year"), [("past", False, 2022), ("future", True, None)])
def test_a_report_looks_back_first(bar: str, is_planned: bool, year: int | None) -> None:
    text = "政府工作报告\n一、2022年工作回顾\n%s建成投用。" + "全市经济稳中有进,人民生活继续改善。" * 3
    text += "\n二、2023年工作安排\n建成%s。\n"
    names = ("|国际陆港|", "【渔潭电站】") if bar == "past" else ("【国际陆港】", "|渔潭电站|")
    found = _stage(text % names, kind="work_report", year=2023)
    assert found is not None
    assert (found.is_planned, found.year) == (is_planned, year)


def test_parks_and_names_inside_others_have_none() -> None:
    structure, mentions = _read("|怀化高新区|建成投用。")
    assert with_stages(structure, [replace(mentions[0], type=PARK)])[0].stage is None
    inner = replace(mentions[0], end=mentions[0].end - 1, surface="怀化高新", name="怀化高新")
    assert [one.stage is not None for one in with_stages(structure, [mentions[0], inner])] == [True, False]


def test_a_long_sentence_is_read_in_time() -> None:
    text = "推进" + "、".join(f"|{n}号水库|" if n == 500 else f"{n}号水库" for n in range(1000)) + "建设。"
    found = _stage(text)
    assert found is None or found.name == "在建"
