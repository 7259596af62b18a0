"""What a mounted application does when the server begins and ends: the lifespan protocol of ASGI, spoken to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import ASGIApp, Message


class MountFailed(Exception):
    """A mounted application could not begin."""


@asynccontextmanager
async def living(app: ASGIApp) -> AsyncIterator[None]:
    """While it lives; it begins and ends in one task of its own."""
    said: asyncio.Queue[Message] = asyncio.Queue()
    heard: asyncio.Queue[Message] = asyncio.Queue()
    task = asyncio.ensure_future(_live(app, said, heard))
    await said.put({"type": "lifespan.startup"})
    answer = await heard.get()
    if answer["type"] == "lifespan.startup.failed":
        await task
        raise MountFailed(answer.get("message", ""))
    try:
        yield
    finally:
        if not task.done():
            await said.put({"type": "lifespan.shutdown"})
            await heard.get()
        await task


async def _live(app: ASGIApp, said: asyncio.Queue[Message], heard: asyncio.Queue[Message]) -> None:
    try:
        await app({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, said.get, heard.put)
    finally:
        # one that knows no lifespan has ended before it said anything; whoever waits must not do so for ever
        await heard.put({"type": "lifespan.startup.complete"})
