"""A passage as the rankers see it, and as the reranker does."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from graph.writing.foldings import fold_text
from graph.writing.sentence_ends import STORED_END

PLACED = re.compile(r"(?P<document>(?P<source>.*?)(?:#(?P<number>\d+))?):(?P<start>\d+)-\d+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """Text and context; `embedded_text` and `counted_text` are what the rankers are built from."""

    id: str  # "<document id>:<start>-<end>"
    title: str  # of the document; an annex's has its notice's title in front
    section: tuple[str, ...]  # headings above it, outermost first
    text: str
    region: str | None  # the division its document speaks for
    year: int | None  # the year its document speaks for
    years: tuple[int, int] | None = None  # first and last year its document plans for

    @property
    def document_id(self) -> str:
        """Of the document that it is a passage of."""
        match = PLACED.fullmatch(self.id)
        return match["document"] if match else self.id

    @property
    def embedded_text(self) -> str:
        """What is embedded: a passage alone often does not say what it is about."""
        return f"{self.title} {' '.join(self.section)}\n{self.text}"

    @property
    def counted_text(self) -> str:
        """What the sparse rankers count: place and year of the document answer to those in a question."""
        year = f"{self.year}年" if self.year else ""
        return f"{self.title}\n{self.region or ''}\n{year}\n{' '.join(self.section)}\n{self.text}"


def reading_order(id_: str) -> tuple[str, int, int, str]:
    """A key by which passages stand as they are read: equal scores are told apart by it."""
    match = PLACED.fullmatch(id_)
    return (match["source"], int(match["number"] or 0), int(match["start"]), id_) if match else (id_, 0, 0, id_)


@dataclass(frozen=True, slots=True)
class FoldedPassage:
    """What reranking compares a question with, folded once when the index is built."""

    context: str  # title and headings
    sentences: tuple[str, ...]
    region: str | None
    year: int | None
    years: tuple[int, int] | None

    @classmethod
    def of(cls, passage: IndexedPassage) -> FoldedPassage:
        """A passage folded, sentence by sentence."""
        sentences = (fold_text(sentence) for sentence in STORED_END.split(passage.text))
        return cls(
            "\n".join(map(fold_text, (passage.title, *passage.section))),
            tuple(sentence for sentence in sentences if sentence),
            passage.region,
            passage.year,
            passage.years,
        )

    @classmethod
    def from_line(cls, line: bytes) -> FoldedPassage:
        """What `to_line` wrote."""
        context, sentences, region, year, years = json.loads(line)
        return cls(context, tuple(sentences), region, year, tuple(years) if years else None)

    def to_line(self) -> bytes:
        """As one line of JSON, which ends with its line break."""
        fields = (self.context, self.sentences, self.region, self.year, self.years)
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
