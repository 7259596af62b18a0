"""The first step of a question: the thing that is described is found by the sentence that says so of it.

In: a plan with a step before it. Out: the question with the thing's name in place of its description, and the quote.
“被授予“电影之都”称号的那个市,2018年…” → “青岛市,2018年…”.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.lexicon.divisions import Division, Divisions
from graph.lexicon.wordings import wordings
from graph.records import EntityMention, EntityType, Level
from graph.writing.foldings import fold_text
from search.answer import Citation, as_citation, confidence_of, rank_sentences
from search.evidence import Scored
from search.plan.plan import Plan
from search.question import Asked, Question
from search.replies.contract import Base
from search.replies.marked import plainly, read_closely, surest
from search.replies.members import QUOTED
from search.replies.places import areas_named_first

any_of = wordings("answers").any_of

READ_PASSAGES = 16
SURE_MARK = 1.5  # how sure the reader must be of the thing
SURE = 0.3  # least confidence of the sentence that says it
THAT_ONE = re.compile(f"的?(?:那|这)?(?:一)?(?:个|家|座|条|位|所|项)?{any_of('step_classes')}$")


@dataclass(frozen=True, slots=True)
class Found:
    """What the description means, and where it is said."""

    name: str
    citation: Citation


def question_of_found(plan: Plan, base: Base) -> tuple[Question, Citation] | None:
    """The question put to the thing itself; None where the plan has no such step, or nothing says it for sure."""
    before = plan.before
    if before is None or before.group or before.members is None or before.question.text not in plan.question.text:
        return None
    found = find_described(before, base)
    if found is None:
        return None
    text = plan.question.text.replace(before.question.text, found.name, 1)
    return base.understand(text), found.citation


def find_described(plan: Plan, base: Base) -> Found | None:
    """The thing of the wanted type that the best sentence says it of."""
    described = THAT_ONE.sub("", plan.question.text)
    question = replace(plan.question, text=described, asked=Asked.ANYTHING, unit=None)
    passages = base.find(described, top=READ_PASSAGES)
    for scored in rank_sentences(question, passages, base)[:3]:
        if confidence_of(scored) < SURE or not _says_quoted(plan, scored):
            continue
        name = _thing_in(plan, scored, base)
        if name:
            return Found(name, as_citation(question, scored.candidate, base))
    return _marked(plan, question, base)


def _marked(plan: Plan, question: Question, base: Base) -> Found | None:
    """The thing that the reader marks where it is asked which it is: an area of the level, or what is so called."""
    asked = replace(question, text=f"{plan.question.text}是哪一个")
    reading = surest(read_closely(replace(plan, question=asked), base))
    if reading is None or reading.best < SURE_MARK:
        return None
    mark = max(reading.marks, key=lambda one: one.score)
    name = plainly(base.text_of(reading.source)[mark.span.start : mark.span.end])
    if plan.members is EntityType.COUNTY:
        level = _level_asked(plan)
        areas = (area.name for area in areas_named_first(name) if _is_of(level, area.level, area.name))
        name = next(areas, "")
    return Found(name, base.cite(reading.source, mark.span)) if name and name not in plan.question.text else None


def _says_quoted(plan: Plan, scored: Scored) -> bool:
    """What the question quotes must be said: “电影之都”."""
    text = fold_text(scored.candidate.text)
    return all(fold_text(quoted) in text for quoted in QUOTED.findall(plan.question.text))


def _thing_in(plan: Plan, scored: Scored, base: Base) -> str | None:
    candidate = scored.candidate
    mentions = base.mentions_in(candidate.passage.source, candidate.span)
    if plan.members is EntityType.COUNTY:
        return _area_in(plan, scored, mentions, base)
    wanted = (plan.members or EntityType.PROJECT).value.lower()
    named = [one for one in mentions if one.entity_id.startswith(wanted) and one.surface not in plan.question.text]
    return _nearest(plan, scored, named).surface if named else None


def _nearest(plan: Plan, scored: Scored, named: list[EntityMention]) -> EntityMention:
    """The one nearest before the words of the description."""
    span, text = scored.candidate.span, scored.candidate.text
    said = [text.find(word) for word in (*QUOTED.findall(plan.question.text), *plan.question.topic) if word in text]
    place = span.start + (min(said) if said else 0)
    before = [one for one in named if one.end <= place]
    return before[-1] if before else named[0]


def _area_in(plan: Plan, scored: Scored, mentions: Sequence[EntityMention], base: Base) -> str | None:
    """An area that the sentence names and the question does not, of the level asked for; else the one its document
    speaks for.
    """
    divisions = Divisions.load()
    level = _level_asked(plan)
    asked = {place.code for place in plan.question.places}
    entities = base.entities(one.entity_id for one in mentions if one.entity_id.startswith("county"))
    inside = []
    for one in mentions:
        area = entities.get(one.entity_id)
        fits = area is not None and area.code not in asked and _is_of(level, area.level, area.name)
        if (
            fits
            and area is not None
            and (not asked or any(divisions.is_within(area.code or "", code) for code in asked))
        ):
            inside.append(one)
    if inside:
        return entities[_nearest(plan, scored, inside).entity_id].name
    region: Division | None = next(iter(divisions.by_name(scored.candidate.document.region or "")), None)
    if region is not None and _is_of(level, region.level, region.name) and region.code not in asked:
        return region.name
    return None


def _level_asked(plan: Plan) -> str:
    match = re.search("(县级市|地级市|城市|市|县|区|旗|省|州)$", plan.question.text)
    return match[1] if match else ""


def _is_of(asked: str, level: Level | None, name: str) -> bool:
    if asked in ("县", "旗", "区"):
        return level is Level.COUNTY
    if asked == "县级市":
        return level is Level.COUNTY and name.endswith("市")
    if asked in ("市", "城市", "地级市", "州"):
        return level is Level.CITY or (asked != "地级市" and level is Level.COUNTY and name.endswith("市"))
    return level is Level.PROVINCE if asked == "省" else True
