"""A change of the knowledge carried out on a server, one transaction after the other.

In: how to read and write there, and the change. Entities come first, then one document after the other, then what ties
them; at last goes what is no longer known. In this order whatever is left by a crash holds together: a document's
entities are there before it, and an entity goes only when no document speaks of it any more. Of what the change does
not name nothing is read, but where it is whole: then all that is there is compared with it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from graph.change import Change, Known, Pair, Stand, Told
from graph.records import Link, source_of
from graph.store import found
from graph.store.checking import check_told
from graph.store.columns import KEY, DocumentRows, NodeRow
from graph.store.cypher import TEXTS
from graph.store.engines.engine import Progress, Row, Vectors
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
    create_nodes,
    draw_annexes,
    drop_document,
    replace_document,
    replace_links,
    replace_stands,
    rows,
)
from graph.store.queries import Query
from graph.store.rows import document_rows, entity_row, link_edge, stand_edges, standing_row

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

T = TypeVar("T")
TIES_AT_ONCE = 500  # documents or pairs of entities


class Server(Protocol):
    """What is needed of the engine."""

    def ask(self, statement: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        """Rows that are there."""

    def transact(self, work: Callable[[ManagedTransaction], Any]) -> Any:
        """Done wholly or not at all."""

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

    def left_entities(self) -> Iterable[Row]:
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
        standing = found.standing_of(row) if row else None
        ties = map(found.document_link_of, self._ties.get(document_id, ()))
        return standing == stand.standing and found.in_document_link_order(ties) == found.in_document_link_order(
            stand.links
        )

    def has_link(self, pair: Pair, link: Link | None) -> bool:
        return list(map(found.link_of, self._links.get(pair, ()))) == ([link] if link else [])

    def left_entities(self) -> Iterable[Row]:
        return [{"id": id, "type": type} for id, held in self._entities.items() for type, _ in held]

    def left_sources(self) -> Iterable[str]:
        return sorted(self._documents)

    def left_pairs(self, known: Mapping[Pair, Link | None]) -> Iterable[Pair]:
        return sorted(self._links.keys() - known.keys())


class ChangeWriter:
    """One change on its way."""

    def __init__(self, server: Server, change: Change, vectors: Vectors, progress: Progress | None) -> None:
        self._server = server
        self._change = change
        self._vectors = vectors
        self._progress = progress
        self._held = _AllHeld(server) if change.is_whole else _Held(server)
        self._gone: list[Row] = []  # entities that stand twice, under two types
        self._written: list[str] = []  # documents
        self._dim: int | None = None

    def write(self) -> None:
        """All of it."""
        for known in _batched(self._change.known, BATCH):
            self._write_entities(known)
        for done, told in enumerate(self._change.told, 1):
            self._write_source(told)
            if self._progress:
                self._progress(done, self._change.sources)
        for source in (*self._change.gone_sources, *self._held.left_sources()):
            self._drop_documents(self._held.documents(source))
        for document_ids in batches(self._written, TIES_AT_ONCE):
            self._server.transact(partial(draw_annexes, document_ids=document_ids))
        self._write_stands()
        self._write_links()
        gone = [{"id": entity_id, "type": ""} for entity_id in self._change.gone_entities]
        for entities in batches([*gone, *self._gone, *self._held.left_entities()]):
            self._run(DROP_ENTITIES, {"rows": entities})

    def _write_entities(self, several: Sequence[Known]) -> None:
        """Those that are new or changed."""
        held: dict[str, dict[str, str]] = defaultdict(dict)
        for entity_id, type, stamp in self._held.entities([known.entity.id for known in several]):
            held[entity_id][type] = stamp
        new, changed = [], []
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
            self._gone += [{"id": row[KEY], "type": type} for type in stamps]
        if new:
            self._server.transact(partial(create_nodes, nodes=new))
        if changed:
            self._run(UPDATE_ENTITIES, {"rows": changed})

    def _write_source(self, told: Told) -> None:
        check_told(told)
        vectors = self._vectors([passage.id for passage in told.passages])
        if vectors:
            self._prepare_vectors(len(next(iter(vectors.values()))))
        held = dict(self._held.documents(told.source))
        for document in document_rows(told, vectors):
            stamp, parts = held.pop(document.id, (None, 0))
            if stamp != document.stamp or parts not in (None, document.parts):
                self._write_document(document, is_held=stamp is not None)
            if self._change.is_whole or stamp != document.stamp:
                self._written.append(document.id)
        self._drop_documents(held)

    def _write_document(self, document: DocumentRows, *, is_held: bool) -> None:
        step = replace_document if is_held else add_document
        standing = standing_row(self._change.stands.get(document.id))
        self._server.transact(partial(step, document=document, standing=standing))

    def _prepare_vectors(self, dim: int) -> None:
        if self._dim != dim:
            self._dim = dim
            self._server.prepare_vectors(dim)

    def _drop_documents(self, document_ids: Iterable[str]) -> None:
        for document_id in sorted(document_ids):
            self._server.transact(partial(drop_document, document_id=document_id))

    def _write_stands(self) -> None:
        changed = [one for one in self._change.stands.items() if not self._held.has_stand(*one)]
        for batch in batches(changed, TIES_AT_ONCE):
            standings = {document_id: standing_row(stand) for document_id, stand in batch}
            ties = [edge for _, stand in batch for edge in stand_edges(stand)]
            self._server.transact(partial(replace_stands, standings=standings, ties=ties))

    def _write_links(self) -> None:
        links = self._change.links
        changed = [one for one in links.items() if not self._held.has_link(*one)]
        gone: list[tuple[Pair, Link | None]] = [(pair, None) for pair in self._held.left_pairs(links)]
        for batch in batches([*gone, *changed], TIES_AT_ONCE):
            edges = [link_edge(link) for _, link in batch if link]
            self._server.transact(partial(replace_links, pairs=[pair for pair, _ in batch], links=edges))

    def _run(self, statement: str, parameters: Mapping[str, object]) -> None:
        self._server.transact(lambda tx: rows(tx, statement, parameters))


def _batched(records: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(records)
    while batch := list(islice(iterator, size)):
        yield batch


def _grouped(named: Iterable[tuple[Any, Row]]) -> dict[Any, list[Row]]:
    grouped: dict[Any, list[Row]] = defaultdict(list)
    for name, row in named:
        grouped[name].append(row)
    return grouped
