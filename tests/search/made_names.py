"""Names that a made-up knowledge base knows, for tests of plans."""

from __future__ import annotations

from search.plan.plan import Plan
from search.plan.reading import read_plan
from search.question import Known, understand

NAMES = {
    "云岭高新区": "park-1",
    "溪口工业集中区": "park-2",
    "临江物流园": "park-3",
    "青溪电站": "project-1",
    "长岭水库": "project-2",
    "北山隧道": "project-3",
    "云青高铁": "project-4",
    "环湖快线": "project-5",
    "星河显示生产线": "project-6",
    "星河科技": "enterprise-1",
    "鼎丰集团": "enterprise-2",
    "市商务局": "department-1",
    "市教育局": "department-2",
    "县水利局": "department-3",
    "电子信息": "industry-1",
    "绿色食品": "industry-2",
    "农机": "industry-3",
    "粮食产量": "indicator-1",
    "衢州": "county-1",
    "16": "indicator-2",
}


def find_names(text: str) -> list[Known]:
    """The names in a text, longest first, not overlapping."""
    found: list[Known] = []
    for name in sorted(NAMES, key=len, reverse=True):
        start = text.find(name)
        if start >= 0 and all(start + len(name) <= one.start or one.end <= start for one in found):
            found.append(Known(start, start + len(name), name, (NAMES[name],)))
    return sorted(found, key=lambda known: known.start)


def plan_of(text: str) -> Plan:
    """A question of the made-up knowledge base, read."""
    return read_plan(understand(text, find_names=find_names))
