"""Opening files that a person named: only ordinary ones, without waiting, and never more of them than is allowed.

A pipe would wait for ever for someone to write into it, a device never ends, a file may grow while it is read.
"""

from __future__ import annotations

import os
import stat
from io import BufferedReader
from pathlib import Path

from ingest.sources.unreadable import Unreadable


def is_folder(path: Path) -> bool:
    """Whether a folder lies there, as far as one may look: a name that is too long or holds a zero byte names none."""
    return stat.S_ISDIR(_mode(path))


def is_file(path: Path) -> bool:
    """The same of a file."""
    return stat.S_ISREG(_mode(path))


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return 0


def open_ordinary(path: Path, name: str) -> BufferedReader:
    """The file, opened; `Unreadable` says why it is none. `name`: what its source is called."""
    try:
        _refuse_special(path.stat().st_mode, name)  # looked at first: opening a device may do something
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError as fault:
        raise Unreadable(name, "missing") from fault
    except OSError as fault:
        raise Unreadable(name, "unread", fault=fault.strerror) from fault
    except ValueError as fault:
        raise Unreadable(name, "unread", fault="a zero byte in its name") from fault
    opened = os.fdopen(file, "rb")
    try:
        _refuse_special(os.fstat(file).st_mode, name)  # something else may have taken its place
    except Unreadable:
        opened.close()
        raise
    return opened


def _refuse_special(mode: int, name: str) -> None:
    if stat.S_ISDIR(mode):
        raise Unreadable(name, "unread", fault="a folder")
    if not stat.S_ISREG(mode):
        raise Unreadable(name, "special")


def read_ordinary(path: Path, name: str, most_bytes: int) -> bytes:
    """All bytes of a file that holds at most so many."""
    with open_ordinary(path, name) as file:
        try:
            size = os.fstat(file.fileno()).st_size
            if size > most_bytes:
                raise Unreadable(name, "large", megabytes=size / 1e6, most=most_bytes / 1e6)
            raw = file.read(most_bytes + 1)
        except OSError as fault:
            raise Unreadable(name, "unread", fault=fault.strerror) from fault
    if len(raw) > most_bytes:  # it has grown meanwhile
        raise Unreadable(name, "large", megabytes=len(raw) / 1e6, most=most_bytes / 1e6)
    return raw
