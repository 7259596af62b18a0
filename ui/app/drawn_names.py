"""Names as a drawing shows them: as short as tells them apart.

In: the things of a drawing, one of them in the middle. Out: a label for each. What all share is left out: the places
that a name begins with (怀化市中方县…), the name of the thing in the middle, and the form of a company. Where two would
read alike each keeps as much as it needs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.records import EntityType
from graph.resolve.names import leading_areas

SHORTEST = 3  # characters that must be left of a name
_PLACED = (EntityType.PROJECT, EntityType.PARK, EntityType.ENTERPRISE, EntityType.DEPARTMENT)
_FORM = re.compile(r"(?:集团)?(?:股份|控股|投资|科技)?(?:有限)?(?:责任)?公司$")


@dataclass(frozen=True, slots=True)
class DrawnThing:
    """A thing of a drawing."""

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()


def short_names(things: Sequence[DrawnThing], middle: str) -> dict[str, str]:
    """The label of each thing, by identifier. middle: the identifier of the one that the drawing is about."""
    own = _names_of(things, middle)
    ways = {thing.id: [thing.name] if thing.id == middle else [*_ways(thing, own)] for thing in things}
    chosen = dict.fromkeys(ways, 0)
    # what reads like another's label takes its next longer way, until all differ or are written in full
    while True:
        counts = Counter(ways[identifier][at] for identifier, at in chosen.items())
        alike = [i for i, at in chosen.items() if counts[ways[i][at]] > 1 and at + 1 < len(ways[i])]
        if not alike:
            return {identifier: ways[identifier][at] for identifier, at in chosen.items()}
        for identifier in alike:
            chosen[identifier] += 1


def _names_of(things: Iterable[DrawnThing], identifier: str) -> tuple[str, ...]:
    """Longest first."""
    names = {name for thing in things if thing.id == identifier for name in (thing.name, *thing.aliases)}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def _ways(thing: DrawnThing, middle: Sequence[str]) -> Iterable[str]:
    """How the thing may be called, the shortest first, last its whole name."""
    places = _without_places(thing.name, thing.type) if thing.type in _PLACED else (thing.name,)
    own = next((name for name in middle if thing.name.startswith(name)), "")
    rest = thing.name[len(own) :]
    ways = [f"…{rest}"] if own and len(rest) >= SHORTEST else []
    for way in (*places, thing.name):
        form = _FORM.search(way) if thing.type is EntityType.ENTERPRISE else None
        if form and form.start() >= SHORTEST:
            ways.append(way[: form.start()])
        ways.append(way)
    return dict.fromkeys(sorted(ways, key=len))


@lru_cache(maxsize=20_000)
def _without_places(name: str, kind: EntityType) -> tuple[str, ...]:
    """Without the places it begins with; and with the innermost of them."""
    rest, _ = leading_areas(name, None, kind)
    if rest == name or len(rest) < SHORTEST:
        return ()
    inner = name
    while (shorter := _without_first(inner, kind)) != inner and shorter != rest:
        inner = shorter
    return (rest, inner)


def _without_first(name: str, kind: EntityType) -> str:
    """怀化市中方县工业园 → 中方县工业园."""
    for at in range(2, len(name) - SHORTEST + 1):
        rest = name[at:]
        if (
            leading_areas(name[:at] + "某某某某", None, kind)[0] == "某某某某"
            and leading_areas(rest, None, kind)[0] != rest
        ):
            return rest
    return name
