"""`mailuo collection`: which documents only some people may read."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.cli import output
from ui.cli.keep import bring_views_up
from ui.cli.options import Json, open_workspace

group = typer.Typer(help="Which documents only some people may read.", rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Take the commands in."""
    app.add_typer(group, name="collection")


@group.command("list")
def show(json: Json = False) -> None:
    """The collections, with their documents; what is in none is open to all who may read."""
    held: dict[str, list[str]] = {}
    for source, name in sorted(open_workspace().collections.by_source().items()):
        held.setdefault(name, []).append(source)
    if json:
        output.json_value({"collections": [{"name": name, "sources": held[name]} for name in sorted(held)]})
        return
    output.collections(held)


@group.command("put")
def put(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The collection; it is there as soon as it is named.")],
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE…", help="Source files that were taken in.")],
) -> None:
    """Put documents in a collection, in place of that in which they were; holds at once for all who ask."""
    _put(sources, name)
    output.say(f"{len(sources)} in “{name}”")


@group.command("open")
def open_(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE…", help="Source files that were taken in.")],
) -> None:
    """Take documents out of their collection: all who may read may read them."""
    _put(sources, "")
    output.say(f"{len(sources)} open to all who may read")


def _put(sources: list[str], name: str) -> None:
    workspace = open_workspace()
    workspace.put_in_collection(sources, name)
    with output.progress() as progress:
        bring_views_up(workspace, progress)
