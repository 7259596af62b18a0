"""What changed, as the graph is told it: the sources whose words are resolved otherwise, and the entities that are
other than before or mentioned more or less.

In: what was resolved, compared and cited anew. Out: a `graph.change.Change`; in the book how often each source mentions
each entity, and how much the knowledge base holds.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from graph.change import Change, Known, Pair, Stand, Told
from graph.layers import TableRow
from graph.records import Entity, EntityType, Link, Mention, RelationType
from graph.resolve.groups import saying_of
from graph.resolve.resolution import Judged
from ingest.counts import Held
from ingest.deriving.book import Book, key_text
from ingest.deriving.citing import stands_of
from ingest.deriving.resolving import Resolving, base_of, entities_of, merges_of_text
from ingest.deriving.saying import SaidAnew, effective_key, normals_of, with_echoes
from ingest.deriving.sources import Sent, Sources
from ingest.knowledge import told_by
from ingest.packing import unpacked

KEPT = 16  # so few sources are told once, and what they say is kept
ENTITIES = 256  # looked up at a time
TOTALS = "\x1f"  # no source is called so

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Anew:
    """What is otherwise than before. retold: the sources that are to be told."""

    found: Resolving
    links: Mapping[Pair, Link | None]
    stands: Mapping[str, Stand]
    retold: Sequence[str]


def sources_retold(book: Book, sources: Sources, said: SaidAnew, found: Resolving) -> list[str]:
    """Those that changed, that hear something new, or of whose names one belongs to another entity now."""
    retold = {*sources.changed, *said.heard_anew}
    if book.before is not None:
        for row in book.has("saying", "key", sorted({base_of(key) for key in found.moved})):
            if effective_key(row[1], normals_of_row(row), found.judged) in found.moved:
                retold.add(row[0])
    return sorted(retold)


def normals_of_row(row: TableRow) -> tuple[str, ...]:
    """The normal forms of the names of a saying's row."""
    return normals_of(row[2], row[3])


def tell_change(book: Book, sources: Sources, anew: Anew) -> tuple[Change, Held]:
    """The change, and how much the knowledge base holds with it."""
    teller = _Teller(book, sources, anew)
    documents, mentioned = _tally(book, sources, teller)
    known = sorted({*anew.found.entities, *mentioned} - anew.found.gone)
    change = Change(
        is_whole=book.before is None,
        known=_known(book, known),
        told=teller.told(),
        sources=len(anew.retold),
        stands={**stands_of(book, documents), **anew.stands},
        links=anew.links,
        gone_sources=tuple(sources.gone),
        gone_entities=tuple(sorted(anew.found.gone)),
    )
    return change, _totals(book, sources, anew)


@dataclass(frozen=True, slots=True)
class ToTell:
    """Sources that are to be told, each with its echoes as they stand in the book; entities by the keys of all that
    these sources name."""

    sources: Sequence[tuple[Sent, Sequence[str]]]
    entities: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tallied:
    """What is counted of a source that is told. mentions: rows."""

    source: str
    documents: Sequence[str]
    mentions: Sequence[TableRow]
    held: Mapping[str, int]


class _Teller:
    """The sources that are told, resolved: once to be counted, once to be told."""

    def __init__(self, book: Book, sources: Sources, anew: Anew) -> None:
        self._book = book
        self._sources = sources
        self._retold = anew.retold
        self._judged = anew.found.judged
        self._kept: list[Told] | None = None

    def tallies(self) -> Iterator[Tallied]:
        """What is counted of each."""
        if len(self._retold) <= KEPT:
            self._kept = list(self._done(told_of))
            yield from map(tallied, self._kept)
        else:
            yield from self._done(tallied_of)

    def told(self) -> Iterator[Told]:
        """All that each says."""
        return self._done(told_of) if self._kept is None else iter(self._kept)

    def _done(self, work: Callable[[Judged, ToTell], list[Done]]) -> Iterator[Done]:
        for done in self._sources.spread.map(partial(work, self._judged), self._portions()):
            yield from done

    def _portions(self) -> Iterator[ToTell]:
        for portion in self._sources.portions(self._retold):
            names = [sent.name for sent in portion]
            keys = {
                effective_key(row[1], normals_of_row(row), self._judged)
                for row in self._book.has("saying", "source", names)
            }
            echoes = [[row[0] for row in self._book.now.rows_of("echo", name, columns="t.mention")] for name in names]
            yield ToTell(list(zip(portion, echoes, strict=True)), entities_of(self._book, keys))


def told_of(judged: Judged, portion: ToTell) -> list[Told]:
    """All that each source of a portion says."""
    return [_told(sent, echoes, portion.entities, judged) for sent, echoes in portion.sources]


def tallied_of(judged: Judged, portion: ToTell) -> list[Tallied]:
    """What is counted of each source of a portion."""
    return list(map(tallied, told_of(judged, portion)))


def tallied(told: Told) -> Tallied:
    """What is counted of a source."""
    return Tallied(told.source, [document.id for document in told.documents], _tallies(told), _held(told))


def _told(sent: Sent, echoes: Iterable[str], entities: Mapping[str, str], judged: Judged) -> Told:
    extraction = with_echoes(sent.read().extraction, (unpacked(Mention, one) for one in echoes))
    about = {structure.document.id: structure.document for structure in extraction.structures}
    entity_of: dict[Mention, str] = {}

    def found(mention: Mention) -> str:
        if mention not in entity_of:
            key, saying = saying_of(mention, about.get(mention.document_id))
            names = normals_of(saying.name, saying.surface)
            entity_of[mention] = entities[effective_key(key_text(key), names, judged)]
        return entity_of[mention]

    return told_by(extraction, found)


def _tally(book: Book, sources: Sources, teller: _Teller) -> tuple[list[str], set[str]]:
    """Count what the sources mention; the documents of these, and the entities that are mentioned more or less."""
    documents: list[str] = []
    mentioned: set[str] = set()
    for name in sources.gone:
        mentioned.update(row[1] for row in book.was_of("tally", name))
        book.now.drop("tally", name)
    for one in teller.tallies():
        documents += one.documents
        mentioned.update(row[1] for row in set(one.mentions) ^ set(book.was_of("tally", one.source)))
        held = [(one.source, json.dumps(one.held))]
        book.now.replace("tally", one.source, {"tally": one.mentions, "held": held})
    book.now.make_indexes()
    return documents, mentioned


def _tallies(told: Told) -> list[TableRow]:
    mentions = Counter(mention.entity_id for mention in told.mentions)
    documents: defaultdict[str, set[str]] = defaultdict(set)
    for mention in told.mentions:
        documents[mention.entity_id].add(mention.document_id)
    return [(told.source, id_, number, len(documents[id_])) for id_, number in sorted(mentions.items())]


def _known(book: Book, ids: Sequence[str]) -> Iterator[Known]:
    for start in range(0, len(ids), ENTITIES):
        portion = ids[start : start + ENTITIES]
        counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        for id_, mentions, documents in book.has("tally", "id", portion, "t.id, t.mentions, t.documents"):
            counts[id_][0] += mentions
            counts[id_][1] += documents
        for id_, _, entity, merges in sorted(book.has("entity", "id", portion)):
            yield Known(unpacked(Entity, entity), merges_of_text(merges), *counts[id_])


# ----------------------------------------------------------------------------------------------------------- numbers


def _held(told: Told) -> dict[str, int]:
    """How much a source gives, by kind."""
    relations = Counter(relation.rel.value for relation in told.relations)
    return {
        "documents": len(told.documents),
        "passages": len(told.passages),
        "mentions": len(told.mentions),
        "targets": len(told.targets),
        "attributes": len(told.attributes),
        **{f"relation {kind}": number for kind, number in relations.items()},
    }


def _totals(book: Book, sources: Sources, anew: Anew) -> Held:
    """How much there is: as much as before, and what came and went."""
    rows = book.was_of("held", TOTALS, "t.held")
    total = Counter(json.loads(rows[0][0])) if rows else Counter[str]()
    names = sorted({*sources.all, *anew.retold})
    total.subtract(_sum(book.was("held", "source", names)))
    total.update(_sum(book.has("held", "source", names)))
    ids = sorted({*anew.found.entities, *anew.found.gone})
    total.subtract(_entities(book.was("entity", "id", ids)))
    total.update(_entities(book.has("entity", "id", ids)))
    book.now.replace("tally", TOTALS, {"held": [(TOTALS, json.dumps(total))]})
    return {
        "sources": total["sources"],
        "documents": total["documents"],
        "passages": total["passages"],
        "entities": {kind.value: total[f"entity {kind.value}"] for kind in EntityType},
        "relations": {kind.value: total[f"relation {kind.value}"] for kind in RelationType},
        "mentions": total["mentions"],
        "targets": total["targets"],
        "attributes": total["attributes"],
        "links": book.now.count("link"),
        "merges": total["merges"],
        "document_links": book.now.count("meant"),
    }


def _sum(rows: Iterable[TableRow]) -> Counter[str]:
    total: Counter[str] = Counter()
    for _, held in rows:
        counted = json.loads(held)
        total.update(counted)
        total["sources"] += bool(counted["documents"])
    return total


def _entities(rows: Iterable[TableRow]) -> Counter[str]:
    total: Counter[str] = Counter()
    for _, kind, _, merges in rows:
        total[f"entity {kind}"] += 1
        total["merges"] += len(merges_of_text(merges))
    return total
