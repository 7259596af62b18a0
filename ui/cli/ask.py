"""`mailuo search`, `mailuo ask`, `mailuo mentions`: find passages, answers and places."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from ui.app.batch import Line, read_batch
from ui.app.fields import AskFields, MentionsFields, SearchFields
from ui.cli import output
from ui.cli.options import Batch, Csv, Json, entity_type, open_workspace

DOCUMENT_KINDS = (
    "five_year_plan", "action_plan", "work_report", "news", "notice", "annex", "policy", "other",
)  # fmt: skip
_Found = TypeVar("_Found", SearchFields, AskFields, MentionsFields)


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(search)
    app.command()(ask)
    app.command()(mentions)


def search(  # noqa: PLR0913 - an option each
    query: Annotated[str | None, typer.Argument(metavar="QUERY", help="What to look for.")] = None,
    top: Annotated[int, typer.Option("--top", min=1, max=1000, help="How many passages.")] = 10,
    mode: Annotated[str, typer.Option("--mode", help="hybrid, dense or lexical.")] = "hybrid",
    source: Annotated[str | None, typer.Option("--source", help="Only in this source.")] = None,
    year: Annotated[int | None, typer.Option("--year", help="Only in documents about this year.")] = None,
    region: Annotated[str | None, typer.Option("--region", help="Only in documents about this place.")] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help=f"Only in documents of this kind: {', '.join(DOCUMENT_KINDS)}.")
    ] = None,
    type_: Annotated[
        str | None, typer.Option("--type", help="Only passages that mention a thing of this type, of the nearest 200.")
    ] = None,
    sort: Annotated[str, typer.Option("--sort", help="fit: best first; date: of these, the newest first.")] = "fit",
    explain: Annotated[bool, typer.Option("--explain", help="Show what each ranker gave each passage.")] = False,
    batch: Batch = None,
    csv: Csv = False,
    json: Json = False,
) -> None:
    """Find passages, best first."""
    for value, allowed, option in (
        (mode, ("hybrid", "dense", "lexical"), "--mode"),
        (sort, ("fit", "date"), "--sort"),
        (kind, (None, *DOCUMENT_KINDS), "--kind"),
    ):
        if value not in allowed:
            raise typer.BadParameter(f"use one of {', '.join(filter(None, allowed))}", param_hint=option)
    _check(query, batch, "QUERY")
    workspace = open_workspace()
    # imported late: wrong usage needs none of it
    from ui.app.facets import Filters, Order

    filters = Filters(source, year, region, kind, type=None if type_ is None else entity_type(type_))

    def find(text: str) -> SearchFields:
        return workspace.search(text, top=top, mode=mode, filters=filters, order=Order(sort), explain=explain)

    if csv:
        output.csv_header(output.PASSAGE_COLUMNS)
    _answer(
        query, batch, "question", find, output.passage_rows if csv else output.json_value if json else output.passages
    )


def ask(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help="A question in everyday Chinese.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show how the question was understood.")] = False,
    after: Annotated[
        list[str] | None,
        typer.Option("--after", help="The question before, that this one goes on from (那2026年呢?); may be repeated."),
    ] = None,
    batch: Batch = None,
    json: Json = False,
) -> None:
    """Answer with citations, or say that the documents do not say it."""
    _check(question, batch, "QUESTION")
    workspace = open_workspace()
    show = output.json_value if json else partial(output.answer, explain=explain)

    def find(line: Line) -> AskFields:
        return workspace.ask(line.text, after=line.after or after or ())

    _answer_lines(question, batch, "question", find, show)


def mentions(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Any name of the thing.")] = None,
    kind: Annotated[str | None, typer.Option("--type", help="Only entities of this type.")] = None,
    batch: Batch = None,
    csv: Csv = False,
    json: Json = False,
) -> None:
    """Every document and passage that mentions the entity, under all its names."""
    _check(name, batch, "NAME")
    workspace = open_workspace()
    wanted = None if kind is None else entity_type(kind)

    def find(text: str) -> MentionsFields:
        found = workspace.mentions(text, kind=wanted, must_exist=batch is None)
        if found.get("nearest"):
            output.say(f"“{text}” is not known; nearest: {'、'.join(found['nearest'])}")
        return found

    if csv:
        output.csv_header(output.MENTION_COLUMNS)
    show = output.mention_rows if csv else output.json_value if json else output.mentions
    _answer(name, batch, "name", find, show)


def _check(text: str | None, batch: Path | None, what: str) -> None:
    if (text is None) == (batch is None):
        raise typer.BadParameter(f"give either a {what} or --batch FILE")


def _answer(
    text: str | None,
    batch: Batch,
    field: str,
    find: Callable[[str], _Found],
    show: Callable[[_Found], None],
) -> None:
    """Answer the one text, or each line of the batch in its order, with the line's id."""
    _answer_lines(text, batch, field, lambda line: find(line.text), show)


def _answer_lines(
    text: str | None,
    batch: Batch,
    field: str,
    find: Callable[[Line], _Found],
    show: Callable[[_Found], None],
) -> None:
    if batch is None:
        show(find(Line(text or "", {})))
        return
    for line in read_batch(batch, field):
        found: _Found = {**line.head, **find(line)}
        show(found)
