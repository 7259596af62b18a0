"""Mentions by what their names say: the mentions that go in come out as groups, one for each key.

Two mentions of one key are one thing; the rules of `graph.resolve.resolution` join groups of different keys.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol

from graph.lexicon.divisions import Divisions
from graph.records import Document, EntityType, Mention
from graph.resolve.names import NameParts, take_apart
from graph.resolve.routes import province_of
from graph.writing.foldings import normal_form

# Kinds whose names mean the same thing wherever they stand.
EVERYWHERE = frozenset({EntityType.INDUSTRY, EntityType.INDICATOR})


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What the name alone says a mention is. A company's place is only what its name says, else ""."""

    type: EntityType
    core: str
    place: str
    zone: str = ""
    phase: str = ""
    stretch: str = ""
    apart: str = ""  # the normal form of a name that a person told apart from the others of its key


class SaidName(Protocol):
    """What a mention says by itself of what it names."""

    @property
    def type(self) -> EntityType:
        """As its rule said."""

    @property
    def name(self) -> str:
        """As it is written, with what the text left out put in."""

    @property
    def place(self) -> str | None:
        """Code of the division whose thing it is."""


class Saying(NamedTuple):
    """How a source names a thing: what resolving needs of its mentions that are alike."""

    name: str
    surface: str
    source: str
    place: str | None
    implied: bool
    says_place: bool  # whether the name says the place
    is_free_of_place: bool  # whether it is a line that all areas it runs through call alike
    is_known_everywhere: bool  # whether it is a line whose name can mean no other one

    def goes_by(self, normal: str) -> bool:
        """Whether it bears a name, given in normal form."""
        return normal in (normal_form(self.name), normal_form(self.surface))


@dataclass(slots=True)
class Group:
    """What is said under one key, and how often."""

    key: Key
    sayings: Counter[Saying] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    says_place: bool = False  # whether any of the names says the place

    @property
    def label(self) -> str:
        """The name said most; of several the longest."""
        return max(self.names, key=lambda name: (self.names[name], len(name), name))

    @property
    def times(self) -> int:
        """How often it is said."""
        return self.names.total()

    def add(self, saying: Saying, times: int = 1) -> None:
        """Count what a mention says, or several that say the same."""
        self.sayings[saying] += times
        self.names[saying.name] += times
        self.says_place |= saying.says_place

    @property
    def is_free_of_place(self) -> bool:
        """Whether it is a line that all areas it runs through call alike."""
        return any(saying.is_free_of_place for saying in self.sayings)

    @property
    def is_known_everywhere(self) -> bool:
        """Whether it is a line whose name can mean no other one."""
        return any(saying.is_known_everywhere for saying in self.sayings)

    def take_out(self, normal: str) -> Group:
        """What is said under one name, as a group of its own."""
        taken, left = Group(replace(self.key, apart=normal)), Group(self.key)
        for saying, times in self.sayings.items():
            (taken if saying.goes_by(normal) else left).add(saying, times)
        taken.says_place = self.says_place
        self.sayings, self.names = left.sayings, left.names
        return taken


Groups = dict[Key, Group]


def group_mentions(mentions: Iterable[Mention], documents: Mapping[str, Document]) -> Groups:
    """The groups of all mentions by key; `documents`: those they stand in, by their identifiers."""
    groups: Groups = {}
    for mention in mentions:
        key, saying = saying_of(mention, documents.get(mention.document_id))
        groups.setdefault(key, Group(key)).add(saying)
    return dict(sorted(groups.items()))


def saying_of(mention: Mention, document: Document | None) -> tuple[Key, Saying]:
    """A mention's key, and what is said under it."""
    region, year = (document.region_code, document.written) if document else (None, None)
    parts, key, says_place = key_of(mention, region, year)
    free, everywhere = (parts.route.is_free_of_place, parts.route.is_known_everywhere) if parts.route else (False,) * 2
    said = mention.name, mention.surface, mention.source, mention.place, mention.implied
    return key, Saying(*said, says_place, free, everywhere)


def key_of(mention: SaidName, region: str | None, year: int | None) -> tuple[NameParts, Key, bool]:
    """A mention's name taken apart, its key, and whether the name says its place. region: code of the area that its
    document speaks for; year: in which that was written."""
    parts = take_apart(mention.name, mention.type, region, year)
    if mention.type is EntityType.COUNTY:
        code = mention.code if isinstance(mention, Mention) else None
        return parts, Key(mention.type, code or parts.normal, ""), True
    if mention.type in EVERYWHERE:
        return parts, Key(mention.type, parts.core, ""), True
    if mention.type is EntityType.ENTERPRISE:
        return parts, Key(mention.type, parts.core, parts.place or ""), parts.place is not None
    if parts.route and parts.route.is_free_of_place:
        return parts, Key(mention.type, parts.core, province_of(region), "", parts.phase, parts.stretch), True
    place = parts.place
    said = place is not None
    if place is None:
        guess = guess_of(mention, region)
        place, said = guess or region or "", guess is not None and guess != region
    return parts, Key(mention.type, parts.core, place, parts.zone, parts.phase, parts.stretch), said


def key_said(name: str, kind: EntityType, place: str | None) -> Key:
    """The key of a name in a document of that area."""
    parts = take_apart(name, kind, place)
    if kind in EVERYWHERE:
        return Key(kind, parts.core, "")
    if parts.route and parts.route.is_free_of_place:
        return Key(kind, parts.core, province_of(place), "", parts.phase, parts.stretch)
    said = parts.place if parts.place is not None or kind is EntityType.ENTERPRISE else place
    return Key(kind, parts.core, said or "", parts.zone, parts.phase, parts.stretch)


def guess_of(mention: SaidName, region: str | None) -> str | None:
    """The place the mention carries, unless it lies outside the province that its document speaks for."""
    if mention.place is None or (region and mention.place[:2] != region[:2]):
        return None
    return mention.place


def name_of(code: str) -> str:
    """The name of the division with this code; 全国 where there is none."""
    division = Divisions.load().by_code.get(code)
    return division.name if division else "全国"
