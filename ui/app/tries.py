"""How often a name failed to sign in lately, so that passwords cannot be tried out.

Kept in memory: whoever can start the server anew need not guess.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

MOST_FAILURES = 10
WITHIN_SECONDS = 300.0
MOST_NAMES = 10_000  # made-up ones must not fill the memory


class Tries:
    """May be used from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failed: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, name: str) -> int:
        """Seconds until this name may try again; 0: now."""
        with self._lock:
            failed = self._failed.get(name)
            if failed is None or len(failed) < MOST_FAILURES:
                return 0
            left = failed[0] + WITHIN_SECONDS - self._clock()
            return max(0, int(left) + 1) if left > 0 else 0

    def note(self, name: str, *, failed: bool) -> None:
        """What came of a try."""
        with self._lock:
            if not failed:
                self._failed.pop(name, None)
                return
            self._failed.setdefault(name, deque(maxlen=MOST_FAILURES)).append(self._clock())
            self._failed.move_to_end(name)
            while len(self._failed) > MOST_NAMES:
                self._failed.popitem(last=False)
