"""Texts that were thought of as hard are read in little time; benchmarks/growth.py says how it grows."""

from __future__ import annotations

import pytest

from graph.records import Source
from ingest.extract import extract
from tests.timing import quiet_seconds

pytestmark = pytest.mark.slow

LONG = 2500  # characters
MOST_SECONDS = 8.0  # usually some tenths; before rules were bounded, ten times as long and more
UNITS = {
    "predicates": "完成开工",
    "digits": "9",
    "list of projects": "沅江水库、",
    "list without signs": "做大企业集团和平台、",
    "areas": "沅陵县、辰溪、",
    "companies": "恒光科技、久日新材料等企业",
    "counts": "等一批1个",
    "years": "2023年",
    "figures": "增长5%、",
    "duties": "(市商务局牵头,市财政局负责)",
    "brackets": "(水库",
    "quotes": "“智慧怀化",
    "works": "铁路新建改扩建",
}


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_a_long_line_of_it_is_read_in_time(unit: str) -> None:
    line = unit * (LONG // len(unit))
    source = Source("plan.txt", f"怀化市2023年工作方案\n一、主要目标\n项目{line}\n", "", "txt")
    assert quiet_seconds(lambda: extract(source), enough=MOST_SECONDS) < MOST_SECONDS
