"""How far a project has come, as its sentence says: 谋划, 前期, 开工, 在建, 建成, 投用; done or planned, and when.

In: a document's structure and its mentions. Out: the same mentions, those of projects with what is said of that very
thing, with the words that say it, the year and how sure it is. Parks have none: what is built is a project.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from graph.records import STAGES, EntityType, Mention, Stage, Structure
from ingest.facts.marks import Mark, MarkedText
from ingest.facts.staging.clauses import Said, said_of
from ingest.facts.staging.times import Stances, when
from ingest.facts.staging.words import BRACKETS, OTHER, OWN

NAMED = (EntityType.PROJECT, EntityType.PARK, EntityType.ENTERPRISE, EntityType.DEPARTMENT, EntityType.COUNTY)
ASIDE = re.compile(r"\([^()\n]*\)")
FARTHEST = 200  # characters of a sentence looked at on each side of a name


def with_stages(structure: Structure, mentions: Sequence[Mention], beside: Sequence[Mention] = ()) -> list[Mention]:
    """The mentions, those of projects with the stage that their sentence says; a block is not left. beside: other
    mentions of the document, whose names are told from what is said."""
    asked = {(one.start, one.end) for one in mentions if one.type is EntityType.PROJECT and not one.implied}
    if not asked:
        return list(mentions)
    found = _stages_at(structure, [*mentions, *beside], asked)
    return [
        replace(one, stage=found.get((one.start, one.end)))
        if one.type is EntityType.PROJECT and not one.implied
        else one
        for one in mentions
    ]


def _stages_at(
    structure: Structure, mentions: Sequence[Mention], asked: set[tuple[int, int]]
) -> dict[tuple[int, int], Stage]:
    """By place. A name inside another one names no thing of its own."""
    marked = MarkedText.of(structure, mentions)
    stances = Stances(structure)
    found: dict[tuple[int, int], Stage] = {}
    for start, end in marked.sentences():
        marks = marked.within(start, end, *NAMED)
        named = marked.outermost(marks)
        outer = {(mark.start, mark.end) for mark in named}
        for mark in marks:
            place = mark.mention.start, mark.mention.end
            if mark.type is not EntityType.PROJECT or place not in asked or (mark.start, mark.end) not in outer:
                continue
            if stage := _stage_of(marked, (start, end), mark, named, stances):
                found[place] = stage
    return found


def _stage_of(
    marked: MarkedText, place: tuple[int, int], mark: Mark, named: Sequence[Mark], stances: Stances
) -> Stage | None:
    """The farthest that is reached, else the first that is planned."""
    start, end = max(place[0], mark.start - FARTHEST), min(place[1], mark.end + FARTHEST)
    near = [other for other in named if start <= other.start and other.end <= end]
    sentence = masked(marked.text, (start, end), mark, near)
    document = marked.structure.document
    stance = stances.at(marked.section_at(mark.start), mark.mention.start)
    told: list[Stage] = []
    for said in said_of(sentence):
        if not said.stage:
            continue
        then = when(said, sentence, document, stance)
        told.append(_stage(marked, start, said, then.is_planned, then.year, said.sure * then.sure))
    reached = [stage for stage in told if not stage.is_planned]
    return max(reached, key=lambda stage: STAGES.index(stage.name), default=told[0] if told else None)


def _stage(marked: MarkedText, at: int, said: Said, is_planned: bool, year: int | None, sure: float) -> Stage:
    words = marked.reading.span(at + said.start, at + said.end)
    return Stage(said.stage, is_planned, year, words.start, words.end, round(sure, 2))


def masked(text: str, place: tuple[int, int], own: Mark, named: Sequence[Mark]) -> str:
    """A sentence with signs for the name, other names and what stands in brackets, so that no verb is read in them;
    as long as it was."""
    start, end = place
    signs = list(text[start:end])
    for mark in named:
        sign = OWN if (mark.start, mark.end) == (own.start, own.end) else OTHER
        signs[mark.start - start : mark.end - start] = sign * (mark.end - mark.start)
    masked_text = "".join(signs)
    return ASIDE.sub(lambda aside: aside[0] if OWN in aside[0] else BRACKETS * len(aside[0]), masked_text)
