"""What a person decided about names: an append-only file of “same” and “different”.

A decision names two things by type and name (and the place whose thing they are), never by identifier, so that it
survives rebuilds and re-ingestion. A later decision on the same two things undoes an earlier one; which two things
a pair of names means is known only where all names are (`graph.resolve.resolution`), so all decisions are handed on
in order. In: the file. Out: `Decisions`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

from graph.appending import append_line, read_lines
from graph.errors import MailuoError
from graph.records import Entity, EntityType


class DecisionsUnreadable(MailuoError):
    """A line of the decisions file is not a decision."""


class DecisionNotRecorded(MailuoError):
    """The decisions file could not be written; it is as it was."""


class Verdict(StrEnum):
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
        return cls(entity.type, entity.name, entity.place)


@dataclass(frozen=True, slots=True)
class Decision:
    a: Named
    b: Named
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions in the order they were made."""

    made: tuple[Decision, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Decisions:
        """The decisions of a file; none when there is no file. What a crash has cut off was never said to be recorded
        and is none."""
        lines = read_lines(path)
        return cls(tuple(as_decision(path, number, line) for number, line in enumerate(lines, 1) if line.strip()))


def as_decision(path: Path, number: int, line: bytes) -> Decision:
    try:
        fields = json.loads(line)
        a, b = (
            Named(EntityType(side["type"]), str(side["name"]), side["place"]) for side in (fields["a"], fields["b"])
        )
        return Decision(a, b, Verdict(fields["verdict"]))
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise DecisionsUnreadable(f"{path}, line {number}: not a decision; mend or delete the line") from error


def record(path: Path, decision: Decision) -> None:
    """Append a decision and see it safely on the disk: wholly, or, where that fails, not at all."""
    fields = {"a": asdict(decision.a), "b": asdict(decision.b), "verdict": decision.verdict}
    try:
        append_line(path, fields)
    except OSError as error:
        raise DecisionNotRecorded(f"{path}: the decision could not be recorded ({error.strerror})") from error
