"""The administrative areas of China: a name goes in, the area with its code, level and parent comes out.

The areas lie in lexicon/gazetteers/divisions.tsv (national codes) and divisions_more.tsv (areas run like a county
that have no national code). Every area is known by its full name, its short form (芷江), the short form with its
rank (芷江县, 湘西州) and its former names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import ahocorasick

from graph.errors import MailuoError
from graph.records import Level

GAZETTEERS = Path(__file__).parent / "gazetteers"
FILES = ("divisions.tsv", "divisions_more.tsv")
RANKED_SHORT = {"自治县": "县", "自治旗": "旗", "自治州": "州", "自治区": "区"}


class DivisionFileError(MailuoError):
    """A line of a divisions file is not seven tab-separated fields."""


@dataclass(frozen=True, slots=True)
class Division:
    """One area. `parent_code` is None for a province; `is_former` says that its code was given up."""

    code: str
    name: str
    short: str
    level: Level
    parent_code: str | None
    former_names: tuple[str, ...] = ()
    is_former: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Full name, short form, short form with rank, former names."""
        ranked = [self.short + short for suffix, short in RANKED_SHORT.items() if self.name.endswith(suffix)]
        return tuple(dict.fromkeys((self.name, self.short, *ranked, *self.former_names)))


@dataclass(frozen=True, slots=True)
class DivisionHit:
    """A name of one or several areas in a text; `is_short` when no candidate is so named in full."""

    start: int
    end: int
    candidates: tuple[Division, ...]
    is_short: bool


@dataclass(frozen=True)
class Divisions:
    """All areas; open with `Divisions.load()`."""

    by_code: dict[str, Division]
    named: dict[str, tuple[Division, ...]]
    automaton: ahocorasick.Automaton = field(repr=False)

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> Divisions:
        return cls.of(division for file in FILES for division in read_divisions(GAZETTEERS / file))

    @classmethod
    def of(cls, divisions: Iterable[Division]) -> Divisions:
        by_code = {division.code: division for division in divisions}
        named: dict[str, list[Division]] = {}
        for division in by_code.values():
            for name in division.names:
                named.setdefault(name, []).append(division)
        automaton = ahocorasick.Automaton()
        for name in named:
            automaton.add_word(name, name)
        automaton.make_automaton()
        return cls(by_code, {name: tuple(sorted(found, key=weight)) for name, found in named.items()}, automaton)

    def by_name(self, name: str, within: str | None = None) -> list[Division]:
        """The areas called so, most likely first: still existing, higher level; with `within`, only inside it."""
        found = self.named.get(name, ())
        return [d for d in found if within is None or self.is_within(d.code, within)]

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
        return any(area.code == ancestor for area in self.chain(code))

    def at_level(self, code: str, level: Level) -> Division | None:
        """The city or province the area lies in."""
        return next((area for area in self.chain(code) if area.level is level), None)

    def children(self, code: str) -> list[Division]:
        """The existing areas directly inside it, by code."""
        return [d for d in self.by_code.values() if d.parent_code == code and not d.is_former]

    def nearest(self, name: str, region: str | None) -> Division | None:
        """What the name means in a document of that region.

        First the region and what it lies in, then what lies in it, in its city and in its province, then a name
        that only one area of China bears, or one of city level or up.
        """
        found = self.named.get(name, ())
        chain = self.chain(region) if region else []
        for division in found:
            if division in chain:
                return division
        for area in chain:
            for division in found:
                if self.is_within(division.code, area.code):
                    return division
        if found and (len(found) == 1 or found[0].level is not Level.COUNTY):
            return found[0]
        return None

    def find(self, text: str) -> list[DivisionHit]:
        """Every longest name in the text, not overlapping, from left to right."""
        found = sorted(
            ((end + 1 - len(name), end + 1) for end, name in self.automaton.iter(text)), key=lambda s: (s[0], -s[1])
        )
        hits: list[DivisionHit] = []
        for start, end in found:
            if not hits or start >= hits[-1].end:
                name = text[start:end]
                candidates = self.named[name]
                is_short = all(name not in (d.name, *d.former_names) for d in candidates)
                hits.append(DivisionHit(start, end, candidates, is_short))
        return hits


def weight(division: Division) -> tuple[bool, int, str]:
    """Order among areas of one name: existing before former, province before city before county."""
    return (division.is_former, (Level.PROVINCE, Level.CITY, Level.COUNTY).index(division.level), division.code)


def read_divisions(path: Path) -> list[Division]:
    """The areas of one file, in its order."""
    divisions: list[Division] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != 7:
            raise DivisionFileError(f"{path.name}, line {number}: {len(fields)} fields instead of 7; mend the line")
        code, name, short, level, parent, former, status = fields
        names = tuple(former.split("|")) if former else ()
        divisions.append(Division(code, name, short, Level(level), parent or None, names, status == "former"))
    return divisions
