"""What each source gives by itself, noted down before anything is derived: names that it teaches, what its text may
hold, how its passages are worded, its documents and what they say of others.

In: the sources that changed or are gone. Out: rows in the book.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from graph.layers import TableRow
from graph.resolve.corrections import Correction
from ingest.deriving.book import Book
from ingest.deriving.citing import cited_rows
from ingest.deriving.echoing import taught_rows
from ingest.deriving.sources import Sent, Sources


@dataclass(frozen=True, slots=True)
class Noted:
    """The rows of a source by table. applied: the corrections that found something to put right."""

    taught: Mapping[str, list[TableRow]]
    cited: Mapping[str, list[TableRow]]
    applied: Collection[Correction]


def note(book: Book, sources: Sources) -> None:
    """Write down what the sources give."""
    for name in sources.gone:
        for family in ("taught", "echoed", "cited", "meant"):
            book.now.drop(family, name)
    for sent, noted in sources.work(noted_of, sources.changed):
        if sent.corrections is not None:
            sources.righted(sent.name, noted.applied)
        book.now.replace("taught", sent.name, noted.taught)
        book.now.replace("cited", sent.name, noted.cited)
    book.now.make_indexes()


def noted_of(portion: Sequence[Sent]) -> list[Noted]:
    """What each source of a portion gives."""
    return [_noted(sent) for sent in portion]


def _noted(sent: Sent) -> Noted:
    found = sent.read()
    return Noted(taught_rows(found.extraction), cited_rows(found.extraction), found.applied)
