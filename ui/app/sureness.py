"""What is sure enough: the whole knowledge goes in, the knowledge without unsure mentions comes out.

How sure a mention is was counted when the tagger was trained (docs/tagger.md). An entity that only unsure mentions name
goes with its relations and links; one that no text names (a county's province) stays.
"""

from __future__ import annotations

from dataclasses import replace

from graph.records import Knowledge

SURE = 0.8  # of a hundred mentions at least as sure as this, eighty or more were right where labels tell


def only_sure(knowledge: Knowledge, least: float) -> Knowledge:
    """`least`: the confidence that a mention must have, 0 to 1."""
    mentions = tuple(mention for mention in knowledge.mentions if mention.confidence >= least)
    named = {mention.entity_id for mention in knowledge.mentions}
    gone = named - {mention.entity_id for mention in mentions}
    return replace(
        knowledge,
        entities=tuple(entity for entity in knowledge.entities if entity.id not in gone),
        mentions=mentions,
        relations=tuple(one for one in knowledge.relations if not {one.head_id, one.tail_id} & gone),
        links=tuple(link for link in knowledge.links if not {link.a_id, link.b_id} & gone),
        merges=tuple(merge for merge in knowledge.merges if merge.entity_id not in gone),
    )
