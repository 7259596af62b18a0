"""What a clause governs: its item, its section, its sentence; leads and responsible units apart."""

from __future__ import annotations

import pytest

from ingest.facts.responsibility import find_responsibilities
from tests.ingest.plan import relations_of, structure_of

PLAN = """怀化市打好发展仗工作方案

一、工作目标

全面完成年度目标任务,推动经济运行整体好转。

二、工作任务

(一)抓好项目建设

1.抓好产业项目。推进惠科显示模组生产线。(市发展改革委牵头,市商务局负责)

2.做好保障。改造老旧小区。(市住建局牵头)改造电网。(国网怀化供电分公司牵头)

(二)防范风险(市财政局牵头)

3.化解债务。盘活存量资产。(市国资委等负责)

4.稳住楼市。支持合理融资需求,工业企业与商贸企业并重。(工业企业由市工信局牵头、商贸企业由市商务局牵头)
"""

GOVERNED = [
    ("惠科显示模组", "市发展改革委", "市商务局"),
    ("改造老旧小区", "市住建局", ""),
    ("改造电网", "国网怀化供电分公司", ""),
    ("盘活存量资产", "市财政局", "市国资委"),
    ("全面完成年度", "", ""),
    ("合理融资", "市工信局|市商务局|市财政局", ""),
]


@pytest.mark.parametrize(("words", "leads", "responsible"), GOVERNED)
def test_governs(words: str, leads: str, responsible: str) -> None:
    structure = structure_of(PLAN)
    at = structure.text.index(words)
    governing = [r for r in find_responsibilities(structure) if r.scope.start <= at < r.scope.end]
    governing.sort(key=lambda r: r.scope.end - r.scope.start)
    assert "|".join(m.name for r in governing for m in r.leads) == leads
    assert "|".join(m.name for r in governing for m in r.responsible) == responsible


def test_topic_and_evidence() -> None:
    structure = structure_of(PLAN)
    found = find_responsibilities(structure)
    topics = [r.topic for r in found]
    assert topics == [
        "抓好产业项目",
        "做好保障",
        "改造电网",
        "防范风险",
        "化解债务",
        "稳住楼市:工业企业",
        "稳住楼市:商贸企业",
    ]
    assert structure.text[found[0].evidence.start : found[0].evidence.end] == "(市发展改革委牵头,市商务局负责)"


def test_clause_right_after_its_heading_governs_what_follows() -> None:
    structure = structure_of(
        "1.完善制度。(牵头单位:市科技局)\n\n建立专项资金,支持成果转化。\n\n2.培育企业。完成认定。\n"
    )
    [duty] = find_responsibilities(structure)
    assert "成果转化" in structure.text[duty.scope.start : duty.scope.end]
    assert "完成认定" not in structure.text[duty.scope.start : duty.scope.end]


LED = [
    ("P<陆港>由市商务局牵头建设,P<水库>由市水利局牵头建设。", "陆港 LED_BY 市商务局|水库 LED_BY 市水利局"),
    ("市商务局牵头建设P<陆港>,市水利局负责推进P<水库>。", "陆港 LED_BY 市商务局|水库 RESPONSIBLE 市水利局"),
    ("建设P<陆港>。建设P<水库>。(陆港由市商务局牵头,水库由市水利局牵头)", "陆港 LED_BY 市商务局|水库 LED_BY 市水利局"),
    ("建设P<陆港>(市商务局牵头)、P<水库>(市水利局牵头)。", "陆港 LED_BY 市商务局|水库 LED_BY 市水利局"),
    ("建设P<陆港>(市商务局)、P<水库>(市水利局、市财政局)。", "陆港 RESPONSIBLE 市商务局|水库 RESPONSIBLE 市财政局"),
    ("建设P<陆港>。(市商务局)\n\n建设P<水库>。(市水利局)", "陆港 RESPONSIBLE 市商务局|水库 RESPONSIBLE 市水利局"),
    (
        "一、项目\n\n牵头单位:市商务局\n\n责任单位:市财政局\n\n建设P<陆港>。\n\n二、水利\n\n推进P<水库>。",
        "陆港 LED_BY 市商务局|陆港 RESPONSIBLE 市财政局",
    ),
    ("建设P<陆港>,责任单位:市商务局。", "陆港 RESPONSIBLE 市商务局"),
]
OTHERS = {"陆港 LED_BY 市水利局", "水库 LED_BY 市商务局", "陆港 RESPONSIBLE 市水利局", "水库 RESPONSIBLE 市商务局"}


@pytest.mark.parametrize(("text", "stated"), LED)
def test_each_project_has_its_own_bodies(text: str, stated: str) -> None:
    found = relations_of(text)
    assert set(stated.split("|")) <= found
    assert not found & OTHERS


def test_sentence_lead_governs_its_sentence() -> None:
    structure = structure_of("建立工作机制。考核由市农牧业局牵头组织。报送材料。")
    [duty] = find_responsibilities(structure)
    assert structure.text[duty.scope.start : duty.scope.end] == "考核由市农牧业局牵头组织。"
