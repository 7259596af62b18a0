"""The rules by which groups of mentions under different names are one thing: an ordered list of small functions.

Each looks only at groups that share a block (a core, the beginning of a core), never at all pairs. In: the groups.
Out: joints, each with its rule, score and reason in words.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graph.lexicon.divisions import Divisions
from graph.lexicon.link_words import alternatives, generic_pattern
from graph.records import EntityType
from graph.resolve.groups import Group, Groups, Key, blocks, name_of
from graph.resolve.names import unfolded

THINGS = (EntityType.PROJECT, EntityType.PARK)
# A word that any company may add to its name.
COMPANY_TAILS = (
    "科技",
    "股份",
    "实业",
    "发展",
    "材料",
    "控股",
    "集团",
    "食品",
    "电子",
    "工业",
    "产业",
    "化工",
    "制造",
    "技术",
    "农业",
    "生物",
    "料",
)
LEAST_WORD = 2  # characters of a word that may change its place
GENERIC_COMPANY = re.compile(
    r"^(?:发展|实业|集团|科技|建设|投资|控股|城投|交投|水务|文旅|旅游|能源|农业|电力|燃气|公交)+(?:集团|公司|发展|投资)?$"
)


@dataclass(frozen=True, slots=True)
class Joint:
    """Two groups that a rule joins."""

    a: Key
    b: Key
    rule: str
    score: float
    reason: str


def one_says_its_place(groups: Groups) -> Iterator[Joint]:
    """麻阳县大湘西…物流园 = 大湘西…物流园, 怀化经开区京东产业园 = 京东产业园: one core, and one name says
    more of where it lies. Not when the shorter could mean things of two places, not for what any place has (高新区).
    """
    for block in blocks(groups, "place zone", THINGS):
        if not is_specific(block[0].key.core):
            continue
        for wide in block:
            inner = [group for group in block if group is not wide and lies_inside(group, wide)]
            if len(inner) == 1:
                reason = f"名称主体相同(“{wide.key.core}”),只是其一多写了所在地:{where(inner[0].key)}"
                yield Joint(wide.key, inner[0].key, "says-place", 0.9, reason)


def where(key: Key) -> str:
    return f"{name_of(key.place)}{key.zone}"


def lies_inside(inner: Group, wide: Group) -> bool:
    """Whether the one may be the other said with its place."""
    a, b = inner.key, wide.key
    if a.zone and b.zone and a.zone != b.zone:
        return False
    if a.place == b.place:
        return bool(a.zone) and not b.zone
    return inner.says_place and not wide.says_place and Divisions.load().is_within(a.place, b.place) and bool(b.place)


def own_words(core: str) -> str:
    """What is left of a name when common words are taken off: 凤滩 of 凤滩水电站."""
    return re.sub(r"[^一-鿿A-Za-z]", "", generic_pattern().sub("", core))


def is_specific(core: str) -> bool:
    """Whether a name says which thing it is even without its place: common words taken off, something is left."""
    return len(own_words(core)) >= 2


def rank_words(groups: Groups) -> Iterator[Joint]:
    """高庙国家考古遗址公园 = 高庙考古遗址公园, unless there are two ranks."""
    for block in blocks_by(groups, without_rank):
        ranks = {tuple(re.findall(alternatives("ranks"), group.key.core)) for group in block}
        if len(ranks - {()}) == 1:
            for other in block[1:]:
                reason = f"只差级别用语:“{block[0].label}”与“{other.label}”"
                yield Joint(block[0].key, other.key, "rank-words", 0.9, reason)


def brackets(groups: Groups) -> Iterator[Joint]:
    """文化(广告)创意产业园 = 文化广告创意产业园: the words in brackets are part of the name."""
    for block in blocks_by(groups, unfolded):
        for other in block[1:]:
            reason = f"只差括号:“{block[0].label}”与“{other.label}”"
            yield Joint(block[0].key, other.key, "brackets", 0.95, reason)


def word_order(groups: Groups) -> Iterator[Joint]:
    """综合金融服务平台 = 金融综合服务平台: two neighbouring words have changed places."""
    for block in blocks_by(groups, lambda core: "".join(sorted(core))):
        for one, other in itertools.combinations(block, 2):
            if turned := turned_words(one.key.core, other.key.core):
                reason = f"只是词序不同(“{turned}”):“{one.label}”与“{other.label}”"
                yield Joint(one.key, other.key, "word-order", 0.85, reason)


def turned_words(one: str, other: str) -> str:
    """综合金融, where one name has it and the other 金融综合; else ""."""
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b), len(one))
    end = next((n for n, (a, b) in enumerate(zip(one[::-1], other[::-1], strict=True)) if a != b), 0)
    here, there = one[start : len(one) - end], other[start : len(one) - end]
    cuts = (cut for cut in range(LEAST_WORD, len(here) - LEAST_WORD + 1) if here[cut:] + here[:cut] == there)
    return here if next(cuts, None) and here.isalpha() else ""


def blocks_by(groups: Groups, form: Callable[[str], str]) -> Iterator[list[Group]]:
    """Projects and parks that agree in everything but the core, whose cores have one form; two or more."""
    found: defaultdict[tuple[str, ...], list[Group]] = defaultdict(list)
    for key, group in groups.items():
        if key.type in THINGS and not key.apart:
            found[key.type, form(key.core), key.place, key.zone, key.phase, key.stretch].append(group)
    yield from (block for _, block in sorted(found.items()) if len(block) > 1)


def without_rank(core: str) -> str:
    bare = re.sub(alternatives("ranks"), "", core)
    return bare if len(bare) > 2 else core


def company_places(groups: Groups) -> Iterator[Joint]:
    """怀化天天食品 = 天天食品, when only one place is said; what is left must say which company it is."""
    divisions = Divisions.load()
    for block in blocks(groups, "place", (EntityType.ENTERPRISE,)):
        if GENERIC_COMPANY.search(block[0].key.core):
            continue
        said = [group for group in block if group.key.place]
        inner = max(said, key=lambda group: len(divisions.chain(group.key.place)))
        if all(divisions.is_within(inner.key.place, group.key.place) for group in said):
            for group in block:
                if group is not inner:
                    reason = f"企业名称主体相同(“{inner.key.core}”),只是其一多写了地名{name_of(inner.key.place)}"
                    yield Joint(inner.key, group.key, "company-place", 0.9, reason)


def company_short_names(groups: Groups) -> Iterator[Joint]:
    """久日新材 = 久日新材料, 奇力新电子 = 奇力新电子科技: the longer adds only a word that any company bears.
    A name that several longer ones begin with (正清集团, 正清制药) is joined to none.
    """
    cores: defaultdict[str, list[Key]] = defaultdict(list)
    for key in groups:
        if key.type is EntityType.ENTERPRISE and not key.apart:
            cores[key.core].append(key)
    ordered = sorted(cores)
    for position, short in enumerate(ordered):
        longer: list[str] = []
        for other in ordered[position + 1 :]:
            if not other.startswith(short):
                break
            longer.append(other)
        tails = [other for other in longer if other[len(short) :] in COMPANY_TAILS]
        if len(short) < 2 or len(tails) != 1 or (len(longer) > 1 and (len(short) < 4 or not grows(longer))):
            continue
        reason = f"“{tails[0]}”只比“{short}”多一个企业通用词"
        yield Joint(cores[short][0], cores[tails[0]][0], "company-short", 0.85, reason)


def grows(longer: list[str]) -> bool:
    """Each name begins with the one before it: 奇力新电子科技, 奇力新电子科技集团."""
    return all(b.startswith(a) for a, b in itertools.pairwise(longer))


RULES: tuple[Callable[[Groups], Iterator[Joint]], ...] = (
    rank_words,
    brackets,
    word_order,
    one_says_its_place,
    company_places,
    company_short_names,
)
