"""A change of the knowledge carried out on a server, in one or several lanes, each one transaction after the other.

In: how to read and write there, and the change. Entities come first, then documents, then what ties them; at last goes
what is no longer known. A stage begins when the one before has ended in all lanes. In this order whatever is left by a
crash holds together: a document's entities are there before it, and an entity goes only when no document speaks of it
any more. Of what the change does not name nothing is read, but where it is whole: then all that is there is compared
with it.

No two pieces of a stage write the same node or draw the same edge, so what stands there at the end does not depend on
the lanes. They do meet at the nodes that edges are drawn to (half the documents speak of the city): a server locks
both ends of an edge, lets one lane wait for the other, and undoes one of two that wait for each other, which is tried
again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from graph.change import Change, Known, Pair, Stand, Told
from graph.records import Link, source_of
from graph.store import forms, found
from graph.store.checking import check_told
from graph.store.columns import KEY, DocumentRows, NodeRow
from graph.store.cypher import TEXTS
from graph.store.engines.engine import TellSources, VectorsOf
from graph.store.engines.lanes import work_in_lanes
from graph.store.engines.neo4j_writing import (
    BATCH,
    DROP_ENTITIES,
    HELD_DOCUMENTS,
    HELD_DOCUMENTS_OF,
    HELD_ENTITIES,
    HELD_ENTITIES_OF,
    HELD_PARTS,
    UPDATE_ENTITIES,
    add_document,
    batches,
    create_missing_entities,
    create_nodes,
    draw_annexes,
    drop_document,
    replace_document,
    replace_links,
    replace_stands,
    rows,
)
from graph.store.forms import GraphRow
from graph.store.queries import Query
from graph.store.rows import document_rows, entity_row, link_edge, stand_edges, standing_row

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

T = TypeVar("T")
Made = TypeVar("Made")
TIES_AT_ONCE = 500  # documents or pairs of entities


class Server(Protocol):
    """What is needed of the engine."""

    def ask(self, statement: str, parameters: Mapping[str, object] | None = None) -> list[GraphRow]:
        """Rows that are there."""

    @property
    def lanes(self) -> int:
        """How many transactions write there at once."""

    def transact(
        self, work: Callable[[ManagedTransaction], Any], again: Callable[[ManagedTransaction], Any] | None = None
    ) -> Any:
        """Done wholly or not at all. again: instead of `work` where it may have been done; None: it may be done
        twice."""

    def prepare_vectors(self, dim: int) -> None:
        """An index for vectors of this length."""


class _Held:
    """What the server holds of what a change names: asked as it is needed."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def entities(self, ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
        """Identifier, type and stamp of those that are there."""
        return [(row["id"], row["type"], row["stamp"]) for row in self._server.ask(HELD_ENTITIES_OF, {"ids": ids})]

    def documents(self, source: str) -> Mapping[str, tuple[str, int | None]]:
        """Stamps, and how many parts there are (None: not counted)."""
        return {row["id"]: (row["stamp"], None) for row in self._server.ask(HELD_DOCUMENTS_OF, {"source": source})}

    def has_stand(self, document_id: str, stand: Stand) -> bool:
        """Whether this is how the document stands there."""
        return False

    def has_link(self, pair: Pair, link: Link | None) -> bool:
        """Whether this is what joins them there."""
        return False

    def left_entities(self) -> Iterable[GraphRow]:
        """Those that were never asked for."""
        return ()

    def left_sources(self) -> Iterable[str]:
        """Those that were never asked for."""
        return ()

    def left_pairs(self, known: Mapping[Pair, Link | None]) -> Iterable[Pair]:
        """Those that are linked there alone."""
        return ()


class _AllHeld(_Held):
    """All that the server holds, read at once; what has been asked for is not left."""

    def __init__(self, server: Server) -> None:
        super().__init__(server)
        self._entities: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in server.ask(HELD_ENTITIES):
            self._entities[row["id"]].append((row["type"], row["stamp"]))
        parts: Counter[str] = Counter()
        for row in server.ask(HELD_PARTS):
            parts[row["id"]] += row["number"]
        stamps = {row["id"]: row["stamp"] for row in server.ask(HELD_DOCUMENTS)}
        self._documents: dict[str, dict[str, tuple[str, int | None]]] = defaultdict(dict)
        for document_id in stamps.keys() | parts.keys():
            held = stamps.get(document_id, ""), parts[document_id]
            self._documents[source_of(document_id)][document_id] = held
        self._standings = {row["document_id"]: row for row in server.ask(TEXTS[Query.STANDINGS])}
        self._ties = _grouped((row["document_id"], row) for row in server.ask(TEXTS[Query.DOCUMENT_LINKS]))
        self._links = _grouped(((row["a_id"], row["b_id"]), row) for row in server.ask(TEXTS[Query.LINKS]))

    def entities(self, ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
        return [(id, *held) for id in ids for held in self._entities.pop(id, ())]

    def documents(self, source: str) -> Mapping[str, tuple[str, int | None]]:
        return self._documents.pop(source, {})

    def has_stand(self, document_id: str, stand: Stand) -> bool:
        row = self._standings.get(document_id)
        standing = forms.STANDING.of_row(row) if row else None
        ties = map(forms.DOCUMENT_LINK.of_row, self._ties.get(document_id, ()))
        return standing == stand.standing and found.in_document_link_order(ties) == found.in_document_link_order(
            stand.links
        )

    def has_link(self, pair: Pair, link: Link | None) -> bool:
        return list(map(forms.LINK.of_row, self._links.get(pair, ()))) == ([link] if link else [])

    def left_entities(self) -> Iterable[GraphRow]:
        return [{"id": id, "type": type} for id, held in self._entities.items() for type, _ in held]

    def left_sources(self) -> Iterable[str]:
        return sorted(self._documents)

    def left_pairs(self, known: Mapping[Pair, Link | None]) -> Iterable[Pair]:
        return sorted(self._links.keys() - known.keys())


@dataclass(frozen=True, slots=True)
class _Saying:
    """A source, with what is known of its documents elsewhere. stands: by document."""

    told: Told
    vectors: Mapping[str, Sequence[float]]
    stands: Mapping[str, Stand]


class ChangeWriter:
    """One change on its way."""

    def __init__(self, server: Server, change: Change, vectors: VectorsOf, progress: TellSources | None) -> None:
        self._server = server
        self._change = change
        self._vectors = vectors
        self._progress = progress
        self._held = _AllHeld(server) if change.is_whole else _Held(server)
        self._gone: list[GraphRow] = []  # entities that stand twice, under two types
        self._written: list[str] = []  # documents
        self._sources = 0  # that were written
        self._dim: int | None = None

    def write(self) -> None:
        """All of it."""
        self._in_lanes(self._write_entities, _batched(self._change.known, BATCH), self._gone.extend)
        self._in_lanes(self._write_source, self._sayings(), self._note_source)
        self._in_lanes(self._drop_source, self._change.gone_sources)
        self._in_lanes(self._drop_source, self._held.left_sources())
        # not in lanes: an annex and what it hangs on may stand in two batches, and both would draw the edge
        for document_ids in batches(sorted(self._written), TIES_AT_ONCE):
            self._server.transact(partial(draw_annexes, document_ids=document_ids))
        self._write_stands()
        self._write_links()
        gone = [{"id": entity_id, "type": ""} for entity_id in self._change.gone_entities]
        for entities in batches([*gone, *self._gone, *self._held.left_entities()]):
            self._run(DROP_ENTITIES, {"rows": entities})

    def _in_lanes(
        self, work: Callable[[T], Made], pieces: Iterable[T], done: Callable[[Made], object] = lambda made: None
    ) -> None:
        work_in_lanes(self._server.lanes, work, pieces, done)

    def _write_entities(self, several: Sequence[Known]) -> Sequence[GraphRow]:
        """Those that are new or changed; what stands twice is returned."""
        held: dict[str, dict[str, str]] = defaultdict(dict)
        for entity_id, type, stamp in self._held.entities([known.entity.id for known in several]):
            held[entity_id][type] = stamp
        new, changed, gone = [], [], []
        for row in map(entity_row, several):
            stamps = held[row[KEY]]
            if not stamps:
                new.append(NodeRow(row["type"], row))
            elif row["type"] not in stamps:
                # the first that stands there turns into it
                changed.append({"id": row[KEY], "type": next(iter(stamps)), "properties": row})
                del stamps[next(iter(stamps))]
            elif stamps.pop(row["type"]) != row["stamp"]:
                changed.append({"id": row[KEY], "type": row["type"], "properties": row})
            gone += [{"id": row[KEY], "type": type} for type in stamps]
        if new:
            self._server.transact(
                partial(create_nodes, nodes=new), again=partial(create_missing_entities, entities=new)
            )
        if changed:
            self._run(UPDATE_ENTITIES, {"rows": changed})
        return gone

    def _sayings(self) -> Iterator[_Saying]:
        """All that is read from the library stays in the thread that reads it."""
        for told in self._change.told:
            check_told(told)
            vectors = self._vectors([passage.id for passage in told.passages])
            if vectors:
                self._prepare_vectors(len(next(iter(vectors.values()))))
            stands = {document.id: self._change.stands.get(document.id) for document in told.documents}
            yield _Saying(told, vectors, {id: stand for id, stand in stands.items() if stand is not None})

    def _write_source(self, saying: _Saying) -> Sequence[str]:
        """The documents that were written."""
        held = dict(self._held.documents(saying.told.source))
        written = []
        for document in document_rows(saying.told, saying.vectors):
            stamp, parts = held.pop(document.id, (None, 0))
            if stamp != document.stamp or parts not in (None, document.parts):
                self._write_document(document, saying.stands.get(document.id), is_held=stamp is not None)
            if self._change.is_whole or stamp != document.stamp:
                written.append(document.id)
        self._drop_documents(held)
        return written

    def _write_document(self, document: DocumentRows, stand: Stand | None, *, is_held: bool) -> None:
        of: dict[str, Any] = {"document": document, "standing": standing_row(stand)}
        replacing = partial(replace_document, **of)
        self._server.transact(replacing if is_held else partial(add_document, **of), again=replacing)

    def _note_source(self, written: Sequence[str]) -> None:
        self._written += written
        self._sources += 1
        if self._progress:
            self._progress(self._sources, self._change.sources)

    def _prepare_vectors(self, dim: int) -> None:
        if self._dim != dim:
            self._dim = dim
            self._server.prepare_vectors(dim)

    def _drop_source(self, source: str) -> None:
        self._drop_documents(self._held.documents(source))

    def _drop_documents(self, document_ids: Iterable[str]) -> None:
        for document_id in sorted(document_ids):
            self._server.transact(partial(drop_document, document_id=document_id))

    def _write_stands(self) -> None:
        changed = [one for one in self._change.stands.items() if not self._held.has_stand(*one)]
        self._in_lanes(self._write_some_stands, batches(changed, TIES_AT_ONCE))

    def _write_some_stands(self, stands: Sequence[tuple[str, Stand]]) -> None:
        standings = {document_id: standing_row(stand) for document_id, stand in stands}
        ties = [edge for _, stand in stands for edge in stand_edges(stand)]
        self._server.transact(partial(replace_stands, standings=standings, ties=ties))

    def _write_links(self) -> None:
        links = self._change.links
        changed = [one for one in links.items() if not self._held.has_link(*one)]
        gone: list[tuple[Pair, Link | None]] = [(pair, None) for pair in self._held.left_pairs(links)]
        # by their smaller end, so that few batches meet at a node
        in_order = sorted([*gone, *changed], key=lambda one: sorted(one[0]))
        self._in_lanes(self._write_some_links, batches(in_order, TIES_AT_ONCE))

    def _write_some_links(self, links: Sequence[tuple[Pair, Link | None]]) -> None:
        edges = [link_edge(link) for _, link in links if link]
        self._server.transact(partial(replace_links, pairs=[pair for pair, _ in links], links=edges))

    def _run(self, statement: str, parameters: Mapping[str, object]) -> None:
        self._server.transact(lambda tx: rows(tx, statement, parameters))


def _batched(records: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(records)
    while batch := list(islice(iterator, size)):
        yield batch


def _grouped(named: Iterable[tuple[Any, GraphRow]]) -> dict[Any, list[GraphRow]]:
    grouped: dict[Any, list[GraphRow]] = defaultdict(list)
    for name, row in named:
        grouped[name].append(row)
    return grouped
