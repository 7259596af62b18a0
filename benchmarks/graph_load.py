"""How long a graph takes to be written, to change by one document, and to be asked, over both engines.

    .venv/bin/python benchmarks/graph_load.py [--documents 200 1000] [--only sqlite] [--like KNOWLEDGE_BASE]
    .venv/bin/python benchmarks/graph_load.py --lanes 1 2 4 [--documents 145] [--like KNOWLEDGE_BASE]

The graph is made: the knowledge of a knowledge base (`--like`: a MAILUO_HOME) or that of `tests.graph.made`, over and
over, its sources, entities and names renamed each time, so that its names grow with it. The embedded engine is
measured always, Neo4j when NEO4J_URI is set or a server's script lies at hand (see tests/neo4j_server.py). Writes
benchmarks/graph_load.md. With `--lanes` only how long Neo4j takes to be written whole is measured, in so many lanes
each, after a first time that warms the server up; writes that section of the report.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, fields, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from graph.change import Change, Known, Stand, Told, whole
from graph.records import EntityType, Knowledge, Link
from graph.store.engines.engine import no_vectors
from graph.store.engines.neo4j import Neo4jEngine
from graph.store.found import Passing
from graph.store.places import Draft, EmbeddedPlace, GraphPlace, ServerPlace
from graph.store.store import Store
from graph.writing.foldings import name_key
from tests.graph.made import large_knowledge
from tests.neo4j_server import Server, ServerMissing, open_server
from ui.app.settings import Settings
from ui.app.workspace import Workspace

REPORT = ROOT / "benchmarks" / "graph_load.md"
LANES = "## Neo4j, written whole in lanes"  # a section of its own
REPEATS = 15
KEYS_ASKED = 15_000
SHARED = frozenset({EntityType.COUNTY, EntityType.DEPARTMENT, EntityType.INDICATOR, EntityType.INDUSTRY})


# ------------------------------------------------------------------------------------------------------ the made graph


@dataclass
class Copies:
    """Knowledge told over and over; what stands in many documents (areas, indicators …) is one entity in ten copies."""

    knowledge: Knowledge
    documents: int

    def __post_init__(self) -> None:
        held = whole(self.knowledge, {})
        self._known, self._told = list(held.known), list(held.told)
        self._stands, self._links = held.stands, held.links
        self._types = {known.entity.id: known.entity.type for known in self._known}
        self.copies = max(1, -(-self.documents // len(self.knowledge.documents)))
        self.rows = self.copies * sum(
            len(getattr(self.knowledge, field.name)) for field in fields(Knowledge) if field.name != "merges"
        )

    def change(self) -> Change:
        """All copies, from nothing."""
        links: dict[tuple[str, str], Link | None] = {}
        stands: dict[str, Stand] = {}
        for copy in range(self.copies):
            for link in self._links.values():
                if link is not None:
                    renamed = self._renamed(link, copy)
                    links[renamed.a_id, renamed.b_id] = renamed
            stands |= {f"{copy}/{of}": self._renamed(stand, copy) for of, stand in self._stands.items()}
        return Change(True, self._all_known(), self._all_told(), self.copies * len(self._told), stands, links)

    def one_more(self) -> Change:
        """One source more, and the entities that it names."""
        told = self._renamed(self._told[-1], self.copies)
        named = {m.entity_id for m in told.mentions} | {t.indicator_id for t in told.targets}
        named |= {end for r in told.relations for end in (r.head_id, r.tail_id)}
        known = [self._renamed(one, self.copies) for one in self._known]
        return Change(False, [one for one in known if one.entity.id in named], [told], 1, {}, {})

    def _all_known(self) -> Iterator[Known]:
        for copy in range(self.copies):
            for known in self._known:
                if copy % 10 == 0 or known.entity.type not in SHARED:
                    yield self._renamed(known, copy)

    def _all_told(self) -> Iterator[Told]:
        for copy in range(self.copies):
            for told in self._told:
                yield self._renamed(told, copy)

    def _renamed(self, record: Any, copy: int) -> Any:
        """The record with the identifiers and names of a copy."""
        if isinstance(record, tuple):
            return tuple(self._renamed(one, copy) for one in record)
        if isinstance(record, Known):
            entity = record.entity
            new = self._entity(entity.id, copy)
            mark = "" if new == entity.id else new.rpartition("~")[2]
            names = {"id": new, "name": f"{entity.name}{mark}", "aliases": tuple(f"{a}{mark}" for a in entity.aliases)}
            return replace(record, entity=replace(entity, **names), merges=())  # type: ignore[arg-type]
        if not hasattr(record, "__dataclass_fields__"):
            return record
        changed: dict[str, Any] = {}
        for field in record.__dataclass_fields__:
            value = getattr(record, field)
            if field in _OF_SOURCES and value:
                changed[field] = f"{copy}/{value}"
            elif field in _OF_ENTITIES:
                changed[field] = f"{copy}/{value}" if value not in self._types else self._entity(value, copy)
            elif isinstance(value, tuple) or hasattr(value, "__dataclass_fields__"):
                changed[field] = self._renamed(value, copy)
        return replace(record, **changed)

    def _entity(self, entity_id: str, copy: int) -> str:
        of = copy - copy % 10 if self._types[entity_id] in SHARED else copy
        return f"{entity_id}~{of}"


_OF_SOURCES = frozenset({"id", "source", "document_id", "parent_id", "by"})
_OF_ENTITIES = frozenset({"entity_id", "head_id", "tail_id", "indicator_id", "a_id", "b_id"})


# ----------------------------------------------------------------------------------------------------------- the verbs


@dataclass(frozen=True)
class Asked:
    """What the verbs are asked for."""

    hub: str
    other: str
    name: str
    project: str
    source: str
    document: str
    keys: Sequence[str]


VERBS: Mapping[str, Callable[[Store, Asked], object]] = {
    "find_entities, by name": lambda store, a: store.find_entities(a.name),
    f"find_names, {KEYS_ASKED:,} keys": lambda store, a: store.find_names(a.keys),
    "names_holding, 20 of many": lambda store, a: store.names_holding("项目"),
    "names_holding, of few": lambda store, a: store.names_holding(a.name),
    "list_entities, first 50": lambda store, a: store.list_entities(EntityType.PROJECT, 50),
    "list_entities, behind 5,000": lambda store, a: store.list_entities(EntityType.PROJECT, 50, skip=5000),
    "entity_counts, 200": lambda store, a: store.entity_counts([a.project] * 200),
    "mentions_of the most mentioned": lambda store, a: store.mentions_of([a.hub]),
    "mentions_of a project": lambda store, a: store.mentions_of([a.project]),
    "mentions_in and relations_in a passage": lambda store, a: (
        store.mentions_in(a.source, 1000, 1400),
        store.relations_in(a.source, 1000, 1400),
    ),
    "relations_of the most mentioned": lambda store, a: store.relations_of(a.hub),
    "relations_of a project": lambda store, a: store.relations_of(a.project),
    "links_of": lambda store, a: store.links_of(a.project),
    "neighbourhood of a project": lambda store, a: store.neighbourhood(a.project),
    "neighbourhood of a year": lambda store, a: store.neighbourhood(a.project, Passing(year=2023)),
    "shortest_paths": lambda store, a: store.shortest_paths(a.project, a.other),
    "targets of a year and region": lambda store, a: store.targets(region="怀化市", year=2025),
    "targets of a name": lambda store, a: store.targets(name="生产总值", year=2025),
    "attributes of a project": lambda store, a: store.attributes([a.project]),
    "passages of a document": lambda store, a: store.passages(a.document),
    "documents, all": lambda store, a: store.documents(),
    "document_counts, all": lambda store, a: store.document_counts(),
    "counts": lambda store, a: store.counts(),
}


def _asked(store: Store) -> Asked:
    # seen from one made copy in the middle of all
    projects = store.list_entities(EntityType.PROJECT, 40)
    hub = store.list_entities(limit=1)[0].entity
    document = store.documents()[-1]
    rng = random.Random(1)
    held = [name_key(name.name) for name in store.names_holding("怀化", limit=200)]
    signs = "省市县区园项目建设工程高速公路产业示范基地智能制造"
    made = ["".join(rng.choices(signs, k=rng.randint(2, 12))) for _ in range(KEYS_ASKED - len(held))]
    first, second = projects[0].entity, projects[-1].entity
    return Asked(hub.id, second.id, first.name, first.id, document.source, document.id, [*held, *made])


def _milliseconds(work: Callable[[], object]) -> float:
    work()
    return min(_seconds(work) for _ in range(REPEATS)) * 1000  # other work on the machine only adds to it


# ---------------------------------------------------------------------------------------------------------- measuring


def _measure(place: GraphPlace, copies: Copies, folder: Path) -> Iterator[tuple[str, str]]:
    numbers = count(1)

    def draft() -> Draft:
        path = folder / str(next(numbers)) / "graph.sqlite"
        path.parent.mkdir(parents=True)
        return Draft(int(path.parent.name), path)

    first, second = draft(), draft()
    seconds = _seconds(partial(place.load, first, None, copies.change(), no_vectors, lambda done, total: None))
    yield "seconds to write it whole", f"{seconds:.1f} ({copies.rows / seconds:,.0f} records/s)"
    size = sum(file.stat().st_size for file in first.path.parent.iterdir())
    yield "megabytes", f"{size / 1e6:,.0f}" if size else "–"
    change = copies.one_more()
    again = _seconds(partial(place.load, second, first, change, no_vectors, lambda done, total: None))
    yield "seconds for one document more", f"{again:.2f}"
    with closing(Store(place.open(second.path))) as store:
        asked = _asked(store)
        for name, verb in VERBS.items():
            yield f"ms: {name}", f"{_milliseconds(partial(verb, store, asked)):.1f}"


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _knowledge(like: Path | None) -> Knowledge:
    if like is None:
        return large_knowledge(documents=20, mentions=300)
    with closing(Workspace(Settings.read({"MAILUO_HOME": str(like)}))) as workspace:
        return workspace.opened.store.dump()


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[200, 1000])
    parser.add_argument("--like", type=Path, help="a MAILUO_HOME whose knowledge is told over and over")
    parser.add_argument("--only", choices=["sqlite", "neo4j"])
    parser.add_argument("--lanes", type=int, nargs="+", help="write with Neo4j alone, in so many lanes")
    parser.add_argument("--rounds", type=int, default=3, help="of each number of lanes, one after the other")
    told = parser.parse_args(arguments)
    knowledge = _knowledge(told.like)
    if told.lanes:
        _measure_lanes(Copies(knowledge, told.documents[0]), told.lanes, told.rounds)
        return
    columns: dict[str, dict[str, str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for documents in told.documents:
            copies = Copies(knowledge, documents)
            for name, place in _places(Path(folder), told.only):
                head = f"{name}, {copies.copies * len(knowledge.documents):,} documents"
                print(head, file=sys.stderr)
                columns[head] = {}
                for what, figure in _measure(place, copies, Path(folder) / f"{name}-{documents}"):
                    print(f"  {what}: {figure}", file=sys.stderr)
                    columns[head][what] = figure
    _write(columns)


def _measure_lanes(copies: Copies, lanes: Sequence[int], rounds: int) -> None:
    """Writing from nothing, each number of lanes in its turn, so that what else goes on meets all of them."""
    seconds: dict[int, list[float]] = {number: [] for number in lanes}
    processor: dict[int, list[float]] = {number: [] for number in lanes}
    with tempfile.TemporaryDirectory() as folder:
        server = open_server(Path(folder))
        try:
            for number in (lanes[-1], *(number for _ in range(rounds) for number in lanes)):
                took, own = _write_in_lanes(server, copies, number)
                print(f"{number} lanes: {took:.1f} s", file=sys.stderr)
                seconds[number].append(took)
                processor[number].append(own)
            seconds[lanes[-1]].pop(0)
            processor[lanes[-1]].pop(0)
        finally:
            server.stop()
    documents = copies.copies * len(copies.knowledge.documents)
    lines = [
        LANES,
        "",
        f"{_when()} {documents:,} documents, {copies.rows:,} records, no texts, no vectors; the server is on the same",
        f"machine. The best and all of {rounds} rounds, in which each number has its turn; a server is slower when it "
        "is younger.",
        "",
        _row(["lanes", "seconds", "of all rounds", "records/s", "seconds of processor, ours"]),
        _row(["---"] * 5),
    ]
    for number in lanes:
        best = min(seconds[number])
        all_of_them = ", ".join(f"{took:.1f}" for took in seconds[number])
        cells = [f"{number}", f"{best:.1f}", all_of_them, f"{copies.rows / best:,.0f}", f"{min(processor[number]):.1f}"]
        lines.append(_row(cells))
    _put([*_report().partition(LANES)[0].rstrip().splitlines(), "", *lines])


def _write_in_lanes(server: Server, copies: Copies, lanes: int) -> tuple[float, float]:
    """Seconds that it takes, and seconds of a processor that it takes this process."""
    with closing(Neo4jEngine(replace(server.account, lanes=lanes))) as engine:
        engine.drop_all()
        engine.prepare()
        own = time.process_time()
        return _seconds(lambda: engine.write(copies.change())), time.process_time() - own


def _places(folder: Path, only: str | None) -> Iterator[tuple[str, GraphPlace]]:
    if only != "neo4j":
        yield "SQLite", EmbeddedPlace()
    if only == "sqlite":
        return
    try:
        server = open_server(folder)
    except ServerMissing as missing:
        print(f"Neo4j left out: {missing}", file=sys.stderr)
        return
    try:
        with closing(server.open_engine()) as engine:
            engine.drop_all()
            yield "Neo4j", ServerPlace(server.account, lambda make: "benchmark", "benchmark")
            engine.drop_all()
    finally:
        server.stop()


def _write(columns: Mapping[str, Mapping[str, str]]) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    lines = [
        "# The graph: writing it, changing it, asking it",
        "",
        f"{_when()} Peak memory of it all: {peak:.1f} GB.",
        f"`benchmarks/graph_load.py` says what is measured; no texts, no vectors; of verbs the best of {REPEATS}.",
        "",
        _row(["", *columns]),
        _row(["---"] * (len(columns) + 1)),
    ]
    for what in next(iter(columns.values())):
        lines.append(_row([what, *(column.get(what, "–") for column in columns.values())]))
    in_lanes = _report().partition(LANES)[2].rstrip().splitlines()
    _put([*lines, "", LANES, *in_lanes[1:]] if in_lanes else lines)


def _when() -> str:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout
    busy = f"{os.getloadavg()[1]:.0f} processes wanted the {os.cpu_count()} processors"
    return f"Commit {commit.strip()}, {time.strftime('%Y-%m-%d')}; {busy}."


def _report() -> str:
    return REPORT.read_text(encoding="utf-8") if REPORT.exists() else ""


def _put(lines: Sequence[str]) -> None:
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(_report())


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
