"""PART_OF among areas: a county in its city, a city in its province.

Stated where one name stands right before the other (湖南省怀化市辰溪县); else, once a document, for each area whose
city or province the document names too, on the word of the national divisions.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from graph.lexicon.divisions import Divisions
from graph.records import EntityType, Relation, RelationType, Span
from ingest.facts.marks import Mark, MarkedText
from ingest.rules import Example, rule

NAME_BEFORE_NAME = rule(
    "area:name-before-name",
    RelationType.PART_OF,
    says="an area whose name stands right behind that of the one it lies in",
    example=Example("湖南省怀化市辰溪县", "怀化市 → 湖南省|辰溪县 → 怀化市"),
    counter=Example("怀化市、辰溪县"),
)
NATIONAL_DIVISIONS = rule(
    "area:national-divisions",
    RelationType.PART_OF,
    says="an area and the nearest around it that the document names too, as the national divisions say",
    example=Example("怀化市、辰溪县", "辰溪县 → 怀化市"),
    counter=Example("鹤城区、辰溪县"),
)


def area_relations(marked: MarkedText) -> Iterator[Relation]:
    """PART_OF of the document's areas."""
    marks = [mark for mark in marked.of_type(EntityType.COUNTY) if mark.mention.code]
    stated: set[tuple[str, str]] = set()
    for outer, inner in pairwise(marks):
        if outer.end == inner.start and is_part(marked, inner, outer) and pair(inner, outer) not in stated:
            stated.add(pair(inner, outer))
            yield marked.relation(inner.mention, RelationType.PART_OF, outer.mention, NAME_BEFORE_NAME)
    yield from gazetteer_relations(marked, marks, stated)


def gazetteer_relations(marked: MarkedText, marks: list[Mark], stated: set[tuple[str, str]]) -> Iterator[Relation]:
    """The first mention of each area with the nearest mention of the area it lies in."""
    by_code: dict[str, list[Mark]] = {}
    for mark in marks:
        by_code.setdefault(mark.mention.code or "", []).append(mark)
    for code, inner_marks in by_code.items():
        parent = next((area.code for area in areas_of(marked).chain(code)[1:] if area.code in by_code), None)
        if parent is None or (code, parent) in stated:
            continue
        inner = inner_marks[0]
        outer = min(by_code[parent], key=lambda mark: (abs(mark.start - inner.start), mark.start))
        evidence = Span(inner.mention.start, inner.mention.end)
        yield marked.relation(inner.mention, RelationType.PART_OF, outer.mention, NATIONAL_DIVISIONS, evidence)


def areas_of(marked: MarkedText) -> Divisions:
    """The areas as they were when the document was written."""
    return Divisions.load(marked.structure.document.written)


def is_part(marked: MarkedText, inner: Mark, outer: Mark) -> bool:
    """Whether the first names an area that lay in the other's when the document was written."""
    inner_code, outer_code = pair(inner, outer)
    return inner_code != outer_code and areas_of(marked).is_within(inner_code, outer_code)


def pair(inner: Mark, outer: Mark) -> tuple[str, str]:
    """The codes of two areas; "" of one that is unknown."""
    return inner.mention.code or "", outer.mention.code or ""
