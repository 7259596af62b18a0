"""What was read or made, kept for the next time; the longest unused goes when it is too much.

A reader that runs all day reads many sources, so that nothing is kept without a bound.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Called with a key, gives what `make` made of it. `weigh`: how much one counts; of all together at most `most`
    are kept, but always the last one. May be called from several threads; `make` may then be called twice.
    """

    def __init__(self, make: Callable[[K], V], *, most: int, weigh: Callable[[V], int] = lambda _: 1) -> None:
        self._make = make
        self._most = most
        self._weigh = weigh
        self._held: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._weight = 0
        self._lock = threading.Lock()

    def __call__(self, key: K) -> V:
        """What is kept for the key, else made now."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key][0]
        made = self._make(key)  # outside the lock: it may ask for others
        with self._lock:
            self._keep(key, made)
        return made

    def put(self, key: K, value: V) -> None:
        """Keep what is known already."""
        with self._lock:
            self._keep(key, value)

    def __len__(self) -> int:
        return len(self._held)

    def _keep(self, key: K, made: V) -> None:
        if key in self._held:
            self._weight -= self._held.pop(key)[1]
        weight = self._weigh(made)
        self._held[key] = made, weight
        self._weight += weight
        while self._weight > self._most and len(self._held) > 1:
            self._weight -= self._held.popitem(last=False)[1][1]
