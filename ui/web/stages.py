"""How far projects have come, as badges and as a table: what is planned looks unlike what is done."""

from __future__ import annotations

from collections.abc import Sequence

from graph.records import STAGES
from ui.app.fields import StageFields, StageSaidFields
from ui.web.language import Language
from ui.web.links import to_place
from ui.web.markup import plain
from ui.web.pieces import heading, shortened, standing, table

COLUMNS = ("stage", "year", "words", "document")
LONGEST_WORDS = 40


def stage_name(words: Language, stage: StageFields) -> str:
    """建成, 拟建成."""
    return words.say(("stage.planned." if stage["planned"] else "stage.") + stage["stage"])


def stage_badges(words: Language, told: Sequence[StageFields], *, is_full: bool = False) -> str:
    """Each stage once, in their order. is_full: with the year, the words and how sure it is."""
    kept: dict[tuple[str, bool, int | None], StageFields] = {}
    for stage in told:
        kept.setdefault((stage["stage"], stage["planned"], stage["year"] if is_full else None), stage)
    ordered = sorted(kept.values(), key=lambda one: (one["planned"], STAGES.index(one["stage"])))
    return "".join(_badge(words, stage, is_full=is_full) for stage in ordered)


def _badge(words: Language, stage: StageFields, *, is_full: bool) -> str:
    name = plain(stage_name(words, stage))
    kind = "stage planned" if stage["planned"] else "stage"
    if not is_full:
        return f"<span class='{kind}'>{name}</span>"
    year = f" {stage['year']}" if stage["year"] else ""
    said = plain(shortened("".join(stage["quote"].split()), LONGEST_WORDS))
    sure = plain(words.say("stage.sure", percent=round(100 * stage["sure"])))
    return f"<span class='{kind}'>{name}{year}</span><span class='quiet'>“{said}” · {sure}</span>"


def stage_table(words: Language, stages: Sequence[StageSaidFields]) -> str:
    """A row for each stage that a document tells; nothing where none does."""
    if not stages:
        return ""
    headers = [words.say(f"stage.column.{column}") for column in COLUMNS]
    rows = [_row(words, stage) for stage in stages]
    return heading(words.say("stage.heading"), str(len(rows))) + table(headers, rows, kind="stages")


def _row(words: Language, stage: StageSaidFields) -> list[str]:
    document = to_place(stage["document_id"], stage["start"], stage["end"], plain(stage["title"]), kind="open")
    said_in = words.say("stage.said_in", year=stage["said_in"]) if stage["said_in"] and not stage["year"] else ""
    sure = words.say("stage.sure", percent=round(100 * stage["sure"]))
    return [
        _badge(words, stage, is_full=False),
        str(stage["year"] or "") or f"<span class='quiet'>{plain(said_in)}</span>",
        f"“{plain(shortened(''.join(stage['quote'].split()), LONGEST_WORDS))}” "
        f"<span class='quiet'>{plain(sure)}</span>",
        document + standing(stage["mark"]),
    ]
