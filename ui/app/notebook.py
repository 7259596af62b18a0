"""The notebook: what people collected, in collections, ordered and with notes; an append-only file outside the
generations.

In: what somebody does, a line each. Out: the entries as they stand after all of it. Several may write at once: each
line says all it means by itself, and what it is about may be gone already.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from graph.appending import append_line, read_lines
from ui.app.clippings import CitedFields, ClippingFields, Kind
from ui.app.reports import Entry

FILE = "notebook.jsonl"
LONGEST_NAME = 60  # characters of a collection's name
LONGEST_NOTE = 4000  # characters


@dataclass(frozen=True, slots=True)
class Kept:
    """A clipping in a collection. `at`: when it was collected, UTC."""

    id: str
    collection: str
    clipping: ClippingFields
    at: str
    note: str = ""

    @property
    def entry(self) -> Entry:
        """As reports write it."""
        return Entry(self.clipping, self.note)


class Notebook:
    """One home's file, read anew each time: other visits write to it too. before_writing: raises where nothing may be
    written."""

    def __init__(self, home: Path, before_writing: Callable[[], None] = lambda: None) -> None:
        self._path = home / FILE
        self._before_writing = before_writing

    def entries(self, collection: str | None = None) -> list[Kept]:
        """In their order; of one collection, or all."""
        held: dict[str, Kept] = {}
        for line in _lines(self._path):
            held = _after(held, line)
        return [one for one in held.values() if collection in (None, one.collection)]

    def collections(self) -> dict[str, int]:
        """Each collection's number of entries, in the order in which they were begun."""
        counts: dict[str, int] = {}
        for one in self.entries():
            counts[one.collection] = counts.get(one.collection, 0) + 1
        return counts

    def add(self, collection: str, clipping: ClippingFields) -> str | None:
        """Collect something; None where the collection has it already."""
        name = " ".join(collection.split())[:LONGEST_NAME]
        if any(_is_same(one.clipping, clipping) for one in self.entries(name)):
            return None
        made = uuid4().hex[:12]
        self._write({"do": "add", "id": made, "collection": name, "clipping": clipping, "at": _now()})
        return made

    def note(self, entry: str, text: str) -> None:
        """Write beside an entry."""
        self._write({"do": "note", "id": entry, "text": text.strip()[:LONGEST_NOTE]})

    def move(self, entry: str, collection: str) -> None:
        """Into another collection, at its end."""
        self._write({"do": "move", "id": entry, "collection": " ".join(collection.split())[:LONGEST_NAME]})

    def place(self, entry: str, before: str | None) -> None:
        """Before another entry; None: at the end."""
        self._write({"do": "place", "id": entry, "before": before})

    def drop(self, entry: str) -> None:
        """Take an entry out."""
        self._write({"do": "drop", "id": entry})

    def _write(self, fields: Mapping[str, object]) -> None:
        self._before_writing()
        append_line(self._path, fields, what="entry")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """The lines that say something; what is none of ours is passed over."""
    for line in read_lines(path):
        try:
            fields = json.loads(line)
        except ValueError:
            continue
        if isinstance(fields, dict) and isinstance(fields.get("id"), str):
            yield fields


def _after(held: dict[str, Kept], line: Mapping[str, Any]) -> dict[str, Kept]:
    """The entries after one more line."""
    entry, do = line["id"], line.get("do")
    if do == "add" and isinstance(line.get("clipping"), dict):
        clipping = cast("ClippingFields", line["clipping"])
        held[entry] = Kept(entry, str(line.get("collection", "")), clipping, str(line.get("at", "")))
    elif entry not in held:
        return held
    elif do == "note":
        held[entry] = replace(held[entry], note=str(line.get("text", "")))
    elif do == "drop":
        del held[entry]
    elif do == "move":
        held[entry] = replace(held.pop(entry), collection=str(line.get("collection", "")))
    elif do == "place":
        return _placed(held, entry, line.get("before"))
    return held


def _placed(held: dict[str, Kept], entry: str, before: object) -> dict[str, Kept]:
    moved = held.pop(entry)
    placed: dict[str, Kept] = {}
    for name, one in held.items():
        if name == before:
            placed[entry] = moved
        placed[name] = one
    placed.setdefault(entry, moved)
    return placed


def _is_same(one: ClippingFields, other: ClippingFields) -> bool:
    """The same question or search; of quotes the same place."""
    if one["kind"] != other["kind"]:
        return False
    if one["kind"] == Kind.QUOTE:
        return list(map(_place, one["cited"])) == list(map(_place, other["cited"]))
    return (one["title"], one["address"]) == (other["title"], other["address"])


def _place(cited: CitedFields) -> tuple[str, int, int]:
    return cited["source"], cited["start"], cited["end"]
