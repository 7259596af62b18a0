"""The figure that answers a question after a number, when one fits beyond doubt: said before the quote it is from.

In: a question, and the targets and results that the graph holds in a quote. Out: one of them, or none: its unit is the
one asked for, its year is no other than asked for, and its indicator and the question say the same, which no other
figure of the quote does nearly as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from graph.lexicon.wordings import wordings
from graph.records import Comparator, Target
from graph.writing.foldings import fold_text
from search.question import Question, load_cues
from search.terms import find_pairs
from search.wanted import Wanted, find_wanted

any_of = wordings("answers").any_of

SAYS = 0.5  # least share of what is asked that the indicator's name must say …
SAYS_SOME = 0.3  # … or this share, where the question says
SAID = 0.75  # this share of the indicator's name
APART = 0.8  # another value whose name says this share of what the best says leaves a doubt
GROWTH = re.compile(r"增长|增速|增幅|涨幅|下降|降幅")
ASKS_GROWTH = re.compile(rf"{GROWTH.pattern}|涨|提高|减少|降低|快|慢")
AMOUNT = re.compile(any_of("amounts"))
# what makes another quantity of what it stands beside
MEASURES = ("比例", "比重", "占", "人均", "每", "单位", "能耗")
BEHIND = {Comparator.AT_LEAST: "以上", Comparator.ABOUT: "左右", Comparator.AT_MOST: "以内", Comparator.EQUAL: ""}


def figure_that_answers(question: Question, figures: Sequence[Target], rarity: Callable[[str], float]) -> Target | None:
    """One of the figures of a quote. `rarity`: how rare a pair of characters is in the whole base."""
    if not figures:
        return None
    things = find_wanted(question)
    told = " ".join((fold_text(question.text), *(wording for thing in things for wording in thing)))
    same = [figure for figure in figures if not _is_another_measure(figure, told)]
    growth = bool(GROWTH.search(question.text))
    for grows in dict.fromkeys((growth, True)):
        fitting = [figure for figure in same if _fits(question, figure, grows=grows)]
        if fitting and (found := _best_of(fitting, Wanted(things, rarity), told)):
            return found
    return None


def _best_of(fitting: Sequence[Target], wanted: Wanted, told: str) -> Target | None:
    shares = wanted.share_said(wanted.presence([fold_text(figure.indicator) for figure in fitting]))
    best = max(range(len(fitting)), key=lambda place: (shares[place], -place))
    doubts = [
        figure
        for figure, share in zip(fitting, shares, strict=True)
        if share >= APART * shares[best] and said_of(figure) != said_of(fitting[best])
    ]
    least = SAYS_SOME if _share_told(fitting[best], told) >= SAID else SAYS
    return fitting[best] if shares[best] >= least and not doubts else None


def _is_another_measure(figure: Target, told: str) -> bool:
    """全社会研发经费支出相当于全市生产总值的比例, where 生产总值 is asked for."""
    return any(word in figure.indicator and word not in told for word in MEASURES)


def _share_told(figure: Target, told: str) -> float:
    pairs = find_pairs(fold_text(figure.indicator))
    return sum(pair in told for pair in pairs) / max(1, len(pairs))


def may_ask_growth(question: Question) -> bool:
    """“增长多少”; also “GDP目标是多少”, where the quote does not say how much it is; not “社零总额目标”."""
    return bool(ASKS_GROWTH.search(question.text)) or not (question.unit or AMOUNT.search(question.text))


def _fits(question: Question, figure: Target, *, grows: bool) -> bool:
    if figure.unsafe or not figure.unit or (question.unit and not _same_unit(question.unit, figure.unit)):
        return False
    # what grows is not how much there is, and the other way round
    if bool(GROWTH.search(figure.indicator)) != grows or (grows and not may_ask_growth(question)):
        return False
    asked = {*question.years, *(year for _, year in question.periods)}
    return not asked or figure.year is None or figure.year in asked


def _same_unit(asked: str, unit: str) -> bool:
    counters = load_cues().counters
    return asked == unit or (asked in counters and unit in counters)


def said_of(figure: Target) -> str:
    """300台以上, 462万亩左右."""
    return f"{figure.value}{figure.unit or ''}{BEHIND[figure.comparator]}"


def most_of(question: Question, figures: Sequence[tuple[str, Target]]) -> str | None:
    """Which of several labelled figures is the most or the least, in the question's own word: 常德最多. None when that
    is not asked, or two are equal, or they are of different units.
    """
    cues = load_cues()
    most, least = cues.most.search(question.text), cues.least.search(question.text)
    word = most or least
    numbers = [_number(figure.value) for _, figure in figures]
    if not word or len({figure.unit for _, figure in figures}) > 1 or None in numbers:
        return None
    values = [number for number in numbers if number is not None]
    top = max(values) if most else min(values)
    return f"{figures[values.index(top)][0]}{word[0]}" if values.count(top) == 1 else None


def _number(value: str) -> float | None:
    written = value.replace(",", "")
    return float(written) if re.fullmatch(r"\d+(?:\.\d+)?", written) else None
