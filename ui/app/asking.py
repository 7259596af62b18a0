# ruff: noqa: D102 -- what each method gives is said in the contract
"""Questions put to one generation: passages that the rankers find, and what answering needs of the knowledge base.

In: a query with its filters. Out: passages found, with their documents. Keeps `search.replies.contract.Base`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

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
    Link,
    LinkKind,
    Passage,
    Reference,
    RelationType,
    Row,
    Section,
    Span,
    Table,
    Target,
)
from graph.store.found import most_mentioned_first
from search.answer import Citation, Found, rank_sentences
from search.contracts import Encoder, Vectors
from search.evidence import Scored
from search.question import Question, understand
from search.reader.contract import CloseReader
from search.replies.contract import Mark, Occurrence
from search.selection import Selection
from search.wanted import Wanted
from ui.app.facets import NOTHING_CHOSEN, Filters, agreeing
from ui.app.opened import Opened
from ui.app.wordings import find_wordings

if TYPE_CHECKING:
    from search.index import Hit


LOOKED_AT = 60  # hits that are kept of a search: several who answer look for the same


class Asking:
    """One generation and the model that embeds questions."""

    def __init__(self, opened: Opened, encoder: Encoder, reader: CloseReader | None = None) -> None:
        self._opened = opened
        self._encoder = encoder
        self._reader = reader
        self._ranked: dict[tuple[Question, int], Sequence[Scored]] = {}
        self._read: dict[tuple[str, str, Span], list[Mark]] = {}
        self._vectors: dict[str, Vectors] = {}  # of what was looked for: a reply may look again in other documents
        self._hits: dict[tuple[str, str, Selection | None, int], Sequence[Hit]] = {}

    def find(self, query: str, *, top: int, mode: str = "hybrid", filters: Filters | None = None) -> Sequence[Found]:
        """Passages for a query, best first."""
        among = None if filters in (None, NOTHING_CHOSEN) else self._among(filters)
        return self._find(query, top, mode, among)

    def find_in(self, query: str, documents: Collection[str], *, top: int) -> Sequence[Found]:
        """Passages of these documents for a query, best first."""
        return self._find(query, top, "hybrid", Selection.of(documents, self._opened.documents))

    def _find(self, query: str, top: int, mode: str, among: Selection | None) -> list[Found]:
        opened = self._opened
        question = None
        if mode != "lexical" and len(opened.index):
            opened.index.check_model(self._encoder.stamp)
            if query not in self._vectors:
                self._vectors[query] = self._encoder.encode_question(query)
            question = self._vectors[query]
        key = (query, mode, among, max(top, LOOKED_AT))
        if key not in self._hits:
            self._hits[key] = opened.index.search(query, question, top=key[-1], mode=mode, among=among)
        return [
            Found(passage, opened.documents[passage.document_id], hit.score, hit.ranks, hit.features)
            for hit in self._hits[key][:top]
            for passage in (opened.passage(hit.passage_id),)
        ]

    def understand(self, text: str) -> Question:
        """What the question asks for, with the names in it that the knowledge base knows."""
        opened = self._opened
        folded = opened.folding.fold(text)
        question = understand(folded.text, find_names=opened.names.find, covered=opened.covered_areas)
        return replace(question, typed=text, folds=folded.changes)

    def ranked(self, question: Question, top: int) -> Sequence[Scored]:
        """The sentences of the best passages, those that answer best first; looked for once."""
        if (question, top) not in self._ranked:
            self._ranked[question, top] = rank_sentences(question, self.find(question.text, top=top), self)
        return self._ranked[question, top]

    def text_of(self, source: str) -> str:
        """As it is read for answers: without page ends and orders, place for place."""
        return self._opened.read_text(source)

    def rows_in(self, passage: Passage) -> Sequence[Row]:
        return self._opened.rows_in(passage)

    def named_in(self, source: str, span: Span) -> Sequence[tuple[EntityType, str]]:
        """Type and wording of each entity mentioned there, in the order of the text."""
        return self._opened.named_in(source, span.start, span.end)

    def figures_in(self, source: str, span: Span) -> Sequence[Target]:
        """The targets and results that stand there, in the order of the text."""
        return self._opened.figures_in(source, span.start, span.end)

    def rarity(self, pair: str) -> float:
        return self._opened.index.rarity(pair)

    # ------------------------------------------------------------------------------ what replies ask beside (`Base`)

    @property
    def documents(self) -> Mapping[str, Document]:
        return self._opened.documents

    @property
    def standings(self) -> Mapping[str, DocumentStanding]:
        return self._opened.standings

    @property
    def document_links(self) -> Sequence[DocumentLink]:
        return self._opened.all_document_links

    def references_of(self, document_id: str) -> Sequence[Reference]:
        return self._opened.references_of(document_id)

    def sections(self, document_id: str) -> Sequence[Section]:
        return self._opened.sections(document_id)

    def tables(self, document_id: str) -> Sequence[Table]:
        return self._opened.tables_of(document_id)

    def occurrences(self, wordings: Iterable[str], documents: Collection[str] | None = None) -> Sequence[Occurrence]:
        """Where one of the wordings stands, in the order of documents and places."""
        return find_wordings(self._opened, wordings, documents)

    def cite(self, source: str, span: Span) -> Citation:
        document = self.document_at(source, span.start)
        assert document is not None
        held = self._opened.texts.passages_in(document.id, span.start, span.end)
        section = self._opened.section_at(document.id, span.start, span.end)
        passage = held[0] if held else Passage("", document.id, source, section, span.start, span.end, "text")
        quote = re.sub(r"\s+", " ", self._opened.text_of(source)[span.start : span.end])
        return Citation(passage, document, span, quote)

    def document_at(self, source: str, place: int) -> Document | None:
        held = self._opened.documents_in(source)
        return next((one for one in held if one.start <= place < one.end), None)

    def mentions_in(self, source: str, span: Span) -> Sequence[EntityMention]:
        return self._opened.mentions_in(source, span.start, span.end)

    def entities(self, ids: Iterable[str]) -> Mapping[str, Entity]:
        return {entity.id: entity for entity in self._opened.store.entities(ids)}

    def most_mentioned(self, ids: Iterable[str]) -> Sequence[Entity]:
        return [count.entity for count in most_mentioned_first(self._opened.store.entity_counts(ids))]

    def things_saying(
        self, wanted: Wanted, kinds: Sequence[EntityType], *, least: float
    ) -> Sequence[tuple[float, Entity]]:
        return self._opened.thing_names.saying(wanted, kinds, least)

    def named_areas(self) -> Collection[str]:
        return self._opened.named_areas

    def mentions_of(self, ids: Iterable[str]) -> Sequence[EntityMention]:
        return [place.mention for place in self._opened.store.mentions_of(ids)]

    def relations_of(self, entity_id: str) -> Sequence[EntityRelation]:
        return self._opened.store.relations_of(entity_id)

    def relations_said(self, kinds: Collection[RelationType], documents: Collection[str]) -> Sequence[EntityRelation]:
        sources = {self._opened.documents[document].source for document in documents}
        found = self._opened.store.relations_said(kinds, sources)
        inside = set(documents)
        return [one for one in found if one.document_id in inside]

    def links_of(self, entity_id: str) -> Sequence[Link]:
        return self._opened.store.links_of(entity_id)

    def links_by(self, kind: LinkKind) -> Sequence[Link]:
        return self._opened.store.links_by(kind)

    def doubts_in(self, source: str, span: Span) -> Sequence[Span]:
        return self._opened.doubts_in(source, span.start, span.end)

    def righted_in(self, source: str, span: Span) -> Sequence[tuple[Target, Target | None]]:
        return self._opened.righted_in(source, span.start, span.end)

    def targets(self, name: str = "", *, region: str = "", year: int | None = None) -> Sequence[IndicatorTarget]:
        return self._opened.store.targets(name=name, region=region, year=year)

    def attributes(self, ids: Iterable[str] | None = None) -> Sequence[EntityAttribute]:
        return self._opened.store.attributes(ids)

    def marks(self, question: str, places: Sequence[tuple[str, Span]]) -> Sequence[Sequence[Mark]] | None:
        """What the reader marks in each place; None where there is no reader."""
        if self._reader is None:
            return None
        fresh = [place for place in dict.fromkeys(places) if (question, *place) not in self._read]
        texts = [self.text_of(source)[span.start : span.end] for source, span in fresh]
        for (source, span), found in zip(fresh, self._reader.read(question, texts), strict=True):
            self._read[question, source, span] = [
                Mark(Span(span.start + one.start, span.start + one.end), one.score) for one in found
            ]
        return [self._read[question, source, span] for source, span in places]

    def agreeing(self, filters: Filters) -> list[str]:
        """The documents that agree with all that is chosen, by identifier."""
        if filters.source is not None:
            if filters.source not in self._opened.source_names():
                self._opened.text_of(filters.source)  # says which there are
            filters = replace(filters, source=self._opened.source_of(filters.source))
        return [document.id for document in agreeing(self._opened.documents.values(), filters)]

    def _among(self, filters: Filters) -> Selection | None:
        return Selection.of(self.agreeing(filters), self._opened.documents)


def finals_first(found: Sequence[Found], opened: Opened) -> list[Found]:
    """The passages in their order, but those of a draft or what was superseded after those of what took its place."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(found):
        places[_last_text(one.passage.document_id, opened)].append(place)
    ordered = list(found)
    for held in places.values():
        inside = sorted((found[place] for place in held), key=lambda one: one.passage.document_id in opened.standings)
        for place, one in zip(held, inside, strict=True):
            ordered[place] = one
    return ordered


def _last_text(document_id: str, opened: Opened) -> str:
    """The document that in the end took its place, or changed it; itself in force."""
    seen = {document_id}
    while (held := opened.standings.get(document_id)) and held.by and held.by not in seen:
        document_id = held.by
        seen.add(document_id)
    return document_id
