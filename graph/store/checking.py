"""Whether knowledge speaks only of what it holds."""

from __future__ import annotations

from collections.abc import Container, Iterable
from itertools import chain

from graph.change import Told
from graph.errors import MailuoError
from graph.records import DocumentLink, Knowledge, Link


class KnowledgeBroken(MailuoError):
    """The knowledge speaks of an entity, document or indicator that it does not hold."""


def check_knowledge(knowledge: Knowledge) -> None:
    """Raise where something is named that is not there: before anything is written."""
    entities = {entity.id for entity in knowledge.entities}
    documents = {document.id for document in knowledge.documents}
    for entity_id, document_id in _named(knowledge):
        if entity_id not in entities or document_id not in documents:
            raise KnowledgeBroken(
                f"{document_id} speaks of {entity_id}, and one of the two is not in the knowledge base"
            )
    _check_ends(knowledge.links, entities)
    _check_ends(knowledge.document_links, documents)


def check_told(told: Told) -> None:
    """Raise where a source speaks for a document that it does not hold."""
    documents = {document.id for document in told.documents}
    parts = chain((s.document_id for s in told.sections), (p.document_id for p in told.passages))
    for document_id in chain(parts, (document_id for _, document_id in _named(told))):
        if document_id not in documents:
            raise KnowledgeBroken(f"{told.source} speaks for {document_id}, which is not in it")


def entities_of(told: Told) -> set[str]:
    """The identifiers of all entities that a source speaks of."""
    return {entity_id for entity_id, _ in _named(told)}


def _named(said: Knowledge | Told) -> Iterable[tuple[str, str]]:
    """Each entity with the document that speaks of it."""
    return chain(
        ((m.entity_id, m.document_id) for m in said.mentions),
        ((end, r.document_id) for r in said.relations for end in (r.head_id, r.tail_id)),
        ((t.indicator_id, t.target.document_id) for t in said.targets),
        ((a.entity_id, a.document_id) for a in said.attributes),
    )


def _check_ends(links: Iterable[Link | DocumentLink], held: Container[str]) -> None:
    for link in links:
        if link.a_id not in held or link.b_id not in held:
            raise KnowledgeBroken(
                f"a link joins {link.a_id} and {link.b_id}, and one of them is not in the knowledge base"
            )
