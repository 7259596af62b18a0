"""`mailuo ledger`: all projects as one table, filtered and sorted."""

from __future__ import annotations

from typing import Annotated

import typer

from graph.records import STAGES
from graph.store.ledger import SORTED
from ui.cli import output
from ui.cli.options import Csv, Json, open_workspace


def register(app: typer.Typer) -> None:
    """The one command."""
    app.command()(ledger)


def ledger(  # noqa: PLR0913 - a filter each
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A piece of the project's name; default: all.")] = "",
    place: Annotated[str, typer.Option("--place", help="Only projects of this place.")] = "",
    park: Annotated[str, typer.Option("--park", help="Only projects in this park.")] = "",
    industry: Annotated[str, typer.Option("--industry", help="Only projects of this industry.")] = "",
    lead: Annotated[str, typer.Option("--lead", help="Only projects that this department leads.")] = "",
    stage: Annotated[str, typer.Option("--stage", help=f"Only at this stage: {', '.join(STAGES)}.")] = "",
    planned: Annotated[
        bool | None, typer.Option("--planned/--done", help="Only stages that are planned, or that are reached.")
    ] = None,
    year: Annotated[int | None, typer.Option("--year", help="Only with the latest stage in this year.")] = None,
    least: Annotated[float | None, typer.Option("--least", help="Investment of at least so many 亿元.")] = None,
    sort: Annotated[str, typer.Option("--sort", help=f"By {', '.join(SORTED)}.")] = "documents",
    up: Annotated[bool | None, typer.Option("--up/--down", help="From the smallest, or from the largest.")] = None,
    top: Annotated[int, typer.Option("--top", min=1, help="How many rows.")] = 50,
    skip: Annotated[int, typer.Option("--skip", min=0, help="How many of the first are left out.")] = 0,
    csv: Csv = False,
    json: Json = False,
) -> None:
    """All projects as one table: place, park, industry, lead, investment, latest stage, documents."""
    if sort not in SORTED:
        raise typer.BadParameter(f"use one of {', '.join(SORTED)}", param_hint="--sort")
    if stage and stage not in STAGES:
        raise typer.BadParameter(f"use one of {', '.join(STAGES)}", param_hint="--stage")
    from graph.store.ledger import LedgerAsked

    asked = LedgerAsked(text, place, park, industry, lead, stage, planned, year, least)
    found = open_workspace().ledger(asked, sort=sort, is_up=up, skip=skip, limit=top)
    if csv:
        output.ledger_csv(found)
    else:
        output.json_value(found) if json else output.ledger(found)
