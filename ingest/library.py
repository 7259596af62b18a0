"""The library: everything that was read out of the sources, in one SQLite file. It is the truth; graph and index
are derived from it and can be rebuilt from it.

In: one `Extraction` per source. Out: the same records again, whole (`extraction`) or by table (`documents`,
`sections`, …). A source is put and dropped in one transaction.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import REBUILD, MailuoError
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
    Structure,
    Table,
    Target,
)
from ingest.copies import Copy, fingerprint
from ingest.rows import Form, Record, Row, layout_of, layout_row, remarks_of, remarks_row

_DOCUMENT = Form(Document)
_SECTION = Form(Section)
_BLOCK = Form(Block)
_TABLE = Form(Table)
_PASSAGE = Form(Passage)
_MENTION = Form(Mention)
_RELATION = Form(Relation)
_TARGET = Form(Target)
_ATTRIBUTE = Form(Attribute)
_REFERENCE = Form(Reference)

_FORMS: Mapping[str, Form[Any]] = {
    "document": _DOCUMENT,
    "section": _SECTION,
    "block": _BLOCK,
    "flat_table": _TABLE,
    "passage": _PASSAGE,
    "mention": _MENTION,
    "relation": _RELATION,
    "target": _TARGET,
    "attribute": _ATTRIBUTE,
    "reference": _REFERENCE,
}


def _columns(form: Form[Any]) -> str:
    # The keys come first under names of their own: most records carry a source and a document too.
    return ", ".join(("in_source", "in_document", "ordinal", *(f'"{column}"' for column in form.columns)))


_SCHEMA = (
    "CREATE TABLE source (name TEXT PRIMARY KEY, format TEXT, sha256 TEXT, stamp TEXT, "
    # where the file lay, in bytes of the file system, and what a list of all sources shows of the layout: before the
    # long columns, so that they are found without reading those
    "origin BLOB, remarks TEXT, fingerprint TEXT, text TEXT, layout TEXT);"
    "CREATE TABLE copy (name TEXT PRIMARY KEY, of TEXT, format TEXT, sha256 TEXT, stamp TEXT, origin BLOB);"
    + "".join(
        f"CREATE TABLE {table} ({_columns(form)}, PRIMARY KEY (in_source, ordinal)) WITHOUT ROWID;"
        for table, form in _FORMS.items()
    )
)
# The columns follow the model; a library written for other columns is known by this number.
_FORMAT = zlib.crc32(_SCHEMA.encode()) & 0x7FFFFFFF


class LibraryDamaged(MailuoError):
    """The library's file is not one."""


class LibraryUnwritable(MailuoError):
    """The library could not be written: most often the disk is full."""


class LibraryOutdated(MailuoError):
    """The library was written by another version of Mailuo."""


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


class Library:
    """One library file; open it with `Library.create` or `Library.open`, and close it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    @classmethod
    def create(cls, path: Path) -> Library:
        """A new, empty library at `path`."""
        connection = sqlite3.connect(path, isolation_level=None)
        # A generation is built beside the one in use and flushed before it is switched to: no journal is needed.
        try:
            connection.executescript(f"PRAGMA journal_mode = MEMORY; PRAGMA user_version = {_FORMAT}; {_SCHEMA}")
        except sqlite3.OperationalError as error:
            connection.close()
            raise LibraryUnwritable(f"{path}: cannot be written ({error}); is the disk full?") from error
        return cls(connection, path)

    @classmethod
    def open(cls, path: Path, *, writable: bool = False) -> Library:
        """The library at `path`; a read-only one may be used from several threads."""
        connection, version = connect(path, writable=writable)
        if version != _FORMAT:
            connection.close()
            raise LibraryOutdated(f"{path}: written by another version of Mailuo; to renew it, {REBUILD}")
        if writable:
            connection.execute("PRAGMA journal_mode = MEMORY")
        return cls(connection, path)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._connection.execute("BEGIN")
        try:
            yield self._connection
        except sqlite3.OperationalError as error:
            raise LibraryUnwritable(f"{self.path}: cannot be written ({error}); is the disk full?") from error
        finally:
            # still in transaction: something went wrong (a full disk may have ended it already)
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    # ------------------------------------------------------------------------------------------------ writing

    def put(self, extraction: Extraction, stamp: str, origin: str = "") -> None:
        """Store all that one source gave, in place of what it gave before."""
        source = extraction.source
        with self._transaction() as connection:
            _delete(connection, source.name)
            connection.execute(
                "INSERT INTO source VALUES (?,?,?,?,?,?,?,?,?)",
                (
                    *(source.name, source.format, source.sha256, stamp),
                    *(os.fsencode(origin), remarks_row(source.layout.remarks), fingerprint(source.text)),
                    *(source.text, layout_row(source.layout)),
                ),
            )
            for table, table_rows in _rows(extraction):
                marks = ",".join("?" * (len(_FORMS[table].columns) + 3))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", table_rows)
            connection.execute("COMMIT")

    def put_copy(self, copy: Copy) -> None:
        """Store that a file is a copy of a source that is there, in place of what it gave before."""
        with self._transaction() as connection:
            _delete(connection, copy.name)
            row = (copy.name, copy.of, copy.format, copy.sha256, copy.stamp, os.fsencode(copy.origin))
            connection.execute("INSERT INTO copy VALUES (?,?,?,?,?,?)", row)
            connection.execute("COMMIT")

    def drop(self, name: str) -> None:
        """Forget a source or a copy and all that came from it; a name that is not there is no mistake."""
        with self._transaction() as connection:
            _delete(connection, name)
            connection.execute("COMMIT")

    # ------------------------------------------------------------------------------------------------ reading

    def sources(self) -> list[Shelved]:
        query = "SELECT name, format, sha256, stamp, length(text), origin FROM source ORDER BY name"
        return [
            Shelved(name, format, sha256, stamp, characters, os.fsdecode(origin))
            for name, format, sha256, stamp, characters, origin in self._ask(query)
        ]

    def remarks(self) -> list[tuple[str, Remark]]:
        """What is to be known of how sources were read, each with the name of its source."""
        query = "SELECT name, remarks FROM source WHERE remarks IS NOT NULL ORDER BY name"
        return [(name, remark) for name, row in self._ask(query) for remark in remarks_of(row)]

    def copies(self) -> list[Copy]:
        query = "SELECT name, of, format, sha256, stamp, origin FROM copy ORDER BY name"
        return [
            Copy(name, of, format, sha256, stamp, os.fsdecode(origin))
            for name, of, format, sha256, stamp, origin in self._ask(query)
        ]

    def twin_of(self, name: str, text: str) -> str | None:
        """The source of another name that has this text."""
        query = "SELECT name FROM source WHERE fingerprint = ? AND name <> ? ORDER BY name LIMIT 1"
        row = next(self._ask(query, fingerprint(text), name), None)
        return None if row is None else str(row[0])

    def shelved(self) -> dict[str, Shelved]:
        """The sources and the copies of sources, by name."""
        copies = (Shelved(one.name, one.format, one.sha256, one.stamp, 0, one.origin) for one in self.copies())
        return {entry.name: entry for entry in (*self.sources(), *copies)}

    def source(self, name: str) -> Source | None:
        """The source as it was read, or None when there is no such source."""
        query = "SELECT name, text, sha256, format, layout FROM source WHERE name = ?"
        row = next(self._ask(query, name), None)
        return None if row is None else Source(row[0], row[1], row[2], row[3], layout_of(row[4]))

    def layout(self, name: str) -> Layout:
        """What the file of a source knew of its form, without its text; nothing where there is no such source."""
        row = next(self._ask("SELECT layout FROM source WHERE name = ?", name), None)
        return layout_of(row[0] if row else None)

    def documents(self, source: str | None = None) -> list[Document]:
        return list(self._records(_DOCUMENT, "document", source))

    def sections(self, source: str, document_id: str | None = None) -> list[Section]:
        return list(self._records(_SECTION, "section", source, document_id))

    def blocks(self, source: str, document_id: str | None = None) -> list[Block]:
        return list(self._records(_BLOCK, "block", source, document_id))

    def tables(self, source: str, document_id: str | None = None) -> list[Table]:
        return list(self._records(_TABLE, "flat_table", source, document_id))

    def passages(self, source: str | None = None, document_id: str | None = None) -> list[Passage]:
        return list(self._records(_PASSAGE, "passage", source, document_id))

    def mentions(self, source: str) -> list[Mention]:
        return list(self._records(_MENTION, "mention", source))

    def relations(self, source: str, mentions: Sequence[Mention]) -> list[Relation]:
        """The relations of a source; `mentions` are all its mentions, as `mentions()` gave them."""
        return list(self._records(_RELATION, "relation", source, mentions=mentions))

    def targets(self, source: str) -> list[Target]:
        return list(self._records(_TARGET, "target", source))

    def attributes(self, source: str, mentions: Sequence[Mention]) -> list[Attribute]:
        """The attributes of a source's projects; `mentions` are all its mentions, as `mentions()` gave them."""
        return list(self._records(_ATTRIBUTE, "attribute", source, mentions=mentions))

    def references(self, source: str | None = None, document_id: str | None = None) -> list[Reference]:
        """What documents say of others."""
        return list(self._records(_REFERENCE, "reference", source, document_id))

    def structures(self, source: Source) -> tuple[Structure, ...]:
        """The structures of one source, in the order of its documents."""
        return tuple(
            Structure(
                document,
                source.text,
                tuple(self.sections(source.name, document.id)),
                tuple(self.blocks(source.name, document.id)),
                tuple(self.tables(source.name, document.id)),
                tuple(self.passages(source.name, document.id)),
            )
            for document in self.documents(source.name)
        )

    def extraction(self, name: str) -> Extraction | None:
        """All that the source gave, equal to what was put; None when there is no such source."""
        source = self.source(name)
        if source is None:
            return None
        mentions = tuple(self.mentions(name))
        relations = tuple(self.relations(name, mentions))
        attributes = tuple(self.attributes(name, mentions))
        targets, references = tuple(self.targets(name)), tuple(self.references(name))
        return Extraction(source, self.structures(source), mentions, relations, targets, attributes, references)

    def _records(
        self,
        form: Form[Record],
        table: str,
        source: str | None,
        document_id: str | None = None,
        *,
        mentions: Sequence[Mention] = (),
    ) -> Iterator[Record]:
        conditions = {"in_source": source, "in_document": document_id}
        wanted = {column: value for column, value in conditions.items() if value is not None}
        where = f"WHERE {' AND '.join(f'{column} = ?' for column in wanted)}" if wanted else ""
        query = f"SELECT * FROM {table} {where} ORDER BY in_source, ordinal"
        for row in self._ask(query, *wanted.values()):
            try:
                record = form.of_row(row[3:], mentions)
            except (ValueError, TypeError, LookupError) as error:
                raise LibraryDamaged(f"{self.path}: damaged (a {table} of {row[0]}); {REBUILD}") from error
            yield record

    def _ask(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._connection.execute(query, values)
        except sqlite3.DatabaseError as error:
            raise LibraryDamaged(f"{self.path}: damaged ({error}); {REBUILD}") from error


def connect(path: Path, *, writable: bool) -> tuple[sqlite3.Connection, int]:
    """The file at `path`, opened, and the number of its columns' version."""
    if not path.is_file():
        raise LibraryDamaged(f"{path}: the library is missing; {REBUILD}")
    # immutable: what a reader opens never changes, so neither locks nor side files are wanted
    uri = path.resolve().as_uri() + ("?mode=rw" if writable else "?mode=ro&immutable=1")
    try:
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    except sqlite3.OperationalError as error:
        raise LibraryDamaged(f"{path}: cannot be read ({error}); {REBUILD}") from error
    try:
        return connection, connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError as error:
        connection.close()
        raise LibraryDamaged(f"{path}: not a library ({error}); {REBUILD}") from error


def _rows(extraction: Extraction) -> Iterator[tuple[str, list[Row]]]:
    """Each table's rows. A relation names its head and tail, an attribute its project, by their place among
    the mentions."""
    structures = extraction.structures
    ordinals = {mention: ordinal for ordinal, mention in enumerate(extraction.mentions)}
    tables: list[tuple[str, list[tuple[str, Any]]]] = [
        ("document", [(s.document.id, s.document) for s in structures]),
        ("section", [(s.document.id, section) for s in structures for section in s.sections]),
        ("block", [(s.document.id, block) for s in structures for block in s.blocks]),
        ("flat_table", [(s.document.id, table) for s in structures for table in s.tables]),
        ("passage", [(s.document.id, passage) for s in structures for passage in s.passages]),
        ("mention", [(mention.document_id, mention) for mention in extraction.mentions]),
        ("relation", [(relation.document_id, relation) for relation in extraction.relations]),
        ("target", [(target.document_id, target) for target in extraction.targets]),
        ("attribute", [(attribute.document_id, attribute) for attribute in extraction.attributes]),
        ("reference", [(reference.document_id, reference) for reference in extraction.references]),
    ]
    for table, records in tables:
        form = _FORMS[table]
        yield (
            table,
            [
                (extraction.source.name, document_id, ordinal, *form.to_row(record, ordinals))
                for ordinal, (document_id, record) in enumerate(records)
            ],
        )


def _delete(connection: sqlite3.Connection, name: str) -> None:
    for table in _FORMS:
        connection.execute(f"DELETE FROM {table} WHERE in_source = ?", (name,))
    connection.execute("DELETE FROM source WHERE name = ?", (name,))
    connection.execute("DELETE FROM copy WHERE name = ?", (name,))
