"""Enumerations that a document's headings make: the headings below a heading, of one style of numbering.

In: the heading tree and the text. Out: enumerations whose members are titles.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from graph.records import Section, Span
from graph.writing.numerals import number_of
from graph.writing.sentence_ends import FULL, LINE
from search.texts.enumeration import Enumeration, Member
from search.texts.flat import flatten
from search.texts.sequences import said_number

NUMBER = re.compile(r"[一二三四五六七八九十百]+|\d+")
LEAD_LENGTH = 160


@lru_cache(maxsize=64)
def find_outlines(text: str, sections: tuple[Section, ...]) -> list[Enumeration]:
    """One for each run of sibling headings of one style."""
    below: dict[str | None, list[Section]] = defaultdict(list)
    for section in sections:
        below[section.parent_id].append(section)
    by_id = {section.id: section for section in sections}
    return [
        _enumeration(text, by_id.get(parent) if parent else None, series)
        for parent, children in below.items()
        for series in _series(children)
    ]


def style_of(label: str) -> str:
    """The label without its number: (一) and (二) are of one style, 1. and (1) are not."""
    return NUMBER.sub("#", label)


def number_in(label: str) -> int | None:
    """The number of a label: (十二) → 12."""
    match = NUMBER.search(label)
    return number_of(match[0]) if match else None


def _series(children: Sequence[Section]) -> Iterator[list[Section]]:
    """Siblings of one style, one after the other; numbering that begins again begins another."""
    series: list[Section] = []
    for section in children:
        number = number_in(section.label)
        restarts = series and (style_of(series[-1].label) != style_of(section.label) or number == 1)
        if restarts:
            if len(series) > 1:
                yield series
            series = []
        series.append(section)
    if len(series) > 1:
        yield series


def _enumeration(text: str, parent: Section | None, series: Sequence[Section]) -> Enumeration:
    """Its label is the heading above and the last sentence before the first of them."""
    first = series[0].start
    start = max(parent.start if parent else 0, first - LEAD_LENGTH)
    lead = flatten(text, Span(start, first)).text.rstrip("\n")
    lead = re.split(f"[{FULL}{LINE}]", lead.rstrip(FULL))[-1]
    heading = flatten(text, Span(parent.start, parent.heading_end)).text if parent else ""
    members = tuple(
        Member(section.title, Span(section.start, section.heading_end), Span(section.start, section.heading_end))
        for section in series
        if section.title
    )
    before = f"{heading}\n{lead}" if lead and lead not in heading else heading
    return Enumeration(
        members, before, "", Span(first, series[-1].end), "headings", said_number(lead) or said_number(heading)
    )
