"""What all sources gave together → the knowledge that the graph holds: names resolved, links drawn, quotes cut.

In: the extractions of the whole library and a person's decisions. Out: `Knowledge`, every tuple sorted, so that equal
input gives equal knowledge whatever the order of reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from graph.records import (
    Attribute,
    Document,
    EntityAttribute,
    EntityMention,
    EntityRelation,
    EntityType,
    Extraction,
    IndicatorTarget,
    Knowledge,
    Link,
    target_order,
)
from graph.resolve.decisions import Decisions
from graph.resolve.document_links import link_documents
from graph.resolve.links import find_links
from graph.resolve.resolution import Resolution, resolve
from ingest.echoes import with_echoes


def gather(extractions: Sequence[Extraction], decisions: Decisions) -> Knowledge:
    """Resolve the names of all sources and put together what the graph is to hold."""
    extractions = with_echoes(extractions)
    mentions = [mention for extraction in extractions for mention in extraction.mentions]
    relations = [relation for extraction in extractions for relation in extraction.relations]
    structures = [structure for extraction in extractions for structure in extraction.structures]
    documents = [structure.document for structure in structures]
    texts = {extraction.source.name: extraction.source.text for extraction in extractions}
    resolution = resolve(mentions, documents, decisions)
    links = find_links(resolution, mentions, relations, documents, texts)
    references = [reference for extraction in extractions for reference in extraction.references]
    document_links, standings = link_documents(documents, references, texts)
    return Knowledge(
        documents=tuple(sorted(documents, key=_reading_order)),
        sections=tuple(section for structure in structures for section in structure.sections),
        passages=tuple(passage for structure in structures for passage in structure.passages),
        entities=tuple(sorted(resolution.entities, key=lambda entity: entity.id)),
        mentions=_mentions(extractions, resolution),
        relations=_relations(extractions, resolution),
        targets=_targets(extractions, resolution),
        links=tuple(sorted(links, key=_link_order)),
        merges=tuple(sorted(resolution.merges, key=lambda merge: (merge.entity_id, merge.name, merge.other))),
        attributes=_attributes(extractions, resolution),
        document_links=tuple(document_links),
        standings=tuple(standings),
    )


def _reading_order(document: Document) -> tuple[str, int]:
    return document.source, document.start


def _link_order(link: Link) -> tuple[str, str, str]:
    return link.a_id, link.b_id, link.kind


def _mentions(extractions: Sequence[Extraction], resolution: Resolution) -> tuple[EntityMention, ...]:
    """The mentions that stand in the text; those a rule implied only took part in resolving."""
    found = {
        EntityMention(
            resolution.entity_of[m], m.source, m.document_id, m.start, m.end, m.surface, m.rule, m.stage,
            m.confidence,
        )
        for extraction in extractions
        for m in extraction.mentions
        if not m.implied
    }  # fmt: skip
    order = sorted(found, key=lambda m: (m.source, m.start, m.end, m.entity_id, m.rule, m.stage or ""))
    # two rules at one place for one entity are one mention
    first = {(m.source, m.start, m.end, m.entity_id): m for m in reversed(order)}
    return tuple(m for m in order if first[m.source, m.start, m.end, m.entity_id] is m)


def _relations(extractions: Sequence[Extraction], resolution: Resolution) -> tuple[EntityRelation, ...]:
    found = {
        EntityRelation(
            resolution.entity_of[relation.head],
            relation.rel,
            resolution.entity_of[relation.tail],
            relation.role,
            relation.source,
            relation.document_id,
            relation.start,
            relation.end,
            extraction.source.text[relation.start : relation.end],
            relation.rule,
        )
        for extraction in extractions
        for relation in extraction.relations
    }
    # resolution may show that both ends are one thing (怀化高新区 in 怀化国家高新区)
    apart = (relation for relation in found if relation.head_id != relation.tail_id)
    order = sorted(
        apart, key=lambda r: (r.source, r.start, r.end, r.head_id, r.rel, r.tail_id, r.role or "", r.rule)
    )  # fmt: skip
    first = {(r.source, r.start, r.end, r.head_id, r.rel, r.tail_id): r for r in reversed(order)}
    return tuple(r for r in order if first[r.source, r.start, r.end, r.head_id, r.rel, r.tail_id] is r)


def _targets(extractions: Sequence[Extraction], resolution: Resolution) -> tuple[IndicatorTarget, ...]:
    found: list[IndicatorTarget] = []
    for extraction in extractions:
        mentions = extraction.mentions
        indicators = {(m.document_id, m.name): m for m in mentions if m.type is EntityType.INDICATOR}
        seen: Counter[str] = Counter()
        for target in sorted(set(extraction.targets), key=target_order):
            place = f"{target.document_id}:{target.start}-{target.end}"
            seen[place] += 1
            indicator = resolution.entity_of[indicators[target.document_id, target.indicator]]
            quote = extraction.source.text[target.start : target.end]
            found.append(IndicatorTarget(f"{place}/{seen[place]}", indicator, quote, target))
    return tuple(found)


def _attributes(extractions: Sequence[Extraction], resolution: Resolution) -> tuple[EntityAttribute, ...]:
    found: list[EntityAttribute] = []
    for extraction in extractions:
        seen: Counter[str] = Counter()
        for attribute in sorted(set(extraction.attributes), key=_attribute_order):
            place = f"{attribute.document_id}:{attribute.start}-{attribute.end}"
            seen[place] += 1
            found.append(
                EntityAttribute(
                    f"{place}/{seen[place]}",
                    resolution.entity_of[attribute.project],
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
            )
    return tuple(found)


def _attribute_order(attribute: Attribute) -> tuple[str | int, ...]:
    place = (attribute.start, attribute.end, attribute.document_id)
    said = (attribute.kind, attribute.value, attribute.unit or "", attribute.year or 0, attribute.comparator)
    return (*place, *said, attribute.project.start, attribute.project.name, attribute.rule)
