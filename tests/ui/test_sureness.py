"""What is left when unsure mentions are left out."""

from __future__ import annotations

from dataclasses import replace

from tests.graph.made import SMALL
from ui.app.sureness import only_sure


def test_everything_stays_where_all_is_sure() -> None:
    least_sure = min(mention.confidence for mention in SMALL.mentions)
    assert only_sure(SMALL, least_sure) == SMALL


def test_an_entity_of_unsure_mentions_goes_with_its_relations_and_links() -> None:
    gone = SMALL.relations[0].head_id
    unsure = replace(
        SMALL,
        mentions=tuple(replace(m, confidence=0.5) if m.entity_id == gone else m for m in SMALL.mentions),
    )
    left = only_sure(unsure, 0.8)
    assert any(mention.entity_id == gone for mention in SMALL.mentions)
    assert gone not in {entity.id for entity in left.entities}
    assert gone not in {mention.entity_id for mention in left.mentions}
    assert gone not in {end for one in left.relations for end in (one.head_id, one.tail_id)}
    assert gone not in {end for link in left.links for end in (link.a_id, link.b_id)}
    assert only_sure(unsure, 0.4) == unsure


def test_an_entity_that_no_text_names_stays() -> None:
    silent = replace(SMALL, mentions=())
    assert only_sure(silent, 0.99).entities == SMALL.entities
