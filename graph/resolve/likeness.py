"""Two names of projects or parks compared: how alike they are, by which rule, and why in words.

In: the cores of two names (`graph.resolve.names`). Out: a `NameMatch`, or None for names that do not hang together.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

from graph.lexicon.link_words import alike, alternatives, generic_pattern, kinds, long_generic_pattern, own_words
from graph.resolve.joining import is_specific

BRACKETS = re.compile(r"\([^()]*\)")
ORDINAL = re.compile(r"第[一二三四五六七八九十\d]+|[一二三四五六七八九十\d]+(?=[号桥中小路塔库线])|\d+(?:\.\d+)?")
SIDES = re.compile(r"^[东西南北中上下左右老旧前后口首尾]+$")
UNITS = r"[A-Za-z]{2,3}|[万亿]?(?:千瓦|千伏|兆瓦|吨|立方米|平方米|公里|亩)"
SCALE = re.compile(rf"(?:年产|日产|总装机)?\d+(?:\.\d+)?(?:{UNITS})")
AREA = re.compile(r"^(.{2,6}?)(片区|新城|新区)")
PIECE_OF_TOWN = "片"  # the kind of head that 片区 is
POWER = "电"
SIGHTS = ("址", "景", "园")
SHORT_STEMS = ("区", "坝")  # zones and dams bear the names of villages
OWN_NAME = (
    "学",
    "医",
    "馆",
    "研",
)  # kinds of which a place has several, told apart by one word: 职业学院, 工商职业学院
LEAST_SHARE = 0.6  # of the shorter name that must stand in the longer
FARTHEST_INSERTION = 8  # characters that the longer name may have more, without being another thing
LONGEST_OF_GENERIC = 5  # the same, where what they have in common could be many things' name
GAP = "…"  # between the pieces that are added
LEAST_STEM = 3  # characters of a proper name that tell a thing even where the word for its kind is exchanged


class Likeness(StrEnum):
    """How two names are alike."""

    EQUAL = "equal"  # but for what is done to it, or its rank
    FULLER = "fuller"  # one says more words in the same name
    GENERIC = "generic"  # the same, but the common part could be many things' name
    PART = "part"  # one is something of the other
    OTHER_WORD = "other-word"  # the same name with another word for the kind


@dataclass(frozen=True, slots=True)
class NameMatch:
    """How two names are alike; `long` is the side (0 or 1) with the longer name, `added` what it has more, its pieces
    parted by …, `common` what the two share."""

    rule: Likeness
    score: float
    reason: str
    long: int
    added: str
    common: str


@dataclass(frozen=True, slots=True)
class Base:
    """What a name is about: without what is done to it."""

    text: str
    actions: frozenset[str]
    head: str  # 发电厂
    head_kind: str  # 电

    @property
    def ordinals(self) -> frozenset[str]:
        """The numbers by which things of one name are told apart: 第二, 3 of 3号桥, 2.0."""
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
        return NameMatch(Likeness.EQUAL, 0.95, f"名称主体相同(“{a.text}”)", int(len(other) > len(one)), "", a.text)
    long = int(len(b.text) > len(a.text))
    short_base, long_base = (a, b) if long else (b, a)
    found = (rule(short_base, long_base, long) for rule in RULES)
    return next((match for match in found if match), None)


def as_described(short: Base, long: Base, side: int) -> NameMatch | None:
    """粟裕故里 and 粟裕故里红色文化旅游, 热电联产 and 热电联产发电机组: what is added says of what kind it is."""
    bare = SCALE.sub("", long.text)
    rest = bare.removeprefix(short.text)
    if rest in ("", bare) or not short.head or not is_specific(short.text) or is_filler(rest):
        return None
    of_its_kind = short.head_kind == long.head_kind == POWER
    of_a_sight = short.head_kind in SIGHTS and not long.head and not own_words(rest)
    if len(rest) > FARTHEST_INSERTION + 2 or not (of_its_kind or of_a_sight):
        return None
    words = f"“{short.text}”与“{long.text}”名称主体相同(“{short.text}”),后者多写“{rest}”"
    return NameMatch(Likeness.FULLER, 0.8, words, side, rest, short.text)


def as_part(short: Base, long: Base, side: int) -> NameMatch | None:
    """仙人桥片区 and 仙人桥片区配套设施."""
    rest = long.text.removeprefix(short.text)
    if rest == long.text or len(rest) < 2 or len(short.text) < 3 or is_filler(rest) or not short.head:
        return None
    if re.fullmatch(alternatives("zones"), rest) or re.search(r"[和及与、]|^至", rest):
        return None
    return NameMatch(Likeness.PART, 0.8, f"“{short.text}”的一部分:“{rest}”", side, rest, short.text)


def as_part_of_area(short: Base, long: Base, side: int) -> NameMatch | None:
    """仙人桥片区配套设施, or 仙人桥商务区, and 仙人桥片区“城市会客厅”, which is the area under its other name."""
    for whole, part, part_side in ((short, long, side), (long, short, 1 - side)):
        area = AREA.match(whole.text)
        if area is None or whole.head_kind != PIECE_OF_TOWN or not is_specific(area[1]):
            continue
        in_town = part.head_kind == PIECE_OF_TOWN
        rest = part.text.removeprefix(area[1] if in_town else area[0])
        if rest != part.text and rest != area[2] and (not in_town or rest == part.head):
            return NameMatch(Likeness.PART, 0.75, f"“{area[0]}”的一部分:“{rest}”", part_side, "", area[1])
    return None


def as_other_word(short: Base, long: Base, side: int) -> NameMatch | None:
    """悦麓里风情街 and 悦麓里夜市: behind one proper name another word for the kind, of kinds that plans exchange."""
    for kind in sorted({kind for _, kind in kinds("other_words")}):
        stems = {stem_of(base.text, kind) for base in (short, long)}
        stem = stems.pop()
        if stem and not stems and len(own_words(stem)) >= (LEAST_STEM - 1 if kind in SHORT_STEMS else LEAST_STEM):
            words = f"专名相同(“{stem}”),只是类别用语不同:“{short.text}”与“{long.text}”"
            return NameMatch(Likeness.OTHER_WORD, 0.7, words, side, "", stem)
    return None


def stem_of(text: str, kind: str) -> str:
    """盛世华都五星级酒店 → 盛世华都: a name without its ending of that kind, and without the common words before it."""
    ending = next((word for word, of in kinds("other_words") if of == kind and text.endswith(word)), "")
    stem, before = text.removesuffix(ending), text
    while ending and stem != before:
        stem, before = common_end().sub("", stem), stem
    return stem if ending else ""


@lru_cache(maxsize=1)
def common_end() -> re.Pattern[str]:
    """Common words at the end of a name."""
    return re.compile(f"(?:{long_generic_pattern().pattern})$")


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two names have in common, and what each says before, between and behind the common blocks."""

    short: Base
    long: Base
    common: str
    less: list[str]  # of the short name
    more: list[str]  # of the long one

    @classmethod
    def of(cls, short: Base, long: Base) -> Overlap:
        """By their common blocks of two characters and more."""
        matcher = SequenceMatcher(None, short.text, long.text, autojunk=False)
        found = [block for block in matcher.get_matching_blocks() if block.size > 1]
        common = "".join(short.text[block.a : block.a + block.size] for block in found)
        less = pieces(short.text, [(block.a, block.size) for block in found])
        return cls(short, long, common, less, pieces(long.text, [(block.b, block.size) for block in found]))

    @property
    def added(self) -> str:
        """What the long name says more, but for its end."""
        return "".join(self.more[:-1])


def as_fuller(short: Base, long: Base, side: int) -> NameMatch | None:
    """沅陵抽水蓄能 and 沅陵车坪抽水蓄能, 沅水四级航道 and 沅水干流航道."""
    if are_of_other_kinds(short, long) or have_other_numbers(short, long):
        return None
    both = Overlap.of(short, long)
    if any(rule(both) for rule in NOT_FULLER):
        return None
    sure = is_specific(both.common)
    inserted = GAP.join(piece for piece in both.more[:-1] if piece)
    words = f"“{short.text}”与“{long.text}”名称主体相同(“{both.common}”)"
    words += f",后者多写“{inserted}”" if both.added else ""
    likeness = Likeness.FULLER if sure else Likeness.GENERIC
    return NameMatch(likeness, 0.85 if sure else 0.75, words, side, inserted, both.common)


def are_of_other_kinds(short: Base, long: Base) -> bool:
    """A power station and a road."""
    return bool(short.head_kind and long.head_kind and not alike("heads", short.head_kind, long.head_kind))


def have_other_numbers(short: Base, long: Base) -> bool:
    """第一水厂 and 第二水厂; a name may lack the number of 3号桥, not that of 第三水厂."""
    return short.ordinals != long.ordinals and bool(short.ordinals or re.search(r"第", "".join(long.ordinals)))


def share_too_little(both: Overlap) -> bool:
    """Fewer than three characters, or than most of the short name."""
    return len(both.common) < max(LEAST_SHARE * len(both.short.text), 3)


def end_otherwise(both: Overlap) -> bool:
    """The short name says something of its own, or one of them ends in something else than a word for its kind."""
    less, more = both.less, both.more
    fits = tail_fits(less[-1], both.short, both.long) and tail_fits(more[-1], both.long, both.short)
    return not (all(map(is_filler, less[:-1])) and fits)


def adds_too_much(both: Overlap) -> bool:
    """What is put in is long."""
    return len(both.added) > FARTHEST_INSERTION


def names_a_side(both: Overlap) -> bool:
    """东, 上, 前, 老: what tells two things of one name apart."""
    return any(SIDES.match(piece) for piece in [*both.less, *both.more] if piece)


def both_say_more(both: Overlap) -> bool:
    """Each has words that the other lacks, and they have less than three quarters of the short one in common."""
    few = len(both.common) < 0.75 * len(both.short.text)
    return any(both.less) and not all(map(is_filler, both.more)) and few


def could_be_many(both: Overlap) -> bool:
    """What they have in common could be many things' name, and what is added does not tell which."""
    if is_specific(both.common):
        return False
    if both.long.head_kind in OWN_NAME or any(both.less) or len(both.added) > LONGEST_OF_GENERIC:
        return True
    return is_filler(both.added) or bool(generic_pattern().search(both.added))


NOT_FULLER = (share_too_little, end_otherwise, adds_too_much, names_a_side, both_say_more, could_be_many)


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


RULES: tuple[Callable[[Base, Base, int], NameMatch | None], ...] = (
    as_described,
    as_part_of_area,
    as_part,
    as_fuller,
    as_other_word,
)
