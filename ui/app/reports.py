"""Clippings → a Word file in the layout of official documents, with one numbered list of sources.

In: a title and clippings in their order, each with a note or without. Out: bytes of a .docx file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.app.clippings import CellFields, CitedFields, ClippingFields, Kind
from ui.app.word import Block, Grid, Heading, Quotation, Text, document

LONGEST_QUOTE = 400  # characters of a source's words in the list


@dataclass(frozen=True, slots=True)
class Labels:
    """Words of the reader's language; `note`: with {} for the date."""

    sources: str = "资料来源"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A clipping with what somebody wrote beside it."""

    clipping: ClippingFields
    note: str = ""


NO_LABELS = Labels()


def as_word(title: str, entries: Sequence[Entry], labels: Labels = NO_LABELS) -> bytes:
    """The file. One clipping alone has the title for its own."""
    sources = Sources()
    blocks = [
        block for entry in entries for block in _blocks(entry, sources, is_alone=title == entry.clipping["title"])
    ]
    return document(title, blocks, sources=sources.said, sources_heading=labels.sources, note=labels.note)


class Sources:
    """The list at the end: each place once, numbered from 1 in the order in which it is first needed."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, int, int], int] = {}
        self.said: list[str] = []

    def number(self, cited: CitedFields) -> int:
        """The place's number in the list."""
        key = cited["source"], cited["start"], cited["end"]
        if key not in self._numbers:
            quote = " ".join(cited["quote"].split())
            self.said.append(f"{cited['about']}:“{_clipped(quote)}”" if quote else cited["about"])
            self._numbers[key] = len(self.said)
        return self._numbers[key]


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"


def _blocks(entry: Entry, sources: Sources, *, is_alone: bool) -> list[Block]:
    clipping = entry.clipping

    def written(cell: CellFields) -> str:
        numbers = dict.fromkeys(sources.number(clipping["cited"][n - 1]) for n in cell["citations"])
        return cell["text"] + "".join(f"[{number}]" for number in numbers)

    blocks: list[Block] = [] if is_alone else [Heading(clipping["title"], 2)]
    if clipping["said"]["text"]:
        said = written(clipping["said"])
        blocks.append(Quotation(said) if clipping["kind"] == Kind.QUOTE else Text(said))
    if clipping["headers"]:
        rows = [[written(cell) for cell in row] for row in clipping["rows"]]
        blocks.append(Grid(clipping["headers"], rows, _widths(len(clipping["headers"]))))
    else:
        blocks += [Text(f"{number}. {written(row[0])}") for number, row in enumerate(clipping["rows"], 1)]
    return [*blocks, Text(entry.note)] if entry.note else blocks


def _widths(count: int) -> Sequence[float]:
    """The last column, that of documents, is the widest."""
    return (*(1.0,) * (count - 1), 1.6) if count > 1 else (1.0,)
