"""What the rules of extraction read and write: a stretch of a document goes in, findings come out.

A stretch is one paragraph, heading, box text or table cell as a `View` (folded, without white space) with what is
known about where it stands, and its words. A finding is a place in a stretch's text with what stands there.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Any

import rjieba

from graph.lexicon.divisions import Divisions
from graph.records import BlockKind, EntityType
from ingest.form.view import View
from ingest.rules import Rule

JOINTS = "和及与"


@dataclass(frozen=True, slots=True)
class Stretch:
    """`header` is the column of a table cell; `heading` the innermost heading or the table's title."""

    view: View
    kind: BlockKind
    region: str | None  # code of the division the document speaks for
    header: str = ""
    heading: str = ""
    starts: tuple[int, ...] = ()  # where each word of the text begins
    year: int | None = None  # in which the document was written
    # what rules that come by again and again have worked out of its text
    memory: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        view: View,
        kind: BlockKind,
        region: str | None,
        *,
        header: str = "",
        heading: str = "",
        year: int | None = None,
    ) -> Stretch:
        """A stretch with its words cut."""
        starts, at = [], 0
        for word in rjieba.cut(view.text, True):
            starts.append(at)
            if len(word) > 2 and word[0] in JOINTS and not rjieba.has_word(word):
                starts.append(at + 1)  # 企业|及|久泰
            at += len(word)
        return cls(view, kind, region, header, heading, tuple(starts), year)

    @property
    def text(self) -> str:
        """Its folded text, to which findings refer."""
        return self.view.text

    @property
    def areas(self) -> Divisions:
        """The areas of China as the document knows them."""
        return Divisions.load(self.year)

    def word_at(self, place: int) -> str:
        """The word that covers the place."""
        index = bisect_right(self.starts, place) - 1
        end = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[index] : end]

    def begins_word(self, place: int) -> bool:
        """Whether a word begins there; the end of the text counts too."""
        index = bisect_left(self.starts, place)
        return place >= len(self.text) or (index < len(self.starts) and self.starts[index] == place)

    def words(self, start: int, end: int) -> list[tuple[int, int]]:
        """The words that begin inside, cut to the stretch."""
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        edges = [*self.starts[low:high], end]
        if (low < high and edges[0] != start) or low == high:
            edges.insert(0, start)
        return [(a, b) for a, b in itertools.pairwise(edges) if a < b]


@dataclass(frozen=True, slots=True)
class Finding:
    """An entity named at ``text[start:end]`` of a stretch."""

    start: int
    end: int
    type: EntityType
    name: str
    rule: Rule
    code: str | None = None
    place: str | None = None
