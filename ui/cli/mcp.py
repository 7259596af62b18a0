"""`mailuo mcp`: the tools for language models, over standard input and output."""

from __future__ import annotations

import typer

from ui.app.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("mcp")(mcp)


def mcp() -> None:
    """Serve language models by the Model Context Protocol on standard input and output (docs/mcp.md)."""
    settings = Settings.read()  # what is wrong with them is said here
    # imported late: --help and wrong usage need none of it
    from ui.app.house import House
    from ui.mcp.stdio import serve

    with House(settings, read_only=True) as house:
        serve(house)
