"""A search that is sifted: the passages that say it, what they can be narrowed by, in order of fit or of time.

In: a query and what is chosen of the facets. Out: hits and facets. At most LOOKED_AT passages are looked at for each
set of choices, however large the knowledge base is. Rankers find as many passages as they are asked for; which of them
say what is looked for is told by its words, in any of the documents' wordings: so a facet counts what its choice shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.records import Document, type_of
from graph.writing.foldings import fold_text
from search.answer import Found
from search.wanted import Wanted, find_wanted
from ui.app.asking import Asking, finals_first
from ui.app.facets import Filters, Order, Sifted, count_facets
from ui.app.fields import FacetFields
from ui.app.opened import Opened

LOOKED_AT = 200  # passages, as many as the rankers are fused over
NEAREST = 50  # that are shown where none says it
LEAST = 0.6  # of what is looked for, by how rare its words are


@dataclass(frozen=True, slots=True)
class Hits:
    """`found`: in their order; `is_said`: they say what is looked for, else they are the nearest; `facets`: what they
    can be narrowed by."""

    found: Sequence[Found]
    is_said: bool
    facets: Sequence[FacetFields]


class Sieve:
    """One query put to a generation; what was looked for with some choices is looked for once."""

    def __init__(self, asking: Asking, opened: Opened, query: str, mode: str = "hybrid") -> None:
        self._asking = asking
        self._opened = opened
        self._query = query
        self._mode = mode
        self._seen: dict[Filters, list[Found]] = {}
        self._kept: dict[Filters, list[tuple[Found, Sifted]]] = {}

    def find(self, filters: Filters, order: Order = Order.FIT, *, top: int = LOOKED_AT) -> list[Found]:
        """The best passages that agree with what is chosen, whether they say it or not."""
        nearest = self._nearest(filters.of_documents)
        agreeing = [one for one in nearest if filters.type is None or filters.type in self._sifted(one).types]
        return in_order(agreeing[:top], self._opened, order)

    def sift(self, filters: Filters, order: Order = Order.FIT) -> Hits:
        """The passages that say it and agree with what is chosen, and what they can be narrowed by."""
        found = in_order([found for found, _ in self._held(filters)], self._opened, order)
        facets = count_facets(lambda one: [sifted for _, sifted in self._held(one)], filters)
        return Hits(found, self._is_said, facets)

    @cached_property
    def _wanted(self) -> Wanted:
        return Wanted(find_wanted(self._asking.understand(self._query)), self._asking.rarity)

    @cached_property
    def _is_said(self) -> bool:
        """Whether any passage, whatever is chosen, says it."""
        return bool(self._saying(self._nearest(Filters())))

    def _saying(self, found: Sequence[Found]) -> list[Found]:
        """Those that say what is looked for: in their text, headings or title."""
        if not found:
            return []
        texts = [fold_text("\n".join((one.document.title, *one.passage.section, self._text(one)))) for one in found]
        shares = self._wanted.share_said(self._wanted.presence(texts)).tolist()
        return [one for one, share in zip(found, shares, strict=True) if share >= LEAST]

    def _text(self, one: Found) -> str:
        return self._opened.text_of(one.passage.source)[one.passage.start : one.passage.end]

    def _held(self, filters: Filters) -> list[tuple[Found, Sifted]]:
        """Those that agree with the choices."""
        of_documents = filters.of_documents
        if of_documents not in self._kept:
            nearest = self._nearest(of_documents)
            kept = self._saying(nearest) if self._is_said else nearest[:NEAREST]
            self._kept[of_documents] = [(one, self._sifted(one)) for one in kept]
        held = self._kept[of_documents]
        return held if filters.type is None else [one for one in held if filters.type in one[1].types]

    def _nearest(self, filters: Filters) -> list[Found]:
        if filters not in self._seen:
            self._seen[filters] = list(self._asking.find(self._query, top=LOOKED_AT, mode=self._mode, filters=filters))
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
