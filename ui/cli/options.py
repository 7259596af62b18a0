"""The options that several commands share, and where the commands get their workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.errors import MailuoError
from graph.records import EntityType
from ui.app.settings import Settings

if TYPE_CHECKING:
    from ui.app.workspace import Workspace

Json = Annotated[bool, typer.Option("--json", help="Print JSON on stdout and nothing else there.")]
Csv = Annotated[bool, typer.Option("--csv", help="Print a table as CSV.")]
Batch = Annotated[
    Path | None,
    typer.Option("--batch", metavar="FILE", help="One question or name a line, as JSON with its id; “-” reads stdin."),
]
Name = Annotated[str, typer.Argument(metavar="NAME", help="Any name of the thing.")]


class TypeUnknown(MailuoError):
    """A type of entity that does not exist."""


def open_workspace() -> Workspace:
    """The workspace that the environment's settings name."""
    # imported late: --help and wrong usage need none of it
    from ui.app.workspace import Workspace

    return Workspace(Settings.read())


def entity_type(name: str) -> EntityType:
    """The type a person means: Project, project, projects, 项目."""
    # imported late: most commands name no type, and reading YAML takes its time
    from graph.lexicon.ontology import Ontology

    if kind := Ontology.load().type_named(name):
        return kind
    raise TypeUnknown(f"“{name}” is no type of entity; use one of {', '.join(EntityType)}")
