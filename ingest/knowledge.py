"""What all sources gave together → the knowledge that the graph holds: names resolved, links drawn, quotes cut.

In: the extractions of the whole library and a person's decisions. Out: `Knowledge`, every tuple sorted, so that equal
input gives equal knowledge whatever the order of reading. `ingest.deriving` gives the same, step by step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeVar

from graph.change import Told
from graph.lexicon.ontology import Ontology
from graph.records import (
    Attribute,
    EntityAttribute,
    EntityMention,
    EntityRelation,
    EntityType,
    Extraction,
    IndicatorTarget,
    Knowledge,
    Link,
    Mention,
    target_order,
)
from graph.resolve.decisions import Decisions
from graph.resolve.document_links import link_documents
from graph.resolve.links import find_links
from graph.resolve.resolution import resolve
from ingest.correcting.correct import Corrections, correct
from ingest.echoes import with_echoes

EntityOf = Callable[[Mention], str]
Record = TypeVar("Record")


def gather(extractions: Sequence[Extraction], decisions: Decisions) -> Knowledge:
    """Resolve the names of all sources and put together what the graph is to hold."""
    corrections = Corrections.of(decisions)
    corrected = [correct(extraction, corrections).extraction for extraction in extractions]
    extractions = with_echoes(sorted(corrected, key=lambda extraction: extraction.source.name))
    mentions = [mention for extraction in extractions for mention in extraction.mentions]
    relations = [relation for extraction in extractions for relation in extraction.relations]
    documents = [structure.document for extraction in extractions for structure in extraction.structures]
    texts = {extraction.source.name: extraction.source.text for extraction in extractions}
    resolution = resolve(mentions, documents, decisions)
    links = find_links(resolution, mentions, relations, documents, texts)
    references = [reference for extraction in extractions for reference in extraction.references]
    document_links, standings = link_documents(documents, references, texts)
    told = [told_by(extraction, resolution.entity_of.__getitem__) for extraction in extractions]
    return Knowledge(
        documents=_all(one.documents for one in told),
        sections=_all(one.sections for one in told),
        passages=_all(one.passages for one in told),
        entities=tuple(sorted(resolution.entities, key=lambda entity: entity.id)),
        mentions=_all(one.mentions for one in told),
        relations=_all(one.relations for one in told),
        targets=_all(one.targets for one in told),
        links=tuple(sorted(links, key=_link_order)),
        merges=tuple(sorted(resolution.merges, key=lambda merge: (merge.entity_id, merge.name, merge.other))),
        attributes=_all(one.attributes for one in told),
        document_links=tuple(document_links),
        standings=tuple(standings),
    )


def _all(parts: Iterable[tuple[Record, ...]]) -> tuple[Record, ...]:
    return tuple(chain.from_iterable(parts))


def _link_order(link: Link) -> tuple[str, str, str]:
    return link.a_id, link.b_id, link.kind


def told_by(extraction: Extraction, entity_of: EntityOf) -> Told:
    """What one source says, its echoes among its mentions; entity_of: the identifier of what a mention stands for."""
    structures = extraction.structures
    return Told(
        extraction.source.name,
        extraction.source.text,
        tuple(sorted((structure.document for structure in structures), key=lambda document: document.start)),
        tuple(section for structure in structures for section in structure.sections),
        tuple(passage for structure in structures for passage in structure.passages),
        _mentions(extraction, entity_of),
        _relations(extraction, entity_of),
        tuple(_targets(extraction, entity_of)),
        tuple(_attributes(extraction, entity_of)),
    )


def _mentions(extraction: Extraction, entity_of: EntityOf) -> tuple[EntityMention, ...]:
    """The mentions that stand in the text; those a rule implied only took part in resolving."""
    found = {
        EntityMention(
            entity_of(m), m.source, m.document_id, m.start, m.end, m.surface, m.rule, m.stage, m.confidence,
        )
        for m in extraction.mentions
        if not m.implied
    }  # fmt: skip
    order = sorted(found, key=lambda m: (m.start, m.end, m.entity_id, m.rule, m.stage.name if m.stage else ""))
    # two rules at one place for one entity are one mention
    first = {(m.start, m.end, m.entity_id): m for m in reversed(order)}
    return tuple(m for m in order if first[m.start, m.end, m.entity_id] is m)


def _relations(extraction: Extraction, entity_of: EntityOf) -> tuple[EntityRelation, ...]:
    """Without those that the ontology does not allow, whoever said them."""
    allows = Ontology.load().allows
    found = {
        EntityRelation(
            entity_of(relation.head),
            relation.rel,
            entity_of(relation.tail),
            relation.role,
            relation.source,
            relation.document_id,
            relation.start,
            relation.end,
            extraction.source.text[relation.start : relation.end],
            relation.rule,
        )
        for relation in extraction.relations
        if allows(relation.head.type, relation.rel, relation.tail.type)
    }
    # resolution may show that both ends are one thing (怀化高新区 in 怀化国家高新区)
    apart = (relation for relation in found if relation.head_id != relation.tail_id)
    order = sorted(apart, key=lambda r: (r.start, r.end, r.head_id, r.rel, r.tail_id, r.role or "", r.rule))
    first = {(r.start, r.end, r.head_id, r.rel, r.tail_id): r for r in reversed(order)}
    return tuple(r for r in order if first[r.start, r.end, r.head_id, r.rel, r.tail_id] is r)


def _targets(extraction: Extraction, entity_of: EntityOf) -> Iterator[IndicatorTarget]:
    indicators = {(m.document_id, m.name): m for m in extraction.mentions if m.type is EntityType.INDICATOR}
    seen: Counter[str] = Counter()
    for target in sorted(set(extraction.targets), key=target_order):
        place = f"{target.document_id}:{target.start}-{target.end}"
        seen[place] += 1
        indicator = entity_of(indicators[target.document_id, target.indicator])
        quote = extraction.source.text[target.start : target.end]
        yield IndicatorTarget(f"{place}/{seen[place]}", indicator, quote, target)


def _attributes(extraction: Extraction, entity_of: EntityOf) -> Iterator[EntityAttribute]:
    seen: Counter[str] = Counter()
    for attribute in sorted(set(extraction.attributes), key=_attribute_order):
        place = f"{attribute.document_id}:{attribute.start}-{attribute.end}"
        seen[place] += 1
        yield EntityAttribute(
            f"{place}/{seen[place]}",
            entity_of(attribute.project),
            attribute.kind,
            attribute.value,
            attribute.unit,
            attribute.year,
            attribute.comparator,
            attribute.source,
            attribute.document_id,
            attribute.start,
            attribute.end,
            extraction.source.text[attribute.start : attribute.end],
            attribute.rule,
        )


def _attribute_order(attribute: Attribute) -> tuple[str | int, ...]:
    place = (attribute.start, attribute.end, attribute.document_id)
    said = (attribute.kind, attribute.value, attribute.unit or "", attribute.year or 0, attribute.comparator)
    return (*place, *said, attribute.project.start, attribute.project.name, attribute.rule)
