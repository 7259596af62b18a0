"""What was not taken in, kept beside the generations until it is read or gone: HOME/unread.json.

In: what a run reports of its files. Out: the files that are left, by the names of their sources. It is no part of a
generation, as a run that reads nothing makes none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.sources.origins import origin_of
from ingest.sources.unreadable import Failure, plain_values

_NO_FILES = frozenset({"nowhere", "nothing_below"})  # paths that were named wrongly


@dataclass(frozen=True, slots=True)
class Unread:
    """The list of a home."""

    home: Path

    def read(self) -> list[Failure]:
        """The files that are left, by the names of their sources; none where the list is missing or no list."""
        try:
            held = json.loads(self._path.read_text(encoding="utf-8"))
            return [Failure(entry["name"], entry["why"], entry["values"], entry["source"]) for entry in held["unread"]]
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return []  # it can be made again by an ingestion, and nothing rests on it

    def note(self, failures: Iterable[Failure], paths: Iterable[Path]) -> None:
        """Bring the list up to date with what a run over `paths` did not take in; the home must be locked."""
        walked = [os.path.realpath(path) for path in paths]
        found = [
            Failure(
                failure.origin or origin_of(Path(failure.name)),
                failure.why,
                plain_values(failure.values),
                failure.source,
            )
            for failure in failures
            if failure.why not in _NO_FILES
        ]
        self._write([*(failure for failure in self.read() if _stays(failure, walked)), *found])

    def forget(self, sources: Sequence[str], *, everything: bool) -> None:
        """Take sources that were removed off the list; the home must be locked."""
        self._write([] if everything else [failure for failure in self.read() if failure.source not in sources])

    @property
    def _path(self) -> Path:
        return self.home / "unread.json"

    def _write(self, left: Iterable[Failure]) -> None:
        in_order = sorted({f.name: f for f in left}.values(), key=lambda failure: (failure.source, failure.name))
        entries = [{"name": f.name, "source": f.source, "why": f.why, "values": f.values} for f in in_order]
        if not entries:
            self._path.unlink(missing_ok=True)
            return
        beside = self._path.with_suffix(".new")
        # ASCII: a file's name may hold bytes that are no text
        beside.write_text(json.dumps({"unread": entries}, indent=1) + "\n", encoding="ascii")
        beside.replace(self._path)


def _stays(failure: Failure, walked: Sequence[str]) -> bool:
    """Whether a file of a run before is still there to be named: this run has not looked there."""
    if not os.path.lexists(failure.name):
        return False
    return not any(failure.name == path or failure.name.startswith(path.rstrip(os.sep) + os.sep) for path in walked)
