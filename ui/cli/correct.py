"""`mailuo correct`, `mailuo decisions`: put right what was read, and see and undo what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli import output
from ui.cli.options import Json, open_workspace

if TYPE_CHECKING:
    from graph.resolve.decisions import Signature
    from ui.app.fields import RightedFields
    from ui.app.workspace import Workspace

KINDS = ("thing", "relation", "target", "attribute", "mention", "title")
Who = Annotated[str | None, typer.Option("--who", help="Who decides; default: the user of this system.")]
Why = Annotated[str, typer.Option("--why", help="The reason, in any words.")]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(correct)
    app.command()(decisions)


def correct(  # noqa: PLR0913 - an option each
    kind: Annotated[str, typer.Argument(metavar="KIND", help=" | ".join(KINDS))],
    of: Annotated[
        list[str],
        typer.Argument(
            metavar="OF…",
            help="thing NAME; relation HEAD REL TAIL; target ID; attribute PROJECT ID; mention DOCUMENT WORDS; "
            "title DOCUMENT.",
        ),
    ],
    given: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="What it is instead; several times.")
    ] = None,
    wrong: Annotated[bool, typer.Option("--wrong", help="It is nothing of the kind.")] = False,
    right: Annotated[bool, typer.Option("--right", help="It is right as it was read.")] = False,
    why: Why = "",
    who: Who = None,
    json: Json = False,
) -> None:
    """Put right what was read: a thing's type or name, a relation, a figure, what words of a document name, its title.

    mailuo correct thing 怀化国际陆港 --set type=Park;  mailuo correct target ID --set value=462 --why 见附件2;
    mailuo correct mention plan.txt#1 鹤中路改造 --set type=Project
    """
    from ui.app.righting import Choice, Verdict

    if kind not in KINDS:
        raise typer.BadParameter(f"“{kind}” is none of {', '.join(KINDS)}")
    if (wrong, right, bool(given)).count(True) != 1:
        raise typer.BadParameter("give one of --set FIELD=VALUE, --wrong and --right")
    if not all("=" in one for one in given or ()):
        raise typer.BadParameter("--set takes FIELD=VALUE")
    to = {name.strip(): value for name, _, value in (one.partition("=") for one in given or ())}
    verdict = Verdict.WRONG if wrong else Verdict.RIGHT if right else Verdict.OTHER
    workspace = open_workspace()
    if kind == "title":
        righted = _retitle(workspace, of, to, _signature(who, why))
    else:
        ref, to = _ref(workspace, kind, of, to, is_new=verdict is Verdict.OTHER)
        with output.progress() as progress:
            righted = workspace.put_right(ref, Choice(verdict, to), _signature(who, why))(progress)
    output.json_value(righted) if json else output.righted(righted)


def _retitle(workspace: Workspace, of: Sequence[str], to: Mapping[str, str], signature: Signature) -> RightedFields:
    if len(of) != 1 or list(to) != ["title"]:
        raise typer.BadParameter("“title” takes one document behind it, and --set title=…")
    return workspace.retitle(of[0], to["title"], signature)


def _signature(who: str | None, why: str) -> Signature:
    from graph.resolve.decisions import Signature
    from ui.app.settings import system_user

    return Signature(system_user() if who is None else who, why)


def _ref(
    workspace: Workspace, kind: str, of: Sequence[str], to: dict[str, str], *, is_new: bool
) -> tuple[str, dict[str, str]]:
    """What the fact is called, and what is said of it. is_new: words of a document are to name something."""
    from ui.app.statements import ref_of

    wanted = {"thing": 1, "relation": 3, "target": 1, "attribute": 2, "mention": 2}[kind]
    if len(of) != wanted:
        raise typer.BadParameter(f"“{kind}” takes {wanted} words behind it, not {len(of)}")
    if kind != "mention":
        return ref_of(kind, *of), to
    document, words = of
    if is_new:
        return ref_of("missed", document), {**to, "words": words}
    place = workspace.place_of_words(document, words)
    return ref_of("mention", place.start, place.end, document), to


def _hand_on(workspace: Workspace, export: Path | None, take: Path | None, *, json: bool) -> None:
    """Write all decisions, or take over those of a file; one line says how many."""
    if export is not None and take is not None:
        raise typer.BadParameter("give --export or --import, not both")
    if export is not None:
        text = workspace.decisions_as_lines()
        export.write_text(text, encoding="utf-8")
        count, said = text.count("\n"), f"written to {export}"
    else:
        assert take is not None
        if not take.is_file():
            raise typer.BadParameter(f"{take} is no file")
        count, derive = workspace.take_over_decisions(take)
        with output.progress() as progress:
            derive(progress)
        said = f"added from {take}"
    output.json_value({"decisions": count}) if json else output.say(f"{count} decisions {said}")


def decisions(  # noqa: PLR0913 - an option each
    undo: Annotated[
        list[str] | None, typer.Option("--undo", metavar="ID", help="Undo this one; several times.")
    ] = None,
    standing: Annotated[bool, typer.Option("--standing", help="Without those that were undone.")] = False,
    without_ground: Annotated[
        bool, typer.Option("--without-ground", help="Only those that find nothing of what they speak of any more.")
    ] = False,
    lines: Annotated[bool, typer.Option("--lines", help="As JSON lines, one for each decision.")] = False,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="FILE", help="Write all of them for another knowledge base.")
    ] = None,
    take: Annotated[
        Path | None, typer.Option("--import", metavar="FILE", help="Add those of a file that are not here yet.")
    ] = None,
    why: Why = "",
    who: Who = None,
    json: Json = False,
) -> None:
    """All that was decided, the last one first: what is the same or not, and what was put right."""
    workspace = open_workspace()
    if export is not None or take is not None:
        _hand_on(workspace, export, take, json=json)
        return
    if undo:
        derive = [workspace.undo(one, _signature(who, why)) for one in undo][-1]
        with output.progress() as progress:
            righted = derive(progress)
        output.json_value(righted) if json else output.righted(righted)
        return
    found = workspace.decisions(standing=standing or without_ground)
    if without_ground:
        found = [one for one in found if one["is_grounded"] is False]
    if lines:
        output.json_lines(found)
    else:
        output.json_value({"decisions": found}) if json else output.entries(found)
