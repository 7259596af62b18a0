"""A document as the rules over running text read it: one folded text, a line for each block.

Rules that look at one sentence may not run from one block into the next, and rules for a parenthesis that was broken
over lines must; both work on the same text, where only the ends of blocks are line breaks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from graph.records import BlockKind, Span, Structure, Table
from ingest.form.enclosing import begin_within
from ingest.form.parts import views_of
from ingest.form.view import View

READ_KINDS = frozenset(BlockKind) - {BlockKind.FURNITURE, BlockKind.NOTE}


@dataclass(frozen=True, slots=True)
class Reading:
    """Folded text; ``places[i]`` is where ``text[i]`` stands in the source (a line break: the last place before)."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, structure: Structure) -> Reading:
        """The document's blocks but contents pages, page frames and notes, in reading order."""
        characters: list[str] = []
        places: list[int] = []
        given = sorted((table for table in structure.tables if table.is_given), key=lambda table: table.start)
        for block in structure.blocks:
            if block.kind not in READ_KINDS:
                continue
            inside = begin_within(given, block.start, block.end)
            for spans in [(cell,) for cell in cells_of(inside)] if inside else [block.spans]:
                view = View.of(structure.text, spans)
                is_flat = block.kind is BlockKind.TABLE and not inside  # cells put end to end: there are no sentences
                for part in [view] if is_flat else views_of(view):
                    if part.text:
                        characters.append(part.text)
                        places.extend(part.places)
                        characters.append("\n")
                        places.append(part.places[-1])
        return cls("".join(characters), tuple(places))

    def span(self, start: int, end: int) -> Span:
        """The stretch of the source behind ``text[start:end]``; start < end."""
        return Span(self.places[start], self.places[end - 1] + 1)

    def index(self, place: int) -> int:
        """The position in `text` of the first character at or after a place of the source."""
        return bisect_left(self.places, place)


def cells_of(tables: Sequence[Table]) -> list[Span]:
    """Where the cells of tables stand, each once: what two cells say side by side is no sentence."""
    places = {(cell.start, cell.end) for table in tables for row in table.rows for cell in row.cells}
    return [Span(start, end) for start, end in sorted(places)]  # numbers sort much faster than spans
