"""The library of a generation in a shared store: the catalogue in memory, each source's file when it is asked for.

In: a generation that `ingest.parquet.following` fetched. Out: what `ingest.readable_library.ReadableLibrary` promises.
Files of sources are kept in memory and in a folder of the home, both within a bound.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any, Self, TypeVar

from graph.records import (
    NO_LAYOUT,
    Attribute,
    Block,
    Document,
    Extraction,
    Layout,
    Mention,
    Passage,
    Reference,
    Relation,
    Remark,
    Section,
    Source,
    Span,
    Table,
    Target,
    document_of,
    source_of,
)
from ingest.copies import Copy
from ingest.embedding import by_wording
from ingest.generation import Generation
from ingest.library import Counts, Shelved, shelved_copy
from ingest.parquet.cached_files import CachedFiles
from ingest.parquet.catalogue import Catalogue
from ingest.parquet.columns import PackedSource
from ingest.parquet.following import CACHE, followed_store
from ingest.parquet.shelf import path_of
from ingest.parquet.source_file import SourceFile
from ingest.parquet.store import SharedStore, StoreUnreadable
from search.vectors import VectorStore

MOST_BYTES_IN_MEMORY = 32_000_000  # of files as they lie in the store; what was unpacked of them is some ten times that
MOST_BYTES_ON_DISK = 2_000_000_000

Found = TypeVar("Found")


class ParquetLibrary:
    """Several threads may use it, one at a time."""

    def __init__(self, catalogue: Catalogue, store: SharedStore, cache: CachedFiles) -> None:
        self._catalogue = catalogue
        self._store = store
        self._cache = cache
        self._open: OrderedDict[str, SourceFile] = OrderedDict()
        self._bytes = 0

    @classmethod
    def of(cls, generation: Generation) -> ParquetLibrary:
        """That of a generation which was fetched from a store."""
        home = generation.folder.parent.parent
        path = generation.catalogue
        try:
            catalogue = Catalogue(path.read_bytes(), str(path))
        except OSError as error:
            raise StoreUnreadable(f"{path}: cannot be read ({error.strerror})") from error
        cache = CachedFiles(home / CACHE / "sources", MOST_BYTES_ON_DISK)
        return cls(catalogue, followed_store(home), cache)

    def close(self) -> None:
        """Let go of what is in memory."""
        self._open.clear()
        self._bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------------------------------------- what there is

    def sources(self) -> list[Shelved]:
        """All sources, by name, without what was found in them."""
        return list(self._catalogue.sources.values())

    def copies(self, of: str | None = None) -> list[Copy]:
        """All copies, by name. of: of this source alone."""
        return [copy for copy in self._catalogue.copies.values() if of is None or copy.of == of]

    def shelved(self) -> dict[str, Shelved]:
        """The sources and the copies of sources, by name."""
        names = (*self._catalogue.sources, *self._catalogue.copies)
        return {name: entry for name in names if (entry := self.entry(name)) is not None}

    def entry(self, name: str) -> Shelved | None:
        """The source or copy of this name, without its text."""
        if (copy := self._catalogue.copies.get(name)) is not None:
            return shelved_copy(copy)
        return self._catalogue.sources.get(name)

    def counts(self) -> Counts:
        """How much there is."""
        return self._catalogue.counts()

    def passage_counts(self) -> dict[str, int]:
        """How many passages each document has, in the order of `documents`."""
        return dict(self._catalogue.passage_counts)

    def remarks(self) -> list[tuple[str, Remark]]:
        """What is to be known of how sources were read, each with the name of its source."""
        return list(self._catalogue.remarks)

    # ---------------------------------------------------------------------------------------------- one source

    def source(self, name: str) -> Source | None:
        """The source as it was read, or None when there is no such source."""
        return self._read(name, lambda file: file.source)

    def text(self, name: str) -> str | None:
        """The stored text of a source alone; None when there is no such source."""
        return self._read(name, lambda file: file.text)

    def layout(self, name: str) -> Layout:
        """What the file of a source knew of its form; nothing where there is no such source."""
        return self._read(name, lambda file: file.layout) or NO_LAYOUT

    def documents(self, source: str | None = None) -> list[Document]:
        """Of one source, or all of them, in the order of sources and places."""
        return [one for one in self._catalogue.documents.values() if source is None or one.source == source]

    def document(self, document_id: str) -> Document | None:
        """The document of this identifier."""
        return self._catalogue.documents.get(document_id)

    def sections(self, source: str, document_id: str | None = None) -> list[Section]:
        """The headings of a source or of one of its documents."""
        return self._all("section", source, document_id)

    def blocks(self, source: str, document_id: str | None = None) -> list[Block]:
        """The blocks of a source or of one of its documents."""
        return self._all("block", source, document_id)

    def holes(self, source: str) -> list[Span]:
        """The holes of all blocks of a source, in reading order."""
        return [hole for block in self.blocks(source) for hole in block.holes]

    def given_tables(self, source: str) -> list[Table]:
        """The tables of a source that its file has as tables."""
        return [table for table in self.tables(source) if table.is_given]

    def tables(self, source: str, document_id: str | None = None) -> list[Table]:
        """The tables of a source or of one of its documents."""
        return self._all("flat_table", source, document_id)

    def passages(self, source: str | None = None, document_id: str | None = None) -> list[Passage]:
        """Of a source, of one document, or all of them, in reading order."""
        if source is None and document_id is None:
            return [passage for name in self._catalogue.keys for passage in self.passages(name)]
        return self._all("passage", source or source_of(document_id or ""), document_id)

    def passage(self, passage_id: str) -> Passage | None:
        """The passage of this identifier."""
        source = source_of(document_of(passage_id))
        return next((one for one in self.passages(source) if one.id == passage_id), None)

    def passages_by_id(self, passage_ids: Iterable[str]) -> dict[str, Passage]:
        """The passages of these identifiers that are there."""
        found = ((passage_id, self.passage(passage_id)) for passage_id in passage_ids)
        return {passage_id: passage for passage_id, passage in found if passage is not None}

    def passages_in(self, source: str, start: int, end: int) -> list[Passage]:
        """The passages of a source that lie in a stretch of it, wholly or in part, in reading order."""
        return [passage for passage in self.passages(source) if passage.start < end and passage.end > start]

    def mentions(self, source: str) -> list[Mention]:
        """All mentions of a source."""
        return self._all("mention", source)

    def relations(self, source: str, mentions: Sequence[Mention]) -> list[Relation]:
        """The relations of a source; its own mentions are known here."""
        return self._all("relation", source)

    def targets(self, source: str) -> list[Target]:
        """The targets of a source."""
        return self._all("target", source)

    def attributes(self, source: str, mentions: Sequence[Mention]) -> list[Attribute]:
        """The attributes of a source's projects; its own mentions are known here."""
        return self._all("attribute", source)

    def references(self, source: str | None = None, document_id: str | None = None) -> list[Reference]:
        """What documents say of others."""
        held = self._catalogue.references
        names: Iterable[str] = held if source is None else (source,)
        found = (one for name in names for one in held.get(name, ()))
        return [one for one in found if document_id is None or source is None or one.document_id == document_id]

    def extraction(self, name: str) -> Extraction | None:
        """All that the source gave, equal to what was put; None when there is no such source."""
        return self._read(name, lambda file: file.extraction())

    def keep_vectors(self, names: Iterable[str], model: str, store: VectorStore) -> None:
        """Keep the vectors that are there of these sources' passages, so that nobody embeds them again. model: the
        stamp of what embedded them."""
        for name in names:
            held = self._read(name, lambda file: file.packed.vectors())
            extraction = self.extraction(name)
            if held is not None and extraction is not None:
                store.put(by_wording(extraction, held, model))

    # ------------------------------------------------------------------------------------------------- files

    def _all(self, table: str, source: str, document_id: str | None = None) -> list[Any]:
        return self._read(source, lambda file: file.all(table, document_id)) or []

    def _read(self, name: str, read: Callable[[SourceFile], Found]) -> Found | None:
        """What is read of a source's file; None where there is no such source. What the cache spoiled is fetched
        again."""
        key = self._catalogue.keys.get(name)
        if key is None:
            return None
        try:
            return read(self._file(key))
        except StoreUnreadable:
            if self._cache.find(_cached(key)) is None:
                raise
        self._forget(key)
        return read(self._file(key))

    def _file(self, key: str) -> SourceFile:
        if key in self._open:
            self._open.move_to_end(key)
            return self._open[key]
        file = self._open[key] = self._opened(key)
        self._bytes += file.packed.size
        while self._bytes > MOST_BYTES_IN_MEMORY and len(self._open) > 1:
            self._bytes -= self._open.popitem(last=False)[1].packed.size
        return file

    def _opened(self, key: str) -> SourceFile:
        if (path := self._cache.find(_cached(key))) is not None:
            with suppress(FileNotFoundError):  # another process cleared it away
                return SourceFile(PackedSource(path.read_bytes(), str(path)))
        content = self._store.read(path_of(key))
        file = SourceFile(PackedSource(content, f"{self._store.address}/{path_of(key)}"))
        with suppress(OSError):  # a full disk makes it slower, not wrong
            self._cache.put(_cached(key), content)
        return file

    def _forget(self, key: str) -> None:
        self._cache.forget(_cached(key))
        if (file := self._open.pop(key, None)) is not None:
            self._bytes -= file.packed.size


def _cached(key: str) -> str:
    return f"{key}.parquet"
