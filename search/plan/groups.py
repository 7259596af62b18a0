"""The numbered group or catchword a question names: 十大产业项目, 七个保障, 六仗, “5+N”, 一主两次."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.lexicon.wordings import wordings
from graph.writing.numerals import number_of
from search.plan.cues import Pattern, load_cues

any_of = wordings("asking").any_of

NUMERAL = "一二两三四五六七八九十"
# Where the name of a group ends: a verb, a particle, a question word.
END = rf"(?=[,。;:?!、 ”\"“》)）]|$|{any_of('group_ends')}|20\d\d)"
CLASSED = re.compile(
    rf"((?<![{NUMERAL}第最])[{NUMERAL}百]+|(?<![\d.])\d{{1,3}})大"
    rf"(?!型|学|力|量|数据|约|概|桥)([\u4e00-\u9fff]{{1,14}}?){END}"
)
COUNTED = re.compile(
    rf"(?<![{NUMERAL}第哪几这前后近年\d.])([二两三四五六七八九十][{NUMERAL}]*|\d{{1,2}}){any_of('group_units')}(?!{any_of('not_groups_of')})"
    rf"([\u4e00-\u9fff]{{2,10}}?){END}"
)
SHORT_HEADS = "仗好片链网化新城区板翼极廊谷港园线带核心轮库制同保稳提强优转减补放通进级类廊轴圈点组团清改建共"
SHORT = re.compile(
    rf"(?<![{NUMERAL}第哪几这前后十\d上下])([二两三四五六七八九十])([{SHORT_HEADS}])"
    r"(?=[是指包都里中有每分各,;:。?!的)）”]|牵头|$)"
)
CHAINED = re.compile(rf"(?<![{NUMERAL}])(?:[一二两三四五六七八九十][\u4e00-\u9fff]{{1,2}}?){{2,4}}{END}")
LISTED = 12  # characters before a count in which the names stand that it sums up
SUM = re.compile(r"[“\"]?(\d+(?:\+(?:\d+|[NnXx]))+)[”\"]?")
QUOTED = re.compile(r"[“\"‘'「『]([^”\"’'」』]{1,16})[”\"’'」』]")
COUNT_ASKED = re.compile(rf"(?:哪|那|是|有)([{NUMERAL}俩]+|\d{{1,2}}){any_of('units_asked')}?")
NOT_GROUPS = re.compile(f"^十[一二三四五六]?五|^{any_of('not_groups')}$|^[一二三四五六七八九十]+月")


@dataclass(frozen=True, slots=True)
class Group:
    """A group as the question names it. `count`: how many it says there are."""

    start: int
    end: int
    name: str
    count: int | None


def find_group(text: str) -> Group | None:
    """The first group named; a classed one (十大…) before a quoted one, that before any other."""
    for find in (_classed, _quoted, _sum, _counted, _short, _chained):
        group = find(text)
        if group is not None and not NOT_GROUPS.match(group.name):
            return group
    return None


def _named(match: re.Match[str] | None, text: str) -> Group | None:
    if match is None:
        return None
    name = text[match.start() : match.end()].strip(' “”"')
    return Group(match.start(), match.end(), name, number_of(match[1]) if match.re.groups else None)


def _classed(text: str) -> Group | None:
    return _named(CLASSED.search(text), text)


def _counted(text: str) -> Group | None:
    """七个保障; not what sums up names in front (武罐、成武两条高速), nor a class (二类器械)."""
    for match in COUNTED.finditer(text):
        before = re.split(r"[,。;:? ]", text[: match.start()])[-1]
        if "、" not in before[-LISTED:] and not re.match(r"[一二三]类", match[0]):
            return _named(match, text)
    return None


def _short(text: str) -> Group | None:
    return _named(SHORT.search(text), text)


def _sum(text: str) -> Group | None:
    match = SUM.search(text)
    return None if match is None else Group(match.start(), match.end(), match[1], None)


def _quoted(text: str) -> Group | None:
    """A quoted catchword: with a numeral in it, or with its meaning asked."""
    for match in QUOTED.finditer(text):
        inner = match[1].strip()
        counted = re.match(rf"([{NUMERAL}]+|\d{{1,2}})(?:个|大|项|条|[\u4e00-\u9fff])", inner)
        counts = re.findall(rf"[{NUMERAL}\d]", inner)
        if (len(counts) >= 2 and len(inner) >= 4) or counted or re.search(rf"[{NUMERAL}][\u4e00-\u9fff]$|\d\+", inner):
            alone = len(counts) == 1 and counted is not None
            return Group(match.start(), match.end(), inner, number_of(counted[1]) if counted and alone else None)
    return None


def _chained(text: str) -> Group | None:
    """五新四城, 一主两次: only where what it stands for is asked."""
    match = CHAINED.search(text)
    if match is None or not _stands_behind(text, match.end(), load_cues().patterns["stands_for"]):
        return None
    return Group(match.start(), match.end(), match[0], None)


def _stands_behind(text: str, place: int, pattern: Pattern) -> bool:
    return pattern.match(text, place) is not None


def count_asked(text: str) -> int | None:
    """How many things the question says it wants: 哪七个, 哪两家, 是哪六仗."""
    match = COUNT_ASKED.search(text)
    count = number_of(match[1].replace("俩", "两")) if match and "哪" in match[0] else None
    return count if count != 1 else None
