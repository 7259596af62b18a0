"""What the store's verbs give back beside the records of the model, and rows read from a graph → those records.

Everything is sorted here, by code points and numbers, because engines differ in how they order texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.records import (
    Document,
    DocumentLink,
    DocumentStanding,
    Entity,
    EntityAttribute,
    EntityMention,
    EntityRelation,
    EntityType,
    IndicatorTarget,
    Level,
    Link,
    Merge,
    Passage,
    Section,
)
from graph.store import forms
from graph.store.forms import GraphRow


@dataclass(frozen=True, slots=True)
class EntityCount:
    """An entity, and how often and in how many documents it is mentioned."""

    entity: Entity
    mentions: int
    documents: int


@dataclass(frozen=True, slots=True)
class DocumentCount:
    """How many entities a document mentions, and how many targets and results it gives."""

    document_id: str
    entities: int
    targets: int


@dataclass(frozen=True, slots=True)
class EntityName:
    """One of an entity's names; `is_main` for the one it is shown under."""

    name: str
    entity_id: str
    type: EntityType
    is_main: bool


@dataclass(frozen=True, slots=True)
class MentionPlace:
    """A mention with the passage it stands in (none: in a heading or between passages) and the headings above it."""

    mention: EntityMention
    passage_id: str | None
    section: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """From one entity to the next on a way, whatever the direction, with all that proves it."""

    from_id: str
    to_id: str
    relations: tuple[EntityRelation, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A shortest way between two entities; one entity more than steps."""

    entities: tuple[Entity, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Passing:
    """What of a neighbourhood is drawn; what is empty lets everything pass.

    limit: neighbours. relations: values of `RelationType`, or LINK. documents: identifiers; only what they prove is
    drawn. year: only what documents that speak for it prove. Links have no document of their own and pass these two.
    """

    limit: int = 100
    types: tuple[EntityType, ...] = ()
    relations: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    year: int | None = None


EVERYTHING = Passing()


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What hangs on an entity, and the documents that prove it: none where only a link joins the two."""

    count: EntityCount
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What is drawn around an entity: it first, then its neighbours, and every relation and link among them; `beyond`:
    the neighbours that are not drawn, most mentioned first."""

    entities: tuple[EntityCount, ...]
    relations: tuple[EntityRelation, ...]
    links: tuple[Link, ...]
    beyond: tuple[Neighbour, ...]

    @property
    def left_out(self) -> int:
        """How many neighbours are not drawn."""
        return len(self.beyond)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the graph holds; relations count pieces of evidence."""

    documents: int
    sections: int
    passages: int
    entities: Mapping[str, int]  # by type, each type
    relations: Mapping[str, int]  # by relation, each relation
    mentions: int
    targets: int
    attributes: int
    links: int


def is_wide(entity: Entity) -> bool:
    """Whether it is a province or a whole city: nearly everything hangs on it."""
    return entity.level in (Level.PROVINCE, Level.CITY)


# ------------------------------------------------------------------------------------------------- one row, one record


def count_of(row: GraphRow) -> EntityCount:
    """An entity with how often it is mentioned."""
    return EntityCount(forms.ENTITY.of_row(row), row["mentions"], row["documents"])


def place_of(row: GraphRow) -> MentionPlace:
    """A mention with its passage and headings."""
    return MentionPlace(forms.MENTION.of_row(row), row["passage_id"], tuple(row["section"] or ()))


def name_of(row: GraphRow) -> EntityName:
    """A name and whose it is."""
    return EntityName(row["name"], row["id"], EntityType(row["type"]), bool(row["is_main"]))


# ------------------------------------------------------------------------------------------------------------- orders


def in_document_order(documents: Iterable[Document]) -> tuple[Document, ...]:
    """By source and place."""
    return tuple(sorted(documents, key=lambda document: (document.source, document.start, document.id)))


def in_section_order(sections: Iterable[Section]) -> tuple[Section, ...]:
    """By the numbers in their identifiers."""
    return tuple(sorted(sections, key=lambda section: (_ordinal(section.document_id), _ordinal(section.id))))


def in_passage_order(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """By document and place."""
    return tuple(sorted(passages, key=lambda p: (p.source, _ordinal(p.document_id), p.start, p.end, p.id)))


def _ordinal(identifier: str) -> tuple[str, int, str]:
    """Document 10 of a source after document 2, section 10 after section 2"""
    for mark in "§#":
        stem, found, number = identifier.rpartition(mark)
        if found and number.isdecimal():
            return stem, int(number), identifier
    return identifier, 0, identifier


def in_mention_order(mentions: Iterable[EntityMention]) -> tuple[EntityMention, ...]:
    """By place, then by entity."""
    return tuple(sorted(mentions, key=_mention_key))


def in_place_order(places: Iterable[MentionPlace]) -> tuple[MentionPlace, ...]:
    """By place and entity, then by passage."""
    return tuple(sorted(places, key=lambda place: (*_mention_key(place.mention), place.passage_id or "")))


def _mention_key(m: EntityMention) -> tuple[str, int, int, str, str, str]:
    return m.source, m.start, m.end, m.entity_id, m.rule, m.stage.name if m.stage else ""


def in_name_order(names: Iterable[EntityName]) -> tuple[EntityName, ...]:
    """By name, then by entity."""
    return tuple(sorted(names, key=lambda name: (name.name, name.entity_id)))


def in_relation_order(relations: Iterable[EntityRelation]) -> tuple[EntityRelation, ...]:
    """By place, then by what they join."""
    return tuple(
        sorted(
            relations,
            key=lambda r: (r.source, r.start, r.end, r.head_id, r.rel.value, r.tail_id, r.role or "", r.rule),
        )
    )


def in_target_order(targets: Iterable[IndicatorTarget]) -> tuple[IndicatorTarget, ...]:
    """By place, then by identifier, the second before the tenth."""
    return tuple(
        sorted(targets, key=lambda t: (t.target.source, t.target.start, t.target.end, len(t.id), t.id))
    )  # fmt: skip


def in_attribute_order(attributes: Iterable[EntityAttribute]) -> tuple[EntityAttribute, ...]:
    """By place, then by identifier, the second before the tenth."""
    return tuple(sorted(attributes, key=lambda a: (a.source, a.start, a.end, len(a.id), a.id)))


def in_link_order(links: Iterable[Link]) -> tuple[Link, ...]:
    """By what they join, then by kind."""
    return tuple(sorted(links, key=lambda link: (link.a_id, link.b_id, link.kind.value, link.reason)))


def in_document_link_order(links: Iterable[DocumentLink]) -> tuple[DocumentLink, ...]:
    """By what they join."""
    return tuple(sorted(links, key=lambda link: (link.a_id, link.b_id)))


def in_standing_order(standings: Iterable[DocumentStanding]) -> tuple[DocumentStanding, ...]:
    """By document."""
    return tuple(sorted(standings, key=lambda standing: standing.document_id))


def in_merge_order(merges: Iterable[Merge]) -> tuple[Merge, ...]:
    """By entity and names."""
    return tuple(sorted(merges, key=lambda merge: (merge.entity_id, merge.name, merge.other, merge.rule)))


def most_mentioned_first(counts: Iterable[EntityCount]) -> tuple[EntityCount, ...]:
    """By mentions, then by documents; what is equal in both by name."""
    return tuple(sorted(counts, key=lambda c: (-c.mentions, -c.documents, c.entity.name, c.entity.id)))
