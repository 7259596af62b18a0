"""The ends of a line: a name that joins places (安化—溆浦高速, 渝长高速涪陵至长寿段) goes in, its areas come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from graph.lexicon.divisions import DivisionHit
from graph.lexicon.lexicon import word_list
from graph.lexicon.wordings import wordings
from graph.records import Level
from ingest.facts.area_marks import DEPTHS, DIVISIONS, area_mark, areas_then, depth
from ingest.facts.marks import Mark, MarkedText

any_of = wordings("relating").any_of

# What a name that joins places is named by: a line lies in all of them, what runs on one lies in none.
JOINTS = r"至到—–~·\-"
ENDS = re.compile(rf"[{JOINTS}]|经(?=[\u4e00-\u9fff]{{2,}}[{JOINTS}])")
RUNS = re.compile(any_of("runs_between"))
# The station an area's name is part of stands where it stands: 防城南至企沙铁路.
# What a line's name says behind its last end; 巴彦 of 银川至巴彦浩特 is none.
LINE_GOES_ON = re.compile(rf"[县市区旗州]?(?:$|[(\d]|{any_of('behind_line')})")
STATION = re.compile(rf"[东南西北]站?(?=[{JOINTS}])")
ROAD_NUMBER = re.compile(r"[GSXYC]\d{2,4}(?:线)?")
# Behind two syllables these are ends of a line: 潮南高速 is no road of 潮南.
HALF = re.compile(any_of("half_of_line"))
LINES = re.compile(any_of("line"))


def line_areas(marked: MarkedText, mark: Mark, areas: Sequence[Mark]) -> list[Mark] | None:
    """All areas that a name joins; none of what runs on a line (怀化—长沙班列); None where the name joins nothing."""
    name = marked.text[mark.start : mark.end]
    parts = ENDS.split(name)
    joined = [area for area in areas if is_joined(marked.text, mark, area)] or [*areas, *own_parts(marked, mark, parts)]
    if len(parts) == 1 or not joined:
        return None
    if RUNS.search(name):
        return []
    found = by_place({*joined, *areas, *far_ends(marked, mark, parts, joined)})
    found = [area for area in found if not STATION.match(marked.text, area.end)]
    sections = [area for area in found if area not in joined and marked.text[area.end : area.end + 1] == "段"]
    return sections or found


def is_joined(text: str, mark: Mark, area: Mark) -> bool:
    """Whether a joint stands right before or behind the area in the name."""
    before = text[area.start - 1 : area.start] if area.start > mark.start else ""
    after = text[area.end : mark.end]
    return bool((before and ENDS.match(before)) or ENDS.match(after) or re.match(rf"[县市区](?=[{JOINTS}])", after))


def own_parts(marked: MarkedText, mark: Mark, parts: Sequence[str]) -> list[Mark]:
    """The parts of a name that are areas of the document's own city: 会同 of 飞山—会同—牌楼输送通道."""
    region = marked.structure.document.region_code
    city = DIVISIONS.at_level(region, Level.CITY) if region and len(parts) > 1 else None
    found: list[Mark] = []
    at = mark.start
    for part in parts if city else ():
        start = marked.text.index(part, at)
        at = start + len(part)
        areas = area_mark(marked, start, at) if part else []
        found += [area for area in areas if city and DIVISIONS.is_within(area.mention.code or "", city.code)]
    return found


def far_ends(marked: MarkedText, mark: Mark, parts: Sequence[str], areas: Sequence[Mark]) -> list[Mark]:
    """The other ends of a line of which one is an area that was found: 安化 of 安化—溆浦高速公路, far as it may lie."""
    found: list[Mark] = []
    at = mark.start
    for part in parts:
        start = marked.text.index(part, at)
        at = start + len(part)
        if any(start <= area.start and area.end <= at for area in areas):
            continue
        for hit in areas_then(marked).find(part)[:1]:
            if is_far_end(part, hit, is_last=part is parts[-1]):
                found += area_mark(marked, start + hit.start, start + hit.end)
    return found


def is_far_end(part: str, hit: DivisionHit, *, is_last: bool) -> bool:
    """Whether the part of the name begins with the area, or a part that another follows ends with it."""
    number = ROAD_NUMBER.match(part)
    is_whole = (hit.start, hit.end) == (0, len(part))
    is_ordinary = part[hit.start : hit.end] in word_list("division_words")
    if not is_whole and (is_ordinary or not LINE_GOES_ON.match(part, hit.end)):
        return False
    return hit.start == (number.end() if number else 0) or (hit.end == len(part) and not is_last)


def by_place(areas: Iterable[Mark]) -> list[Mark]:
    """In order of place."""
    return sorted(areas, key=lambda area: (area.start, area.end))


def is_by_chance(text: str, area: Mark) -> bool:
    """潮南 in 潮南高速, 临高 in 文临高速: two syllables that are a line's ends, or half of the word for it."""
    is_small = area.end - area.start == 2 and depth(area.mention) == DEPTHS[Level.COUNTY]
    return is_small and bool(LINES.match(text, area.end) or HALF.match(text, area.end - 1))
