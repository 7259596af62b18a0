"""A stretch of a document that names an indicator → its mention."""

from __future__ import annotations

from graph.records import EntityType, Mention, Span, Structure
from ingest.rules import Rule


def indicator_mention(structure: Structure, at: Span, name: str, rule: Rule, *, implied: bool = False) -> Mention:
    """`implied`: the name does not stand there, but in the header over it."""
    document = structure.document
    return Mention(
        source=document.source,
        document_id=document.id,
        start=at.start,
        end=at.end,
        surface=structure.text[at.start : at.end],
        type=EntityType.INDICATOR,
        name=name,
        rule=rule.name,
        place=document.region_code,
        implied=implied,
    )
