"""A long stretch of text → stretches of at most one size, cut behind the coarsest sign that parts it.

Sizes count characters that are not white space. What is longer than the size between two signs is cut at the next finer
one; neighbours are put together as long as they fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.records import Span

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

SIGNS = ("\n", "。", "\uff1b", ";", "\uff01", "\uff1f", "!", "?", "\uff0c", ",", "、", "\uff1a", ":", " ", "")


def cut_stretch(text: str, start: int, end: int, size: int) -> Iterator[Span]:
    """The stretches of ``text[start:end]`` in reading order, without the blanks around them."""
    for part in _splitter(size).create_documents([text[start:end]]):
        at = start + part.metadata["start_index"]
        yield trimmed(text, at, at + len(part.page_content))


@lru_cache(maxsize=512)
def _splitter(size: int) -> RecursiveCharacterTextSplitter:
    # imported late: it takes as long to load as all the rest of extraction
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(
        chunk_size=size,
        chunk_overlap=0,
        length_function=visible_length,
        separators=list(SIGNS),
        keep_separator="end",
        add_start_index=True,
    )


def visible_length(text: str) -> int:
    """How many characters are no white space."""
    return len("".join(text.split()))


def trimmed(text: str, start: int, end: int) -> Span:
    """The stretch without the white space around it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
