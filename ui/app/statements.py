"""Facts as pages name them in an address, to be put right: `target*plan.txt#1:12-30/1`.

In: an opened generation and a reference. Out: what the fact says, the words it rests on, and what it could be instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypedDict, TypeVar

from graph.errors import MailuoError
from graph.lexicon.ontology import Ontology
from graph.records import (
    Entity,
    EntityAttribute,
    EntityMention,
    EntityRelation,
    EntityType,
    IndicatorTarget,
    RelationType,
    source_of,
)
from ui.app import shapes
from ui.app.fields import StatementFields
from ui.app.opened import Opened
from ui.app.pages import find, sentence_around
from ui.app.sureness import SURE

Found = TypeVar("Found", IndicatorTarget, EntityAttribute)

MARK = "*"
AROUND = 80  # characters of the document before and after the words
# A county is known by its code, an indicator by its figures: nothing else becomes one.
TYPES = (
    EntityType.PROJECT,
    EntityType.PARK,
    EntityType.INDUSTRY,
    EntityType.ENTERPRISE,
    EntityType.DEPARTMENT,
)


class NotThere(MailuoError):
    """The fact is not, or not any more, in the knowledge base."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a document."""

    document_id: str
    start: int
    end: int


# ---------------------------------------------------------------------------------------------------------- references


def ref_of(kind: str, *parts: str | int) -> str:
    """What a fact is called in an address; a document's identifier, which may hold anything, comes last."""
    return MARK.join((kind, *map(str, parts)))


def parts_of(ref: str) -> tuple[str, list[str]]:
    """The kind, and what follows."""
    kind, _, rest = ref.partition(MARK)
    splits = {"relation": 5, "attribute": 1, "mention": 2}.get(kind, 0)
    parts = rest.split(MARK, splits)
    whole = {"relation": (3, 6), "attribute": (2,), "mention": (3,)}.get(kind, (1,))
    numbers = parts[3:5] if kind == "relation" else parts[:2] if kind == "mention" else []
    if len(parts) not in whole or not all(number.isdecimal() for number in numbers):
        raise NotThere(f"“{ref}” names no fact")
    return kind, parts


# --------------------------------------------------------------------------------------------------------------- found


def entity_named(opened: Opened, name: str) -> Entity:
    """The entity of an identifier or a name, the most mentioned one."""
    return find(opened, name)[0].entity


def target_of(opened: Opened, id_: str) -> IndicatorTarget:
    """The target or result of this identifier."""
    source = source_of(id_.rpartition(":")[0])
    found = (one for one in opened.store.targets_in(source) if one.id == id_)
    return _there(next(found, None), id_)


def attribute_of(opened: Opened, entity_id: str, id_: str) -> EntityAttribute:
    """The attribute of this identifier."""
    found = (one for one in opened.store.attributes([entity_id]) if one.id == id_)
    return _there(next(found, None), id_)


def mention_at(opened: Opened, place: Place) -> EntityMention | None:
    """What is named at a place, the surest first."""
    inside = opened.store.mentions_in(source_of(place.document_id), place.start, place.end)
    found = [one for one in inside if (one.start, one.end) == (place.start, place.end)]
    return max(found, key=lambda one: one.confidence, default=None)


def relations_said(
    opened: Opened, ends: tuple[str, str], rel: RelationType, place: Place | None
) -> Sequence[EntityRelation]:
    """The relation between two entities with its evidence, or the one piece that stands at the place."""
    found = [
        one
        for one in opened.store.relations_of(ends[0])
        if (one.head_id, one.rel, one.tail_id) == (ends[0], rel, ends[1])
        and place in (None, Place(one.document_id, one.start, one.end))
    ]
    if not found:
        raise NotThere(f"{rel}: nothing says this of these two any more")
    return found


def _there(found: Found | None, id_: str) -> Found:
    if found is None:
        raise NotThere(f"“{id_}” is not in the knowledge base any more")
    return found


# --------------------------------------------------------------------------------------------------------------- shown


def statement(opened: Opened, ref: str) -> StatementFields:
    """A fact as it may be put right."""
    kind, parts = parts_of(ref)
    match kind:
        case "thing":
            return of_thing(opened, entity_named(opened, parts[0]))
        case "relation":
            return of_relation(opened, parts)
        case "target":
            return of_target(opened, target_of(opened, parts[0]))
        case "attribute":
            return of_attribute(opened, attribute_of(opened, *parts))
        case "mention":
            place = Place(parts[2], int(parts[0]), int(parts[1]))
            found = mention_at(opened, place)
            if found is None:
                raise NotThere(f"{ref}: nothing is named there any more")
            return of_mention(opened, found)
        case "missed":
            return of_missed(opened, parts[0])
    raise NotThere(f"“{ref}” names no fact")


def of_thing(opened: Opened, entity: Entity) -> StatementFields:
    """A thing: its type and its name, with a sentence that names it."""
    places = [place.mention for place in opened.store.mentions_of([entity.id])]
    first = max(places, key=lambda one: one.confidence, default=None)
    place = Place(first.document_id, first.start, first.end) if first else None
    return {
        **_shown(opened, place),
        "ref": ref_of("thing", entity.id),
        "kind": "thing",
        "title": entity.name,
        "values": {"type": entity.type.value, "name": entity.name},
        "others": {"type": [kind.value for kind in TYPES if kind is not entity.type], "name": list(entity.aliases)},
        "why": None,
        "score": None,
        "entity": shapes.entity(entity),
    }


def of_relation(opened: Opened, parts: Sequence[str]) -> StatementFields:
    """A relation of two things, with the sentence that says it."""
    head, tail = entity_named(opened, parts[0]), entity_named(opened, parts[2])
    rel = _relation(parts[1])
    place = Place(parts[5], int(parts[3]), int(parts[4])) if len(parts) > 3 else None
    said = relations_said(opened, (head.id, tail.id), rel, place)
    first = said[0]
    return {
        **_shown(opened, Place(first.document_id, first.start, first.end)),
        "ref": ref_of("relation", *parts),
        "kind": "relation",
        "title": f"{head.name} → {tail.name}",
        "values": {"rel": rel.value, "head": head.name, "tail": tail.name},
        "others": {"rel": [kind.value for kind in Ontology.load().between(head.type, tail.type) if kind is not rel]},
        "why": None,
        "score": None,
        "entity": shapes.entity(head),
    }


def _relation(name: str) -> RelationType:
    if name not in set(RelationType):
        raise NotThere(f"no relation is called “{name}”; there are: {', '.join(RelationType)}")
    return RelationType(name)


def of_target(opened: Opened, target: IndicatorTarget) -> StatementFields:
    """A target or result with its sentence."""
    figure = target.target
    return {
        **_shown(opened, Place(figure.document_id, figure.start, figure.end)),
        "ref": ref_of("target", target.id),
        "kind": "target",
        "title": figure.indicator,
        "values": {
            "indicator": figure.indicator,
            "value": figure.value,
            "unit": figure.unit or "",
            "year": str(figure.year or ""),
            "region": figure.region or "",
            "kind": figure.kind.value,
            "comparator": figure.comparator.value,
            "basis": figure.basis or "",
        },
        "others": {},
        "why": figure.unsafe,
        "score": None,
        "entity": {"id": target.indicator_id, "type": EntityType.INDICATOR.value, "name": figure.indicator},
    }


def of_attribute(opened: Opened, attribute: EntityAttribute) -> StatementFields:
    """What is said of a project itself."""
    entity = entity_named(opened, attribute.entity_id)
    return {
        **_shown(opened, Place(attribute.document_id, attribute.start, attribute.end)),
        "ref": ref_of("attribute", attribute.entity_id, attribute.id),
        "kind": "attribute",
        "title": entity.name,
        "values": {
            "kind": attribute.kind.value,
            "value": attribute.value,
            "unit": attribute.unit or "",
            "year": str(attribute.year or ""),
            "comparator": attribute.comparator.value,
        },
        "others": {},
        "why": shapes.attribute(attribute, opened)["unsafe"],
        "score": None,
        "entity": shapes.entity(entity),
    }


def of_mention(opened: Opened, mention: EntityMention) -> StatementFields:
    """What is named at a place."""
    entity = entity_named(opened, mention.entity_id)
    return {
        **_shown(opened, Place(mention.document_id, mention.start, mention.end)),
        "ref": ref_of("mention", mention.start, mention.end, mention.document_id),
        "kind": "mention",
        "title": entity.name,
        "values": {"type": entity.type.value, "name": entity.name},
        "others": {"type": [kind.value for kind in TYPES if kind is not entity.type]},
        "why": "unsure" if mention.confidence < SURE else None,
        "score": mention.confidence,
        "entity": shapes.entity(entity),
    }


def of_missed(opened: Opened, document_id: str) -> StatementFields:
    """A document in which something was missed: nothing is quoted yet."""
    if document_id not in opened.documents:
        raise NotThere(f"“{document_id}” is not in the knowledge base")
    return {
        **_shown(opened, Place(document_id, opened.documents[document_id].start, opened.documents[document_id].start)),
        "ref": ref_of("missed", document_id),
        "kind": "missed",
        "title": opened.documents[document_id].title,
        "values": {"words": "", "type": EntityType.PROJECT.value, "name": ""},
        "others": {"type": [kind.value for kind in TYPES]},
        "why": None,
        "score": None,
        "entity": None,
    }


class _Shown(TypedDict):
    document_id: str
    document: str
    start: int
    end: int
    before: str
    quote: str
    after: str


def _shown(opened: Opened, place: Place | None) -> _Shown:
    """The words at a place with their sentence; nothing where a thing stands in no text (a county's province)."""
    if place is None:
        return {"document_id": "", "document": "", "start": 0, "end": 0, "before": "", "quote": "", "after": ""}
    text = opened.text_of(source_of(place.document_id))
    document = opened.documents[place.document_id]
    first, last = sentence_around(text, place.start, place.end)
    first, last = max(first, document.start, place.start - AROUND), min(last, document.end, place.end + AROUND)
    is_quoted = place.start < place.end
    return {
        "document_id": document.id,
        "document": document.title,
        "start": place.start,
        "end": place.end,
        "before": text[first : place.start] if is_quoted else "",
        "quote": text[place.start : place.end],
        "after": text[place.end : last] if is_quoted else "",
    }


def places_of(opened: Opened, document_id: str, words: str) -> Iterable[Place]:
    """Where words stand in a document."""
    document = opened.documents[document_id]
    text = opened.text_of(document.source)
    start = text.find(words, document.start, document.end) if words else -1
    while start >= 0:
        yield Place(document_id, start, start + len(words))
        start = text.find(words, start + 1, document.end)
