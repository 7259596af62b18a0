"""What happens at files inside a tried command: told, written down, and broken at one boundary.

In: instructions in the environment (`MAILUO_TORTURE`), and where events are told. Out: nothing to the command but the
fault; to the one who tries it a byte for each event, and a log of what was written (“did”), which boundaries were met
(“met”) and whether the fault struck (“struck”).
"""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from tests.torture.boundaries import SQLITE, Act, Boundary, Fault, at

MARK = "MAILUO_TORTURE"
_AREAS = ("home", "out", "cache")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# the acts that an event of the interpreter may come from
AUDITED: Mapping[str, frozenset[Act]] = {
    "open": frozenset({Act.WRITE, Act.CALL, Act.COPY, Act.LOCK}),
    "os.rename": frozenset({Act.RENAME}),
    "os.link": frozenset({Act.LINK}),
    "os.mkdir": frozenset({Act.FOLDER}),
    "os.remove": frozenset({Act.UNLINK}),
    "os.rmdir": frozenset({Act.UNLINK}),
    "os.truncate": frozenset({Act.WRITE}),
    "shutil.rmtree": frozenset({Act.CLEAR}),
    "sqlite3.connect": SQLITE,
}


@dataclass(frozen=True, slots=True)
class Instructions:
    """folder: holds home, out and cache; log: where to write down; the `nth` meeting with `boundary` has the fault."""

    folder: str
    log: str | None = None
    boundary: str | None = None
    fault: str | None = None
    nth: int = 1

    def to_environment(self) -> dict[str, str]:
        return {MARK: json.dumps(asdict(self))}

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self | None:
        return cls(**json.loads(environment[MARK])) if MARK in environment else None


class Watch:
    """One process, watched."""

    def __init__(self, instructions: Instructions, told: int | None) -> None:
        self._do = instructions
        self._root = Path(instructions.folder).resolve()
        self._told = told
        self._met = 0
        self.is_clearing = False
        self.full_at: Path | None = None  # where nothing can be written any more

    def inside(self, path: object, folder: int = -1) -> str | None:
        """The path below the folder of the trial, None for any other; `folder`: a handle that it is relative to."""
        if isinstance(path, int):
            path = _path_of(path)
        if not isinstance(path, str | bytes | os.PathLike):
            return None
        at = Path(_path_of(folder) if folder >= 0 else "", os.fsdecode(path))
        at = at.parent.resolve() / at.name
        if not at.is_relative_to(self._root):
            return None
        below = at.relative_to(self._root)
        return below.as_posix() if below.parts and below.parts[0] in _AREAS else None

    def tell(self) -> None:
        if self._told is not None:
            os.write(self._told, b".")

    def note(self, *words: str) -> None:
        if self._do.log is None:
            return
        handle = os.open(self._do.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(handle, ("\t".join(words) + "\n").encode())
        os.close(handle)

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        """A hook of the interpreter (`sys.addaudithook`)."""
        if event not in AUDITED or self.is_clearing:
            return
        path = self.inside(*_written(event, arguments))
        if path is not None and not any(self.does_nothing(act, path) for act in AUDITED[event]):
            self.note("did", event, path)
            self.tell()

    def does_nothing(self, act: Act, inside: str) -> bool:
        """Whether a folder is there already that is to be made, or what is to be taken away is not there."""
        if act is Act.FOLDER:
            return (self._root / inside).is_dir()
        return act in (Act.UNLINK, Act.CLEAR) and not os.path.lexists(self._root / inside)

    def meet(self, act: Act, path: object, only: Boundary | None = None) -> tuple[Boundary, Fault] | None:
        """Say that an act is about to be done; what is to go wrong there. `only`: of several boundaries the one met."""
        inside = self.inside(path)
        if inside is None or self.does_nothing(act, inside):
            return None
        for boundary in at(act, inside):
            if only not in (None, boundary):
                continue
            self.note("met", boundary.name)
            if boundary.name == self._do.boundary:
                self._met += 1
                if self._met == self._do.nth:
                    self.note("struck", boundary.name)
                    assert self._do.fault is not None
                    return boundary, Fault(self._do.fault)
        return None


def _written(event: str, arguments: tuple[Any, ...]) -> tuple[object, int]:
    """The path that the event is about, and the folder's handle it is relative to; no path where nothing is written."""
    match event, arguments:
        case "open", (path, _, flags):
            return (path if isinstance(flags, int) and flags & _WRITING else None), -1
        case (("os.rename" | "os.link"), (_, goal, _, folder)):
            return goal, folder
        case "os.mkdir", (path, _, folder):
            return path, folder
        case (("os.remove" | "os.rmdir" | "shutil.rmtree"), (path, folder, *_)):
            return path, folder if isinstance(folder, int) else -1
        case "sqlite3.connect", (path, *_):
            return written_by_sqlite(path), -1
        case _:
            return (arguments[0] if arguments else None), -1


def written_by_sqlite(path: object) -> str | None:
    """Of what is given to `sqlite3.connect`, the file where it may be written."""
    text = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
    if not text.startswith("file:"):
        return text or None
    parts = urlsplit(text)
    return None if "mode=ro" in parts.query else unquote(parts.path)


def _path_of(handle: int) -> str:
    try:
        return str(Path(f"/proc/self/fd/{handle}").readlink())
    except OSError:
        return ""


def error_of(fault: Fault, path: object) -> OSError:
    """As the system would raise it."""
    number = errno.EIO if fault is Fault.ERROR else errno.ENOSPC
    return OSError(number, os.strerror(number), os.fsdecode(path) if isinstance(path, str | os.PathLike) else None)


def crash() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def install(environment: Mapping[str, str], told: int | None = None) -> None:
    """Watch this process, if it is to be watched."""
    from tests.torture.breaking import wrap

    instructions = Instructions.read(environment)
    if instructions is not None:
        watch = Watch(instructions, told)
        sys.addaudithook(watch.audit)
        wrap(watch)
