"""What a person decided about names: an append-only file of “same” and “different”, newest wins.

A decision names two things by type and name (and the place whose thing they are), never by identifier, so that it
survives rebuilds and re-ingestion. In: the file. Out: the pairs that hold now.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

from graph.errors import MailuoError
from graph.model import Entity, EntityType


class DecisionsUnreadable(MailuoError):
    """A line of the decisions file is not a decision."""


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
        """The decisions of a file; none when there is no file."""
        if not path.exists():
            return cls()
        made = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                fields = json.loads(line)
                sides = [
                    Named(EntityType(side["type"]), side["name"], side["place"]) for side in (fields["a"], fields["b"])
                ]
                made.append(Decision(sides[0], sides[1], Verdict(fields["verdict"])))
            except (ValueError, KeyError, TypeError) as error:
                raise DecisionsUnreadable(f"{path}, line {number}: not a decision; mend or delete the line") from error
        return cls(tuple(made))

    def now(self) -> tuple[Decision, ...]:
        """One decision a pair: the last that was made."""
        last = {frozenset((decision.a, decision.b)): decision for decision in self.made}
        return tuple(
            sorted(last.values(), key=lambda d: (d.a.type, d.a.name, d.b.name, d.a.place or "", d.b.place or ""))
        )


def record(path: Path, decision: Decision) -> None:
    """Append a decision and see it safely on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fields = {"a": asdict(decision.a), "b": asdict(decision.b), "verdict": decision.verdict}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(fields, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
