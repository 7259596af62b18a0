"""Findings of rules and tagger weighed: what agrees is surer, what nobody counted leans on its type."""

from __future__ import annotations

import numpy as np
import pytest

from graph.records import EntityType
from ingest.entities.projects import PROJECT_OBJECT
from ingest.entities.stretches import Finding
from ingest.tagger.contract import OUTSIDE, TYPES, Tag, Tagged
from ingest.tagger.weighing import TAGGED, WEIGHTS, CheckedFinding, Weights, candidates, places_by_type, said_of, weigh

TEXT = "加快建设云岭水库、蓝湖电站,推进湖滨公园"
PROJECT = EntityType.PROJECT
OBJECT = PROJECT_OBJECT


def tagged(*spans: tuple[int, int, float]) -> Tagged:
    chances = np.zeros((len(TEXT), len(TYPES), 3), np.float32)
    chances[..., OUTSIDE] = 1
    column = TYPES.index(PROJECT)
    for start, end, chance in spans:
        chances[start:end, column] = (1 - chance, 0, chance)
        chances[start, column] = (1 - chance, chance, 0)
    return Tagged([Tag(start, end, PROJECT, chance) for start, end, chance in spans], chances)


def found(start: int, end: int) -> Finding:
    return Finding(start, end, PROJECT, TEXT[start:end], OBJECT)


SAID = [
    (found(4, 8), tagged((4, 8, 0.9)), "same"),
    (found(2, 8), tagged((4, 8, 0.9)), "other edges"),
    (found(4, 8), tagged((4, 13, 0.9)), "other edges, likely"),
    (found(4, 8), tagged((9, 13, 0.9)), "nothing"),
    (found(4, 8), None, "alone"),
]


@pytest.mark.parametrize(("finding", "says", "expected"), SAID)
def test_what_the_tagger_says_of_a_rules_finding(finding: Finding, says: Tagged | None, expected: str) -> None:
    assert said_of(finding, says, places_by_type(says.tags if says else ())) == expected


def half_seen(chance: float) -> Tagged:
    """The characters of 云岭水库 may be inside of something, but the tagger sees no name."""
    return Tagged([], tagged((4, 8, chance)).chances)


SUPPORT = [(0.6, "likely"), (0.2, "doubtful"), (0.0, "nothing")]


@pytest.mark.parametrize(("chance", "expected"), SUPPORT)
def test_how_likely_a_name_is_where_the_tagger_sees_none(chance: float, expected: str) -> None:
    assert said_of(found(4, 8), half_seen(chance), {}) == expected


CANDIDATES = [
    ("both see it", [found(4, 8)], tagged((4, 8, 0.92)), [(4, 8, "same")]),
    ("other edges", [found(2, 8)], tagged((4, 8, 0.92)), [(2, 8, "other edges"), (4, 8, "instead 0.90")]),
    ("another name", [found(4, 8)], tagged((9, 13, 0.92)), [(4, 8, "nothing"), (9, 13, "0.90")]),
    ("next to it", [found(4, 9)], tagged((9, 13, 0.92)), [(4, 9, "nothing"), (9, 13, "0.90")]),
    ("the tagger was not asked", [found(4, 8)], None, [(4, 8, "alone")]),
]


@pytest.mark.parametrize(("why", "findings", "says", "expected"), CANDIDATES, ids=[case[0] for case in CANDIDATES])
def test_what_is_to_be_weighed(
    why: str, findings: list[Finding], says: Tagged | None, expected: list[tuple[int, int, str]]
) -> None:
    one = candidates(findings, says, TEXT)
    assert [(each.finding.start, each.finding.end, each.said) for each in one] == expected


def test_what_the_tagger_does_not_find_by_itself_is_no_candidate() -> None:
    says = Tagged([Tag(4, 8, EntityType.COUNTY, 0.99)], tagged().chances)
    assert candidates([], says, TEXT) == []


def test_a_body_that_a_rule_finds_stays_however_unsure_and_one_that_the_tagger_finds_does_not() -> None:
    unsure = Weights({"Department": {"a-rule": {"nothing": (0, 900)}, "tagger": {"0.30": (0, 900)}}})
    for rule, said, stays in ((OBJECT, "nothing", True), (TAGGED, "0.30", False)):
        body = Finding(0, 4, EntityType.DEPARTMENT, "市商务局", rule)
        assert bool(weigh([CheckedFinding(body, said)], unsure)) == stays


WEIGHED = Weights(
    {
        "Project": {
            "project-object": {"same": (95, 100), "other edges": (10, 100), "nothing": (20, 100)},
            "tagger": {"0.90": (90, 100), "0.50": (30, 100), "instead 0.90": (80, 100), "instead 0.50": (5, 100)},
        }
    },
)
KEPT = [
    ("both see it", [found(4, 8)], tagged((4, 8, 0.9)), [(4, 8, "project-object")]),
    ("the tagger alone", [], tagged((9, 13, 0.92)), [(9, 13, "tagger")]),
    ("the tagger is not sure enough", [], tagged((9, 13, 0.52)), []),
    ("the tagger knows better edges", [found(2, 8)], tagged((4, 8, 0.92)), [(4, 8, "tagger")]),
    ("a rule that the tagger does not see", [found(4, 8)], tagged((15, 19, 0.92)), [(15, 19, "tagger")]),
]


@pytest.mark.parametrize(("why", "findings", "says", "expected"), KEPT, ids=[case[0] for case in KEPT])
def test_what_stays(why: str, findings: list[Finding], says: Tagged, expected: list[tuple[int, int, str]]) -> None:
    kept = [one.finding for one in weigh(candidates(findings, says, TEXT), WEIGHED)]
    assert [(one.start, one.end, one.rule.name) for one in kept] == expected


def test_confidence_leans_on_the_type_where_a_rule_was_counted_seldom() -> None:
    counts = {"Project": {"often": {"same": (90, 100)}, "seldom": {"same": (0, 1)}}}
    weights = Weights(counts)
    assert weights.confidence(PROJECT, "often", "same") > weights.confidence(PROJECT, "seldom", "same") > 0.6
    assert weights.confidence(PROJECT, "never", "same") > 0.8
    assert weights.confidence(PROJECT, "often", "nothing") == 0.5


def test_a_step_of_the_tagger_that_was_counted_seldom_leans_on_one_half_and_no_rule_leans_on_the_tagger() -> None:
    weights = Weights({"Project": {"tagger": {"0.90": (8, 8)}}})
    assert weights.confidence(PROJECT, "tagger", "0.90") == 0.75
    assert weights.confidence(PROJECT, "a-rule", "0.90") == 0.5


def test_confidence_has_three_places() -> None:
    assert Weights({"Project": {"a-rule": {"same": (1, 3)}}}).confidence(PROJECT, "a-rule", "same") == 0.382


@pytest.mark.parametrize("lead", ["", "instead "])
def test_a_surer_tag_is_never_counted_as_less_sure(lead: str) -> None:
    for rules in Weights.load(WEIGHTS).counts.values():
        cells = rules.get(TAGGED.name, {})
        steps = sorted(said for said in cells if said.startswith("instead ") == bool(lead))
        shares = [cells[said][0] / cells[said][1] for said in steps]
        assert shares == sorted(shares)
