"""A search that is sifted: the nearest passages, what they can be narrowed by, in order of fit or of time.

In: a query and what is chosen of the facets. Out: hits and facets. At most LOOKED_AT passages are looked at for each
set of choices, however large the knowledge base is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.records import Document, type_of
from search.answer import Found
from ui.app.asking import Asking, finals_first
from ui.app.facets import Filters, Order, Sifted, count_facets
from ui.app.fields import FacetFields
from ui.app.opened import Opened

LOOKED_AT = 200  # passages, as many as the rankers are fused over


@dataclass(frozen=True, slots=True)
class Hits:
    """`found`: in their order; `facets`: what they can be narrowed by."""

    found: Sequence[Found]
    facets: Sequence[FacetFields]


class Sieve:
    """One query put to a generation; what was looked for with some choices is looked for once."""

    def __init__(self, asking: Asking, opened: Opened, query: str, mode: str = "hybrid") -> None:
        self._asking = asking
        self._opened = opened
        self._query = query
        self._mode = mode
        self._seen: dict[Filters, list[tuple[Found, Sifted]]] = {}

    def find(self, filters: Filters, order: Order = Order.FIT, *, top: int = LOOKED_AT) -> list[Found]:
        """The best passages that agree with what is chosen."""
        return in_order([found for found, _ in self._held(filters)][:top], self._opened, order)

    def sift(self, filters: Filters, order: Order = Order.FIT) -> Hits:
        """The passages that agree with what is chosen, and what they can be narrowed by."""
        found = self.find(filters, order)
        return Hits(found, count_facets(lambda one: [sifted for _, sifted in self._held(one)], filters))

    def _held(self, filters: Filters) -> list[tuple[Found, Sifted]]:
        """Those that agree with the choices."""
        nearest = self._nearest(filters.of_documents)
        return nearest if filters.type is None else [one for one in nearest if filters.type in one[1].types]

    def _nearest(self, filters: Filters) -> list[tuple[Found, Sifted]]:
        if filters not in self._seen:
            found = self._asking.find(self._query, top=LOOKED_AT, mode=self._mode, filters=filters)
            self._seen[filters] = [(one, self._sifted(one)) for one in found]
        return self._seen[filters]

    def _sifted(self, found: Found) -> Sifted:
        passage = found.passage
        mentions = self._opened.mentions_in(passage.source, passage.start, passage.end)
        kinds = (type_of(mention.entity_id) for mention in mentions)
        return Sifted(found.document, frozenset(kind for kind in kinds if kind is not None))


def in_order(found: Sequence[Found], opened: Opened, order: Order) -> list[Found]:
    """Best first, drafts behind what took their place; or the newest document first, in it in the order of the text."""
    if order is Order.FIT:
        return finals_first(found, opened)
    newest = sorted(found, key=lambda one: (one.document.id, one.passage.start))
    return sorted(newest, key=lambda one: time_of(one.document), reverse=True)


def time_of(document: Document) -> str:
    """When it was published, else the year it speaks for; texts that sort in order of time."""
    return document.published or (str(document.year) if document.year else "")
