"""The figures of an indicator, ordered for charts and tables: places in the order of the divisions, figures of one
measure together, the same figure of several documents once.

In: figures as the workspace gives them. Out: what a page draws.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ui.app.document_list import by_sound
from ui.app.fields import TargetFields
from ui.app.measures import Measure, measure_of, number_of

MOST_YEARS = 24  # a longer stretch is drawn without the years that nothing is said of
LAST = "999999"


@dataclass(frozen=True, slots=True)
class Said:
    """A value of a place and year, with all figures that say it: what is in force comes first."""

    year: int
    value: float
    place: str
    kind: str
    figures: tuple[TargetFields, ...]


def place_of(figure: TargetFields) -> str:
    """The place of a figure as people read it; "" where none is given."""
    return f"{figure['city']}{figure['region'] or ''}"


def in_division_order(figures: Iterable[TargetFields]) -> list[str]:
    """The places of figures: by the national divisions, a province before what lies in it; others by their sound."""
    # imported late: the areas of China take a moment to load
    from graph.lexicon.divisions import Divisions

    divisions = Divisions.load()
    codes: dict[str, str] = {}
    for figure in figures:
        if (place := place_of(figure)) not in codes:
            area = divisions.nearest(figure["region"], None) if figure["region"] else None
            within = divisions.by_name(figure["region"] or "", _code(figure["city"])) if figure["city"] else []
            codes[place] = within[0].code if within else area.code if area else LAST
    return sorted(codes, key=lambda place: (place == "", codes[place], by_sound(place)))


def _code(city: str) -> str | None:
    from graph.lexicon.divisions import Divisions

    found = Divisions.load().by_name(city)
    return found[0].code if found else None


def by_measure(figures: Iterable[TargetFields]) -> list[tuple[Measure, list[TargetFields]]]:
    """Figures that can be drawn, by what they measure; the measure with most figures first."""
    held: dict[Measure, list[TargetFields]] = defaultdict(list)
    for figure in figures:
        if figure["year"] is not None and number_of(figure["value"]) is not None:
            held[measure_of(figure)].append(figure)
    return sorted(held.items(), key=lambda group: (-len(group[1]), group[0]))


def said_once(figures: Iterable[TargetFields]) -> list[Said]:
    """The same value of one place, year and kind once, with all that say it; in the order of years."""
    held: dict[tuple[int, str, str, float], list[TargetFields]] = defaultdict(list)
    for figure in figures:
        value = number_of(figure["value"])
        if figure["year"] is not None and value is not None:
            held[figure["year"], place_of(figure), figure["kind"], value].append(figure)
    return [
        Said(year, value, place, kind, tuple(said))
        for (year, place, kind, value), said in sorted(held.items(), key=lambda one: one[0][0])
    ]


def years_of(said: Sequence[Said]) -> list[int]:
    """The years of an axis: every one between the first and the last, so that distances are true; not for a far
    horizon such as 2035."""
    named = sorted({one.year for one in said})
    return list(range(named[0], named[-1] + 1)) if named[-1] - named[0] <= MOST_YEARS else named


def most_spoken(figures: Iterable[TargetFields], most: int) -> list[str]:
    """The places with most figures."""
    counts = Counter(map(place_of, figures))
    return [place for place, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:most]]
