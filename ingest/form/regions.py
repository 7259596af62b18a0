"""Title, issuer and text → the administrative area a document speaks for.

Tried in order: the issuer's own name, the title, the area named most often in full in the text. A document of the
State Council or of a ministry speaks for no area of the list.
"""

from __future__ import annotations

import re
from collections import Counter

from graph.lexicon.divisions import Division, DivisionHit, Divisions
from graph.records import Level

SAMPLE_CHARACTERS = 12_000
NATIONAL = re.compile(r"国务院|全国|国家|中华人民共和国|^(?:教育|科学技术|工业和信息化|财政|交通运输|农业农村)部")
# What follows in a ranking (“全省第一”, “全国首个”), where the words do not mean the document's own area.
RANKED = "(?!第|前|首|先进|排|唯|率先|平均|最|领先|十|优秀|重点|试点|示范|文明|各地|一流)"
OWN_WORDS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    (Level.CITY, re.compile(f"[全我][市州]{RANKED}")),
    (Level.PROVINCE, re.compile(f"(?:[全我]省|[全我]自治区|自治区党委){RANKED}")),
    (Level.COUNTY, re.compile(f"(?:[全我]县|[全我]旗|我区){RANKED}")),
)
OWN_GOVERNMENT = re.compile("代表(省|市|州|县|自治区)人民政府|(省|市|州|县|自治区)(?:第.{1,3})?届?人大.{1,3}次会议")
NATION_WORDS = re.compile("我国|国务院|各省|各地区、各部门")
LEVELS = {"省": Level.PROVINCE, "自治区": Level.PROVINCE, "市": Level.CITY, "州": Level.CITY, "县": Level.COUNTY}
Region = tuple[str | None, str | None]
NOWHERE: Region = (None, None)


def find_region(title: str, issuer: str | None, text: str) -> Region:
    """Full name and code of the area, or two Nones."""
    divisions = Divisions.load()
    text = text[:SAMPLE_CHARACTERS]
    counts = count_names(divisions, text)
    for named in (issuer or "", title):
        if NATIONAL.match(named):
            return NOWHERE
        if division := first_named(divisions, named, counts):
            return division.name, division.code
    division = speaks_for(divisions, text, counts)
    return (division.name, division.code) if division else NOWHERE


def speaks_for(divisions: Divisions, text: str, counts: Counter[str]) -> Division | None:
    """The area that is meant by 全市 or 我省: of that level, the one named most, what lies in it counted too."""
    level = own_level(text)
    if level is None:
        return None
    inside = Counter[str]()
    for code, count in counts.items():
        for area in divisions.chain(code):
            inside[area.code] += count
    named = [area for code in inside if not (area := divisions.by_code[code]).is_former and fits(area, level)]
    return max(named, key=lambda area: (counts[area.code] > 0, inside[area.code], area.code), default=None)


def fits(area: Division, level: Level) -> bool:
    """Whether people of the area speak of it as that level; Beijing is a province and says 全市."""
    return area.level is level or (level is Level.CITY and area.level is Level.PROVINCE and area.name.endswith("市"))


def own_level(text: str) -> Level | None:
    """The level a text speaks for, by the words it has for its own area; None for a national one."""
    if match := OWN_GOVERNMENT.search(text[:600]):
        return LEVELS[match.group(1) or match.group(2)]
    said = Counter({level: len(words.findall(text)) for level, words in OWN_WORDS})
    level, count = max(said.items(), key=lambda entry: entry[1])
    if count < 1 or len(NATION_WORDS.findall(text)) > 3 * count:
        return None
    return level


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
    if hit.is_short and counts[best.code] == 0 and best.level is Level.COUNTY:
        return None  # a short name such as 和平 or 新城 that nothing confirms
    return best


def count_names(divisions: Divisions, text: str) -> Counter[str]:
    """How often each area is named; short names of counties do not count, they are words too."""
    counts: Counter[str] = Counter()
    for hit in divisions.find(text):
        if hit.is_short and all(division.level is Level.COUNTY for division in hit.candidates):
            continue
        for division in hit.candidates:
            counts[division.code] += 2 if division.name == text[hit.start : hit.end] else 1
    return counts
