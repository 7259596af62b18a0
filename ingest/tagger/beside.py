"""The tagger beside the rules: the mentions that the rules found go in, what both find comes out, each with how sure.

Only running text is tagged. What stands in cells stays as the rules read it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.records import BlockKind, EntityType, Mention, Structure
from ingest.entities.coordination import read_items
from ingest.entities.mentions import mention_of, stretches_of
from ingest.entities.places import Places
from ingest.entities.stretches import Finding, Stretch
from ingest.rules import REGISTRY
from ingest.tagger.contract import Tagged, TextTagger
from ingest.tagger.weighing import ALONE, TAGGED, Weighed, Weights, candidates, weigh


def tag_beside(structure: Structure, mentions: Sequence[Mention], tagger: TextTagger) -> list[Mention]:
    """Read the document's running text once more, and keep what is sure enough."""
    running = (stretch for stretch in stretches_of(structure) if stretch.kind is not BlockKind.TABLE)
    stretches = sorted(running, key=lambda stretch: stretch.view.places[0])  # cells that hold running text come last
    tagged = tagger.tag([stretch.text for stretch in stretches])
    weights = Weights.load(tagger.weights)
    own, left = _by_stretch(stretches, mentions)
    kept = [
        mention
        for stretch, inside, said in zip(stretches, own, tagged, strict=True)
        for mention in _weighed(structure, stretch, inside, said, weights)
    ]
    kept += (replace(one, confidence=weights.confidence(one.type, one.rule, ALONE)) for one in left)
    return sorted(kept, key=lambda m: (m.start, m.end, m.type.value, m.name, m.rule))


def _by_stretch(stretches: Sequence[Stretch], mentions: Sequence[Mention]) -> tuple[list[list[Mention]], list[Mention]]:
    """The mentions that stand wholly in each stretch, and the others (in cells). Stretches are in reading order."""
    starts = [stretch.view.places[0] for stretch in stretches]
    own: list[list[Mention]] = [[] for _ in stretches]
    left = []
    for mention in mentions:
        number = bisect_right(starts, mention.start) - 1
        if number >= 0 and mention.end <= stretches[number].view.places[-1] + 1:
            own[number].append(mention)
        else:
            left.append(mention)
    return own, left


def _weighed(
    structure: Structure, stretch: Stretch, own: Sequence[Mention], said: Tagged, weights: Weights
) -> Iterator[Mention]:
    by_finding = {finding_of(stretch, mention): mention for mention in own}
    kept = weigh(candidates(list(by_finding), said, stretch.text), weights)
    for one in kept:
        if one.finding in by_finding:
            yield replace(by_finding[one.finding], confidence=one.confidence)
    for kind in TAGGED.finds:
        of_type = [one for one in kept if one.finding.type is kind]
        for finding, confidence in _items(stretch, of_type, EntityType(str(kind))):
            yield replace(mention_of(structure, stretch, finding), confidence=confidence)


def _items(stretch: Stretch, kept: Sequence[Weighed], kind: EntityType) -> Iterator[tuple[Finding, float]]:
    """The tagger's spans of one type, cut and named as the lists say in which they stand with those of the rules."""
    tags = [one for one in kept if one.finding.rule is TAGGED]
    if not tags:
        return
    by_place = {(one.finding.start, one.finding.end): one for one in reversed(tags)}
    tagged = Places(by_place)
    places = sorted({(one.finding.start, one.finding.end) for one in kept})
    for item in read_items(stretch, places, kind):
        over = [(a, b) for a, b in tagged.near(item.start, item.end) if a <= item.start and item.end <= b]
        if over:
            yield Finding(item.start, item.end, kind, item.name, TAGGED), by_place[min(over)].confidence


def finding_of(stretch: Stretch, mention: Mention) -> Finding:
    """A mention as its rule found it in the stretch."""
    places = stretch.view.places
    start, end = bisect_left(places, mention.start), bisect_left(places, mention.end)
    return Finding(start, end, mention.type, mention.name, REGISTRY[mention.rule], mention.code, mention.place)
