"""Finds County mentions: a stretch goes in, the areas it names come out, each with its code.

A full name counts wherever it stands. A short form (芷江) counts when it is the nearest area of that name as the
document's region sees it: inside its city, its province for a province's document, or a city or province anywhere.
Names that are ordinary words as well (通道, 会同) need support beside them.
"""

from __future__ import annotations

import re
from functools import lru_cache

import rjieba

from graph.lexicon.divisions import Division, DivisionHit, Divisions
from graph.lexicon.lexicon import alternation, word_list
from graph.records import EntityType, Level
from ingest.entities.stretches import Finding, Stretch
from ingest.rules import Example, rule

DIVISIONS = Divisions.load()
# 县名 of two characters such as 成县, 和县 stand inside other words (建成县城, 市和县)
BOUNDARY = "、,。;:()“”《》·—-在于至从到对向是和及与往赴"
JOINED = re.compile(r"[、—-]|(县|市|区)?[、和及与至]")
# 县城 after 通道 belongs to the area; elsewhere a word that an area's name cuts in two speaks against it
SEAT = re.compile(r"县(城|域|委|级|政府|内)|市(区|域|委|级|政府|内)|区(委|级|政府|内)")
COMPASS = re.compile(r"^(路|街|大道|侧|岸|部|麓|站|支线|编组)")


@lru_cache(maxsize=1)
def followers() -> re.Pattern[str]:
    return re.compile(alternation("place_followers"))


@lru_cache(maxsize=256)
def home(region: str | None, year: int | None = None) -> Division | None:
    """The area whose counties a document calls by their short names: its city, or its province."""
    if region is None:
        return None
    areas = Divisions.load(year)
    return areas.at_level(region, Level.CITY) or areas.at_level(region, Level.PROVINCE)


def is_supported(
    stretch: Stretch, hit: DivisionHit, division: Division, before: DivisionHit | None, neighbours: bool
) -> bool:
    """通道 in “怀化通道”, “沅陵、通道两县”, “通道县城”, “通道工业集中区”; not in “绿色通道”."""
    if followers().match(stretch.text, hit.end) or neighbours:
        return True
    return bool(
        before
        and before.end == hit.start
        and any(stretch.areas.is_within(division.code, candidate.code) for candidate in before.candidates)
    )


def names_a_river(stretch: Stretch, hit: DivisionHit) -> bool:
    """澜沧 in 澜沧江, 祁连 in 祁连山: with the sign behind it, the name is a word of the dictionary."""
    name = stretch.text[hit.start : hit.end + 1]
    return hit.is_short and name[-1] in "江河山湖" and not stretch.begins_word(hit.end) and rjieba.has_word(name)


def splits_word(stretch: Stretch, hit: DivisionHit, near: bool) -> bool:
    """海口 in “出海口”, 增城区 in “新增城区”, 江西 in “安江西路”: the name's edge lies inside another word."""
    text = stretch.text
    if not near and not stretch.begins_word(hit.start):
        return True
    if text.startswith("银山", hit.end) or names_a_river(stretch, hit):
        return True
    if near and text[hit.end - 1] not in "东南西北":
        return False
    if text[hit.end - 1] in "东南西北" and COMPASS.match(text, hit.end):
        return True
    for edge in (hit.start, hit.end):
        if not stretch.begins_word(edge):
            word = stretch.word_at(edge)
            inside = word in text[hit.start : hit.end] or (SEAT.match(word) and word[0] == text[edge - 1])
            if not inside and rjieba.has_word(word) and not DIVISIONS.called(word) and len(word) < 5:
                return True
    return False


def name_of(area: Division) -> str:
    """The name it has today, or had last: 思茅市 in a text of 2005 is 普洱市."""
    return DIVISIONS.by_code[area.code].name


@lru_cache(maxsize=1 << 12)
def is_near(region: str | None, division: Division, year: int | None = None) -> bool:
    """Whether the area lies in the city, or for a province's document the province, that the document speaks for."""
    area = home(region, year)
    return area is not None and Divisions.load(year).is_within(division.code, area.code)


def means(stretch: Stretch, hit: DivisionHit) -> Division | None:
    """The area a name means here, support aside."""
    text, region = stretch.text, stretch.region
    name = text[hit.start : hit.end]
    area = home(region, stretch.year)
    division = stretch.areas.nearest(name, region)
    if division is None:
        return None
    near = is_near(region, division, stretch.year)
    if division.level is not Level.COUNTY:
        return division
    if len(name) == 2 and not hit.is_short:
        same = area is not None and stretch.areas.is_within(division.code, area.code[:2] + "0000")
        return division if same and (hit.start == 0 or text[hit.start - 1] in BOUNDARY) else None
    return division if near or not hit.is_short else None


COUNTY_NAME = rule(
    "county-name",
    EntityType.COUNTY,
    says="an area by its full name",
    example=Example("加快芷江侗族自治县城镇建设,", "芷江侗族自治县"),
    counter=Example("新增城区停车位2万个"),
)
COUNTY_SHORT_NAME = rule(
    "county-short-name",
    EntityType.COUNTY,
    says="an area by its short form, as the document's region sees it",
    example=Example("推进沅陵、新晃两县金融试点,", "沅陵县|新晃侗族自治县"),
    counter=Example("打造西部陆海新通道,会同有关部门"),
)


def find_counties(stretch: Stretch) -> list[Finding]:
    """County mentions of the stretch, from left to right."""
    text, findings = stretch.text, []
    hits = stretch.areas.find(text)
    ordinary = word_list("division_words")
    for index, hit in enumerate(hits):
        division = means(stretch, hit)
        before = hits[index - 1] if index else None
        inside = parent_before(stretch, hit, before)
        if inside is not None:
            division = inside
        if division is None:
            continue
        near = is_near(stretch.region, division, stretch.year)
        if (hit.is_short or not near) and inside is None and splits_word(stretch, hit, near):
            continue
        name = text[hit.start : hit.end]
        if name in ordinary or (not near and inside is None and division.short in ordinary):
            listed = is_listed(stretch, hits, index)
            if not is_supported(stretch, hit, division, before, listed):
                continue
        by = COUNTY_SHORT_NAME if hit.is_short else COUNTY_NAME
        findings.append(
            Finding(hit.start, hit.end, EntityType.COUNTY, name_of(division), by, division.code, division.parent_code)
        )
    return findings


def parent_before(stretch: Stretch, hit: DivisionHit, before: DivisionHit | None) -> Division | None:
    """“贵州锦屏”: the area of that name inside the area named right before it."""
    if before is None or before.end != hit.start:
        return None
    for division in hit.candidates:
        if any(stretch.areas.is_within(division.code, outer.code) and outer != division for outer in before.candidates):
            return division
    return None


def is_listed(stretch: Stretch, hits: list[DivisionHit], index: int) -> bool:
    """Whether a sure area stands in the same list: “沅陵、通道、会同”, “会同、靖州”."""
    for step in (-1, 1):
        at = index
        while 0 <= at + step < len(hits):
            left, right = sorted((hits[at], hits[at + step]), key=lambda h: h.start)
            if not JOINED.fullmatch(stretch.text[left.end : right.start]):
                break
            at += step
            name = stretch.text[hits[at].start : hits[at].end]
            if name not in word_list("division_words") and means(stretch, hits[at]) is not None:
                return True
    return False
