"""LED_BY and RESPONSIBLE: the projects of an item go to the units that lead it and are responsible for it.

Bodies alone in brackets right behind a project (陆港物流园(市商务局)、水库(市水利局)) are that project's.

Each project asks the innermost stretch that names leading units, and the innermost that names responsible ones, of
all that govern its place (ingest/facts/responsibility.py): so the item's own clause counts before that of its heading.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from graph.records import EntityType, Mention, Relation, RelationType
from ingest.facts.marks import Mark, MarkedText
from ingest.facts.responsibility import Responsibility, find_responsibilities
from ingest.form.enclosing import Enclosing
from ingest.rules import Example, rule

BODIES_OF_PROJECT = rule(
    "duty:bodies-behind-project",
    RelationType.RESPONSIBLE,
    says="the bodies that stand alone in brackets right behind a project's name",
    example=Example("推进怀化国际陆港物流园项目(市商务局)建设,", "怀化国际陆港物流园项目(市商务局) → 市商务局"),
    counter=Example("建设怀化国际陆港物流园(市商务局旧址),"),
)
BETWEEN_BODIES = re.compile(r"^(?:[、,和及]|等(?:部门|单位)?)*$")


def duty_relations(marked: MarkedText) -> Iterator[Relation]:
    """All of a document's projects with their units; the clause is the evidence."""
    departments = [mark.mention for mark in marked.of_type(EntityType.DEPARTMENT)]
    if not departments:
        return
    yield from bodies_behind(marked)
    duties = find_responsibilities(marked.structure, departments)
    lead, charge = Governing([d for d in duties if d.leads]), Governing([d for d in duties if d.responsible])
    for mark in marked.of_type(EntityType.PROJECT):
        project = mark.mention
        leading = of_project(project, lead.innermost(project))
        responsible = of_project(project, charge.innermost(project))
        leads = {unit.name: (unit, duty) for duty in leading for unit in duty.leads}
        others = {unit.name: (unit, duty) for duty in responsible for unit in duty.responsible}
        yield from to_units(marked, project, RelationType.LED_BY, leads)
        yield from to_units(marked, project, RelationType.RESPONSIBLE, others)


def bodies_behind(marked: MarkedText) -> Iterator[Relation]:
    """“建设陆港物流园(市商务局)、水库(市水利局、市财政局)”: nothing but bodies in the brackets."""
    for project in marked.of_type(EntityType.PROJECT):
        start, end = bracket_of(marked.text, project)
        bodies = marked.within(start, end, EntityType.DEPARTMENT) if start < end else []
        edges = [start + 1, *(edge for body in bodies for edge in (body.start, body.end)), end - 1]
        gaps = [marked.text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
        if bodies and all(BETWEEN_BODIES.match(gap) for gap in gaps):
            evidence = marked.reading.span(project.start, end)
            for body in bodies:
                yield marked.relation(
                    project.mention, RelationType.RESPONSIBLE, body.mention, BODIES_OF_PROJECT, evidence
                )


def bracket_of(text: str, project: Mark) -> tuple[int, int]:
    """The brackets right behind the project, or those that its name was taken to end with."""
    opening = text.rfind("(", project.start, project.end) if text[project.end - 1] == ")" else project.end
    closing = text.find(")", opening)
    return (opening, closing + 1) if opening >= 0 and text[opening : opening + 1] == "(" and closing >= 0 else (0, 0)


class Governing:
    """Duties, asked for those that govern a project."""

    def __init__(self, duties: Sequence[Responsibility]) -> None:
        self._by_size: dict[int, list[tuple[int, int]]] = {}  # the places of scopes of one size, and whose they are
        self._duties = duties
        for number, duty in enumerate(duties):
            self._by_size.setdefault(duty.scope.end - duty.scope.start, []).append((duty.scope.start, number))
        for scopes in self._by_size.values():
            scopes.sort()
        spans = [duty.scope for duty in duties]
        self._smallest = Enclosing(spans, [(span.start - span.end,) for span in spans])

    def innermost(self, project: Mention) -> list[Responsibility]:
        """Those of the smallest scope that holds it (an item's halves share one)."""
        smallest = self._smallest.at(project.start)
        if smallest is None:
            return []
        size = smallest.end - smallest.start
        if project.end > smallest.end:  # a scope that ends inside the project's name
            holding = [d.scope.end - d.scope.start for d in self._duties if is_over(d, project)]
            size = min(holding, default=0)
        scopes = self._by_size.get(size, [])
        first = bisect_left(scopes, (project.end - size, 0))
        last = bisect_left(scopes, (project.start + 1, 0))
        return [self._duties[number] for number in sorted(number for _, number in scopes[first:last])]


def is_over(duty: Responsibility, project: Mention) -> bool:
    """Whether its scope holds the project."""
    return duty.scope.start <= project.start and project.end <= duty.scope.end


def of_project(project: Mention, duties: Sequence[Responsibility]) -> list[Responsibility]:
    """Those that speak of the whole item or name this project (陆港由…牵头,水库由…牵头); all, if none names it."""
    naming = {d for d in duties if d.half and (d.half in project.name or project.name in d.half)}
    return [d for d in duties if not naming or not d.half or d in naming]


def to_units(
    marked: MarkedText, project: Mention, rel: RelationType, units: dict[str, tuple[Mention, Responsibility]]
) -> Iterator[Relation]:
    """A relation from a project to each unit, with the clause that says so."""
    for unit, duty in units.values():
        yield marked.relation(project, rel, unit, duty.rule, duty.evidence)
