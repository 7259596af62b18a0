"""Records → the JSON-ready dictionaries of the interface.

In: records and the opened generation they belong to. Out: plain dictionaries, lists, texts and numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graph.records import Document, Entity, EntityRelation, Evidence, IndicatorTarget, Link
from graph.store.found import EntityCount
from ui.app.opened import Opened

if TYPE_CHECKING:
    from search.answer import Citation, Found

Fields = dict[str, Any]


def document(record: Document) -> Fields:
    return {
        "document_id": record.id,
        "source": record.source,
        "title": record.title,
        "kind": record.kind,
        "issuer": record.issuer,
        "doc_number": record.doc_number,
        "published": record.published,
        "year": record.year,
        "years": list(record.years) if record.years else None,
        "region": record.region,
        "parent_id": record.parent_id,
        "start": record.start,
        "end": record.end,
    }


def passage(found: Found, text: str) -> Fields:
    """`text`: the stored text of the passage's source."""
    record = found.passage
    return {
        "source": record.source,
        "document_id": record.document_id,
        "title": found.document.title,
        "section": list(record.section),
        "start": record.start,
        "end": record.end,
        "text": text[record.start : record.end],
        "score": round(found.score, 6),
    }


def explanation(found: Found) -> Fields:
    """What each ranker gave a passage, and what the reranker saw in it."""
    return {
        "explain": {
            "rankers": {name: {"rank": rank, "score": round(score, 4)} for name, (rank, score) in found.ranks.items()},
            "features": {name: round(value, 4) for name, value in found.features.items()},
        }
    }


def citation(record: Citation, text: str) -> Fields:
    """A citation whose quote is the stored text of its place, to the letter."""
    return {
        "source": record.passage.source,
        "document_id": record.passage.document_id,
        "title": record.document.title,
        "section": list(record.passage.section),
        "start": record.span.start,
        "end": record.span.end,
        "quote": text[record.span.start : record.span.end],
    }


def entity(record: Entity) -> Fields:
    return {"id": record.id, "type": record.type.value, "name": record.name}


def named_entity(record: Entity) -> Fields:
    level = {"level": record.level.value} if record.level else {}
    return {**entity(record), "aliases": list(record.aliases), **level}


def counted_entity(record: EntityCount) -> Fields:
    return {**named_entity(record.entity), "mentions": record.mentions, "documents": record.documents}


def evidence(record: EntityRelation, opened: Opened) -> Fields:
    return {
        "source": record.source,
        "document_id": record.document_id,
        "title": opened.documents[record.document_id].title,
        "start": record.start,
        "end": record.end,
        "quote": record.quote,
    }


def quoted(records: Sequence[Evidence], opened: Opened) -> list[Fields]:
    return [
        {
            "source": record.source,
            "start": record.start,
            "end": record.end,
            "quote": opened.text_of(record.source)[record.start : record.end],
        }
        for record in records
    ]


def fact(record: EntityRelation, names: dict[str, str]) -> Fields:
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


def target(record: IndicatorTarget, opened: Opened) -> Fields:
    figure = record.target
    return {
        "id": record.id,
        "indicator": figure.indicator,
        "indicator_id": record.indicator_id,
        "value": figure.value,
        "unit": figure.unit,
        "year": figure.year,
        "comparator": figure.comparator.value,
        "kind": figure.kind.value,
        "region": figure.region,
        "basis": figure.basis,
        "unsafe": figure.unsafe,
        "source": figure.source,
        "document_id": figure.document_id,
        "title": opened.documents[figure.document_id].title,
        "start": figure.start,
        "end": figure.end,
        "quote": record.quote,
    }


def link(record: Link, other: Entity, opened: Opened) -> Fields:
    """A link as seen from one of its ends."""
    return {
        "kind": record.kind.value,
        "score": record.score,
        "reason": record.reason,
        "other": entity(other),
        "evidence": quoted(record.evidence, opened),
    }
