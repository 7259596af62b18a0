"""Which collection a source is in: what people who may not read a collection never hear of.

    HOME/collections.json         {"sources": {"2026/plan.docx": "内部", …}}

In: the file. Out: `Collections`. A source that stands in none is open to all who may read at all. What a source was put
in holds also after it was removed, so that the same file, taken in again, is no more open than before.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from filelock import FileLock

from graph.disks import naming, sign_of
from graph.errors import MailuoError

LONGEST_NAME = 60


class CollectionsDamaged(MailuoError):
    """The file is none; nobody reads anything by it until it is mended."""


class CollectionMisnamed(MailuoError):
    """No collection can be called so."""


class Collections:
    """Those of a home; every call sees what other processes have written."""

    def __init__(self, home: Path) -> None:
        self._path = home / "collections.json"
        self._held: tuple[tuple[int, int, int], Mapping[str, str]] | None = None

    @property
    def stamp(self) -> tuple[int, int, int]:
        """Another one whenever the file is."""
        return sign_of(self._path)

    def by_source(self) -> Mapping[str, str]:
        """Of each source that is in one its collection; raises `CollectionsDamaged`. Read when the file is another one:
        a server asks it with every request."""
        stamp, held = self.stamp, self._held
        if held is None or held[0] != stamp:
            held = self._held = stamp, self._read()
        return held[1]

    def _read(self) -> Mapping[str, str]:
        try:
            held: Any = json.loads(self._path.read_text(encoding="utf-8"))
            sources = held["sources"]
            if not all(isinstance(name, str) and name for pair in sources.items() for name in pair):
                raise ValueError("not names")
        except FileNotFoundError:
            return {}
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            why = " ".join(str(error).split())[:80]
            raise CollectionsDamaged(
                f"{self._path}: is no list of collections ({why}); restore it from a backup"
            ) from error
        named: Mapping[str, str] = sources
        return named

    def counts(self) -> Mapping[str, int]:
        """How many sources were put in each, by name."""
        return dict(sorted(Counter(self.by_source().values()).items()))

    def readable(self, sources: Iterable[str], collections: Collection[str]) -> list[str]:
        """Those of the sources that are open, or in one of these collections."""
        held = self.by_source()
        return [name for name in sources if name not in held or held[name] in collections]

    def put(self, sources: Iterable[str], collection: str) -> None:
        """Put sources in a collection, in place of that in which they were; "": in none.
        Raises `CollectionMisnamed`."""
        name = collection.strip()
        if len(name) > LONGEST_NAME or not name.isprintable():
            raise CollectionMisnamed(f"a collection's name has at most {LONGEST_NAME} characters, all printable")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with naming(self._path), FileLock(self._path.with_suffix(".lock")):
            held = dict(self.by_source())
            for source in sources:
                held.pop(source, None)
                if name:
                    held[source] = name
            self._write(held)

    def _write(self, held: Mapping[str, str]) -> None:
        beside = self._path.with_suffix(".new")
        with beside.open("w", encoding="utf-8") as file:
            json.dump({"sources": dict(sorted(held.items()))}, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
