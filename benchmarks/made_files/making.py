"""Makers of tables and a random generator → whole plans."""

from __future__ import annotations

import random
from collections.abc import Sequence

from benchmarks.made_files.plans import Plan, outline
from benchmarks.made_files.tables import INDICATOR_TABLES, PROJECT_TABLES, Maker

REGIONS = ("绥宁县", "洪江市", "会同县", "溆浦县", "辰溪县", "武冈市", "隆回县", "桂东县", "怀化市", "双峰县")
CITY = "怀化市"  # whose areas the tables of areas list
CAPTIONS = {
    "unit column": "表{n} “十四五”时期经济社会发展主要指标",
    "merged categories": "专栏{n} “十四五”时期主要指标",
    "category rows": "表{n} 主要目标一览表",
    "two header rows": "表{n} 2025年主要预期目标",
    "three header rows": "表{n} 规划目标分年度表",
    "unit above": "表{n} 主要经济指标",
    "growth or sum": "专栏{n} 经济社会发展主要指标",
    "areas as rows": "表{n} 2025年各县市区目标任务分解表",
    "areas, two header rows": "表{n} 各县市区主要指标计划表",
    "project list": "附表{n} 2025年重点建设项目表",
    "project groups": "附表{n} 2025年重点项目投资计划表",
    "project categories": "附表{n} “十四五”重大项目表",
}


def make_plan(chance: random.Random, makers: Sequence[Maker], sections: int = 4, each: int = 2) -> Plan:
    """A plan of so many sections, its tables spread over them."""
    by_area = any("areas" in maker.__name__ for maker in makers)
    region = CITY if by_area else chance.choice(REGIONS)
    plan = Plan(_title(region, makers), region)
    flow = list(outline(chance, sections, each)) if sections else []
    tables = [maker(chance, region) for maker in makers]
    for number, table in enumerate(tables, 1):
        table.caption = CAPTIONS[table.layout].format(n=number)
    plan.flow = [*flow]
    heads = [*[at for at, line in enumerate(flow) if line.level == 1][1:], len(flow)]
    for at, table in reversed(list(zip(spread(heads, len(tables)), tables, strict=True))):
        plan.flow.insert(at, table)
    return plan


def spread(places: Sequence[int], count: int) -> list[int]:
    """So many of the places, in order, the last for what is left."""
    return [places[min(at, len(places) - 1)] for at in range(count)]


def _title(region: str, makers: Sequence[Maker]) -> str:
    if all(maker in PROJECT_TABLES for maker in makers) and makers:
        return f"{region}2025年重点建设项目计划"
    if any(maker.__name__ in ("two_level", "unit_above", "areas_as_rows", "areas_two_level") for maker in makers):
        return f"{region}2025年国民经济和社会发展计划"
    return f"{region}国民经济和社会发展第十四个五年规划纲要"


def makers_in_turn(number: int, count: int, of: Sequence[Maker] = (*INDICATOR_TABLES, *PROJECT_TABLES)) -> list[Maker]:
    """So many makers, others for each number."""
    return [of[(number * 5 + at * 7) % len(of)] for at in range(count)]
