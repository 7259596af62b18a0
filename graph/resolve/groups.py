"""Mentions by what their names say: the mentions that go in come out as groups, one for each key.

Two mentions of one key are one thing; the rules of `graph.resolve.resolution` join groups of different keys.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.lexicon.divisions import Divisions
from graph.records import Document, EntityType, Mention
from graph.resolve.names import NameParts, normal_form, take_apart
from graph.resolve.routes import province_of

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


@dataclass(slots=True)
class Group:
    """Mentions of one key."""

    key: Key
    mentions: list[Mention] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    says_place: bool = False  # whether any of the names says the place
    parts: dict[str, NameParts] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return max(self.names, key=lambda name: (self.names[name], len(name), name))

    def add(self, mention: Mention, parts: NameParts, says_place: bool) -> None:
        self.mentions.append(mention)
        self.names[mention.name] += 1
        self.parts[mention.name] = parts
        self.says_place |= says_place

    @property
    def is_free_of_place(self) -> bool:
        """Whether it is a line that all areas it runs through call alike."""
        return any(parts.route and parts.route.is_free_of_place for parts in self.parts.values())

    @property
    def is_known_everywhere(self) -> bool:
        """Whether it is a line whose name can mean no other one."""
        return any(parts.route and parts.route.is_known_everywhere for parts in self.parts.values())

    def take_out(self, normal: str) -> Group:
        """The mentions under one name, as a group of their own."""
        taken = Group(replace(self.key, apart=normal), says_place=self.says_place)
        left = Group(self.key, says_place=self.says_place)
        for mention in self.mentions:
            side = taken if normal in (normal_form(mention.name), normal_form(mention.surface)) else left
            side.add(mention, self.parts[mention.name], self.says_place)
        self.mentions, self.names, self.parts = left.mentions, left.names, left.parts
        return taken


Groups = dict[Key, Group]


def group_mentions(mentions: Sequence[Mention], documents: Mapping[str, Document]) -> Groups:
    """The groups of all mentions by key; `documents`: those they stand in, by their identifiers."""
    groups: Groups = {}
    for mention in mentions:
        parts, key, says_place = key_of(mention, documents.get(mention.document_id))
        groups.setdefault(key, Group(key)).add(mention, parts, says_place)
    return dict(sorted(groups.items()))


def key_of(mention: Mention, document: Document | None) -> tuple[NameParts, Key, bool]:
    """A mention's name taken apart, its key, and whether the name says its place."""
    region, year = (document.region_code, document.written) if document else (None, None)
    parts = take_apart(mention.name, mention.type, region, year)
    if mention.type is EntityType.COUNTY:
        return parts, Key(mention.type, mention.code or parts.normal, ""), True
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


def guess_of(mention: Mention, region: str | None) -> str | None:
    """The place the mention carries, unless it lies outside the province that its document speaks for."""
    if mention.place is None or (region and mention.place[:2] != region[:2]):
        return None
    return mention.place


def blocks(groups: Groups, by: str, types: Sequence[EntityType]) -> Iterator[list[Group]]:
    """Groups of these types that agree in everything but the named fields, two or more; those told apart stay out."""
    free = by.split()
    found: dict[tuple[str, ...], list[Group]] = {}
    for key, group in groups.items():
        if key.type in types and not key.apart:
            fields = (
                ("type", key.type),
                ("core", key.core),
                ("place", key.place),
                ("zone", key.zone),
                ("phase", key.phase),
            )
            rest = (*(value for name, value in fields if name not in free), key.stretch)
            found.setdefault(rest, []).append(group)
    for _, block in sorted(found.items()):
        if len(block) > 1:
            yield block


def name_of(code: str) -> str:
    division = Divisions.load().by_code.get(code)
    return division.name if division else "全国"
