"""All projects as one table that is filtered, sorted and read a page at a time, whichever engine holds the graph.

In: what the graph says of projects, read once for a generation. Out: pages of rows. The table lies in memory, in
SQLite: about a kilobyte for a project, so that a page of some thousands takes milliseconds.
"""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from graph.records import (
    STAGES,
    AttributeKind,
    Document,
    Entity,
    EntityAttribute,
    EntityMention,
    EntityType,
    Level,
    RelationType,
)
from graph.store.found import EntityCount
from graph.writing.foldings import name_key

OTHERS = ("place", "park", "industry", "lead")  # what a project is tied to, by the name of its column
AREA = "area"  # its place, and all that the place lies in: what filters and counts of places look at
SORTED = ("name", "investment", "stage", "year", "documents", "mentions")
PER_UNIT = {"亿元": 1.0, "万元": 1e-4, "元": 1e-8, "亿": 1.0, "百万元": 0.01, "千万元": 0.1}  # 亿元

_TABLES = """
CREATE TABLE project (
  id TEXT PRIMARY KEY, name TEXT, keys TEXT, investment REAL, invested TEXT, stage TEXT, rank INT, planned INT,
  year INT, documents INT, mentions INT
) WITHOUT ROWID;
CREATE TABLE other (id TEXT PRIMARY KEY, name TEXT, keys TEXT, level TEXT) WITHOUT ROWID;
CREATE TABLE tie (kind TEXT, project_id TEXT, id TEXT);
"""
_INDEXES = """
CREATE INDEX ties_of ON tie (project_id, kind);
CREATE INDEX ties_by ON tie (kind, id, project_id);
"""
_ORDERS = {
    "name": "name {way}, id",
    "investment": "investment IS NULL, investment {way}, mentions DESC, id",
    "stage": "rank IS NULL, rank {way}, planned, year DESC, id",
    "year": "year IS NULL, year {way}, rank DESC, id",
    "documents": "documents {way}, mentions DESC, name, id",
    "mentions": "mentions {way}, documents DESC, name, id",
}
_FIRST_DOWN = ("investment", "year", "documents", "mentions", "stage")  # what sorts from the largest at first


@dataclass(frozen=True, slots=True)
class Other:
    """What a project is tied to."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A project. `investment`: in 亿元, `invested` as written; `told`: the mention that tells the latest stage."""

    id: str
    name: str
    others: Mapping[str, tuple[Other, ...]]  # by `OTHERS`
    investment: float | None
    invested: str | None
    told: EntityMention | None
    documents: int
    mentions: int


@dataclass(frozen=True, slots=True)
class LedgerAsked:
    """What the rows must hold; what is empty is not asked for.

    `text`: a piece of one of the names; of the others a name or a piece of it; `planned`: only what is planned, or only
    what is not; `year`: of the latest stage; `least`: investment in 亿元.
    """

    text: str = ""
    place: str = ""
    park: str = ""
    industry: str = ""
    lead: str = ""
    stage: str = ""
    planned: bool | None = None
    year: int | None = None
    least: float | None = None


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Some rows, and how many there are in all."""

    rows: tuple[LedgerRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class LedgerSources:
    """What the graph says of projects; `ties`: head, kind and tail; `places`: areas by their code; `wider`: of
    areas, by identifier, the one that they lie in."""

    projects: Sequence[EntityCount]
    ties: Sequence[tuple[str, RelationType, str]]
    ends: Mapping[str, Entity]
    mentions: Sequence[EntityMention]
    attributes: Sequence[EntityAttribute]
    documents: Mapping[str, Document]
    places: Mapping[str, str]
    wider: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Share:
    """A thing that projects are tied to, and how many are."""

    id: str
    name: str
    projects: int


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two things and how many projects are tied to both."""

    one_id: str
    other_id: str
    projects: int


class Ledger:
    """The table; it answers from several threads."""

    def __init__(self, sources: LedgerSources) -> None:
        self._lock = threading.Lock()
        self._told = _latest(sources)
        self._held = sqlite3.connect(":memory:", check_same_thread=False)
        self._held.executescript(_TABLES)
        with self._held:
            self._held.executemany(f"INSERT INTO project VALUES ({', '.join('?' * 11)})", self._projects(sources))
            self._held.executemany("INSERT INTO other VALUES (?, ?, ?, ?)", _others(sources))
            self._held.executemany("INSERT INTO tie VALUES (?, ?, ?)", _ties(sources))
        self._held.executescript(_INDEXES)

    def _projects(self, sources: LedgerSources) -> Iterable[tuple[object, ...]]:
        money = _investments(sources)
        for count in sources.projects:
            entity = count.entity
            told = self._told.get(entity.id)
            stage = told.stage if told else None
            said_in = _year(sources.documents[told.document_id]) if told else None
            number, written = money.get(entity.id, (None, None))
            yield (
                entity.id, entity.name, _keys(entity), number, written, stage.name if stage else None,
                STAGES.index(stage.name) if stage else None, int(stage.is_planned) if stage else None,
                (stage.year or said_in) if stage else None, count.documents, count.mentions,
            )  # fmt: skip

    def page(
        self, asked: LedgerAsked, *, sort: str = "documents", is_up: bool | None = None, skip: int = 0, limit: int = 50
    ) -> LedgerPage:
        """Some of the rows that are asked for. is_up: from the smallest; None: as is usual for what it is sorted by."""
        where, given = _conditions(asked)
        up = sort not in _FIRST_DOWN if is_up is None else is_up
        order = _ORDERS[sort].format(way="ASC" if up else "DESC")
        columns = "id, name, investment, invested, documents, mentions"
        with self._lock:
            [(total,)] = self._held.execute(f"SELECT count(*) FROM project p WHERE {where}", given)
            found = self._held.execute(
                f"SELECT {columns} FROM project p WHERE {where} ORDER BY {order} LIMIT :limit OFFSET :skip",
                {**given, "limit": limit, "skip": skip},
            ).fetchall()
            others = self._others_of([row[0] for row in found])
        return LedgerPage(
            tuple(
                LedgerRow(id, name, others[id], investment, invested, self._told.get(id), documents, mentions)
                for id, name, investment, invested, documents, mentions in found
            ),
            total,
        )

    def _others_of(self, ids: Sequence[str]) -> Mapping[str, dict[str, tuple[Other, ...]]]:
        query = """SELECT project_id, kind, id, name FROM tie JOIN other USING (id)
            WHERE project_id IN (SELECT value FROM json_each(?)) ORDER BY tie.rowid"""
        found: defaultdict[str, dict[str, tuple[Other, ...]]] = defaultdict(dict)
        for project, kind, id, name in self._held.execute(query, (json.dumps(list(ids)),)):
            found[project][kind] = (*found[project].get(kind, ()), Other(id, name))
        return found

    def choices(self, kind: str, limit: int = 200) -> list[tuple[str, int]]:
        """The names of places, parks, industries or leads, with how many projects they have, most first; a place has
        those of all that lies in it."""
        query = """SELECT name, count(DISTINCT project_id) AS number FROM tie JOIN other USING (id) WHERE kind = ?
            GROUP BY name ORDER BY number DESC, name LIMIT ?"""
        with self._lock:
            return list(self._held.execute(query, (_counted(kind), limit)))

    def shares(self, kind: str, level: Level | None = None) -> list[Share]:
        """All places, parks, industries or leads, most projects first. level: of places, only those."""
        query = """SELECT id, name, count(DISTINCT project_id) AS number FROM tie JOIN other USING (id)
            WHERE kind = ? AND (? IS NULL OR level = ?) GROUP BY id ORDER BY number DESC, name, id"""
        with self._lock:
            return [Share(*row) for row in self._held.execute(query, (_counted(kind), level, level))]

    def crossings(self, kind: str, other: str, ids: Sequence[str], other_ids: Sequence[str]) -> list[Crossing]:
        """How many projects each of these things shares with each of those; most first, none that share nothing."""
        query = """SELECT a.id, b.id, count(DISTINCT a.project_id) AS number
            FROM tie a JOIN tie b ON b.project_id = a.project_id AND b.kind = ?
            WHERE a.kind = ? AND a.id IN (SELECT value FROM json_each(?)) AND b.id IN (SELECT value FROM json_each(?))
            GROUP BY a.id, b.id ORDER BY number DESC, a.id, b.id"""
        given = (_counted(other), _counted(kind), json.dumps(list(ids)), json.dumps(list(other_ids)))
        with self._lock:
            return [Crossing(*row) for row in self._held.execute(query, given)]

    def close(self) -> None:
        """Let the table go."""
        with self._lock:
            self._held.close()


_TIED = """p.id IN (SELECT project_id FROM tie
    WHERE kind = '{counted}' AND id IN (SELECT id FROM other WHERE instr(keys, :{kind})))"""


def _counted(kind: str) -> str:
    return AREA if kind == "place" else kind


def _conditions(asked: LedgerAsked) -> tuple[str, dict[str, object]]:
    found, given = ["1"], dict[str, object]()
    if asked.text:
        found.append("instr(p.keys, :text)")
        given["text"] = name_key(asked.text)
    for kind in OTHERS:
        if said := getattr(asked, kind):
            found.append(_TIED.format(kind=kind, counted=_counted(kind)))
            given[kind] = name_key(said)
    plain = {
        "stage": asked.stage or None,
        "planned": None if asked.planned is None else int(asked.planned),
        "year": asked.year,
    }
    for name, value in plain.items():
        if value is not None:
            found.append(f"p.{name} = :{name}")
            given[name] = value
    if asked.least is not None:
        found.append("p.investment >= :least")
        given["least"] = asked.least
    return " AND ".join(found), given


# --------------------------------------------------------------------------------------------------- what it is made of


def _latest(sources: LedgerSources) -> dict[str, EntityMention]:
    """By project the mention that tells its latest stage: of the newest document, what is done before what is planned,
    the farthest first."""
    best: dict[str, tuple[tuple[int, bool, int, float], EntityMention]] = {}
    for mention in sources.mentions:
        stage = mention.stage
        if stage is None or stage.name not in STAGES:
            continue
        year = _year(sources.documents[mention.document_id]) or 0
        weight = (year, not stage.is_planned, STAGES.index(stage.name), stage.confidence)
        if mention.entity_id not in best or best[mention.entity_id][0] < weight:
            best[mention.entity_id] = weight, mention
    return {one: mention for one, (_, mention) in best.items()}


def _year(document: Document) -> int | None:
    return document.year or document.written


def _investments(sources: LedgerSources) -> dict[str, tuple[float, str]]:
    """In 亿元 and as written, as the newest document says."""
    best: dict[str, tuple[int, float, str]] = {}
    for attribute in sources.attributes:
        number = _number(attribute.value)
        if attribute.kind is not AttributeKind.TOTAL_INVESTMENT or number is None or attribute.unit not in PER_UNIT:
            continue
        year = _year(sources.documents[attribute.document_id]) or 0
        if attribute.entity_id not in best or best[attribute.entity_id][0] < year:
            best[attribute.entity_id] = year, number * PER_UNIT[attribute.unit], f"{attribute.value}{attribute.unit}"
    return {one: (number, written) for one, (_, number, written) in best.items()}


def _number(value: str) -> float | None:
    bare = value.replace(",", "")
    return float(bare) if re.fullmatch(r"\d+(?:\.\d+)?", bare) else None


def _others(sources: LedgerSources) -> Iterable[tuple[str, str, str, str | None]]:
    """Whatever a project may be tied to."""
    return ((entity.id, entity.name, _keys(entity), entity.level) for entity in sources.ends.values())


def _ties(sources: LedgerSources) -> Iterable[tuple[str, str, str]]:
    """Each once; a project that no sentence places lies where its document speaks for."""
    found: dict[tuple[str, str, str], None] = {}
    lying: defaultdict[str, list[str]] = defaultdict(list)
    for head, rel, tail in sources.ties:
        end = sources.ends.get(tail)
        kind = _column(rel, end.type) if end else None
        if kind is not None:
            found[kind, head, tail] = None
            if kind == "place":
                lying[head].append(tail)
    yield from found
    around = cache(partial(_around, wider=sources.wider))
    for count in sources.projects:
        project = count.entity.id
        place = sources.places.get(count.entity.place or "")
        if place is not None and project not in lying:
            lying[project].append(place)
            yield "place", project, place
        for area in sorted({area for one in lying.get(project, ()) for area in around(one)}):
            if area in sources.ends:
                yield AREA, project, area


def _keys(entity: Entity) -> str:
    return "\n".join(name_key(name) for name in (entity.name, *entity.aliases))


def _around(area: str, wider: Mapping[str, str]) -> list[str]:
    """The area and all it lies in; each once, though a graph should go in a circle."""
    found = [area]
    while (next_one := wider.get(found[-1])) is not None and next_one not in found:
        found.append(next_one)
    return found


def _column(rel: RelationType, kind: EntityType) -> str | None:
    if rel is RelationType.LOCATED_IN or rel is RelationType.PART_OF:
        return {EntityType.COUNTY: "place", EntityType.PARK: "park"}.get(kind)
    if rel is RelationType.IN_INDUSTRY and kind is EntityType.INDUSTRY:
        return "industry"
    return "lead" if rel is RelationType.LED_BY and kind is EntityType.DEPARTMENT else None
