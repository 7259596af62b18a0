"""The texts and the form of one generation's sources: each when it is first asked for, kept within a bound.

In: the opened library, and which document stands where. Out: texts as stored, as read for answers and bare for looking
up wordings; headings, tables, passages and places in the original, by document or stretch.
"""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import takewhile

from graph.lexicon.orders import find_orders
from graph.records import Block, Grid, Passage, Row, Section, Span, Spot, Table, source_of
from graph.writing.foldings import BARE
from ingest.readable_library import ReadableLibrary
from ui.app.kept import Kept

MOST_CHARACTERS = 24_000_000  # of texts that are kept in each form: some thousand plans
MOST_RECORDS = 200_000  # passages, headings, tables or spots that are kept, each


class Texts:
    """May be asked from several threads: the library's connection is shared, and so is the lock."""

    def __init__(self, library: ReadableLibrary, lock: threading.RLock) -> None:
        self._library = library
        self._lock = lock
        self._texts = Kept(self._stored_text, most=MOST_CHARACTERS, weigh=lambda text: len(text or ""))
        self._read = Kept(self._made_readable, most=MOST_CHARACTERS, weigh=len)
        self._bare = Kept(self._made_bare, most=MOST_CHARACTERS, weigh=lambda bare: len(bare.text))
        self._sections = Kept(self._sections_of, most=MOST_RECORDS, weigh=len)
        self._tables = Kept(self._tables_of, most=MOST_RECORDS, weigh=lambda tables: sum(len(t.rows) for t in tables))
        self._spots = Kept(self._spots_of, most=MOST_RECORDS, weigh=len)
        self._grids = Kept(self._grids_of, most=MOST_RECORDS, weigh=lambda grids: sum(len(g.cells) for g in grids))
        self._passages = Kept(self._passages_of, most=MOST_RECORDS, weigh=len)
        self._passage = Kept(self._one_passage, most=MOST_RECORDS)

    # ------------------------------------------------------------------------------------------------------- texts

    def text_of(self, source: str) -> str | None:
        """As it is stored; None where there is no such source."""
        return self._texts(source)

    def read_text(self, source: str) -> str:
        """The text as it is read for answers, place for place: blanks where a page ends within a paragraph, and where
        a sentence orders the reader about; a stop behind each cell of a table."""
        return self._read(source)

    def bare_text(self, source: str) -> Bare:
        """The text as read for answers, half-width, lower case and without white space."""
        return self._bare(source)

    def _stored_text(self, source: str) -> str | None:
        with self._lock:
            return self._library.text(source)

    def _made_readable(self, source: str) -> str:
        text = self._texts(source) or ""
        with self._lock:
            holes = self._library.holes(source)
            tables = self._library.given_tables(source)
        for order in find_orders(text):
            text = text[: order.start] + " " * (order.end - order.start) + text[order.end :]
        return blanked(stopped(text, tables), holes)

    def _made_bare(self, source: str) -> Bare:
        return Bare(self._read(source))

    # -------------------------------------------------------------------------------------------------------- form

    def sections(self, document_id: str) -> Sequence[Section]:
        """The heading tree of one document, in reading order."""
        return self._sections(document_id)

    def tables(self, document_id: str) -> Sequence[Table]:
        """The tables of one document, in reading order."""
        return self._tables(document_id)

    def rows_in(self, passage: Passage) -> Sequence[Row]:
        """The table rows that a passage of kind “row” is made of."""
        if passage.kind != "row":
            return ()
        rows = (row for table in self.tables(passage.document_id) for row in table.rows)
        return [row for row in rows if passage.start <= row.start and row.end <= passage.end]

    def spots_in(self, source: str, start: int, end: int) -> list[Spot]:
        """Where a stretch of text stands in the original: the spots that it touches, none for a text file."""
        spots = self._spots(source)
        first = bisect_left(spots, start, key=lambda spot: spot.end)
        return [spot for spot in takewhile(lambda spot: spot.start < end, spots[first:]) if spot.end > start]

    def grids(self, source: str) -> Sequence[Grid]:
        """The tables of a source as its file has them, none for a text file."""
        return self._grids(source)

    def blocks(self, document_id: str) -> Sequence[Block]:
        """What each stretch of a document's text is, in reading order; only the reader asks, once for each."""
        with self._lock:
            return self._library.blocks(source_of(document_id), document_id)

    def _sections_of(self, document_id: str) -> Sequence[Section]:
        with self._lock:
            return self._library.sections(source_of(document_id), document_id)

    def _tables_of(self, document_id: str) -> Sequence[Table]:
        with self._lock:
            return self._library.tables(source_of(document_id), document_id)

    def _spots_of(self, source: str) -> Sequence[Spot]:
        with self._lock:
            return self._library.layout(source).spots

    def _grids_of(self, source: str) -> Sequence[Grid]:
        with self._lock:
            return self._library.layout(source).grids

    # ---------------------------------------------------------------------------------------------------- passages

    def passages_of(self, document_id: str) -> Sequence[Passage]:
        """Of one document, in reading order."""
        return self._passages(document_id)

    def passage(self, passage_id: str) -> Passage | None:
        """The passage of this identifier, which names its document and place; None where there is none."""
        return self._passage(passage_id)

    def passages_in(self, document_id: str, start: int, end: int) -> list[Passage]:
        """The passages of a document that a stretch of its text touches, in reading order."""
        return [passage for passage in self._passages(document_id) if passage.start < end and start < passage.end]

    def section_at(self, document_id: str, start: int, end: int) -> tuple[str, ...]:
        """The headings above a place, outermost first: those of the passage there, else of the innermost section."""
        for passage in self._passages(document_id):
            if passage.start <= start and end <= passage.end:
                return passage.section
        above = [section for section in self.sections(document_id) if section.start <= start and end <= section.end]
        return max(above, key=lambda section: section.depth).path if above else ()

    def _one_passage(self, passage_id: str) -> Passage | None:
        with self._lock:
            return self._library.passage(passage_id)

    def _passages_of(self, document_id: str) -> Sequence[Passage]:
        with self._lock:
            return self._library.passages(source_of(document_id), document_id)


def stopped(text: str, tables: Sequence[Table]) -> str:
    """The text with a stop in place of the line end behind each cell, and each line of a header, of tables as files
    have them: what two cells say side by side is no sentence."""
    if not tables:
        return text
    signs = list(text)
    for table in tables:
        if table.is_given:
            first = min((row.start for row in table.rows), default=table.end)
            ends = {cell.end for row in table.rows for cell in row.cells}
            for place in (*range(table.start, first), *ends):
                if place < len(signs) and signs[place] == "\n":
                    signs[place] = "。"
    return "".join(signs)


def blanked(text: str, spans: Iterable[Span]) -> str:
    """The text with blanks in these stretches and in the white space around them, as long as before."""
    for span in spans:
        before, behind = text[: span.start].rstrip(), text[span.end :].lstrip()
        text = before + " " * (len(text) - len(before) - len(behind)) + behind
    return text


class Bare:
    """A text half-width, lower case and without white space, and where each character of it stands."""

    def __init__(self, text: str) -> None:
        self._of = text
        self.text = text.translate(BARE)

    @cached_property
    def places(self) -> Sequence[int]:
        """Found out only where something is found: of most texts nothing is."""
        return array("I", (place for place, sign in enumerate(self._of) for _ in BARE[ord(sign)]))
