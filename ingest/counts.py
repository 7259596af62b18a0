"""Knowledge → how much of each kind it holds: what a generation notes about itself."""

from __future__ import annotations

from collections import Counter
from typing import TypedDict

from graph.records import EntityType, Knowledge, RelationType


class Held(TypedDict):
    """What a knowledge base holds, in numbers; entities and relations by type."""

    sources: int
    documents: int
    passages: int
    entities: dict[str, int]
    relations: dict[str, int]
    mentions: int
    targets: int
    attributes: int
    links: int
    merges: int
    document_links: int


def counts_of(knowledge: Knowledge) -> Held:
    """How many of each kind there are, in the order of the model; kinds without any are named too."""
    entities = Counter(entity.type for entity in knowledge.entities)
    relations = Counter(relation.rel for relation in knowledge.relations)
    return {
        "sources": len({document.source for document in knowledge.documents}),
        "documents": len(knowledge.documents),
        "passages": len(knowledge.passages),
        "entities": {kind.value: entities[kind] for kind in EntityType},
        "relations": {kind.value: relations[kind] for kind in RelationType},
        "mentions": len(knowledge.mentions),
        "targets": len(knowledge.targets),
        "attributes": len(knowledge.attributes),
        "links": len(knowledge.links),
        "merges": len(knowledge.merges),
        "document_links": len(knowledge.document_links),
    }


NOTHING = counts_of(Knowledge((), (), (), (), (), (), (), (), ()))
