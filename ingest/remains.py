"""What is left of a knowledge base → its sources, so that everything can be made anew from them and nothing is lost.

In: the generations that are there, the newest first, with libraries of any version and in any state. Out: which
sources there were, and the text of each that still is what was read: of the newest library, else of an older one.
What no library has any more is read again from its file, where that is still there.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from graph.records import Remark, Source
from ingest.copies import fingerprint
from ingest.generation import Generation
from ingest.library import Library, LibraryDamaged, Shelved, connect
from ingest.originals import Originals
from ingest.rows import layout_of

_MOST_ROWS = 100_000  # looked for one by one where the list of sources cannot be read


def note_files(library: Library, path: Path) -> None:
    """Write down which files the sources came from, beside the library."""
    entries = [[entry.name, entry.format, entry.sha256, entry.origin] for entry in library.shelved().values()]
    path.write_text(json.dumps(entries, indent=0) + "\n", encoding="ascii")


def file_of(entry: Shelved, originals: Originals) -> Path | None:
    """The file a source was read from: where it lay, else as it was kept; None where it is nowhere any more."""
    if entry.origin and (path := Path(entry.origin)).is_file():
        return path
    return originals.find(entry.sha256)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a library keeps the text of a source: the row of its own, or of the source it is a copy of."""

    entry: Shelved
    row: int


class Shelf:
    """One generation's library, read as far as that goes."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        try:
            self._connection: sqlite3.Connection | None = connect(generation.library, writable=False)[0]
        except LibraryDamaged:
            self._connection = None

    def close(self) -> None:
        """Close the library."""
        if self._connection is not None:
            self._connection.close()

    @cached_property
    def noted(self) -> Mapping[str, Shelved] | None:
        """All its sources and copies by name, as noted beside it, else as it lists them itself; None where neither
        can be read whole."""
        try:
            noted = json.loads(self._generation.files.read_text(encoding="ascii"))
            return {entry[0]: _entry(*entry) for entry in noted}
        except (OSError, ValueError, TypeError, LookupError):
            return self.found if self._lists_all else None

    @property
    def found(self) -> Mapping[str, Shelved]:
        """The sources and copies whose rows can be read."""
        return {name: place.entry for name, place in self._places.items()}

    @cached_property
    def _lists_all(self) -> bool:
        return bool(self._columns) and self._tried("SELECT rowid, name, format, sha256 FROM source") is not None

    def source(self, name: str) -> Source | None:
        """A source as it was read, a copy under its own name; None where it is not here, or damaged."""
        place = self._places.get(name)
        if place is None:
            return None
        columns = ("text", *(column for column in ("layout", "fingerprint") if column in self._columns))
        rows = self._tried(f"SELECT {', '.join(columns)} FROM source WHERE rowid = ?", place.row)
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
        return Source(name, text, place.entry.sha256, place.entry.format, layout)

    @cached_property
    def _columns(self) -> frozenset[str]:
        """Those of the sources; older versions had fewer."""
        return frozenset(row[1] for row in self._tried("PRAGMA table_info(source)") or ())

    @cached_property
    def _places(self) -> Mapping[str, _Place]:
        if not {"name", "format", "sha256", "text"} <= self._columns:
            return {}
        places = {place.entry.name: place for place in self._source_places()}
        origin = "origin" if any(row[1] == "origin" for row in self._tried("PRAGMA table_info(copy)") or ()) else "''"
        for name, of, kind, sha256, lay in self._tried(f"SELECT name, of, format, sha256, {origin} FROM copy") or ():
            if of in places:
                places[name] = replace(places[of], entry=_entry(name, kind, sha256, lay))
        return places

    def _source_places(self) -> Iterator[_Place]:
        origin = "origin" if "origin" in self._columns else "''"
        query = f"SELECT rowid, name, format, sha256, {origin} FROM source"
        rows = self._tried(query)
        if rows is None:  # damaged: row by row, what can be had
            most = self._tried("SELECT max(rowid) FROM source") or [(_MOST_ROWS,)]
            each = (self._tried(f"{query} WHERE rowid = ?", number) for number in range(1, int(most[0][0] or 0) + 1))
            rows = [row for found in each for row in found or ()]
        for number, name, kind, sha256, lay in rows:
            if all(isinstance(value, str) for value in (name, kind, sha256)):
                yield _Place(_entry(name, kind, sha256, lay), number)

    def _tried(self, query: str, *values: object) -> list[tuple[Any, ...]] | None:
        """None where the file is too damaged to say."""
        if self._connection is None:
            return None
        try:
            return list(self._connection.execute(query, values))
        except sqlite3.DatabaseError:
            return None


def _entry(name: str, kind: str, sha256: str, origin: object) -> Shelved:
    lay = os.fsdecode(origin) if isinstance(origin, bytes) else str(origin or "")
    return Shelved(name, kind, sha256, "", 0, lay)


class Remains:
    """The shelves of a knowledge base, the newest first; close it."""

    def __init__(self, generations: Sequence[Generation]) -> None:
        self._shelves = [Shelf(generation) for generation in generations]

    def close(self) -> None:
        """Close their libraries."""
        for shelf in self._shelves:
            shelf.close()

    @cached_property
    def entries(self) -> Mapping[str, Shelved]:
        """The sources and copies there were last: of the newest generation that still says so, and what newer ones
        say in part."""
        known: dict[str, Shelved] = {}
        for shelf in self._shelves:
            if shelf.noted is not None:
                return {**shelf.noted, **known}
            known = {**shelf.found, **known}
        return known

    @property
    def is_known(self) -> bool:
        """Whether anything says which sources there were."""
        return bool(self.entries) or any(shelf.noted is not None for shelf in self._shelves)

    def source(self, name: str) -> Source | None:
        """A source as it was read last; an older reading of the same name only where nothing else is left, and then
        with a remark. None where its text is lost."""
        older: Source | None = None
        for source in self._kept(name):
            if source.sha256 == self.entries[name].sha256:
                return source
            older = older or source
        if older is None:
            return None
        return replace(older, layout=replace(older.layout, remarks=(*older.layout.remarks, Remark("older_text"))))

    def is_lost(self, name: str) -> bool:
        """Whether no library has the text that was read last."""
        return not any(source.sha256 == self.entries[name].sha256 for source in self._kept(name))

    def _kept(self, name: str) -> Iterator[Source]:
        """Its texts, the newest first, each read when it is asked for."""
        return (source for shelf in self._shelves if (source := shelf.source(name)) is not None)
