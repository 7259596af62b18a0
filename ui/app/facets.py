"""Facets: by what hits or documents can be narrowed, and how many each choice would leave.

In: hits of a search, each a document with the types of things it speaks of, and what is chosen. Out: the facets with
their values, counted with every other facet's choice held: choosing another year shows what the place has of it.
Nothing but the hits is looked at, and these are bounded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from graph.records import Document, EntityType
from ui.app.areas import speaks_for, within
from ui.app.fields import FacetFields, ValueFields

MOST_VALUES = 100  # of one facet
NAMES = ("year", "region", "kind", "document", "type")


class Order(StrEnum):
    """Best first, or the newest document first."""

    FIT = "fit"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Filters:
    """Only passages of documents that agree with all that is given. `kind`: of document; `document`: its identifier;
    `type`: only passages that mention a thing of this type."""

    source: str | None = None
    year: int | None = None
    region: str | None = None
    kind: str | None = None
    document: str | None = None
    type: EntityType | None = None

    @property
    def of_documents(self) -> Filters:
        """What of it is about documents."""
        return replace(self, type=None)

    def without(self, facet: str) -> Filters:
        """All but one facet's choice."""
        return Filters(**{name: getattr(self, name) for name in ("source", *NAMES) if name != facet})

    def chosen(self, facet: str) -> str | None:
        """A facet's choice as it stands in an address."""
        value = getattr(self, facet)
        return None if value is None else str(value)


NOTHING_CHOSEN = Filters()


@dataclass(frozen=True, slots=True)
class Sifted:
    """A hit, as facets see it."""

    document: Document
    types: frozenset[EntityType] = frozenset()


def agreeing(documents: Iterable[Document], filters: Filters) -> list[Document]:
    """The documents that agree with all that is chosen of them."""
    kept = within(documents, filters.region) if filters.region is not None else documents
    return [
        one
        for one in kept
        if filters.source in (None, one.source)
        and filters.kind in (None, one.kind)
        and filters.document in (None, one.id)
        and speaks_for(one, filters.year)
    ]


def count_facets(
    hits: Callable[[Filters], Sequence[Sifted]], filters: Filters, names: Iterable[str] = NAMES
) -> list[FacetFields]:
    """The facets that tell hits apart, or of which something is chosen. hits: those that agree with some filters."""
    found = []
    for name in names:
        values = VALUES[name](hits(filters.without(name)))[:MOST_VALUES]
        if len(values) > 1 or filters.chosen(name) is not None:
            found.append(FacetFields(name=name, chosen=filters.chosen(name), values=values))
    return found


def _values(counts: Mapping[str, int]) -> list[ValueFields]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [ValueFields(value=value, label=value, count=count) for value, count in ordered]


def _by_document(hits: Sequence[Sifted]) -> list[tuple[Document, int]]:
    documents = {hit.document.id: hit.document for hit in hits}
    counts = Counter(hit.document.id for hit in hits)
    return [(documents[one], count) for one, count in counts.most_common()]


def _years(hits: Sequence[Sifted]) -> list[ValueFields]:
    """The newest first. A plan for five years counts with each year that another document is of."""
    held = _by_document(hits)
    years = sorted({document.year for document, _ in held if document.year}, reverse=True)
    counts = {year: sum(count for document, count in held if speaks_for(document, year)) for year in years}
    return [ValueFields(value=str(year), label=str(year), count=count) for year, count in counts.items()]


def _regions(hits: Sequence[Sifted]) -> list[ValueFields]:
    """A city counts with what is inside it."""
    held = {document.id: (document, count) for document, count in _by_document(hits) if document.region}
    documents = [document for document, _ in held.values()]
    regions = dict.fromkeys(document.region for document in documents if document.region)
    return _values({one: sum(held[inside.id][1] for inside in within(documents, one)) for one in regions})


def _kinds(hits: Sequence[Sifted]) -> list[ValueFields]:
    return _values(Counter(hit.document.kind for hit in hits))


def _documents(hits: Sequence[Sifted]) -> list[ValueFields]:
    return [ValueFields(value=one.id, label=one.title, count=count) for one, count in _by_document(hits)]


def _types(hits: Sequence[Sifted]) -> list[ValueFields]:
    return _values(Counter(kind.value for hit in hits for kind in hit.types))


VALUES: Mapping[str, Callable[[Sequence[Sifted]], list[ValueFields]]] = {
    "year": _years,
    "region": _regions,
    "kind": _kinds,
    "document": _documents,
    "type": _types,
}
