"""Work cut into portions, done wherever there are hands for it: here, or by workers on other machines.

In: a function of its argument alone, defined in a module, and portions that can be pickled. Out: what it gave, in the
order of the portions, so that where it was done cannot be told from what comes out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

Portion = TypeVar("Portion")
Done = TypeVar("Done")


class Spread(Protocol):
    """Those who do it."""

    def map(self, work: Callable[[Portion], Done], portions: Iterable[Portion]) -> Iterator[Done]:
        """What `work` gives for each portion, in their order. Portions are read as hands become free: few are held at
        a time."""


class Here:
    """One after the other, in this process. Keeps the contract `Spread`."""

    def map(self, work: Callable[[Portion], Done], portions: Iterable[Portion]) -> Iterator[Done]:
        """What `work` gives for each portion, in their order."""
        return map(work, portions)


HERE = Here()


def each_with(
    spread: Spread, work: Callable[[Portion], Done], portions: Iterable[Portion]
) -> Iterator[tuple[Portion, Done]]:
    """Each portion with what `work` gives for it, in their order."""
    out: deque[Portion] = deque()

    def given_out() -> Iterator[Portion]:
        for portion in portions:
            out.append(portion)
            yield portion

    for done in spread.map(work, given_out()):
        yield out.popleft(), done
