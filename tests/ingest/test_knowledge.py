"""What all sources say together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.lexicon.ontology import Ontology
from graph.records import EntityType, Relation, RelationType, Source
from graph.resolve.decisions import Decisions
from ingest.extract import extract
from ingest.knowledge import gather

NAMED = [
    # two names of one area: what is said between them says nothing
    ("方案\n支持怀化市发展。\n加快怀化建设。\n", 0),
    ("方案\n支持怀化市发展。\n加快鹤城区建设。\n", 1),
]


@pytest.mark.parametrize(("text", "stated"), NAMED)
def test_nothing_stands_in_relation_to_itself(text: str, stated: int) -> None:
    read = extract(Source("plan.txt", text, "", "txt"))
    tail, head = [mention for mention in read.mentions if mention.type is EntityType.COUNTY and not mention.implied]
    assert head.surface != tail.surface
    said = Relation(head, RelationType.PART_OF, tail, "plan.txt", head.document_id, tail.start, head.end, "made")
    knowledge = gather([replace(read, relations=(said,))], Decisions(()))
    assert len(knowledge.relations) == stated


def test_a_relation_that_joins_what_it_may_not_is_refused() -> None:
    said = extract(Source("plan.txt", "怀化市2024年工作计划\n加快怀化高新区惠科显示模组生产线建设。", "", "txt"))
    [located, *_] = [one for one in said.relations if one.rel is RelationType.LOCATED_IN]
    [kept] = gather([replace(said, relations=(located,))], Decisions(())).relations
    assert kept.rel is RelationType.LOCATED_IN
    forbidden = set(RelationType) - set(Ontology.load().between(located.head.type, located.tail.type))
    wrong = tuple(replace(located, rel=rel) for rel in sorted(forbidden))
    assert not gather([replace(said, relations=wrong)], Decisions(())).relations
