"""The rules' findings and the tagger's in one stretch, weighed against each other: how sure each is, and which stay.

In: findings of the rules, what the tagger says of the stretch, and `Weights`: how often a finding of that kind was
right in labelled documents that the tagger had not seen (counted by `ingest.tagger.training`). Out: the findings that
stay, each with its confidence. Where the tagger was not asked, as in cells, a finding counts as its rule alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.records import EntityType
from ingest.entities.places import Places
from ingest.entities.stretches import Finding
from ingest.rules import Example, rule
from ingest.tagger.contract import TYPES, Tag, Tagged
from ingest.tagger.edges import whole

WEIGHTS = Path(__file__).parent / "weights.json"
STEADY = 8.0  # labelled findings that what is known of the type weighs against a rule's own few
# A finding is kept where it is about as likely right as wrong. Less than one half, as what is counted are networks that
# have seen fewer documents than the one that is shipped; on ten documents that none had seen .4 to .5 did alike.
LEAST = 0.45
NOWHERE = Places(())
ALONE = "alone"  # where the tagger was not asked
LISTED = (EntityType.DEPARTMENT,)  # told by parentheses and a gazetteer: what rules find of them stays

TAGGED = rule(
    "tagger",
    EntityType.PROJECT,
    EntityType.PARK,
    EntityType.INDUSTRY,
    EntityType.ENTERPRISE,
    EntityType.DEPARTMENT,
    says="A name in running text as the learned tagger sees it, where no rule says anything surer.",
    example=Example("全力推进蓝湖锂电二期、云岭水库扩容加快建设。", "云岭水库扩容"),
    counter=Example("全面落实各项工作要求。"),
)


@dataclass(frozen=True, slots=True)
class Weights:
    """Counts of (right, all) by type, then by rule, then by what the tagger says."""

    counts: Mapping[str, Mapping[str, Mapping[str, tuple[float, float]]]]

    @classmethod
    @cache
    def load(cls, path: Path = WEIGHTS) -> Weights:
        """What was counted when the tagger was trained."""
        return cls(json.loads(path.read_text(encoding="utf-8"))["counts"])

    def confidence(self, kind: EntityType, rule_name: str, said: str) -> float:
        """How likely a finding of this rule, of which the tagger says this, is right: counted, and for a rule that was
        counted seldom leaning on what is known of all rules of the type; 0 to 1, to three places."""
        of_type = self.counts.get(kind, {})
        everywhere = [cells[said] for name, cells in of_type.items() if said in cells and name != TAGGED.name]
        right, seen = sum(r for r, _ in everywhere), sum(n for _, n in everywhere)
        general = (right + 1) / (seen + 2)
        own_right, own_seen = of_type.get(rule_name, {}).get(said, (0.0, 0.0))
        return round((own_right + STEADY * general) / (own_seen + STEADY), 3)


@dataclass(frozen=True, slots=True)
class CheckedFinding:
    """A finding, and what the other finder says of it."""

    finding: Finding
    said: str


def candidates(findings: Sequence[Finding], tagged: Tagged | None, text: str) -> list[CheckedFinding]:
    """The rules' findings, and of the tagger's spans those that are not the same as one of them."""
    tags = places_by_type(tagged.tags) if tagged else {}
    found = [CheckedFinding(finding, said_of(finding, tagged, tags)) for finding in findings]
    places = places_by_type(findings)
    for tag in (whole(tag, text) for tag in tagged.tags) if tagged else ():
        own = places.get(tag.type, NOWHERE)
        if tag.type in TAGGED.finds and (tag.start, tag.end) not in own:
            said = f"{'instead ' if own.overlap(tag.start, tag.end) else ''}{chance_step(tag.chance)}"
            found.append(CheckedFinding(Finding(tag.start, tag.end, tag.type, text[tag.start : tag.end], TAGGED), said))
    return found


def places_by_type(found: Iterable[Tag | Finding]) -> dict[EntityType, Places]:
    """Where those of each type stand."""
    spans: dict[EntityType, list[tuple[int, int]]] = {}
    for one in found:
        spans.setdefault(one.type, []).append((one.start, one.end))
    return {kind: Places(of_type) for kind, of_type in spans.items()}


def said_of(finding: Finding, tagged: Tagged | None, tags: Mapping[EntityType, Places]) -> str:
    """What the tagger says of a rule's finding: it sees the same, other edges, or no name, more or less surely.
    `tags`: the places of its tags."""
    if tagged is None or finding.type not in TYPES:
        return ALONE
    over = tags.get(finding.type, NOWHERE)
    if (finding.start, finding.end) in over:
        return "same"
    support = tagged.support(finding.start, finding.end, finding.type)
    if over.overlap(finding.start, finding.end):
        return "other edges, likely" if support >= 0.8 else "other edges"
    return "likely" if support >= 0.4 else "doubtful" if support >= 0.1 else "nothing"


def chance_step(chance: float) -> str:
    """The step in which a tag's chance is counted: from .3 to .95 in twentieths."""
    return f"{min(0.95, max(0.3, int(chance * 20) / 20)):.2f}"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A finding that is sure enough, and how sure: 0 to 1, to three places."""

    finding: Finding
    confidence: float


def weigh(found: Iterable[CheckedFinding], weights: Weights) -> list[Weighed]:
    """Those that are sure enough; where a rule and the tagger see other edges of one thing, the surer."""
    sure = [weighed for one in found if _stays(weighed := _weighed(one, weights))]
    tags = [one for one in sure if one.finding.rule is TAGGED]
    rules = [one for one in sure if one.finding.rule is not TAGGED]
    places = places_by_type(tag.finding for tag in tags)
    surest: dict[tuple[EntityType, int, int], float] = {}
    for tag in tags:
        key = _place_of(tag.finding)
        surest[key] = max(tag.confidence, surest.get(key, 0.0))
    kept = [one for one in rules if not _is_outweighed(one, places.get(one.finding.type, NOWHERE), surest)]
    taken = places_by_type(one.finding for one in kept)
    kept += [
        tag for tag in tags if not taken.get(tag.finding.type, NOWHERE).overlap(tag.finding.start, tag.finding.end)
    ]
    return sorted(kept, key=lambda one: (one.finding.start, one.finding.end, one.finding.type, one.finding.name))


def _stays(one: Weighed) -> bool:
    kind = one.finding.type
    is_listed = kind in LISTED and one.finding.rule is not TAGGED
    return is_listed or one.confidence >= LEAST


def _weighed(one: CheckedFinding, weights: Weights) -> Weighed:
    return Weighed(one.finding, weights.confidence(one.finding.type, one.finding.rule.name, one.said))


def _place_of(finding: Finding) -> tuple[EntityType, int, int]:
    return finding.type, finding.start, finding.end


def _is_outweighed(one: Weighed, tags: Places, surest: Mapping[tuple[EntityType, int, int], float]) -> bool:
    """Whether a tag over the finding is surer than it."""
    kind, start, end = _place_of(one.finding)
    return any(surest[kind, a, b] > one.confidence for a, b in tags.near(start, end))
