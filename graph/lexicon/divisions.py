"""The administrative areas of China: a name goes in, the area with its code, level and parent comes out.

The areas lie in lexicon/gazetteers/: divisions.tsv (national codes), divisions_more.tsv (areas run like a county that
have no national code), division_history.tsv (what areas were called, and lay in, before) and division_names.tsv (what
else they are called). Every area is known by its full name, its short form (芷江), the short form with its rank
(芷江县, 湘西州), and by those of its former selves.

`Divisions.load(2010)` are the areas as a document of 2010 knows them: 襄樊市, with the counties it had. One area has
one code through all its names, so that 襄樊市 and 襄阳市 are one entity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import ahocorasick

from graph.errors import MailuoError
from graph.records import Level

GAZETTEERS = Path(__file__).parent / "gazetteers"
FILES = ("divisions.tsv", "divisions_more.tsv")
HISTORY = "division_history.tsv"
NAMES = "division_names.tsv"
RANKED_SHORT = {"自治县": "县", "自治旗": "旗", "自治州": "州", "自治区": "区"}
LEVELS = (Level.PROVINCE, Level.CITY, Level.COUNTY)
# how many years a text may be off: plans are written before the year they are for, and go on using a name
SLACK_YEARS = 1
LONG_AGO = 10_000


class DivisionFileError(MailuoError):
    """A line of a divisions file has not the fields it should have."""


@dataclass(frozen=True, slots=True)
class Division:
    """One area as it is, or as it was for some years: of two states of one area the code is the same.

    `since`, `until`: the years it got and lost this name, rank and place, None for before 2000 and for today.
    `became`: of an area that is gone, the codes of those it went into. `parent_code` is None for a province.
    """

    code: str
    name: str
    short: str
    level: Level
    parent_code: str | None
    since: int | None = None
    until: int | None = None
    became: tuple[str, ...] = ()
    also: tuple[str, ...] = ()  # what else it is called

    @property
    def full_names(self) -> tuple[str, ...]:
        """Its name and what else it is called, without short forms."""
        return (self.name, *self.also)

    @property
    def names(self) -> tuple[str, ...]:
        """Full name, short form, short form with rank, other names."""
        ranked = [self.short + short for suffix, short in RANKED_SHORT.items() if self.name.endswith(suffix)]
        return tuple(dict.fromkeys((self.name, self.short, *ranked, *self.also)))

    def years_off(self, year: int | None) -> int:
        """How far the year (None: today) lies from those in which the area was so; 0 within them."""
        if year is None:
            return 0 if self.until is None else LONG_AGO - self.until
        return max(0, (self.since or 0) - year, year - (self.until or LONG_AGO))

    def is_called_so(self, name: str, year: int | None) -> bool:
        """Whether a text of that year may mean it by the name: a county's short form ends with the name itself."""
        return self.level is not Level.COUNTY or name in self.full_names or self.years_off(year) <= SLACK_YEARS


@dataclass(frozen=True, slots=True)
class DivisionHit:
    """A name of one or several areas in a text; `is_short` when no candidate is so named in full."""

    start: int
    end: int
    candidates: tuple[Division, ...]
    is_short: bool


@dataclass(frozen=True)
class DivisionBook:
    """All areas in all their states, and every name any of them bore."""

    states: dict[str, tuple[Division, ...]]  # by code, in the order of time
    named: dict[str, tuple[Division, ...]]
    full: frozenset[str]  # the names that are some area's in full
    automaton: ahocorasick.Automaton = field(repr=False)

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> DivisionBook:
        """The areas of the gazetteers."""
        also = read_names(GAZETTEERS / NAMES)
        areas = [area for file in FILES for area in read_divisions(GAZETTEERS / file)]
        called = [replace(area, also=also[area.code]) if area.code in also else area for area in areas]
        return cls.of([*read_divisions(GAZETTEERS / HISTORY), *called])

    @classmethod
    def of(cls, states: Iterable[Division]) -> DivisionBook:
        """The book of the states of all areas, those of one area in the order of time."""
        by_code: dict[str, list[Division]] = {}
        named: dict[str, list[Division]] = {}
        automaton = ahocorasick.Automaton()
        for state in states:
            by_code.setdefault(state.code, []).append(state)
            for name in state.names:
                named.setdefault(name, []).append(state)
        for name in named:
            automaton.add_word(name, name)
        automaton.make_automaton()
        full = frozenset(name for found in by_code.values() for state in found for name in state.full_names)
        return cls(
            {code: tuple(found) for code, found in by_code.items()},
            {name: tuple(found) for name, found in named.items()},
            full,
            automaton,
        )


def state_in(states: Sequence[Division], year: int | None) -> Division:
    """What the area was in that year, the later of two in the year of a change; else the nearest in time."""
    return min(reversed(states), key=lambda state: state.years_off(year))


@dataclass(frozen=True)
class Divisions:
    """All areas as one year knows them, today where none is said; open with `Divisions.load()`."""

    by_code: dict[str, Division]
    year: int | None
    book: DivisionBook = field(repr=False)
    _called: dict[str, tuple[Division, ...]] = field(default_factory=dict, repr=False)
    _around: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)  # codes of an area's chain

    @classmethod
    @lru_cache(maxsize=64)
    def load(cls, year: int | None = None) -> Divisions:
        """The areas of China as that year knows them."""
        return cls.of(DivisionBook.load(), year)

    @classmethod
    def of(cls, book: DivisionBook, year: int | None = None) -> Divisions:
        """The areas of a book as that year knows them."""
        return cls({code: state_in(states, year) for code, states in book.states.items()}, year, book)

    def exists(self, area: Division) -> bool:
        """Whether there is such an area in that year."""
        return self.by_code[area.code].years_off(self.year) == 0

    def called(self, name: str) -> tuple[Division, ...]:
        """The areas called so: first those that then bear the name, then former selves; province before county."""
        if (known := self._called.get(name)) is not None:
            return known
        states = [state for state in self.book.named.get(name, ()) if state.is_called_so(name, self.year)]
        codes = dict.fromkeys(state.code for state in sorted(states, key=self._weight))
        return self._called.setdefault(name, tuple(self.by_code[code] for code in codes))

    def _weight(self, state: Division) -> tuple[int, bool, int, str]:
        return (state.years_off(self.year), not self.exists(state), LEVELS.index(state.level), state.code)

    def bears(self, area: Division, name: str) -> bool:
        """Whether the name is the area's in that year, give or take one, and no former or later one."""
        states = (state for state in self.book.named.get(name, ()) if state.code == area.code)
        return any(state.years_off(self.year) <= SLACK_YEARS for state in states)

    def by_name(self, name: str, within: str | None = None) -> list[Division]:
        """The areas called so, most likely first; with `within`, only inside it."""
        return [d for d in self.called(name) if within is None or self.is_within(d.code, within)]

    def chain(self, code: str) -> list[Division]:
        """The area and all it lies in, innermost first."""
        areas: list[Division] = []
        at: str | None = code
        while at and at in self.by_code:
            areas.append(self.by_code[at])
            at = areas[-1].parent_code
        return areas

    def is_within(self, code: str, ancestor: str) -> bool:
        """Whether the area is the ancestor or lies in it."""
        around = self._around.get(code)
        if around is None:
            around = self._around.setdefault(code, frozenset(area.code for area in self.chain(code)))
        return ancestor in around

    def at_level(self, code: str, level: Level) -> Division | None:
        """The city or province the area lies in."""
        return next((area for area in self.chain(code) if area.level is level), None)

    def own(self, code: str, rank: str) -> Division | None:
        """What 市, 县, 区 or 省 means in a document of the area: the innermost around it that is one by its name.

        武冈市's own 市 is 武冈市, though 邵阳市 lies around it; 朝阳区's is 北京市; 区 of a city in 广西 is 自治区.
        """
        return next((area for area in self.chain(code) if is_a(area, rank)), None)

    def children(self, code: str) -> list[Division]:
        """The existing areas directly inside it, by code."""
        return [d for d in self.by_code.values() if d.parent_code == code and self.exists(d)]

    def nearest(self, name: str, region: str | None) -> Division | None:
        """What the name means in a document of that region.

        First the region and what it lies in, then what lies in it, in its city and in its province, then a name
        that only one area of China bears, or one of city level or up. Names of the time go before former ones.
        """
        found = self.called(name)
        of_the_time = [area for area in found if self.bears(area, name)]
        chain = self.chain(region) if region else []
        for areas in (of_the_time, found):
            if near := next(self._near(areas, chain), None):
                return near
        areas = of_the_time or found
        return areas[0] if areas and (len(areas) == 1 or areas[0].level is not Level.COUNTY) else None

    def _near(self, areas: Sequence[Division], chain: Sequence[Division]) -> Iterator[Division]:
        yield from (area for area in areas if area in chain)
        for outer in chain:
            yield from (area for area in areas if self.is_within(area.code, outer.code))

    def find(self, text: str) -> list[DivisionHit]:
        """Every longest name in the text, not overlapping, from left to right."""
        found = sorted(
            ((end + 1 - len(name), end + 1) for end, name in self.book.automaton.iter(text)),
            key=lambda span: (span[0], -span[1]),
        )
        hits: list[DivisionHit] = []
        for start, end in found:
            if not hits or start >= hits[-1].end:
                name = text[start:end]
                if candidates := self.called(name):
                    hits.append(DivisionHit(start, end, candidates, name not in self.book.full))
        return hits


def is_a(area: Division, rank: str) -> bool:
    """Whether people call the area a 市, 县, 区 …: a prefecture (地区) is no 区."""
    return area.name.endswith(rank) and not (rank == "区" and area.name.endswith("地区"))


def read_divisions(path: Path) -> list[Division]:
    """The areas of one file, in its order."""
    divisions: list[Division] = []
    for fields in read_lines(path, 8):
        code, name, short, level, parent, since, until, became = fields
        codes = tuple(became.split("|")) if became else ()
        years = (int(since) if since else None, int(until) if until else None)
        divisions.append(Division(code, name, short, Level(level), parent or None, *years, codes))
    return divisions


def read_names(path: Path) -> dict[str, tuple[str, ...]]:
    """Code → what else the area is called."""
    return {code: tuple(names.split("|")) for code, names in read_lines(path, 2)}


def read_lines(path: Path, width: int) -> Iterator[list[str]]:
    """The fields of each line that is no comment."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            fields = line.split("\t")
            if len(fields) != width:
                raise DivisionFileError(
                    f"{path.name}, line {number}: {len(fields)} fields instead of {width}; mend the line"
                )
            yield fields
