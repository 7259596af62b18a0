"""`mailuo ingest`, `remove`, `status`, `merge`, `split`, `doctor`: keep the knowledge base."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.app.fields import FailureFields
from ui.cli import output
from ui.cli.options import Json, open_workspace

if TYPE_CHECKING:
    from ingest.cluster.ray_cluster import Workers
    from ingest.intake import Progress
    from ui.app.workspace import Workspace


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(ingest)
    app.command()(remove)
    app.command()(status)
    app.command()(merge)
    app.command()(split)
    app.command()(doctor)
    app.command()(backup)
    app.command()(restore)


def ingest(  # noqa: PLR0913 - an option each
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH…]", help="Files and folders.")] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make everything anew, changed or not.")] = False,
    take_over: Annotated[
        bool, typer.Option("--take-over", help="Replace the graph of another knowledge base on the Neo4j server.")
    ] = False,
    collection: Annotated[
        str | None, typer.Option("--collection", metavar="NAME", help="Who may read them: “mailuo collection --help”.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="ray[://HOST:PORT]", help="Have workers of a Ray cluster read them.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, metavar="N", help="With --on: how many (default: all cores).")
    ] = None,
    json: Json = False,
) -> None:
    """Read files and folders into the knowledge base (default: corpus/; with --rebuild what is there already)."""
    workspace = open_workspace()
    if take_over and workspace.settings.server is None:
        raise typer.BadParameter("--take-over is for a Neo4j server, and NEO4J_URI is not set")
    if not paths:
        paths = [] if (rebuild or take_over) and workspace.holds_anything else [Path("corpus")]
    with output.progress() as progress:
        summary = workspace.ingest(
            paths, progress, rebuild=rebuild, take_over=take_over, collection=collection, on=_cluster(on, workers)
        )
        bring_views_up(workspace, progress)
    by_rules_alone = workspace.status()["tagger"] is None  # before all is told: nothing is left to be interrupted then
    output.json_value(summary) if json else output.summary(summary)
    if by_rules_alone:
        output.say(f"names in running text were found {output.RULES_ALONE}")
    _end(summary["failures"])


def _cluster(on: str | None, workers: int | None) -> Workers | None:
    if on is None:
        if workers is not None:
            raise typer.BadParameter("--workers is for a cluster: give --on ray too")
        return None
    # imported late: of the commands this one alone knows of clusters
    from ingest.cluster.ray_cluster import Workers

    return Workers(on, workers)


def bring_views_up(workspace: Workspace, progress: Progress) -> None:
    """Nobody who may not read everything waits for what has changed."""
    if workspace.has_views and workspace.generation is not None:
        from ui.app.views import Views

        Views(workspace).follow_all(progress)


def _end(failures: list[FailureFields]) -> None:
    output.failures(failures)
    if failures:
        raise typer.Exit(1)


def remove(
    sources: Annotated[list[str] | None, typer.Argument(metavar="SOURCE…")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Forget everything.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: Json = False,
) -> None:
    """Forget a source file and all that came from it alone."""
    if everything == bool(sources):
        raise typer.BadParameter("name the sources to forget, or give --all")
    workspace = open_workspace()
    if everything and not yes:
        count = workspace.status()["documents"]
        typer.confirm(f"Forget all {count} documents in {workspace.home}?", abort=True, err=True)
    with output.progress() as progress:
        summary = workspace.remove(None if everything else sources or [], progress)
        bring_views_up(workspace, progress)
    output.json_value(summary) if json else output.summary(summary)


def status(
    files: Annotated[bool, typer.Option("--files", help="Name every file that was not read, or not wholly.")] = False,
    json: Json = False,
) -> None:
    """Documents, passages, entities and relations by type, engine, model, sizes; files that were not read."""
    state = open_workspace().status()
    output.json_value(state) if json else output.status(state, every_file=files)


def merge(
    a: Annotated[str, typer.Argument(metavar="A")],
    b: Annotated[str, typer.Argument(metavar="B")],
    json: Json = False,
) -> None:
    """Record that two entities are the same."""
    with output.progress() as progress:
        decided = open_workspace().merge(a, b, progress)
    output.json_value(decided) if json else output.decision(decided)


def split(
    a: Annotated[str, typer.Argument(metavar="A")],
    b: Annotated[str, typer.Argument(metavar="B")],
    json: Json = False,
) -> None:
    """Record that two entities are not the same."""
    with output.progress() as progress:
        decided = open_workspace().split(a, b, progress)
    output.json_value(decided) if json else output.decision(decided)


def backup(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the copy goes; not there yet.")],
) -> None:
    """Copy the knowledge base into a new folder, also while it is being written."""
    from search.milvus.note import Note
    from ui.app.backup import back_up
    from ui.app.settings import Settings

    with output.progress() as progress:
        made = back_up(Settings.read().home, folder, lambda done, total: progress("copy", done, total))
    output.say(f"generation {made.number} is copied to {folder}; MAILUO_HOME={folder} reads it")
    if (note := Note.read(made.index)) is not None:
        output.say(f"its index is not in the copy: it lies in {note.place}; without it, run “mailuo ingest --rebuild”")


def restore() -> None:
    """Make an empty MAILUO_HOME anew from the shared store (MAILUO_STORE), to write on from there."""
    # imported late: it is of an extra that most do without
    from ui.app.settings import Settings
    from ui.app.shared_store import restore_home

    settings = Settings.read()
    with output.progress() as progress:
        made = restore_home(settings, progress)
    output.say(f"generation {made.number} of {settings.store} is in {settings.home}; it can be written on")


def doctor(json: Json = False) -> None:
    """Check model, engines, stores and index against each other."""
    # it speaks even where opening the workspace would fail
    from ui.app.doctor import examine
    from ui.app.settings import Settings

    findings = examine(Settings.read())
    output.json_value({"findings": findings}) if json else output.findings(findings)
    if any(finding["state"] == "wrong" for finding in findings):
        raise typer.Exit(1)
