"""The rules by which groups of mentions under different names are one thing: an ordered list.

Each rule looks only at groups that share a block (a core, the beginning of a core), never at all pairs: it says in
which blocks a group stands, and which groups of one block it joins. In: the groups. Out: joints, each with its rule,
score and reason in words.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.lexicon.divisions import Divisions
from graph.lexicon.link_words import alternatives, own_words, words
from graph.records import EntityType
from graph.resolve.groups import Group, Groups, Key, name_of
from graph.resolve.names import unfolded
from graph.resolve.routes import may_be_one_line

THINGS = (EntityType.PROJECT, EntityType.PARK)
LEAST_WORD = 2  # characters of a word that may change its place, or of a name that may be short for another
LEAST_FAR_NAME = 4  # characters of a company's name that mean one company even far away
GENERIC_COMPANY = re.compile(rf"^(?:{alternatives('company_trades')})+(?:集团|公司|发展|投资)?$")
Block = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joint:
    """Two groups that a rule joins."""

    a: Key
    b: Key
    rule: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Seat:
    """A block in which a group stands. Nothing is joined where none leads, which is the name that others lengthen."""

    block: Block
    leads: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """seats: where a group that no person told apart stands. joints: of the groups of one block, in the order of their
    keys, two or more."""

    seats: Callable[[Key], Iterator[Seat]]
    joints: Callable[[Block, Sequence[Group]], Iterator[Joint]]


def seats_of(key: Key) -> Iterator[tuple[int, Seat]]:
    """Where the rules, by their numbers, look at a group."""
    if not key.apart:
        for number, rule in enumerate(RULES):
            yield from ((number, seat) for seat in rule.seats(key))


def joints_in(number: int, block: Block, groups: Sequence[Group]) -> list[Joint]:
    """What a rule joins of all groups of a block, given in the order of their keys."""
    return list(RULES[number].joints(block, groups)) if len(groups) > 1 else []


def all_joints(groups: Groups) -> Iterator[Joint]:
    """What the rules join, one rule after the other, block by block."""
    found: defaultdict[tuple[int, Block], list[Group]] = defaultdict(list)
    led = set()
    for key in sorted(groups):
        for number, seat in seats_of(key):
            found[number, seat.block].append(groups[key])
            if seat.leads:
                led.add((number, seat.block))
    for number, block in sorted(led):
        yield from joints_in(number, block, found[number, block])


def alike_but(*free: str, types: Iterable[EntityType]) -> Callable[[Key], Iterator[Seat]]:
    """Groups of these types that agree in everything but the named fields."""
    fields = [field for field in ("type", "core", "place", "zone", "phase", "stretch") if field not in free]
    held = frozenset(types)

    def seats(key: Key) -> Iterator[Seat]:
        if key.type in held:
            yield Seat(tuple(getattr(key, field) for field in fields))

    return seats


def of_one_form(form: Callable[[str], str]) -> Callable[[Key], Iterator[Seat]]:
    """Projects and parks that agree in everything but the core, whose cores have one form."""

    def seats(key: Key) -> Iterator[Seat]:
        if key.type in THINGS:
            yield Seat((key.type, form(key.core), key.place, key.zone, key.phase, key.stretch))

    return seats


def one_says_its_place(_: Block, block: Sequence[Group]) -> Iterator[Joint]:
    """麻阳县大湘西…物流园 = 大湘西…物流园, 怀化经开区京东产业园 = 京东产业园: one core, and one name says
    more of where it lies. Not when the shorter could mean things of two places, not for what any place has (高新区).
    """
    if not is_specific(block[0].key.core):
        return
    for wide in block:
        inner = [group for group in block if group is not wide and lies_inside(group, wide)]
        if len(inner) == 1:
            reason = f"名称主体相同(“{wide.key.core}”),只是其一多写了所在地:{where(inner[0].key)}"
            yield Joint(wide.key, inner[0].key, "says-place", 0.9, reason)


def one_line(_: Block, block: Sequence[Group]) -> Iterator[Joint]:
    """成渝中线高铁 in the plans of 四川 and of 重庆: a line through provinces that border on one another, or one that
    a national plan names too. The same two characters far apart are two lines.
    """
    lines = [group for group in block if group.is_free_of_place]
    known_everywhere = any(not line.key.place or line.is_known_everywhere for line in lines)
    for one, other in itertools.combinations(lines, 2):
        if known_everywhere or may_be_one_line(one.key.place, other.key.place):
            reason = f"同一线路(“{one.key.core}”),见于{name_of(one.key.place)}与{name_of(other.key.place)}的文件"
            yield Joint(one.key, other.key, "one-line", 0.9, reason)


def where(key: Key) -> str:
    """Place and zone of a key in words: 怀化市高新区."""
    return f"{name_of(key.place)}{key.zone}"


def lies_inside(inner: Group, wide: Group) -> bool:
    """Whether the one may be the other said with its place."""
    a, b = inner.key, wide.key
    if a.zone and b.zone and a.zone != b.zone:
        return False
    if a.place == b.place:
        return bool(a.zone) and not b.zone
    return inner.says_place and not wide.says_place and Divisions.load().is_within(a.place, b.place) and bool(b.place)


def is_specific(core: str) -> bool:
    """Whether a name says which thing it is even without its place: common words taken off, something is left."""
    return len(own_words(core)) >= 2


def rank_words(_: Block, block: Sequence[Group]) -> Iterator[Joint]:
    """高庙国家考古遗址公园 = 高庙考古遗址公园, unless there are two ranks."""
    ranks = {tuple(re.findall(alternatives("ranks"), group.key.core)) for group in block}
    if len(ranks - {()}) == 1:
        for other in block[1:]:
            reason = f"只差级别用语:“{block[0].label}”与“{other.label}”"
            yield Joint(block[0].key, other.key, "rank-words", 0.9, reason)


def brackets(_: Block, block: Sequence[Group]) -> Iterator[Joint]:
    """文化(广告)创意产业园 = 文化广告创意产业园: the words in brackets are part of the name."""
    for other in block[1:]:
        reason = f"只差括号:“{block[0].label}”与“{other.label}”"
        yield Joint(block[0].key, other.key, "brackets", 0.95, reason)


def word_order(_: Block, block: Sequence[Group]) -> Iterator[Joint]:
    """综合金融服务平台 = 金融综合服务平台: two neighbouring words have changed places."""
    for one, other in itertools.combinations(block, 2):
        if turned := turned_words(one.key.core, other.key.core):
            reason = f"只是词序不同(“{turned}”):“{one.label}”与“{other.label}”"
            yield Joint(one.key, other.key, "word-order", 0.85, reason)


def in_order(core: str) -> str:
    """The characters of a core sorted, alike for names that differ in the order of words only."""
    return "".join(sorted(core))


def turned_words(one: str, other: str) -> str:
    """综合金融, where one name has it and the other 金融综合; else ""."""
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b), len(one))
    end = next((n for n, (a, b) in enumerate(zip(one[::-1], other[::-1], strict=True)) if a != b), 0)
    here, there = one[start : len(one) - end], other[start : len(one) - end]
    cuts = (cut for cut in range(LEAST_WORD, len(here) - LEAST_WORD + 1) if here[cut:] + here[:cut] == there)
    return here if next(cuts, None) and here.isalpha() else ""


def without_rank(core: str) -> str:
    """A core without 省级, 国家级 and the like, where more than two characters are left."""
    bare = re.sub(alternatives("ranks"), "", core)
    return bare if len(bare) > 2 else core


def company_places(_: Block, block: Sequence[Group]) -> Iterator[Joint]:
    """怀化天天食品 = 天天食品, when only one place is said; what is left must say which company it is."""
    divisions = Divisions.load()
    if GENERIC_COMPANY.search(block[0].key.core):
        return
    said = [group for group in block if group.key.place]
    inner = max(said, key=lambda group: len(divisions.chain(group.key.place)))
    if all(divisions.is_within(inner.key.place, group.key.place) for group in said):
        for group in block:
            if group is not inner:
                reason = f"企业名称主体相同(“{inner.key.core}”),只是其一多写了地名{name_of(inner.key.place)}"
                yield Joint(inner.key, group.key, "company-place", 0.9, reason)


def short_names(key: Key) -> Iterator[Seat]:
    """Under every name that a company's own begins with."""
    if key.type is EntityType.ENTERPRISE:
        for end in range(LEAST_WORD, len(key.core) + 1):
            yield Seat((key.core[:end],), leads=end == len(key.core))


def company_short_names(block: Block, groups: Sequence[Group]) -> Iterator[Joint]:
    """久日新材 = 久日新材料, 奇力新电子 = 奇力新电子科技, 三一 = 三一集团: the longer adds only words that any company
    bears. A name that several longer ones begin with (长城汽车, 长城电脑) is joined to none, but to its group.
    """
    cores: defaultdict[str, list[Group]] = defaultdict(list)
    for group in groups:
        cores[group.key.core].append(group)
    [short] = block
    full = longer_name(short, sorted(core for core in cores if core != short))
    if full is None:
        return
    one, other = cores[short][0], cores[full][0]
    if len(short) >= LEAST_FAR_NAME or full == f"{short}集团" or stand_together(one, other):
        reason = f"“{full}”只比“{short}”多了企业通用词"
        yield Joint(one.key, other.key, "company-short", 0.85, reason)


def longer_name(short: str, longer: list[str]) -> str | None:
    """The one name that adds only common words to the short one."""
    if f"{short}集团" in longer:
        return f"{short}集团"
    if short.startswith("中国"):  # 中国电子 and 中国电子科技集团 are two
        return None
    tails = [other for other in longer if company_tail().fullmatch(other[len(short) :])]
    alone = len(longer) == 1 or (len(short) >= LEAST_FAR_NAME and grows(longer))
    return tails[0] if tails and alone and (len(tails) == 1 or grows(tails)) else None


def grows(longer: list[str]) -> bool:
    """Each name begins with the one before it: 奇力新电子科技, 奇力新电子科技集团."""
    return all(b.startswith(a) for a, b in itertools.pairwise(longer))


@lru_cache(maxsize=1)
def company_tail() -> re.Pattern[str]:
    """Words that any company may add to its name, one or more."""
    return re.compile(f"(?:{alternatives('company_words')})+")


def stand_together(one: Group, other: Group) -> bool:
    """Whether one source names both, or plans of one city do: a short name far away may be another company's."""
    sources = [{saying.source for saying in group.sayings} for group in (one, other)]
    cities = [{saying.place[:4] for saying in group.sayings if saying.place} for group in (one, other)]
    return bool(sources[0] & sources[1] or cities[0] & cities[1])


def own_names(key: Key) -> Iterator[Seat]:
    """Under a company's name, and under it without the name of the group that it belongs to."""
    if key.type is EntityType.ENTERPRISE:
        yield Seat((key.core,))
        owner = owner_of(key.core)
        if owner:
            yield Seat((key.core.removeprefix(owner),), leads=False)


def owner_of(core: str) -> str:
    """The group of the state (中铁, 中建) whose name a company's begins with, or ""."""
    return next((word for word in words("company_owners") if core.startswith(word)), "")


def company_of_group(block: Block, groups: Sequence[Group]) -> Iterator[Joint]:
    """中铁五新钢模 = 五新钢模: the name of the state's group it belongs to stands before, or is left out."""
    cores = {group.key.core: group for group in groups}
    own = cores[block[0]]
    for core, group in sorted(cores.items()):
        if group is not own and len(own.key.core) >= LEAST_FAR_NAME and stand_together(group, own):
            reason = f"“{core}”只比“{own.key.core}”多写了所属集团“{owner_of(core)}”"
            yield Joint(own.key, group.key, "company-owner", 0.85, reason)


# -------------------------------------------------------------------------------------------- parks and industries


def own_zones(key: Key) -> Iterator[Seat]:
    """Under its county, a park whose name is the county's with a common word for its zone (工业园)."""
    county = key.place[4:] not in ("", "00")
    if key.type is EntityType.PARK and county and key.core in words("county_zones"):
        yield Seat((key.place,))


def own_zone(block: Block, zones: Sequence[Group]) -> Iterator[Joint]:
    """沅陵工业集中区 = 沅陵工业园: a county has one zone of its own for its factories, whatever a plan calls it."""
    for other in zones[1:]:
        reason = f"{name_of(block[0])}自己的工业园区,名称通用:“{zones[0].label}”与“{other.label}”"
        yield Joint(zones[0].key, other.key, "own-zone", 0.8, reason)


def short_industries(key: Key) -> Iterator[Seat]:
    """Under an industry's name, and under it without a word that says no more than that it is one."""
    if key.type is EntityType.INDUSTRY:
        yield Seat((key.core,))
        for tail in words("industry_tails"):
            short = key.core.removesuffix(tail)
            if short != key.core and len(short) >= LEAST_WORD:
                yield Seat((short,), leads=False)


def industry_tails(block: Block, groups: Sequence[Group]) -> Iterator[Joint]:
    """商贸物流业 = 商贸物流, 装配式建筑制造 = 装配式建筑: a word that says no more than that it is an industry; but
    生物制造 is another than 生物.
    """
    cores = {group.key.core: group.key for group in groups}
    [short] = block
    for core, key in sorted(cores.items()):
        tail = core.removeprefix(short)
        if tail and not (tail.startswith("制造") and short in words("industry_not_made")):
            reason = f"“{core}”只比“{short}”多了“{tail}”"
            yield Joint(cores[short], key, "industry-tail", 0.85, reason)


RULES: tuple[Rule, ...] = (
    Rule(of_one_form(without_rank), rank_words),
    Rule(of_one_form(unfolded), brackets),
    Rule(of_one_form(in_order), word_order),
    Rule(alike_but("place", types=(EntityType.PROJECT,)), one_line),
    Rule(alike_but("place", "zone", types=THINGS), one_says_its_place),
    Rule(own_zones, own_zone),
    Rule(short_industries, industry_tails),
    Rule(alike_but("place", types=(EntityType.ENTERPRISE,)), company_places),
    Rule(short_names, company_short_names),
    Rule(own_names, company_of_group),
)
