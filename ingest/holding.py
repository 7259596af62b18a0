"""A generation that is being read stays: readers hold its folder, and who clears away leaves what is held.

In: a folder. Out: a `Hold`, which ends with the process at the latest. Where the system has no such locks (Windows
keeps open files by itself; some network folders refuse them) nothing counts as held.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class Hold:
    """One reader's hold on a folder; let go of when it is closed or nobody has it any more."""

    def __init__(self, handle: int | None) -> None:
        self._handle = handle

    @classmethod
    def on(cls, folder: Path) -> Hold | None:
        """None where the folder is gone, or going at this moment."""
        if fcntl is None:
            return cls(None)
        try:
            hold = cls(handle := os.open(folder, os.O_RDONLY))
        except FileNotFoundError:
            return None
        if _lock(handle, alone=False) and folder.exists():  # it may have gone before it was locked
            return hold
        hold.close()
        return None

    def close(self) -> None:
        """Let go."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __del__(self) -> None:
        self.close()


def remove_unless_held(folder: Path) -> None:
    """Remove a folder that nobody reads; a reader that comes at this moment keeps it or finds it gone."""
    gone = folder.with_name(f"{folder.name}.gone")
    if fcntl is None:
        folder.rename(gone)
    else:
        handle = os.open(folder, os.O_RDONLY)
        try:
            if not _lock(handle, alone=True):
                return
            folder.rename(gone)
        finally:
            os.close(handle)
    shutil.rmtree(gone, ignore_errors=True)


def _lock(handle: int, *, alone: bool) -> bool:
    """False where somebody else's lock forbids it."""
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without locks
    return True
