"""One generation's library, read as far as that goes: whatever version wrote it, and whatever has become of its files.

In: a generation. Out: which sources and copies it held, and the text of each that still is what was read. The files of
the stack are read from the newest down: what a file replaces or drops does not come back from those below it. Older
versions kept the library in one file.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from graph.layers import DAMAGE, files_of
from graph.records import Source
from ingest.copies import fingerprint
from ingest.generation import Generation, HomeDamaged
from ingest.library import Shelved
from ingest.library_tables import COPY, SOURCE
from ingest.rows import layout_of

_MOST_ROWS = 100_000  # looked for one by one where the list of sources cannot be read


class ShelfFile:
    """One file of a library; its queries give None where it is too damaged to say."""

    def __init__(self, path: Path) -> None:
        self._connection: sqlite3.Connection | None = None
        if path.is_file():
            # immutable: what is read never changes, so neither locks nor side files are wanted
            uri = path.resolve().as_uri() + "?mode=ro&immutable=1"
            try:
                self._connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
            except sqlite3.OperationalError:
                self._connection = None

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()

    @cached_property
    def columns(self) -> frozenset[str]:
        """Those of the sources; older versions had fewer."""
        return self._columns_of("source")

    def _columns_of(self, table: str) -> frozenset[str]:
        return frozenset(row[1] for row in self.tried(f"PRAGMA table_info({table})") or ())

    @cached_property
    def lists_all(self) -> bool:
        """Whether it says of everything what it holds and what it hides."""
        asked = ("SELECT rowid, name, format, sha256 FROM source", *(_OWNERS.format(f) for f in self._families))
        return bool(self.columns) and all(self.tried(query) is not None for query in asked)

    @cached_property
    def _families(self) -> tuple[str, ...]:
        """Whose owners it lists; older versions, which had no files below, listed none."""
        return tuple(family for family in (SOURCE, COPY) if self._columns_of(f"owner_{family}"))

    def spoken_of(self, family: str) -> set[str]:
        """The names that it holds, replaces or drops."""
        names = {name for (name,) in self._names(family) if isinstance(name, str)}
        return names | {name for name, _, _ in (self.sources if family == SOURCE else self.copies)}

    def _names(self, family: str) -> Sequence[tuple[Any, ...]]:
        return (self.tried(_OWNERS.format(family)) or ()) if family in self._families else ()

    @cached_property
    def sources(self) -> Sequence[tuple[str, Shelved, int]]:
        """The name, the entry and the row of each source whose row can be read."""
        if not {"name", "format", "sha256", "text"} <= self.columns:
            return ()
        return [
            (name, entry_of(name, kind, sha256, lay), number)
            for number, name, kind, sha256, lay in self._source_rows()
            if all(isinstance(value, str) for value in (name, kind, sha256))
        ]

    def _source_rows(self) -> Sequence[tuple[Any, ...]]:
        origin = "origin" if "origin" in self.columns else "''"
        query = f"SELECT rowid, name, format, sha256, {origin} FROM source"
        rows = self.tried(query)
        if rows is not None:
            return rows
        # damaged: row by row, what can be had
        most = self.tried("SELECT max(rowid) FROM source") or [(_MOST_ROWS,)]
        each = (self.tried(f"{query} WHERE rowid = ?", number) for number in range(1, int(most[0][0] or 0) + 1))
        return [row for found in each for row in found or ()]

    @cached_property
    def copies(self) -> Sequence[tuple[str, Shelved, str]]:
        """The name, the entry and the source of each copy, where they can be read."""
        origin = "origin" if "origin" in self._columns_of("copy") else "''"
        rows = self.tried(f'SELECT name, format, sha256, {origin}, "of" FROM copy') or ()
        return [(name, entry_of(name, kind, sha256, lay), of) for name, kind, sha256, lay, of in rows]

    def source(self, entry: Shelved, row: int) -> Source | None:
        """What a row holds, under the name of the entry; None where it is damaged."""
        columns = ("text", *(column for column in ("layout", "fingerprint") if column in self.columns))
        rows = self.tried(f"SELECT {', '.join(columns)} FROM source WHERE rowid = ?", row)
        if not rows:
            return None
        found = dict(zip(columns, rows[0], strict=True))
        text = found["text"]
        if not isinstance(text, str) or found.get("fingerprint", fingerprint(text)) != fingerprint(text):
            return None
        try:
            layout = layout_of(found.get("layout"))
        except (ValueError, TypeError, LookupError):
            return None
        return Source(entry.name, text, entry.sha256, entry.format, layout)

    def tried(self, query: str, *values: object) -> list[tuple[Any, ...]] | None:
        """None where the file is too damaged to say."""
        if self._connection is None:
            return None
        try:
            return list(self._connection.execute(query, values))
        except DAMAGE:
            return None


_OWNERS = "SELECT owner FROM owner_{}"


def entry_of(name: str, kind: str, sha256: str, origin: object) -> Shelved:
    """What is known of a source or copy without its text."""
    lay = os.fsdecode(origin) if isinstance(origin, bytes) else str(origin or "")
    return Shelved(name, kind, sha256, "", 0, lay)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the text of a source is kept: file and row of its own, or of the source it is a copy of."""

    entry: Shelved
    file: ShelfFile
    row: int


class Shelf:
    """All files of one generation's library."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._files = [ShelfFile(path) for path in reversed(_written_files(generation))]  # the newest first

    def close(self) -> None:
        """Close the files."""
        for file in self._files:
            file.close()

    @cached_property
    def noted(self) -> Mapping[str, Shelved] | None:
        """All its sources and copies by name, as noted beside it, else as it lists them itself; None where neither
        can be read whole."""
        try:
            noted = json.loads(self._generation.files.read_text(encoding="ascii"))
            return {entry[0]: entry_of(*entry) for entry in noted}
        except (OSError, ValueError, TypeError, LookupError):
            return self.found if all(file.lists_all for file in self._files) else None

    @property
    def found(self) -> Mapping[str, Shelved]:
        """The sources and copies whose rows can be read."""
        return {name: place.entry for name, place in self._places.items()}

    def source(self, name: str) -> Source | None:
        """A source as it was read, a copy under its own name; None where it is not here, or damaged."""
        place = self._places.get(name)
        return None if place is None else place.file.source(place.entry, place.row)

    @cached_property
    def _places(self) -> Mapping[str, _Place]:
        places = {entry.name: _Place(entry, file, row) for file, entry, row in self._source_places()}
        copies: dict[str, _Place] = {}
        for entry, of in self._copies():
            if of in places and entry.name not in places:
                copies[entry.name] = replace(places[of], entry=entry)
        return places | copies

    def _source_places(self) -> Iterator[tuple[ShelfFile, Shelved, int]]:
        hidden: set[str] = set()
        for file in self._files:
            yield from ((file, entry, row) for name, entry, row in file.sources if name not in hidden)
            hidden |= file.spoken_of(SOURCE)

    def _copies(self) -> Iterator[tuple[Shelved, str]]:
        hidden: set[str] = set()
        for file in self._files:
            yield from ((entry, of) for name, entry, of in file.copies if name not in hidden)
            hidden |= file.spoken_of(COPY)


def _written_files(generation: Generation) -> Sequence[Path]:
    """The files of the library that were written, the lowest first, those that are gone too."""
    there = {path.name for path in files_of(generation.library)}
    there |= {path.name for path in generation.folder.glob(f"{generation.library.name}.*")}
    with suppress(HomeDamaged):  # then what lies there is all that is known
        there |= generation.about.get("parts", {}).keys()
    first, above = generation.library, f"{generation.library.name}."
    numbers = (name.removeprefix(above) for name in there if name.startswith(above))
    most = max((int(number) for number in numbers if number.isascii() and number.isdecimal()), default=0)
    return [first, *(first.with_name(f"{first.name}.{number}") for number in range(1, most + 1))]
