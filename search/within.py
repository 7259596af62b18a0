# ruff: noqa: D102 -- what each method gives is said in the contract
"""A part of the knowledge base, for repliers to ask as they ask the whole: only what some of its documents say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

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
from search.answer import Citation, Found, rank_sentences
from search.evidence import Scored
from search.question import Question
from search.replies.contract import Base, Mark, Occurrence
from search.wanted import Wanted


class Within:
    """The documents of `base` that are named; keeps the contract `search.replies.contract.Base`."""

    def __init__(self, base: Base, documents: Collection[str]) -> None:
        self._base = base
        self._documents = {id_: document for id_, document in base.documents.items() if id_ in documents}
        self._ranked: dict[tuple[Question, int], Sequence[Scored]] = {}

    @property
    def documents(self) -> Mapping[str, Document]:
        return self._documents

    def find(self, query: str, *, top: int) -> Sequence[Found]:
        return self._base.find_in(query, list(self._documents), top=top)

    def find_in(self, query: str, documents: Collection[str], *, top: int) -> Sequence[Found]:
        return self._base.find_in(query, [one for one in documents if one in self._documents], top=top)

    def ranked(self, question: Question, top: int) -> Sequence[Scored]:
        if (question, top) not in self._ranked:
            self._ranked[question, top] = rank_sentences(question, self.find(question.text, top=top), self)
        return self._ranked[question, top]

    def occurrences(self, wordings: Iterable[str], documents: Collection[str] | None = None) -> Sequence[Occurrence]:
        inside = [one for one in self._documents if documents is None or one in documents]
        return self._base.occurrences(wordings, inside)

    def mentions_in(self, source: str, span: Span) -> Sequence[EntityMention]:
        return [one for one in self._base.mentions_in(source, span) if one.document_id in self._documents]

    def mentions_of(self, ids: Iterable[str]) -> Sequence[EntityMention]:
        return [one for one in self._base.mentions_of(ids) if one.document_id in self._documents]

    def relations_of(self, entity_id: str) -> Sequence[EntityRelation]:
        return [one for one in self._base.relations_of(entity_id) if one.document_id in self._documents]

    def relations_said(self, kinds: Collection[RelationType], documents: Collection[str]) -> Sequence[EntityRelation]:
        return self._base.relations_said(kinds, [one for one in documents if one in self._documents])

    def targets(self, name: str = "", *, region: str = "", year: int | None = None) -> Sequence[IndicatorTarget]:
        found = self._base.targets(name, region=region, year=year)
        return [one for one in found if one.target.document_id in self._documents]

    def attributes(self, ids: Iterable[str] | None = None) -> Sequence[EntityAttribute]:
        return [one for one in self._base.attributes(ids) if one.document_id in self._documents]

    # ------------------------------------------------------------------------------------- as the whole base has it

    @property
    def standings(self) -> Mapping[str, DocumentStanding]:
        return self._base.standings

    @property
    def document_links(self) -> Sequence[DocumentLink]:
        return self._base.document_links

    def references_of(self, document_id: str) -> Sequence[Reference]:
        return self._base.references_of(document_id)

    def understand(self, text: str) -> Question:
        return self._base.understand(text)

    def text_of(self, source: str) -> str:
        return self._base.text_of(source)

    def rows_in(self, passage: Passage) -> Sequence[Row]:
        return self._base.rows_in(passage)

    def rarity(self, pair: str) -> float:
        return self._base.rarity(pair)

    def named_in(self, source: str, span: Span) -> Sequence[tuple[EntityType, str]]:
        return self._base.named_in(source, span)

    def figures_in(self, source: str, span: Span) -> Sequence[Target]:
        return self._base.figures_in(source, span)

    def doubts_in(self, source: str, span: Span) -> Sequence[Span]:
        return self._base.doubts_in(source, span)

    def righted_in(self, source: str, span: Span) -> Sequence[tuple[Target, Target | None]]:
        return self._base.righted_in(source, span)

    def sections(self, document_id: str) -> Sequence[Section]:
        return self._base.sections(document_id)

    def tables(self, document_id: str) -> Sequence[Table]:
        return self._base.tables(document_id)

    def cite(self, source: str, span: Span) -> Citation:
        return self._base.cite(source, span)

    def document_at(self, source: str, place: int) -> Document | None:
        return self._base.document_at(source, place)

    def entities(self, ids: Iterable[str]) -> Mapping[str, Entity]:
        return self._base.entities(ids)

    def most_mentioned(self, ids: Iterable[str]) -> Sequence[Entity]:
        return self._base.most_mentioned(ids)

    def things_saying(
        self, wanted: Wanted, kinds: Sequence[EntityType], *, least: float
    ) -> Sequence[tuple[float, Entity]]:
        return self._base.things_saying(wanted, kinds, least=least)

    def named_areas(self) -> Collection[str]:
        return self._base.named_areas()

    def links_by(self, kind: LinkKind) -> Sequence[Link]:
        return self._base.links_by(kind)

    def links_of(self, entity_id: str) -> Sequence[Link]:
        return self._base.links_of(entity_id)

    def marks(self, question: str, places: Sequence[tuple[str, Span]]) -> Sequence[Sequence[Mark]] | None:
        return self._base.marks(question, places)
