"""Records → the JSON-ready dictionaries of the interface.

In: records and the opened generation they belong to. Out: plain dictionaries, lists, texts and numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.records import (
    Document,
    DocumentLink,
    Entity,
    EntityAttribute,
    EntityRelation,
    Evidence,
    IndicatorTarget,
    Link,
    Spot,
    Standing,
)
from graph.resolve.corrections import DECISION
from graph.resolve.decisions import Named
from graph.store import forms
from graph.store.found import EntityCount
from ingest.sources.unreadable import Failure, plain_values, said
from ui.app.fields import (
    AttributeFields,
    CitationFields,
    CountedEntityFields,
    DocumentFields,
    DocumentLinkFields,
    EntityFields,
    EvidenceFields,
    ExplanationFields,
    FactFields,
    FileFields,
    ItemFields,
    LinkFields,
    NamedEntityFields,
    OtherFields,
    PartFields,
    PassageFields,
    QuoteFields,
    ReadAsFields,
    SideFields,
    SpotFields,
    StandingFields,
    TargetFields,
    WhyFields,
)
from ui.app.given import Given
from ui.app.opened import Opened

if TYPE_CHECKING:
    from search.answer import Citation, Found
    from search.following import Asked
    from search.plan.parts import Part
    from search.replies.contract import Reply


def standing(document_id: str, opened: Opened) -> StandingFields:
    """How a document stands."""
    held = opened.standings.get(document_id)
    return {
        "standing": (held.standing if held else Standing.IN_FORCE).value,
        "superseded_by": held.by if held else None,
        "mark": opened.mark_of(document_id),
    }


DOCUMENT = Given(
    forms.DOCUMENT,
    "document_id source title title_guess kind issuer doc_number published year years region parent_id start end "
    "standing superseded_by mark copies -id -region_code -first_year -last_year",
)


def document(record: Document, opened: Opened) -> DocumentFields:
    """A document, with how it stands and what other files hold it."""
    shape: DocumentFields = DOCUMENT.row(
        record,
        {
            "document_id": record.id,
            "years": list(record.years) if record.years else None,
            **standing(record.id, opened),
            "copies": opened.copies_of(record.source),
        },
    )
    return shape


def document_link(record: DocumentLink, document_id: str, opened: Opened) -> DocumentLinkFields:
    """A link as seen from one of its documents."""
    out = record.a_id == document_id
    return {
        "kind": record.kind.value,
        "direction": "out" if out else "in",
        "other": document(opened.documents[record.b_id if out else record.a_id], opened),
        "reason": record.reason,
        "source": record.source,
        "start": record.start,
        "end": record.end,
        "quote": record.quote,
    }


def passage(found: Found, opened: Opened, *, explain: bool) -> PassageFields:
    """`explain`: with what the rankers gave it."""
    record = found.passage
    text, held = opened.text_of(record.source), standing(record.document_id, opened)
    shape: PassageFields = {
        "source": record.source,
        "document_id": record.document_id,
        "title": found.document.title,
        "section": list(record.section),
        "start": record.start,
        "end": record.end,
        "text": text[record.start : record.end],
        "year": found.document.year,
        "region": found.document.region,
        "kind": found.document.kind,
        "score": round(found.score, 6),
        "places": places(opened.spots_in(record.source, record.start, record.end)),
        "standing": held["standing"],
        "superseded_by": held["superseded_by"],
        "mark": held["mark"],
    }
    if explain:
        shape["explain"] = _explanation(found)
    return shape


def _explanation(found: Found) -> ExplanationFields:
    return {
        "rankers": {name: {"rank": rank, "score": round(score, 4)} for name, (rank, score) in found.ranks.items()},
        "features": {name: round(value, 4) for name, value in found.features.items()},
    }


def places(spots: Sequence[Spot]) -> list[SpotFields]:
    """Spots by page or sheet, in the order of the text."""
    found: dict[tuple[int | None, str | None], SpotFields] = {}
    for spot in spots:
        empty: SpotFields = {"page": spot.page, "boxes": [], "sheet": spot.sheet, "cells": [], "sure": 1.0}
        place = found.setdefault((spot.page, spot.sheet), empty)
        if spot.box:
            place["boxes"].append([round(share, 4) for share in spot.box])
        if spot.cell:
            place["cells"].append(spot.cell)
        place["sure"] = min(place["sure"], round(spot.sure, 3))
    return list(found.values())


def citation(record: Citation, opened: Opened) -> CitationFields:
    """A citation whose quote is the stored text of its place, to the letter."""
    source = record.passage.source
    text, spots = opened.text_of(source), opened.spots_in(source, record.span.start, record.span.end)
    return {
        "source": source,
        "document_id": record.passage.document_id,
        "title": record.document.title,
        "section": list(record.passage.section),
        "start": record.span.start,
        "end": record.span.end,
        "quote": text[record.span.start : record.span.end],
        "year": record.document.year,
        "published": record.document.published,
        "places": places(spots),
        **standing(record.passage.document_id, opened),
    }


def items(reply: Reply) -> list[ItemFields] | None:
    """The things a reply names, each with the numbers of its citations."""
    if reply.items is None:
        return None
    found: list[ItemFields] = []
    for one in reply.items:
        shape: ItemFields = {"text": one.text, "citations": [place + 1 for place in one.proof]}
        if one.of:
            shape["of"] = one.of
        if one.entity_id:
            shape["entity_id"] = one.entity_id
        found.append(shape)
    return found


def read_as(asked: Asked, *, by_model: bool = False) -> ReadAsFields:
    """How the question was understood; by_model: by the language model."""
    # imported late: most commands ask nothing
    from search.plan.saying import filters_of, say_plan

    plan = asked.plan
    shape: ReadAsFields = {
        "kind": plan.kind.value,
        "subject": plan.subject,
        "asked": plan.asked,
        "filters": filters_of(plan),
        "text": say_plan(plan),
        "whole": list(asked.whole),
    }
    if by_model:
        shape["by"] = "model"
    return shape


def part(record: Part) -> PartFields:
    """A part of how a question was read."""
    others = [OtherFields(text=other.said, question=other.question) for other in record.others]
    return {"name": record.name, "text": record.said, "without": record.without, "others": others}


def entity(record: Entity) -> EntityFields:
    """An entity by identifier, type and name."""
    return {"id": record.id, "type": record.type.value, "name": record.name}


def named_entity(record: Entity, opened: Opened | None = None) -> NamedEntityFields:
    """An entity with its names; with what it lies in where another of the generation is called so."""
    shape: NamedEntityFields = {
        "id": record.id,
        "type": record.type.value,
        "name": record.name,
        "aliases": list(record.aliases),
    }
    if record.level:
        shape["level"] = record.level.value
    if opened is not None and (city := opened.namesakes.around(record)):
        shape["city"] = city
    return shape


def counted_entity(record: EntityCount, opened: Opened | None = None) -> CountedEntityFields:
    """An entity with how often it is mentioned."""
    return {**named_entity(record.entity, opened), "mentions": record.mentions, "documents": record.documents}


def evidence(record: EntityRelation, opened: Opened) -> EvidenceFields:
    """The sentence that proves a relation, with its document."""
    return {
        "source": record.source,
        "document_id": record.document_id,
        "title": opened.documents[record.document_id].title,
        "start": record.start,
        "end": record.end,
        "quote": record.quote,
        **standing(record.document_id, opened),
    }


def quoted(records: Sequence[Evidence], opened: Opened) -> list[QuoteFields]:
    """Stretches of sources with their text."""
    return [
        {
            "source": record.source,
            "start": record.start,
            "end": record.end,
            "quote": opened.text_of(record.source)[record.start : record.end],
        }
        for record in records
    ]


def fact(record: EntityRelation, names: dict[str, str]) -> FactFields:
    """A relation as an answer shows it; `names`: by the entity's identifier."""
    return {
        "head": names[record.head_id],
        "rel": record.rel.value,
        "tail": names[record.tail_id],
        "source": record.source,
        "start": record.start,
        "end": record.end,
        "quote": record.quote,
    }


TARGET = Given(
    forms.TARGET,
    "id indicator indicator_id value unit year comparator kind region basis unsafe source document_id title start end "
    "quote city standing superseded_by mark -rule",
)


def target(record: IndicatorTarget, opened: Opened) -> TargetFields:
    """A figure of an indicator, with the sentence that says it."""
    document = opened.documents[record.target.document_id]
    city = opened.namesakes.around_region(record.target.region, document)
    shape: TargetFields = TARGET.row(record, {"title": document.title, "city": city, **standing(document.id, opened)})
    return shape


ATTRIBUTE = Given(
    forms.ATTRIBUTE,
    "id entity_id kind value unit year comparator said_in source document_id title start end quote unsafe standing "
    "superseded_by mark -rule",
)


def attribute(record: EntityAttribute, opened: Opened) -> AttributeFields:
    """A figure of a project, with the sentence that says it and where it is read with doubt."""
    document = opened.documents[record.document_id]
    shape: AttributeFields = ATTRIBUTE.row(
        record,
        {
            "said_in": document.written or document.year,
            "title": document.title,
            "unsafe": _doubt(record, opened),
            **standing(record.document_id, opened),
        },
    )
    return shape


def _doubt(record: EntityAttribute, opened: Opened) -> str | None:
    """Why the value may be wrong: recognition was not sure of it, and nobody has looked at it."""
    doubts = [] if record.rule == DECISION else opened.doubts_in(record.source, record.start, record.end)
    if not doubts:
        return None
    # imported late: most sources had not to be recognised
    from ingest.facts.doubts import DOUBTFUL_RECOGNITION
    from search.doubts import says_doubted

    text = opened.text_of(record.source)
    doubted = [text[span.start : span.end] for span in doubts]
    return DOUBTFUL_RECOGNITION if says_doubted(record.value, doubted) else None


def why(record: Link) -> WhyFields:
    """Why two things hang together."""
    return {"kind": record.kind.value, "score": record.score, "reason": record.reason}


def link(record: Link, other: Entity, opened: Opened) -> LinkFields:
    """A link as seen from one of its ends."""
    return {**why(record), "other": entity(other), "evidence": quoted(record.evidence, opened)}


def side(record: Named) -> SideFields:
    """A thing as a decision names it."""
    return {"type": record.type.value, "name": record.name, "place": record.place}


def file(found: Failure) -> FileFields:
    """What is to be known of a file."""
    reason, remedy = said(found.why, found.values)
    fields: FileFields = {
        "source": found.source or found.name,
        "reason": reason,
        "why": found.why,
        "values": plain_values(found.values),
    }
    if remedy:
        fields["remedy"] = remedy
    return fields
