"""One source's Parquet file, read: the records that `ingest.library.Library` gives of a source.

In: the packed rows. Out: records, whole (`extraction`) or by table. What was unpacked once is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeVar

from graph.records import Extraction, Layout, Mention, Source, Structure
from ingest.library_tables import FORMS
from ingest.parquet.columns import PackedSource
from ingest.parquet.store import StoreUnreadable
from ingest.rows import layout_of

Made = TypeVar("Made")


class SourceFile:
    """The records of one source."""

    def __init__(self, packed: PackedSource) -> None:
        self.packed = packed
        self._tables: dict[str, list[tuple[str, Any]]] = {}

    @cached_property
    def text(self) -> str:
        """The stored text."""
        return str(self.packed.source("text")[0])

    @cached_property
    def layout(self) -> Layout:
        """What the file knew of its form."""
        return self._made("layout", lambda: layout_of(self.packed.source("layout")[0]))

    @cached_property
    def source(self) -> Source:
        """The source as it was read."""
        name, sha256, kind = self.packed.source("name", "sha256", "format")
        return Source(name, self.text, sha256, kind, self.layout)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """All mentions, by whose places relations and attributes name them."""
        return tuple(record for _, record in self.records("mention"))

    def records(self, table: str) -> Sequence[tuple[str, Any]]:
        """The records of a table in their order, each with its document."""
        if table not in self._tables:
            mentions = self.mentions if table in ("relation", "attribute") else ()
            form = FORMS[table]
            rows = self.packed.rows(table)
            self._tables[table] = self._made(table, lambda: [(row[0], form.of_row(row[1:], mentions)) for row in rows])
        return self._tables[table]

    def all(self, table: str, document_id: str | None = None) -> list[Any]:
        """The records of a table, or those of one document alone."""
        return [record for of, record in self.records(table) if document_id is None or of == document_id]

    def structures(self) -> tuple[Structure, ...]:
        """One a document, in their order."""
        held = {table: self._by_document(table) for table in ("section", "block", "flat_table", "passage")}
        return tuple(
            Structure(document, self.text, *(tuple(parts.get(document.id, ())) for parts in held.values()))
            for document in self.all("document")
        )

    def extraction(self) -> Extraction:
        """All that the source gave, equal to what was put."""
        relations, targets = tuple(self.all("relation")), tuple(self.all("target"))
        attributes, references = tuple(self.all("attribute")), tuple(self.all("reference"))
        return Extraction(self.source, self.structures(), self.mentions, relations, targets, attributes, references)

    def _by_document(self, table: str) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for document_id, record in self.records(table):
            found.setdefault(document_id, []).append(record)
        return found

    def _made(self, what: str, make: Callable[[], Made]) -> Made:
        try:
            return make()
        except (ValueError, TypeError, LookupError) as error:
            raise StoreUnreadable(f"{self.packed.path}: damaged (a {what} cannot be read)") from error
