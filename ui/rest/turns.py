"""Whose turn it is: verbs run in a few threads, and who waits with one request waits no longer for another's hundred.

In: who asks, and what is to be done. Out: what that gives. People take turns, each one's requests in their order.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from ui.rest.problems import WaitFirst

Given = TypeVar("Given")


class TooBusy(WaitFirst):
    """More wait than the server puts up with."""


class TookTooLong(WaitFirst):
    """Nothing came of it in time."""


@dataclass(frozen=True, slots=True)
class _Turn(Generic[Given]):
    work: Callable[[], Given]
    done: asyncio.Future[Given]


class Turns:
    """Of one event loop; close it."""

    def __init__(self, workers: int, most: int, most_each: int) -> None:
        self._workers, self._most, self._most_each = workers, most, most_each
        self._pool = self._open()
        self._waiting: OrderedDict[str, deque[_Turn[object]]] = OrderedDict()
        self.waits = 0
        self.runs = 0

    def close(self) -> None:
        """What runs is waited for; what waits is not begun. An application may begin anew after it has ended."""
        self._pool.shutdown(cancel_futures=True)
        self._pool = self._open()

    def _open(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._workers, thread_name_prefix="mailuo-verb")

    async def take(self, who: str, work: Callable[[], Given], seconds: float) -> Given:
        """What `work` gives or raises. What takes longer is not waited for; a thread that has begun it ends it."""
        own = self._waiting.get(who, ())
        if self.waits >= self._most or len(own) >= self._most_each:
            raise TooBusy(f"{self.waits} requests are waiting; try again soon")
        turn = _Turn(work, asyncio.get_running_loop().create_future())
        self._waiting.setdefault(who, deque()).append(turn)
        self.waits += 1
        self._begin()
        try:
            return await asyncio.wait_for(turn.done, seconds)
        except TimeoutError as error:
            if turn.done.done() and not turn.done.cancelled():
                raise  # the work's own
            raise TookTooLong(f"nothing came of it in {seconds:g} seconds; ask for less, or try again") from error

    def _begin(self) -> None:
        while self.runs < self._workers and self._waiting:
            who, queue = self._waiting.popitem(last=False)
            turn = queue.popleft()
            self.waits -= 1
            if queue:
                self._waiting[who] = queue  # behind all others
            if turn.done.done():
                continue  # nobody waits for it any more
            self.runs += 1
            running = asyncio.get_running_loop().run_in_executor(self._pool, turn.work)
            running.add_done_callback(partial(self._end, turn))

    def _end(self, turn: _Turn[object], ran: asyncio.Future[object]) -> None:
        self.runs -= 1
        self._begin()
        error = None if ran.cancelled() else ran.exception()
        if turn.done.done():
            return
        if ran.cancelled():
            turn.done.cancel()
        elif error is not None:
            turn.done.set_exception(error)
        else:
            turn.done.set_result(ran.result())
