"""Finds County mentions: a stretch goes in, the areas it names come out, each with its code.

A full name counts wherever it stands. A short form (芷江) counts when it is the nearest area of that name as the
document's region sees it: inside its city, its province for a province's document, or a city or province anywhere.
Names that are ordinary words as well (通道, 会同) need support beside them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from graph.lexicon.divisions import DivisionHit
from graph.records import EntityType
from ingest.entities.area_edges import names_another_thing, splits_word
from ingest.entities.area_lists import is_supported, needs_support
from ingest.entities.areas import is_near, means, meant, name_of, parent_before
from ingest.entities.stretches import Finding, Stretch
from ingest.rules import Example, rule

LONGEST_NAME = 16
REGION = re.compile("区[域块]")
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
    hits = hits_of(stretch)
    return [found for index in range(len(hits)) if (found := county_at(stretch, hits, index))]


def hits_of(stretch: Stretch) -> list[DivisionHit]:
    """The names of areas; of two that overlap the nearer: 南雄 in “公路南雄段”, though there is a 路南区."""
    hits: list[DivisionHit] = []
    for hit in stretch.areas.find(stretch.text):
        if not hits or hit.start >= hits[-1].end:
            hits.append(nearer_over(stretch, hit) or without_region(stretch, hit) or hit)
    return hits


def without_region(stretch: Stretch, hit: DivisionHit) -> DivisionHit | None:
    """西安 in “西安区域科技创新中心”, though there is a 西安区."""
    name = stretch.text[hit.start : hit.end - 1]
    if REGION.match(stretch.text, hit.end - 1) and (areas := stretch.areas.called(name)):
        return DivisionHit(hit.start, hit.end - 1, areas, is_short=True)
    return None


def nearer_over(stretch: Stretch, hit: DivisionHit) -> DivisionHit | None:
    """A name of the document's own surroundings that begins inside one that means nothing there."""
    if not hit.is_short or is_taken_so(stretch, hit):
        return None
    first = hit.start + 1
    for other in stretch.areas.find(stretch.text[first : hit.end + LONGEST_NAME]):
        moved = replace(other, start=other.start + first, end=other.end + first)
        if moved.start < hit.end < moved.end and is_taken_so(stretch, moved):
            return moved
    return None


def is_taken_so(stretch: Stretch, hit: DivisionHit) -> bool:
    """Whether the name means an area of the document's surroundings, and no other word goes over its edges."""
    division = means(stretch, hit)
    return division is not None and not splits_word(stretch, hit, is_near(stretch.region, division, stretch.year))


def county_at(stretch: Stretch, hits: list[DivisionHit], index: int) -> Finding | None:
    """The area that a name means at its place, if it means one there."""
    hit = hits[index]
    before = hits[index - 1] if index else None
    inside = parent_before(stretch, hit, before)
    division = inside or meant(stretch, hit)
    if division is None:
        return None
    near = is_near(stretch.region, division, stretch.year)
    if hit.is_short and names_another_thing(stretch, hit):
        return None
    if (hit.is_short or not near) and inside is None and splits_word(stretch, hit, near):
        return None
    if needs_support(stretch, hit, division, inside) and not is_supported(stretch, hits, index, division):
        return None
    by = COUNTY_SHORT_NAME if hit.is_short else COUNTY_NAME
    name = name_of(division)
    return Finding(hit.start, hit.end, EntityType.COUNTY, name, by, division.code, division.parent_code)
