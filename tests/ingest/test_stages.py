"""How far a project has come, as its sentence says. The name looked at stands between bars."""

from __future__ import annotations

import pytest

from graph.records import Block, BlockKind, Document, Mention, Structure
from ingest.facts.stages import stage_at, with_stages
from tests.graph.named import PROJECT

CASES = [
    ("谋划开通|怀化至老挝国际班列|,年内开行班列200列以上", "谋划"),
    ("推动怀化高新区|用户侧抽水蓄能项目|纳规", "谋划"),
    ("规划新建|邵阳—怀化成品油管道|", "谋划"),
    ("加快推进|怀桂高铁|前期工作,协同推进靖永郴铁路", "前期"),
    ("持续做好|安溆|、溆洞高速前期工作", "前期"),
    ("推动|沅陵|、辰溪抽水蓄能电站建设", "前期"),
    ("力争|怀桂高铁|开工", "前期"),
    ("开工建设沅陵车坪、|辰溪孝坪抽水蓄能项目|,推动孝坪小镇纳规", "开工"),
    ("公共机构全覆盖,|市生活垃圾焚烧发电项目|动工建设", "开工"),
    ("|怀化国际陆港|启动建设、快速推进", "开工"),
    ("启动|湖天双拥公园二期景观工程|,加快推进岩门公园建设", "开工"),
    ("启动湖天双拥公园二期景观工程,加快推进|岩门公园|建设", "在建"),
    ("加快建设张吉怀高铁、|怀邵衡铁路|;开工建设兰家山水库", "在建"),
    ("加快建设张吉怀高铁、怀邵衡铁路;开工建设|兰家山水库|", "开工"),
    ("建设高新区热电联产和|怀化垃圾焚烧发电项目|", "在建"),
    ("怀芷高速建成通车,|靖黎|、官新高速顺利推进", "在建"),
    ("确保|惠科显示模组生产线|年内建成投产", "在建"),
    ("到2025年,建成|辰溪渔潭电站|", "在建"),
    ("芷江机场|航站楼改扩建工程|全面完成,高铁南站改扩建工程稳步推进", "建成"),
    ("2021年建成|太平溪公园|", "建成"),
    ("|怀芷高速|建成通车,靖黎、官新高速顺利推进", "投用"),
    ("|佳惠物流产业园二期|、怀化高新产业物流园一期建成投用", "投用"),
    ("“最美高铁”|张吉怀|正式开通运营,旅游驶入快车道", "投用"),
    ("推进以|怀化国际陆港|为战略支点的高水平对外开放", None),
    ("加快建设与|怀化国际陆港|相配套的临港产业园区", None),
    ("推进通关便利化,将口岸功能内移到|怀化国际陆港|场站", None),
    ("全力推进|怀化国际陆港|提质扩能", "在建"),
    ("加快推进|盛隆技改|、科元装置等项目竣工投产", "在建"),
    ("推进沈阳机场二跑道、|庄河核电一期|等项目开工建设", "前期"),
    ("全市有|芷江机场|一座", None),
    ("加快建设张吉怀高铁。|怀化国际陆港|是开放的平台", None),
]


@pytest.mark.parametrize(("sentence", "stage"), CASES)
def test_stage_at(sentence: str, stage: str | None) -> None:
    before, name, after = sentence.split("|")
    assert stage_at(before + name + after, len(before), len(before) + len(name)) == stage


def test_with_stages_reads_lines_put_together_and_stays_in_its_block() -> None:
    text = "开工建\n设兰家山\n水库\n\n黄二水库"
    document = Document("a#1", "a", "a", "other", None, None, None, None, None, None, 0, len(text))
    cut = text.index("黄")
    blocks = tuple(Block(BlockKind.PARAGRAPH, *place, None) for place in ((0, cut), (cut, len(text))))
    structure = Structure(document, text, (), blocks, (), ())
    places = [(text.index("兰"), cut - 2), (cut, len(text))]
    mentions = [
        Mention("a", "a#1", start, end, text[start:end], PROJECT, "".join(text[start:end].split()), "made")
        for start, end in places
    ]
    assert [mention.stage for mention in with_stages(structure, mentions)] == ["开工", None]
