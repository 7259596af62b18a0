"""A person's corrections, and what one source says with them.

In: decisions, and the extraction of a source. Out: the extraction as it was put right, and which corrections had
something to put right in it: the others are without ground there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.lexicon.ontology import Ontology
from graph.records import Attribute, EntityType, Extraction, Mention, Relation, Target
from graph.resolve.corrections import (
    DECISION,
    AttributeCorrection,
    Correction,
    MentionCorrection,
    NameChoice,
    RelationCorrection,
    TargetCorrection,
    TypeCorrection,
    grounds_of,
)
from graph.resolve.decisions import Decisions
from ingest.correcting.facts import right_attributes, right_relations, right_targets
from ingest.correcting.mentions import Rightings, right_mentions


@dataclass(frozen=True, slots=True)
class Corrections:
    """at: by source, of those that speak of its places; types: those of things, wherever these are named. Names are
    chosen where they are resolved (`graph.resolve.resolution`)."""

    at: Mapping[str, Sequence[Correction]] = field(default_factory=dict)
    types: Sequence[TypeCorrection] = ()

    @classmethod
    def of(cls, decisions: Decisions) -> Corrections:
        """In the order in which they were made."""
        at: defaultdict[str, list[Correction]] = defaultdict(list)
        types = []
        for one in decisions.corrections:
            if isinstance(one, TypeCorrection):
                types.append(one)
            elif not isinstance(one, NameChoice):
                for source in dict.fromkeys(ground.source for ground in grounds_of(one)):
                    at[source].append(one)
        return cls(dict(at), types)

    @property
    def are_none(self) -> bool:
        """Whether nothing is to be put right."""
        return not (self.at or self.types)


@dataclass(frozen=True, slots=True)
class Corrected:
    """applied: the corrections that found something to put right."""

    extraction: Extraction
    applied: Collection[Correction]


def correct(extraction: Extraction, corrections: Corrections) -> Corrected:
    """What a source says with the corrections."""
    here = corrections.at.get(extraction.source.name, ())
    if not (here or corrections.types):
        return Corrected(extraction, ())
    text = extraction.source.text
    places = [one for one in here if isinstance(one, MentionCorrection)]
    named = right_mentions(extraction, places, corrections.types)
    held = with_mentions(extraction, named)
    relations, by_relations = right_relations(
        held.relations, [one for one in here if isinstance(one, RelationCorrection)], text
    )
    targets, by_targets = right_targets(held.targets, [one for one in here if isinstance(one, TargetCorrection)], text)
    attributes, by_attributes = right_attributes(
        held.attributes, [one for one in here if isinstance(one, AttributeCorrection)], text
    )
    applied = (*named.applied, *by_relations, *by_targets, *by_attributes)
    if not applied:
        return Corrected(extraction, ())
    mentions, targets = with_indicators(extraction, held, targets)
    found = replace(
        held, mentions=mentions, relations=tuple(relations), targets=tuple(targets), attributes=tuple(attributes)
    )
    return Corrected(found, applied)


def with_mentions(extraction: Extraction, named: Rightings) -> Extraction:
    """The extraction with mentions put right: what hangs on one that is none goes with it, as do relations that do not
    join things of these types."""
    mentions = (*(now for one in extraction.mentions if (now := named.now(one)) is not None), *named.added)
    return replace(
        extraction,
        mentions=tuple(dict.fromkeys(mentions)),
        relations=tuple(_relations(extraction.relations, named)),
        attributes=tuple(_attributes(extraction.attributes, named)),
        closed=tuple(named.closed),
    )


def _relations(relations: Iterable[Relation], named: Rightings) -> Iterable[Relation]:
    for relation in relations:
        head, tail = named.now(relation.head), named.now(relation.tail)
        if head is relation.head and tail is relation.tail:
            yield relation
        elif head and tail and Ontology.load().allows(head.type, relation.rel, tail.type):
            yield replace(relation, head=head, tail=tail)


def _attributes(attributes: Iterable[Attribute], named: Rightings) -> Iterable[Attribute]:
    for attribute in attributes:
        project = named.now(attribute.project)
        if project is not None and project.type is attribute.project.type:
            yield replace(attribute, project=project)


def with_indicators(
    before: Extraction, held: Extraction, targets: Sequence[Target]
) -> tuple[tuple[Mention, ...], list[Target]]:
    """The mentions, each target's indicator among them, and the targets; those of an indicator that is none any more
    go with it."""
    known = _indicators(held)
    gone = _indicators(before) - known
    kept = [one for one in targets if (one.document_id, one.indicator) not in gone]
    new = {(one.document_id, one.indicator): one for one in reversed(kept)}
    places = {structure.document.id: structure.document.region_code for structure in held.structures}
    text = held.source.text
    added = [
        Mention(
            one.source, one.document_id, one.start, one.end, text[one.start : one.end], EntityType.INDICATOR,
            one.indicator, DECISION, place=places.get(one.document_id), implied=True,
        )
        for key, one in sorted(new.items())
        if key not in known
    ]  # fmt: skip
    return (*held.mentions, *added), kept


def _indicators(extraction: Extraction) -> set[tuple[str, str]]:
    return {(m.document_id, m.name) for m in extraction.mentions if m.type is EntityType.INDICATOR}


def correcting(
    read: Callable[[str], Extraction], corrections: Corrections, hear: Callable[[str, Collection[Correction]], None]
) -> Callable[[str], Extraction]:
    """What reads sources as they were put right; `hear` is told of each which corrections found their ground in it."""
    if corrections.are_none:
        return read

    def corrected(name: str) -> Extraction:
        found = correct(read(name), corrections)
        hear(name, found.applied)
        return found.extraction

    return corrected
