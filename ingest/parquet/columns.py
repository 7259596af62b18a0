"""One source as a Parquet file of one row: its own columns, and for each table of the library a list of records.

In: the rows of `ingest.library_tables.rows_of`. Out: bytes, and the rows again, table by table. Within a record a tuple
or a nested record is JSON, as in the library; what a list says by itself (whose it is, in which order) stands nowhere.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from graph.errors import REBUILD
from graph.layers import TableRow
from ingest.library_tables import FAMILIES, FORMS, SOURCE
from ingest.parquet.store import StoreUnreadable

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

LEVEL = 6  # of zstd: above it files get hardly smaller and take much longer
VERSION = b"mailuo.columns"  # in the file's metadata: for which columns it was written
VECTORS = "vectors"
_IMPLIED = ("in_source", "ordinal")  # a list says it
_SQL = {"TEXT": str, "INT": int, "BLOB": bytes}


@cache
def _kinds() -> Mapping[str, Mapping[str, type]]:
    """By table, what its columns hold."""
    found: dict[str, dict[str, type]] = {}
    for name, form in FORMS.items():
        kinds = form.kept_as
        columns = (column for column in FAMILIES[SOURCE][name].columns if column not in _IMPLIED)
        found[name] = {column: kinds.get(column, int if column == "passages" else str) for column in columns}
    return found


@cache
def version() -> bytes:
    """Of the columns: files written for others are known by it."""
    return b"%08x" % zlib.crc32(repr((FAMILIES[SOURCE]["source"].columns, _kinds())).encode())


def plain_kind(kind: str | type) -> Any:
    """Arrow's type of a column. kind: its type in Python, or in SQL."""
    import pyarrow as pa

    made = {str: pa.string, int: pa.int64, float: pa.float64, bytes: pa.binary}
    return made[_SQL[kind] if isinstance(kind, str) else kind]()


def list_kind(table: str) -> Any:
    """Arrow's type of a list of a table's records."""
    import pyarrow as pa

    return pa.list_(pa.struct([(column, plain_kind(kind)) for column, kind in _kinds()[table].items()]))


@cache
def _schema() -> Any:
    import pyarrow as pa

    columns = [(name, plain_kind(kind)) for name, kind in FAMILIES[SOURCE]["source"].columns.items()]
    columns += [(name, list_kind(name)) for name in _kinds()]
    columns.append((VECTORS, pa.list_(pa.list_(pa.float32()))))
    return pa.schema(columns)


def packed_source(rows: Mapping[str, Sequence[TableRow]], vectors: npt.NDArray[np.float32] | None) -> bytes:
    """The file of one source. vectors: float32 [passages, dim], or None."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema()
    (source,) = rows["source"]
    held: list[Any] = [pa.array([value], schema.field(at).type) for at, value in enumerate(source)]
    for name, kinds in _kinds().items():
        columns = list(FAMILIES[SOURCE][name].columns)
        places = [columns.index(column) for column in kinds]
        records = [dict(zip(kinds, (row[place] for place in places), strict=True)) for row in rows[name]]
        held.append(pa.array([records], schema.field(name).type))
    held.append(_vectors_column(vectors))
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(
        sink,
        schema,
        compression="zstd",
        compression_level=LEVEL,
        use_dictionary=_in_a_dictionary(),
        use_byte_stream_split=[f"{VECTORS}.list.element.list.element"],
        write_statistics=False,  # of one row nobody skips anything
        write_page_checksum=True,
        store_schema=False,  # Parquet's own types say all of it
    ) as writer:
        writer.write_table(pa.Table.from_arrays(held, schema=schema))
        writer.add_key_value_metadata({VERSION: version()})
    return bytes(sink.getvalue())


def _in_a_dictionary() -> list[str]:
    """What repeats itself: all but a source's own columns and the vectors."""
    return [f"{name}.list.element.{column}" for name, kinds in _kinds().items() for column in kinds]


def _vectors_column(vectors: npt.NDArray[np.float32] | None) -> Any:
    import numpy as np
    import pyarrow as pa

    kind = _schema().field(VECTORS).type
    if vectors is None:
        return pa.array([None], kind)
    count, dim = vectors.shape
    flat = pa.array(np.ascontiguousarray(vectors, np.float32).ravel(), pa.float32())
    inner = pa.ListArray.from_arrays(pa.array(np.arange(count + 1) * dim, pa.int32()), flat)
    return pa.ListArray.from_arrays(pa.array([0, count], pa.int32()), inner)


class PackedSource:
    """The file of one source, opened: a table is unpacked when it is asked for. path: for messages."""

    def __init__(self, content: bytes, path: str) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.path = path
        self.size = len(content)
        try:
            self._file = pq.ParquetFile(pa.BufferReader(content), page_checksum_verification=True)
            held = (self._file.metadata.metadata or {}).get(VERSION)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise self._damaged(error) from error
        if held != version():
            raise StoreUnreadable(f"{path}: written by another version of Mailuo; to renew it, {REBUILD}")

    def source(self, *columns: str) -> TableRow:
        """These columns of the source itself."""
        return tuple(self._column(column)[0].as_py() for column in columns)

    def rows(self, table: str) -> list[TableRow]:
        """The rows of a table in their order: the document, then the columns of its form."""
        records = self._column(table).combine_chunks().values
        columns = [records.field(column).to_pylist() for column in ("in_document", *FORMS[table].columns)]
        return list(zip(*columns, strict=True))

    def counts(self) -> list[int]:
        """How many passages each of its documents has."""
        return [int(count) for count in self._column("document").combine_chunks().values.field("passages").to_pylist()]

    def vectors(self) -> npt.NDArray[np.float32] | None:
        """float32 [passages, dim]; None where none were put there."""
        import numpy as np

        held = self._column(VECTORS).combine_chunks()
        if held.null_count:
            return None
        inner = held.values
        flat = np.asarray(inner.values.to_numpy(), np.float32)
        return flat.reshape(len(inner), -1) if len(inner) else np.zeros((0, 0), np.float32)

    def _column(self, name: str) -> Any:
        import pyarrow as pa

        try:
            return self._file.read(columns=[name]).column(name)
        except (pa.ArrowException, OSError, ValueError, KeyError) as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> StoreUnreadable:
        return StoreUnreadable(f"{self.path}: damaged ({' '.join(str(error).split())[:200]})")
