"""Title, issuer and text → the administrative area a document speaks for.

Tried in order: the issuer's own name, the title, the government that a report is given for, the area that 全市 or 我县
means, the only area a text goes on about. A document of the State Council or of a ministry speaks for no area of the
list. Names are read as the year knows them, and the area is given by its name of today: 襄樊市 in 2005 is 襄阳市.
"""

from __future__ import annotations

import re
from collections import Counter

from graph.lexicon.divisions import Division, DivisionHit, Divisions, is_a
from graph.lexicon.lexicon import word_list
from graph.lexicon.wordings import wordings
from graph.records import Level

any_of = wordings("form").any_of

SAMPLE_CHARACTERS = 12_000
HEAD_CHARACTERS = 600
NATIONAL = re.compile(f"国务院|全国|国家|中华人民共和国|^{any_of('national_fields')}部")
# What follows in a ranking (“全省第一”, “全国首个”), where the words do not mean the document's own area.
RANKED = f"(?!{any_of('not_of_all')})"
OWN_WORDS: dict[str, re.Pattern[str]] = {
    "市": re.compile(f"[全我]市{RANKED}"),
    "州": re.compile(f"[全我]州{RANKED}"),
    "省": re.compile(f"[全我]省{RANKED}"),
    "自治区": re.compile(f"[全我]自治区{RANKED}|自治区党委{RANKED}"),
    "县": re.compile(f"[全我]县{RANKED}"),
    "旗": re.compile(f"[全我]旗{RANKED}"),
    "盟": re.compile(f"[全我]盟{RANKED}"),
    "区": re.compile(f"我区{RANKED}|(?<![安保健])全区{RANKED}"),
    "地区": re.compile(f"[全我]地区{RANKED}|地委、?行署"),
}
RANK = "|".join(sorted(OWN_WORDS, key=len, reverse=True))
# “我代表金华市人民政府”; “怀化市第六届人民代表大会第二次会议”
GIVEN_FOR = re.compile(
    rf"代表(?P<of>[\u4e00-\u9fff]{{0,16}}?(?:{RANK}))人民政府"
    rf"|(?P<held>[\u4e00-\u9fff]{{0,16}}?(?:{RANK}))(?:第.{{1,3}}届)?人(?:大|民代表大会).{{0,6}}次会议"
)
OPENING = re.compile(r"(?:中共|关于|印发|[《“]|(?:19|20)\d\d年|\s)*")
NATION_WORDS = re.compile("我国|国务院|各省|各地区、各部门")
LEAST_NAMED = 3  # times an area must be named to be the only one that a text goes on about
Region = tuple[str | None, str | None]
NOWHERE: Region = (None, None)


def find_region(title: str, issuer: str | None, text: str, year: int | None = None) -> Region:
    """Name of today and code of the area, or two Nones; `year`: in which the document was written."""
    divisions = Divisions.load(year)
    text = text[:SAMPLE_CHARACTERS]
    counts = count_names(divisions, text)
    for named in (issuer or "", title):
        if NATIONAL.match(named):
            return NOWHERE
        if division := first_named(divisions, named, counts):
            return as_of_today(division)
    division = given_for(divisions, text, counts) or speaks_for(divisions, text, counts)
    division = division or goes_on_about(divisions, text, counts)
    return as_of_today(division) if division else NOWHERE


def as_of_today(division: Division) -> Region:
    """The area's name of today and its code."""
    return Divisions.load().by_code[division.code].name, division.code


def given_for(divisions: Divisions, text: str, counts: Counter[str]) -> Division | None:
    """The area whose government gives the report, where the text names it: “我代表金华市人民政府”."""
    for match in GIVEN_FOR.finditer(text[:HEAD_CHARACTERS]):
        if division := first_named(divisions, match["of"] or match["held"], counts):
            return division
    return None


def speaks_for(divisions: Divisions, text: str, counts: Counter[str]) -> Division | None:
    """The area that is meant by 全市 or 我省: one of that rank, the one named most, what lies in it counted too."""
    rank = own_rank(text)
    if rank is None:
        return None
    inside = count_inside(divisions, counts)
    named = [area for code in inside if divisions.exists(area := divisions.by_code[code]) and is_a(area, rank)]
    best = max(named, key=lambda area: (counts[area.code] > 0, inside[area.code], area.code), default=None)
    # 武冈市 says 全市 too: the text names it more than 邵阳市 around it
    while best and (inner := next((a for a in named if a.parent_code == best.code and most(a, best, inside)), None)):
        best = inner
    return best


def most(inner: Division, outer: Division, inside: Counter[str]) -> bool:
    """Whether nearly all that is named in the outer area lies in the inner one."""
    return inside[inner.code] > 0.6 * inside[outer.code]


def count_inside(divisions: Divisions, counts: Counter[str]) -> Counter[str]:
    """How often each area is named, what lies in it counted too."""
    inside = Counter[str]()
    for code, count in counts.items():
        for area in divisions.chain(code):
            inside[area.code] += count
    return inside


def own_rank(text: str) -> str | None:
    """The rank of its own area that a text speaks of, by the words it has for it; None for a national text."""
    if match := GIVEN_FOR.search(text[:HEAD_CHARACTERS]):
        return next(rank for rank in RANK.split("|") if (match["of"] or match["held"]).endswith(rank))
    said = Counter({rank: len(words.findall(text)) for rank, words in OWN_WORDS.items()})
    rank, count = max(said.items(), key=lambda entry: entry[1])
    if count < 1 or len(NATION_WORDS.findall(text)) > 3 * count:
        return None
    return rank


def goes_on_about(divisions: Divisions, text: str, counts: Counter[str]) -> Division | None:
    """The innermost area that nearly all areas of the text are or lie in, where its beginning names it in full."""
    if NATION_WORDS.search(text):
        return None
    inside = count_inside(divisions, counts)
    head = {area.code for hit in divisions.find(text[:HEAD_CHARACTERS]) if not hit.is_short for area in hit.candidates}
    total = sum(inside[code] for code in inside if divisions.by_code[code].level is Level.PROVINCE)
    only = [divisions.by_code[code] for code in head if counts[code] >= 2 * LEAST_NAMED and inside[code] > 0.8 * total]
    return max(only, key=lambda area: len(divisions.chain(area.code)), default=None)


def first_named(divisions: Divisions, named: str, counts: Counter[str]) -> Division | None:
    """The area a title opens with; “湖南省怀化市鹤城区…” names the last of the row."""
    found: Division | None = None
    end = 0
    for hit in divisions.find(named):
        opens = bool(OPENING.fullmatch(named[: hit.start]))
        division = choose(divisions, named[hit.start : hit.end], hit, counts, found, opens=opens)
        if division is None or (found is not None and hit.start != end):
            if found is not None:
                break
            continue
        if found is not None and not divisions.is_within(division.code, found.code):
            break
        found, end = division, hit.end
    return found


def choose(
    divisions: Divisions, name: str, hit: DivisionHit, counts: Counter[str], outer: Division | None, *, opens: bool
) -> Division | None:
    """Which area a name means: one inside the outer one, else the one the text names most; `opens`: the title does."""
    candidates = [area for area in hit.candidates if divisions.bears(area, name)] or list(hit.candidates)
    within = [area for area in candidates if outer and divisions.is_within(area.code, outer.code)]
    best = max(within or candidates, key=lambda area: counts[area.code])
    if not hit.is_short or within or counts[best.code] or best.level is not Level.COUNTY:
        return best
    # a short name such as 和平 or 新城 must be confirmed, 武冈 at a title's beginning need not
    return best if opens and len(candidates) == 1 and name not in word_list("division_words") else None


def count_names(divisions: Divisions, text: str) -> Counter[str]:
    """How often each area is named; short names of counties do not count, they are words too."""
    counts: Counter[str] = Counter()
    for hit in divisions.find(text):
        if hit.is_short and all(division.level is Level.COUNTY for division in hit.candidates):
            continue
        for division in hit.candidates:
            counts[division.code] += 2 if division.name == text[hit.start : hit.end] else 1
    return counts
