"""Figures side by side → who has the most, then each with its figure; or whether one is more than the other.

Sides are places, years, or a target beside its result. Where figures are not what differs, each side has the clause
that says it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from graph.lexicon.wordings import wordings
from graph.records import TargetKind
from search.answer import Citation
from search.plan.plan import Plan
from search.replies.contract import Base, Reply, cut_short
from search.replies.every_place import over_every_place
from search.replies.finding import figures_for, find_fits
from search.replies.numbers import choose_figures, quote_of
from search.replies.sought import Sought, read_sought
from search.replies.trends import KINDS, Side, by_moment, moments_asked, reply_with_trend, table

any_of = wordings("answers").any_of

MOST = re.compile(any_of("superlatives"))
FULFILLED = re.compile(any_of("fulfilled"))
THAN = re.compile(r"比|高于|低于|超过|多于|少于|快于|慢于")
BELOW = re.compile(r"低|少|小|慢|短|弱")


class Compared(NamedTuple):
    """One side of a verdict: 2008年目标, 15%, 15.0."""

    label: str
    said: str
    number: float


def reply_with_comparison(plan: Plan, base: Base) -> Reply | None:
    """The sides with their figures, the winner first; None where less than two are known."""
    if plan.polar:
        return judge_figures(plan, base)
    plan = over_every_place(plan, base)
    sought = read_sought(plan, base)
    if not sought.is_figure or not sought.things:
        return None
    if len(sought.places) < 2:
        return _over_years(plan, sought, base)
    sides = by_place(plan, sought, base)
    if sum(side.fit is not None for side in sides) < 2:
        return None
    return _ranked(plan, sides, base)


def reply_with_every_place(plan: Plan, base: Base) -> Reply | None:
    """“各县GDP分别是多少”: the figure of each; None where not all areas of a level are asked for."""
    over = over_every_place(plan, base)
    return None if over is plan else reply_with_comparison(over, base)


def by_place(plan: Plan, sought: Sought, base: Base) -> list[Side]:
    """For each place its figure, all measured alike where they can be."""
    sides = []
    for place, name in enumerate(sought.place_names):
        one = sought.of_place(place)
        chosen = choose_figures(one, find_fits(plan, one, base))
        sides.append(Side(name, chosen[0] if chosen else None))
    return sides


def _over_years(plan: Plan, sought: Sought, base: Base) -> Reply | None:
    moments = moments_asked(plan, sought)
    if not plan.most or len(moments) < 2:
        return reply_with_trend(plan, base)
    sides = by_moment(sought, figures_for(plan, sought, base), moments, base)
    return _ranked(plan, sides, base) if sum(side.fit is not None for side in sides) > 1 else None


def _ranked(plan: Plan, sides: Sequence[Side], base: Base) -> Reply:
    """怀化最高:怀化11%以上;邵阳10%; in the order asked where nothing is ranked."""
    known = [side for side in sides if side.fit]
    unknown = [side for side in sides if not side.fit]
    if not plan.most or not _comparable(known):
        return table(sides, base)
    known.sort(key=lambda side: -plan.most * _number(side))
    best = [side.label for side in known if _number(side) == _number(known[0])]
    word = word_of_most(plan)
    lead = f"{best[0]}{word}:" if len(best) == 1 else f"{'、'.join(best)}并列{word}:"
    return table([*known, *unknown], base, lead=lead)


def _number(side: Side) -> float:
    assert side.fit is not None
    return side.fit.figure.quantity.number


def _comparable(sides: Sequence[Side]) -> bool:
    return len({side.fit.figure.quantity.dimension for side in sides if side.fit}) == 1


def word_of_most(plan: Plan) -> str:
    """The question's own word: 最高, 更多."""
    found = MOST.findall(plan.question.text)
    if not found:
        return "最高" if plan.most > 0 else "最低"
    return found[0] if len(found[0]) > 1 else f"最{found[0]}"


# ------------------------------------------------------------------------------------------------------ yes or no


def judge_figures(plan: Plan, base: Base) -> Reply | None:
    """Whether a target was met, or one figure is more than another: 否,2008年目标15%低于2007年实际16.8%."""
    sought = read_sought(plan, base)
    sides = _two_sides(plan, sought, base)
    if sides is None or not all(side.fit for side in sides) or not _comparable(sides):
        return None
    left, right = sides
    if FULFILLED.search(plan.question.text) and not re.search("比", plan.question.text):
        result, target = (left, right) if _is_result(left) else (right, left)
        return _judged(_number(result) >= _number(target), result, target, base)
    return _judged(holds_as_asked(plan, _number(left), _number(right)), left, right, base)


def holds_as_asked(plan: Plan, left: float, right: float) -> bool:
    """Whether the first is more than the second, or less where that is asked."""
    less = bool(BELOW.search(_behind_than(plan.question.text)))
    return left < right if less else left > right


def _behind_than(text: str) -> str:
    match = THAN.search(text)
    return text[match.start() :] if match else text


def _is_result(side: Side) -> bool:
    return side.fit is not None and side.fit.figure.kind is TargetKind.RESULT


def _two_sides(plan: Plan, sought: Sought, base: Base) -> list[Side] | None:
    """The two figures, in the order in which the question names them."""
    if len(sought.places) == 2:
        return by_place(plan, sought, base)
    moments = list(plan.figures) or moments_asked(plan, sought)
    if len(moments) != 2:
        return None
    wide = replace(sought, years=(), periods=(), kind=None)
    sides = by_moment(wide, figures_for(plan, wide, base), moments, base)
    sides = [
        Side(f"{year}年{KINDS[kind] if kind else ''}", side.fit)
        for (year, kind), side in zip(moments, sides, strict=True)
    ]
    before = THAN.split(plan.question.text)[0]
    if re.search("实际|完成", before) and not re.search("目标|计划|定", before):
        sides.sort(key=lambda side: "实际" not in side.label)
    elif re.search("目标|计划|定", before) and not re.search("实际|完成", before):
        sides.sort(key=lambda side: "实际" in side.label)
    elif len({year for year, _ in moments}) == 2:
        sides.sort(key=lambda side: side.label[:4] not in before)
    return sides


def _judged(holds: bool, one: Side, other: Side, base: Base) -> Reply:
    assert one.fit is not None
    assert other.fit is not None
    quotes = [quote_of(fit.figure, base) for fit in (one.fit, other.fit)]
    sides = (Compared(side.label, side.said, _number(side)) for side in (one, other))
    return say_judged(holds, *sides, quotes=quotes)


def say_judged(holds: bool, one: Compared, other: Compared, *, quotes: Sequence[Citation], sure: float = 1.0) -> Reply:
    """否,2008年目标15%低于2007年实际16.8%"""
    word = "高于" if one.number > other.number else "低于" if one.number < other.number else "等于"
    short = f"{'是' if holds else '否'},{one.label}{one.said}{word}{other.label}{other.said}"
    return Reply(cut_short(short), tuple(dict.fromkeys(quotes)), sure=sure)
