"""What the rules of linking say of pairs of things, and which of it is clear: a name that would fit several is tied to
none of them. In: ties. Out: those that stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from graph.records import LinkKind
from graph.resolve.likeness import Likeness, base_of
from graph.resolve.things import Thing, nested

FULLER = (Likeness.FULLER, Likeness.GENERIC)
BY_NAME = (Likeness.EQUAL, Likeness.FULLER, Likeness.GENERIC, Likeness.OTHER_WORD)


@dataclass(frozen=True, slots=True)
class Tie:
    """What a rule says of two things."""

    kind: LinkKind
    score: float
    reason: str
    rule: str
    first: int | None = None  # which side (0 or 1) comes first in the link; else the one mentioned earlier
    longer: int | None = None  # which side has the fuller name


Tied = tuple[Thing, Thing, Tie]


def only_clear(tied: Sequence[Tied]) -> Iterator[Tied]:
    """Without the ties of a name that would fit several things: one plan has 东盟旅游班列 and 东盟货运班列, which of
    them is 东盟班列? What only common words tie (水资源配置) must fit one thing alone, and a province's 九龙山公园
    is none when two of its cities have one.
    """
    vague, wide, common = vague_names(tied), wide_names(tied), common_names(tied)
    for a, b, tie in tied:
        both = {a.id, b.id}
        alone = tie.rule != Likeness.GENERIC or not both & common
        far = a.place != b.place and both & wide and tie.rule in BY_NAME
        if alone and not far and not {thing.id for thing in shorter_names(a, b, tie)} & vague:
            yield a, b, tie


def shorter_names(a: Thing, b: Thing, tie: Tie) -> tuple[Thing, ...]:
    """The side that could be a short name of several things; either where only a word is exchanged."""
    if tie.rule == Likeness.OTHER_WORD:
        return a, b
    return ((a, b)[1 - tie.longer],) if tie.rule in FULLER and tie.longer is not None else ()


def vague_names(tied: Sequence[Tied]) -> set[str]:
    """Things whose name fits several things of one plan."""
    fuller: defaultdict[str, list[Thing]] = defaultdict(list)
    for a, b, tie in tied:
        for short in shorter_names(a, b, tie):
            fuller[short.id].append(b if short is a else a)
    return {
        short
        for short, longer in fuller.items()
        if any(x.documents & y.documents and not bear_one_name(x, y) for x, y in combinations(longer, 2))
    }


def bear_one_name(a: Thing, b: Thing) -> bool:
    """Whether two things are a park here and a project there, or one before and after a work on it."""
    return bool({base_of(core).text for core in a.cores} & {base_of(core).text for core in b.cores})


def common_names(tied: Sequence[Tied]) -> set[str]:
    """Things whose name is common words that fit things of several names."""
    fitting: defaultdict[str, list[Thing]] = defaultdict(list)
    for a, b, tie in tied:
        if tie.rule == Likeness.GENERIC:
            fitting[a.id].append(b)
            fitting[b.id].append(a)
    return {id for id, things in fitting.items() if not all(bear_one_name(x, y) for x, y in combinations(things, 2))}


def wide_names(tied: Sequence[Tied]) -> set[str]:
    """Things of a wider area whose name fits things of two places inside it."""
    inside: defaultdict[str, set[str]] = defaultdict(set)
    for a, b, tie in tied:
        if tie.rule in BY_NAME and a.place != b.place:
            inside[a.id].add(b.place)
            inside[b.id].add(a.place)
    return {id for id, places in inside.items() if any(not nested(x, y) for x, y in combinations(sorted(places), 2))}
