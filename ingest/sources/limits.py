"""How much memory and processor time a process may take for what it has in hand, where the system can say so.

In: limits of one file. Out: what goes beyond fails (memory), or ends the process (time): whoever started it says so.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

MOST_WRITTEN = 1_000_000_000  # bytes of a file that a reader or its helper writes


@dataclass(frozen=True, slots=True)
class Limits:
    """`memory_bytes`: of data; `seconds`: of processor, from now to the next word of how far it is."""

    memory_bytes: int
    seconds: float

    def begin(self) -> None:
        """Hold this process, and those it starts from now on, to them."""
        limit_memory(self.memory_bytes)
        limit_processor(self.seconds)


def limit_memory(most_bytes: int) -> None:
    """Have what goes beyond fail."""
    _limit("RLIMIT_DATA", most_bytes)


def limit_processor(seconds: float) -> None:
    """Have the process ended when it has taken so much more time of the processor."""
    _limit("RLIMIT_CPU", math.ceil(time.process_time() + seconds))


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
