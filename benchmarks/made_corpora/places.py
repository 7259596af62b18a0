"""Places exchanged for others of the same rank whose names are as long: a region and all that is named around it goes
in with the region that takes its place, the names and codes to exchange come out.

What lies in the region goes to what lies in the new one, where that has names of the same make, else to its province,
else anywhere; what lies in another province stays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from benchmarks.made_corpora.chance import chance_of
from graph.lexicon.divisions import Division, Divisions
from graph.lexicon.lexicon import word_list
from graph.records import Level

ENOUGH = 30  # regions that can take one's place: each some 20 years later or earlier
Make = tuple[
    Level, str, int, int
]  # of a name: rank, last character (of 自治县 all three), lengths of name and short form


@dataclass(frozen=True, slots=True)
class PlaceExchange:
    """Each form of an old name with the new one in the same form, and the codes likewise."""

    forms: Mapping[str, str]
    codes: Mapping[str, str]


NO_EXCHANGE = PlaceExchange({}, {})


def goals_of(region: str, codes: Iterable[str] = ()) -> Sequence[str]:
    """The codes of regions that can take this one's place: those in which most of the named areas find their like."""
    area = _areas().by_code.get(region)
    if area is None:
        return ()
    like = [other for other in _of_make(_make(area)) if other.code != region]
    inside = Counter(_make(_areas().by_code[code]) for code in codes if _lies_in(code, region))
    like.sort(key=lambda other: (-_fit(area, other, inside), other.code))
    return [other.code for other in like[:ENOUGH]]


def _fit(area: Division, other: Division, inside: Counter[Make]) -> int:
    """How many names around and in the area have their like around and in the other."""
    around = sum(a == b for a, b in zip(_makes_around(area), _makes_around(other), strict=False))
    return around + (inside & _makes_in().get(other.code, Counter())).total()


def exchange_places(codes: Iterable[str], region: str, goal: str, seed: int) -> PlaceExchange:
    """The exchange of `region` for `goal`, and of the named codes around it."""
    areas = _areas()
    named = {code for code in codes if code in areas.by_code}
    chains = zip(areas.chain(region), areas.chain(goal), strict=False)
    exchanged = {old.code: new.code for old, new in chains if _make(old) == _make(new)}
    province = areas.chain(region)[-1].code
    rest = sorted(code for code in named if areas.is_within(code, province) and code not in exchanged)
    taken = {*exchanged.values(), *(named - set(rest))}
    for code in rest:
        for others in _candidates(areas.by_code[code], goal):
            free = [other.code for other in others if other.code not in taken and other.code != code]
            if free:
                exchanged[code] = chance_of(seed, "place", region, goal, code).choice(free)
                taken.add(exchanged[code])
                break
    return PlaceExchange(dict(_forms(exchanged)), exchanged)


def _candidates(area: Division, goal: str) -> Iterator[Sequence[Division]]:
    areas = _areas()
    like = _of_make(_make(area))
    yield [other for other in like if areas.is_within(other.code, goal)]
    yield [other for other in like if areas.is_within(other.code, areas.chain(goal)[-1].code)]
    yield like


def _forms(exchanged: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A form that two areas share is that of the first; one that is an ordinary word too stays in the text."""
    areas, said = _areas(), set[str]()
    for old, new in exchanged.items():
        for form, other in zip(areas.by_code[old].names, areas.by_code[new].names, strict=False):
            if len(form) == len(other) > 1 and form not in said and form not in word_list("division_words"):
                said.add(form)
                yield form, other


def _make(area: Division) -> Make:
    end = area.name[-3:] if area.name[-3:-1] == "自治" else area.name[-1]
    return area.level, end, len(area.name), len(area.short)


def _makes_around(area: Division) -> Sequence[Make]:
    return [_make(outer) for outer in _areas().chain(area.code)]


def _of_make(make: Make) -> Sequence[Division]:
    return _by_make().get(make, ())


@lru_cache(maxsize=1)
def _makes_in() -> Mapping[str, Counter[Make]]:
    """By area, the makes of the names in it."""
    found = defaultdict[str, Counter[Make]](Counter)
    for make, areas in _by_make().items():
        for area in areas:
            for outer in _areas().chain(area.code)[1:]:
                found[outer.code][make] += 1
    return found


def _lies_in(code: str, region: str) -> bool:
    return _areas().is_within(code, region)


@lru_cache(maxsize=1)
def _by_make() -> Mapping[Make, Sequence[Division]]:
    """The areas whose names mean nothing else and have always been the same, by the make of their names."""
    areas, found = _areas(), defaultdict[Make, list[Division]](list)
    ordinary = word_list("division_words")
    for area in areas.by_code.values():
        is_plain = len(areas.book.states[area.code]) == 1 and len(areas.called(area.short)) == 1
        if is_plain and areas.exists(area) and len(area.short) > 1 and area.short not in ordinary:
            found[_make(area)].append(area)
    return found


def _areas() -> Divisions:
    return Divisions.load()
