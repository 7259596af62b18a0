"""Which documents speak for a place or a year.

In: documents, and the place or year as a person names it. Out: those that agree.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.errors import MailuoError
from graph.records import Document


class RegionUnknown(MailuoError):
    """A place that is no administrative area, or none that a document speaks for."""


def speaks_for(document: Document, year: int | None) -> bool:
    """Whether the document is about the year: it is its year, or lies in the years it plans for."""
    if year is None or document.year == year:
        return True
    return document.years is not None and document.years[0] <= year <= document.years[1]


def within(documents: Iterable[Document], region: str) -> list[Document]:
    """The documents that speak for the area or one inside it, whichever of its names is given."""
    # imported late: the areas of China take a moment to load
    from graph.lexicon.divisions import Divisions

    divisions = Divisions.load()
    codes = {division.code for division in divisions.by_name(region)}
    found = [
        document
        for document in documents
        if document.region == region
        or any(document.region_code and divisions.is_within(document.region_code, code) for code in codes)
    ]
    if not codes and not found:
        raise RegionUnknown(f"“{region}” is no administrative area that is known")
    return found
