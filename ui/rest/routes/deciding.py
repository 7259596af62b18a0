"""Decisions: two names that are one thing or are not, and what was read and is put right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Path, Query
from pydantic import BaseModel, Field

from graph.resolve.decisions import Signature
from graph.resolve.decisions import Verdict as OfNames
from ingest.intake import Progress
from ui.app.fields import DecisionFields, RightedFields
from ui.app.righting import Choice, Verdict
from ui.app.statements import ref_of
from ui.app.workspace import Workspace
from ui.rest.fields import DecisionsPageFields, JobFields
from ui.rest.jobs import Job
from ui.rest.limits import LONGEST_NAME, LONGEST_TEXT
from ui.rest.problems import InputWrong
from ui.rest.routes.documents import must_change
from ui.rest.routes.parameters import Cursor, Limit, Why
from ui.rest.verbs import Asked, changing, reading

router = APIRouter(tags=["Decisions"])
Words = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
Derive = Callable[[Progress], DecisionFields | RightedFields]
WORDS = {"thing": 1, "relation": 3, "target": 1, "attribute": 2, "mention": 2, "title": 1}


class Fact(StrEnum):
    """What may be put right."""

    THING = "thing"
    RELATION = "relation"
    TARGET = "target"
    ATTRIBUTE = "attribute"
    MENTION = "mention"
    TITLE = "title"


class OfTwo(BaseModel):
    """That two names are the same thing (merge) or are not (split)."""

    kind: Literal["merge", "split"]
    a: Words
    b: Words
    why: str = Field("", max_length=LONGEST_TEXT)


class PutRight(BaseModel):
    """What a person says of a fact. of: thing NAME; relation HEAD REL TAIL; target ID; attribute PROJECT ID; mention
    DOCUMENT WORDS; title DOCUMENT. to: what it is instead, by field."""

    kind: Literal["correct"]
    fact: Fact
    of: list[Words] = Field(min_length=1, max_length=3)
    verdict: Verdict = Verdict.OTHER
    to: dict[Annotated[str, Field(max_length=50)], Annotated[str, Field(max_length=LONGEST_NAME)]] = Field(
        default_factory=dict, max_length=20
    )
    why: str = Field("", max_length=LONGEST_TEXT)


@reading(router, "/v1/decisions", DecisionsPageFields)
def decisions(
    asked: Asked,
    standing: Annotated[bool, Query(description="Without those that were undone.")] = False,
    without_ground: Annotated[bool, Query(description="Only those that find nothing of what they speak of.")] = False,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> DecisionsPageFields:
    """All that was decided, the last one first: who, when, why, and what."""
    found = asked.workspace.decisions(standing=standing or without_ground)
    chosen = [one for one in found if one["is_grounded"] is False] if without_ground else found
    page, behind = asked.page(limit, cursor).cut(chosen)
    return {"decisions": page, "next": behind}


@changing(router, "POST", "/v1/decisions", JobFields)
def decide(asked: Asked, body: Annotated[OfTwo | PutRight, Body(discriminator="kind")]) -> JobFields:
    """Record a decision, signed by who asks; what follows from it is derived by a job, followed at /v1/jobs/{id}."""
    workspace, signature = _before(asked, body.why)
    if isinstance(body, OfTwo):
        verdict = OfNames.SAME if body.kind == "merge" else OfNames.DIFFERENT
        return _derive(asked, [body.a, body.b], workspace.decide(body.a, body.b, verdict, signature))
    if len(body.of) != WORDS[body.fact]:
        raise InputWrong(f"“{body.fact}” takes {WORDS[body.fact]} words in “of”, not {len(body.of)}")
    if (body.verdict is Verdict.OTHER) != bool(body.to):
        raise InputWrong("say in “to” what it is instead, or a verdict: right or wrong")
    return _derive(asked, body.of, _put_right(workspace, body, signature))


@changing(router, "DELETE", "/v1/decisions/{id}", JobFields)
def undo(
    asked: Asked,
    id: Annotated[str, Path(min_length=1, max_length=100)],
    why: Why = "",
) -> JobFields:
    """Record that a decision does not stand any more; as recording one."""
    workspace, signature = _before(asked, why)
    return _derive(asked, [id], workspace.undo(id, signature))


def _before(asked: Asked, why: str) -> tuple[Workspace, Signature]:
    must_change(asked.workspace)
    asked.service.jobs.make_room()
    return asked.workspace, Signature(asked.person.name, why)


def _derive(asked: Asked, names: list[str], derive: Derive) -> JobFields:
    def work(progress: Progress) -> Mapping[str, object]:
        return derive(progress)

    return asked.service.jobs.start(Job("decide", names, asked.person.name), work).fields()


def _put_right(workspace: Workspace, said: PutRight, signature: Signature) -> Derive:
    if said.fact is Fact.TITLE:
        if list(said.to) != ["title"]:
            raise InputWrong("of a “title”, say in “to” the title alone")
        righted = workspace.retitle(said.of[0], said.to["title"], signature)
        return lambda progress: righted
    ref, to = _ref(workspace, said)
    return workspace.put_right(ref, Choice(said.verdict, to), signature)


def _ref(workspace: Workspace, said: PutRight) -> tuple[str, Mapping[str, str]]:
    """What the fact is called, and what is said of it."""
    if said.fact is not Fact.MENTION:
        return ref_of(said.fact.value, *said.of), said.to
    document, words = said.of
    if said.verdict is Verdict.OTHER:
        return ref_of("missed", document), {**said.to, "words": words}
    place = workspace.place_of_words(document, words)
    return ref_of("mention", place.start, place.end, document), said.to
