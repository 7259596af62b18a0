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
from typing import Any, TypeVar

from graph.change import Known, Stand, Told
from graph.records import DocumentStanding, EntityMention, Link, Passage, Section, Standing
from graph.sounds import initials_of, sound_of
from graph.store import forms
from graph.store.columns import ANY_ENTITY, KEY, DocumentRows, EdgeRow, End, NodeRow
from graph.store.forms import Form, GraphRow, merge_texts
from graph.store.holders import Holder, Holders
from graph.writing.foldings import name_key

VERSION = "4"  # of the rows' form: another one, and every document is written anew

T = TypeVar("T")
Found = Mapping[str, Sequence[float]]  # vectors by the passage's identifier


# ---------------------------------------------------------------------------------------------------------- entities


def entity_row(known: Known) -> GraphRow:
    """An entity's own row; `keys`, `sounds` and `initials` are those of its name and its aliases, in their order."""
    entity = known.entity
    names = (entity.name, *entity.aliases)
    row = {
        KEY: entity.id,
        **_properties(forms.ENTITY, entity, "id"),
        "keys": [name_key(name) for name in names],
        "sounds": [sound_of(name) for name in names],
        "initials": [initials_of(name) for name in names],
        "merges": merge_texts(known.merges),
        "mentions": known.mentions,
        "documents": known.documents,
    }
    return row | {"stamp": _hash([row])}


def _properties(form: Form[Any], record: object, *but: str) -> GraphRow:
    """What a record says, without the identifiers that nodes bear; a yes or no is a number."""
    said = form.to_row(record).items()
    return {name: int(value) if isinstance(value, bool) else value for name, value in said if name not in but}


# --------------------------------------------------------------------------------------------------------- documents


def document_rows(told: Told, vectors: Found) -> Iterator[DocumentRows]:
    """What each document of a source puts into the graph; passages carry their text and vector."""
    sections = _by_document((section.document_id, section) for section in told.sections)
    passages = _by_document((passage.document_id, passage) for passage in told.passages)
    edges = _by_document((edge.row["document_id"], edge) for edge in _facts(told))
    for document in told.documents:
        row = {KEY: document.id, "name": document.title, **_properties(forms.DOCUMENT, document, "id")}
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


def _section_row(section: Section) -> GraphRow:
    return {KEY: section.id, "name": section.heading, **_properties(forms.SECTION, section, "id")}


def _passage_row(passage: Passage, text: str) -> GraphRow:
    said = _properties(forms.PASSAGE, passage, "id")
    return {KEY: passage.id, **said, "text": text[passage.start : passage.end]}


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
            row = _properties(forms.MENTION, mention, "entity_id")
            yield _edge(_end(holders.of(mention.start, mention.end)), "MENTIONS", (ANY_ENTITY, mention.entity_id), row)


def _facts(told: Told) -> Iterator[EdgeRow]:
    """Relations, targets and attributes."""
    for relation in told.relations:
        row = _properties(forms.RELATION, relation, "head_id", "tail_id")
        yield EdgeRow((ANY_ENTITY, relation.head_id), (ANY_ENTITY, relation.tail_id), row)
    for target in told.targets:
        row = _measured(forms.TARGET, target, "indicator_id")
        yield _edge(("Document", row["document_id"]), "TARGET", (ANY_ENTITY, target.indicator_id), row)
    for attribute in told.attributes:
        row = _measured(forms.ATTRIBUTE, attribute, "entity_id")
        yield _edge(("Document", row["document_id"]), "ATTRIBUTE", (ANY_ENTITY, attribute.entity_id), row)


def _end(holder: Holder) -> End:
    return type(holder).__name__, holder.id


def _edge(a: End, rel: str, b: End, row: GraphRow | None = None) -> EdgeRow:
    return EdgeRow(a, b, {"rel": rel, **(row or {})})


def _measured(form: Form[Any], record: object, *but: str) -> GraphRow:
    """With its value as a number behind it."""
    row = _properties(form, record, *but)
    first = dict.fromkeys(list(row)[: list(row).index("value") + 1])
    return first | {"number": _number(row["value"])} | row


def _number(value: str) -> float | None:
    """The value for people who sort and draw in the database; what is written stays in `value`."""
    try:
        return float(value.replace(",", "").replace("，", ""))
    except ValueError:
        return None


# ------------------------------------------------------------------------------------------- what ties them together


def standing_row(stand: Stand | None) -> GraphRow:
    """How a document stands; in force where nothing is said."""
    standing = stand.standing if stand else None
    return _properties(forms.STANDING, standing or DocumentStanding("", Standing.IN_FORCE), "document_id")


def stand_edges(stand: Stand) -> list[EdgeRow]:
    """What a document is to others."""
    return [
        EdgeRow(
            ("Document", tie.a_id), ("Document", tie.b_id), _properties(forms.DOCUMENT_LINK, tie, "document_id", "b_id")
        )
        for tie in stand.links
    ]


def link_edge(link: Link) -> EdgeRow:
    """A link between two entities."""
    row = _properties(forms.LINK, link, "a_id", "b_id")
    return _edge((ANY_ENTITY, link.a_id), "LINK", (ANY_ENTITY, link.b_id), row)


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
