"""The steps of one writing transaction on Neo4j: a document replaced or dropped, ties drawn anew.

In: the transaction and rows. A step that does not find what it needs raises, and the transaction is undone. There are
few statements, with labels and relation types as parameters (Neo4j 5.26), because a server takes longer to compile a
new one than to write a small document.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from graph.records import RelationType
from graph.store.columns import DOCUMENT_LINKS, KEY, DocumentRows, EdgeRows, Vectors
from graph.store.cypher import ENTITY, RELATION
from graph.store.engines.engine import GraphRefused, Row

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

T = TypeVar("T")
# The server's own names of nodes, by label and identifier: by label too, because an entity that turns out to be of
# another type stands under both until the last document that knew it as the old one is replaced.
Elements = dict[tuple[str, str], str]
Nodes = Mapping[tuple[str, str], str]

BATCH = 2_000  # rows sent at once; a passage's vector makes its row some 4 kB

# whose graph it is: one node, which its constraint keeps the only one
OWNER_LABEL = "KnowledgeBase"
_OWNER = f"(k:{OWNER_LABEL} {{{KEY}: 'knowledge-base'}})"
_OWNER_FIELDS = "RETURN k.owner AS owner, k.place AS place, k.generation AS generation"
HELD_OWNER = f"MATCH {_OWNER} {_OWNER_FIELDS}"
CLAIM = f"""
MERGE {_OWNER} ON CREATE SET k.owner = $owner, k.place = $place
WITH k, CASE WHEN k.owner = $owner THEN null ELSE k.generation END AS generation
SET k.generation = generation {_OWNER_FIELDS}"""
RELEASE = f"MATCH {_OWNER} DELETE k"
SETTLE = f"MATCH {_OWNER} SET k.generation = $generation"

# what the server already holds: an entity or document whose stamp is the new one's need not be written again
HELD_ENTITIES = f"""
MATCH (n:{ENTITY}) WHERE n.{KEY} IS NOT NULL
RETURN n.type AS label, n.{KEY} AS id, elementId(n) AS element, n.stamp AS stamp"""
HELD_DOCUMENTS = f"""
MATCH (n:Document) WHERE n.{KEY} IS NOT NULL
RETURN 'Document' AS label, n.{KEY} AS id, elementId(n) AS element, n.stamp AS stamp"""
# how much each document says: what somebody deleted by hand, or left over, is found by counting
HELD_PARTS = f"""
MATCH (a)-[r:{RELATION}|MENTIONS|TARGET|ATTRIBUTE]->() WHERE a.{KEY} IS NOT NULL AND r.document_id IS NOT NULL
RETURN r.document_id AS id, count(*) AS number
UNION ALL
MATCH (n:Section|Passage) WHERE n.{KEY} IS NOT NULL RETURN n.document_id AS id, count(*) AS number"""

CREATE_NODES = f"""
UNWIND $rows AS r CREATE (n:$(r.label)) SET n = r.properties
RETURN r.label AS label, n.{KEY} AS id, elementId(n) AS element"""
UPDATE_ENTITIES = f"UNWIND $rows AS r MATCH (n:{ENTITY}) WHERE n.{KEY} = r.{KEY} AND n.type = r.type SET n += r"
UPDATE_DOCUMENT = f"MATCH (n:Document {{{KEY}: $id}}) SET n += $properties RETURN elementId(n) AS element"
CREATE_EDGES = """
UNWIND $rows AS r
MATCH (a) WHERE elementId(a) = r.a
MATCH (b) WHERE elementId(b) = r.b
CREATE (a)-[e:$(r.properties.rel)]->(b) SET e = r.properties
RETURN count(*) AS made"""

_OF_DOCUMENT = " UNION ALL ".join(
    f"MATCH (a)-[r:{rel}]->() WHERE r.source = $source AND r.document_id = $id AND a.{KEY} IS NOT NULL RETURN r"
    for rel in RelationType
)
DROP_RELATIONS = f"CALL () {{ {_OF_DOCUMENT} }} DELETE r"
DROP_PARTS = " ".join(
    f"CALL () {{ MATCH (n:{label}) WHERE n.document_id = $id AND n.{KEY} IS NOT NULL DETACH DELETE n }}"
    for label in ("Passage", "Section")
)
DROP_EDGES = f"MATCH (:Document {{{KEY}: $id}})-[r:MENTIONS|TARGET|ATTRIBUTE|CONTAINS]->() DELETE r"
DROP_DOCUMENT = f"MATCH (d:Document {{{KEY}: $id}}) DETACH DELETE d"
_TIES = "|".join(("LINK", "ANNEX_OF", *DOCUMENT_LINKS.values()))
DROP_TIES = f"MATCH (a)-[r:{_TIES}]->() WHERE a.{KEY} IS NOT NULL AND r.rel IS NOT NULL DELETE r"


def rows(tx: ManagedTransaction, query: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
    answer = tx.run(query, dict(parameters or {}))
    names = answer.keys()
    return [dict(zip(names, record.values(), strict=True)) for record in answer]


def batches(of: Sequence[T], size: int = BATCH) -> Iterator[list[T]]:
    for first in range(0, len(of), size):
        yield list(of[first : first + size])


def create_nodes(tx: ManagedTransaction, labelled: Iterable[tuple[str, Row]]) -> Elements:
    made: Elements = {}
    for batch in batches([{"label": label, "properties": row} for label, row in labelled]):
        made |= by_label(rows(tx, CREATE_NODES, {"rows": batch}))
    return made


def add_document(tx: ManagedTransaction, document: DocumentRows, vectors: Vectors, entities: Elements) -> None:
    """A document of which the graph holds nothing yet."""
    _write_parts(tx, document, vectors, create_nodes(tx, [("Document", document.document)]), entities)


def replace_document(tx: ManagedTransaction, document: DocumentRows, vectors: Vectors, entities: Elements) -> None:
    """The document in its new form; its own node stays if it is there, as annexes may hang on it."""
    _empty_document(tx, document.id)
    own = rows(tx, UPDATE_DOCUMENT, {"id": document.id, "properties": document.document})
    if own:
        _write_parts(tx, document, vectors, {("Document", document.id): own[0]["element"]}, entities)
    else:
        add_document(tx, document, vectors, entities)


def _write_parts(
    tx: ManagedTransaction, document: DocumentRows, vectors: Vectors, own: Elements, entities: Elements
) -> None:
    labelled = [(table.label, _with_vector(row, vectors)) for table in document.nodes for row in table.rows]
    elements = own | create_nodes(tx, labelled)
    _create_edges(tx, document.edges, ChainMap(elements, entities))


def drop_document(tx: ManagedTransaction, document_id: str) -> None:
    _empty_document(tx, document_id)
    rows(tx, DROP_DOCUMENT, {"id": document_id})


def replace_ties(tx: ManagedTransaction, ties: Sequence[EdgeRows], entities: Elements) -> None:
    rows(tx, DROP_TIES)
    _create_edges(tx, ties, ChainMap(by_label(rows(tx, HELD_DOCUMENTS)), entities))


def _empty_document(tx: ManagedTransaction, document_id: str) -> None:
    of = {"id": document_id, "source": document_id.rpartition("#")[0]}
    for statement in (DROP_RELATIONS, DROP_PARTS, DROP_EDGES):
        rows(tx, statement, of)


def by_label(found: Iterable[Row]) -> Elements:
    return {(row["label"], row["id"]): row["element"] for row in found}


def _create_edges(tx: ManagedTransaction, tables: Iterable[EdgeRows], elements: Nodes) -> None:
    every = [_edge(table, row, elements) for table in tables for row in table.rows]
    for batch in batches(every):
        made = rows(tx, CREATE_EDGES, {"rows": batch})[0]["made"]
        if made != len(batch):
            raise _changed_meanwhile(f"{len(batch) - made} relations lost an end")


def _edge(table: EdgeRows, row: Row, elements: Nodes) -> dict[str, Any]:
    ends = [(table.a_label, row["a"]), (table.b_label, row["b"])]
    missing = [identifier for label, identifier in ends if (label, identifier) not in elements]
    if missing:
        raise _changed_meanwhile(f"{missing[0]} is gone")
    a, b = (elements[end] for end in ends)
    return {"a": a, "b": b, "properties": {name: value for name, value in row.items() if name not in ("a", "b")}}


def _changed_meanwhile(what: str) -> GraphRefused:
    return GraphRefused(f"somebody else changes the graph in Neo4j ({what}); run the command again when they are done")


def _with_vector(row: Row, vectors: Vectors) -> Row:
    """A passage's row with its vector; any other row as it is."""
    vector = vectors.get(row[KEY])
    return row if vector is None else row | {"embedding": [float(x) for x in vector]}
