"""Relations a sentence states: each sentence of the running text is shown to the finders of every kind, in order.

What they look for stands in place_relations, builder_relations, industry_relations and park_industries. Tables are no
sentences; what a heading says of its section stands in ingest/facts/section_relations.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from graph.records import BlockKind, Relation
from ingest.entities.places import Places
from ingest.facts.builder_relations import BUILDER_FINDERS
from ingest.facts.industry_relations import INDUSTRY_FINDERS
from ingest.facts.marks import MarkedText
from ingest.facts.park_industries import PARK_FINDERS
from ingest.facts.place_relations import PLACE_FINDERS

SentenceFinder = Callable[[MarkedText, int, int], Iterator[Relation]]

FINDERS: tuple[SentenceFinder, ...] = (*PARK_FINDERS, *INDUSTRY_FINDERS, *PLACE_FINDERS, *BUILDER_FINDERS)


def sentence_relations(marked: MarkedText) -> Iterator[Relation]:
    """All sentences of the document that lie in no table."""
    tables = Places(
        (marked.reading.index(b.start), marked.reading.index(b.end))
        for b in marked.structure.blocks
        if b.kind is BlockKind.TABLE
    )
    for start, end in marked.sentences():
        if tables.overlap(start, start + 1) or not marked.within(start, end):
            continue
        for finder in FINDERS:
            yield from finder(marked, start, end)
