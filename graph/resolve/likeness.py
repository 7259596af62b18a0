"""Two names of projects or parks compared: how alike they are, by which rule, and why in words.

In: the cores of two names (`graph.resolve.names`). Out: a `NameMatch`, or None for names that do not hang together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

from graph.lexicon.link_words import alike, alternatives, generic_pattern, kinds
from graph.resolve.joining import is_specific

BRACKETS = re.compile(r"\([^()]*\)")
ORDINAL = re.compile(r"第[一二三四五六七八九十\d]+|[一二三四五六七八九十\d]+(?=[号桥中小路塔库线])|\d+(?:\.\d+)?")
SIDES = re.compile(r"^[东西南北中上下左右老旧前后口首尾]+$")
AREA = re.compile(r"^.{2,6}?(?:片区|新城|新区)(?=.)")
OWN_NAME = (
    "学",
    "医",
    "馆",
    "研",
)  # kinds of which a place has several, told apart by one word: 职业学院, 工商职业学院
LEAST_SHARE = 0.6  # of the shorter name that must stand in the longer
FARTHEST_INSERTION = 8  # characters that the longer name may have more, without being another thing


class Likeness(StrEnum):
    EQUAL = "equal"  # but for what is done to it, or its rank
    FULLER = "fuller"  # one says more words in the same name
    GENERIC = "generic"  # the same, but the common part could be many things' name
    PART = "part"  # one is something of the other
    OTHER_WORD = "other-word"  # the same name with another word for the kind


@dataclass(frozen=True, slots=True)
class NameMatch:
    """How two names are alike; `long` is the side (0 or 1) with the longer name, `added` what it has more."""

    rule: Likeness
    score: float
    reason: str
    long: int
    added: str
    common: str = ""


@dataclass(frozen=True, slots=True)
class Base:
    """What a name is about: without what is done to it."""

    text: str
    actions: frozenset[str]
    head: str  # 发电厂
    head_kind: str  # 电

    @property
    def ordinals(self) -> frozenset[str]:
        return frozenset(ORDINAL.findall(self.text))


@lru_cache(maxsize=1 << 15)
def base_of(core: str) -> Base:
    """凤滩电站提质扩能 → 凤滩电站, extend."""
    text = BRACKETS.sub("", core)
    text = re.sub(alternatives("ranks"), "", text) if len(text) > 4 else text
    done: set[str] = set()
    while action := next(
        (pair for pair in kinds("actions") if text.endswith(pair[0]) and len(text) > len(pair[0]) + 1), None
    ):
        text = text.removesuffix(action[0])
        done.add(action[1])
    head = next((pair for pair in kinds("heads") if text.endswith(pair[0])), ("", ""))
    return Base(text, frozenset(done - {"build"}), head[0], head[1])


@lru_cache(maxsize=1 << 16)
def compare(one: str, other: str) -> NameMatch | None:
    """How two cores are alike."""
    a, b = base_of(one), base_of(other)
    if a.actions and b.actions and not any(alike("actions", x, y) for x in a.actions for y in b.actions):
        return None
    if a.text == b.text:
        if bool(a.actions) != bool(b.actions) and a.head_kind in OWN_NAME:
            return None  # a school is not its removal
        return NameMatch(Likeness.EQUAL, 0.95, f"名称主体相同(“{a.text}”)", int(len(other) > len(one)), "")
    long = int(len(b.text) > len(a.text))
    short_base, long_base = (a, b) if long else (b, a)
    return (
        as_part(short_base, long_base, long)
        or as_part_of_area(short_base, long_base, long)
        or as_fuller(short_base, long_base, long)
    )


def as_part(short: Base, long: Base, side: int) -> NameMatch | None:
    """仙人桥片区 and 仙人桥片区配套设施."""
    rest = long.text.removeprefix(short.text)
    if (
        rest == long.text
        or len(rest) < 2
        or len(short.text) < 3
        or is_filler(rest)
        or not is_specific(short.text)
        or not short.head
    ):
        return None
    if re.fullmatch(alternatives("zones"), rest) or re.search(r"[和及与、]|^至", rest):
        return None
    return NameMatch(Likeness.PART, 0.8, f"“{short.text}”的一部分:“{rest}”", side, rest)


def as_part_of_area(short: Base, long: Base, side: int) -> NameMatch | None:
    """仙人桥片区配套设施 and 仙人桥片区“城市会客厅”, which is the area under its other name."""
    area, other = AREA.match(short.text), AREA.match(long.text)
    if not area or not other or area[0] != other[0] or not is_specific(area[0]):
        return None
    if (short.head_kind == "片") == (long.head_kind == "片"):
        return None
    part, side = (long, side) if short.head_kind == "片" else (short, 1 - side)
    return NameMatch(Likeness.PART, 0.75, f"“{area[0]}”的一部分:“{part.text.removeprefix(area[0])}”", side, "")


def as_fuller(short: Base, long: Base, side: int) -> NameMatch | None:
    """沅陵抽水蓄能 and 沅陵车坪抽水蓄能, 沅水四级航道 and 沅水干流航道."""
    if short.head_kind and long.head_kind and not alike("heads", short.head_kind, long.head_kind):
        return None
    if short.ordinals != long.ordinals and (short.ordinals or re.search(r"第", "".join(long.ordinals))):
        return None
    matcher = SequenceMatcher(None, short.text, long.text, autojunk=False)
    found = [block for block in matcher.get_matching_blocks() if block.size > 1]
    common = "".join(short.text[block.a : block.a + block.size] for block in found)
    if not found or len(common) < LEAST_SHARE * len(short.text) or len(common) < 3:
        return None
    less = pieces(short.text, [(block.a, block.size) for block in found])
    more = pieces(long.text, [(block.b, block.size) for block in found])
    if not (all(map(is_filler, less[:-1])) and tail_fits(less[-1], short, long) and tail_fits(more[-1], long, short)):
        return None
    added = "".join(more[:-1])
    if len(added) > FARTHEST_INSERTION or any(SIDES.match(piece) for piece in [*less, *more] if piece):
        return None
    if any(less) and not all(map(is_filler, more)) and len(common) < 0.75 * len(short.text):
        return None
    specific = is_specific(common)
    if not specific and (
        long.head_kind in OWN_NAME or any(less) or len(added) > 5 or is_filler(added) or generic_pattern().search(added)
    ):
        return None
    words = f"“{short.text}”与“{long.text}”名称主体相同(“{common}”)" + (f",后者多写“{added}”" if added else "")
    rule = Likeness.FULLER if specific else Likeness.GENERIC
    return NameMatch(rule, 0.85 if specific else 0.75, words, side, added, common)


def pieces(text: str, blocks: list[tuple[int, int]]) -> list[str]:
    """What stands before, between and behind the common blocks."""
    cuts, place = [], 0
    for start, size in blocks:
        cuts.append(text[place:start])
        place = start + size
    return [*cuts, text[place:]]


def tail_fits(tail: str, base: Base, other: Base) -> bool:
    """The end of a name says what it is: only a word for its kind may differ, and both must say their kind."""
    return not tail or is_filler(tail) or bool(base.head and other.head and base.head.endswith(tail))


def is_filler(piece: str) -> bool:
    """Whether a piece can be left out of a name or put in."""
    return not re.sub(f"{alternatives('modifiers')}|{alternatives('actions')}|产业|综合|示范", "", piece)
