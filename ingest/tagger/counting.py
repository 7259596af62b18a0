"""How often what a finder found was right, counted over labelled stretches: the weights by which findings are weighed.

In: labelled stretches and a tagger that has not seen them. Out: counts of (right, all) by type, rule and what the other
finder says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.records import EntityType, Mention, Structure
from ingest.entities.mentions import find_mentions
from ingest.entities.stretches import Finding, Stretch
from ingest.tagger.beside import finding_of
from ingest.tagger.contract import TextTagger
from ingest.tagger.examples import place_in, stretches_in
from ingest.tagger.labels import Labelled
from ingest.tagger.weighing import TAGGED, CheckedFinding, candidates

SAME = 0.8  # share of their common length that two spans have to share to be one thing: as the scorer counts
Counts = dict[str, dict[str, dict[str, tuple[float, float]]]]


@dataclass(frozen=True, slots=True)
class Counted:
    """The candidates of one stretch, each with whether it was right (None: doubtful), and the firm labels by type."""

    found: tuple[tuple[CheckedFinding, bool | None], ...]
    wanted: tuple[tuple[EntityType, int, int], ...]

    @classmethod
    def of(cls, structures: Sequence[Structure], labelled: Labelled, tagger: TextTagger) -> Iterator[Counted]:
        """One for each stretch of running text in the labelled one."""
        parts = list(stretches_in(structures, labelled))
        tagged = tagger.tag([stretch.text for stretch, _, _ in parts])
        mentions = [mention for structure in structures for mention in find_mentions(structure)]
        for (stretch, start, end), said in zip(parts, tagged, strict=True):
            own = [finding_of(stretch, mention) for mention in mentions if _is_inside(mention, stretch)]
            found = [
                (one, _is_right(one.finding, stretch, labelled))
                for one in candidates(own, said, stretch.text)
                if one.finding.type in labelled.types and start <= one.finding.start and one.finding.end <= end
            ]
            wanted = {
                (label.type, *place)
                for label in labelled.labels
                if not label.doubtful and (place := place_in(stretch, label)) and start <= place[0] and place[1] <= end
            }
            yield cls(tuple(found), tuple(sorted(wanted)))


def _is_inside(mention: Mention, stretch: Stretch) -> bool:
    return stretch.view.places[0] <= mention.start and mention.end <= stretch.view.places[-1] + 1


def _is_right(finding: Finding, stretch: Stretch, labelled: Labelled) -> bool | None:
    """None where only a doubtful label answers to it."""
    answers = [
        label.doubtful
        for label in labelled.labels
        if label.type is finding.type and (place := place_in(stretch, label)) and share(place, finding) >= SAME
    ]
    return None if answers and all(answers) else bool(answers)


def share(place: tuple[int, int], finding: Finding) -> float:
    """What two spans have in common, of what they cover together."""
    common = min(place[1], finding.end) - max(place[0], finding.start)
    return max(0, common) / (max(place[1], finding.end) - min(place[0], finding.start))


def count(counted: Sequence[Counted]) -> Counts:
    """(right, all) by type, rule and what the other finder says; a surer tag is right at least as often as another."""
    cells: defaultdict[str, defaultdict[str, defaultdict[str, list[float]]]]
    cells = defaultdict(lambda: defaultdict(lambda: defaultdict(lambda: [0.0, 0.0])))
    for one, is_right in (pair for part in counted for pair in part.found):
        if is_right is not None:
            cell = cells[one.finding.type.value][one.finding.rule.name][one.said]
            cell[0] += is_right
            cell[1] += 1
    return {
        kind: {
            rule: {said: (right, seen) for said, (right, seen) in _rising(rule, held).items()}
            for rule, held in rules.items()
        }
        for kind, rules in cells.items()
    }


def _rising(rule: str, cells: dict[str, list[float]]) -> dict[str, tuple[float, float]]:
    """The steps of a tag's chance in rising order, neighbours that fall put together (pool adjacent violators)."""
    plain = {said: (right, seen) for said, (right, seen) in cells.items()}
    if rule != TAGGED.name:
        return plain
    rising: dict[str, tuple[float, float]] = {}
    for is_instead in (False, True):
        steps = sorted(said for said in plain if said.startswith("instead ") == is_instead)
        pools: list[tuple[list[str], float, float]] = []
        for step in steps:
            pools.append(([step], *plain[step]))
            while len(pools) > 1 and pools[-2][1] * pools[-1][2] > pools[-1][1] * pools[-2][2]:
                names, right, seen = pools.pop()
                before = pools.pop()
                pools.append(([*before[0], *names], before[1] + right, before[2] + seen))
        rising |= {name: (right, seen) for names, right, seen in pools for name in names}
    return rising
