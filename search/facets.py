"""Questions over several years or places: the best passage of each goes among the first few."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from graph.lexicon.divisions import Division, Divisions
from search.agreement import codes_of, innermost
from search.indexed import FoldedPassage
from search.question import Question

UNTOUCHED = 2  # first hits that stay where they are
FETCHED_FROM = 25  # how far down the best passage of a year or place may be fetched from

Belongs = Callable[[FoldedPassage], bool]
Id = TypeVar("Id", bound=Hashable)


def seat_facets(question: Question, order: Sequence[Id], passages: Mapping[Id, FoldedPassage]) -> list[Id]:
    """The order with the best passage of each facet right behind the first hits; the rest as they were."""
    seated = list(order[:UNTOUCHED])
    for belongs in _facets(question, list(passages.values())):
        best = next((id_ for id_ in order[:FETCHED_FROM] if belongs(passages[id_])), None)
        if best is not None and not any(belongs(passages[id_]) for id_ in seated):
            seated.append(best)
    return seated + [id_ for id_ in order if id_ not in seated]


def _facets(question: Question, passages: Sequence[FoldedPassage]) -> list[Belongs]:
    """For each year or place asked for side by side, whether a passage's document speaks for it."""
    places = innermost(question.places)
    facets: list[Belongs] = [partial(_is_of_place, places=(place,)) for place in places] if len(places) > 1 else []
    spans = [*((year, year) for year in question.years), *question.periods]
    if len(spans) > 1:
        for first, last in spans:
            exact = partial(_is_of_years, places=question.places, first=first, last=last)
            facets.append(
                exact if any(map(exact, passages)) else partial(_plans_for, places=question.places, year=last)
            )
    return facets


def _is_of_place(passage: FoldedPassage, places: Sequence[Division]) -> bool:
    is_within = Divisions.load().is_within
    return any(is_within(code, place.code) for code in codes_of(passage.region) for place in places)


def _is_of_years(passage: FoldedPassage, places: Sequence[Division], first: int, last: int) -> bool:
    in_time = passage.year == last or passage.years == (first, last)
    return in_time and (not places or _is_of_place(passage, places))


def _plans_for(passage: FoldedPassage, places: Sequence[Division], year: int) -> bool:
    in_time = passage.years is not None and passage.years[0] <= year <= passage.years[1]
    return in_time and (not places or _is_of_place(passage, places))
