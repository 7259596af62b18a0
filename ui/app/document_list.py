"""The documents as a list of a thousand is worked with: searched, narrowed down, sorted, read page by page.

In: an opened generation; what a person wants to see (`Wanted`). Out: one page, and what the rest could be narrowed
down by. What is compared of each document is made ready once a generation; a page is some milliseconds of 10,000.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from graph.records import Document
from graph.writing.characters import plain_text
from ui.app import shapes
from ui.app.fields import CountedDocumentFields, CountFields, CoverageFields, ListedDocumentsFields, PlaceCountFields
from ui.app.opened import Opened

PAGE = 50  # documents
NOWHERE = "none"  # of documents that speak for no place: those of the whole country
SORTS = ("title", "kind", "region", "year", "source", "passages", "entities", "targets")
_LAST = "\uffff"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants to see; what is empty is not asked for."""

    text: str = ""  # words that title, place, year or file hold
    place: str = ""  # a code of the divisions, or NOWHERE
    year: int | None = None
    kind: str = ""
    source: str = ""
    sort: str = ""  # one of SORTS; else in the order of files
    descending: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class _Entry:
    """A document, and what it is compared by."""

    document: Document
    sought: str
    chain: tuple[str, ...]  # codes of its place and of what that lies in, the province first
    years: frozenset[int]


class DocumentList:
    """Of one generation."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    @cached_property
    def _entries(self) -> list[_Entry]:
        return [self._entry(document) for document in self._opened.documents.values()]

    def _entry(self, document: Document) -> _Entry:
        files = (document.source, *self._opened.copies_of(document.source))
        said = (document.title, document.region or "", str(document.year or ""), *files)
        first, last = document.years or (document.year, document.year)
        years = range(first, last + 1) if first is not None and last is not None else ()
        return _Entry(document, plain_text(" ".join(said)).casefold(), self._chain(document), frozenset(years))

    def _chain(self, document: Document) -> tuple[str, ...]:
        if not document.region_code:
            return (NOWHERE,)
        # imported late: the areas of China take a moment to load
        from graph.lexicon.divisions import Divisions

        above = [area.code for area in Divisions.load().chain(document.region_code)]
        return tuple(sorted({*above, document.region_code}))

    @cached_property
    def _counts(self) -> dict[str, tuple[int, int]]:
        counted = self._opened.store.document_counts()
        return {count.document_id: (count.entities, count.targets) for count in counted}

    def fields_of(self, document_id: str) -> CountedDocumentFields:
        """One document with its counts."""
        entities, targets = self._counts.get(document_id, (0, 0))
        return {
            **shapes.document(self._opened.documents[document_id], self._opened),
            "passages": self._opened.passage_counts.get(document_id, 0),
            "entities": entities,
            "targets": targets,
        }

    # ------------------------------------------------------------------------------------------------------- a page

    def find(self, wanted: Wanted) -> ListedDocumentsFields:
        """The page that is asked for; the last one where there are not so many."""
        found = list(self._passing(wanted))
        if wanted.sort in SORTS:
            found.sort(key=lambda entry: entry.document.id)
            found.sort(key=self._order(wanted.sort), reverse=wanted.descending)
        elif wanted.descending:
            found.reverse()
        pages = max(1, -(-len(found) // PAGE))
        page = min(max(wanted.page, 1), pages)
        shown = found[(page - 1) * PAGE : page * PAGE]
        return {
            "documents": [self.fields_of(entry.document.id) for entry in shown],
            "found": len(found),
            "total": len(self._entries),
            "sources": len({entry.document.source for entry in self._entries}),
            "page": page,
            "pages": pages,
            "places": self._places(self._passing(wanted, but="place")),
            "years": _counted(str(year) for e in self._passing(wanted, but="year") for year in e.years)[::-1],
            "kinds": _counted(entry.document.kind for entry in self._passing(wanted, but="kind")),
        }

    def _passing(self, wanted: Wanted, *, but: str = "") -> Iterator[_Entry]:
        """Those that pass all that is wanted, but for one of the filters."""
        parts = plain_text(wanted.text).casefold().split()
        tests: dict[str, Callable[[_Entry], bool]] = {}
        if parts:
            tests["text"] = lambda entry: all(part in entry.sought for part in parts)
        if wanted.place:
            tests["place"] = lambda entry: wanted.place in entry.chain
        if wanted.year is not None:
            tests["year"] = lambda entry: wanted.year in entry.years
        if wanted.kind:
            tests["kind"] = lambda entry: entry.document.kind == wanted.kind
        if wanted.source:
            tests["source"] = lambda entry: entry.document.source == wanted.source
        tests.pop(but, None)
        held = tuple(tests.values())
        return (entry for entry in self._entries if all(test(entry) for test in held))

    def _order(self, sort: str) -> Callable[[_Entry], tuple[object, ...]]:
        counts = self._counts
        orders: dict[str, Callable[[_Entry], tuple[object, ...]]] = {
            "title": lambda e: (by_sound(e.document.title),),
            "kind": lambda e: (e.document.kind,),
            "region": lambda e: (e.document.region_code or _LAST,),
            "year": lambda e: (e.document.year or 0,),
            "source": lambda e: (by_sound(e.document.source),),
            "passages": lambda e: (self._opened.passage_counts.get(e.document.id, 0),),
            "entities": lambda e: (counts.get(e.document.id, (0, 0))[0],),
            "targets": lambda e: (counts.get(e.document.id, (0, 0))[1],),
        }
        return orders[sort]

    def _places(self, entries: Iterable[_Entry]) -> list[PlaceCountFields]:
        """The places of the documents and what these lie in, in the order of the divisions."""
        counts = Counter(code for entry in entries for code in entry.chain)
        return [self._place(code, count) for code, count in sorted(counts.items())]

    def _place(self, code: str, count: int) -> PlaceCountFields:
        if code == NOWHERE:
            return {"code": code, "name": "", "depth": 0, "count": count}
        from graph.lexicon.divisions import Divisions

        chain = Divisions.load().chain(code)
        name = chain[0].name if chain and chain[0].code == code else self._named.get(code, code)
        return {"code": code, "name": name, "depth": max(0, len(chain) - 1), "count": count}

    @cached_property
    def _named(self) -> dict[str, str]:
        """Areas as their documents call them, for those that are gone."""
        return {
            document.region_code: document.region
            for document in self._opened.documents.values()
            if document.region_code and document.region
        }

    # ----------------------------------------------------------------------------------------------------- coverage

    def coverage(self) -> list[CoverageFields]:
        """Of every place, in the order of the divisions, how many documents speak for each year."""
        years: dict[str, Counter[int]] = defaultdict(Counter)
        own: dict[str, Counter[int]] = defaultdict(Counter)
        for entry in self._entries:
            for code in entry.chain:
                years[code].update(entry.years)
            own[entry.document.region_code or NOWHERE].update(entry.years)
        return [
            {**place, "years": dict(sorted(years[place["code"]].items())), "own": dict(own[place["code"]])}
            for place in self._places(self._entries)
        ]


def by_sound(text: str) -> bytes:
    """What Chinese texts are sorted by: the characters in use stand in the order of their sound in GB 2312."""
    return plain_text(text).casefold().encode("gb18030", "replace")


def _counted(values: Iterable[str]) -> list[CountFields]:
    return [{"value": value, "count": count} for value, count in sorted(Counter(values).items())]
