"""A knowledge base as if some of its documents were not there: what is asked of one of several areas of one name.

In: a base and the documents that stay. Out: a `Base` over these alone; entities keep their names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from graph.records import (
    Document,
    Entity,
    EntityAttribute,
    EntityMention,
    EntityRelation,
    EntityType,
    IndicatorTarget,
    Link,
    Passage,
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


class NarrowedBase:
    """Keeps the contract `Base` over a part of the documents."""

    def __init__(self, whole: Base, documents: Mapping[str, Document]) -> None:
        self._whole = whole
        self._documents = documents
        self._ranked: dict[tuple[Question, int], Sequence[Scored]] = {}

    @property
    def documents(self) -> Mapping[str, Document]:
        """Those that stay."""
        return self._documents

    def _kept(self, documents: Collection[str] | None) -> list[str]:
        return [one for one in self._documents if documents is None or one in documents]

    def find(self, query: str, *, top: int) -> Sequence[Found]:
        """Passages of the documents that stay, best first."""
        return self._whole.find_in(query, self._kept(None), top=top)

    def find_in(self, query: str, documents: Collection[str], *, top: int) -> Sequence[Found]:
        """Passages of these documents, as far as they stay."""
        return self._whole.find_in(query, self._kept(documents), top=top)

    def ranked(self, question: Question, top: int) -> Sequence[Scored]:
        """The sentences of the best passages that stay."""
        if (question, top) not in self._ranked:
            self._ranked[question, top] = rank_sentences(question, self.find(question.text, top=top), self)
        return self._ranked[question, top]

    def occurrences(self, wordings: Iterable[str], documents: Collection[str] | None = None) -> Sequence[Occurrence]:
        """Where one of the wordings stands in the documents that stay."""
        return self._whole.occurrences(wordings, self._kept(documents))

    def document_at(self, source: str, place: int) -> Document | None:
        """As the whole base says it."""
        return self._whole.document_at(source, place)

    def mentions_of(self, ids: Iterable[str]) -> Sequence[EntityMention]:
        """In the documents that stay."""
        return [one for one in self._whole.mentions_of(ids) if one.document_id in self._documents]

    def relations_of(self, entity_id: str) -> Sequence[EntityRelation]:
        """Those that documents that stay say."""
        return [one for one in self._whole.relations_of(entity_id) if one.document_id in self._documents]

    def links_of(self, entity_id: str) -> Sequence[Link]:
        """As the whole base says it."""
        return self._whole.links_of(entity_id)

    def targets(self, name: str = "", *, region: str = "", year: int | None = None) -> Sequence[IndicatorTarget]:
        """Those of the documents that stay."""
        found = self._whole.targets(name, region=region, year=year)
        return [one for one in found if one.target.document_id in self._documents]

    def attributes(self, ids: Iterable[str] | None = None) -> Sequence[EntityAttribute]:
        """What the documents that stay say."""
        return [one for one in self._whole.attributes(ids) if one.document_id in self._documents]

    def understand(self, text: str) -> Question:
        """As the whole base says it."""
        return self._whole.understand(text)

    def sections(self, document_id: str) -> Sequence[Section]:
        """As the whole base says it."""
        return self._whole.sections(document_id)

    def tables(self, document_id: str) -> Sequence[Table]:
        """As the whole base says it."""
        return self._whole.tables(document_id)

    def cite(self, source: str, span: Span) -> Citation:
        """As the whole base says it."""
        return self._whole.cite(source, span)

    def mentions_in(self, source: str, span: Span) -> Sequence[EntityMention]:
        """As the whole base says it."""
        return self._whole.mentions_in(source, span)

    def entities(self, ids: Iterable[str]) -> Mapping[str, Entity]:
        """As the whole base says it."""
        return self._whole.entities(ids)

    def entities_of(self, kind: EntityType) -> Sequence[Entity]:
        """As the whole base says it."""
        return self._whole.entities_of(kind)

    def marks(self, question: str, places: Sequence[tuple[str, Span]]) -> Sequence[Sequence[Mark]] | None:
        """As the whole base says it."""
        return self._whole.marks(question, places)

    def doubts_in(self, source: str, span: Span) -> Sequence[Span]:
        """As the whole base says it."""
        return self._whole.doubts_in(source, span)

    def text_of(self, source: str) -> str:
        """As the whole base says it."""
        return self._whole.text_of(source)

    def rows_in(self, passage: Passage) -> Sequence[Row]:
        """As the whole base says it."""
        return self._whole.rows_in(passage)

    def named_in(self, source: str, span: Span) -> Sequence[tuple[EntityType, str]]:
        """As the whole base says it."""
        return self._whole.named_in(source, span)

    def figures_in(self, source: str, span: Span) -> Sequence[Target]:
        """As the whole base says it."""
        return self._whole.figures_in(source, span)

    def rarity(self, pair: str) -> float:
        """As the whole base says it."""
        return self._whole.rarity(pair)
