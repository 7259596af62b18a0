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


CHINESE_TYPES = {
    "项目": EntityType.PROJECT,
    "园区": EntityType.PARK,
    "产业": EntityType.INDUSTRY,
    "行政区": EntityType.COUNTY,
    "企业": EntityType.ENTERPRISE,
    "部门": EntityType.DEPARTMENT,
    "指标": EntityType.INDICATOR,
}


def entity_type(name: str) -> EntityType:
    """The type a person means: Project, project, projects, 项目."""
    wanted = name.strip().lower()
    for kind in EntityType:
        plural = f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"
        if wanted in (kind.lower(), plural.lower()):
            return kind
    if name.strip() in CHINESE_TYPES:
        return CHINESE_TYPES[name.strip()]
    raise TypeUnknown(f"“{name}” is no type of entity; use one of {', '.join(EntityType)}")
