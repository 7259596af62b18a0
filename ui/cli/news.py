"""`mailuo news`: what is new since a time, also as an Atom feed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from ui.cli import output
from ui.cli.options import Json, open_workspace

MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(\+00:00)?)?")


def register(app: typer.Typer) -> None:
    """Put the command beside the others."""
    app.command()(news)


def news(
    since: Annotated[
        str, typer.Option("--since", help="A date or a time in UTC: 2026-11-01, 2026-11-01T08:00; default: all notes.")
    ] = "",
    feed: Annotated[
        Path | None, typer.Option("--feed", metavar="FILE", help="Write the documents that came as an Atom feed.")
    ] = None,
    address: Annotated[
        str, typer.Option("--address", help="Where the pages are served, for the feed's links.")
    ] = "http://localhost:8501/",
    json: Json = False,
) -> None:
    """What came since a time: documents, things first mentioned, figures that are set otherwise."""
    if since and not MOMENT.fullmatch(since):
        raise typer.BadParameter("say it as 2026-11-01 or 2026-11-01T08:00", param_hint="--since")
    workspace = open_workspace()
    if feed is not None:
        feed.write_bytes(workspace.feed(address if address.endswith("/") else f"{address}/"))
        output.say(f"{feed}: written")
        return
    found = workspace.news(since)
    output.json_value(found) if json else output.news(found)
