"""A process and all that it has started, ended together: a reader's helpers (LibreOffice) make groups of their own."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path


def end_tree(process: int, *, itself: bool = True) -> None:
    """End a process that was started as the first of its group, and what it has started; `itself`: False to end the
    others alone."""
    below = list(_below(process))  # before it is gone: then nobody knows whose they were
    if itself:
        _end(process)
    for other in below:
        _end(other)


def _end(process: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg") and os.getpgid(process) == process:
            os.killpg(process, signal.SIGKILL)
        else:
            os.kill(process, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)


def _below(process: int) -> Iterator[int]:
    """What it has started, and what those have; none where the system has no /proc."""
    waiting = [process]
    while waiting:
        children = _children(waiting.pop())
        waiting += children
        yield from children


def _children(process: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError):  # it has ended
        for task in Path(f"/proc/{process}/task").iterdir():
            found += map(int, (task / "children").read_text("ascii").split())
    return found
