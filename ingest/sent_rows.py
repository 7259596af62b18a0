"""A source on its way to whoever works on it elsewhere: what the library holds of it, as it holds it.

In: an open library and the name of a source. Out: rows that can be pickled; called, they give the extraction. Taking
rows out costs a fifth of reading them, so that this is done by those who work on the source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.layers import Layers, TableRow
from graph.records import Extraction
from ingest.library import Library


@dataclass(frozen=True, slots=True)
class SentRows:
    """path: of the library, for messages; tables: the source's rows by table."""

    path: Path
    name: str
    tables: Mapping[str, Sequence[TableRow]]

    def __call__(self) -> Extraction:
        """All that the source gave."""
        extraction = Library(_Held(self.path, self.tables)).extraction(self.name)
        assert extraction is not None
        return extraction


class _Held(Layers):
    """The rows of one source, in place of the files."""

    def __init__(self, path: Path, tables: Mapping[str, Sequence[TableRow]]) -> None:
        self._path = path
        self._tables = tables

    def rows_of(  # as that of files, asked for all rows of the source in their order
        self,
        table: str,
        owner: str,
        where: str = "",
        parameters: Mapping[str, object] | None = None,
        *,
        columns: str = "*",
        order: str = "",
    ) -> Iterator[TableRow]:
        assert not where, "only all rows are there"
        return iter(self._tables[table])


def sent_rows(library: Library, name: str) -> SentRows:
    """The rows of a source that is there."""
    return SentRows(library.path, name, library.rows_of_source(name))
