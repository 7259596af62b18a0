"""Which area a name means in a document: a hit in a stretch goes in, the area comes out as the document sees it."""

from __future__ import annotations

from functools import lru_cache

from graph.lexicon.divisions import Division, DivisionHit, Divisions
from graph.lexicon.lexicon import word_list
from graph.records import Level
from ingest.entities.stretches import Stretch

# 县名 of two characters such as 成县, 和县 stand inside other words (建成县城, 市和县)
BOUNDARY = "、,。;:()“”《》·—-在于至从到对向是和及与往赴"


@lru_cache(maxsize=256)
def home(region: str | None, year: int | None = None) -> Division | None:
    """The area whose counties a document calls by their short names: its city, or its province."""
    if region is None:
        return None
    areas = Divisions.load(year)
    return areas.at_level(region, Level.CITY) or areas.at_level(region, Level.PROVINCE)


def name_of(area: Division) -> str:
    """The name it has today, or had last: 思茅市 in a text of 2005 is 普洱市."""
    return Divisions.load().by_code[area.code].name


@lru_cache(maxsize=1 << 12)
def is_near(region: str | None, division: Division, year: int | None = None) -> bool:
    """Whether the area lies in the city, or for a province's document the province, that the document speaks for."""
    area = home(region, year)
    return area is not None and Divisions.load(year).is_within(division.code, area.code)


def meant(stretch: Stretch, hit: DivisionHit) -> Division | None:
    """The area of that name as the document's region sees it; 成县 and 和县 must stand apart."""
    name = stretch.text[hit.start : hit.end]
    division = stretch.areas.nearest(name, stretch.region)
    if division and division.level is Level.COUNTY and len(name) == 2 and not hit.is_short:
        area = home(stretch.region, stretch.year)
        same = area is not None and stretch.areas.is_within(division.code, area.code[:2] + "0000")
        return division if same and (hit.start == 0 or stretch.text[hit.start - 1] in BOUNDARY) else None
    return division


def means(stretch: Stretch, hit: DivisionHit) -> Division | None:
    """The area a name means here, support aside: a county far away is not called by its short form."""
    division = meant(stretch, hit)
    if division is None or division.level is not Level.COUNTY or not hit.is_short:
        return division
    return division if is_near(stretch.region, division, stretch.year) else None


def parent_before(stretch: Stretch, hit: DivisionHit, before: DivisionHit | None) -> Division | None:
    """“贵州锦屏”: the area of that name inside the area named right before it."""
    if before is None or before.end != hit.start:
        return None
    for division in hit.candidates:
        if any(stretch.areas.is_within(division.code, outer.code) and outer != division for outer in before.candidates):
            return division
    return None


def is_doubtful(name: str) -> bool:
    """Whether other things than areas are called so."""
    return name in word_list("division_words") or name in word_list("division_namesakes")
