"""`mailuo find`, `show`, `trace`, `path`, `targets`, `list`, `export`, `show-text`: look at what is known."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ui.cli import output
from ui.cli.options import Csv, Json, Name, entity_type, open_workspace

FORMATS = ("jsonl", "csv", "graphml", "cypher")


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(find)
    app.command()(show)
    app.command()(trace)
    app.command()(path)
    app.command()(targets)
    app.command()(compare)
    app.command("list")(list_entities)
    app.command()(export)
    app.command("show-text")(show_text)


def find(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A name, a piece of one, pinyin, initials.")],
    kind: Annotated[str | None, typer.Option("--type", help="Only of this type: Project, Park, …")] = None,
    top: Annotated[int, typer.Option("--top", min=1, help="How many at most.")] = 12,
    csv: Csv = False,
    json: Json = False,
) -> None:
    """The things that may be meant, best first: by names, pieces of them, pinyin, initials, and in spite of slips."""
    found = open_workspace().find(text, types=[entity_type(kind)] if kind else (), limit=top)
    if csv:
        output.csv_table(output.HIT_COLUMNS, found["hits"])
    else:
        output.json_value(found) if json else output.hits(found)


def show(name: Name, json: Json = False) -> None:
    """The entity's page: names, relations with evidence, documents, links."""
    page = open_workspace().show(name)
    output.json_value(page) if json else output.entity_page(page)


def trace(name: Name, json: Json = False) -> None:
    """The entity through the documents in order of time, with linked entities of other plans."""
    story = open_workspace().trace(name)
    output.json_value(story) if json else output.story(story)


def path(a: Name, b: Name, json: Json = False) -> None:
    """The shortest ways from A to B in the graph, with evidence."""
    ways = open_workspace().path(a, b)
    output.json_value(ways) if json else output.ways(ways)


def targets(
    indicator: Annotated[str | None, typer.Argument(metavar="INDICATOR", help="The indicator; default: all.")] = None,
    year: Annotated[int | None, typer.Option("--year", help="Only figures for this year.")] = None,
    region: Annotated[str | None, typer.Option("--region", help="Only figures for this place.")] = None,
    csv: Csv = False,
    json: Json = False,
) -> None:
    """Targets and results by indicator, place and year."""
    found = open_workspace().targets(indicator, year=year, region=region)
    if csv:
        output.target_rows(found)
    else:
        output.json_value(found) if json else output.targets(found)


def compare(
    a: Annotated[str, typer.Argument(metavar="A", help="A document: its identifier, file or title.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The document to hold against it, as a rule the later one.")],
    only: Annotated[str | None, typer.Option("--only", help="projects, targets or tasks alone.")] = None,
    json: Json = False,
) -> None:
    """What is new, gone or changed from one document to another: projects, targets, tasks, each with both quotes."""
    if only not in (None, *output.PARTS):
        raise typer.BadParameter(f"use one of {', '.join(output.PARTS)}", param_hint="--only")
    found = open_workspace().compare(a, b)
    output.json_value(found) if json else output.comparison(found, [only] if only else output.PARTS)


def list_entities(
    kind: Annotated[str, typer.Argument(metavar="TYPE", help="Project, Park, Industry, County, …")],
    csv: Csv = False,
    json: Json = False,
) -> None:
    """Entities of a type, most mentioned first."""
    found = open_workspace().list(entity_type(kind))
    if csv:
        output.csv_table(output.ENTITY_COLUMNS, found["entities"])
    else:
        output.json_value(found) if json else output.entities(found)


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write; made when it is not there.")],
    form: Annotated[str, typer.Option("--format", help="jsonl, csv, graphml or cypher.")] = "jsonl",
    least: Annotated[
        float, typer.Option("--confidence", min=0, max=1, help="Leave out mentions less sure than this, 0 to 1.")
    ] = 0.0,
    json: Json = False,
) -> None:
    """Write the whole graph."""
    if form not in FORMATS:
        raise typer.BadParameter(f"use one of {', '.join(FORMATS)}", param_hint="--format")
    written = open_workspace().export(form, folder, least=least)
    if json:
        output.json_value({"files": [str(file) for file in written]})
    else:
        output.say(f"{len(written)} files written to {folder}")


def show_text(source: Annotated[str, typer.Argument(metavar="SOURCE")], json: Json = False) -> None:
    """The stored text of a source: what `start` and `end` count in."""
    text = open_workspace().text_of(source)
    if json:
        output.json_value({"source": source, "text": text})
    else:
        # as it is: a line break more, or another kind of it, and the places would be wrong
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))
