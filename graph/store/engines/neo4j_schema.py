"""The constraints and indexes of Mailuo's graph in Neo4j: each name and the statement that makes it."""

from __future__ import annotations

from collections.abc import Mapping

from graph.records import RelationType
from graph.store.columns import ENTITY_LABELS, KEY, NODES
from graph.store.cypher import FINDING
from graph.store.engines.neo4j_writing import OWNER_LABEL

PREFIX = "mailuo_"  # of the names of all constraints and indexes
VECTOR_INDEX = f"{PREFIX}passage_vectors"

_CJK = "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"
SCHEMA: Mapping[str, str] = {
    **{
        f"{PREFIX}{label.lower()}_id": f"CREATE CONSTRAINT {PREFIX}{label.lower()}_id IF NOT EXISTS "
        f"FOR (n:{label}) REQUIRE n.{KEY} IS UNIQUE"
        for label in (*NODES, OWNER_LABEL)
    },
    **{
        f"{PREFIX}{label.lower()}_document": f"CREATE INDEX {PREFIX}{label.lower()}_document IF NOT EXISTS "
        f"FOR (n:{label}) ON (n.document_id)"
        for label in ("Section", "Passage")
    },
    **{
        f"{PREFIX}document_{name}": f"CREATE INDEX {PREFIX}document_{name} IF NOT EXISTS FOR (n:Document) ON (n.{name})"
        for name in ("source", "parent_id")
    },
    **{
        f"{PREFIX}{rel.lower()}_places": f"CREATE INDEX {PREFIX}{rel.lower()}_places IF NOT EXISTS "
        f"FOR ()-[r:{rel}]-() ON (r.source, r.start)"
        for rel in (*RelationType, "MENTIONS")
    },
    f"{PREFIX}names": f"CREATE FULLTEXT INDEX {PREFIX}names IF NOT EXISTS "
    f"FOR (n:{'|'.join((*ENTITY_LABELS, 'Document'))}) ON EACH [n.name, n.aliases] {_CJK}",
    # each name whole, as it is looked up: what begins so is found without looking at all
    FINDING: f"CREATE FULLTEXT INDEX {FINDING} IF NOT EXISTS FOR (n:{'|'.join(ENTITY_LABELS)}) "
    "ON EACH [n.keys, n.sounds, n.initials] OPTIONS {indexConfig: {`fulltext.analyzer`: 'keyword'}}",
    f"{PREFIX}texts": f"CREATE FULLTEXT INDEX {PREFIX}texts IF NOT EXISTS FOR (n:Passage) ON EACH [n.text] {_CJK}",
}


def create_vector_index(dim: int) -> str:
    """dim: how many numbers a vector has."""
    return (
        f"CREATE VECTOR INDEX {VECTOR_INDEX} IF NOT EXISTS FOR (p:Passage) ON (p.embedding) OPTIONS "
        f"{{indexConfig: {{`vector.dimensions`: {dim}, `vector.similarity_function`: 'cosine'}}}}"
    )
