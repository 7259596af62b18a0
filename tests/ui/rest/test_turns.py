"""Whose turn it is, what is refused, and what is not waited for."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import pytest

from ui.rest.limits import Rates
from ui.rest.turns import TooBusy, TookTooLong, Turns


def run(ask: Callable[[], Coroutine[object, object, None]]) -> None:
    """In a thread of its own: a browser of other tests keeps a loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, ask()).result()


@asynccontextmanager
async def turning(workers: int = 1, most: int = 100, most_each: int = 100) -> AsyncIterator[Turns]:
    turns = Turns(workers, most, most_each)
    try:
        yield turns
    finally:
        turns.close()


def test_people_take_turns() -> None:
    done: list[str] = []
    go = threading.Event()

    async def ask() -> None:
        async with turning() as turns:
            first = asyncio.ensure_future(turns.take("first", lambda: go.wait(5), 5))
            await asyncio.sleep(0)
            many = [asyncio.ensure_future(turns.take("many", lambda: done.append("many"), 5)) for _ in range(50)]
            await asyncio.sleep(0)
            one = asyncio.ensure_future(turns.take("one", lambda: done.append("one"), 5))
            await asyncio.sleep(0)
            go.set()
            await asyncio.gather(first, one, *many)

    run(ask)
    assert done.index("one") <= 1  # not behind the fifty that came before


def test_work_gives_and_raises() -> None:
    async def ask() -> None:
        async with turning() as turns:
            assert await turns.take("a", lambda: 7, 5) == 7
            for mistake in (ValueError, TimeoutError):
                with pytest.raises(mistake):
                    await turns.take("a", _raising(mistake), 5)
            assert (turns.runs, turns.waits) == (0, 0)

    run(ask)


def _raising(mistake: type[Exception]):
    def work() -> None:
        raise mistake

    return work


def test_more_than_may_wait_is_refused_at_once() -> None:
    go = threading.Event()

    async def ask() -> None:
        async with turning(1, 3, 2) as turns:
            running = [asyncio.ensure_future(turns.take("a", lambda: go.wait(5), 5)) for _ in range(3)]
            await asyncio.sleep(0.01)
            with pytest.raises(TooBusy):
                await turns.take("a", lambda: None, 5)
            running.append(asyncio.ensure_future(turns.take("b", lambda: True, 5)))
            await asyncio.sleep(0)
            with pytest.raises(TooBusy):
                await turns.take("c", lambda: None, 5)
            go.set()
            await asyncio.gather(*running)
            assert await turns.take("c", lambda: 1, 5) == 1

    run(ask)


def test_what_takes_too_long_is_not_waited_for() -> None:
    go = threading.Event()
    begun: list[str] = []

    async def ask() -> None:
        async with turning() as turns:
            began = time.monotonic()
            slow = asyncio.ensure_future(turns.take("a", lambda: go.wait(5), 0.05))
            behind = asyncio.ensure_future(turns.take("b", lambda: begun.append("b"), 0.05))
            for one in (slow, behind):
                with pytest.raises(TookTooLong):
                    await one
            assert time.monotonic() - began < 2
            assert turns.runs == 1  # its thread still works
            go.set()
            assert await turns.take("c", lambda: 1, 5) == 1
            assert begun == []  # nobody waited for it any more
            assert (turns.runs, turns.waits) == (0, 0)

    run(ask)


def test_rates_fill_up_again() -> None:
    now = [0.0]
    rates = Rates(60, lambda: now[0])
    assert [rates.wait("a") for _ in range(60)] == [0.0] * 60
    assert rates.wait("a") == pytest.approx(1.0)
    assert rates.wait("b") == 0.0
    now[0] = 1.0
    assert rates.wait("a") == 0.0
    assert rates.wait("a") > 0
    now[0] = 1000.0
    assert [rates.wait("a") for _ in range(60)] == [0.0] * 60
    assert rates.wait("a") > 0
    assert all(Rates(0).wait("a") == 0 for _ in range(1000))
