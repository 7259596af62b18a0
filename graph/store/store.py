"""The graph behind verbs: knowledge in, records out, the same over every engine and always in the same order.

What a verb finds it returns as tuples of the model's records, sorted: mentions, relations and targets by their place
in the sources, links by the entities they join, entities by identifier or most mentioned first.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType, TracebackType
from typing import Self

from graph.change import whole
from graph.records import (
    Document,
    DocumentLink,
    DocumentStanding,
    Entity,
    EntityAttribute,
    EntityMention,
    EntityRelation,
    EntityType,
    IndicatorTarget,
    Knowledge,
    Link,
    LinkKind,
    Merge,
    Passage,
    RelationType,
    source_of,
    type_of,
)
from graph.store import forms, found
from graph.store.checking import check_knowledge
from graph.store.engines.engine import Engine, TellSources
from graph.store.forms import GraphRow
from graph.store.found import (
    EVERYTHING,
    Counts,
    DocumentCount,
    EntityCount,
    EntityName,
    MentionPlace,
    Neighbour,
    Neighbourhood,
    Passing,
    Step,
    Way,
)
from graph.store.ledger import Ledger, LedgerSources
from graph.store.queries import Query
from graph.store.ways import shortest_ways
from graph.writing.foldings import name_key

_NONE: Mapping[str, str] = MappingProxyType({})
_NO_VECTORS: Mapping[str, Sequence[float]] = MappingProxyType({})
# A name is compared in the query, a number or list is left out by these: engines disagree on typeless nulls.
_ANY_YEAR = 0
LEDGER_TIES = (
    RelationType.LOCATED_IN,
    RelationType.PART_OF,
    RelationType.IN_INDUSTRY,
    RelationType.LED_BY,
)
SHORT_KEY = 3  # characters; with a slip in such a name none of its pairs may be left
MOST_PIECES = 60  # of a text that names are held against
_ALL = 2**62  # more than there are


class Store:
    """One graph, opened over an engine; closing it closes the engine.

    documents: identifiers of those it speaks of; None: all. A server's graph is written while others read: what it
    already, or still, says of documents that a reader does not know is passed over.
    """

    def __init__(self, engine: Engine, documents: Collection[str] | None = None) -> None:
        self._engine = engine
        self._documents = documents
        self._sources = {source_of(document_id) for document_id in documents or ()}
        self._ledger: Ledger | None = None
        self._lock = threading.Lock()

    @property
    def engine_name(self) -> str:
        """The engine in words."""
        return self._engine.name

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the engine, and the ledger of figures where one was opened."""
        if self._ledger is not None:
            self._ledger.close()
        self._engine.close()

    # ------------------------------------------------------------------------------------------------------- writing

    def load(
        self,
        knowledge: Knowledge,
        *,
        texts: Mapping[str, str] = _NONE,
        vectors: Mapping[str, Sequence[float]] = _NO_VECTORS,
        progress: TellSources | None = None,
    ) -> None:
        """Make the graph hold exactly this knowledge, all of which lies in memory; the pipeline hands changes to a
        place of `graph.store.places` instead.

        texts: stored text by source, for passages to carry theirs. vectors: by passage identifier, all of one length,
        unit length; kept by engines that have a vector index. progress: (sources written, sources in all).
        """
        check_knowledge(knowledge)
        self._engine.prepare()

        def of_passages(passage_ids: Sequence[str]) -> Mapping[str, Sequence[float]]:
            return {one: vectors[one] for one in passage_ids if one in vectors}

        self._engine.write(whole(knowledge, texts), of_passages, progress)

    def drop_all(self) -> None:
        """Forget all that Mailuo wrote; other data in the same database stays."""
        self._engine.drop_all()

    # ------------------------------------------------------------------------------------------- the graph as a whole

    def counts(self) -> Counts:
        """How much there is of each."""
        edges = Counter({row["rel"]: row["number"] for row in self._read(Query.COUNT_EDGES)})
        return Counts(
            documents=self._read(Query.COUNT_DOCUMENTS)[0]["number"],
            sections=self._read(Query.COUNT_SECTIONS)[0]["number"],
            passages=self._read(Query.COUNT_PASSAGES)[0]["number"],
            entities=self.count_entities(),
            relations={kind.value: edges[kind.value] for kind in RelationType},
            mentions=edges["MENTIONS"],
            targets=edges["TARGET"],
            attributes=edges["ATTRIBUTE"],
            links=edges["LINK"],
        )

    def count_entities(self) -> Mapping[str, int]:
        """How many entities there are, by type, each type."""
        entities = Counter({row["kind"]: row["number"] for row in self._read(Query.COUNT_ENTITIES)})
        return {kind.value: entities[kind.value] for kind in EntityType}

    def dump(self) -> Knowledge:
        """Everything, as it was loaded."""
        rows = self._read(Query.ENTITIES)
        return Knowledge(
            documents=self.documents(),
            sections=found.in_section_order(map(forms.SECTION.of_row, self._read(Query.SECTIONS))),
            passages=found.in_passage_order(map(forms.PASSAGE.of_row, self._read(Query.PASSAGES))),
            entities=tuple(sorted(map(forms.ENTITY.of_row, rows), key=lambda entity: entity.id)),
            mentions=found.in_mention_order(map(forms.MENTION.of_row, self._read(Query.MENTIONS))),
            relations=found.in_relation_order(map(forms.RELATION.of_row, self._read(Query.RELATIONS))),
            targets=found.in_target_order(map(forms.TARGET.of_row, self._read(Query.TARGETS))),
            links=found.in_link_order(map(forms.LINK.of_row, self._read(Query.LINKS))),
            merges=found.in_merge_order(merge for row in rows for merge in forms.merges_of(row)),
            attributes=found.in_attribute_order(map(forms.ATTRIBUTE.of_row, self._read(Query.ATTRIBUTES))),
            document_links=self.document_links(),
            standings=self.standings(),
        )

    # ----------------------------------------------------------------------------------------------------- documents

    def documents(self) -> tuple[Document, ...]:
        """By source and place in it."""
        return found.in_document_order(map(forms.DOCUMENT.of_row, self._read(Query.DOCUMENTS)))

    def document_links(self) -> tuple[DocumentLink, ...]:
        """What documents are to one another, by their identifiers."""
        links = map(forms.DOCUMENT_LINK.of_row, self._read(Query.DOCUMENT_LINKS))
        return found.in_document_link_order(
            link for link in links if self._documents is None or link.b_id in self._documents
        )

    def standings(self) -> tuple[DocumentStanding, ...]:
        """Of the documents that are not simply in force."""
        return found.in_standing_order(map(forms.STANDING.of_row, self._read(Query.STANDINGS)))

    def document_counts(self) -> tuple[DocumentCount, ...]:
        """Of every document that mentions something or gives a figure, by identifier."""
        entities, targets = (
            {row["document_id"]: row["number"] for row in self._read(query)}
            for query in (Query.COUNT_ENTITIES_BY_DOCUMENT, Query.COUNT_TARGETS_BY_DOCUMENT)
        )
        return tuple(
            DocumentCount(document_id, entities.get(document_id, 0), targets.get(document_id, 0))
            for document_id in sorted(entities.keys() | targets.keys())
        )

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """Of one document, in reading order."""
        return found.in_passage_order(
            map(forms.PASSAGE.of_row, self._read(Query.PASSAGES_OF, {"document_id": document_id}))
        )

    # ------------------------------------------------------------------------------------------------------ entities

    def find_entities(self, name: str, type: EntityType | None = None) -> tuple[EntityCount, ...]:
        """Those with exactly this name or alias, but for width, case, spaces, quotation marks; most mentioned first."""
        rows = self._read(Query.ENTITIES_BY_KEY, {"key": name_key(name)})
        return found.most_mentioned_first(found.count_of(row) for row in rows if type in (None, row["type"]))

    def entities(self, ids: Iterable[str]) -> tuple[Entity, ...]:
        """By identifier, sorted; unknown identifiers are passed over."""
        return tuple(count.entity for count in self.entity_counts(ids))

    def entity_counts(self, ids: Iterable[str]) -> tuple[EntityCount, ...]:
        """Like `entities`, with mention and document counts."""
        rows = self._read(Query.ENTITIES_BY_ID, {"ids": sorted(set(ids))})
        return tuple(sorted(map(found.count_of, rows), key=lambda count: count.entity.id))

    def list_entities(
        self, type: EntityType | None = None, limit: int | None = None, *, skip: int = 0
    ) -> tuple[EntityCount, ...]:
        """Of one type, or all; most mentioned first. skip: how many of the first are left out, as on a second page."""
        if type is not None:
            return self._listed(type, limit, skip)
        last = None if limit is None else skip + limit
        counts = found.most_mentioned_first(count for kind in EntityType for count in self._listed(kind, last, 0))
        return counts[skip:last]

    def _listed(self, type: EntityType, limit: int | None, skip: int) -> tuple[EntityCount, ...]:
        asked = {"type": type.value, "limit": _ALL if limit is None else limit, "skip": skip}
        return found.most_mentioned_first(map(found.count_of, self._read(Query.ENTITIES_LISTED, asked)))

    def main_names(self, type: EntityType) -> list[tuple[str, str]]:
        """Identifier and main name of all of a type, most mentioned first: as many as there are, and no more of each
        than this."""
        rows = self._read(Query.MAIN_NAMES, {"type": type.value})
        rows.sort(key=lambda row: (-row["mentions"], -row["documents"], row["name"], row["id"]))
        return [(row["id"], row["name"]) for row in rows]

    def names(self) -> tuple[EntityName, ...]:
        """Every name of every entity, by name: for suggesting the nearest."""
        return found.in_name_order(map(found.name_of, self._read(Query.NAMES)))

    def find_names(self, keys: Iterable[str]) -> tuple[EntityName, ...]:
        """The names with one of these keys (`foldings.name_key`), by name: thousands are asked for at once, as all
        pieces of a question."""
        return found.in_name_order(map(found.name_of, self._read(Query.NAMES_BY_KEYS, {"keys": sorted(set(keys))})))

    def names_holding(
        self, text: str, *, types: Collection[EntityType] = (), limit: int = 20
    ) -> tuple[EntityName, ...]:
        """The names that hold a piece of text, whatever its width and case, at most so many; none for no text. Best
        first: exactly this, then what begins with it, then the most mentioned, then the short ones. types: only of
        these, where given."""
        key = name_key(text)
        asked = {"text": key, "types": _values(types), "limit": limit}
        return tuple(map(found.name_of, self._read(Query.NAMES_HOLDING, asked))) if key else ()

    def names_beginning(
        self, text: str, *, types: Collection[EntityType] = (), limit: int = 20
    ) -> tuple[EntityName, ...]:
        """Those of `names_holding` that are, or begin with, the text: looked up, however many names there are."""
        key = name_key(text)
        asked = {"text": key, "types": _values(types), "limit": limit}
        return tuple(map(found.name_of, self._read(Query.NAMES_BEGINNING, asked))) if key else ()

    def names_sounding(
        self,
        sound: str,
        initials: Collection[str] = (),
        *,
        types: Collection[EntityType] = (),
        limit: int = 20,
        anywhere: bool = False,
    ) -> tuple[EntityName, ...]:
        """The names that sound so (`graph.sounds`), or whose initials are one of these, or that begin so; anywhere:
        that hold it, which has all names looked at. Best first: the whole sound, its beginning, all the initials, their
        beginning; then the most mentioned, then the short ones. At most so many; types: only of these, where given."""
        asked = {"sound": sound, "initials": sorted({*initials} - {""}), "types": _values(types), "limit": limit}
        query = Query.NAMES_SOUNDING_WITHIN if anywhere else Query.NAMES_SOUNDING
        return tuple(map(found.name_of, self._read(query, asked))) if sound or asked["initials"] else ()

    def names_like(self, text: str, *, types: Collection[EntityType] = (), limit: int = 200) -> tuple[EntityName, ...]:
        """The names that have most in common with a text, at most so many; none for no text. Best first: by how many
        of the text's pairs of characters they hold (of a short text, characters), then the short ones. types: only of
        these, where given."""
        key = name_key(text)
        return self._sharing(Query.NAMES_LIKE, key, 2 if len(key) > SHORT_KEY else 1, types, limit)

    def names_sounding_like(
        self, sound: str, *, types: Collection[EntityType] = (), limit: int = 200
    ) -> tuple[EntityName, ...]:
        """The same by the letters of their sounds, three at a time: a slip in pinyin leaves most of them."""
        return self._sharing(Query.NAMES_SOUNDING_LIKE, sound, 3, types, limit)

    def _sharing(
        self, query: Query, text: str, length: int, types: Collection[EntityType], limit: int
    ) -> tuple[EntityName, ...]:
        pieces = list(dict.fromkeys(text[at : at + length] for at in range(len(text) - length + 1)))[:MOST_PIECES]
        asked = {"pieces": pieces, "types": _values(types), "limit": limit}
        return tuple(map(found.name_of, self._read(query, asked))) if pieces else ()

    def merges_of(self, entity_id: str) -> tuple[Merge, ...]:
        """Why the entity's names are one thing."""
        rows = self._read(Query.ENTITIES_BY_ID, {"ids": [entity_id]})
        return found.in_merge_order(merge for row in rows for merge in forms.merges_of(row))

    def unsure_merges(self, sure: float, limit: int) -> tuple[Merge, ...]:
        """Why names are one thing, where that is less sure; of the things mentioned most, so many of which have several
        names."""
        rows = self._read(Query.ENTITIES_JOINED, {"limit": limit})
        return tuple(merge for row in rows for merge in forms.merges_of(row) if merge.score < sure)

    # ------------------------------------------------------------------------------------------------ what texts say

    def mentions_of(self, entity_ids: Iterable[str]) -> tuple[MentionPlace, ...]:
        """Where these entities are mentioned."""
        rows = self._read(Query.MENTIONS_OF, {"ids": sorted(set(entity_ids))})
        return found.in_place_order(map(found.place_of, rows))

    def mention_spots(self, entity_ids: Iterable[str]) -> list[tuple[str, str, int, int]]:
        """Entity, document, start and end of each mention of these entities, sorted: for counting those of many."""
        rows = self._read(Query.MENTION_SPOTS, {"ids": sorted(set(entity_ids))})
        return sorted((row["entity_id"], row["document_id"], row["start"], row["end"]) for row in rows)

    def mentions_in(self, source: str, start: int, end: int) -> tuple[EntityMention, ...]:
        """Those that lie wholly in this stretch of the source."""
        place = {"source": source, "first": start, "last": end}
        return found.in_mention_order(map(forms.MENTION.of_row, self._read(Query.MENTIONS_IN, place)))

    def unsure_mentions(self, sure: float, limit: int) -> tuple[EntityMention, ...]:
        """Those that are less sure, the least sure first, at most so many."""
        return tuple(map(forms.MENTION.of_row, self._read(Query.MENTIONS_UNSURE, {"sure": sure, "limit": limit})))

    def relations_of(self, entity_id: str) -> tuple[EntityRelation, ...]:
        """In both directions, each with its evidence."""
        return self._relations((Query.RELATIONS_FROM, Query.RELATIONS_TO), [entity_id])

    def relations_in(self, source: str, start: int, end: int) -> tuple[EntityRelation, ...]:
        """Those whose evidence lies wholly in this stretch of the source."""
        place = {"source": source, "first": start, "last": end}
        return found.in_relation_order(map(forms.RELATION.of_row, self._read(Query.RELATIONS_IN, place)))

    def relations_said(self, kinds: Iterable[RelationType], sources: Iterable[str]) -> tuple[EntityRelation, ...]:
        """Those of these kinds whose evidence stands in these sources."""
        asked = {"kinds": sorted(kind.value for kind in kinds), "sources": sorted(set(sources))}
        return found.in_relation_order(set(map(forms.RELATION.of_row, self._read(Query.RELATIONS_SAID, asked))))

    def located_in(self, place_ids: Iterable[str]) -> list[str]:
        """The identifiers of what lies in these places, sorted."""
        return sorted({row["head_id"] for row in self._read(Query.LOCATED_IN, {"ids": sorted(set(place_ids))})})

    def links_by(self, kind: LinkKind) -> tuple[Link, ...]:
        """All of a kind."""
        return found.in_link_order(map(forms.LINK.of_row, self._read(Query.LINKS_BY, {"kind": kind.value})))

    def links_of(self, entity_id: str) -> tuple[Link, ...]:
        """Those that begin or end at the entity."""
        return self._links((Query.LINKS_FROM, Query.LINKS_TO), [entity_id])

    def links_among(self, entity_ids: Iterable[str]) -> tuple[Link, ...]:
        """Those that join two of these entities."""
        return self._links((Query.LINKS_AMONG,), sorted(set(entity_ids)))

    def targets(
        self,
        *,
        indicator_ids: Iterable[str] | None = None,
        name: str = "",
        region: str = "",
        year: int | None = None,
    ) -> tuple[IndicatorTarget, ...]:
        """Of these indicators, or those whose name holds `name`; of one place (its full name) and one year if given."""
        ids = sorted(set(indicator_ids)) if indicator_ids is not None else []
        if indicator_ids is not None and not ids:
            return ()
        asked = {"ids": ids, "name": name, "region": region, "year": year or _ANY_YEAR}
        return found.in_target_order(map(forms.TARGET.of_row, self._read(Query.TARGETS_ASKED, asked)))

    def targets_in(self, source: str) -> tuple[IndicatorTarget, ...]:
        """Those of one source."""
        return found.in_target_order(map(forms.TARGET.of_row, self._read(Query.TARGETS_IN, {"source": source})))

    def target_regions(self) -> list[tuple[str, int]]:
        """The places that figures are of, with how many; those with most first."""
        counts = [(row["region"], row["number"]) for row in self._read(Query.TARGET_REGIONS)]
        return sorted(counts, key=lambda one: (-one[1], one[0]))

    def unsafe_targets(self, limit: int) -> tuple[IndicatorTarget, ...]:
        """Those whose figures may be damaged, at most so many."""
        return tuple(map(forms.TARGET.of_row, self._read(Query.TARGETS_UNSAFE, {"limit": limit})))

    def attributes(self, ids: Iterable[str] | None = None) -> tuple[EntityAttribute, ...]:
        """What is said of these projects themselves, or of all."""
        asked = None if ids is None else {"ids": sorted(set(ids))}
        rows = self._read(Query.ATTRIBUTES if asked is None else Query.ATTRIBUTES_OF, asked)
        return found.in_attribute_order(map(forms.ATTRIBUTE.of_row, rows))

    # ------------------------------------------------------------------------------------------------------- ledger

    @property
    def ledger(self) -> Ledger:
        """All projects as a table, made once: a graph that is read does not change."""
        with self._lock:
            if self._ledger is None:
                self._ledger = Ledger(self._ledger_sources())
            return self._ledger

    def _ledger_sources(self) -> LedgerSources:
        rows = self._read(Query.TIES, {"kinds": sorted(kind.value for kind in LEDGER_TIES)})
        ties = sorted({(row["head_id"], row["rel"], row["tail_id"]) for row in rows})
        projects = self.list_entities(EntityType.PROJECT)
        known = {count.entity.id for count in projects}
        areas = {one.entity.id: one.entity for one in self.list_entities(EntityType.COUNTY)}
        tails = {tail for head, _, tail in ties if head in known}
        return LedgerSources(
            projects=projects,
            ties=[(head, RelationType(rel), tail) for head, rel, tail in ties if head in known],
            ends={entity.id: entity for entity in self.entities(tails - areas.keys())} | areas,
            mentions=found.in_mention_order(map(forms.MENTION.of_row, self._read(Query.STAGED))),
            attributes=self.attributes(),
            documents={document.id: document for document in self.documents()},
            places={one.code: one.id for one in areas.values() if one.code},
            wider={head: tail for head, rel, tail in ties if rel == RelationType.PART_OF and head in areas},
        )

    # --------------------------------------------------------------------------------------------- ways and drawings

    def shortest_paths(self, a_id: str, b_id: str, max_length: int = 6, limit: int = 5) -> tuple[Way, ...]:
        """The shortest ways over relations and links, those over seldom-mentioned entities first; none: no way.

        A way through a province or a whole city says little: such are given only where there is no other.
        """
        ends = {a_id, b_id}
        ways = shortest_ways(lambda ids: self._neighbours_but_wide(ids, ends), a_id, b_id, max_length)
        if not ways:
            ways = shortest_ways(self.neighbours, a_id, b_id, max_length)
        counts = {count.entity.id: count for count in self.entity_counts({end for way in ways for end in way})}

        def weight(way: Sequence[str]) -> tuple[int, Sequence[str]]:
            return sum(counts[end].mentions for end in way[1:-1]), way

        best = sorted((way for way in ways if all(end in counts for end in way)), key=weight)[:limit]
        on_way = sorted({end for way in best for end in way})
        relations, links = (
            self._relations((Query.RELATIONS_AMONG,), on_way),
            self._links((Query.LINKS_AMONG,), on_way),
        )
        return tuple(
            Way(tuple(counts[end].entity for end in way), _steps(way, relations, links)) for way in best
        )  # fmt: skip

    def neighbours(self, ids: Sequence[str]) -> list[tuple[str, str]]:
        """Each of these entities with each other one that a relation or link joins to it, sorted."""
        pairs: set[tuple[str, str]] = set()
        for query in (Query.NEIGHBOURS_OUT, Query.NEIGHBOURS_IN):
            pairs.update((row["id"], row["other"]) for row in self._read(query, {"ids": ids}))
        return sorted(pairs)

    def _neighbours_but_wide(self, ids: Sequence[str], ends: Collection[str]) -> list[tuple[str, str]]:
        """Without provinces and whole cities, but for the ends."""
        pairs = self.neighbours(ids)
        areas = {other for _, other in pairs if type_of(other) in (EntityType.COUNTY, None)} - set(ends)
        wide = {area.id for area in self.entities(areas) if found.is_wide(area)} if areas else set()
        return [pair for pair in pairs if pair[1] not in wide]

    def neighbourhood(
        self, entity_id: str, passing: Passing = EVERYTHING, *, also: Collection[str] = ()
    ) -> Neighbourhood:
        """The entity and what hangs on it, most mentioned first. also: identifiers of neighbours that are drawn beyond
        the limit."""
        limit, types, relations = passing.limit, passing.types, passing.relations
        proving = self._proving(passing.documents, passing.year)

        def passes(relation: EntityRelation) -> bool:
            return (not relations or relation.rel in relations) and (proving is None or relation.document_id in proving)

        around = [r for r in self.relations_of(entity_id) if passes(r)]
        linked = self.links_of(entity_id) if not relations or "LINK" in relations else ()
        ends = {end for r in around for end in (r.head_id, r.tail_id)} | {
            e for li in linked for e in (li.a_id, li.b_id)
        }
        known = self.entity_counts(ends | {entity_id})
        centre = tuple(count for count in known if count.entity.id == entity_id)
        others = found.most_mentioned_first(
            count for count in known if count.entity.id != entity_id and (not types or count.entity.type in types)
        )
        drawn = (*centre, *others[:limit], *(count for count in others[limit:] if count.entity.id in also))
        ids = sorted(count.entity.id for count in drawn)
        among = tuple(r for r in self._relations((Query.RELATIONS_AMONG,), ids) if passes(r))
        links = self._links((Query.LINKS_AMONG,), ids) if not relations or "LINK" in relations else ()
        proofs: dict[str, list[str]] = defaultdict(list)
        for relation in around:
            other = relation.tail_id if relation.head_id == entity_id else relation.head_id
            proofs[other].append(relation.document_id)
        beyond = tuple(
            Neighbour(count, tuple(dict.fromkeys(proofs[count.entity.id])))
            for count in others[limit:]
            if count.entity.id not in also
        )
        return Neighbourhood(drawn, among, links, beyond)

    def _proving(self, documents: Sequence[str], year: int | None) -> set[str] | None:
        if not documents and year is None:
            return None
        if year is None:
            return set(documents)
        of_year = {row["document_id"] for row in self._read(Query.DOCUMENTS_OF_YEAR, {"year": year})}
        return of_year.intersection(documents) if documents else of_year

    # ------------------------------------------------------------------------------------------------------- reading

    def _read(self, query: Query, parameters: Mapping[str, object] | None = None) -> list[GraphRow]:
        rows = self._engine.read(query, parameters)
        return rows if self._documents is None else [row for row in rows if self._is_known(row)]

    def _is_known(self, row: GraphRow) -> bool:
        """Whether all documents are known that a row of a mention, relation, figure, passage or link names."""
        assert self._documents is not None
        return ("document_id" not in row or row["document_id"] in self._documents) and (
            "sources" not in row or self._sources.issuperset(row["sources"])
        )

    def _relations(self, queries: Iterable[Query], ids: Sequence[str]) -> tuple[EntityRelation, ...]:
        rows = (row for query in queries for row in self._read(query, {"ids": ids}))
        return found.in_relation_order(set(map(forms.RELATION.of_row, rows)))

    def _links(self, queries: Iterable[Query], ids: Sequence[str]) -> tuple[Link, ...]:
        rows = (row for query in queries for row in self._read(query, {"ids": ids}))
        return found.in_link_order(set(map(forms.LINK.of_row, rows)))


def _values(types: Collection[EntityType]) -> list[str]:
    """Of these types, or of all where none is named."""
    return sorted(kind.value for kind in (types or EntityType))


def _steps(way: Sequence[str], relations: Sequence[EntityRelation], links: Sequence[Link]) -> tuple[Step, ...]:
    return tuple(
        Step(
            a,
            b,
            tuple(r for r in relations if {r.head_id, r.tail_id} == {a, b}),
            tuple(link for link in links if {link.a_id, link.b_id} == {a, b}),
        )
        for a, b in pairwise(way)
    )
