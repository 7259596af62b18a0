"""Questions over several years or places: the best passage of each goes among the first few."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from graph.divisions import Division, Divisions
from search.agreement import codes_of, innermost
from search.indexed import FoldedPassage
from search.question import Question

UNTOUCHED = 2  # first hits that stay where they are
FETCHED_FROM = 25  # how far down the best passage of a year or place may be fetched from

Belongs = Callable[[FoldedPassage], bool]


def seat_facets(question: Question, order: Sequence[int], passages: Mapping[int, FoldedPassage]) -> list[int]:
    """The order with the best passage of each facet right behind the first hits; the rest as they were."""
    seated = list(order[:UNTOUCHED])
    for belongs in _facets(question, list(passages.values())):
        best = next((place for place in order[:FETCHED_FROM] if belongs(passages[place])), None)
        if best is not None and not any(belongs(passages[place]) for place in seated):
            seated.append(best)
    return seated + [place for place in order if place not in seated]


def _facets(question: Question, passages: Sequence[FoldedPassage]) -> list[Belongs]:
    """For each year or place asked for side by side, whether a passage's document speaks for it."""
    places = innermost(question.places)
    facets: list[Belongs] = [partial(_is_of_place, place=place) for place in places] if len(places) > 1 else []
    spans = [*((year, year) for year in question.years), *question.periods]
    if len(spans) > 1:
        for first, last in spans:
            exact = partial(_is_of_years, first=first, last=last)
            facets.append(exact if any(map(exact, passages)) else partial(_plans_for, year=last))
    return facets


def _is_of_place(passage: FoldedPassage, place: Division) -> bool:
    return any(Divisions.load().is_within(code, place.code) for code in codes_of(passage.region))


def _is_of_years(passage: FoldedPassage, first: int, last: int) -> bool:
    return passage.year == last or passage.years == (first, last)


def _plans_for(passage: FoldedPassage, year: int) -> bool:
    return passage.years is not None and passage.years[0] <= year <= passage.years[1]
