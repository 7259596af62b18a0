"""Hands that are far away: what goes to them and comes back is pickled, and they do what came last first."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

Portion = TypeVar("Portion")
Done = TypeVar("Done")
AHEAD = 3  # portions read before the first one's result is asked for


class Scattered:
    """Keeps the contract `Spread`; `portions` counts what was sent, by the name of the work."""

    def __init__(self) -> None:
        self.portions: dict[str, int] = {}

    def map(self, work: Callable[[Portion], Done], portions: Iterable[Portion]) -> Iterator[Done]:
        """What `work` gives for each portion, in their order."""
        sent_work = pickle.dumps(work)
        left = iter(portions)
        while some := [pickle.dumps(portion) for portion in islice(left, AHEAD)]:
            name = getattr(work, "func", work).__name__
            self.portions[name] = self.portions.get(name, 0) + len(some)
            done = [pickle.dumps(pickle.loads(sent_work)(pickle.loads(portion))) for portion in reversed(some)]
            yield from map(pickle.loads, reversed(done))
