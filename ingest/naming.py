"""Files and the sources that are there → what each file's source is called: the same file keeps its name, and two
files of one name from different folders stay two sources.

A file is known again by where it lies (its origin). One of the same name from elsewhere is the same source where it
holds the same, or where the file of before is gone (the folder was moved); else it stands beside it, under as many of
its folders as tell the two apart: 2024/重点项目.txt.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path

from graph.records import Remark
from ingest.library import Shelved
from ingest.sources.files import NamedFile

NAMESAKE = "namesake"  # why a remark is made: another file has the name that this one would have


@dataclass(frozen=True, slots=True)
class Naming:
    """The sources that are there, and how files are compared with them by the hash of their bytes."""

    shelved: Mapping[str, Shelved]
    hash_of: Callable[[Path], str | None]

    def name_files(self, files: Sequence[NamedFile]) -> list[NamedFile]:
        """The files under the names of their sources, in their order; those that came first keep theirs."""
        by_origin = {entry.origin: name for name, entry in self.shelved.items() if entry.origin}
        claimed: dict[str, str] = {}  # name → the origin of the file that has it
        named: list[NamedFile] = []
        for file in files:
            known = by_origin.get(file.origin)
            name = known if known is not None and known not in claimed else self._name(file, claimed)
            claimed[name] = file.origin
            named.append(self._remarked(file, name, claimed))
        return named

    def _name(self, file: NamedFile, claimed: Mapping[str, str]) -> str:
        longer = list(_with_folders(file))
        for name in (*reversed(longer), file.name):
            if name in self.shelved and name not in claimed and self._is_same(file, self.shelved[name]):
                return name
        free = chain((file.name, *longer), _numbered(file.name))
        return next(name for name in free if name not in self.shelved and name not in claimed)

    def _is_same(self, file: NamedFile, entry: Shelved) -> bool:
        if not file.origin or not entry.origin or not os.path.lexists(entry.origin):
            return True
        return entry.sha256 == self.hash_of(file.path)

    def _remarked(self, file: NamedFile, name: str, claimed: Mapping[str, str]) -> NamedFile:
        """The file under its name; where another stands in its way, with a remark that says so."""
        stands = name != file.name and (file.name in self.shelved or file.name in claimed)
        if not stands or file.name.endswith(f"/{name}"):  # a folder of what was taken in before is named now
            return replace(file, name=name)
        entry = self.shelved.get(file.name)
        other = claimed.get(file.name) or (entry.origin if entry else "") or file.name
        said = Remark(NAMESAKE, (("name", file.name), ("other", _as_text(other)), ("source", name)))
        return replace(file, name=name, remarks=(said,))


def _with_folders(file: NamedFile) -> Iterator[str]:
    """Its name with one more of its folders in front, and so on up to the root."""
    parts = [_as_text(part) for part in Path(file.origin).parts[1:]]
    below = file.name.count("/") + 1
    for more in range(below + 1, len(parts) + 1):
        yield "/".join((*parts[-more:-below], file.name))


def _numbered(name: str) -> Iterator[str]:
    stem, dot, ending = name.rpartition(".")
    for number in count(2):
        yield f"{stem} ({number}).{ending}" if dot else f"{name} ({number})"


def _as_text(path: str) -> str:
    """A path that may hold undecodable bytes."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
