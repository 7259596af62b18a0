"""Change after change gives the graph that the last knowledge gives at once: over both engines, whatever came and went.

Knowledge is made of numbered sources; each change is computed here by comparing the knowledge before with that after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import layers
from graph.change import Change, Known, Told, whole
from graph.records import DocumentLink, DocumentLinkKind, DocumentStanding, Knowledge, Standing
from graph.store.checking import KnowledgeBroken
from graph.store.engines.engine import GraphOutdated, no_vectors
from graph.store.engines.neo4j import Neo4jEngine
from graph.store.engines.neo4j_writing import RELEASE
from graph.store.found import in_document_link_order, in_standing_order
from graph.store.places import Draft, EmbeddedPlace, GraphPlace, ServerPlace
from graph.store.store import Store
from tests.graph.made import EMPTY, PLAN, REPORT, SMALL, TEXTS, large_knowledge
from tests.neo4j_server import Server

ALL = large_knowledge(documents=5, mentions=24)
SOURCES = [document.source for document in ALL.documents]


def quiet(done: int, total: int) -> None:
    assert 0 < done <= total


def made(parts: Mapping[str, int], linked: int) -> Knowledge:
    """Of the large knowledge these sources, each told in one of four ways; `linked`: how many links there are."""
    held = [document for document in ALL.documents if document.source in parts]
    mentions = [m for m in ALL.mentions if m.source in parts and (m.start // 20) % 4 != parts[m.source]]
    relations = [r for r in ALL.relations if r.source in parts and parts[r.source] != 1]
    targets = [t for t in ALL.targets if t.target.source in parts and parts[t.target.source] != 2]
    ids = {m.entity_id for m in mentions} | {end for r in relations for end in (r.head_id, r.tail_id)}
    ids |= {t.indicator_id for t in targets}
    kinds = {m.entity_id: parts[m.source] for m in mentions}
    entities = [replace(e, name=f"{e.name}{kinds.get(e.id, '')}") for e in ALL.entities if e.id in ids]
    links = [link for link in ALL.links if link.a_id in ids and link.b_id in ids][:linked]
    ends = [document.id for document in held]
    ties = [
        DocumentLink(a, b, DocumentLinkKind.CITES, a.rpartition("#")[0], 0, 4, "引用", "文中引用")
        for a, b in pairwise(ends)
        if parts[a.rpartition("#")[0]] != 3
    ]
    standings = [DocumentStanding(a, Standing.SUPERSEDED, b) for a, b in zip(ends, ends[linked + 1 :], strict=False)]
    return Knowledge(
        tuple(held), (), tuple(p for p in ALL.passages if p.source in parts), tuple(entities), tuple(mentions),
        tuple(relations), tuple(targets), tuple(links), (),
        document_links=in_document_link_order(ties), standings=in_standing_order(standings),
    )  # fmt: skip


def between(old: Knowledge, new: Knowledge) -> Change:
    """What changed, and no more."""
    before, after = whole(old, TEXTS), whole(new, TEXTS)
    known_before = {known.entity.id: known for known in before.known}
    known: list[Known] = [one for one in after.known if known_before.pop(one.entity.id, None) != one]
    kept = {entity.id for entity in new.entities}
    told_before = {told.source: told for told in before.told}
    told: list[Told] = [one for one in after.told if told_before.get(one.source) != one]
    sources = {document.source for document in new.documents}
    links = {pair: link for pair, link in after.links.items() if before.links.get(pair) != link}
    return Change(
        False,
        known,
        told,
        len(told),
        {of: stand for of, stand in after.stands.items() if before.stands.get(of) != stand},
        {**links, **dict.fromkeys(before.links.keys() - after.links.keys())},
        gone_sources=sorted(told_before.keys() - sources),
        gone_entities=sorted({entity.id for entity in old.entities} - kept),
    )


@dataclass
class Line:
    """Generation after generation of one graph."""

    place: GraphPlace
    folder: Path
    drafts: list[Draft] = field(default_factory=list)

    def draft(self) -> Draft:
        number = len(self.drafts) + 1
        path = self.folder / str(number) / "graph.sqlite"
        path.parent.mkdir(parents=True)
        self.drafts.append(Draft(number, path))
        return self.drafts[-1]

    def load(self, change: Change) -> None:
        base = None if change.is_whole else self.drafts[-1]
        self.place.load(self.draft(), base, change, no_vectors, quiet)
        self.drafts[-1] = replace(self.drafts[-1], is_empty=not self.dump().documents)

    def dump(self, number: int = -1) -> Knowledge:
        with Store(self.place.open(self.drafts[number].path)) as store:
            return store.dump()


NewLine = Callable[[Path], Line]


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def new_line(request: pytest.FixtureRequest) -> Iterator[NewLine]:
    if request.param == "sqlite":
        yield lambda folder: Line(EmbeddedPlace(), folder)
        return
    server: Server = request.getfixturevalue("neo4j_server")
    empty: Callable[[], Neo4jEngine] = request.getfixturevalue("empty_neo4j")

    def on_server(folder: Path) -> Line:
        # making constraints and indexes again takes longer than the test
        empty()._run(RELEASE)
        return Line(ServerPlace(server.account, lambda make: "me", "here"), folder)

    yield on_server
    empty()._run(RELEASE)


STEPS: Sequence[tuple[Mapping[str, int], int]] = [
    ({SOURCES[0]: 0, SOURCES[1]: 0}, 2),
    ({SOURCES[0]: 0, SOURCES[1]: 0, SOURCES[2]: 3}, 2),  # one comes
    ({SOURCES[0]: 1, SOURCES[1]: 0, SOURCES[2]: 3}, 0),  # one changes, links go
    ({SOURCES[1]: 0, SOURCES[2]: 3}, 9),  # one goes
    ({SOURCES[3]: 2, SOURCES[0]: 0}, 1),  # others come for all that were there
    ({}, 0),  # all go
    ({SOURCES[1]: 0, SOURCES[2]: 3}, 4),  # and some come again
]


def test_change_after_change_is_the_whole(new_line: NewLine, tmp_path: Path) -> None:
    line, old = new_line(tmp_path), made(*STEPS[0])
    line.load(whole(old, TEXTS))
    for parts, linked in STEPS[1:]:
        new = made(parts, linked)
        assert line.place.holds(line.drafts[-1])
        line.load(between(old, new))
        assert line.dump() == new
        old = new


@given(st.lists(st.tuples(st.dictionaries(st.sampled_from(SOURCES), st.integers(0, 3)), st.integers(0, 9)), max_size=4))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_changes_give_the_whole(
    tmp_path_factory: pytest.TempPathFactory, steps: Sequence[tuple[Mapping[str, int], int]]
) -> None:
    line, old = Line(EmbeddedPlace(), tmp_path_factory.mktemp("line")), EMPTY
    line.load(whole(EMPTY, TEXTS))
    for parts, linked in steps:
        new = made(parts, linked)
        line.load(between(old, new))
        old = new
    dumped = line.dump()
    assert dumped == old
    at_once = Line(EmbeddedPlace(), tmp_path_factory.mktemp("at_once"))
    at_once.load(whole(old, TEXTS))
    with Store(line.place.open(line.drafts[-1].path)) as one, Store(at_once.place.open(at_once.drafts[-1].path)) as two:
        for verb in (Store.counts, Store.document_counts, Store.names, Store.list_entities):
            assert verb(one) == verb(two)
        ids = [entity.id for entity in old.entities]
        assert one.mentions_of(ids) == two.mentions_of(ids)
        assert one.neighbours(ids) == two.neighbours(ids)


def test_the_records_of_all_kinds_change(new_line: NewLine, tmp_path: Path) -> None:
    line = new_line(tmp_path)
    line.load(whole(SMALL, TEXTS))
    less = replace(
        SMALL, mentions=tuple(m for m in SMALL.mentions if m.source != REPORT or m.entity_id != "p3"), attributes=(),
        entities=tuple(replace(e, type=SMALL.entities[3].type) if e.id == "k1" else e for e in SMALL.entities),
        standings=SMALL.standings[1:],
    )  # fmt: skip
    for old, new in ((SMALL, less), (less, SMALL)):
        line.load(between(old, new))
        assert line.dump() == new
        assert line.place.holds(line.drafts[-1])


def test_what_a_change_goes_on_from_must_be_there(new_line: NewLine, tmp_path: Path) -> None:
    line = new_line(tmp_path)
    line.load(whole(SMALL, TEXTS))
    with pytest.raises(GraphOutdated):
        line.place.load(line.draft(), None, between(SMALL, EMPTY), no_vectors, quiet)
    assert line.dump(0) == SMALL


def test_a_change_that_names_what_is_not_there_is_refused(tmp_path: Path) -> None:
    line = Line(EmbeddedPlace(), tmp_path)
    line.load(whole(EMPTY, TEXTS))
    change = replace(between(EMPTY, SMALL), known=())
    with pytest.raises(KnowledgeBroken, match=PLAN):
        line.load(change)
    assert line.dump(0) == EMPTY


class Killed(Exception):
    """Stands for a process that is gone."""


def killing(done: int, total: int) -> None:
    raise Killed


def test_a_write_cut_short_leaves_what_was_there_and_the_next_completes_it(new_line: NewLine, tmp_path: Path) -> None:
    line = new_line(tmp_path)
    old, new = made({SOURCES[0]: 0, SOURCES[1]: 0}, 2), made({SOURCES[0]: 1, SOURCES[2]: 0, SOURCES[1]: 3}, 1)
    line.load(whole(old, TEXTS))
    with pytest.raises(Killed):
        line.place.load(line.draft(), line.drafts[0], between(old, new), no_vectors, killing)
    if isinstance(line.place, EmbeddedPlace):
        assert line.dump(0) == old
        line.place.load(line.drafts[-1], line.drafts[0], between(old, new), no_vectors, quiet)  # the same place again
    else:
        assert not line.place.holds(line.drafts[0])
        for document in (*old.documents, *new.documents):
            said = _said(line.dump(), document.source)
            assert said in (_said(old, document.source), _said(new, document.source))
        line.load(whole(new, TEXTS))
    assert line.dump() == new


def _said(knowledge: Knowledge, source: str) -> object:
    return (
        [m for m in knowledge.mentions if m.source == source],
        [r for r in knowledge.relations if r.source == source],
        [p for p in knowledge.passages if p.source == source],
    )


def test_a_reader_stays_with_its_generation_while_the_next_is_written(tmp_path: Path) -> None:
    line = Line(EmbeddedPlace(), tmp_path)
    old, new = made({SOURCES[0]: 0, SOURCES[1]: 0}, 2), made({SOURCES[0]: 1}, 0)
    line.load(whole(old, TEXTS))
    seen: list[Knowledge] = []

    def look(done: int, total: int) -> None:
        seen.append(reader.dump())

    with Store(line.place.open(line.drafts[0].path)) as reader:
        line.place.load(line.draft(), line.drafts[0], between(old, new), no_vectors, look)
        assert reader.dump() == old
    assert seen == [old]
    assert line.dump() == new


def test_what_did_not_change_is_shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("RATIO", "PURGED_BYTES"):  # nothing is put together
        monkeypatch.setattr(layers, limit, 0)
    large = large_knowledge(documents=5, mentions=40)
    line = Line(EmbeddedPlace(), tmp_path)
    line.load(whole(large, TEXTS))
    less = replace(large, mentions=large.mentions[:-1], links=large.links[1:])
    line.load(between(large, less))
    first, second = (draft.path for draft in line.drafts)
    assert second.samefile(first)
    assert second.with_name("graph.sqlite.1").stat().st_size < first.stat().st_size
    assert line.dump() == less


@pytest.mark.neo4j
def test_a_server_is_written_only_what_the_change_names(
    empty_neo4j: Callable[[], Neo4jEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = empty_neo4j()
    old, new = made({SOURCES[0]: 0, SOURCES[1]: 0}, 2), made({SOURCES[0]: 0, SOURCES[1]: 1}, 2)
    Store(engine).load(old, texts=TEXTS)
    asked: list[str] = []
    ask = engine.ask

    def listen(statement: str, parameters: Mapping[str, object] | None = None) -> list[dict[str, object]]:
        asked.append(statement)
        return ask(statement, parameters)

    monkeypatch.setattr(engine, "ask", listen)
    engine.write(between(old, new))
    assert all("$" in statement for statement in asked)
    monkeypatch.undo()
    assert Store(engine).dump() == new
