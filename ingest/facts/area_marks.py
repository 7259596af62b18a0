"""Areas as marks: what the words at a place mean among the areas of the document's year, and how a mark is written.

A mention of an area that no rule of mentions found is made here (`name:area`), for a relation to end in.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.lexicon.divisions import Divisions
from graph.lexicon.lexicon import alternation, word_list
from graph.lexicon.wordings import wordings
from graph.records import EntityType, Level, Mention
from ingest.entities.areas import name_of
from ingest.facts.marks import Mark, MarkedText
from ingest.rules import Example, rule

any_of = wordings("relating").any_of

DIVISIONS = Divisions.load()
DEPTHS = {Level.COUNTY: 2, Level.CITY: 1, Level.PROVINCE: 0}
AREA_WORKS = re.compile(any_of("behind_area_of_thing"))  # 水富港 is of 水富, 水富 in 江水富集 of nothing


NAME_AREA = rule(
    "name:area",
    EntityType.COUNTY,
    says="the area a name begins with or joins to another, where no other rule found it",
    example=Example("加快会同石煤综合利用项目建设,", "会同县"),
    counter=Example("会同有关部门加快怀化国际陆港项目建设,"),
)


def areas_then(marked: MarkedText) -> Divisions:
    """The areas as they were when the document was written."""
    return Divisions.load(marked.structure.document.written)


def area_mark(marked: MarkedText, start: int, end: int) -> list[Mark]:
    """The area that the words mean in this document, as a new mark."""
    area = areas_then(marked).nearest(marked.text[start:end], marked.structure.document.region_code)
    if area is None:
        return []
    return [Mark(marked.mention_at(start, end, EntityType.COUNTY, name_of(area), NAME_AREA, area.code), start, end)]


def means_area(name: str, start: int, end: int, code: str, region: str | None) -> bool:
    """In the document's province, or a province or city itself; a word that is ordinary as well only in its city."""
    is_sure = place_followers().match(name, end) or AREA_WORKS.match(name, end)
    if name[start:end] in word_list("division_words") and not is_sure:
        city = DIVISIONS.at_level(region, Level.CITY) if region else None
        return city is not None and DIVISIONS.is_within(code, city.code)
    return region is None or code[:2] == region[:2]


@lru_cache(maxsize=1)
def place_followers() -> re.Pattern[str]:
    """What makes a word that is ordinary as well an area: 通道|县城."""
    return re.compile(alternation("place_followers"))


def is_bracketed(text: str, area: Mark) -> bool:
    """Whether the area stands alone in brackets: 怀化国际陆港(新晃)物流园."""
    return text[area.start - 1 : area.start] == "(" and text[area.end : area.end + 1] == ")"


def is_short(area: Mark) -> bool:
    """Whether the area is written by its short form: 长沙, not 长沙市."""
    code = area.mention.code
    division = DIVISIONS.by_code.get(code) if code else None
    states = DIVISIONS.book.states[division.code] if division else ()
    return any(area.mention.surface == state.short for state in states)


def depth(area: Mention) -> int:
    """How far inside the country it lies: 0 a province, 1 a city, 2 a county."""
    division = DIVISIONS.by_code.get(area.code) if area.code else None
    return DEPTHS[division.level] if division else 1
