"""Where wordings stand in the documents: looked up document by document, only as far as it is asked for.

In: an opened generation, wordings, and perhaps the documents to look in. Out: occurrences, in the order of documents
and places. In a large knowledge base the index says which documents may hold them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, overload

from graph.records import Document, Span
from graph.writing.characters import plain_text
from search.replies.contract import Occurrence
from search.selection import Selection

if TYPE_CHECKING:
    from ui.app.opened import Opened

FEW = 300  # documents of which all are read: nothing is missed that stands across the end of a page or passage
MOST_READ = 400  # documents that are read for one look-up


class Occurrences(Sequence[Occurrence]):
    """A sequence that is found as it is read: whoever asks for the first few has no more looked for."""

    def __init__(self, found: Iterator[Occurrence]) -> None:
        self._found = found
        self._read: list[Occurrence] = []

    def _read_to(self, most: int | None) -> list[Occurrence]:
        while most is None or len(self._read) < most:
            following = next(self._found, None)
            if following is None:
                break
            self._read.append(following)
        return self._read

    def __iter__(self) -> Iterator[Occurrence]:
        place = 0
        while len(self._read_to(place + 1)) > place:
            yield self._read[place]
            place += 1

    def __len__(self) -> int:
        return len(self._read_to(None))

    def __bool__(self) -> bool:
        return bool(self._read_to(1))

    @overload
    def __getitem__(self, place: int) -> Occurrence: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Occurrence]: ...
    def __getitem__(self, place: int | slice) -> Occurrence | Sequence[Occurrence]:
        last = place.stop if isinstance(place, slice) else place + 1
        return self._read_to(None if last is None or last <= 0 else last)[place]


def find_wordings(opened: Opened, wordings: Iterable[str], documents: Collection[str] | None = None) -> Occurrences:
    """Where one of the wordings stands, but for width, case and white space. documents: only in these."""
    folded = sorted({one for one in map(_bare, wordings) if one}, key=lambda one: (-len(one), one))
    if not folded:
        return Occurrences(iter(()))
    held = _documents_to_read(opened, folded, documents)
    return Occurrences(_each(opened, re.compile("|".join(map(re.escape, folded))), held))


def _documents_to_read(opened: Opened, folded: Sequence[str], documents: Collection[str] | None) -> list[Document]:
    every = opened.documents
    if len(every) > FEW:
        among = None if documents is None else Selection.of(documents, every)
        holding = opened.index.documents_holding(folded, most=MOST_READ, among=among)
        if holding is not None:
            return sorted((every[one] for one in holding if one in every), key=_order)
    wanted = every.keys() if documents is None else set(documents)
    return [document for document in every.values() if document.id in wanted][: max(FEW, MOST_READ)]


def _order(document: Document) -> tuple[str, int]:
    return document.source, document.start


def _each(opened: Opened, pattern: re.Pattern[str], documents: Iterable[Document]) -> Iterator[Occurrence]:
    for document in documents:
        bare = opened.texts.bare_text(document.source)
        for match in pattern.finditer(bare.text):
            start, end = bare.places[match.start()], bare.places[match.end() - 1] + 1
            if document.start <= start and end <= document.end:
                yield Occurrence(document.id, document.source, Span(start, end))


def _bare(text: str) -> str:
    """Half-width, lower case, in usual characters, without white space."""
    return re.sub(r"\s+", "", plain_text(text).lower())
