"""Of which place a figure is, where its sentence names another than the document's own.

An area has figures of its own: 安化县地区生产总值312亿元 in a city's report is 地区生产总值 of 安化县. A park has none
in the graph: its name stays before the indicator's (桃江高新区完成工业增加值68亿元).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.lexicon.divisions import Division, Divisions
from graph.lexicon.lexicon import word_list
from graph.lexicon.wordings import wordings
from graph.records import BlockKind, Document, Span
from ingest.entities.parks import find_parks, heads
from ingest.entities.stretches import Stretch
from ingest.facts.indicator_words import known_name
from ingest.form.view import View

any_of = wordings("indicators").any_of

LONGEST_AREA = 11  # characters
# “桃江高新区2025年完成…”, “其中安化县实现…”: who reached what the clause tells.
REACHES = re.compile(
    rf"(?:其中)?(?P<name>[\u4e00-\u9fff]{{2,16}}?)(?:(?:19|20)\d\d年|{any_of('when_reached')})*{any_of('reached')}"
)
OF_ALL = re.compile(any_of("of_all"))


@dataclass(frozen=True, slots=True)
class Whose:
    """The place that the figures of a clause are of: an area, a park, or (with neither) the document's own."""

    area: Division | None = None
    park: str = ""


OWN = Whose()


class Places:
    """Tells the places of one document's figures; asked for each clause in reading order."""

    def __init__(self, document: Document) -> None:
        self._region = document.region_code
        self._divisions = Divisions.load(document.written)

    def of_clause(self, words: str, before: Whose) -> Whose:
        """Who reached what the clause tells: as it says itself, else as the clause before it in its sentence."""
        if OF_ALL.match(words):
            return OWN
        match = REACHES.match(words)
        if match is None:
            return before
        name = match["name"]
        if area := self._area(name):
            return OWN if area.code == self._region else Whose(area=area)
        return Whose(park=name) if self._is_park(words, match.span("name")) else before

    def before(self, indicator: str) -> tuple[str, Division | None]:
        """The name of an area before that of something known to be measured, and the area; "" where there is none."""
        for length in range(min(len(indicator), LONGEST_AREA), 1, -1):
            if known_name().match(indicator, length) and (area := self._area(indicator[:length])):
                return indicator[:length], area
        return "", None

    def named(self, indicator: str, whose: Whose) -> tuple[str, str | None]:
        """The indicator as the graph calls it, and the area that it is of; None for the document's own."""
        name, area = self.before(indicator)
        if area:
            return indicator.removeprefix(name), None if area.code == self._region else area.name
        if whose != OWN and (match := REACHES.match(indicator)):
            indicator = indicator[match.end() :]
        if whose.park and whose.park not in indicator:
            return whose.park + indicator, None
        return indicator, whose.area.name if whose.area else None

    def _is_park(self, words: str, span: tuple[int, int]) -> bool:
        if not any(head.end() == span[1] for head in heads().finditer(words, *span)):
            return False
        stretch = Stretch.of(View.of(words, [Span(0, len(words))]), BlockKind.PARAGRAPH, self._region)
        return any((park.start, park.end) == span for park in find_parks(stretch))

    def _area(self, name: str) -> Division | None:
        """The area that the name means in this document, unless it is an ordinary word as well."""
        return None if name in word_list("division_words") else self._divisions.nearest(name, self._region)
