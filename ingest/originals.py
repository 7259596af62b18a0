"""The files that were read, kept so that a page of them can be shown beside what was read.

In: a file and the hash of its bytes. Out: its copy in the knowledge base's folder `originals/`, named by that hash.
Text files are not kept: their stored text is the file.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from pathlib import Path


class Originals:
    """The folder of kept files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, path: Path, sha256: str) -> None:
        """Copy the file, unless it is there."""
        place = self.folder / sha256
        if place.exists():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = self.folder / f".{sha256}.{os.getpid()}"
        shutil.copyfile(path, unfinished)
        unfinished.replace(place)

    def find(self, sha256: str) -> Path | None:
        """The copy, None where none was kept."""
        place = self.folder / sha256
        return place if place.is_file() else None

    def all(self) -> list[Path]:
        """The copies, each named by the hash of what it should hold."""
        return sorted(place for place in self.folder.glob("[!.]*") if place.is_file())

    def forget_others(self, kept: Collection[str]) -> None:
        """Delete the copies of files that no source was read from any more."""
        if self.folder.is_dir():
            for place in self.folder.iterdir():
                if place.name not in kept:
                    place.unlink(missing_ok=True)
