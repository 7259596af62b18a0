"""One document → what it says of its projects themselves: investment, scale, years, kind, progress.

In: its structure and its mentions. Out: `Attribute`s in order of place, each of one project that is among the mentions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from graph.records import Attribute, Mention, Structure
from ingest.facts.marks import MarkedText
from ingest.facts.table_attributes import table_attributes

FINDERS: tuple[Callable[[MarkedText], Iterator[Attribute]], ...] = (table_attributes,)


def find_attributes(structure: Structure, mentions: Sequence[Mention]) -> list[Attribute]:
    """All attributes of a document's projects; the same at the same place once, by the first rule."""
    marked = MarkedText.of(structure, mentions)
    found: dict[tuple[object, ...], Attribute] = {}
    for finder in FINDERS:
        for one in finder(marked):
            found.setdefault((one.project, one.kind, one.value, one.unit, one.year, one.start, one.end), one)
    return sorted(found.values(), key=lambda one: (one.start, one.end, one.kind, one.value, one.project.name))
