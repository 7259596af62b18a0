"""Figures shared out over a list: “A、B分别增长x、y”, “A和B分别由x、y提高到z和w”, “A x,B y,分别增长v、w”.

In: a clause in folded text, its quantities, and the subjects of the sentence's clauses before it. Out: each figure with
the member it belongs to; None where the clause shares nothing out and is read figure by figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.facts.indicator_lists import Subject, split_list
from ingest.facts.indicator_names import UNNAMED, IndicatorName, from_year, is_indicator, is_nameable, read_name
from ingest.facts.quantities import JOINTS, Quantity

EACH = re.compile(r"分别|各(?=\d)")
# Between the figures that a change began with and those that it led to.
TURN = re.compile(r"(?:分别)?(?:[增提上下降减缩升扩跃压恢发攀达][^\d,、]{0,4})?[到至为达](?:\d{4}年[末底]?的)?")


@dataclass(frozen=True, slots=True)
class Share:
    """One figure of the list; `year` where the words give it one of its own (由2020年的46%、70%)."""

    subject: Subject
    quantity: Quantity
    name: IndicatorName
    year: int | None = None


def share_out(
    words: str, offset: int, quantities: Sequence[Quantity], before: Sequence[Sequence[Subject]]
) -> list[Share] | None:
    """The shares of a clause; [] where it shares out what cannot be told apart."""
    each = EACH.search(words)
    if each is None:
        return _without_each(words, offset, quantities, before)
    turn = _turn(words, quantities)
    if turn == 0 and each.start() > quantities[0].start:
        return None
    name = read_name(words[: quantities[0].start])
    if EACH.match(name.noun) or (name.is_from and turn == 0):
        return []
    goals = [quantity for quantity in quantities[turn:] if quantity.is_free]
    items = _items(name, offset, before, max(len(goals), 2))
    shares = _shares(items, goals, name if turn == 0 else _link(words, quantities, turn), bool(name.noun))
    year = from_year(words[: quantities[0].start]) if turn else None
    if shares and year is not None:
        shares += [_began(share, start, year) for share, start in zip(shares, quantities[:turn], strict=False)]
    if shares is None:
        return None if len(goals) < 2 else []
    return shares


def _turn(words: str, quantities: Sequence[Quantity]) -> int:
    """Which figure is the first that a change led to; 0 when the clause tells of no list of changes."""
    if not read_name(words[: quantities[0].start]).is_from:
        return 0
    for place in range(1, len(quantities)):
        if TURN.fullmatch(words, quantities[place - 1].end, quantities[place].start):
            return place if 2 * place == len(quantities) else 0
    return 0


def _link(words: str, quantities: Sequence[Quantity], turn: int) -> IndicatorName:
    name = read_name(words[quantities[turn - 1].end : quantities[turn].start])
    return replace(UNNAMED, comparator=name.comparator, basis=name.basis)


def _began(share: Share, start: Quantity, year: int) -> Share:
    return Share(share.subject, start, share.name, year)


def _items(name: IndicatorName, offset: int, before: Sequence[Sequence[Subject]], wanted: int) -> list[Subject]:
    """The members that the clause names, else those of the clauses before it."""
    if name.noun:
        return split_list(name.noun, offset + name.start, wanted)
    items: list[Subject] = []
    for clause in reversed(before):
        items = [*clause, *items]
        if len(items) >= wanted:
            break
    return items


def _shares(
    items: Sequence[Subject], figures: Sequence[Quantity], name: IndicatorName, is_named: bool
) -> list[Share] | None:
    if len(figures) == 1 and len(items) > 1:
        figures = [*figures] * len(items)
    if len(figures) < 2 or len(figures) > len(items) or (is_named and len(figures) != len(items)):
        return None
    return [
        Share(item, quantity, name)
        for item, quantity in zip(items[-len(figures) :], figures, strict=True)
        if is_nameable(item.name) and (name.growth or name.is_linked or is_indicator(item.name) or quantity.counted)
    ]


def _without_each(
    words: str, offset: int, quantities: Sequence[Quantity], before: Sequence[Sequence[Subject]]
) -> list[Share] | None:
    """“城乡居民收入增长x、y”, “A和B分别达到x和y,增长v、w”: as many figures side by side as there are members."""
    name = read_name(words[: quantities[0].start])
    items: Sequence[Subject] = before[-1] if before else ()
    if name.noun:
        items = split_list(name.noun, offset + name.start, len(quantities))
    if not 2 <= len(quantities) == len(items) or not all(quantity.is_free for quantity in quantities):
        return None
    if any(words[left.end : right.start] not in JOINTS for left, right in pairwise(quantities)):
        return None
    if name.is_from or not (name.noun or name.growth):
        return None
    return _shares(items, quantities, name, True)
