"""Targets from a recognised text: those whose figure is in doubt are unsafe, whatever else they say."""

from __future__ import annotations

import pytest

from graph.records import DOUBTFUL, Comparator, Layout, Source, Spot, Target, TargetKind
from ingest.extract import extract
from ingest.facts.doubts import with_doubts

TEXT = "绥宁县2024年政府工作报告\n今年目标是地区生产总值增长6%以上,粮食产量达到25万吨。"


def unsafe(surenesses: dict[str, float]) -> dict[str, str | None]:
    """By value: why the target is unsafe, when these wordings were recognised so surely."""
    spots = tuple(
        Spot(TEXT.index(word), TEXT.index(word) + len(word), 1, None, sure=s) for word, s in surenesses.items()
    )
    found = extract(Source("扫描.png", TEXT, "", "png", Layout(spots=spots))).targets
    return {target.value: target.unsafe for target in found}


@pytest.mark.parametrize(
    ("surenesses", "expected"),
    [
        ({}, {"6": None, "25": None}),
        ({"6%": DOUBTFUL, "25万": 1.0}, {"6": None, "25": None}),
        ({"6%": DOUBTFUL - 0.01}, {"6": "doubtful recognition", "25": None}),
        ({"25万": 0.4}, {"6": None, "25": "doubtful recognition"}),
        ({"绥宁县": 0.4}, {"6": None, "25": None}),
    ],
)
def test_a_target_is_as_safe_as_its_figure(surenesses: dict[str, float], expected: dict[str, str | None]) -> None:
    assert unsafe(surenesses) == expected


def test_a_doubt_in_a_neighbouring_cell_is_that_cells_alone() -> None:
    text = "粮食产量(万吨)\n199\n2379"
    target = Target(
        "扫描.png",
        "扫描.png#1",
        0,
        len(text),
        "粮食产量",
        "2379",
        "万吨",
        2025,
        Comparator.EQUAL,
        TargetKind.TARGET,
        None,
        "table",
    )
    assert with_doubts(text, [target], [Spot(9, 12, 1, None, sure=0.3)])[0].unsafe is None
    assert with_doubts(text, [target], [Spot(13, 17, 1, None, sure=0.3)])[0].unsafe == "doubtful recognition"
    assert with_doubts(text, [target], [Spot(0, 8, 1, None, sure=0.3)])[0].unsafe == "doubtful recognition"
