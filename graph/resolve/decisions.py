"""What people decided: an append-only file of what is the same and what is not, and of what they put right.

A decision names things by type and name (and the place whose thing they are) and documents by what they say, never by
identifier, so that it survives rebuilds and re-ingestion. Each line says who decided it, when, and why; one that undoes
another names it. On two things, or one figure, a later decision takes the place of an earlier one; which two things a
pair of names means is known only where all names are (`graph.resolve.resolution`), so all decisions are handed on in
order. In: the file. Out: its `Entry`s, and of those that stand the `Decisions`.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

from graph.appending import LineNotRecorded, append_line, read_lines
from graph.errors import MailuoError
from graph.records import Entity, EntityType
from graph.resolve.corrections import Correction, as_correction, fields_of


class DecisionsUnreadable(MailuoError):
    """A line of the decisions file is not a decision."""


class DecisionNotRecorded(LineNotRecorded):
    """The decisions file could not be written; it is as it was."""


class Verdict(StrEnum):
    """Whether two names mean one thing, as a person said."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A thing as a person named it."""

    type: EntityType
    name: str
    place: str | None

    @classmethod
    def of(cls, entity: Entity) -> Self:
        """An entity by what its decisions go by: an identifier may change when it is derived again."""
        return cls(entity.type, entity.name, entity.place)


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word on two things."""

    a: Named
    b: Named
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Undoing:
    """Another line does not stand any more. of: its identifier."""

    of: str


@dataclass(frozen=True, slots=True)
class TitleChoice:
    """A document is to be shown under this title; "": under the one that was read. Nothing is derived from it."""

    document_id: str
    title: str


Said = Decision | Correction | Undoing | TitleChoice


@dataclass(frozen=True, slots=True)
class Signature:
    """Who decides, and why; both as people wrote it."""

    who: str = ""
    why: str = ""


UNSIGNED = Signature()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the file. when: in UTC, to the second; "" in a line of a version that did not say it. undone_by: the
    line that undoes it."""

    id: str
    said: Said
    signature: Signature = UNSIGNED
    when: str = ""
    undone_by: str | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions that stand, in the order they were made."""

    made: tuple[Decision, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Decisions:
        """Those of the entries that stand."""
        standing = [entry.said for entry in entries if entry.undone_by is None]
        made = (said for said in standing if isinstance(said, Decision))
        corrections = (said for said in standing if isinstance(said, Correction))
        return cls(tuple(made), tuple(corrections))

    @classmethod
    def read(cls, path: Path) -> Decisions:
        """The decisions of a file; none when there is no file."""
        return cls.of(read_entries(path))


def read_entries(path: Path, *earlier: Path) -> list[Entry]:
    """All lines of a file, behind those of earlier ones; none when there is no file. What a crash has cut off was never
    said to be recorded and is none."""
    return _with_undone([entry for one in (*earlier, path) for entry in _entries(one)])


def _entries(path: Path) -> Iterator[Entry]:
    seen: Counter[bytes] = Counter()
    for number, line in enumerate(read_lines(path), 1):
        if line.strip():
            seen[line.strip()] += 1
            yield _as_entry(path, number, line.strip(), seen[line.strip()])


def _with_undone(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, each with what undoes it; an undoing that is undone itself does nothing."""
    undone: dict[str, str] = {}
    found = []
    for entry in reversed(entries):
        by = undone.get(entry.id)
        found.append(Entry(entry.id, entry.said, entry.signature, entry.when, by))
        if isinstance(entry.said, Undoing) and by is None:
            undone.setdefault(entry.said.of, entry.id)
    return found[::-1]


def _as_entry(path: Path, number: int, line: bytes, time: int) -> Entry:
    """time: how often the same line stood in the file by now."""
    try:
        given = json.loads(line)
        said = _as_said(given)
        told = [_text(given, name) for name in ("id", "who", "why", "when")]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise DecisionsUnreadable(f"{path}, line {number}: not a decision; mend or delete the line") from error
    id_, who, why, when = told
    return Entry(id_ or _id_of(line, time), said, Signature(who, why), when)


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str):
        raise TypeError(name)
    return value


def _id_of(line: bytes, time: int) -> str:
    """The identifier of a line that bears none, as those of earlier versions: the same wherever the line moves to."""
    return hashlib.sha256(b"%d %b" % (time, line)).hexdigest()[:12]


def _as_said(given: Mapping[str, Any]) -> Said:
    if "verdict" in given:
        a, b = (Named(EntityType(side["type"]), str(side["name"]), side["place"]) for side in (given["a"], given["b"]))
        return Decision(a, b, Verdict(given["verdict"]))
    if "document_id" in given and "title" in given:  # the first ones were in a file of their own, and said no kind
        return TitleChoice(_text(given, "document_id"), _text(given, "title"))
    if given["kind"] == "undo":
        return Undoing(_text(given, "of"))
    return as_correction(given)


def record(path: Path, said: Said, signature: Signature = UNSIGNED, *, now: datetime | None = None) -> Entry:
    """Append a decision and see it safely on the disk: wholly, or, where that fails, not at all."""
    when = (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    entry = Entry(uuid4().hex[:12], said, signature, when)
    append(path, entry)
    return entry


def append(path: Path, entry: Entry) -> None:
    """Append an entry as it is, as `record` does; raises `DecisionNotRecorded`."""
    try:
        append_line(path, as_line(entry), what="decision")
    except LineNotRecorded as error:
        raise DecisionNotRecorded(str(error)) from error


def as_line(entry: Entry) -> dict[str, Any]:
    """An entry as it is written down; what is not said is left out."""
    match entry.said:
        case Decision(a, b, verdict):
            said: dict[str, Any] = {"a": asdict(a), "b": asdict(b), "verdict": verdict}
        case Undoing(of):
            said = {"kind": "undo", "of": of}
        case TitleChoice(document_id, title):
            said = {"kind": "title", "document_id": document_id, "title": title}
        case correction:
            said = fields_of(correction)
    signed = {"id": entry.id, "when": entry.when, "who": entry.signature.who, "why": entry.signature.why}
    return said | {name: value for name, value in signed.items() if value}
