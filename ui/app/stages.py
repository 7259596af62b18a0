"""How far things have come, for the faces: mentions with a stage → fields with the words that say it."""

from __future__ import annotations

from collections.abc import Iterable

from graph.records import STAGES, EntityMention
from graph.store.found import MentionPlace
from ui.app import shapes
from ui.app.fields import StageFields, StageSaidFields
from ui.app.opened import Opened


def stage_of(mention: EntityMention, opened: Opened) -> StageFields | None:
    """The stage that a mention tells."""
    stage = mention.stage
    if stage is None:
        return None
    return {
        "stage": stage.name,
        "planned": stage.is_planned,
        "year": stage.year,
        "sure": stage.confidence,
        "source": mention.source,
        "start": stage.start,
        "end": stage.end,
        "quote": opened.text_of(mention.source)[stage.start : stage.end],
    }


def stages_of(places: Iterable[MentionPlace], opened: Opened) -> list[StageSaidFields]:
    """What all documents say of how far a thing has come, the latest first; the same of one document once, where it is
    said for surest."""
    best: dict[tuple[str, str, bool, int | None], StageSaidFields] = {}
    for place in places:
        mention = place.mention
        told = stage_of(mention, opened)
        if told is None:
            continue
        document = opened.documents[mention.document_id]
        said: StageSaidFields = {
            **told,
            "document_id": document.id,
            "title": document.title,
            "said_in": document.year or document.written,
            **shapes.standing(document.id, opened),
        }
        key = document.id, said["stage"], said["planned"], said["year"]
        if key not in best or best[key]["sure"] < said["sure"]:
            best[key] = said
    return sorted(best.values(), key=_latest_first)


def _latest_first(said: StageSaidFields) -> tuple[int, bool, int, str, int]:
    """What is done before what is planned, in one year the farthest."""
    year = said["said_in"] or 0
    return -year, said["planned"], -STAGES.index(said["stage"]), said["source"], said["start"]
