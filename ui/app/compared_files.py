"""A comparison of two documents to take along: as Word in the layout of official papers, or as Excel.

In: `CompareFields` and the words to say it in. Out: bytes. Every line names its sources by number; those stand at the
end, with document, headings and place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ui.app.fields import ChangeFields, ComparedFields, CompareFields
from ui.app.tables import Value, as_excel

PARTS = ("projects", "targets", "tasks")
CHANGES = ("changed", "new", "gone")
LONGEST_QUOTE = 160  # characters of a quote in a table of Word; Excel has all
Say = Callable[..., str]


def changes_of(found: CompareFields, part: str) -> Sequence[ChangeFields]:
    """Of the projects, the targets or the tasks."""
    return found["projects"] if part == "projects" else found["targets"] if part == "targets" else found["tasks"]


def said_by(side: ComparedFields | None, say: Say) -> str:
    """What one document says, in short: 拟建成 2025, ≥462万亩, the wording of a task; a dash where it says nothing."""
    if side is None:
        return "—"
    stage = side.get("stage")
    said = say(f"stage.{'planned.' if stage['planned'] else ''}{stage['stage']}") if stage else side["text"]
    return f"{said} ({side['year']})" if side["year"] else said or say("compare.named")


def as_sheets(found: CompareFields, say: Say) -> bytes:
    """A sheet for projects, targets and tasks each."""
    headers = [say(f"compare.column.{name}") for name in ("change", "name", "before", "after")]
    headers += [say(f"compare.column.{name}") for name in ("quote_a", "place_a", "quote_b", "place_b")]
    sheets = {
        say(f"compare.part.{part}"): (headers, [_row(change, say) for change in changes_of(found, part)])
        for part in PARTS
    }
    return as_excel(sheets)


def _row(change: ChangeFields, say: Say) -> list[Value]:
    sides = change["before"], change["after"]
    row: list[Value] = [say(f"compare.change.{change['change']}"), change["name"]]
    row += [said_by(side, say) for side in sides]
    for side in sides:
        row += [side["quote"].strip(), place_of(side)] if side else ["", ""]
    return row


def place_of(side: ComparedFields) -> str:
    """Where a quote stands: headings, file, characters."""
    headings = " › ".join(side["section"])
    return f"{headings} [{side['source']} {side['start']}–{side['end']}]".strip()


def as_word(found: CompareFields, say: Say) -> bytes:
    """Projects, targets and tasks under headings of their own, a table for each kind of change."""
    from ui.app.word import Block, Grid, Heading, Text, document

    sources: dict[str, int] = {}
    blocks: list[Block] = []
    for part in PARTS:
        changes = changes_of(found, part)
        blocks.append(Heading(say(f"compare.part.{part}")))
        counts = {kind: sum(one["change"] == kind for one in changes) for kind in CHANGES}
        blocks.append(Text(say("compare.summary", same=found["same"][part], **counts)))
        for kind in CHANGES:
            rows = [_word_row(change, say, sources) for change in changes if change["change"] == kind]
            if rows:
                blocks.append(Heading(say(f"compare.change.{kind}"), 2))
                headers = [say(f"compare.column.{name}") for name in ("name", "before", "after")]
                blocks.append(Grid(headers, rows, (2, 3, 3)))
    return document(
        say("compare.heading", a=found["a"]["title"], b=found["b"]["title"]),
        blocks,
        sources=list(sources),
        sources_heading=say("compare.sources"),
    )


def _word_row(change: ChangeFields, say: Say, sources: dict[str, int]) -> list[str]:
    return [change["name"], *(_cell(side, say, sources) for side in (change["before"], change["after"]))]


def _cell(side: ComparedFields | None, say: Say, sources: dict[str, int]) -> str:
    if side is None:
        return "—"
    number = sources.setdefault(place_of(side), len(sources) + 1)
    said, quote = said_by(side, say), "".join(side["quote"].split())
    short = quote if len(quote) <= LONGEST_QUOTE else f"{quote[: LONGEST_QUOTE - 1]}…"
    return f"{short}[{number}]" if said == quote else f"{said}[{number}]\n“{short}”"
