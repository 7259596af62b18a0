"""“哪个市定得最高”, “四个市各是多少”: a question over all areas of a level → the same with these areas in it.

In: a plan that compares areas without naming them. Out: the plan over the areas that the documents of the years asked
for speak for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.lexicon.divisions import Division, Divisions
from graph.records import Level
from graph.writing.years import year_of
from search.plan.plan import Plan
from search.replies.contract import Base

MANY = r"(?:哪(?:一|几)?|各|几|每|[二三四五六七八九十两\d]+)(?:个)?"
LEVELS = (
    (Level.CITY, re.compile(rf"{MANY}(?:地级市|地市|市州|城市|市|州)(?!场|民|政|委|级)(?:里|中|当中)?(?:定得?的?)?")),
    (Level.PROVINCE, re.compile(rf"{MANY}(?:省区市|省区|省份|省市|省)")),
)
MOST_AREAS = 12


def over_every_place(plan: Plan, base: Base) -> Plan:
    """The plan with its areas; as it is where it names some, or where the documents speak for one or for very many."""
    if plan.question.places:
        return plan
    for level, cue in LEVELS:
        if cue.search(plan.question.text):
            areas = tuple(dict.fromkeys(_areas(plan, level, base)))
            if not 2 <= len(areas) <= MOST_AREAS:
                return plan
            return replace(plan, question=replace(plan.question, text=cue.sub("", plan.question.text), places=areas))
    return plan


def _areas(plan: Plan, level: Level, base: Base) -> Iterator[Division]:
    years = set(plan.scope.years)
    for document in base.documents.values():
        own = year_of(document)
        if document.region_code is None or (years and own is not None and not years & {own, own - 1}):
            continue
        area = Divisions.load().at_level(document.region_code, level)
        if area is not None and area.code == document.region_code:
            yield area
