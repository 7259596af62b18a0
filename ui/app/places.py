"""Places: all that the documents say of a city or county on one page, and a league of places for a figure and a year.

In: an opened generation; a place, or an indicator and a year. Out: JSON-ready dictionaries. What lies in a place and
what is said of it the graph answers; a place that documents speak for and a league has no figure of is named.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from graph.lexicon.divisions import Divisions
from graph.records import Entity, EntityType
from graph.store.found import EntityCount, most_mentioned_first
from ui.app import shapes
from ui.app.document_list import NOWHERE, Wanted
from ui.app.fields import (
    AreaFields,
    CountedEntityFields,
    LeagueFields,
    PlaceRowFields,
    StandingOfPlaceFields,
    TargetFields,
)
from ui.app.figures import place_of
from ui.app.measures import Measure, measure_of, number_of
from ui.app.opened import Opened
from ui.app.pages import figures_of, figures_of_place, find

MOST_LISTED = 60  # parks or projects of a place


# --------------------------------------------------------------------------------------------------------- one place


def place(opened: Opened, name: str) -> AreaFields:
    """A place by its name or identifier: what lies in it, its documents, parks, projects and figures."""
    entity = find(opened, name, EntityType.COUNTY)[0].entity
    inside = _inside(opened, entity)
    located = opened.store.located_in([entity.id, *(one.entity.id for one in inside)])
    things = most_mentioned_first(opened.store.entity_counts(located))
    parks, projects = (_of(things, kind) for kind in (EntityType.PARK, EntityType.PROJECT))
    documents = opened.document_list.find(Wanted(place=entity.code or "", sort="year", descending=True))
    return {
        **shapes.named_entity(entity, opened),
        "code": entity.code or "",
        "above": _above(opened, entity),
        "inside": [shapes.counted_entity(count) for count in inside],
        "documents": documents["documents"] if entity.code else [],
        "documents_found": documents["found"] if entity.code else 0,
        "parks": parks[:MOST_LISTED],
        "parks_found": len(parks),
        "projects": projects[:MOST_LISTED],
        "projects_found": len(projects),
        "figures": by_indicator(figures_of_place(opened, entity)),
    }


def _of(things: Iterable[EntityCount], kind: EntityType) -> list[CountedEntityFields]:
    return [shapes.counted_entity(count) for count in things if count.entity.type is kind]


def _inside(opened: Opened, entity: Entity) -> list[EntityCount]:
    """The places of the knowledge base that lie in this one, in the order of the divisions."""
    divisions = Divisions.load()
    return [
        count
        for count in opened.places
        if entity.code
        and count.entity.code != entity.code
        and divisions.is_within(count.entity.code or "", entity.code)
    ]


def _above(opened: Opened, entity: Entity) -> list[str]:
    """What it lies in, the province first."""
    chain = Divisions.load().chain(entity.code or "")[1:]
    known = {count.entity.code for count in opened.places}
    return [area.name for area in reversed(chain) if area.code in known]


def by_indicator(figures: Iterable[TargetFields]) -> list[PlaceRowFields]:
    """A row for each indicator and measure: by year its target and its result, what is in force first. Rows with most
    years come first."""
    rows: dict[tuple[str, Measure], list[TargetFields]] = defaultdict(list)
    for figure in figures:
        if figure["year"] is not None:
            rows[figure["indicator_id"], measure_of(figure)].append(figure)
    made = [_row(held, measure) for (_, measure), held in rows.items()]
    return sorted(made, key=lambda row: (-len(row["years"]), -row["count"], row["indicator"], row["unit"]))


def _row(figures: Sequence[TargetFields], measure: Measure) -> PlaceRowFields:
    years: dict[int, dict[str, TargetFields]] = {}
    for figure in figures:
        if figure["year"] is not None:
            years.setdefault(figure["year"], {}).setdefault(figure["kind"], figure)
    wordings = Counter(figure["indicator"] for figure in figures)
    return {
        "indicator": wordings.most_common(1)[0][0],
        "indicator_id": figures[0]["indicator_id"],
        "movement": measure.movement.value,
        "basis": measure.basis,
        "unit": measure.unit,
        "years": dict(sorted(years.items())),
        "count": len(figures),
    }


# ------------------------------------------------------------------------------------------------------------ a league


def league(opened: Opened, indicator_id: str, *, year: int | None, kind: str, level: str, measure: int) -> LeagueFields:
    """The places by their figure for a year, the highest first, and those of which none is given. year: None for the
    one with most places; level: “province”, “city”, “county” or "" for all; measure: which of `measures`, most first.
    """
    figures = [figure for figure in figures_of(opened, indicator_id=indicator_id) if _is_comparable(figure, kind)]
    at_level = [figure for figure in figures if not level or _level(opened, figure["region"] or "") == level]
    by_measure: dict[Measure, list[TargetFields]] = defaultdict(list)
    for figure in at_level:
        by_measure[measure_of(figure)].append(figure)
    measures = sorted(by_measure, key=lambda one: (-len({place_of(f) for f in by_measure[one]}), one))
    chosen = measures[min(measure, len(measures) - 1)] if measures else None
    held = by_measure[chosen] if chosen else []
    places_by_year: dict[int, set[str]] = defaultdict(set)
    for figure in held:
        places_by_year[figure["year"] or 0].add(place_of(figure))
    shown = year if year is not None else max(places_by_year, key=lambda y: (len(places_by_year[y]), y), default=None)
    rows = _ranked(figure for figure in held if figure["year"] == shown)
    named = {row["place"] for row in rows}
    return {
        "year": shown,
        "years": {one: len(places_by_year[one]) for one in sorted(places_by_year)},
        "measures": [{"movement": one.movement.value, "basis": one.basis, "unit": one.unit} for one in measures],
        "rows": rows,
        "missing": [name for name in _spoken_for(opened, level) if name not in named],
    }


def _is_comparable(figure: TargetFields, kind: str) -> bool:
    is_whole = figure["year"] is not None and bool(figure["region"]) and number_of(figure["value"]) is not None
    return is_whole and kind in ("", figure["kind"])


def _ranked(figures: Iterable[TargetFields]) -> list[StandingOfPlaceFields]:
    """One figure a place: what is in force, and a result before a target; equal figures share a rank."""
    best: dict[str, TargetFields] = {}
    for figure in figures:
        held = best.get(place_of(figure))
        if held is None or (figure["kind"], held["kind"]) == ("result", "target"):
            best[place_of(figure)] = figure
    order = sorted(best.items(), key=lambda one: (-(number_of(one[1]["value"]) or 0), one[0]))
    rows: list[StandingOfPlaceFields] = []
    for at, (name, figure) in enumerate(order, 1):
        value = number_of(figure["value"]) or 0.0
        rank = rows[-1]["rank"] if rows and rows[-1]["number"] == value else at
        rows.append({"rank": rank, "place": name, "number": value, "figure": figure})
    return rows


def _level(opened: Opened, region: str) -> str:
    known = opened.region_codes.get(region)
    area = Divisions.load().nearest(region, None) if known is None else None
    return level_of(known or (area.code if area else ""))


def level_of(code: str) -> str:
    """The level that a code of the divisions stands for; "" for none."""
    if not code:
        return ""
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"


def _spoken_for(opened: Opened, level: str) -> list[str]:
    """The places that documents speak for, in the order of the divisions."""
    covered = (one for one in opened.document_list.coverage() if one["own"] and one["code"] != NOWHERE)
    return [one["name"] for one in covered if not level or level_of(one["code"]) == level]


def known_places(opened: Opened) -> list[CountedEntityFields]:
    """All places that documents name, in the order of the divisions."""
    opened.namesakes.learn(count.entity for count in opened.places)
    return [shapes.counted_entity(count, opened) for count in opened.places]
