"""Files of a shared store that were fetched, kept in a folder of this machine within a bound.

In: names, and contents as they come. Out: the files that are there; of more than fits the longest unused go. A file
that is being written, or was cut off by a crash, is none. Several processes may share the folder.
"""

from __future__ import annotations

import os
import uuid
from contextlib import suppress
from pathlib import Path


class CachedFiles:
    """most_bytes: of all files together; at least the last one stays."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self.folder = folder
        self._most_bytes = most_bytes
        self._bytes: int | None = None  # as counted and added to by this process; None: not yet

    def find(self, name: str) -> Path | None:
        """The file of that name; it counts as used now."""
        path = self.folder / name
        with suppress(OSError):
            os.utime(path)
            return path
        return None

    def put(self, name: str, content: bytes) -> Path:
        """Keep a file; raises OSError where the disk does not take it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / name
        write_whole(path, content)
        self._bytes = None if self._bytes is None else self._bytes + len(content)
        self._trim(path)
        return path

    def forget(self, name: str) -> None:
        """Delete a file; one that is not there is no mistake."""
        with suppress(OSError):
            (self.folder / name).unlink()

    def _trim(self, last: Path) -> None:
        if self._bytes is not None and self._bytes <= self._most_bytes:
            return
        held = []
        for entry in os.scandir(self.folder):
            with suppress(OSError):  # another process cleared it away
                found = entry.stat()
                held.append((found.st_mtime, found.st_size, entry.path))
        self._bytes = sum(size for _, size, _ in held)
        if self._bytes <= self._most_bytes:
            return
        target = self._most_bytes * 0.9  # so that it is not counted with every file
        for _, size, path in sorted(held):
            if self._bytes <= target:
                return
            if path != str(last):
                with suppress(OSError):
                    Path(path).unlink()
                self._bytes -= size


def write_whole(path: Path, content: bytes) -> None:
    """Another file in its place, wholly or not at all."""
    beside = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
