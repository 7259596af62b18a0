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
from functools import lru_cache

from graph.change import Change, Known, Pair, Stand, Told
from graph.layers import Row
from graph.records import Entity, EntityType, Link, Mention, RelationType
from graph.resolve.groups import saying_of
from ingest.counts import Held
from ingest.deriving.book import Book, key_text
from ingest.deriving.citing import stands_of
from ingest.deriving.echoing import Sources
from ingest.deriving.resolving import Resolving, base_of, entities_of, merges_of_text
from ingest.deriving.saying import effective_key, normals_of, read_with_echoes
from ingest.knowledge import told_by
from ingest.packing import unpacked

KEPT = 16  # sources whose words are kept while they are told twice
TOTALS = "\x1f"  # no source is called so


@dataclass(frozen=True, slots=True)
class Anew:
    """What is otherwise than before. retold: the sources that are to be told."""

    found: Resolving
    links: Mapping[Pair, Link | None]
    stands: Mapping[str, Stand]
    retold: Sequence[str]


def sources_retold(book: Book, sources: Sources, heard_anew: Sequence[str], found: Resolving) -> list[str]:
    """Those that changed, that hear something new, or of whose names one belongs to another entity now."""
    retold = {*sources.changed, *heard_anew}
    if book.before is not None:
        for row in book.has("saying", "key", sorted({base_of(key) for key in found.moved})):
            if effective_key(row[1], normals_of_row(row), found.judged) in found.moved:
                retold.add(row[0])
    return sorted(retold)


def normals_of_row(row: Row) -> tuple[str, ...]:
    """The normal forms of the names of a saying's row."""
    return normals_of(row[2], row[3])


def tell_change(book: Book, sources: Sources, anew: Anew) -> tuple[Change, Held]:
    """The change, and how much the knowledge base holds with it."""
    teller = lru_cache(maxsize=KEPT)(_Teller(book, sources, anew.found).told)
    documents, mentioned = _tally(book, sources, anew.retold, teller)
    known = sorted({*anew.found.entities, *mentioned} - anew.found.gone)
    change = Change(
        is_whole=book.before is None,
        known=_known(book, known),
        told=map(teller, anew.retold),
        sources=len(anew.retold),
        stands={**stands_of(book, documents), **anew.stands},
        links=anew.links,
        gone_sources=tuple(sources.gone),
        gone_entities=tuple(sorted(anew.found.gone)),
    )
    return change, _totals(book, sources, anew)


class _Teller:
    """Sources, resolved."""

    def __init__(self, book: Book, sources: Sources, found: Resolving) -> None:
        self._book = book
        self._sources = sources
        self._found = found

    def told(self, name: str) -> Told:
        """All that a source says."""
        extraction = read_with_echoes(self._book, self._sources, name)
        about = {structure.document.id: structure.document for structure in extraction.structures}
        key_of: dict[Mention, str] = {}

        def look_at(mention: Mention) -> None:
            if mention not in key_of:
                key, saying = saying_of(mention, about.get(mention.document_id))
                names = normals_of(saying.name, saying.surface)
                key_of[mention] = effective_key(key_text(key), names, self._found.judged)

        for mention in extraction.mentions:
            look_at(mention)
        for relation in extraction.relations:
            look_at(relation.head)
            look_at(relation.tail)
        for attribute in extraction.attributes:
            look_at(attribute.project)
        entity_of = entities_of(self._book, key_of.values())
        return told_by(extraction, lambda mention: entity_of[key_of[mention]])


def _tally(
    book: Book, sources: Sources, retold: Iterable[str], teller: Callable[[str], Told]
) -> tuple[list[str], set[str]]:
    """Count what the sources mention; the documents of these, and the entities that are mentioned more or less."""
    documents: list[str] = []
    mentioned: set[str] = set()
    for name in sources.gone:
        mentioned.update(row[1] for row in book.was_of("tally", name))
        book.now.drop("tally", name)
    for name in retold:
        told = teller(name)
        documents += [document.id for document in told.documents]
        rows = _tallies(told)
        mentioned.update(row[1] for row in set(rows) ^ set(book.was_of("tally", name)))
        book.now.replace("tally", name, {"tally": rows, "held": [(name, json.dumps(_held(told)))]})
    book.now.make_indexes()
    return documents, mentioned


def _tallies(told: Told) -> list[Row]:
    mentions = Counter(mention.entity_id for mention in told.mentions)
    documents: defaultdict[str, set[str]] = defaultdict(set)
    for mention in told.mentions:
        documents[mention.entity_id].add(mention.document_id)
    return [(told.source, id_, number, len(documents[id_])) for id_, number in sorted(mentions.items())]


def _known(book: Book, ids: Sequence[str]) -> Iterator[Known]:
    for start in range(0, len(ids), KEPT * KEPT):
        portion = ids[start : start + KEPT * KEPT]
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


def _sum(rows: Iterable[Row]) -> Counter[str]:
    total: Counter[str] = Counter()
    for _, held in rows:
        counted = json.loads(held)
        total.update(counted)
        total["sources"] += bool(counted["documents"])
    return total


def _entities(rows: Iterable[Row]) -> Counter[str]:
    total: Counter[str] = Counter()
    for _, kind, _, merges in rows:
        total[f"entity {kind}"] += 1
        total["merges"] += len(merges_of_text(merges))
    return total
