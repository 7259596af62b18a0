"""Tags that stop inside a name get its end; the others stay. “甲|乙”: the tag, and what it should take in."""

from __future__ import annotations

import pytest

from graph.records import EntityType
from ingest.tagger.contract import Tag
from ingest.tagger.edges import whole

PARK, ENTERPRISE, PROJECT = EntityType.PARK, EntityType.ENTERPRISE, EntityType.PROJECT
CASES = [
    (PARK, "加快", "云岭|旅游区", "与主城区一体化"),
    (PARK, "建好", "川渝|先进制造业共建产业园", ",推动"),
    (PARK, "推进", "云岭高新区|", "建设产业园"),
    (PARK, "推进", "云岭|", "、湖滨等产业园建设"),
    (PARK, "推进", "云岭|", "和湖滨产业园"),
    (ENTERPRISE, "加快", "萱湖|医药", "等重点项目"),
    (ENTERPRISE, "支持", "远山|锂业", "、蓝湖科技"),
    (ENTERPRISE, "要求", "长河银行云岭|分行", "要积极"),
    (ENTERPRISE, "推进", "北车|", "新能源电驱系统"),
    (ENTERPRISE, "推进", "柳铁|", "冷轧项目"),
    (PROJECT, "推进", "云岭|", "旅游区"),
]


@pytest.mark.parametrize(("kind", "before", "name", "behind"), CASES)
def test_where_a_name_ends(kind: EntityType, before: str, name: str, behind: str) -> None:
    head, _, rest = name.partition("|")
    tag = Tag(len(before), len(before + head), kind, 0.9)
    found = whole(tag, before + head + rest + behind)
    assert (before + head + rest + behind)[found.start : found.end] == head + rest
