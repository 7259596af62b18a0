"""The library: everything that was read out of the sources, in a stack of SQLite files (`graph.layers`). It is the
truth; graph and index are derived from it and can be rebuilt from it.

In: one `Extraction` per source. Out: the same records again, whole (`extraction`), by table (`documents`,
`sections`, …) or one by one (`document`, `passage`). A source is put and dropped in one transaction; what changes costs
what it is, whatever else is there: the next generation's library takes over the files of the one before.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import REBUILD
from graph.layers import Layers, LayersDamaged, LayersOutdated, LayersUnwritable, LayersWriter, Schema, TableRow
from graph.records import (
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
    Structure,
    Table,
    Target,
    document_of,
    source_of,
)
from ingest.copies import Copy, fingerprint
from ingest.library_tables import (
    ATTRIBUTE,
    BLOCK,
    COPY,
    DOCUMENT,
    FAMILIES,
    FORMS,
    MENTION,
    PASSAGE,
    REFERENCE,
    RELATION,
    SECTION,
    SOURCE,
    TABLE,
    TARGET,
    columns_of,
    rows_of,
)
from ingest.rows import Form, Record, layout_of, remarks_of

_SHELVED = "t.name, t.format, t.sha256, t.stamp, t.characters, t.origin"
_READ = "t.name, t.text, t.sha256, t.format, t.layout"
_COPIED = 't.name, t."of", t.format, t.sha256, t.stamp, t.origin'


class LibraryDamaged(LayersDamaged):
    """A file of the library is missing or is none."""


class LibraryUnwritable(LayersUnwritable):
    """The library could not be written: most often the disk is full."""


class LibraryOutdated(LayersOutdated):
    """The library was written by another version of Mailuo."""


SCHEMA = Schema("the library", FAMILIES, LibraryDamaged, LibraryOutdated, LibraryUnwritable)


@dataclass(frozen=True, slots=True)
class Shelved:
    """A source in the library, without its text: `stamp` is the version of the rules it was read with; `origin` where
    the file lay, empty where that is not known."""

    name: str
    format: str
    sha256: str
    stamp: str
    characters: int
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a library holds."""

    sources: int
    copies: int
    documents: int
    passages: int


class Library:
    """A library that is open; close it. One that is only read may be used from several threads, one at a time; one that
    is written is finished at the end of a `with` block in which nothing went wrong."""

    def __init__(self, layers: Layers) -> None:
        self._layers = layers

    @classmethod
    def create(cls, path: Path) -> Library:
        """A new, empty library at `path`, to be written."""
        return cls.begin(path)

    @classmethod
    def begin(cls, path: Path, base: Path | None = None) -> Library:
        """The next generation's library, to be written: it goes on from the one at `base`, whose files are taken over
        by hard links and stay as they are."""
        writer = LayersWriter.begin(path, SCHEMA, base)
        writer.make_indexes()  # twins are looked for from the first source on
        return cls(writer)

    @classmethod
    def open(cls, path: Path) -> Library:
        """The library at `path`, to be read."""
        return cls(Layers.open(path, SCHEMA))

    @property
    def path(self) -> Path:
        """Of its lowest file."""
        return self._layers.path

    def finish(self) -> None:
        """Let the files hold what was written, few of them, and close."""
        try:
            if isinstance(self._layers, LayersWriter):
                self._layers.finish()
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the files; of what was written, the file on top stays as it is."""
        self._layers.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.finish()
        else:
            self.close()

    # ------------------------------------------------------------------------------------------------ writing

    @contextmanager
    def _transaction(self) -> Iterator[LayersWriter]:
        assert isinstance(self._layers, LayersWriter), "a library that was opened to be read"
        try:
            yield self._layers
            self._layers.commit()
        finally:
            self._layers.roll_back()  # what was not committed: something went wrong

    def put(self, extraction: Extraction, stamp: str, origin: str = "") -> None:
        """Store all that one source gave, in place of what it gave before."""
        name = extraction.source.name
        rows = rows_of(extraction, stamp, origin)
        with self._transaction() as writer:
            if writer.holds(COPY, name):
                writer.drop(COPY, name)
            writer.replace(SOURCE, name, rows)

    def put_copy(self, copy: Copy) -> None:
        """Store that a file is a copy of a source that is there, in place of what it gave before."""
        row = (copy.name, copy.of, copy.format, copy.sha256, copy.stamp, os.fsencode(copy.origin))
        with self._transaction() as writer:
            if writer.holds(SOURCE, copy.name):
                writer.drop(SOURCE, copy.name)
            writer.replace(COPY, copy.name, {"copy": [row]})

    def drop(self, name: str) -> None:
        """Forget a source or a copy and all that came from it; a name that is not there is no mistake."""
        with self._transaction() as writer:
            for family in (SOURCE, COPY):
                if writer.holds(family, name):
                    writer.drop(family, name)

    @property
    def changed_sources(self) -> tuple[list[str], list[str]]:
        """The sources that were put since the library was begun, and those that went; by name."""
        assert isinstance(self._layers, LayersWriter), "a library that was opened to be read"
        return self._layers.changed(SOURCE)

    # ------------------------------------------------------------------------------------------- what there is

    def sources(self) -> list[Shelved]:
        """All sources, by name, without what was found in them."""
        return [_shelved(row) for row in self._layers.rows("source", columns=_SHELVED, order="1")]

    def copies(self, of: str | None = None) -> list[Copy]:
        """All copies, by name. of: of this source alone."""
        where = "" if of is None else 't."of" = :of'
        return [_copy(row) for row in self._layers.rows("copy", where, {"of": of}, columns=_COPIED, order="1")]

    def copy(self, name: str) -> Copy | None:
        """The copy of this name, if it is one."""
        return next(map(_copy, self._layers.rows_of("copy", name, columns=_COPIED)), None)

    def shelved(self) -> dict[str, Shelved]:
        """The sources and the copies of sources, by name."""
        return {entry.name: entry for entry in (*self.sources(), *map(shelved_copy, self.copies()))}

    def origins(self) -> Iterator[tuple[str, str, str, str]]:
        """Of each source and copy its name, its format, the hash of its file and where that lay."""
        for table in ("source", "copy"):
            rows = self._layers.rows(table, columns="t.name, t.format, t.sha256, t.origin", order="1")
            yield from ((name, format, sha256, os.fsdecode(origin)) for name, format, sha256, origin in rows)

    def entry(self, name: str) -> Shelved | None:
        """The source or copy of this name, without its text."""
        row = next(self._layers.rows_of("source", name, columns=_SHELVED), None)
        copy = self.copy(name) if row is None else None
        return _shelved(row) if row is not None else shelved_copy(copy) if copy else None

    def counts(self) -> Counts:
        """How much there is; no passage is read for it."""
        documents, passages = 0, 0
        for count, held in self._layers.rows("document", columns="count(*), total(t.passages)"):
            documents, passages = documents + count, passages + int(held)
        return Counts(self._layers.count("source"), self._layers.count("copy"), documents, passages)

    def passage_counts(self) -> dict[str, int]:
        """How many passages each document has, in the order of `documents`."""
        rows = self._layers.rows("document", columns="t.in_source, t.ordinal, t.id, t.passages", order="1, 2")
        return {document_id: passages for _, _, document_id, passages in rows}

    def remarks(self) -> list[tuple[str, Remark]]:
        """What is to be known of how sources were read, each with the name of its source."""
        rows = self._layers.rows("source", "t.remarks IS NOT NULL", columns="t.name, t.remarks", order="1")
        return [(name, remark) for name, row in rows for remark in remarks_of(row)]

    def twin_of(self, name: str, text: str) -> str | None:
        """The source of another name that has this text."""
        taken = {"fingerprint": fingerprint(text), "name": name}
        where = "t.fingerprint = :fingerprint AND t.name <> :name"
        return min((row[0] for row in self._layers.rows("source", where, taken, columns="t.name")), default=None)

    # ---------------------------------------------------------------------------------------------- one source

    def source(self, name: str) -> Source | None:
        """The source as it was read, or None when there is no such source."""
        row = next(self._layers.rows_of("source", name, columns=_READ), None)
        return None if row is None else Source(row[0], row[1], row[2], row[3], self._layout(name, row[4]))

    def text(self, name: str) -> str | None:
        """The stored text of a source alone; None when there is no such source."""
        row = next(self._layers.rows_of("source", name, columns="t.text"), None)
        return None if row is None else str(row[0])

    def layout(self, name: str) -> Layout:
        """What the file of a source knew of its form, without its text; nothing where there is no such source."""
        row = next(self._layers.rows_of("source", name, columns="t.layout"), None)
        return self._layout(name, row[0] if row else None)

    def _layout(self, name: str, row: str | None) -> Layout:
        try:
            return layout_of(row)
        except (ValueError, TypeError, LookupError) as error:
            raise LibraryDamaged(f"{self.path}: damaged (the layout of {name}); {REBUILD}") from error

    def documents(self, source: str | None = None) -> list[Document]:
        """Of one source, or all of them, in the order of sources and places."""
        if source is None:
            return self._everywhere(DOCUMENT, "document")
        return self._in(DOCUMENT, "document", source)

    def document(self, document_id: str) -> Document | None:
        """The document of this identifier."""
        taken = {"id": document_id}
        found = self._records(DOCUMENT, "document", source_of(document_id), "t.id = :id", taken)
        return next((document for _, document in found), None)

    def sections(self, source: str, document_id: str | None = None) -> list[Section]:
        """The headings of a source or of one of its documents."""
        return self._in(SECTION, "section", source, document_id)

    def blocks(self, source: str, document_id: str | None = None) -> list[Block]:
        """The blocks of a source or of one of its documents."""
        return self._in(BLOCK, "block", source, document_id)

    def holes(self, source: str) -> list[Span]:
        """The holes of all blocks of a source, in reading order."""
        return [hole for _, block in self._records(BLOCK, "block", source, "t.holes <> '[]'") for hole in block.holes]

    def given_tables(self, source: str) -> list[Table]:
        """The tables of a source that its file has as tables."""
        return [table for _, table in self._records(TABLE, "flat_table", source, "t.is_given")]

    def tables(self, source: str, document_id: str | None = None) -> list[Table]:
        """The tables of a source or of one of its documents."""
        return self._in(TABLE, "flat_table", source, document_id)

    def passages(self, source: str | None = None, document_id: str | None = None) -> list[Passage]:
        """Of a source, of one document, or all of them, in reading order."""
        if source is None and document_id is None:
            return self._everywhere(PASSAGE, "passage")
        return self._in(PASSAGE, "passage", source or source_of(document_id or ""), document_id)

    def passage(self, passage_id: str) -> Passage | None:
        """The passage of this identifier."""
        source, taken = source_of(document_of(passage_id)), {"id": passage_id}
        return next((one for _, one in self._records(PASSAGE, "passage", source, "t.id = :id", taken)), None)

    def passages_by_id(self, passage_ids: Iterable[str]) -> dict[str, Passage]:
        """The passages of these identifiers that are there."""
        found = ((passage_id, self.passage(passage_id)) for passage_id in passage_ids)
        return {passage_id: passage for passage_id, passage in found if passage is not None}

    def passages_in(self, source: str, start: int, end: int) -> list[Passage]:
        """The passages of a source that lie in a stretch of it, wholly or in part, in reading order."""
        taken, where = {"start": start, "end": end}, 't."start" < :end AND t."end" > :start'
        return [passage for _, passage in self._records(PASSAGE, "passage", source, where, taken)]

    def mentions(self, source: str) -> list[Mention]:
        """All mentions of a source."""
        return self._in(MENTION, "mention", source)

    def relations(self, source: str, mentions: Sequence[Mention]) -> list[Relation]:
        """The relations of a source; `mentions` are all its mentions, as `mentions()` gave them."""
        return [one for _, one in self._records(RELATION, "relation", source, mentions=mentions)]

    def targets(self, source: str) -> list[Target]:
        """The targets of a source."""
        return self._in(TARGET, "target", source)

    def attributes(self, source: str, mentions: Sequence[Mention]) -> list[Attribute]:
        """The attributes of a source's projects; `mentions` are all its mentions, as `mentions()` gave them."""
        return [one for _, one in self._records(ATTRIBUTE, "attribute", source, mentions=mentions)]

    def references(self, source: str | None = None, document_id: str | None = None) -> list[Reference]:
        """What documents say of others."""
        if source is None:
            return self._everywhere(REFERENCE, "reference")
        return self._in(REFERENCE, "reference", source, document_id)

    def structures(self, source: Source) -> tuple[Structure, ...]:
        """The structures of one source, in the order of its documents."""
        sections = self._by_document(SECTION, "section", source.name)
        blocks = self._by_document(BLOCK, "block", source.name)
        tables = self._by_document(TABLE, "flat_table", source.name)
        passages = self._by_document(PASSAGE, "passage", source.name)
        return tuple(
            Structure(
                document,
                source.text,
                tuple(sections.get(document.id, ())),
                tuple(blocks.get(document.id, ())),
                tuple(tables.get(document.id, ())),
                tuple(passages.get(document.id, ())),
            )
            for document in self.documents(source.name)
        )

    def extraction(self, name: str) -> Extraction | None:
        """All that the source gave, equal to what was put, with one query a table; None when there is no such
        source."""
        source = self.source(name)
        if source is None:
            return None
        mentions = tuple(self.mentions(name))
        relations = tuple(self.relations(name, mentions))
        attributes = tuple(self.attributes(name, mentions))
        targets, references = tuple(self.targets(name)), tuple(self.references(name))
        return Extraction(source, self.structures(source), mentions, relations, targets, attributes, references)

    def rows_of_source(self, name: str) -> dict[str, list[TableRow]]:
        """What `extraction` is read from, by table, without reading it."""
        rows = {
            table: list(self._layers.rows_of(table, name, columns=columns_of(table), order="ordinal"))
            for table in FORMS
        }
        return rows | {"source": list(self._layers.rows_of("source", name, columns=_READ))}

    # -------------------------------------------------------------------------------------------------- records

    def _in(self, form: Form[Record], table: str, source: str, document_id: str | None = None) -> list[Record]:
        where = "" if document_id is None else "t.in_document = :document"
        return [record for _, record in self._records(form, table, source, where, {"document": document_id})]

    def _by_document(self, form: Form[Record], table: str, source: str) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for document_id, record in self._records(form, table, source):
            found.setdefault(document_id, []).append(record)
        return found

    def _records(
        self,
        form: Form[Record],
        table: str,
        source: str,
        where: str = "",
        parameters: Mapping[str, object] | None = None,
        *,
        mentions: Sequence[Mention] = (),
    ) -> Iterator[tuple[str, Record]]:
        """Those of a source in their order, each with its document."""
        columns = columns_of(table)
        rows = self._layers.rows_of(table, source, where, parameters, columns=columns, order="ordinal")
        return ((row[1], self._record(form, table, row, mentions)) for row in rows)

    def _everywhere(self, form: Form[Record], table: str) -> list[Record]:
        rows = self._layers.rows(table, columns=columns_of(table), order="in_source, ordinal")
        return [self._record(form, table, row) for row in rows]

    def _record(self, form: Form[Record], table: str, row: TableRow, mentions: Sequence[Mention] = ()) -> Record:
        try:
            return form.of_row(row[3:], mentions)
        except (ValueError, TypeError, LookupError) as error:
            raise LibraryDamaged(f"{self.path}: damaged (a {table} of {row[0]}); {REBUILD}") from error


def _shelved(row: Sequence[Any]) -> Shelved:
    return Shelved(row[0], row[1], row[2], row[3], row[4], os.fsdecode(row[5]))


def shelved_copy(copy: Copy) -> Shelved:
    """A copy as a list of all sources shows it."""
    return Shelved(copy.name, copy.format, copy.sha256, copy.stamp, 0, copy.origin)


def _copy(row: Sequence[Any]) -> Copy:
    return Copy(row[0], row[1], row[2], row[3], row[4], os.fsdecode(row[5]))
