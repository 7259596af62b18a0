"""When files came, changed and went: an append-only file outside the generations, a line for each of them.

    HOME/arrivals.jsonl           {"generation": 7, "at": "2026-11-28T01:00:00+00:00", "added": […], …}

In: what a run is about to publish. Out: the times, oldest first. The line is written before the switch, so that nothing
that came is ever untold: one of a switch that failed is of a generation that is not there, or that the next run takes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from graph.appending import append_line, read_lines

MOST_NAMED = 5000  # files of a line
_HOW = ("added", "changed", "removed")


@dataclass(frozen=True, slots=True)
class Arrival:
    """`at`: UTC, ISO; names of sources."""

    at: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def note_arrival(
    path: Path, generation: int, added: Sequence[str], changed: Sequence[str], removed: Sequence[str]
) -> None:
    """Write down what comes, changes and goes with a generation; also that nothing does, as its number may have been
    given to one that failed. Raises `LineNotRecorded`.
    """
    named = {how: list(names[:MOST_NAMED]) for how, names in zip(_HOW, (added, changed, removed), strict=True)}
    at = datetime.now(UTC).isoformat(timespec="seconds")
    append_line(path, {"at": at, "generation": generation, **named}, what="arrival")


def read_arrivals(path: Path, current: int, since: str = "") -> list[Arrival]:
    """Those up to the generation in use that brought or took anything, oldest first. since: a time in ISO; "": all."""
    found: dict[int, Arrival] = {}
    for line in read_lines(path):
        try:
            fields = json.loads(line)
            named = (tuple(fields[how]) for how in _HOW)
            found[int(fields["generation"])] = Arrival(str(fields["at"]), *named)
        except (ValueError, LookupError, TypeError):
            continue
    told = (found[number] for number in sorted(found) if number <= current)
    return [one for one in told if one.at > since and (one.added or one.changed or one.removed)]
