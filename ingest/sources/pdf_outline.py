"""The bookmarks of a PDF → which of its paragraphs are headings, and at which level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ingest.sources.pdf_lines import Line, text_of
from ingest.sources.pdf_pages import Bookmark

FEWEST = 2  # a single bookmark is a file's name as a rule
NEAR = 1  # pages that a bookmark may be off


class Outline:
    """The bookmarks, asked for by the paragraphs on their pages."""

    def __init__(self, bookmarks: Sequence[Bookmark]) -> None:
        self.marks: dict[str, list[Bookmark]] = defaultdict(list)
        if len(bookmarks) >= FEWEST:
            for mark in bookmarks:
                self.marks[_bare(mark.title)].append(mark)

    def level(self, lines: Sequence[Line]) -> int | None:
        """The level of the bookmark that names this paragraph; None where none does."""
        marks = self.marks.get(_bare(text_of(lines)), [])
        near = [mark for mark in marks if abs(mark.page - lines[0].page) <= NEAR]
        return min(near, key=lambda mark: abs(mark.page - lines[0].page)).level if near else None


def _bare(title: str) -> str:
    return "".join(sign for sign in title if sign.isalnum()).lower()
