"""Finds the entities of a document: its structure goes in, mentions come out, sorted by their place.

Each paragraph, heading, box text and table cell is read as a stretch; one finder a type gives findings, which are
put in accord here: a project's own name is not also a park, a company inside a project's name is found as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

import ahocorasick

from graph.lexicon.divisions import Divisions
from graph.records import BlockKind, EntityType, Mention, Span, Structure
from graph.writing.sentence_ends import LINE, STORED
from ingest.entities.areas import home
from ingest.entities.counties import find_counties
from ingest.entities.departments import find_departments
from ingest.entities.enterprises import (
    at_head_of_project,
    automaton_of,
    find_enterprises,
    find_known,
    longest,
    worth_knowing,
)
from ingest.entities.industries import INDUSTRY_COLUMN, find_industries
from ingest.entities.parks import find_parks
from ingest.entities.places import Places
from ingest.entities.projects import PROJECT_HEADER, find_projects
from ingest.entities.stretches import Finding, Stretch
from ingest.form.column_kinds import known_header
from ingest.form.parts import views_of
from ingest.form.view import View

READ = {BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.BOX_TITLE, BlockKind.BOX_TEXT}

PROSE = ("task", "progress")  # columns that hold sentences


def find_mentions(structure: Structure) -> list[Mention]:
    """All mentions but those of indicators."""
    stretches = list(stretches_of(structure))
    first = [find_enterprises(stretch) for stretch in stretches]
    known = known_companies(structure, (found for row in first for found in row))
    mentions = [
        mention_of(structure, stretch, found)
        for stretch, companies in zip(stretches, first, strict=True)
        for found in find_all(stretch, companies, known)
    ]
    mentions += find_departments(structure)
    return sorted(set(mentions), key=lambda m: (m.start, m.end, m.type.value, m.name, m.rule))


def stretches_of(structure: Structure) -> Iterator[Stretch]:
    """Every block that is read, then every table cell, each in reading order."""
    region, year = structure.document.region_code, structure.document.written
    for spans, kind, header, heading in chain(_blocks(structure), _cells(structure)):
        view = View.of(structure.text, spans)
        for part in views_of(view) if view.text else ():
            yield Stretch.of(part, kind, region, header=header, heading=heading, year=year)


Laid = tuple[Sequence[Span], BlockKind, str, str]  # where it lies, what it is, its column, what it stands under


def _blocks(structure: Structure) -> Iterator[Laid]:
    titles = {section.id: section.title for section in structure.sections}
    for block in structure.blocks:
        if block.kind in READ:
            yield block.spans, block.kind, "", titles.get(block.section_id or "", "")


def _cells(structure: Structure) -> Iterator[Laid]:
    """A table that the file knows may hold prose in its cells."""
    for table in structure.tables:
        for cell in (cell for row in table.rows for cell in row.cells):
            is_prose = table.is_given and cell.kind in PROSE
            header = "" if is_prose else known_header(table, cell)
            yield [Span(cell.start, cell.end)], BlockKind.BOX_TEXT if is_prose else BlockKind.TABLE, header, table.title


def find_all(stretch: Stretch, companies: list[Finding], known: ahocorasick.Automaton) -> list[Finding]:
    """The findings of every type in one stretch, put in accord."""
    projects = find_projects(stretch)
    parks = without_project_names(find_parks(stretch), projects)
    heads = [found for p in projects if (found := at_head_of_project(stretch, p.start, p.end))]
    companies = elsewhere(longest([*companies, *find_known(stretch, known), *heads]), parks)
    if stretch.header == PROJECT_HEADER:  # what stands there is a project, whatever its name is like
        companies = elsewhere(companies, projects)
    projects = elsewhere(projects, [*parks, *companies])
    names, firms = places_of([*companies, *projects, *parks]), places_of(companies)
    industries = [i for i in find_industries(stretch) if i.rule is INDUSTRY_COLUMN or not names.cover(i.start, i.end)]
    counties = [c for c in find_counties(stretch) if not (is_far(c, stretch) and firms.cover(c.start, c.end))]
    return [*projects, *parks, *industries, *counties, *companies]


def without_project_names(parks: Iterable[Finding], projects: Iterable[Finding]) -> list[Finding]:
    """“怀化公铁联运物流园” in a list of projects is a project; 怀化高新区 at a project's head stays a park."""
    starts: dict[int, int] = {}  # where the longest project begins, by where it ends
    for project in projects:
        starts[project.end] = min(project.start, starts.get(project.end, project.start))
    return [p for p in parks if all(starts.get(p.end + more, p.start + 1) > p.start for more in range(5))]


def elsewhere(findings: Iterable[Finding], others: Iterable[Finding]) -> list[Finding]:
    """Those that stand at the very place of none of the others."""
    taken = {(other.start, other.end) for other in others}
    return [found for found in findings if (found.start, found.end) not in taken]


def places_of(findings: Iterable[Finding]) -> Places:
    """Where they stand."""
    return Places((found.start, found.end) for found in findings)


def is_far(county: Finding, stretch: Stretch) -> bool:
    """Whether the area lies outside the document's city or province: 杭州 in 杭州士兰 is part of the name."""
    area = home(stretch.region, stretch.year)
    return area is None or county.code is None or not stretch.areas.is_within(county.code, area.code[:2] + "0000")


def known_companies(structure: Structure, found: Iterable[Finding]) -> ahocorasick.Automaton:
    """The companies that the document, or another part of its source, names in a sure place."""
    names = {name for finding in found for name in worth_knowing(finding)}
    return automaton_of(sorted(names | set(companies_in(structure.text))))


@lru_cache(maxsize=4)
def companies_in(text: str) -> tuple[str, ...]:
    """Companies named in lists and in full anywhere in a source: a notice and its annexes speak of the same ones."""
    names: set[str] = set()
    for sentence in re.finditer(f"[^{STORED}{LINE}]+", text):
        if not any(word in sentence[0] for word in ("企业", "集团", "公司")):
            continue
        for view in views_of(View.of(text, [Span(sentence.start(), sentence.end())])):
            stretch = Stretch.of(view, BlockKind.PARAGRAPH, None)
            names.update(name for found in find_enterprises(stretch) for name in worth_knowing(found))
    return tuple(sorted(names))


def mention_of(structure: Structure, stretch: Stretch, found: Finding) -> Mention:
    """What was found in a stretch as a mention of the stored text, with the place whose thing it is."""
    document = structure.document
    span = stretch.view.span(found.start, found.end)
    place = found.place
    if found.type not in (EntityType.COUNTY, EntityType.INDUSTRY):
        place = place_of(found.name, document.region_code, document.written)
    return Mention(
        source=document.source,
        document_id=document.id,
        start=span.start,
        end=span.end,
        surface=structure.text[span.start : span.end],
        type=found.type,
        name=found.name,
        rule=found.rule.name,
        code=found.code,
        place=place,
    )


@lru_cache(maxsize=1 << 12)
def place_of(name: str, region: str | None, year: int | None = None) -> str | None:
    """The area whose thing it is: the innermost one its name says, else the document's region."""
    area, areas = home(region, year), Divisions.load(year)
    named = [areas.nearest(name[hit.start : hit.end], region) for hit in areas.find(name)]
    near = [d for d in named if d and area and areas.is_within(d.code, area.code)]
    if near:
        return max(near, key=lambda d: len(areas.chain(d.code))).code
    return region
