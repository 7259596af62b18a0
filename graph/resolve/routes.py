"""Roads, railways and pipes by their ends: 溆浦—洞口高速公路 and 溆洞高速 are one route.

In: a name in normal form. Out: a `Route`, or None for what is not named by its ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from graph.lexicon.divisions import Divisions
from graph.lexicon.link_words import alternatives, borders, kinds, words

STOP = r"[一-鿿]{1,7}?"
JOINT = r"[-~]|至|经"
FREE_OF_PLACE = ("高速", "铁路")  # named alike by all areas they run through
METROPOLES = frozenset("京津沪渝")  # cities that are provinces: no other place is called so by one character
CODE = re.compile(r"^[GSX]\d+")


@dataclass(frozen=True, slots=True)
class Route:
    """A line named by its ends. `stops` are the first characters of the places it joins, in order."""

    medium: str  # 高速 | 铁路 | 公路 | 管道
    word: str  # what the name calls it: 快速干线
    stops: str  # 溆洞
    rest: str  # what the name says besides: 扩容

    @property
    def core(self) -> str:
        """The name to compare by: expressways and railways are called by several words, other roads are told apart."""
        if self.stops in words("built_twice") and self.word in words("speedy"):
            return f"{self.stops}高铁{self.rest}"
        return f"{self.stops}{self.medium if self.medium in FREE_OF_PLACE else self.word}{self.rest}"

    @property
    def is_free_of_place(self) -> bool:
        """Whether all areas it runs through call it alike."""
        return self.medium in FREE_OF_PLACE

    @property
    def is_known_everywhere(self) -> bool:
        """Whether its name can mean no other line far away: a trunk line, one with three stops, one from 重庆."""
        return self.stops in words("built_twice") or len(self.stops) > 2 or bool(METROPOLES & set(self.stops))


@lru_cache(maxsize=1)
def train_pattern() -> re.Pattern[str]:
    """中老国际联运班列, 怀化至老挝铁铁联运国际班列."""
    signs = "".join(sorted({sign for _, sign in kinds("train_ends")}))
    return re.compile(rf"^(?:中([{signs}])|{STOP}(?:{JOINT}|到)({alternatives('train_ends')})).{{0,12}}(?:班列|专列)$")


@lru_cache(maxsize=1 << 14)
def train_end(normal: str) -> str:
    """The country that a freight train runs to, by one character: 老; "" where the name is no train's."""
    match = train_pattern().match(normal)
    return (match[1] or dict(kinds("train_ends"))[match[2]]) if match else ""


@lru_cache(maxsize=1 << 12)
def may_be_one_line(province: str, other: str) -> bool:
    """Whether a line that plans of two provinces name alike may be one: codes of the provinces, "" for a plan of all
    China. The same two characters far away are another line (龙永高速 in 湖南 and in 浙江).
    """
    areas = Divisions.load().by_code
    if not province or not other or province == other:
        return True
    return (areas[province].short, areas[other].short) in borders()


def province_of(region: str | None) -> str:
    """The code of the province an area lies in; "" for none."""
    return f"{region[:2]}0000" if region else ""


@lru_cache(maxsize=1)
def patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Ends written out (溆浦-洞口高速公路), ends by one character each (溆洞高速)."""
    kind = alternatives("routes")
    long = re.compile(
        rf"^((?:[GSX]\d+)?{STOP}(?:(?:{JOINT}){STOP})+)(?:管径.{{0,30}}?|的)?({kind})(?!网|口岸|站|枢纽)(.*)$"
    )
    short = re.compile(rf"^([一-鿿]{{2,4}}?)({kind})(?!网|口岸|站|枢纽)(.*)$")
    return long, short


@lru_cache(maxsize=1 << 14)
def route_of(normal: str) -> Route | None:
    """The route a name says, by its ends or their first characters: 溆浦—洞口高速公路, 溆洞高速."""
    long, short = patterns()
    medium_of = dict(kinds("routes"))
    if match := long.match(normal):
        code = CODE.match(match[1])
        stops = re.split(JOINT, match[1][code.end() :] if code else match[1])
        if all(len(stop) > 1 for stop in stops):
            ends = "".join(stop[0] for stop in stops)
            return Route(medium_of[match[2]], match[2], (code[0] if code else "") + ends, match[3])
    if (match := short.match(normal)) and names_two_ends(match[1]):
        return Route(medium_of[match[2]], match[2], match[1], match[3])
    return None


def names_two_ends(text: str) -> bool:
    """官新, 张吉怀; not 绕城, 怀化."""
    return not Divisions.load().called(text) and not any(word in text for word in words("no_route"))
