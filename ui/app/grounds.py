"""Whether decisions find what they speak of, in the generation in use.

In: an opened generation. Out: for an entry, whether it puts something right there; None for one that does not stand,
or was recorded after the generation was derived.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from graph.layers import LayersOutdated
from graph.resolve.corrections import NameChoice, ThingNamed
from graph.resolve.decisions import Decision, Entry, Named, TitleChoice, Undoing, read_entries
from ingest.deriving.applied import applied_in, stamp_of
from ui.app.opened import Opened


class Grounds:
    """Asks the book of names and the graph."""

    def __init__(self, opened: Opened, path: Path) -> None:
        """path: of the file of decisions."""
        self._opened = opened
        held = path.read_bytes() if path.exists() else b""
        derived = lines_of_stamp(held, opened.generation.check()["stamps"]["decisions"])
        self._waiting = {entry.id for entry in read_entries(path)[derived:]}

    @cached_property
    def _applied(self) -> set[str]:
        with suppress(LayersOutdated):
            return applied_in(self._opened.generation.names)
        return set()

    def holds(self, entry: Entry) -> bool | None:
        """Whether a decision finds what it speaks of."""
        if entry.undone_by is not None or isinstance(entry.said, Undoing):
            return None
        if isinstance(entry.said, TitleChoice):  # holds at once
            return entry.said.document_id in self._opened.documents
        if entry.id in self._waiting:
            return None
        match entry.said:
            case Decision(a, b, _):
                return self._is_known(a) and self._is_known(b)
            case NameChoice(thing, _):
                return self._bears(thing)
            case correction:
                return stamp_of([correction]) in self._applied

    def _is_known(self, side: Named) -> bool:
        return bool(self._opened.store.find_entities(side.name, side.type))

    def _bears(self, thing: ThingNamed) -> bool:
        return any(self._opened.store.find_entities(name, thing.type) for name in thing.names)


def lines_of_stamp(held: bytes, stamp: str) -> int:
    """How many decisions the file held when it had this stamp; all of them where it never had: people may edit it."""
    digest = hashlib.sha256()
    count = 0
    if digest.hexdigest().startswith(stamp):
        return 0
    for line in held.splitlines(keepends=True):
        digest.update(line)
        count += bool(line.strip())
        if digest.hexdigest().startswith(stamp):
            return count
    return count
