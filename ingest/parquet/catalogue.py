"""What is asked across all sources of a generation, in one Parquet file: a row a source.

In: a library, and the key of each source's file. Out: the file `catalogue.parquet`; and of one that is read, sources,
copies, documents, references and keys, kept in memory. The columns are those of the library's tables, its lists as in
a source's file (`ingest.parquet.columns`).
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from graph.errors import REBUILD
from graph.records import Document, Reference, Remark
from ingest.copies import Copy
from ingest.library import Counts, Shelved
from ingest.library_tables import FORMS, LISTED
from ingest.parquet.columns import LEVEL, VERSION, list_kind, plain_kind, version
from ingest.parquet.store import StoreUnreadable
from ingest.readable_library import ReadableLibrary
from ingest.rows import remarks_of, remarks_row

NAME = "catalogue.parquet"
KEY = "key"  # of the source's own file
_COPY = {"name": str, "format": str, "sha256": str, "stamp": str, "origin": bytes}


def packed_catalogue(library: ReadableLibrary, keys: Mapping[str, str]) -> bytes:
    """The file. keys: of the file of each source, by its name."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema()
    sources = library.sources()
    remarks: defaultdict[str, list[Remark]] = defaultdict(list)
    for name, remark in library.remarks():
        remarks[name].append(remark)
    lists = {"document": _documents(library), "reference": _references(library), "copy": _copies(library)}
    columns = {
        KEY: [keys[one.name] for one in sources],
        **{name: [getattr(one, name) for one in sources] for name in LISTED if name not in ("origin", "remarks")},
        "origin": [os.fsencode(one.origin) for one in sources],
        "remarks": [remarks_row(tuple(remarks[one.name])) for one in sources],
        **{name: [held.get(one.name, []) for one in sources] for name, held in lists.items()},
    }
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(
        sink,
        schema,
        compression="zstd",
        compression_level=LEVEL,
        write_page_checksum=True,
        store_schema=False,
    ) as writer:
        writer.write_table(pa.table(columns, schema=schema))
        writer.add_key_value_metadata({VERSION: version()})
    return bytes(sink.getvalue())


def _schema() -> Any:
    import pyarrow as pa

    fields = [(KEY, pa.string()), *((name, plain_kind(kind)) for name, kind in LISTED.items())]
    fields += [(name, list_kind(name)) for name in ("document", "reference")]
    copy = pa.struct([(name, pa.binary() if kind is bytes else pa.string()) for name, kind in _COPY.items()])
    return pa.schema([*fields, ("copy", pa.list_(copy))])


def _documents(library: ReadableLibrary) -> dict[str, list[Any]]:
    form, passages = FORMS["document"], library.passage_counts()
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for one in library.documents():
        row = dict(zip(form.columns, form.to_row(one, {}), strict=True))
        found[one.source].append({"in_document": one.id, **row, "passages": passages[one.id]})
    return found


def _references(library: ReadableLibrary) -> dict[str, list[Any]]:
    form = FORMS["reference"]
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for one in library.references():
        row = dict(zip(form.columns, form.to_row(one, {}), strict=True))
        found[one.source].append({"in_document": one.document_id, **row})
    return found


def _copies(library: ReadableLibrary) -> dict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for one in library.copies():
        found[one.of].append({**{name: getattr(one, name) for name in _COPY}, "origin": os.fsencode(one.origin)})
    return found


class Catalogue:
    """A catalogue that is read. path: for messages."""

    def __init__(self, content: bytes, path: str) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.path = path
        try:
            file = pq.ParquetFile(pa.BufferReader(content), page_checksum_verification=True)
            held = (file.metadata.metadata or {}).get(VERSION)
            if held == version():
                self._rows: list[dict[str, Any]] = file.read().to_pylist()
        except (pa.ArrowException, OSError, ValueError) as error:
            raise StoreUnreadable(f"{path}: damaged ({' '.join(str(error).split())[:200]})") from error
        if held != version():
            raise StoreUnreadable(f"{path}: written by another version of Mailuo; to renew it, {REBUILD}")

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """Of the file of each source, by its name."""
        return {row["name"]: row[KEY] for row in self._rows}

    @cached_property
    def sources(self) -> Mapping[str, Shelved]:
        """By name, in its order."""
        return {
            row["name"]: Shelved(
                row["name"],
                row["format"],
                row["sha256"],
                row["stamp"],
                row["characters"],
                os.fsdecode(row["origin"]),
            )
            for row in self._rows
        }

    @cached_property
    def copies(self) -> Mapping[str, Copy]:
        """By name, in its order."""
        held = [
            Copy(one["name"], row["name"], one["format"], one["sha256"], one["stamp"], os.fsdecode(one["origin"]))
            for row in self._rows
            for one in row["copy"]
        ]
        return {one.name: one for one in sorted(held, key=lambda one: one.name)}

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """By identifier, in the order of sources and places."""
        return {one.id: one for row in self._rows for one in self._records("document", row)}

    @cached_property
    def passage_counts(self) -> Mapping[str, int]:
        """How many passages each document has, in the order of `documents`."""
        return {one["id"]: one["passages"] for row in self._rows for one in row["document"]}

    @cached_property
    def references(self) -> Mapping[str, list[Reference]]:
        """By source, in its order."""
        return {row["name"]: self._records("reference", row) for row in self._rows if row["reference"]}

    @cached_property
    def remarks(self) -> list[tuple[str, Remark]]:
        """Each with the name of its source."""
        return [(row["name"], remark) for row in self._rows for remark in remarks_of(row["remarks"])]

    def counts(self) -> Counts:
        """How much there is."""
        passages = self.passage_counts
        return Counts(len(self._rows), len(self.copies), len(passages), sum(passages.values()))

    def _records(self, table: str, row: Mapping[str, Any]) -> list[Any]:
        form = FORMS[table]
        try:
            return [form.of_row([one[column] for column in form.columns]) for one in row[table]]
        except (ValueError, TypeError, LookupError) as error:
            raise StoreUnreadable(f"{self.path}: damaged (a {table} of {row['name']})") from error
