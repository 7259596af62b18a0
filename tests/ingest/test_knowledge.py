"""What all sources say together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.records import EntityType, Relation, RelationType, Source
from graph.resolve.decisions import Decisions
from ingest.extract import extract
from ingest.knowledge import gather

NAMED = [
    # two names of one park: what is said between them says nothing
    ("怀化市方案\n支持怀化高新区发展。\n加快怀化国家高新区建设。\n", 0),
    ("怀化市方案\n支持怀化高新区发展。\n加快怀化经开区建设。\n", 1),
]


@pytest.mark.parametrize(("text", "stated"), NAMED)
def test_nothing_stands_in_relation_to_itself(text: str, stated: int) -> None:
    read = extract(Source("plan.txt", text, "", "txt"))
    head, tail = [mention for mention in read.mentions if mention.type is EntityType.PARK]
    assert head.name != tail.name
    said = Relation(head, RelationType.PART_OF, tail, "plan.txt", head.document_id, head.start, tail.end, "made")
    knowledge = gather([replace(read, relations=(said,))], Decisions(()))
    assert len(knowledge.relations) == stated
