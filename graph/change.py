"""What changed in the knowledge since the generation before: what a graph is told, so that its change costs no more.

Made by `ingest.knowledge`, carried out by the places of `graph.store`. What one source says goes and comes as a whole;
entities, links and what documents are to one another go one by one. Told in the order of the fields; the iterables are
read once, as all that a large first ingestion tells does not fit into memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from graph.records import (
    Document,
    DocumentLink,
    DocumentStanding,
    Entity,
    EntityAttribute,
    EntityMention,
    EntityRelation,
    IndicatorTarget,
    Knowledge,
    Link,
    Merge,
    Passage,
    Section,
)

Pair = tuple[str, str]
Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Known:
    """An entity, why its names are one thing, and how often and in how many documents it is mentioned."""

    entity: Entity
    merges: tuple[Merge, ...]
    mentions: int
    documents: int


@dataclass(frozen=True, slots=True)
class Told:
    """All that the documents of one source say; each tuple in the order of `Knowledge`. `text`: the stored text."""

    source: str
    text: str
    documents: tuple[Document, ...]
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    mentions: tuple[EntityMention, ...]
    relations: tuple[EntityRelation, ...]
    targets: tuple[IndicatorTarget, ...]
    attributes: tuple[EntityAttribute, ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """What one document is to others (the links that go out from it), and how it stands; None: simply in force."""

    links: tuple[DocumentLink, ...]
    standing: DocumentStanding | None


@dataclass(frozen=True, slots=True)
class Change:
    """is_whole: the graph is to hold this and nothing else; else what is not named stays as it is.

    known: entities that are new or changed. told: sources that are new or changed, or whose words are resolved
    otherwise; `sources` their number, for progress. stands: by document, of those that are new or changed. links: by
    the identifiers of both ends, None where a link goes. gone_*: what goes.
    """

    is_whole: bool
    known: Iterable[Known]
    told: Iterable[Told]
    sources: int
    stands: Mapping[str, Stand]
    links: Mapping[Pair, Link | None]
    gone_sources: Sequence[str] = ()
    gone_entities: Sequence[str] = ()


def whole(knowledge: Knowledge, texts: Mapping[str, str]) -> Change:
    """The change that makes a graph hold exactly this knowledge. texts: by source; what is missing is empty."""
    names = sorted({document.source for document in knowledge.documents})
    links: dict[Pair, Link | None] = {(link.a_id, link.b_id): link for link in knowledge.links}
    return Change(True, _known(knowledge), _told(knowledge, names, texts), len(names), _stands(knowledge), links)


def _known(knowledge: Knowledge) -> Iterator[Known]:
    mentions: dict[str, int] = {}
    documents: dict[str, set[str]] = {}
    merges: dict[str, list[Merge]] = {}
    for mention in knowledge.mentions:
        mentions[mention.entity_id] = mentions.get(mention.entity_id, 0) + 1
        documents.setdefault(mention.entity_id, set()).add(mention.document_id)
    for merge in knowledge.merges:
        merges.setdefault(merge.entity_id, []).append(merge)
    for entity in knowledge.entities:
        held = documents.get(entity.id, ())
        yield Known(entity, tuple(merges.get(entity.id, ())), mentions.get(entity.id, 0), len(held))


def _told(knowledge: Knowledge, names: Sequence[str], texts: Mapping[str, str]) -> Iterator[Told]:
    source_of = {document.id: document.source for document in knowledge.documents}
    documents = _by(knowledge.documents, lambda one: one.source)
    sections = _by(knowledge.sections, lambda one: source_of[one.document_id])
    passages = _by(knowledge.passages, lambda one: one.source)
    mentions = _by(knowledge.mentions, lambda one: one.source)
    relations = _by(knowledge.relations, lambda one: one.source)
    targets = _by(knowledge.targets, lambda one: one.target.source)
    attributes = _by(knowledge.attributes, lambda one: one.source)
    for name in names:
        yield Told(
            name,
            texts.get(name, ""),
            tuple(documents[name]),
            tuple(sections[name]),
            tuple(passages[name]),
            tuple(mentions[name]),
            tuple(relations[name]),
            tuple(targets[name]),
            tuple(attributes[name]),
        )


def _by(records: Iterable[Record], source_of: Callable[[Record], str]) -> defaultdict[str, list[Record]]:
    found: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        found[source_of(record)].append(record)
    return found


def _stands(knowledge: Knowledge) -> dict[str, Stand]:
    links: dict[str, list[DocumentLink]] = {}
    for link in knowledge.document_links:
        links.setdefault(link.a_id, []).append(link)
    standings = {standing.document_id: standing for standing in knowledge.standings}
    return {
        document.id: Stand(tuple(links.get(document.id, ())), standings.get(document.id))
        for document in knowledge.documents
    }
