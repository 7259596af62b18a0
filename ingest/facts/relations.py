"""A document's structure and mentions go in, the relations between them come out, each with evidence and rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from graph.records import Mention, Relation, Structure
from ingest.facts.area_relations import area_relations
from ingest.facts.duty_relations import duty_relations
from ingest.facts.marks import MarkedText
from ingest.facts.name_relations import name_relations
from ingest.facts.section_relations import section_relations
from ingest.facts.sentence_relations import sentence_relations
from ingest.facts.table_relations import table_relations

FINDERS: tuple[Callable[[MarkedText], Iterator[Relation]], ...] = (
    table_relations,
    name_relations,
    sentence_relations,
    section_relations,
    duty_relations,
    area_relations,
)


def find_relations(structure: Structure, mentions: Sequence[Mention]) -> list[Relation]:
    """All relations of one document in order of place; the same two ends and evidence once, by the first rule."""
    marked = MarkedText.of(structure, mentions)
    found: dict[tuple[object, ...], Relation] = {}
    for finder in FINDERS:
        for relation in finder(marked):
            key = (relation.head, relation.rel, relation.tail, relation.start, relation.end)
            found.setdefault(key, relation)
    return sorted(
        found.values(), key=lambda r: (r.start, r.end, r.rel, r.head.start, r.tail.start, r.head.name, r.tail.name)
    )
