"""The steps of one writing transaction on Neo4j: a document replaced or dropped, ties drawn anew.

In: the transaction and rows. A step that does not find what it needs raises, and the transaction is undone. There are
few statements, with labels and relation types as parameters (Neo4j 5.26), because a server takes longer to compile a
new one than to write a small document.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from graph.records import RelationType, source_of
from graph.store.columns import ANY_ENTITY, KEY, DocumentRows, EdgeRow, End, NodeRow
from graph.store.cypher import DOCUMENT_LINK, ENTITY, RELATION
from graph.store.engines.engine import GraphRefused
from graph.store.forms import GraphRow

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

T = TypeVar("T")
Elements = Mapping[End, str]  # the server's own names of nodes

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
HELD_ENTITIES = f"MATCH (n:{ENTITY}) WHERE n.{KEY} IS NOT NULL RETURN n.{KEY} AS id, n.type AS type, n.stamp AS stamp"
HELD_ENTITIES_OF = f"MATCH (n:{ENTITY}) WHERE n.{KEY} IN $ids RETURN n.{KEY} AS id, n.type AS type, n.stamp AS stamp"
HELD_DOCUMENTS = f"MATCH (n:Document) WHERE n.{KEY} IS NOT NULL RETURN n.{KEY} AS id, n.stamp AS stamp"
HELD_DOCUMENTS_OF = f"""
MATCH (n:Document) WHERE n.source = $source AND n.{KEY} IS NOT NULL RETURN n.{KEY} AS id, n.stamp AS stamp"""
# how much each document says: what somebody deleted by hand, or left over, is found by counting
HELD_PARTS = f"""
MATCH (a)-[r:{RELATION}|MENTIONS|TARGET|ATTRIBUTE]->() WHERE a.{KEY} IS NOT NULL AND r.document_id IS NOT NULL
RETURN r.document_id AS id, count(*) AS number
UNION ALL
MATCH (n:Section|Passage) WHERE n.{KEY} IS NOT NULL RETURN n.document_id AS id, count(*) AS number"""
# where edges are to be drawn
ENTITY_ELEMENTS = f"MATCH (n:{ENTITY}) WHERE n.{KEY} IN $ids RETURN n.{KEY} AS id, elementId(n) AS element"
DOCUMENT_ELEMENTS = f"MATCH (n:Document) WHERE n.{KEY} IN $ids RETURN n.{KEY} AS id, elementId(n) AS element"

CREATE_NODES = f"""
UNWIND $rows AS r CREATE (n:$(r.label)) SET n = r.properties
RETURN r.label AS label, n.{KEY} AS id, elementId(n) AS element"""
# an entity that turns out to be of another type keeps its node, and all that hangs on it
UPDATE_ENTITIES = f"""
UNWIND $rows AS r MATCH (n:{ENTITY}) WHERE n.{KEY} = r.id AND n.type = r.type
REMOVE n:$(r.type) SET n:$(r.properties.type) SET n += r.properties"""
DROP_ENTITIES = f"""
UNWIND $rows AS r MATCH (n:{ENTITY}) WHERE n.{KEY} = r.id AND (r.type = '' OR n.type = r.type) DETACH DELETE n"""
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

UPDATE_STANDINGS = f"UNWIND $rows AS r MATCH (d:Document {{{KEY}: r.id}}) SET d += r.properties"
DROP_TIES = (
    f"UNWIND $ids AS id MATCH (d:Document {{{KEY}: id}})-[r:{DOCUMENT_LINK}]->() WHERE r.rel IS NOT NULL DELETE r"
)
DROP_LINKS = f"""
UNWIND $pairs AS pair
MATCH (a:{ENTITY})-[r:LINK]->(b:{ENTITY}) WHERE a.{KEY} = pair[0] AND b.{KEY} = pair[1] AND r.rel IS NOT NULL
DELETE r"""
# an annex hangs on the document that it names, whichever of the two came first
DROP_ANNEXES = f"""
UNWIND $ids AS id MATCH (d:Document {{{KEY}: id}})-[r:ANNEX_OF]->(p)
WHERE d.parent_id IS NULL OR d.parent_id <> p.{KEY} DELETE r"""
DRAW_ANNEXES = f"""
UNWIND $ids AS id
CALL (id) {{
  MATCH (d:Document {{{KEY}: id}}) WHERE d.parent_id IS NOT NULL MATCH (p:Document {{{KEY}: d.parent_id}}) RETURN d, p
  UNION
  MATCH (p:Document {{{KEY}: id}}) MATCH (d:Document {{parent_id: id}}) WHERE d.{KEY} IS NOT NULL RETURN d, p
}}
MERGE (d)-[r:ANNEX_OF]->(p) SET r.rel = 'ANNEX_OF'"""


def rows(tx: ManagedTransaction, query: str, parameters: Mapping[str, object] | None = None) -> list[GraphRow]:
    """What a statement gives, each row by the names of its columns."""
    answer = tx.run(query, dict(parameters or {}))
    names = answer.keys()
    return [dict(zip(names, record.values(), strict=True)) for record in answer]


def batches(of: Sequence[T], size: int = BATCH) -> Iterator[list[T]]:
    """A sequence in parts of so many, in order."""
    for first in range(0, len(of), size):
        yield list(of[first : first + size])


def create_nodes(tx: ManagedTransaction, nodes: Iterable[NodeRow]) -> dict[End, str]:
    """Create nodes; gives the server's own identifier of each, by its label and id."""
    made: dict[End, str] = {}
    for batch in batches([{"label": node.label, "properties": node.row} for node in nodes]):
        found = rows(tx, CREATE_NODES, {"rows": batch})
        made |= {(row["label"], row["id"]): row["element"] for row in found}
    return made


def create_missing_entities(tx: ManagedTransaction, entities: Sequence[NodeRow]) -> None:
    """Entities of which it is not known whether they were created."""
    held = {row["id"] for row in rows(tx, HELD_ENTITIES_OF, {"ids": [entity.row[KEY] for entity in entities]})}
    create_nodes(tx, [entity for entity in entities if entity.row[KEY] not in held])


def add_document(tx: ManagedTransaction, document: DocumentRows, standing: GraphRow) -> None:
    """A document of which the graph holds nothing yet."""
    _write_parts(tx, document, create_nodes(tx, [NodeRow("Document", document.document | standing)]))


def replace_document(tx: ManagedTransaction, document: DocumentRows, standing: GraphRow) -> None:
    """The document in its new form; its own node stays if it is there, with what ties it to others."""
    _empty_document(tx, document.id)
    own = rows(tx, UPDATE_DOCUMENT, {"id": document.id, "properties": document.document})
    if own:
        _write_parts(tx, document, {("Document", document.id): own[0]["element"]})
    else:
        add_document(tx, document, standing)


def _write_parts(tx: ManagedTransaction, document: DocumentRows, own: Elements) -> None:
    named = sorted({end[1] for edge in document.edges for end in (edge.a, edge.b) if end[0] == ANY_ENTITY})
    entities = {(ANY_ENTITY, row["id"]): row["element"] for row in rows(tx, ENTITY_ELEMENTS, {"ids": named})}
    _create_edges(tx, document.edges, ChainMap(create_nodes(tx, document.nodes), dict(own), entities))


def drop_document(tx: ManagedTransaction, document_id: str) -> None:
    """A document with its parts and all that it says; entities stay."""
    _empty_document(tx, document_id)
    rows(tx, DROP_DOCUMENT, {"id": document_id})


def _empty_document(tx: ManagedTransaction, document_id: str) -> None:
    of = {"id": document_id, "source": source_of(document_id)}
    for statement in (DROP_RELATIONS, DROP_PARTS, DROP_EDGES):
        rows(tx, statement, of)


def replace_stands(tx: ManagedTransaction, standings: Mapping[str, GraphRow], ties: Iterable[EdgeRow]) -> None:
    """How documents stand, and what they are to others."""
    found = [{"id": document_id, "properties": row} for document_id, row in standings.items()]
    rows(tx, UPDATE_STANDINGS, {"rows": found})
    rows(tx, DROP_TIES, {"ids": list(standings)})
    _tie(tx, list(ties), "Document", DOCUMENT_ELEMENTS)


def replace_links(tx: ManagedTransaction, pairs: Iterable[tuple[str, str]], links: Iterable[EdgeRow]) -> None:
    """The links between pairs of entities."""
    rows(tx, DROP_LINKS, {"pairs": [list(pair) for pair in pairs]})
    _tie(tx, list(links), ANY_ENTITY, ENTITY_ELEMENTS)


def draw_annexes(tx: ManagedTransaction, document_ids: Sequence[str]) -> None:
    """Hang these documents on those they name, and on these the annexes that name them."""
    for statement in (DROP_ANNEXES, DRAW_ANNEXES):
        rows(tx, statement, {"ids": list(document_ids)})


def _tie(tx: ManagedTransaction, edges: Sequence[EdgeRow], label: str, statement: str) -> None:
    ends = sorted({end[1] for edge in edges for end in (edge.a, edge.b)})
    _create_edges(tx, edges, {(label, row["id"]): row["element"] for row in rows(tx, statement, {"ids": ends})})


def _create_edges(tx: ManagedTransaction, edges: Iterable[EdgeRow], elements: Elements) -> None:
    for batch in batches([_edge(edge, elements) for edge in edges]):
        made = rows(tx, CREATE_EDGES, {"rows": batch})[0]["made"]
        if made != len(batch):
            raise _changed_meanwhile(f"{len(batch) - made} relations lost an end")


def _edge(edge: EdgeRow, elements: Elements) -> GraphRow:
    for end in (edge.a, edge.b):
        if end not in elements:
            raise _changed_meanwhile(f"{end[1]} is gone")
    return {"a": elements[edge.a], "b": elements[edge.b], "properties": edge.row}


def _changed_meanwhile(what: str) -> GraphRefused:
    return GraphRefused(f"somebody else changes the graph in Neo4j ({what}); run the command again when they are done")
