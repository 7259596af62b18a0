"""What is left of a knowledge base → its sources, so that everything can be made anew from them and nothing is lost.

In: the generations that are there, the newest first, with libraries of any version and in any state. Out: which
sources there were, and the text of each that still is what was read: of the newest library, else of an older one.
What no library has any more is read again from its file, where that is still there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from graph.records import Remark, Source
from ingest.generation import Generation
from ingest.library import Library, Shelved
from ingest.originals import Originals
from ingest.shelf import Shelf


def note_files(library: Library, path: Path) -> None:
    """Write down which files the sources came from, beside the library."""
    path.write_text(json.dumps(list(library.origins())) + "\n", encoding="ascii")


def file_of(entry: Shelved, originals: Originals) -> Path | None:
    """The file a source was read from: where it lay, else as it was kept; None where it is nowhere any more."""
    if entry.origin and (path := Path(entry.origin)).is_file():
        return path
    return originals.find(entry.sha256)


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

    @property
    def is_whole(self) -> bool:
        """Whether the newest generation says which sources there were: all of them, lost or not."""
        return bool(self._shelves) and self._shelves[0].noted is not None

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
