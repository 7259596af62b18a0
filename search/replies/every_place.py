"""“哪个市定得最高”, “四个市各是多少”: a question over all areas of a level → the same with these areas in it.

In: a plan that compares areas without naming them. Out: the plan over the areas that the documents of the years asked
for speak for, or whose figures they tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.lexicon.divisions import Division, Divisions
from graph.records import Level
from graph.writing.years import year_of
from search.plan.plan import Plan
from search.replies.contract import Base
from search.replies.gathering import other_area
from search.replies.sought import read_sought

MANY = r"(?:哪(?:一|几)?|各|几|每|[二三四五六七八九十两\d]+)(?:个)?"
BEHIND = "(?:里|中|当中)?(?:定得?的?)?"
LEVELS = (
    (
        Level.COUNTY,
        re.compile(
            rf"{MANY}(?:县区市|县市区|市县区|区市县|县级市|县区|区县|旗县区?|县|旗|区(?=[^域位间划]|$)){BEHIND}"
        ),
    ),
    (Level.CITY, re.compile(rf"{MANY}(?:地级市|地市|市州|城市|市|州)(?!场|民|政|委|级|县){BEHIND}")),
    (Level.PROVINCE, re.compile(rf"{MANY}(?:省区市|省区|省份|省市|省)")),
)
MOST_AREAS = 12
MOST_PARTS = 20  # areas of one area, in its own documents


def over_every_place(plan: Plan, base: Base) -> Plan:
    """The plan with its areas; as it is where it names areas of the level, or where there is one or very many."""
    for level, cue in LEVELS:
        if cue.search(plan.question.text):
            around = plan.question.places
            areas = _areas(plan, level, base)
            if around:
                inside = [area for area in areas if _is_inside_all(area, around)]
                areas = [] if any(place.level is level for place in around) else inside
            if not 2 <= len(areas) <= (MOST_PARTS if around or level is Level.COUNTY else MOST_AREAS):
                return plan
            text = cue.sub("", plan.question.text)
            for place in around:  # what is asked is said of its parts
                text = text.replace(place.name, "").replace(place.short, "")
            return replace(plan, question=replace(plan.question, text=text, places=tuple(areas)))
    return plan


def _is_inside_all(area: Division, around: Sequence[Division]) -> bool:
    return all(Divisions.load().is_within(area.code, place.code) for place in around)


def _areas(plan: Plan, level: Level, base: Base) -> list[Division]:
    """Those that documents speak for, and those whose figures a document of the area around them tells."""
    return list(dict.fromkeys((*_of_documents(plan, level, base), *_of_figures(plan, level, base))))


def _of_documents(plan: Plan, level: Level, base: Base) -> Iterator[Division]:
    years = set(plan.scope.years)
    for document in base.documents.values():
        own = year_of(document)
        if document.region_code is None or (years and own is not None and not years & {own, own - 1}):
            continue
        area = Divisions.load().at_level(document.region_code, level)
        if area is not None and area.code == document.region_code:
            yield area


def _of_figures(plan: Plan, level: Level, base: Base) -> Iterator[Division]:
    years = set(plan.scope.years)
    for name in read_sought(plan, base).indicator:
        for held in base.targets(name):
            document = base.documents.get(held.target.document_id)
            if document is None or (years and held.target.year not in years):
                continue
            area = other_area(held.target.region, document)
            if area is not None and area.level is level:
                yield area
