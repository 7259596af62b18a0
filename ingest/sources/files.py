"""Files and folders as a person names them → the files to read, each with the name of its source.

The name is the path below the named folder (the file's own name for a single file), with “/” on every system.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.sources.read import READERS
from ingest.sources.unreadable import reason

# Files that describe the folder they lie in; a README is no planning document.
_DESCRIPTIONS = ("readme", "license", "licence")


@dataclass(frozen=True, slots=True)
class Named:
    """A file and what its source is called."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or folder that could not be taken in, and why: a key of unreadable.yaml with its values."""

    name: str
    why: str
    values: Mapping[str, object]

    @property
    def reason(self) -> str:
        """In one line."""
        return reason(self.why, self.values)


def find_files(paths: Iterable[Path]) -> tuple[list[Named], list[Failure]]:
    """The files below the paths, in the order of their names, and the paths where there is none."""
    files: dict[str, Named] = {}
    failures: list[Failure] = []
    for path in paths:
        found = _below(path)
        if isinstance(found, Failure):
            failures.append(found)
            continue
        for file in found:
            other = files.setdefault(file.name, file)
            if other.path.resolve() != file.path.resolve():
                failures.append(Failure(str(file.path), "namesake", {"name": file.name, "other": str(other.path)}))
    return sorted(files.values(), key=lambda file: file.name), failures


def _below(path: Path) -> list[Named] | Failure:
    if path.is_dir():
        files = [Named(file, _name(file.relative_to(path))) for file in _walk(path)]
        return files or Failure(str(path), "nothing_below", {"endings": ", ".join(READERS)})
    if not path.exists():
        return Failure(str(path), "nowhere", {})
    return [Named(path, _name(Path(path.name)))]


def _walk(folder: Path) -> Iterator[Path]:
    # followlinks: a corpus is often a folder of links; os.walk then needs guarding against loops
    seen: set[str] = set()
    for root, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(root)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if _is_document(Path(root, name)):
                yield Path(root, name)


def _is_document(file: Path) -> bool:
    if file.name.startswith((".", "~$")) or file.stem.lower().split(".")[0] in _DESCRIPTIONS:
        return False
    return file.suffix.lower() in READERS and file.is_file()


def _name(relative: Path) -> str:
    # undecodable bytes in a file's name would not survive as text; one form of accents for the same name everywhere
    text = relative.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return unicodedata.normalize("NFC", text)
