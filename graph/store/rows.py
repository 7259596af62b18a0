"""A change of the knowledge → the rows that a server's graph is made of.

In: what is told of entities, sources and links, and the passages' vectors. Out: rows, each entity and document with a
hash of what it was made from, by which the next run knows what a run that was cut short has written.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from graph.change import Known, Stand, Told
from graph.keys import name_key
from graph.records import (
    Document,
    DocumentLink,
    EntityAttribute,
    EntityMention,
    EntityRelation,
    IndicatorTarget,
    Link,
    Passage,
    Section,
    Standing,
)
from graph.store.columns import ANY_ENTITY, DOCUMENT_LINKS, KEY, DocumentRows, EdgeRow, End, NodeRow, Row
from graph.store.holders import Holder, Holders

VERSION = "4"  # of the rows' form: another one, and every document is written anew

T = TypeVar("T")
Found = Mapping[str, Sequence[float]]  # vectors by the passage's identifier


# ---------------------------------------------------------------------------------------------------------- entities


def entity_row(known: Known) -> Row:
    """An entity's own row; `keys` are those of its name and its aliases, in their order."""
    entity = known.entity
    row = {
        KEY: entity.id,
        "type": entity.type.value,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "level": entity.level.value if entity.level else None,
        "code": entity.code,
        "place": entity.place,
        "keys": [name_key(name) for name in (entity.name, *entity.aliases)],
        "merges": [_json([m.name, m.other, m.rule, m.score, m.reason]) for m in known.merges],
        "mentions": known.mentions,
        "documents": known.documents,
    }
    return row | {"stamp": _hash([row])}


# --------------------------------------------------------------------------------------------------------- documents


def document_rows(told: Told, vectors: Found) -> Iterator[DocumentRows]:
    """What each document of a source puts into the graph; passages carry their text and vector."""
    sections = _by_document((section.document_id, section) for section in told.sections)
    passages = _by_document((passage.document_id, passage) for passage in told.passages)
    edges = _by_document((edge.row["document_id"], edge) for edge in _facts(told))
    for document in told.documents:
        row = _document_row(document)
        nodes = (
            *(NodeRow("Section", _section_row(section)) for section in sections[document.id]),
            *(NodeRow("Passage", _passage_row(passage, told.text)) for passage in passages[document.id]),
        )
        holders = Holders(document, sections[document.id], passages[document.id])
        drawn = (*_contents(sections[document.id], passages[document.id], holders),
                 *_mentions(told.mentions, document.id, holders), *edges[document.id])  # fmt: skip
        plain = [[edge.a, edge.b, edge.row] for edge in drawn]
        found = (vectors.get(passage.id) for passage in passages[document.id])
        stamp = _hash([row, *(node.row for node in nodes), *plain], found)
        with_vectors = tuple(_with_vector(node, vectors) for node in nodes)
        yield DocumentRows(document.id, stamp, row | {"stamp": stamp}, with_vectors, drawn)


def _by_document(records: Iterable[tuple[str, T]]) -> defaultdict[str, list[T]]:
    found: defaultdict[str, list[T]] = defaultdict(list)
    for document_id, record in records:
        found[document_id].append(record)
    return found


def _with_vector(node: NodeRow, vectors: Found) -> NodeRow:
    vector = vectors.get(node.row[KEY])
    return node if vector is None else NodeRow(node.label, node.row | {"embedding": [float(x) for x in vector]})


def _document_row(document: Document) -> Row:
    first_year, last_year = document.years or (None, None)
    return {
        KEY: document.id,
        "name": document.title,
        "source": document.source,
        "title": document.title,
        "kind": document.kind,
        "issuer": document.issuer,
        "doc_number": document.doc_number,
        "published": document.published,
        "year": document.year,
        "region": document.region,
        "region_code": document.region_code,
        "start": document.start,
        "end": document.end,
        "first_year": first_year,
        "last_year": last_year,
        "parent_id": document.parent_id,
        "title_guess": document.title_guess,
    }


def _section_row(section: Section) -> Row:
    return {
        KEY: section.id,
        "name": section.heading,
        "document_id": section.document_id,
        "parent_id": section.parent_id,
        "depth": section.depth,
        "label": section.label,
        "title": section.title,
        "start": section.start,
        "heading_end": section.heading_end,
        "end": section.end,
        "section": list(section.path),
    }


def _passage_row(passage: Passage, text: str) -> Row:
    return {
        KEY: passage.id,
        "source": passage.source,
        "document_id": passage.document_id,
        "start": passage.start,
        "end": passage.end,
        "section": list(passage.section),
        "kind": passage.kind,
        "text": text[passage.start : passage.end],
    }


# ------------------------------------------------------------------------------------------------------------- edges


def _contents(sections: Iterable[Section], passages: Iterable[Passage], holders: Holders) -> Iterator[EdgeRow]:
    for section in sections:
        above = ("Section", section.parent_id) if section.parent_id else ("Document", section.document_id)
        yield _edge(above, "CONTAINS", ("Section", section.id))
    for passage in passages:
        yield _edge(_end(holders.section_of(passage.start, passage.end)), "CONTAINS", ("Passage", passage.id))


def _mentions(mentions: Iterable[EntityMention], document_id: str, holders: Holders) -> Iterator[EdgeRow]:
    for mention in mentions:
        if mention.document_id == document_id:
            said = {"surface": mention.surface, "rule": mention.rule, "stage": mention.stage}
            row = _span(mention) | said | {"confidence": mention.confidence}
            yield _edge(_end(holders.of(mention.start, mention.end)), "MENTIONS", (ANY_ENTITY, mention.entity_id), row)


def _facts(told: Told) -> Iterator[EdgeRow]:
    """Relations, targets and attributes."""
    for relation in told.relations:
        row = {"role": relation.role, **_span(relation), "quote": relation.quote, "rule": relation.rule}
        yield _edge((ANY_ENTITY, relation.head_id), relation.rel.value, (ANY_ENTITY, relation.tail_id), row)
    for target in told.targets:
        of = ("Document", target.target.document_id)
        yield _edge(of, "TARGET", (ANY_ENTITY, target.indicator_id), _target_row(target))
    for attribute in told.attributes:
        of = ("Document", attribute.document_id)
        yield _edge(of, "ATTRIBUTE", (ANY_ENTITY, attribute.entity_id), _attribute_row(attribute))


def _end(holder: Holder) -> End:
    return type(holder).__name__, holder.id


def _edge(a: End, rel: str, b: End, row: Row | None = None) -> EdgeRow:
    return EdgeRow(a, b, {"rel": rel, **(row or {})})


def _span(record: EntityMention | EntityRelation | EntityAttribute) -> Row:
    return {
        "source": record.source,
        "document_id": record.document_id,
        "start": record.start,
        "end": record.end,
    }


def _target_row(target: IndicatorTarget) -> Row:
    of = target.target
    return {
        "id": target.id,
        "indicator": of.indicator,
        "value": of.value,
        "number": _number(of.value),
        "unit": of.unit,
        "year": of.year,
        "comparator": of.comparator.value,
        "kind": of.kind.value,
        "region": of.region,
        "source": of.source,
        "document_id": of.document_id,
        "start": of.start,
        "end": of.end,
        "quote": target.quote,
        "rule": of.rule,
        "basis": of.basis,
        "unsafe": of.unsafe,
        "nature": of.nature,
    }


def _attribute_row(attribute: EntityAttribute) -> Row:
    return {
        "id": attribute.id,
        "kind": attribute.kind.value,
        "value": attribute.value,
        "number": _number(attribute.value),
        "unit": attribute.unit,
        "year": attribute.year,
        "comparator": attribute.comparator.value,
        **_span(attribute),
        "quote": attribute.quote,
        "rule": attribute.rule,
    }


def _number(value: str) -> float | None:
    """The value for people who sort and draw in the database; what is written stays in `value`."""
    try:
        return float(value.replace(",", "").replace("，", ""))
    except ValueError:
        return None


# ------------------------------------------------------------------------------------------- what ties them together


def standing_row(stand: Stand | None) -> Row:
    """How a document stands; in force where nothing is said."""
    standing = stand.standing if stand else None
    return {
        "standing": (standing.standing if standing else Standing.IN_FORCE).value,
        "superseded_by": standing.by if standing else None,
    }


def stand_edges(stand: Stand) -> list[EdgeRow]:
    """What a document is to others."""
    return [
        _edge(("Document", tie.a_id), DOCUMENT_LINKS[tie.kind], ("Document", tie.b_id), _document_link_row(tie))
        for tie in stand.links
    ]


def link_edge(link: Link) -> EdgeRow:
    """A link between two entities."""
    return _edge((ANY_ENTITY, link.a_id), "LINK", (ANY_ENTITY, link.b_id), _link_row(link))


def _document_link_row(tie: DocumentLink) -> Row:
    return {"source": tie.source, "start": tie.start, "end": tie.end, "quote": tie.quote, "reason": tie.reason}


def _link_row(link: Link) -> Row:
    return {
        "kind": link.kind.value,
        "score": float(link.score),
        "reason": link.reason,
        "sources": [evidence.source for evidence in link.evidence],
        "starts": [evidence.start for evidence in link.evidence],
        "ends": [evidence.end for evidence in link.evidence],
    }


# ------------------------------------------------------------------------------------------------------------ hashes


def _hash(rows: Iterable[object], vectors: Iterable[Sequence[float] | None] = ()) -> str:
    digest = hashlib.sha256(VERSION.encode())
    for row in rows:
        digest.update(_json(row).encode())
    for vector in vectors:
        digest.update(b"-" if vector is None else array("f", vector).tobytes())
    return digest.hexdigest()[:32]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
