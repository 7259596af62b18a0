"""How much memory and processor time a process may take for what it has in hand, where the system can say so.

In: limits of one file. Out: what goes beyond fails (memory), or ends the process (time): whoever started it says so.
"""

from __future__ import annotations

import contextlib
import math
import os
import time
from dataclasses import dataclass
from pathlib import Path

SECONDS = 10.0  # of processor for a file, without a word of how far it is
SMALL_BYTES = 100_000  # a larger one may take so many seconds more for each such piece
SILENT = 8  # times as long may pass on a busy machine
MEMORY_BYTES = 700_000_000  # for a file
MOST_WRITTEN = 1_000_000_000  # bytes of a file that a reader or its helper writes


@dataclass(frozen=True, slots=True)
class Limits:
    """`memory_bytes`: of data, beside what is held already (networks of recognition); `seconds`: of processor, from now
    to the next word of how far it is."""

    memory_bytes: int
    seconds: float

    def begin(self) -> None:
        """Hold this process, and those it starts from now on, to them."""
        limit_memory(held_bytes() + self.memory_bytes)
        limit_processor(self.seconds)
        _forget_most_held()


def seconds_for(file_bytes: int, seconds: float) -> float:
    """Of processor, that a file of so many bytes may take."""
    return seconds * max(1.0, file_bytes / SMALL_BYTES)


def held_bytes() -> int:
    """Of data that this process holds; 0 where the system has no /proc."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[5]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def _forget_most_held() -> None:
    """Have the most memory that this process ever held counted anew, so that it tells of one file."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", "ascii")


def limit_memory(most_bytes: int) -> None:
    """Have what goes beyond fail."""
    _limit("RLIMIT_DATA", most_bytes)


def limit_processor(seconds: float) -> None:
    """Have the process ended when it has taken so much more time of the processor."""
    _limit("RLIMIT_CPU", math.ceil(time.process_time() + seconds))


def limit_other(process: int, seconds: int) -> None:
    """Have another process, and each that it starts from now on, ended when it has taken so much of the processor."""
    try:
        import resource

        _, hard = resource.prlimit(process, resource.RLIMIT_CPU)
        resource.prlimit(process, resource.RLIMIT_CPU, (seconds if hard < 0 else min(seconds, hard), hard))
    except (ImportError, AttributeError, OSError):  # of Linux alone; or it has ended
        return


def limit_writing() -> None:
    """Neither dumps of memory nor endless files are written."""
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_FSIZE", MOST_WRITTEN)


def _limit(what: str, most: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    kind: int = getattr(resource, what)
    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (most if hard < 0 else min(most, hard), hard))
