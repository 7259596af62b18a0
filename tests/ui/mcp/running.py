"""Asynchronous work done by a test, in a thread of its own: a browser's tests leave a loop in the main one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import anyio

Given = TypeVar("Given")


def run(do: Callable[[], Awaitable[Given]]) -> Given:
    """What it gives."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(anyio.run, do).result()
