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
from ingest.entities.stretches import Finding
from ingest.rules import Example, rule
from ingest.tagger.contract import TYPES, Tag, Tagged
from ingest.tagger.edges import whole

WEIGHTS = Path(__file__).parent / "weights.json"
STEADY = 8.0  # labelled findings that what is known of the type weighs against a rule's own few
# A finding is kept where it is about as likely right as wrong. Less than one half, as what is counted are networks that
# have seen fewer documents than the one that is shipped; on ten documents that none had seen .4 to .5 did alike.
LEAST = 0.45
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
class Candidate:
    """A finding, and what the other finder says of it."""

    finding: Finding
    said: str


def candidates(findings: Sequence[Finding], tagged: Tagged | None, text: str) -> list[Candidate]:
    """The rules' findings, and of the tagger's spans those that are not the same as one of them."""
    found = [Candidate(finding, said_of(finding, tagged)) for finding in findings]
    places = {(finding.type, finding.start, finding.end) for finding in findings}
    for tag in (whole(tag, text) for tag in tagged.tags) if tagged else ():
        if tag.type in TAGGED.finds and (tag.type, tag.start, tag.end) not in places:
            is_met = any(_is_met(tag, finding) for finding in findings)
            said = f"{'instead ' if is_met else ''}{chance_step(tag.chance)}"
            found.append(Candidate(Finding(tag.start, tag.end, tag.type, text[tag.start : tag.end], TAGGED), said))
    return found


def said_of(finding: Finding, tagged: Tagged | None) -> str:
    """What the tagger says of a rule's finding: it sees the same, other edges, or no name, more or less surely."""
    if tagged is None or finding.type not in TYPES:
        return ALONE
    over = [tag for tag in tagged.tags if _is_met(tag, finding)]
    if any((tag.start, tag.end) == (finding.start, finding.end) for tag in over):
        return "same"
    support = tagged.support(finding.start, finding.end, finding.type)
    if over:
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


def weigh(found: Iterable[Candidate], weights: Weights) -> list[Weighed]:
    """Those that are sure enough; where a rule and the tagger see other edges of one thing, the surer."""
    sure = [weighed for one in found if _stays(weighed := _weighed(one, weights))]
    tags = [one for one in sure if one.finding.rule is TAGGED]
    rules = [one for one in sure if one.finding.rule is not TAGGED]
    kept = [one for one in rules if not any(_is_surer(tag, one) for tag in tags)]
    kept += [tag for tag in tags if not any(_is_met(tag.finding, one.finding) for one in kept)]
    return sorted(kept, key=lambda one: (one.finding.start, one.finding.end, one.finding.type, one.finding.name))


def _stays(one: Weighed) -> bool:
    kind = one.finding.type
    is_listed = kind in LISTED and one.finding.rule is not TAGGED
    return is_listed or one.confidence >= LEAST


def _weighed(one: Candidate, weights: Weights) -> Weighed:
    return Weighed(one.finding, weights.confidence(one.finding.type, one.finding.rule.name, one.said))


def _is_surer(tag: Weighed, other: Weighed) -> bool:
    return _is_met(tag.finding, other.finding) and tag.confidence > other.confidence


def _is_met(one: Tag | Finding, other: Tag | Finding) -> bool:
    return one.type is other.type and _overlaps(one, other)


def _overlaps(one: Tag | Finding, other: Tag | Finding) -> bool:
    return one.start < other.end and other.start < one.end
