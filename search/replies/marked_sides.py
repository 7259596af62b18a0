"""What the reader marks for each of several years or places: the same question put for each of them alone.

In: a plan over sides whose figures no table or sentence gives beyond doubt. Out: the sides with what is marked for
each, the first of them first where the most is asked; or whether one is more than the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from search.answer import Citation, without_others
from search.plan.plan import Plan
from search.question import Question
from search.replies.comparing import Compared, holds_as_asked, say_judged, word_of_most
from search.replies.contract import Base, Reply
from search.replies.marked import SURE, plainly, read_closely, sentence_around, surest
from search.replies.numbers import ASKS_FIGURE
from search.replies.trends import NOT_SAID, say_table
from search.texts.quantities import Quantity, find_quantities

MOST_SIDES = 6
UNSURE = 0.6  # how sure such a reply is


@dataclass(frozen=True, slots=True)
class MarkedSide:
    """`said`: what is marked for the year or place; None where nothing is."""

    label: str
    said: str | None
    quantity: Quantity | None
    citation: Citation | None


def reply_with_marked_sides(plan: Plan, base: Base) -> Reply | None:
    """The sides; None where fewer than two are known."""
    facets = plan.question.facets
    if not 2 <= len(facets) <= MOST_SIDES:
        return None
    sides = [_read_side(plan, label, alone, base) for label, alone in facets]
    known = [side for side in sides if side.said is not None]
    if len(known) < 2:
        return None
    measured = all(side.quantity is not None for side in known)
    if plan.polar:
        return _judged(plan, known) if measured and len(known) == 2 else None
    if plan.most and measured:
        known.sort(key=lambda side: -plan.most * _number(side))
        lead = f"{known[0].label}{word_of_most(plan)}:"
        return _table([*known, *(side for side in sides if side.said is None)], lead)
    return _table(sides, "")


def _read_side(plan: Plan, label: str, alone: Question, base: Base) -> MarkedSide:
    question = replace(alone, text=without_other_years(without_others(plan.question, alone), plan.question, alone))
    reading = surest(read_closely(replace(plan, question=question), base, most=2))
    if reading is None or reading.best < SURE:
        return MarkedSide(label, None, None, None)
    text = base.text_of(reading.source)
    marks = sorted(reading.marks, key=lambda one: -one.score)
    spoken = [(mark, plainly(text[mark.span.start : mark.span.end])) for mark in marks]
    if ASKS_FIGURE.search(plan.question.text):
        spoken = [(mark, said) for mark, said in spoken if find_quantities(said)]
    if not spoken or spoken[0][0].score < SURE:
        return MarkedSide(label, None, None, None)
    mark, said = spoken[0]
    quantity = next(iter(find_quantities(said)), None)
    return MarkedSide(label, said, quantity, base.cite(reading.source, sentence_around(mark.span, reading, text)))


def without_other_years(text: str, question: Question, alone: Question) -> str:
    """The question with the other years taken out: 2015、2020、2025年 → 2020年."""
    for year in question.years:
        if year not in alone.years and alone.years:
            text = re.sub(rf"{year}(?:年)?(?:底|末)?[、,和与跟]?", "", text)
    return text


def _number(side: MarkedSide) -> float:
    assert side.quantity is not None
    return side.quantity.number


def _table(sides: Sequence[MarkedSide], lead: str) -> Reply:
    return say_table([(side.label, side.said or NOT_SAID, side.citation) for side in sides], lead=lead, sure=UNSURE)


def _judged(plan: Plan, sides: Sequence[MarkedSide]) -> Reply:
    one, other = (Compared(side.label, side.said or "", _number(side)) for side in sides)
    quotes = [side.citation for side in sides if side.citation]
    return say_judged(holds_as_asked(plan, one.number, other.number), one, other, quotes=quotes, sure=UNSURE)
