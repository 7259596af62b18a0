"""Questions put to one generation: passages that the rankers find, and what answering needs of the knowledge base.

In: a query with its filters. Out: passages found, with their documents. Keeps the contract `search.answer.Sources`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.records import Document, EntityType, Passage, Row, Span, Target
from search.answer import Found
from search.contracts import Encoder
from search.question import Question, understand
from ui.app.areas import speaks_for, within
from ui.app.opened import Opened


@dataclass(frozen=True, slots=True)
class Filters:
    """Only passages of documents that agree with all that is given."""

    source: str | None = None
    year: int | None = None
    region: str | None = None


class Asking:
    """One generation and the model that embeds questions."""

    def __init__(self, opened: Opened, encoder: Encoder) -> None:
        self._opened = opened
        self._encoder = encoder

    def find(self, query: str, *, top: int, mode: str = "hybrid", filters: Filters | None = None) -> Sequence[Found]:
        """Passages for a query, best first."""
        opened = self._opened
        question = None
        if mode != "lexical" and len(opened.index):
            opened.index.check_model(self._encoder.stamp)
            question = self._encoder.encode_question(query)
        allowed = None if filters is None or filters == Filters() else self._allowed(filters)
        hits = opened.index.search(query, question, top=top, mode=mode, allowed=allowed)
        return [
            Found(passage, opened.documents[passage.document_id], hit.score, hit.ranks, hit.features)
            for hit in hits
            for passage in (opened.passages[hit.passage_id],)
        ]

    def understand(self, text: str) -> Question:
        """What the question asks for, with the names in it that the knowledge base knows."""
        opened = self._opened
        return understand(text, find_names=opened.names.find, covered=opened.covered_areas)

    def text_of(self, source: str) -> str:
        return self._opened.text_of(source)

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

    def _allowed(self, filters: Filters) -> list[str]:
        if filters.source is not None and filters.source not in self._opened.source_names():
            self._opened.text_of(filters.source)  # says which there are
        documents: Iterable[Document] = self._opened.documents.values()
        if filters.region is not None:
            documents = within(documents, filters.region)
        wanted = [d for d in documents if filters.source in (None, d.source) and speaks_for(d, filters.year)]
        return [passage.id for document in wanted for passage in self._opened.passages_of[document.id]]
