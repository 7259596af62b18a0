"""Knowledge → the rows that an engine writes: one table a label, one table a relation type with its two end labels.

In: the knowledge, the sources' texts and the passages' vectors. Out: `GraphRows`, each entity and document with a
hash of what it was made from. Knowledge that speaks of what it does not hold is refused.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from graph.errors import MailuoError
from graph.keys import name_key
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
    Standing,
)
from graph.store.columns import (
    DOCUMENT_LINKS,
    ENTITY_LABELS,
    KEY,
    DocumentRows,
    EdgeRows,
    GraphRows,
    NodeRows,
    Row,
    Vectors,
)

VERSION = "2"  # of the rows' form: another one, and every document is written anew


class KnowledgeBroken(MailuoError):
    """The knowledge speaks of an entity, document or indicator that it does not hold."""


def graph_rows(knowledge: Knowledge, texts: Mapping[str, str], vectors: Vectors) -> GraphRows:
    """`texts`: the stored text of each source, for passages to carry theirs; what is missing is left empty."""
    label_of = {entity.id: entity.type.value for entity in knowledge.entities}
    _check(knowledge, label_of)
    return GraphRows(
        entities=_entity_rows(knowledge),
        documents=tuple(_documents(knowledge, label_of, texts, vectors)),
        ties=_tie_rows(knowledge, label_of),
        vectors=vectors,
    )


def _check(knowledge: Knowledge, label_of: Mapping[str, str]) -> None:
    documents = {document.id for document in knowledge.documents}
    named: Iterable[tuple[str, str]] = chain(
        ((m.entity_id, m.document_id) for m in knowledge.mentions),
        ((end, r.document_id) for r in knowledge.relations for end in (r.head_id, r.tail_id)),
        ((t.indicator_id, t.target.document_id) for t in knowledge.targets),
        ((a.entity_id, a.document_id) for a in knowledge.attributes),
    )
    for entity_id, document_id in named:
        if entity_id not in label_of or document_id not in documents:
            raise KnowledgeBroken(
                f"{document_id} speaks of {entity_id}, and one of the two is not in the knowledge base"
            )
    _check_ends(knowledge.links, label_of)
    _check_ends(knowledge.document_links, documents)


def _check_ends(links: Iterable[Link | DocumentLink], held: Container[str]) -> None:
    for link in links:
        if link.a_id not in held or link.b_id not in held:
            raise KnowledgeBroken(
                f"a link joins {link.a_id} and {link.b_id}, and one of them is not in the knowledge base"
            )


# ---------------------------------------------------------------------------------------------------------- entities


def _entity_rows(knowledge: Knowledge) -> tuple[NodeRows, ...]:
    counts = Counter(mention.entity_id for mention in knowledge.mentions)
    documents = Counter(entity_id for entity_id, _ in {(m.entity_id, m.document_id) for m in knowledge.mentions})
    merges: dict[str, list[Merge]] = defaultdict(list)
    for merge in knowledge.merges:
        merges[merge.entity_id].append(merge)
    rows: dict[str, list[Row]] = defaultdict(list)
    for entity in knowledge.entities:
        row = _entity_row(entity, merges[entity.id]) | {
            "mentions": counts[entity.id],
            "documents": documents[entity.id],
        }
        rows[entity.type.value].append(row | {"stamp": _hash([row])})
    return tuple(NodeRows(label, tuple(rows[label])) for label in ENTITY_LABELS if rows[label])


def _entity_row(entity: Entity, merges: Sequence[Merge]) -> Row:
    return {
        KEY: entity.id,
        "type": entity.type.value,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "level": entity.level.value if entity.level else None,
        "code": entity.code,
        "place": entity.place,
        "keys": sorted({name_key(name) for name in (entity.name, *entity.aliases)}),
        "merges": [_json([m.name, m.other, m.rule, m.score, m.reason]) for m in merges],
    }


# --------------------------------------------------------------------------------------------------------- documents


@dataclass(slots=True)
class _Parts:
    """What the knowledge holds of one document."""

    sections: list[Section]
    passages: list[Passage]
    mentions: list[EntityMention]
    relations: list[EntityRelation]
    targets: list[IndicatorTarget]
    attributes: list[EntityAttribute]


def _documents(
    knowledge: Knowledge, label_of: Mapping[str, str], texts: Mapping[str, str], vectors: Vectors
) -> Iterator[DocumentRows]:
    parts: dict[str, _Parts] = {document.id: _Parts([], [], [], [], [], []) for document in knowledge.documents}
    for section in knowledge.sections:
        parts[section.document_id].sections.append(section)
    for passage in knowledge.passages:
        parts[passage.document_id].passages.append(passage)
    for mention in knowledge.mentions:
        parts[mention.document_id].mentions.append(mention)
    for relation in knowledge.relations:
        parts[relation.document_id].relations.append(relation)
    for target in knowledge.targets:
        parts[target.target.document_id].targets.append(target)
    for attribute in knowledge.attributes:
        parts[attribute.document_id].attributes.append(attribute)
    standings = {standing.document_id: standing for standing in knowledge.standings}
    for document in knowledge.documents:
        standing = standings.get(document.id, DocumentStanding(document.id, Standing.IN_FORCE))
        row = _document_row(document) | {"standing": standing.standing.value, "superseded_by": standing.by}
        yield _document_rows(row, document, parts[document.id], label_of, texts, vectors)


def _document_rows(
    row: Row,
    document: Document,
    parts: _Parts,
    label_of: Mapping[str, str],
    texts: Mapping[str, str],
    vectors: Vectors,
) -> DocumentRows:
    """`row`: the document's own."""
    text = texts.get(document.source, "")
    nodes = (
        NodeRows("Section", tuple(_section_row(section) for section in parts.sections)),
        NodeRows("Passage", tuple(_passage_row(passage, text) for passage in parts.passages)),
    )
    edges = _edge_rows(_document_edges(document, parts, label_of))
    stamp = _hash(
        [row, *(n.rows for n in nodes), *(e.rows for e in edges)], (vectors.get(p.id) for p in parts.passages)
    )
    return DocumentRows(document.id, stamp, row | {"stamp": stamp}, tuple(n for n in nodes if n.rows), edges)


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

_Edge = tuple[str, str, str, Row]


def _document_edges(document: Document, parts: _Parts, label_of: Mapping[str, str]) -> Iterator[_Edge]:
    place = _Places(document, parts.sections, parts.passages)
    for section in parts.sections:
        label = "Section" if section.parent_id else "Document"
        yield _edge(label, "CONTAINS", "Section", section.parent_id or document.id, section.id)
    for passage in parts.passages:
        label, holder = place.holder(passage)
        yield _edge(label, "CONTAINS", "Passage", holder, passage.id)
    for mention in parts.mentions:
        label, holder = place.of(mention.start, mention.end)
        said = {"surface": mention.surface, "rule": mention.rule, "stage": mention.stage}
        row = _span(mention) | said | {"confidence": mention.confidence}
        yield _edge(label, "MENTIONS", label_of[mention.entity_id], holder, mention.entity_id, row)
    for relation in parts.relations:
        row = {"role": relation.role, **_span(relation), "quote": relation.quote, "rule": relation.rule}
        ends = relation.head_id, relation.tail_id
        yield _edge(label_of[ends[0]], relation.rel.value, label_of[ends[1]], *ends, row)
    for target in parts.targets:
        yield _edge("Document", "TARGET", "Indicator", document.id, target.indicator_id, _target_row(target))
    for attribute in parts.attributes:
        ends = document.id, attribute.entity_id
        yield _edge("Document", "ATTRIBUTE", label_of[attribute.entity_id], *ends, _attribute_row(attribute))


def _edge(a_label: str, rel: str, b_label: str, a: str, b: str, row: Row | None = None) -> _Edge:
    return a_label, rel, b_label, {"a": a, "b": b, "rel": rel, **(row or {})}


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


class _Places:
    """Where in a document a mention stands: a passage, else the innermost section, else the document itself."""

    def __init__(self, document: Document, sections: Sequence[Section], passages: Sequence[Passage]) -> None:
        self._document = document
        self._sections = sorted(sections, key=lambda section: (section.start, -section.end, section.depth))
        self._parents = {section.id: section for section in sections}
        self._section_starts = [section.start for section in self._sections]
        self._passages = sorted(passages, key=lambda passage: (passage.start, -passage.end))
        self._passage_starts = [passage.start for passage in self._passages]

    def of(self, start: int, end: int) -> tuple[str, str]:
        # the last that begins before it, and, as passages may overlap a little, the one before that
        last = bisect_right(self._passage_starts, start)
        for passage in reversed(self._passages[max(0, last - 4) : last]):
            if end <= passage.end:
                return "Passage", passage.id
        return self._section_at(start, end)

    def holder(self, passage: Passage) -> tuple[str, str]:
        return self._section_at(passage.start, passage.end)

    def _section_at(self, start: int, end: int) -> tuple[str, str]:
        last = bisect_right(self._section_starts, start)
        section = self._sections[last - 1] if last else None
        while section and not section.start <= start <= end <= section.end:
            section = self._parents.get(section.parent_id or "")
        return ("Section", section.id) if section else ("Document", self._document.id)


def _tie_rows(knowledge: Knowledge, label_of: Mapping[str, str]) -> tuple[EdgeRows, ...]:
    documents = {document.id for document in knowledge.documents}
    annexes = (
        _edge("Document", "ANNEX_OF", "Document", document.id, document.parent_id)
        for document in knowledge.documents
        if document.parent_id in documents and document.parent_id is not None
    )
    links = (
        _edge(label_of[link.a_id], "LINK", label_of[link.b_id], link.a_id, link.b_id, _link_row(link))
        for link in knowledge.links
    )
    documents_tied = (
        _edge("Document", DOCUMENT_LINKS[tie.kind], "Document", tie.a_id, tie.b_id, _document_link_row(tie))
        for tie in knowledge.document_links
    )
    return _edge_rows(chain(annexes, links, documents_tied))


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


def _plain(table: EdgeRows) -> list[object]:
    return [table.a_label, table.rel, table.b_label, table.rows]


def _edge_rows(edges: Iterable[_Edge]) -> tuple[EdgeRows, ...]:
    tables: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for a_label, rel, b_label, row in edges:
        tables[a_label, rel, b_label].append(row)
    return tuple(EdgeRows(*ends, tuple(rows)) for ends, rows in sorted(tables.items()))


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
