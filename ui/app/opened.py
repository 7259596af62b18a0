"""One generation opened for reading: its library, index and graph, each when it is first asked for.

In: a generation and how to open an engine. Out: documents, names and figures, each when it is asked for; texts by
source (`ui.app.texts`). All of it belongs together and never changes: what was read is kept, within a bound.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from graph.errors import MailuoError
from graph.layers import LayersOutdated
from graph.records import (
    DOUBTFUL,
    Document,
    DocumentLink,
    DocumentStanding,
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
    target_order,
    type_of,
)
from graph.store.engines.engine import Engine
from graph.store.found import EntityCount
from graph.store.store import Store
from ingest.generation import Generation
from ingest.holding import Hold
from ingest.library import Shelved
from ingest.readable_library import open_library
from ui.app.kept import Kept
from ui.app.texts import MOST_RECORDS, Texts
from ui.app.titles import Titles, retitled

if TYPE_CHECKING:
    from search.index import Index
    from search.plan.folding import Folding
    from ui.app.document_list import DocumentList
    from ui.app.known import KnownNames
    from ui.app.namesakes import Namesakes
    from ui.app.thing_names import ThingNames


Place = TypeVar("Place", EntityMention, Target)


class SourceUnknown(MailuoError):
    """No source of this name is in the knowledge base."""


class Opened:
    """The parts of one generation."""

    def __init__(
        self,
        generation: Generation,
        hold: Hold,
        open_engine: Callable[[Path], Engine],
        open_index: Callable[[Path], Index],
    ) -> None:
        self.generation = generation
        self._hold = hold  # as long as this is open, no writer clears the folder away
        self._open_engine = open_engine
        self._open_index = open_index
        self._library = open_library(generation)
        # web pages ask from several threads; the library's connection is shared
        self._lock = threading.RLock()
        self.texts = Texts(self._library, self._lock)
        self._titles: Titles = {}
        self._figures = Kept(self._figures_of, most=MOST_RECORDS, weigh=len)
        self._righted = Kept(self._righted_of, most=MOST_RECORDS, weigh=len)
        self._mentions = Kept(self._mentions_of, most=MOST_RECORDS, weigh=len)

    def close(self) -> None:
        """Close library and graph, and let the generation's folder go."""
        with self._lock:
            self._library.close()
            if "store" in self.__dict__:
                self.store.close()
            self._hold.close()

    @cached_property
    def store(self) -> Store:
        """The graph; opened when it is first asked."""
        with self._lock:
            return Store(self._open_engine(self.generation.graph), self.documents.keys())

    @cached_property
    def index(self) -> Index:
        """The index; opened when it is first asked."""
        with self._lock:
            return self._open_index(self.generation.index)

    # --------------------------------------------------------------------------------------------------- documents

    def call(self, titles: Titles) -> None:
        """From now on documents bear the titles that a person gave them. titles: by identifier."""
        with self._lock:
            self._titles = titles
            for held in ("documents", "_by_source", "document_list"):
                self.__dict__.pop(held, None)

    @cached_property
    def documents(self) -> dict[str, Document]:
        """By identifier, in the order of sources and places."""
        with self._lock:
            return {document.id: retitled(document, self._titles) for document in self._library.documents()}

    @cached_property
    def document_list(self) -> DocumentList:
        """All documents as a page lists them: searched, sorted, page by page."""
        from ui.app.document_list import DocumentList

        return DocumentList(self)

    @cached_property
    def _by_source(self) -> dict[str, list[Document]]:
        found: dict[str, list[Document]] = {}
        for document in self.documents.values():
            found.setdefault(document.source, []).append(document)
        return found

    def documents_in(self, source: str) -> Sequence[Document]:
        """The documents of a source, in the order of its text."""
        return self._by_source.get(source, ())

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
        """What documents are to one another."""
        return self.store.document_links()

    def references_of(self, document_id: str) -> list[Reference]:
        """What a document says of others, in the order of its text."""
        with self._lock:
            return self._library.references(self.documents[document_id].source, document_id)

    def document_links(self, document_id: str) -> Sequence[DocumentLink]:
        """What a document is to others and they to it."""
        return self._links_by_end.get(document_id, ())

    @cached_property
    def _links_by_end(self) -> dict[str, list[DocumentLink]]:
        found: dict[str, list[DocumentLink]] = {}
        for link in self.all_document_links:
            for end in dict.fromkeys((link.a_id, link.b_id)):
                found.setdefault(end, []).append(link)
        return found

    # ----------------------------------------------------------------------------------------------------- sources

    @cached_property
    def copies(self) -> dict[str, str]:
        """The files of which only the text of another one is kept, and that other one."""
        with self._lock:
            return {copy.name: copy.of for copy in self._library.copies()}

    def copies_of(self, source: str) -> list[str]:
        """The files that are copies of a source."""
        return self._copies_by_source.get(source, [])

    @cached_property
    def _copies_by_source(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, of in self.copies.items():
            found.setdefault(of, []).append(name)
        return found

    def source_of(self, name: str) -> str:
        """The name under which the text of a file is kept."""
        return self.copies.get(name, name)

    def shelved(self, source: str) -> Shelved | None:
        """What the library notes of a source."""
        with self._lock:
            return self._library.entry(source)

    def source_names(self) -> list[str]:
        """All files that are known, copies among them."""
        with self._lock:
            return sorted((*(entry.name for entry in self._library.sources()), *self.copies))

    # ---------------------------------------------------------------------------------------------------- passages

    def passage(self, passage_id: str) -> Passage:
        """The passage of this identifier; KeyError where there is none."""
        found = self.texts.passage(passage_id)
        if found is None:
            raise KeyError(passage_id)
        return found

    def passages_of(self, document_id: str) -> Sequence[Passage]:
        """Of one document, in reading order."""
        return self.texts.passages_of(document_id)

    @cached_property
    def passage_counts(self) -> dict[str, int]:
        """By document, how many passages it has; for pages that show all documents."""
        with self._lock:
            return self._library.passage_counts()

    def all_passages(self) -> Iterator[Passage]:
        """Every passage, for what checks the whole."""
        for document_id in self.documents:
            yield from self.texts.passages_of(document_id)

    # ------------------------------------------------------------------------------------------------------- names

    @cached_property
    def names(self) -> KnownNames:
        """The names that questions may hold."""
        from ui.app.known import KnownNames

        return KnownNames(self.store)

    @cached_property
    def namesakes(self) -> Namesakes:
        """Which names need a word more to be told apart."""
        from ui.app.namesakes import Namesakes

        return Namesakes(self.store, self.documents.values())

    @cached_property
    def folding(self) -> Folding:
        """What puts slips, pinyin and English right by the words that the documents use."""
        from search.plan.folding import Folding
        from ui.app.vocabulary import WrittenWords

        return Folding(WrittenWords(self))

    @cached_property
    def places(self) -> tuple[EntityCount, ...]:
        """The areas that documents name, in the order of the divisions; those without a code last."""
        listed = self.store.list_entities(EntityType.COUNTY)
        return tuple(sorted(listed, key=lambda count: (count.entity.code or "999999", count.entity.name)))

    @cached_property
    def region_codes(self) -> dict[str, str]:
        """By name, the code of an area that a document speaks for."""
        return {one.region: one.region_code for one in self.documents.values() if one.region and one.region_code}

    @cached_property
    def named_areas(self) -> frozenset[str]:
        """The codes of the areas that the documents name."""
        return frozenset(count.entity.code for count in self.places if count.entity.code)

    @cached_property
    def covered_areas(self) -> frozenset[str]:
        """The codes of the areas that the documents speak for or name."""
        spoken = (document.region_code for document in self.documents.values())
        return self.named_areas.union(code for code in spoken if code)

    @cached_property
    def thing_names(self) -> ThingNames:
        """Things by what their names say."""
        from ui.app.thing_names import ThingNames

        return ThingNames(self.store)

    # ---------------------------------------------------------------------------------------------- what texts say

    def named_in(self, source: str, start: int, end: int) -> list[tuple[EntityType, str]]:
        """Type and wording of each entity mentioned there, in the order of the text."""
        found = ((type_of(m.entity_id), m.surface) for m in self.mentions_in(source, start, end))
        return [(kind, surface) for kind, surface in found if kind is not None]

    def mentions_in(self, source: str, start: int, end: int) -> list[EntityMention]:
        """The mentions that lie wholly there, in the order of the text. Answering asks this of many sentences, so the
        mentions of a source are read once.
        """
        return _wholly_in(self._mentions(source), start, end)

    def _mentions_of(self, source: str) -> Sequence[EntityMention]:
        found = self.store.mentions_in(source, 0, len(self.text_of(source)))
        return sorted(found, key=lambda mention: (mention.start, mention.end))

    def figures_in(self, source: str, start: int, end: int) -> list[Target]:
        """The targets and results that stand wholly there, in the order of the text."""
        return _wholly_in(self.figures(source), start, end)

    def figures(self, source: str) -> Sequence[Target]:
        """The targets and results of a source, by where they start, as people put them right."""
        return self._figures(source)

    def _figures_of(self, source: str) -> Sequence[Target]:
        return sorted((one.target for one in self.store.targets_in(source)), key=target_order)

    def righted_in(self, source: str, start: int, end: int) -> list[tuple[Target, Target | None]]:
        """The targets and results there that a person put right, as they were read and as they are; None: none."""
        if source not in self._righted_sources:
            return []
        return [pair for pair in self._righted(source) if start <= pair[0].start and pair[0].end <= end]

    @cached_property
    def _righted_sources(self) -> frozenset[str]:
        from ingest.deriving.applied import sources_put_right

        with suppress(LayersOutdated):
            return sources_put_right(self.generation.names)
        return frozenset()

    def _righted_of(self, source: str) -> Sequence[tuple[Target, Target | None]]:
        with self._lock:
            read = {_as_read(one): one for one in self._library.targets(source)}
        now = {_as_read(one): one for one in self.figures(source)}
        instead = {(one.start, one.end): one for said, one in now.items() if said not in read}
        return [(one, instead.get((one.start, one.end))) for said, one in read.items() if said not in now]

    def doubts_in(self, source: str, start: int, end: int) -> list[Span]:
        """The stretches there that were recognised with doubt."""
        return [Span(spot.start, spot.end) for spot in self.spots_in(source, start, end) if spot.sure < DOUBTFUL]

    # ------------------------------------------------------------------------------------------------------- texts

    def text_of(self, source: str) -> str:
        """The stored text of a source; SourceUnknown where there is none."""
        text = self.texts.text_of(self.source_of(source))
        if text is None:
            names = "、".join(self.source_names())
            raise SourceUnknown(f"no source is called “{source}”; there are: {names or 'none'}")
        return text

    def read_text(self, source: str) -> str:
        """The text as it is read for answers, place for place."""
        return self.texts.read_text(source)

    def sections(self, document_id: str) -> Sequence[Section]:
        """The heading tree of one document, in reading order."""
        return self.texts.sections(document_id)

    def tables_of(self, document_id: str) -> Sequence[Table]:
        """The tables of one document, in reading order."""
        return self.texts.tables(document_id)

    def rows_in(self, passage: Passage) -> Sequence[Row]:
        """The table rows that a passage of kind “row” is made of."""
        return self.texts.rows_in(passage)

    def spots_in(self, source: str, start: int, end: int) -> list[Spot]:
        """Where a stretch of text stands in the original: the spots that it touches, none for a text file."""
        return self.texts.spots_in(source, start, end)

    def section_at(self, document_id: str, start: int, end: int) -> tuple[str, ...]:
        """The headings above a place, outermost first."""
        return self.texts.section_at(document_id, start, end)


def _as_read(target: Target) -> Target:
    """Without what a person who looked at it changes: which rule found it, and why it may be wrong."""
    return replace(target, rule="", unsafe=None)


def _wholly_in(ordered: Sequence[Place], start: int, end: int) -> list[Place]:
    """Those that lie wholly in a stretch. ordered: by where they start."""
    first = bisect_left(ordered, start, key=lambda one: one.start)
    return [one for one in takewhile(lambda one: one.start < end, ordered[first:]) if one.end <= end]
