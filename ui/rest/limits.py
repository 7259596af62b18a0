"""How much may be asked: sizes, seconds, how many at once, how many of one person."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from ui.app.sent_files import MOST_BYTES

MARGIN = 1 << 20  # bytes around sent files, with which they are sent
LONGEST_TEXT = 2000  # characters of a question or a search
LONGEST_NAME = 500  # characters of a name, an identifier or a title
MOST_REMEMBERED = 10_000  # people whose rate is counted


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server puts up with."""

    body_bytes: int = 1 << 20
    upload_bytes: int = MOST_BYTES + MARGIN
    address_bytes: int = 16 << 10  # of path and query together
    workers: int = max(2, min(8, os.cpu_count() or 2))  # verbs that are answered at once
    waiting: int = 256  # verbs that wait for that
    waiting_each: int = 64  # of one person
    rate: int = 1200  # requests of one person in a minute; 0: as many as they like
    seconds: float = 30.0  # for an answer
    export_seconds: float = 600.0
    jobs: int = 20  # that wait


class Rates:
    """Counts what each person asks: a bucket of `rate` drops that fills up again in a minute."""

    def __init__(self, rate: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}  # by person: drops, when that was
        self._lock = threading.Lock()

    def wait(self, who: str) -> float:
        """Takes a drop and gives 0, or says in how many seconds there is one again."""
        if not self._rate:
            return 0.0
        now = self._clock()
        with self._lock:
            if len(self._left) > MOST_REMEMBERED:
                self._forget(now)
            left, at = self._left.get(who, (float(self._rate), now))
            left = min(float(self._rate), left + (now - at) * self._rate / 60)
            if left < 1:
                self._left[who] = left, now
                return (1 - left) * 60 / self._rate
            self._left[who] = left - 1, now
            return 0.0

    def _forget(self, now: float) -> None:
        """Those whose bucket is full again."""
        self._left = {who: kept for who, kept in self._left.items() if now - kept[1] < 60}
