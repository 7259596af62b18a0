"""Title, issuer and text → the administrative area a document speaks for.

Tried in order: the issuer's own name, the title, the area named most often in full in the text. A document of the
State Council or of a ministry speaks for no area of the list.
"""

from __future__ import annotations

import re
from collections import Counter

from graph.divisions import Division, DivisionHit, Divisions

SAMPLE_CHARACTERS = 12_000
NATIONAL = re.compile(r"国务院|全国|国家|中华人民共和国|^(?:教育|科学技术|工业和信息化|财政|交通运输|农业农村)部")
Region = tuple[str | None, str | None]
NOWHERE: Region = (None, None)


def find_region(title: str, issuer: str | None, text: str) -> Region:
    """Full name and code of the area, or two Nones."""
    divisions = Divisions.load()
    counts = count_names(divisions, text[:SAMPLE_CHARACTERS])
    for named in (issuer or "", title):
        if NATIONAL.match(named):
            return NOWHERE
        if division := first_named(divisions, named, counts):
            return division.name, division.code
    division = most_named(divisions, counts)
    return (division.name, division.code) if division else NOWHERE


def first_named(divisions: Divisions, named: str, counts: Counter[str]) -> Division | None:
    """The area a title opens with; “湖南省怀化市鹤城区…” names the last of the row."""
    found: Division | None = None
    end = 0
    for hit in divisions.find(named):
        division = choose(hit, counts, found)
        if division is None or (found is not None and hit.start != end):
            if found is not None:
                break
            continue
        if found is not None and not divisions.is_within(division.code, found.code):
            break
        found, end = division, hit.end
    return found


def choose(hit: DivisionHit, counts: Counter[str], outer: Division | None) -> Division | None:
    """Which area a name means: one inside the outer one, else the one the text names most."""
    candidates = [division for division in hit.candidates if not division.is_former]
    if outer is not None:
        candidates = [d for d in candidates if Divisions.load().is_within(d.code, outer.code)] or candidates
    if not candidates:
        return None
    best = max(candidates, key=lambda division: counts[division.code])
    if hit.is_short and counts[best.code] == 0 and best.level.value == "county":
        return None  # a short name such as 和平 or 新城 that nothing confirms
    return best


def count_names(divisions: Divisions, text: str) -> Counter[str]:
    """How often each area is named; short names of counties do not count, they are words too."""
    counts: Counter[str] = Counter()
    for hit in divisions.find(text):
        if hit.is_short and all(division.level.value == "county" for division in hit.candidates):
            continue
        for division in hit.candidates:
            counts[division.code] += 2 if division.name == text[hit.start : hit.end] else 1
    return counts


def most_named(divisions: Divisions, counts: Counter[str]) -> Division | None:
    """The area named most; of a city and its province the one named more."""
    named = [(count, code) for code, count in counts.items() if not divisions.by_code[code].is_former]
    if not named:
        return None
    count, code = max(named, key=lambda entry: (entry[0], entry[1]))
    return divisions.by_code[code] if count >= 3 else None
