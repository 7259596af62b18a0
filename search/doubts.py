"""What an answer says that was recognised with doubt from a scan or a picture → the same with a word that says so.

In: a short answer or a text, and the citations that it rests on. Out: it, with “(识别存疑)” behind it where it says a
figure or a wording that recognition was not sure of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from graph.records import Span
from search.answer import Citation
from search.replies.contract import LONGEST_SHORT, Item, Reply

DOUBTED = "(识别存疑)"
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


class Recognised(Protocol):
    """What is known of how surely texts were recognised."""

    def text_of(self, source: str) -> str:
        """The stored text of a source."""

    def doubts_in(self, source: str, span: Span) -> Sequence[Span]:
        """The stretches there that were recognised with doubt."""


def doubted_in(citations: Iterable[Citation], base: Recognised) -> list[str]:
    """What was recognised with doubt in the stretches cited."""
    return [
        base.text_of(one.passage.source)[span.start : span.end].strip()
        for one in citations
        for span in base.doubts_in(one.passage.source, one.span)
    ]


def says_doubted(text: str, doubted: Iterable[str]) -> bool:
    """Whether the text says one of these figures, or repeats one of these stretches."""
    figures = set(FIGURE.findall(text))
    return any(_says(text, figures, one) for one in doubted)


def _says(text: str, figures: set[str], doubted: str) -> bool:
    of_it = FIGURE.findall(doubted)
    return bool(figures & set(of_it)) if of_it else len(doubted) > 1 and doubted in text


def reply_with_doubts(reply: Reply, base: Recognised) -> Reply:
    """The reply, its short answer and its items marked where they say what was recognised with doubt."""
    doubted = doubted_in(reply.citations, base)
    if not doubted:
        return reply
    items = reply.items and tuple(_item_with_doubts(item, reply, base) for item in reply.items)
    return replace(reply, short=with_mark(reply.short, doubted, LONGEST_SHORT), items=items)


def _item_with_doubts(item: Item, reply: Reply, base: Recognised) -> Item:
    doubted = doubted_in((reply.citations[place] for place in item.proof), base)
    return replace(item, text=with_mark(item.text, doubted, LONGEST_SHORT))


def with_mark(text: str, doubted: Sequence[str], longest: int) -> str:
    """The text with the mark behind it, where it says what is doubted."""
    if DOUBTED in text or not says_doubted(text, doubted):
        return text
    return text[: longest - len(DOUBTED)] + DOUBTED
