"""Over standard input and output: one client, who is whoever works on this machine."""

from __future__ import annotations

import anyio
from mcp.server.stdio import stdio_server

from ui.app.house import House
from ui.app.people import whoever_is_here
from ui.mcp.server import make_server


def serve(house: House) -> None:
    """Until the input ends."""
    anyio.run(_serve, house)


async def _serve(house: House) -> None:
    person = whoever_is_here()
    server = make_server(house, lambda _: person, None)
    async with stdio_server() as (coming, going):
        await server.run(coming, going, server.create_initialization_options())
