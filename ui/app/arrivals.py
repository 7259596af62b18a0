"""When files came, changed and went: an append-only file outside the generations, a line for each time.

In: what an ingestion or a removal did. Out: the times, oldest first; a rebuild, which changes no text, is none.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from graph.appending import append_line, read_lines
from ui.app.fields import SummaryFields

FILE = "arrivals.jsonl"
MOST_NAMED = 5000  # files of a line


@dataclass(frozen=True, slots=True)
class Arrival:
    """`at`: UTC, ISO; names of sources."""

    at: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def record_arrival(home: Path, done: SummaryFields) -> None:
    """Write down what came, changed and went, if anything did."""
    moved = {name: list(done[name])[:MOST_NAMED] for name in ("added", "changed", "removed")}
    if any(moved.values()):
        at = datetime.now(UTC).isoformat(timespec="seconds")
        append_line(home / FILE, {"at": at, "generation": done["generation"], **moved}, what="arrival")


def read_arrivals(home: Path, since: str = "") -> list[Arrival]:
    """Those after a time, oldest first. since: ISO, a date or a date with time; "": all."""
    found = []
    for line in read_lines(home / FILE):
        try:
            fields = json.loads(line)
            one = Arrival(str(fields["at"]), *(tuple(fields[name]) for name in ("added", "changed", "removed")))
        except (ValueError, LookupError, TypeError):
            continue
        if one.at > since:
            found.append(one)
    return found
