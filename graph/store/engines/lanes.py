"""Work done in several lanes at once: threads that each take the next piece when they are free.

In: pieces, told one after the other by the thread that calls, and what is to be done with one. Out: what came of each,
handed over in the calling thread, in the order in which they are done.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

Piece = TypeVar("Piece")
Made = TypeVar("Made")

AHEAD = 2  # pieces told for each lane: one is worked on, one waits, and memory holds no more
MOST = 8


def usual_lanes() -> int:
    """As many as there are processors here, 8 at most: a lane's thread computes half of the time, then waits."""
    return min(os.cpu_count() or 1, MOST)


def work_in_lanes(
    lanes: int, work: Callable[[Piece], Made], pieces: Iterable[Piece], done: Callable[[Made], object]
) -> None:
    """Work on all pieces and return when the last is done. With one lane it is done here, piece by piece.

    The first error, of a lane, of `pieces` or of `done`, ends it: what is being worked on is finished, what waits is
    not begun, and the error is raised.
    """
    if lanes == 1:
        for piece in pieces:
            done(work(piece))
        return
    pool = ThreadPoolExecutor(lanes, thread_name_prefix="lane")
    try:
        under_way: set[Future[Made]] = set()
        for piece in pieces:
            under_way.add(pool.submit(work, piece))
            if len(under_way) >= lanes * AHEAD:
                under_way = _hand_over(under_way, done)
        while under_way:
            under_way = _hand_over(under_way, done)
    finally:
        pool.shutdown(cancel_futures=True)


def _hand_over(under_way: set[Future[Made]], done: Callable[[Made], object]) -> set[Future[Made]]:
    """What is still under way when at least one was done."""
    finished, others = wait(under_way, return_when=FIRST_COMPLETED)
    for future in finished:
        done(future.result())
    return others
