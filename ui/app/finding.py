"""What is typed → the things that are meant: by names and aliases, pieces of them, by sound, and in spite of slips.

In: an opened generation and a text as it is typed: Chinese in today's or traditional characters, pinyin in full
(huaihuaguojilugang), initials (hhgjlg), or all mixed (怀化gjlg). Out: the best hits first, each with the name by which
it was found. Each way of finding is asked only when those before it left room.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.records import EntityType
from graph.sounds import sound_of, sounded
from graph.store.found import EntityName
from graph.store.store import Store
from graph.writing.foldings import name_key
from ui.app import shapes
from ui.app.fields import FindFields, HitFields
from ui.app.opened import Opened

LONGEST = 60  # characters that are looked at; a name is hardly longer
LEAST_WITHIN = 2  # letters of a sound that is looked for anywhere in a name …
LEAST_HEARD = 4  # … and characters, as two or three sound like much else: 火星, 生活性服务业
MOST_PARTINGS = 24  # ways to part letters into syllables
COMPARED = 300  # names that have something in common with what was typed
ALIKE = 62.0  # how alike a name with a slip must be, of 100
LETTERS = re.compile(r"[a-z]+")


class How(StrEnum):
    """By what a thing was found, the surest first."""

    EXACT = "exact"
    BEGINS = "begins"
    HOLDS = "holds"
    SOUNDS = "sounds"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, in the forms in which it is looked up. `initials`: as its letters may be read."""

    key: str
    initials: tuple[str, ...]
    has_letters: bool

    @classmethod
    def of(cls, text: str) -> Typed:
        """Of a text as it is typed: apostrophes and blanks between syllables say nothing."""
        key = name_key(text[:LONGEST]).replace("'", "")
        has_letters = LETTERS.search(key) is not None
        # what of a name only begins alike says nothing where characters are typed
        return cls(key, tuple(partings(key)) if has_letters else (), has_letters)

    @property
    def sound(self) -> str:
        """Asked for only where nothing is written so: the sounds of Chinese take a moment to load."""
        return sound_of(self.key)


def find_things(opened: Opened, text: str, types: Sequence[EntityType] = (), *, limit: int = 12) -> FindFields:
    """The things that may be meant, best first, at most so many."""
    names = list(_found(opened.store, Typed.of(text), types, limit))
    counts = {count.entity.id: count for count in opened.store.entity_counts(one.entity_id for one, _ in names)}
    opened.namesakes.learn(count.entity for count in counts.values())
    hits: list[HitFields] = [
        {**shapes.counted_entity(counts[one.entity_id], opened), "matched": one.name, "how": how.value}
        for one, how in names
        if one.entity_id in counts
    ]
    return {"text": text, "hits": hits}


def _found(store: Store, typed: Typed, types: Sequence[EntityType], limit: int) -> Iterator[tuple[EntityName, How]]:
    """Each thing once, by the name that fits best."""
    seen: set[str] = set()
    if not typed.key:
        return
    for way in WAYS:
        for name, how in way(store, typed, types, limit + len(seen)):
            if name.entity_id not in seen:
                seen.add(name.entity_id)
                yield name, how
            if len(seen) >= limit:
                return
        # what is written so needs no homophones, what is there needs no slips
        if seen and (way is by_sound_within or (way is by_holding and not typed.has_letters)):
            return


Way = Callable[[Store, Typed, Sequence[EntityType], int], Iterable[tuple[EntityName, How]]]
SEVERAL = 4  # names of one thing that may fit at once


def by_beginning(
    store: Store, typed: Typed, types: Sequence[EntityType], limit: int
) -> Iterator[tuple[EntityName, How]]:
    """Exactly so, then beginning so."""
    for name in store.names_beginning(typed.key, types=types, limit=SEVERAL * limit):
        yield name, How.EXACT if name_key(name.name) == typed.key else How.BEGINS


def by_holding(store: Store, typed: Typed, types: Sequence[EntityType], limit: int) -> Iterator[tuple[EntityName, How]]:
    """Holding it somewhere."""
    for name in store.names_holding(typed.key, types=types, limit=SEVERAL * limit):
        yield name, How.HOLDS


def by_sound(store: Store, typed: Typed, types: Sequence[EntityType], limit: int) -> Iterator[tuple[EntityName, How]]:
    """Sounding so, or beginning so: pinyin, initials, homophones."""
    # letters may be parted in ways that fit no name as it is read: those are looked at and left out
    for name in store.names_sounding(typed.sound, typed.initials, types=types, limit=max(COMPARED, SEVERAL * limit)):
        if reads_as(typed.key, name.name):
            yield name, How.SOUNDS


def by_sound_within(
    store: Store, typed: Typed, types: Sequence[EntityType], limit: int
) -> Iterator[tuple[EntityName, How]]:
    """Sounding so in the middle: gjlg, 国际路港."""
    least = LEAST_WITHIN if typed.has_letters else LEAST_HEARD
    if len(typed.key) < least:
        return
    found = store.names_sounding(
        typed.sound, typed.initials, types=types, limit=max(COMPARED, SEVERAL * limit), anywhere=True
    )
    for name in found:
        if reads_as(typed.key, name.name, anywhere=True):
            yield name, How.SOUNDS


def by_likeness(
    store: Store, typed: Typed, types: Sequence[EntityType], limit: int
) -> Iterator[tuple[EntityName, How]]:
    """With a slip in the characters or in the letters."""
    from rapidfuzz import fuzz

    alike: dict[EntityName, float] = {}
    for name in store.names_like(typed.key, types=types, limit=COMPARED):
        key = name_key(name.name)
        longer = 0.85 * fuzz.partial_ratio(typed.key, key) if len(key) > len(typed.key) > 2 else 0.0
        alike[name] = max(fuzz.ratio(typed.key, key), longer)
    for name in store.names_sounding_like(typed.sound, types=types, limit=COMPARED):
        alike[name] = max(alike.get(name, 0.0), 0.9 * fuzz.ratio(typed.sound, sound_of(name.name)))
    best = sorted(alike, key=lambda name: (-alike[name], len(name.name), name.name, name.entity_id))
    for name in best[: SEVERAL * limit]:
        if alike[name] >= ALIKE:
            yield name, How.NEAR


WAYS: tuple[Way, ...] = (by_beginning, by_holding, by_sound, by_sound_within, by_likeness)


# ----------------------------------------------------------------------------------------------- letters read as sounds


def partings(key: str) -> list[str]:
    """The initials that mixed characters and letters may stand for: huaihuagj → hhgj (huai hua g j), and as letters
    alone huaihuagj. Fewest syllables first."""
    # imported late: it is large, and Chinese needs none of it
    from search.plan.pinyin import syllables

    known = {one.replace("v", "u") for one in syllables()}
    ways: list[set[str]] = [{""}]
    pieces = [LETTERS.fullmatch(one) is not None for one in key]
    for end in range(1, len(key) + 1):
        here = {way + _first(key[end - 1]) for way in ways[end - 1]}
        for start in range(max(0, end - 6), end - 1):
            if all(pieces[start:end]) and key[start:end].replace("v", "u") in known:
                here |= {way + key[start] for way in ways[start]}
        ways.append(set(sorted(here, key=lambda way: (len(way), way))[:MOST_PARTINGS]))
    return sorted(ways[-1] - {""}, key=lambda way: (len(way), way))


def _first(character: str) -> str:
    return sound_of(character)[:1]


def reads_as(key: str, name: str, *, anywhere: bool = False) -> bool:
    """Whether a name can be typed so from its beginning: each character as itself, with one of its sound, or with the
    first letters of its sound. anywhere: or from a later character on."""
    characters = sounded(name)
    typed = "".join(one for one in key if one.isalnum()).replace("v", "u")
    starts = range(len(characters)) if anywhere else range(1)
    return any(_reads(typed, characters[start:]) for start in starts)


def _reads(typed: str, characters: Sequence[tuple[str, str]]) -> bool:
    reached = {0}
    for character, sound in characters:
        if len(typed) in reached:
            return True
        reached = {end for at in reached for end in _ends(typed, at, character, sound)}
        if not reached:
            return False
    return len(typed) in reached


def _ends(typed: str, at: int, character: str, sound: str) -> Iterator[int]:
    """Where typing one character may end."""
    if at >= len(typed):
        yield at
        return
    if typed[at] == character or (not typed[at].isascii() and sound_of(typed[at]) == sound):
        yield at + 1
    for length in range(1, len(sound) + 1):
        if not typed.startswith(sound[:length], at):
            return
        yield at + length
