"""A set of files, put into a folder whole or not at all.

In: the folder, and for each file its name and lines. Out: the files, all of them. They are written beside their goal,
flushed, and renamed when the last one is whole; what fails on the way leaves the folder as it was, with whatever lay in
it, and nothing of its own.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from graph.errors import MailuoError


class FolderUnusable(MailuoError):
    """The place to write to is a file, or one of the files has a folder in its place."""


class NotWritten(MailuoError):
    """The system did not let the files be written."""


BEFORE = "before"  # where files lie while others take their place

_REMEDIES = {
    errno.ENOSPC: "make room there, or name a folder on another disk",
    errno.EDQUOT: "make room there, or name a folder on another disk",
    errno.EROFS: "name a folder that can be written to",
    errno.EACCES: "name a folder that you may write to",
    errno.EPERM: "name a folder that you may write to",
    errno.ENAMETOOLONG: "choose a shorter name",
}


def write_set(folder: Path, files: Mapping[str, Iterable[str]]) -> list[Path]:
    """Write the files, UTF-8 with a line feed at each line's end; their paths, in the order given.

    Files of the same names are replaced; others stay. A folder that is not there is made.
    """
    try:
        if folder.is_dir():
            _write_into(folder, files)
        else:
            _write_anew(folder, files)
    except OSError as error:
        remedy = _REMEDIES.get(error.errno or 0, "name another folder")
        raise NotWritten(
            f"{folder}: {error.strerror or error}; nothing was written and what was there is as it was: {remedy}"
        ) from error
    return [folder / name for name in files]


def _write_anew(folder: Path, files: Mapping[str, Iterable[str]]) -> None:
    """The folder is made under another name and gets its own when it holds everything."""
    if folder.exists():
        raise FolderUnusable(f"{folder}: is a file; name a folder to write to")
    with _parents(folder), _place_beside(folder.parent) as making:
        _write_all(making, files)
        making.rename(folder)


def _write_into(folder: Path, files: Mapping[str, Iterable[str]]) -> None:
    """Inside the folder, as that may be a disk of its own, whose files cannot be renamed from elsewhere."""
    for name in files:
        if (folder / name).is_dir():
            raise FolderUnusable(f"{folder / name}: is a folder; move it away, or name another folder to write to")
    with _place_beside(folder) as making:
        _write_all(making, files)
        _move(making, folder, list(files))


def _write_all(making: Path, files: Mapping[str, Iterable[str]]) -> None:
    for name, lines in files.items():
        # half a character, of a file's name that is no text, becomes the escape that JSON and Cypher have for it
        with (making / name).open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())  # a full disk may be told only now


def _move(making: Path, folder: Path, names: Sequence[str]) -> None:
    """Put the files in place; where one cannot be, the ones before are put back."""
    before = making / BEFORE
    before.mkdir()
    placed: list[str] = []
    is_whole = False
    try:
        for name in names:
            placed.append(name)
            if os.path.lexists(folder / name):
                (folder / name).rename(before / name)
            (making / name).rename(folder / name)
        is_whole = True
    finally:
        if not is_whole:
            _put_back(making, folder, placed)
    shutil.rmtree(before, ignore_errors=True)


def _put_back(making: Path, folder: Path, placed: Sequence[str]) -> None:
    before = making / BEFORE
    try:
        for name in reversed(placed):
            if not os.path.lexists(making / name):
                (folder / name).unlink()
            if os.path.lexists(before / name):
                (before / name).rename(folder / name)
        before.rmdir()
    except OSError as error:
        raise NotWritten(
            f"{folder}: {error.strerror}; not all files could be put in place, and those that lay there "
            f"are in {before}: move them back"
        ) from error


@contextmanager
def _place_beside(folder: Path) -> Iterator[Path]:
    """A new folder in this one, gone at the end, unless files are in it that could not be put back."""
    making = folder / f".mailuo-export-{secrets.token_hex(4)}"
    try:
        making.mkdir()
        yield making
    finally:
        if not (making / BEFORE).exists():
            shutil.rmtree(making, ignore_errors=True)


@contextmanager
def _parents(folder: Path) -> Iterator[None]:
    """The folders above, made where they are missing; those made here go again if what follows fails."""
    missing = [above for above in folder.parents if not above.exists()]
    kept = False
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        yield
        kept = True
    finally:
        for above in () if kept else missing:
            if above.is_dir() and not any(above.iterdir()):
                above.rmdir()
