"""Where in a document something stands: a passage, else the innermost section, else the document itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from graph.records import Document, Passage, Section

Holder = Document | Section | Passage
_OVERLAPPING = 4  # passages may overlap a little: so many are looked at


class Holders:
    """The parts of one document, which hold what is said in it."""

    def __init__(self, document: Document, sections: Sequence[Section], passages: Sequence[Passage]) -> None:
        self._document = document
        self._sections = sorted(sections, key=lambda section: (section.start, -section.end, section.depth))
        self._parents = {section.id: section for section in sections}
        self._section_starts = [section.start for section in self._sections]
        self._passages = sorted(passages, key=lambda passage: (passage.start, -passage.end))
        self._passage_starts = [passage.start for passage in self._passages]

    def of(self, start: int, end: int) -> Holder:
        """What holds a stretch of the text."""
        # the last that begins before it, and those that may overlap it
        last = bisect_right(self._passage_starts, start)
        for passage in reversed(self._passages[max(0, last - _OVERLAPPING) : last]):
            if end <= passage.end:
                return passage
        return self.section_of(start, end)

    def section_of(self, start: int, end: int) -> Document | Section:
        """The innermost section that holds a stretch, else the document."""
        last = bisect_right(self._section_starts, start)
        section = self._sections[last - 1] if last else None
        while section and not section.start <= start <= end <= section.end:
            section = self._parents.get(section.parent_id or "")
        return section or self._document
