"""What is known of each project and park when it is compared with another: its names taken apart, where it lies, whose
it is, when it is written of. In: the resolution, all mentions and relations. Out: `Thing`s.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import ahocorasick

from graph.lexicon.divisions import Divisions
from graph.records import Document, Entity, EntityType, Level, Mention, Relation, RelationType
from graph.resolve.groups import key_of
from graph.resolve.joining import without_rank
from graph.resolve.likeness import base_of
from graph.resolve.names import NameParts, shorten, unfolded, zones
from graph.resolve.resolution import Resolution
from graph.resolve.routes import Route, may_be_one_line, train_end
from graph.writing.foldings import normal_form

LEAST_COMPANY = 3  # characters of a company's name that is looked for inside a project's name
PART_OF_ZONE = re.compile(r"^.{0,6}(?:核心区|起步区|示范区|拓展区|片区|分园|分区|园中园)$")
Block = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Spot:
    """A mention of a project or park that names nothing longer, with what its document tells of it."""

    type: EntityType
    name: str
    surface: str
    place: str | None
    source: str
    document_id: str
    start: int
    end: int
    region: str | None
    written: int | None
    year: int

    @classmethod
    def of(cls, mention: Mention, document: Document) -> Spot:
        """A mention, with the region and years of the document it stands in."""
        named = mention.type, mention.name, mention.surface, mention.place
        where = mention.source, mention.document_id, mention.start, mention.end
        return cls(*named, *where, document.region_code, document.written, document.year or 0)

    @property
    def normals(self) -> tuple[str, ...]:
        """The normal forms of the names that it goes by."""
        return normal_form(self.name), normal_form(self.surface)

    @property
    def time(self) -> tuple[int, str, int, int, str, str]:
        """By which spots are put in order."""
        return self.year, self.source, self.start, self.end, self.type, self.name


@dataclass(frozen=True, slots=True)
class Thing:
    """One project or park."""

    id: str
    type: EntityType
    place: str
    says_place: bool  # whether its names say the place, not only its documents
    names: frozenset[str]  # in normal form
    cores: tuple[str, ...]
    counties: frozenset[str]  # county-level areas its names or relations say
    zones: frozenset[str]  # parks its names begin with: 高新区
    companies: frozenset[str]  # entity ids of those that build it or stand in its name
    company_names: frozenset[str]  # as they stand in its name
    phases: frozenset[str]
    stretches: frozenset[str]
    routes: tuple[Route, ...]
    provinces: frozenset[str]  # of a line that is not known everywhere, those whose plans name it; "" for all China
    first_year: int
    last_year: int
    documents: frozenset[str]
    spots: tuple[Spot, ...]  # the first in each of the first two documents

    @property
    def is_zone(self) -> bool:
        """An area's own zone: 高新区, not a project named after it."""
        return self.type is EntityType.PARK and any(core in zones() for core in self.cores)

    @property
    def is_part_of_zone(self) -> bool:
        """怀化国家农科园安江核心区."""
        return bool(self.zones) and any(PART_OF_ZONE.search(core) for core in self.cores)

    @property
    def train_ends(self) -> frozenset[str]:
        """Of a freight train, the country it runs to."""
        return frozenset(end for name in self.names if (end := train_end(name)))

    @property
    def keys(self) -> set[Block]:
        """The blocks in which it meets others: rare pairs of characters, pairs within its city, routes, zones."""
        pairs = {base_of(core).text[i : i + 2] for core in self.cores for i in range(len(base_of(core).text) - 1)}
        city = self.place[:4]
        found = {("pair", pair, "") for pair in pairs} | {("pair", pair, city) for pair in pairs if city}
        found |= {("whole", base_of(core).text, "") for core in self.cores if base_of(core).text}
        found |= {("route", route.medium, route.stops[:2]) for route in self.routes}
        found |= {("train", end, city) for end in self.train_ends}
        if self.type is EntityType.PARK:
            found |= {("zone", self.place, "") for core in self.cores if core.endswith(tuple(zones()))}
            found |= {("part", self.place, without_rank(core)) for core in self.cores}
        if self.is_part_of_zone:
            found |= {("part", self.place, zone) for zone in self.zones}
        return found

    def speaks_against(self, other: Thing) -> bool:
        """Another county, another park, another company, another stretch of the same line: alike, and not the same."""
        disjoint = (
            (self.counties, other.counties),
            (self.zones, other.zones),
            (self.companies, other.companies),
            (self.stretches, other.stretches),
        )
        if any(one and another and not one & another for one, another in disjoint):
            return True
        if self.routes and other.routes:
            near = any(may_be_one_line(*pair) for pair in product(self.provinces, other.provinces))
            return bool(self.provinces and other.provinces) and not near
        if self.says_place and other.says_place and self.place != other.place:
            return True
        return not nested(self.place, other.place)


def nested(a: str, b: str) -> bool:
    """Whether two places may be one: equal, unknown, or one in the other."""
    divisions = Divisions.load()
    return not a or not b or divisions.is_within(a, b) or divisions.is_within(b, a)


def things_of(
    resolution: Resolution,
    mentions: Sequence[Mention],
    relations: Sequence[Relation],
    documents: Sequence[Document],
) -> list[Thing]:
    """One for each entity that is a project or park and is mentioned."""
    about = {document.id: document for document in documents}
    by_entity: defaultdict[str, list[Spot]] = defaultdict(list)
    for mention in standing_alone(mentions):
        by_entity[resolution.entity_of[mention]].append(Spot.of(mention, about[mention.document_id]))
    builders: defaultdict[str, set[str]] = defaultdict(set)
    seats: defaultdict[str, set[str]] = defaultdict(set)
    for relation in relations:
        head, tail = resolution.entity_of[relation.head], resolution.entity_of[relation.tail]
        if relation.rel is RelationType.UNDERTAKES:
            builders[tail].add(head)
        if relation.rel is RelationType.LOCATED_IN and relation.tail.code:
            seats[head].add(relation.tail.code)
    companies = Companies.of(resolution.entities)
    return [
        as_thing(entity, by_entity[entity.id], builders[entity.id], seats[entity.id], companies.inside)
        for entity in resolution.entities
        if entity.id in by_entity
    ]


def standing_alone(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Mentions of projects and parks that are not part of a longer one: 怀化公园 in 怀化公园二期 names nothing else."""
    named = {m for m in mentions if m.type in (EntityType.PROJECT, EntityType.PARK) and not m.implied}
    reached = ("", 0, 0)
    for mention in sorted(named, key=lambda m: (m.source, m.start, -m.end, m.type, m.name, m.rule)):
        source, start, end = reached
        if mention.source == source and mention.end <= end and (mention.start, mention.end) != (start, end):
            continue
        reached = (mention.source, mention.start, mention.end)
        yield mention


def as_thing(
    entity: Entity,
    spots: Iterable[Spot],
    builders: set[str],
    seats: set[str],
    inside: Callable[[str], Iterable[tuple[str, str]]],
) -> Thing:
    """spots: all of the entity. inside: companies in a project's name, with their entities' ids."""
    ordered = sorted(spots, key=lambda spot: spot.time)
    keys = [key_of(spot, spot.region, spot.written) for spot in ordered]
    parts: list[NameParts] = list(dict.fromkeys(part for part, _, _ in keys))
    found = dict(pair for part in parts for pair in inside(part.normal))
    place = entity.place or ""
    return Thing(
        id=entity.id,
        type=entity.type,
        place=place,
        says_place=any(said for _, _, said in keys),
        names=frozenset(part.normal for part in parts),
        cores=tuple(dict.fromkeys(core for part in parts for core in (part.core, unfolded(part.core)))),
        counties=frozenset(
            {*(code for part in parts for code in counties_in(part.normal, place)), *counties_of(seats)}
        ),
        zones=frozenset(part.zone for part in parts if part.zone),
        companies=frozenset({*builders, *found.values()}),
        company_names=frozenset(found),
        phases=frozenset(part.phase for part in parts if part.phase),
        stretches=frozenset(part.stretch for part in parts if part.stretch),
        routes=tuple(dict.fromkeys(part.route for part in parts if part.route)),
        provinces=frozenset(key.place for part, key, _ in keys if is_local_line(part.route)),
        first_year=ordered[0].year,
        last_year=ordered[-1].year,
        documents=frozenset(spot.document_id for spot in ordered),
        spots=first_two(ordered),
    )


def first_two(ordered: Sequence[Spot]) -> tuple[Spot, ...]:
    """The first spot in each of the first two documents: what a link between things of two documents shows."""
    first: dict[str, Spot] = {}
    for spot in ordered:
        first.setdefault(spot.document_id, spot)
    return tuple(first.values())[:2]


def is_local_line(route: Route | None) -> bool:
    """Whether the same name may mean another line far away."""
    return route is not None and route.is_free_of_place and not route.is_known_everywhere


def counties_of(codes: Iterable[str]) -> Iterator[str]:
    """Those of the codes that are counties'."""
    divisions = Divisions.load().by_code
    return (code for code in codes if code in divisions and divisions[code].level is Level.COUNTY)


@lru_cache(maxsize=1 << 15)
def counties_in(normal: str, place: str) -> frozenset[str]:
    """The county-level areas of its province that a name says anywhere in it: 怀化国际陆港(新晃)…."""
    divisions = Divisions.load()
    named = (divisions.nearest(normal[hit.start : hit.end], place or None) for hit in divisions.find(normal))
    near = {area.code for area in named if area and place and area.code[:4] == place[:4]}
    return frozenset(counties_of(near))


@dataclass(frozen=True)
class Companies:
    """All companies, to be found inside the names of projects."""

    automaton: ahocorasick.Automaton | None

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> Companies:
        """Those among the entities."""
        return cls.called(
            (shorten(name, EntityType.ENTERPRISE), entity.id)
            for entity in entities
            if entity.type is EntityType.ENTERPRISE
            for name in (entity.name, *entity.aliases)
        )

    @classmethod
    def called(cls, names: Iterable[tuple[str, str]]) -> Companies:
        """Those of these short names, each with its entity; of two of one name the last counts."""
        automaton = ahocorasick.Automaton()
        for short, entity_id in names:
            if len(short) >= LEAST_COMPANY:
                automaton.add_word(short, (short, entity_id))
        if not len(automaton):
            return cls(None)
        automaton.make_automaton()
        return cls(automaton)

    def inside(self, normal: str) -> Iterator[tuple[str, str]]:
        """Names of companies in a project's name, with their entities' ids."""
        if self.automaton is not None:
            for _, (name, entity_id) in self.automaton.iter(normal):
                yield name, entity_id
