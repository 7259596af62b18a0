"""How long something takes on a quiet machine, told on one that may have much else to do.

A fixed piece of work is timed beside it: what slows the one slows the other, and is taken out. In: what is to be done,
and the seconds that are enough. Out: the fastest of some runs, in seconds of this thread's processor time.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

YARDSTICK_SECONDS = 0.02  # what `_yardstick` takes where a machine is quiet; on a faster one nothing is taken out
RUNS = 5


def quiet_seconds(act: Callable[[], object], *, enough: float) -> float:
    """Runs it until it took less than enough, at most five times."""
    fastest = math.inf
    before = _seconds_for(_yardstick)
    for _ in range(RUNS):
        taken = _seconds_for(act)
        after = _seconds_for(_yardstick)
        fastest = min(fastest, taken / max(1.0, (before + after) / 2 / YARDSTICK_SECONDS))
        if fastest < enough:
            break
        before = after
    return fastest


def _seconds_for(act: Callable[[], object]) -> float:
    begun = time.thread_time()
    act()
    return time.thread_time() - begun


def _yardstick() -> int:
    return sum(hash(str(number)) % 7 for number in range(50_000))
