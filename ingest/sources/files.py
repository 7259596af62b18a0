"""Files and folders as a person names them → the files to read, each with the name of its source, and what is not read.

The name is the path below the named folder (the file's own name for a single file), with “/” on every system. Every
file of a folder is either to be read or named with a reason; only what systems leave behind (junk.yaml) is not.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from fnmatch import translate
from functools import cache
from pathlib import Path

from graph.data_files import read_yaml
from graph.records import Remark
from ingest.sources.descriptions import describes_folder, names_in
from ingest.sources.opening import is_file, is_folder
from ingest.sources.origins import origin_of
from ingest.sources.read import endings_read, kind_at, refuse_kind
from ingest.sources.unreadable import SKIPS, Failure, Unreadable


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file and what its source is called. `origin`: where the file lies, in one form for every way to name it; empty
    where that does not last (an upload). `is_named`: the file itself was named and
    not its folder. `remarks`: what is to be known of its name."""

    path: Path
    name: str
    origin: str = ""
    is_named: bool = False
    remarks: tuple[Remark, ...] = ()


@dataclass(slots=True)
class Found:
    """What lies below some paths: `files` in the order in which they were named, a folder's by their names."""

    files: list[NamedFile] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)  # what should have been read
    skipped: list[Failure] = field(default_factory=list)  # what nobody expects to be read

    def leave(self, path: Path, name: str, why: str, **values: object) -> None:
        """Note what is not read."""
        failure = Failure(str(path), why, values, name)
        (self.skipped if why in SKIPS else self.failures).append(failure)


def find_files(paths: Iterable[Path], *, keep_origin: bool = True) -> Found:
    """What lies below the paths; a file that is named twice comes once."""
    found = Found()
    seen: set[str] = set()
    for path in paths:
        for file in _below(path, found):
            origin = origin_of(file.path)
            if origin not in seen:
                seen.add(origin)
                found.files.append(replace(file, origin=origin if keep_origin else ""))
    return found


def _below(path: Path, found: Found) -> list[NamedFile]:
    if not is_folder(path):
        if os.path.lexists(path):
            return [NamedFile(path, _name(Path(path.name)), is_named=True)]
        found.failures.append(Failure(str(path), "nowhere", {}, _name(Path(path.name))))
        return []
    names_of = cache(names_in)
    files = [file for file in _walk(path, found) if _is_read(file, found, names_of)]
    if not files:
        found.failures.append(Failure(str(path), "nothing_below", {"endings": endings_read()}, path.name))
    return files


def _is_read(file: NamedFile, found: Found, names_of: Callable[[Path], Counter[str]]) -> bool:
    """Whether the file is of a kind that is read, or reading it will say what is wrong."""
    if describes_folder(file.path, names_of):
        found.leave(file.path, file.name, "description")
        return False
    try:
        refuse_kind(kind_at(file.path, file.name), file.path, file.name)
    except Unreadable as error:
        if error.why in SKIPS:
            found.leave(file.path, file.name, error.why, **error.values)
            return False
    return True


# -------------------------------------------------------------------------------------------------- the walk


def _walk(folder: Path, found: Found) -> Iterator[NamedFile]:
    """The files of a folder and all below it, in the order of their names, and what is left of them."""
    # followlinks: a corpus is often a folder of links; os.walk then needs guarding against loops
    seen: set[str] = set()
    gathered: list[NamedFile] = []
    denied: list[OSError] = []
    for root, folders, names in os.walk(folder, followlinks=True, onerror=denied.append):
        here = Path(root)
        real = os.path.realpath(root)
        if real in seen:
            folders.clear()
            found.leave(here, _name(here.relative_to(folder)), "link_loop")
            continue
        seen.add(real)
        if not folders and not names and here != folder:
            found.leave(here, _name(here.relative_to(folder)), "folder_empty")
        folders[:] = sorted(name for name in folders if _is_seen(here / name, folder, found))
        for name in sorted(names):
            file = here / name
            if _is_seen(file, folder, found) and _is_regular(file, folder, found):
                gathered.append(NamedFile(file, _name(file.relative_to(folder))))
    for error in denied:
        where = Path(error.filename)
        found.leave(where, _name(where.relative_to(folder)), "unread", fault=error.strerror)
    yield from sorted(gathered, key=lambda file: file.name)


def _is_seen(path: Path, folder: Path, found: Found) -> bool:
    """Whether it is neither junk nor a knowledge base of ours; what is hidden is named."""
    if _junk().fullmatch(path.name) or _is_home(path):
        return False
    if path.name.startswith("."):
        found.leave(path, _name(path.relative_to(folder)), "hidden")
        return False
    return True


def _is_home(path: Path) -> bool:
    """A knowledge base of ours, also one that has lost its CURRENT."""
    return is_folder(path / "generations") and any(is_file(path / name) for name in ("CURRENT", "lock"))


def _is_regular(file: Path, folder: Path, found: Found) -> bool:
    try:
        is_file = stat.S_ISREG(file.stat().st_mode)
        why = "special"
    except FileNotFoundError:
        is_file, why = False, "link_broken"
    except OSError:
        return True  # reading it will say why
    if not is_file:
        found.leave(file, _name(file.relative_to(folder)), why)
    return is_file


@cache
def _junk() -> re.Pattern[str]:
    patterns: list[str] = read_yaml(Path(__file__).parent / "junk.yaml")
    return re.compile("|".join(translate(pattern) for pattern in patterns), re.IGNORECASE)


def _name(relative: Path) -> str:
    # undecodable bytes in a file's name would not survive as text; one form of accents for the same name everywhere
    text = relative.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return unicodedata.normalize("NFC", text)
