"""Decisions handed on from one knowledge base to another: all lines of the file, to be added where they are not yet.

In: entries, or a file of them. Out: the file's text, or how many were added. Each line has an identifier: the same file
taken in twice adds nothing the second time, and an undoing comes with what it undoes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from graph.resolve.decisions import Entry, append, as_line, read_entries


def as_text(entries: Iterable[Entry]) -> str:
    """The lines, the first decision first; the same entries give the same text in every home."""
    return "".join(f"{json.dumps(as_line(one), ensure_ascii=False, sort_keys=True)}\n" for one in entries)


def add_new(path: Path, known: Iterable[Entry], given: Path) -> int:
    """Add to `path` those of a file whose identifiers are not known, in their order; how many. Raises
    `DecisionsUnreadable` for a file with a line that is none: nothing of it is added then."""
    seen = {entry.id for entry in known}
    entries = read_entries(given)
    added = 0
    for entry in entries:
        if entry.id in seen:
            continue
        seen.add(entry.id)
        append(path, entry)
        added += 1
    return added
