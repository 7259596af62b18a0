"""Whether a passage speaks of the year and the place a question asks for: evidence, never a filter."""

from __future__ import annotations

from functools import lru_cache

from graph.lexicon.divisions import Division, Divisions
from search.indexed import FoldedPassage
from search.question import Question


def agrees_in_year(question: Question, passage: FoldedPassage, text: str) -> float:
    """1 when the passage speaks of the year or plan period asked for, or its document does; 0.5 when it may."""
    if not question.years and not question.periods:
        return 0.5
    if any(str(year) in text or passage.year == year for year in question.years):
        return 1.0
    if passage.years in question.periods:
        return 1.0
    first, last = passage.years or (passage.year or 0, passage.year or 0)
    # A report on a year is given, and dated, in the next.
    return 0.5 if any(first - 1 <= year <= last for year in question.years) else 0.0


def agrees_in_place(places: tuple[Division, ...], region: str | None, text: str) -> float:
    """1 when the document speaks for a place asked for or one in it, 0.8 when the text names it, 0.4 when the document
    speaks for what the place lies in. “怀化沅陵” asks for 沅陵 only.
    """
    if not places:
        return 0.5
    by_region = _agrees_by_region(places, region)
    return 0.8 if by_region < 0.8 and any(place.short in text for place in innermost(places)) else by_region


@lru_cache(maxsize=4096)
def _agrees_by_region(places: tuple[Division, ...], region: str | None) -> float:
    is_within = Divisions.load().is_within
    pairs = [(code, place.code) for code in codes_of(region) for place in innermost(places)]
    if any(is_within(code, place) for code, place in pairs):
        return 1.0
    return 0.4 if any(is_within(place, code) for code, place in pairs) else 0.0


@lru_cache(maxsize=256)
def innermost(places: tuple[Division, ...]) -> tuple[Division, ...]:
    """The places that hold no other of them."""
    is_within = Divisions.load().is_within
    return tuple(one for one in places if not any(is_within(other.code, one.code) for other in places if other != one))


@lru_cache(maxsize=4096)
def codes_of(region: str | None) -> tuple[str, ...]:
    """The code of the division so named, as a tuple of one; of none when it is not known."""
    return tuple(division.code for division in Divisions.load().by_name(region)[:1]) if region else ()
