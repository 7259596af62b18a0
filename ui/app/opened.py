"""One generation opened for reading: its library, index and graph, each when it is first asked for.

In: a generation and how to open an engine. Out: records by identifier, texts by source. All of it belongs together
and never changes, so that what was read once is kept.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from graph.errors import MailuoError
from graph.lexicon.characters import plain_text
from graph.lexicon.orders import find_orders
from graph.records import (
    DOUBTFUL,
    Document,
    DocumentLink,
    DocumentStanding,
    Entity,
    EntityMention,
    EntityType,
    Passage,
    Reference,
    Row,
    Section,
    Span,
    Spot,
    Table,
    Target,
)
from graph.store.engines.engine import Engine
from graph.store.found import EntityName
from graph.store.store import Store
from ingest.generation import Generation
from ingest.holding import Hold
from ingest.library import Library, Shelved

if TYPE_CHECKING:
    from search.index import Index
    from search.plan.folding import Folding
    from ui.app.known import KnownNames
    from ui.app.namesakes import Namesakes


Place = TypeVar("Place", EntityMention, Target)


class SourceUnknown(MailuoError):
    """No source of this name is in the knowledge base."""


class Opened:
    """The parts of one generation."""

    def __init__(self, generation: Generation, hold: Hold, open_engine: Callable[[Path], Engine]) -> None:
        self.generation = generation
        self._hold = hold  # as long as this is open, no writer clears the folder away
        self._open_engine = open_engine
        self._library = Library.open(generation.library)
        # web pages ask from several threads; the library's connection is shared
        self._lock = threading.RLock()
        self._texts: dict[str, str] = {}
        self._read: dict[str, str] = {}
        self._sections: dict[str, Sequence[Section]] = {}
        self._tables: dict[str, Sequence[Table]] = {}
        self._mentions: dict[str, Sequence[EntityMention]] = {}
        self._entities: dict[EntityType, Sequence[Entity]] = {}
        self._spots: dict[str, Sequence[Spot]] = {}
        self._bare: dict[str, tuple[str, Sequence[int]]] = {}

    def close(self) -> None:
        with self._lock:
            self._library.close()
            if "store" in self.__dict__:
                self.store.close()
            self._hold.close()

    @cached_property
    def store(self) -> Store:
        with self._lock:
            return Store(self._open_engine(self.generation.graph), self.documents.keys())

    @cached_property
    def index(self) -> Index:
        # imported late: most commands need neither rankers nor arrays
        from search.index import Index

        with self._lock:
            return Index.open(self.generation.index)

    @cached_property
    def documents(self) -> dict[str, Document]:
        """By identifier, in the order of sources and places."""
        with self._lock:
            return {document.id: document for document in self._library.documents()}

    @cached_property
    def standings(self) -> dict[str, DocumentStanding]:
        """Of the documents that are not simply in force, by identifier."""
        return {standing.document_id: standing for standing in self.store.standings()}

    def mark_of(self, document_id: str) -> str:
        """How a document stands, in words; "" for one in force."""
        if (standing := self.standings.get(document_id)) is None:
            return ""
        # imported late: what titles are made of takes a moment to load
        from graph.resolve.standing import mark_of

        by = self.documents.get(standing.by) if standing.by else None
        return mark_of(self.documents[document_id], standing, by)

    @cached_property
    def all_document_links(self) -> tuple[DocumentLink, ...]:
        return self.store.document_links()

    def references_of(self, document_id: str) -> list[Reference]:
        """What a document says of others, in the order of its text."""
        with self._lock:
            return self._library.references(self.documents[document_id].source, document_id)

    @cached_property
    def document_links(self) -> dict[str, list[DocumentLink]]:
        """What documents are to one another, by the identifiers of both ends."""
        found: dict[str, list[DocumentLink]] = {document_id: [] for document_id in self.documents}
        for link in self.all_document_links:
            for end in dict.fromkeys((link.a_id, link.b_id)):
                found[end].append(link)
        return found

    @cached_property
    def copies(self) -> dict[str, str]:
        """The files of which only the text of another one is kept, and that other one."""
        with self._lock:
            return {copy.name: copy.of for copy in self._library.copies()}

    def source_of(self, name: str) -> str:
        """The name under which the text of a file is kept."""
        return self.copies.get(name, name)

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """By identifier."""
        with self._lock:
            return {passage.id: passage for passage in self._library.passages()}

    @cached_property
    def passages_of(self) -> dict[str, list[Passage]]:
        """By document, in reading order."""
        found: dict[str, list[Passage]] = {document_id: [] for document_id in self.documents}
        for passage in self.passages.values():
            found[passage.document_id].append(passage)
        return found

    @cached_property
    def names(self) -> KnownNames:
        from ui.app.known import KnownNames

        return KnownNames(self.entity_names)

    @cached_property
    def entity_names(self) -> tuple[EntityName, ...]:
        """Every name of every entity."""
        return self.store.names()

    @cached_property
    def namesakes(self) -> Namesakes:
        """Which names need a word more to be told apart."""
        from ui.app.namesakes import Namesakes

        return Namesakes(self.entity_names, self.documents.values())

    @cached_property
    def folding(self) -> Folding:
        from search.plan.folding import Folding
        from ui.app.vocabulary import WrittenWords

        return Folding(WrittenWords(self))

    @cached_property
    def covered_areas(self) -> frozenset[str]:
        """The codes of the areas that the documents speak for or name."""
        named = (count.entity.code for count in self.store.list_entities(EntityType.COUNTY))
        spoken = (document.region_code for document in self.documents.values())
        return frozenset(code for code in (*named, *spoken) if code)

    def entities_of(self, kind: EntityType) -> Sequence[Entity]:
        """All of a type, most mentioned first. Answering asks this of many questions, so they are read once."""
        if kind not in self._entities:
            self._entities[kind] = [count.entity for count in self.store.list_entities(kind)]
        return self._entities[kind]

    def sections(self, document_id: str) -> Sequence[Section]:
        """The heading tree of one document, in reading order."""
        with self._lock:
            if document_id not in self._sections:
                source = self.documents[document_id].source
                self._sections[document_id] = self._library.sections(source, document_id)
            return self._sections[document_id]

    def rows_in(self, passage: Passage) -> Sequence[Row]:
        """The table rows that a passage of kind “row” is made of."""
        if passage.kind != "row":
            return ()
        rows = (row for table in self.tables_of(passage.document_id) for row in table.rows)
        return [row for row in rows if passage.start <= row.start and row.end <= passage.end]

    def tables_of(self, document_id: str) -> Sequence[Table]:
        """The tables of one document, in reading order."""
        with self._lock:
            if document_id not in self._tables:
                source = self.documents[document_id].source
                self._tables[document_id] = self._library.tables(source, document_id)
            return self._tables[document_id]

    def bare_text(self, source: str) -> tuple[str, Sequence[int]]:
        """The source's text, half-width, lower case and without white space, and where each character of it stands."""
        if source not in self._bare:
            text = self.read_text(source)
            kept = [(place, folded) for place, character in enumerate(text) for folded in _folded(character)]
            self._bare[source] = "".join(folded for _, folded in kept), [place for place, _ in kept]
        return self._bare[source]

    @cached_property
    def _types(self) -> dict[str, EntityType]:
        return {known.entity_id: known.type for known in self.entity_names}

    def named_in(self, source: str, start: int, end: int) -> list[tuple[EntityType, str]]:
        """Type and wording of each entity mentioned there, in the order of the text."""
        # on a server that is being written, an entity may have come after its type was asked for
        inside = (m for m in self.mentions_in(source, start, end) if m.entity_id in self._types)
        return [(self._types[mention.entity_id], mention.surface) for mention in inside]

    def mentions_in(self, source: str, start: int, end: int) -> list[EntityMention]:
        """The mentions that lie wholly there, in the order of the text. Answering asks this of many sentences, so the
        mentions of a source are read once.
        """
        if source not in self._mentions:
            found = self.store.mentions_in(source, 0, len(self.text_of(source)))
            self._mentions[source] = sorted(found, key=lambda mention: (mention.start, mention.end))
        return _wholly_in(self._mentions[source], start, end)

    @cached_property
    def _figures(self) -> dict[str, list[Target]]:
        """By source, in the order of the text."""
        found: dict[str, list[Target]] = {}
        for figure in self.store.targets():
            found.setdefault(figure.target.source, []).append(figure.target)
        return found

    def figures_in(self, source: str, start: int, end: int) -> list[Target]:
        """The targets and results that stand wholly there, in the order of the text."""
        return _wholly_in(self._figures.get(source, ()), start, end)

    def doubts_in(self, source: str, start: int, end: int) -> list[Span]:
        """The stretches there that were recognised with doubt."""
        return [Span(spot.start, spot.end) for spot in self.spots_in(source, start, end) if spot.sure < DOUBTFUL]

    def text_of(self, source: str) -> str:
        source = self.source_of(source)
        with self._lock:
            if source not in self._texts:
                found = self._library.source(source)
                if found is None:
                    names = "、".join(self.source_names())
                    raise SourceUnknown(f"no source is called “{source}”; there are: {names or 'none'}")
                self._texts[source] = found.text
            return self._texts[source]

    def read_text(self, source: str) -> str:
        """The text as it is read for answers, place for place: blanks where a page ends within a paragraph, and where
        a sentence orders the reader about; a stop behind each cell of a table."""
        with self._lock:
            if source not in self._read:
                text = self.text_of(source)
                holes = [hole for block in self._library.blocks(source) for hole in block.holes]
                for order in find_orders(text):
                    text = text[: order.start] + " " * (order.end - order.start) + text[order.end :]
                self._read[source] = blanked(stopped(text, self._library.tables(source)), holes)
            return self._read[source]

    def spots_in(self, source: str, start: int, end: int) -> list[Spot]:
        """Where a stretch of text stands in the original: the spots that it touches, none for a text file."""
        with self._lock:
            if source not in self._spots:
                self._spots[source] = self._library.layout(source).spots
        spots = self._spots[source]
        first = bisect_left(spots, start, key=lambda spot: spot.end)
        return [spot for spot in takewhile(lambda spot: spot.start < end, spots[first:]) if spot.end > start]

    def shelved(self, source: str) -> Shelved | None:
        """What the library notes of a source."""
        return self._shelved.get(source)

    @cached_property
    def _shelved(self) -> dict[str, Shelved]:
        with self._lock:
            return {entry.name: entry for entry in self._library.sources()}

    def source_names(self) -> list[str]:
        """All files that are known, copies among them."""
        return sorted((*self._shelved, *self.copies))

    def section_at(self, document_id: str, start: int, end: int) -> tuple[str, ...]:
        """The headings above a place, outermost first: those of the passage there, else of the innermost section."""
        for passage in self.passages_of[document_id]:
            if passage.start <= start and end <= passage.end:
                return passage.section
        above = [section for section in self.sections(document_id) if section.start <= start and end <= section.end]
        return max(above, key=lambda section: section.depth).path if above else ()


def _wholly_in(ordered: Sequence[Place], start: int, end: int) -> list[Place]:
    """Those that lie wholly in a stretch. ordered: by where they start."""
    first = bisect_left(ordered, start, key=lambda one: one.start)
    return [one for one in takewhile(lambda one: one.start < end, ordered[first:]) if one.end <= end]


def stopped(text: str, tables: Iterable[Table]) -> str:
    """The text with a stop in place of the line end behind each cell, and each line of a header, of tables as files
    have them: what two cells say side by side is no sentence."""
    signs = list(text)
    for table in tables:
        if table.is_given:
            first = min((row.start for row in table.rows), default=table.end)
            ends = {cell.end for row in table.rows for cell in row.cells}
            for place in (*range(table.start, first), *ends):
                if place < len(signs) and signs[place] == "\n":
                    signs[place] = "。"
    return "".join(signs)


def blanked(text: str, spans: Iterable[Span]) -> str:
    """The text with blanks in these stretches and in the white space around them, as long as before."""
    for span in spans:
        before, behind = text[: span.start].rstrip(), text[span.end :].lstrip()
        text = before + " " * (len(text) - len(before) - len(behind)) + behind
    return text


@cache
def _folded(character: str) -> str:
    """Half-width, lower case, the usual character; nothing for white space."""
    return "".join(plain_text(character).lower().split())
