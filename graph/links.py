"""Projects and parks of different documents that hang together though their names differ: renamed, phases, parts,
continued under a fuller name.

Two entities are compared only when they share a rare pair of characters, a route or a zone of one area. The decision is
an ordered list of rules over what the names say (`Thing`); what speaks against a link (another county, another park,
another company, another stretch) comes first. In: entities and mentions. Out: links, each with score, reason in words
and two quotes.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from graph.divisions import Divisions
from graph.model import Document, Entity, EntityType, Evidence, Level, Link, LinkKind, Mention, Relation, RelationType
from graph.names import normal_form, take_apart
from graph.resolve import Resolution

RARE = 40  # a pair of characters that more names have does not bring two names together
ALIKE = 0.8  # share of the shorter name's weight that both must have
LEAST_WEIGHT = 7.0  # weight (sum of log rarities) that the common part must have at least


@dataclass(frozen=True, slots=True)
class Thing:
    """What is known of one project or park when it is compared."""

    entity: Entity
    cores: tuple[str, ...]
    counties: frozenset[str]  # county-level areas its names say
    zones: frozenset[str]  # parks its names say: 高新区, 经开区
    companies: frozenset[str]
    phases: frozenset[str]
    stretches: frozenset[str]
    first_year: int
    last_year: int
    documents: frozenset[str]
    first: Mention  # its earliest mention, the quote shown
    last: Mention


@dataclass(frozen=True, slots=True)
class Tie:
    """What a rule says of two things."""

    kind: LinkKind
    score: float
    reason: str


@lru_cache(maxsize=1)
def words() -> Mapping[str, object]:
    loaded: Mapping[str, object] = yaml.safe_load(
        (Path(__file__).parent / "ontology" / "links.yaml").read_text(encoding="utf-8")
    )
    return loaded


@lru_cache(maxsize=1)
def route_kinds() -> tuple[tuple[str, str], ...]:
    """(word, what runs on it), longest word first."""
    routes = words()["routes"]
    assert isinstance(routes, dict)
    pairs = [(word, medium) for medium, found in routes.items() for word in found]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


@lru_cache(maxsize=1)
def zone_words() -> frozenset[str]:
    zones = words()["zones"]
    assert isinstance(zones, list)
    return frozenset(zones)


def find_links(
    resolution: Resolution,
    mentions: Sequence[Mention],
    relations: Sequence[Relation],
    documents: Sequence[Document],
    texts: Mapping[str, str],
) -> list[Link]:
    """Links between projects and parks, sorted; `texts` by source are what the evidence points into."""
    things = things_of(resolution, mentions, relations, documents)
    weight = weigh_pairs(things)
    links = []
    for a, b in candidates(things):
        if speaks_against(a, b):
            continue
        tie = next((tie for rule in RULES if (tie := rule(a, b, weight))), None)
        if tie:
            earlier, later = sorted((a, b), key=lambda thing: (thing.first_year, thing.entity.id))
            quotes = tuple(Evidence(m.source, m.start, m.end) for m in (earlier.last, later.first))
            links.append(Link(earlier.entity.id, later.entity.id, tie.kind, tie.score, tie.reason, quotes))
    return sorted(links, key=lambda link: (link.a_id, link.b_id, link.kind))


# --------------------------------------------------------------------------------------------------- what is compared


def things_of(
    resolution: Resolution,
    mentions: Sequence[Mention],
    relations: Sequence[Relation],
    documents: Sequence[Document],
) -> list[Thing]:
    by_entity: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.type in (EntityType.PROJECT, EntityType.PARK) and not mention.implied:
            by_entity[resolution.entity_of[mention]].append(mention)
    companies: defaultdict[str, set[str]] = defaultdict(set)
    for relation in relations:
        if relation.rel is RelationType.UNDERTAKES:
            companies[resolution.entity_of[relation.tail]].add(resolution.entity_of[relation.head])
    year_of = {document.id: document.year or 0 for document in documents}
    return [
        as_thing(entity, by_entity[entity.id], frozenset(companies[entity.id]), year_of)
        for entity in resolution.entities
        if entity.id in by_entity
    ]


def as_thing(
    entity: Entity, mentions: Sequence[Mention], companies: frozenset[str], year_of: Mapping[str, int]
) -> Thing:
    ordered = sorted(mentions, key=lambda m: (year_of[m.document_id], m.source, m.start))
    parts = [take_apart(name, entity.type, entity.place) for name in sorted({mention.name for mention in mentions})]
    return Thing(
        entity=entity,
        cores=tuple(dict.fromkeys(part.core for part in parts)),
        counties=frozenset(code for part in parts for code in counties_in(part.normal, entity.place)),
        zones=frozenset(zone for part in parts for zone in re.findall(r"高新区|经开区|工业集中区|工业园", part.normal)),
        companies=companies,
        phases=frozenset(part.phase for part in parts if part.phase),
        stretches=frozenset(part.stretch for part in parts if part.stretch),
        first_year=year_of[ordered[0].document_id],
        last_year=year_of[ordered[-1].document_id],
        documents=frozenset(mention.document_id for mention in mentions),
        first=ordered[0],
        last=ordered[-1],
    )


def counties_in(name: str, home: str | None) -> Iterator[str]:
    """The county-level areas a name says anywhere in it: 怀化国际陆港(新晃)…."""
    divisions = Divisions.load()
    for hit in divisions.find(name):
        division = divisions.nearest(name[hit.start : hit.end], home)
        if (
            division
            and division.level is Level.COUNTY
            and (home is None or divisions.is_within(division.code, home[:2] + "0000"))
        ):
            yield division.code


def pairs_of(core: str) -> frozenset[str]:
    return frozenset(core[i : i + 2] for i in range(len(core) - 1))


def weigh_pairs(things: Sequence[Thing]) -> Callable[[str], float]:
    """How much a pair of characters says: the logarithm of how rarely it stands in names."""
    seen = Counter(pair for thing in things for pair in {p for core in thing.cores for p in pairs_of(core)})
    total = len(things) + 1
    return lambda pair: math.log(total / (1 + seen[pair])) if seen[pair] < total else 0.0


def candidates(things: Sequence[Thing]) -> Iterator[tuple[Thing, Thing]]:
    """Pairs that share a rare pair of characters, a route or a zone's area, each once, never of the same document only."""
    blocks: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, thing in enumerate(things):
        keys = {("pair", pair) for core in thing.cores for pair in pairs_of(core)}
        keys |= {("route", route) for core in thing.cores if (route := route_of(core, thing.entity))}
        if any(core in zone_words() or zone_in(core) for core in thing.cores):
            keys.add(("zone", thing.entity.place or ""))
        for key in keys:
            blocks[key].append(number)
    met: set[tuple[int, int]] = set()
    for _, block in sorted(blocks.items()):
        if len(block) <= RARE:
            met |= {(a, b) for place, a in enumerate(block) for b in block[place + 1 :]}
    for a, b in sorted(met):
        if len(things[a].documents | things[b].documents) > 1 and not things[a].documents == things[b].documents:
            yield things[a], things[b]


# ------------------------------------------------------------------------------------------------- what is decided


def speaks_against(a: Thing, b: Thing) -> bool:
    """Another county, another park, another company, another stretch of the same line: alike, and not the same."""
    disjoint = (
        (a.counties, b.counties),
        (a.zones, b.zones),
        (a.companies, b.companies),
        (a.stretches, b.stretches),
    )
    if any(one and other and not one & other for one, other in disjoint):
        # a renamed zone changes its own kind word: 鹤城工业集中区 → 鹤城产业开发区
        return not (a.entity.type is b.entity.type is EntityType.PARK and bool(a.counties & b.counties))
    if not nested(a.entity.place, b.entity.place):
        return True
    return numbers_in(a) != numbers_in(b) and bool(numbers_in(a)) and bool(numbers_in(b))


def numbers_in(thing: Thing) -> frozenset[str]:
    return frozenset(number for core in thing.cores for number in re.findall(r"[A-Z]?\d+(?:\.\d+)?", core))


def nested(a: str | None, b: str | None) -> bool:
    """Whether two places may be one: equal, unknown, or one in the other."""
    divisions = Divisions.load()
    return not a or not b or divisions.is_within(a, b) or divisions.is_within(b, a)


def by_phase(a: Thing, b: Thing, weight: Callable[[str], float]) -> Tie | None:
    """…物流产业园二期 ~ …物流产业园."""
    if a.phases != b.phases and set(a.cores) & set(b.cores):
        core = sorted(set(a.cores) & set(b.cores))[0]
        return Tie(LinkKind.PHASE, 0.95, f"名称相同(“{core}”),期次不同:{phase_words(a)}与{phase_words(b)}")
    return None


def phase_words(thing: Thing) -> str:
    return "、".join(f"{phase}期" for phase in sorted(thing.phases)) or "未写期次"


def by_stretch(a: Thing, b: Thing, weight: Callable[[str], float]) -> Tie | None:
    """张官高速怀化段 is part of 张官高速."""
    if bool(a.stretches) != bool(b.stretches) and set(a.cores) & set(b.cores):
        stretch = sorted(a.stretches | b.stretches)[0]
        return Tie(LinkKind.PART_OF, 0.95, f"同一线路,其一只写“{stretch}”")
    return None


def by_route(a: Thing, b: Thing, weight: Callable[[str], float]) -> Tie | None:
    """溆浦—洞口高速公路 = 溆洞高速; a road that is called by another word for roads is renamed."""
    shared = {r for core in a.cores if (r := route_of(core, a.entity))} & {
        r for core in b.cores if (r := route_of(core, b.entity))
    }
    if not shared:
        return None
    part = bool(a.stretches) != bool(b.stretches)
    route = sorted(shared)[0].split(":")[1]
    return Tie(LinkKind.PART_OF if part else LinkKind.RENAMED, 0.85, f"两端相同(“{route}”),同为一类线路")


def route_of(core: str, entity: Entity) -> str | None:
    """“medium:ends” of a line named by its ends: 溆浦-洞口高速 and 溆洞高速 both give road:溆洞."""
    core = re.sub(r"\([^()]*\)", "", core)
    for word, medium in route_kinds():
        if word not in core:
            continue
        ends = core[: core.index(word)]
        # the place in front of “至洪江公路” was taken off as the name's place
        if ends.startswith(("至", "-")) and entity.place:
            ends = Divisions.load().by_code[entity.place].short + ends
        stops = [stop for stop in re.split(r"-|至|~", ends) if stop]
        if len(stops) > 1:
            return f"{medium}:{''.join(stop[0] for stop in stops)}"
        whole = entity_route(entity, word)
        return f"{medium}:{whole}" if whole else None
    return None


def entity_route(entity: Entity, word: str) -> str | None:
    """The short ends of a line from its name: 官新 of 官新高速公路; None when they are not two to four characters."""
    match = re.match(r"([一-鿿]{2,4})" + re.escape(word), normal_form(entity.name))
    return match[1] if match else None


def zone_in(core: str) -> str | None:
    return next((zone for zone in sorted(zone_words(), key=len, reverse=True) if core.endswith(zone)), None)


def by_zone(a: Thing, b: Thing, weight: Callable[[str], float]) -> Tie | None:
    """鹤城工业集中区 → 鹤城产业开发区; 怀化经开区 → 怀化国际陆港经开区: an area's zone under a new name in later plans."""
    earlier, later = sorted((a, b), key=lambda thing: (thing.last_year, thing.first_year, thing.entity.id))
    if earlier.entity.type is not EntityType.PARK or later.entity.type is not EntityType.PARK:
        return None
    if earlier.entity.place != later.entity.place or earlier.last_year > later.first_year:
        return None
    for old in earlier.cores:
        for new in later.cores:
            bare = old in zone_words() and new in zone_words()
            longer = old in zone_words() and new.endswith(old) and new != old
            if (bare and old != new and "工业集中区" in (old, new)) or longer:
                return Tie(LinkKind.RENAMED, 0.85, f"同一地区的园区,{later.first_year}年起由“{old}”改称“{new}”")
    return None


def by_fuller_name(a: Thing, b: Thing, weight: Callable[[str], float]) -> Tie | None:
    """沅陵抽水蓄能 → 沅陵车坪抽水蓄能: nearly all of the shorter name stands in the longer, and it says enough."""
    best = 0.0
    common = ""
    for one in a.cores:
        for other in b.cores:
            short, long = sorted((one, other), key=len)
            shared = pairs_of(short) & pairs_of(long)
            total = sum(weight(pair) for pair in sorted(pairs_of(short)))
            said = sum(weight(pair) for pair in sorted(shared))
            if total and said >= LEAST_WEIGHT and said / total > best:
                best, common = said / total, short
    if best < ALIKE:
        return None
    years = f"{min(a.first_year, b.first_year)}年与{max(a.last_year, b.last_year)}年"
    kind = LinkKind.CONTINUES if a.entity.type is b.entity.type else LinkKind.RENAMED
    return Tie(kind, round(0.6 + 0.3 * best, 3), f"名称主体相同(“{common}”),同一地区,先后见于{years}的文件")


RULES: tuple[Callable[[Thing, Thing, Callable[[str], float]], Tie | None], ...] = (
    by_phase,
    by_stretch,
    by_route,
    by_zone,
    by_fuller_name,
)
