"""LED_BY and RESPONSIBLE: the projects of an item go to the units that lead it and are responsible for it.

Each project asks the innermost stretch that names leading units, and the innermost that names responsible ones, of
all that govern its place (ingest/facts/responsibility.py): so the item's own clause counts before that of its heading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.records import EntityType, Mention, Relation, RelationType
from ingest.facts.marks import MarkedText
from ingest.facts.responsibility import Responsibility, find_responsibilities


def duty_relations(marked: MarkedText) -> Iterator[Relation]:
    """All of a document's projects with their units; the clause is the evidence."""
    departments = [mark.mention for mark in marked.of_type(EntityType.DEPARTMENT)]
    if not departments:
        return
    duties = find_responsibilities(marked.structure, departments)
    for mark in marked.of_type(EntityType.PROJECT):
        project = mark.mention
        governing = [d for d in duties if d.scope.start <= project.start and project.end <= d.scope.end]
        leading = innermost([d for d in governing if d.leads])
        responsible = innermost([d for d in governing if d.responsible])
        leads = {unit.name: (unit, duty) for duty in leading for unit in duty.leads}
        others = {unit.name: (unit, duty) for duty in responsible for unit in duty.responsible}
        yield from to_units(marked, project, RelationType.LED_BY, leads)
        yield from to_units(marked, project, RelationType.RESPONSIBLE, others)


def innermost(duties: Sequence[Responsibility]) -> list[Responsibility]:
    """Those of the smallest scope (an item's halves share one)."""
    smallest = min((d.scope.end - d.scope.start for d in duties), default=0)
    return [d for d in duties if d.scope.end - d.scope.start == smallest]


def to_units(
    marked: MarkedText, project: Mention, rel: RelationType, units: dict[str, tuple[Mention, Responsibility]]
) -> Iterator[Relation]:
    for unit, duty in units.values():
        yield marked.relation(project, rel, unit, duty.rule, duty.evidence)
