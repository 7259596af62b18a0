"""The acts at files, wrapped: each asks the watch first, and fails as the system would when it is told to.

In: a `Watch`. Out: `open`, `os`, `shutil`, `sqlite3` and the functions of the list of boundaries, replaced in this
process.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import importlib
import io
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, cast

from search.errors import IndexNotWritten
from tests.torture.boundaries import BOUNDARIES, Act, Boundary, Fault
from tests.torture.watching import Watch, crash, error_of, written_by_sqlite

_ERRORS: dict[str, type[Exception]] = {
    "OSError": OSError,
    "RuntimeError": RuntimeError,
    "IndexNotWritten": IndexNotWritten,  # as what the engine below raises is told
}
Act1 = Callable[..., Any]


def wrap(watch: Watch) -> None:
    """Replace them all."""
    _wrap_open(watch)
    for module, name, act, place in (
        (os, "rename", Act.RENAME, 1),
        (os, "replace", Act.RENAME, 1),
        (os, "link", Act.LINK, 1),
        (os, "mkdir", Act.FOLDER, 0),
        (os, "unlink", Act.UNLINK, 0),
        (os, "remove", Act.UNLINK, 0),
        (os, "fsync", Act.FLUSH, 0),
        (shutil, "copyfile", Act.COPY, 1),
    ):
        setattr(module, name, _broken(watch, getattr(module, name), act, place))
    os.open = _broken_opening(watch, os.open)
    shutil.rmtree = _broken_clearing(watch, shutil.rmtree)  # type: ignore[assignment]
    _wrap_sqlite(watch)
    for boundary in BOUNDARIES:
        if boundary.act is Act.CALL:
            _wrap_call(watch, boundary)


def _broken(watch: Watch, act: Act1, kind: Act, place: int) -> Act1:
    """`place`: of the path among the arguments."""

    @functools.wraps(act)
    def broken(*arguments: Any, **options: Any) -> Any:
        path = arguments[place]
        if kind is Act.COPY and watch.full_at == Path(path):
            raise error_of(Fault.FULL, path)
        if watch.is_clearing or (met := watch.meet(kind, path)) is None:
            if kind is Act.FLUSH and watch.inside(path) is not None:
                watch.tell()
            return act(*arguments, **options)
        _, fault = met
        if fault is Fault.CRASH:
            crash()
        if kind is Act.LINK and fault is Fault.FULL:
            watch.full_at = Path(path)  # nor is there room for a copy
        if fault is Fault.CRASH_BEHIND:
            with contextlib.suppress(OSError):  # as of a folder whose parent is made after the first try
                act(*arguments, **options)
            crash()
        if fault is Fault.SHORT:
            act(*arguments, **options)
            _halve(path)
        raise error_of(fault, path if isinstance(path, str | os.PathLike) else None)

    return broken


def _halve(path: str | Path) -> None:
    """As a disk leaves a file, or the files of a folder, that became full halfway; not those shared with another."""
    for file in [Path(path)] if Path(path).is_file() else sorted(Path(path).rglob("*")):
        if file.is_file() and file.stat().st_nlink == 1:
            os.truncate(file, file.stat().st_size // 2)


def _broken_opening(watch: Watch, act: Act1) -> Act1:
    def broken(path: Any, flags: int, *arguments: Any, **options: Any) -> Any:
        met = watch.meet(Act.LOCK, path) if flags & os.O_CREAT else None
        if met is not None:
            if met[1] is Fault.CRASH_BEHIND:
                with contextlib.suppress(FileExistsError):
                    act(path, flags, *arguments, **options)
            if met[1] in (Fault.CRASH, Fault.CRASH_BEHIND):
                crash()
            raise error_of(met[1], path)
        return act(path, flags, *arguments, **options)

    return broken


def _broken_clearing(watch: Watch, act: Act1) -> Act1:
    """An error that is to be ignored is: the folder stays, or half of it."""

    @functools.wraps(act)
    def broken(path: Any, ignore_errors: bool = False, **options: Any) -> Any:
        met = watch.meet(Act.CLEAR, path)
        fault = met[1] if met else None
        if fault is Fault.CRASH:
            crash()
        watch.is_clearing = True
        try:
            if fault is Fault.SHORT:
                files = sorted(file for file in Path(path).rglob("*") if file.is_file())
                for file in files[: (len(files) + 1) // 2]:
                    file.unlink()
            elif fault in (None, Fault.CRASH_BEHIND):
                act(path, ignore_errors, **options)
        finally:
            watch.is_clearing = False
        if fault is Fault.CRASH_BEHIND:
            crash()
        if fault is not None and not ignore_errors:
            raise error_of(fault, path)

    return broken


def _wrap_open(watch: Watch) -> None:
    opening = io.open

    @functools.wraps(opening)
    def broken(path: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        writes = set(mode) & set("wax+")
        met = watch.meet(Act.WRITE, path) if writes and not isinstance(path, int) else None
        file = opening(path, mode, *arguments, **options)
        return file if met is None else _BrokenFile(file, met[1], path)

    io.open = builtins.open = broken  # type: ignore[assignment]


class _BrokenFile:
    """A file that fails at its first write."""

    def __init__(self, file: Any, fault: Fault, path: object) -> None:
        self._file = file
        self._fault = fault
        self._path = path

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> _BrokenFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        if self._fault in (Fault.CRASH, Fault.CRASH_BEHIND):  # nothing was written into it
            crash()

    def writelines(self, lines: Iterable[Any]) -> None:
        for line in lines:
            self.write(line)

    def write(self, written: Any) -> int:
        if self._fault in (Fault.SHORT, Fault.CRASH):
            self._file.write(written[: len(written) // 2])
        elif self._fault is Fault.CRASH_BEHIND:
            self._file.write(written)
        if self._fault in (Fault.SHORT, Fault.CRASH, Fault.CRASH_BEHIND):
            self._file.flush()
        if self._fault in (Fault.CRASH, Fault.CRASH_BEHIND):
            crash()
        raise error_of(self._fault, None)


def _wrap_sqlite(watch: Watch) -> None:
    connect = sqlite3.connect

    def broken(path: Any, *arguments: Any, **options: Any) -> sqlite3.Connection:
        written = written_by_sqlite(path)
        in_memory = path == ":memory:"  # files may be attached to it
        if not in_memory and (written is None or watch.inside(written) is None):
            return cast(sqlite3.Connection, connect(path, *arguments, **options))
        connection = connect(path, *arguments, factory=_BrokenConnection, **options)
        connection.watch, connection.file, connection.attached = watch, None if in_memory else written, {}
        return cast(sqlite3.Connection, connection)

    sqlite3.connect = broken  # type: ignore[assignment]


_VERBS = {"CREATE": Act.CREATE, "INSERT": Act.PUT, "DELETE": Act.DELETE, "COMMIT": Act.COMMIT}
# the name of the attached file that a statement writes to
_WRITES_TO = re.compile(r"(?:CREATE (?:TABLE|INDEX)|INSERT (?:OR REPLACE )?INTO|DELETE FROM) (\w+)\.")


class _BrokenConnection(sqlite3.Connection):
    """Asks before every statement that writes. `file`: the one written to last, where several are `attached`."""

    watch: Watch
    file: str | None
    attached: dict[str, str]

    def execute(self, statement: str, *arguments: Any) -> sqlite3.Cursor:
        act = _VERBS.get(statement.split(maxsplit=1)[0])
        self._turn_to(statement)
        if statement.startswith("ATTACH"):
            self._attach(statement.rpartition(" ")[2], arguments[0][0])
        return self._do(act, lambda: sqlite3.Connection.execute(self, statement, *arguments))

    def executemany(self, statement: str, *arguments: Any) -> sqlite3.Cursor:
        act = _VERBS.get(statement.split(maxsplit=1)[0])
        self._turn_to(statement)
        return self._do(act, lambda: sqlite3.Connection.executemany(self, statement, *arguments))

    def _attach(self, name: str, path: str) -> None:
        written = written_by_sqlite(path)
        if written is not None:
            self.watch.audit("sqlite3.connect", (path,))  # which the interpreter sees of no attached file
            self.attached[name] = written

    def executescript(self, statements: str) -> sqlite3.Cursor:
        return self._do(Act.CREATE, lambda: sqlite3.Connection.executescript(self, statements))

    def __exit__(self, kind: Any, error: Any, at: Any) -> Any:
        if error is None and self.in_transaction:
            try:
                self._do(Act.COMMIT, lambda: sqlite3.Connection.execute(self, "COMMIT"))
            except sqlite3.OperationalError as failure:
                super().__exit__(type(failure), failure, None)
                raise
        return super().__exit__(kind, error, at)

    def _turn_to(self, statement: str) -> None:
        if found := _WRITES_TO.match(statement):
            self.file = self.attached.get(found[1], self.file)

    def _do(self, act: Act | None, statement: Callable[[], sqlite3.Cursor]) -> sqlite3.Cursor:
        met = self.watch.meet(act, self.file) if act is not None and self.file is not None else None
        if met is None:
            return statement()
        fault = met[1]
        if fault is Fault.CRASH_BEHIND or (fault is Fault.SHORT and act is not Act.COMMIT):
            statement()
        if fault in (Fault.CRASH, Fault.CRASH_BEHIND):
            crash()
        raise sqlite3.OperationalError("disk I/O error" if fault is Fault.ERROR else "database or disk is full")


def _wrap_call(watch: Watch, boundary: Boundary) -> None:
    module_name, _, name = boundary.function.partition(":")
    holder: Any = importlib.import_module(module_name)
    *outer, last = name.split(".")
    for part in outer:
        holder = getattr(holder, part)
    act = getattr(holder, last)

    @functools.wraps(act)
    def broken(*arguments: Any, **options: Any) -> Any:
        path = _path_among(watch, boundary, (*arguments, *options.values()))
        met = watch.meet(Act.CALL, path, boundary) if path else None
        if path is None or met is None:
            return act(*arguments, **options)
        return _break_call(met[1], boundary, path, lambda: act(*arguments, **options))

    setattr(holder, last, broken)


def _path_among(watch: Watch, boundary: Boundary, arguments: tuple[Any, ...]) -> str | None:
    """The file that a call writes: an argument, or what the object writes to."""
    for argument in arguments:
        path = getattr(argument, "_folder", argument)
        inside = watch.inside(path) if isinstance(path, str | os.PathLike) else None
        if inside is not None and boundary.covers(inside):
            return str(path)
    return None


def _break_call(fault: Fault, boundary: Boundary, path: str, act: Callable[[], Any]) -> Any:
    if fault is Fault.CRASH:
        crash()
    if fault in (Fault.SHORT, Fault.CRASH_BEHIND):
        act()
        if fault is Fault.CRASH_BEHIND:
            crash()
        _halve(path)
    failure = error_of(fault, path)
    raise failure if boundary.raises == "OSError" else _ERRORS[boundary.raises](f"write error in {path}: {failure}")
