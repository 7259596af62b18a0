"""What must hold besides the words, once a statement is found in a quote.

Each check: the way it was found → whether it may stand. In their order: nothing around it denies or conditions it, its
figures are of what it says, the clause is governed by what it names, the years agree, plan stays plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from search.claims.figures import name_words, noun_words
from search.claims.reading import FIGURE, Figure, Moment, Reading, read_claim
from search.claims.support import HARD, Found, is_droppable, tags_of
from search.claims.surroundings import doer_is_said, nothing_before_turns_it, nothing_behind_turns_it
from search.claims.way import Way
from search.claims.words import load_claim_words

COVERED = 0.5  # share of the words of what governs a clause that must be said


def holds(way: Way) -> bool:
    """Whether all checks pass."""
    return bool(way.matched) and all(check(way) for check in CHECKS)


def _figures_are_of_it(way: Way) -> bool:
    """All words of each figure's name are said, or left to the question; and what it counts."""
    for one, figure in _quoted_figures(way):
        unsaid = [word for word in name_words(figure.name) if not way.says(word)]
        if unsaid and not _is_meant(way, figure, unsaid):
            return False
        if not all(way.says(word) for word in noun_words(figure.noun)):
            return False
        start, _ = way.reading.clause(one.start, one.end)
        held = {moment.year for moment in way.reading.moments if moment.compared and start <= moment.start < one.start}
        if not held <= way.statement.compared or not _stands_alone(way, one):
            return False
    compared = {moment.year for moment in way.reading.moments if moment.compared}
    return way.statement.compared <= compared


def _stands_alone(way: Way, one: Found) -> bool:
    """A figure that names nothing is of what the one before it names (收入5亿元、增长8%); the first of 分别 is not said
    without the others.
    """
    start, end = way.reading.clause(one.start, one.end)
    inside = [figure for figure in way.reading.figures if start <= figure.start < end]
    before = [figure for figure in inside if figure.end <= one.start]
    here = next(figure for figure in inside if figure.start == one.start)
    if _names(here.name) == [] == noun_words(here.noun):
        named = next((figure for figure in reversed(before) if _names(figure.name)), None)
        if named is not None and not all(way.says(word) for word in name_words(named.name)):
            return False
    if "分别" in way.reading.masked[start : one.start] and re.match("[、和与及]\0", way.reading.masked[one.end :]):
        return any(other.start == one.end + 1 for other in way.matched)
    return True


def _is_meant(way: Way, figure: Figure, unsaid: Sequence[str]) -> bool:
    """Whether the question names in full what the statement shortens (播种面积 for 粮食播种面积), and no other figure
    could be meant.
    """
    nouns = [one.token.text for one in way.matched if one.token.figure is None and one.token.tag != "p"]
    are_nouns = all(tags_of(word)[0][1][:1] == "n" for word in unsaid)
    if (
        not nouns
        or not are_nouns
        or not all(word in way.asked.text for word in unsaid)
        or not all(noun in figure.name for noun in nouns)
    ):
        return False
    texts = (way.reading.text, *way.asked.others)
    names = {
        other.name for text in texts for other in read_claim(text).figures if all(noun in other.name for noun in nouns)
    }
    return len({tuple(name_words(name)) for name in names}) == 1


def _quoted_figures(way: Way) -> list[tuple[Found, Figure]]:
    at = {figure.start: figure for figure in way.reading.figures}
    return [(one, at[one.start]) for one in way.matched if one.token.figure is not None]


def _is_governed(way: Way) -> bool:
    """A clause that names nothing (总投资5亿元, 增长6.5%, 2025年建成) is of what the one before names."""
    for one in way.matched:
        start, end = way.reading.clause(one.start, one.end)
        if _names(way.reading.masked[start:end]):
            continue
        if way.reading.masked[start - 1 : start] == ")":  # 开放县(区、市)增加至45个
            opened = way.reading.masked.rfind("(", 0, start)
            tags = tags_of(way.reading.masked[max(0, opened - 12) : opened])
            if opened > 0 and tags and tags[-1][0] not in way.said:
                return False
        governor = _governor(way.reading.masked, start)
        said = [word for word in governor if way.says(word)]
        if governor and len(said) < max(1, COVERED * len(governor)):
            return False
        common = [token.text for token in way.statement.tokens if token.is_noun]
        is_loose = not governor and start > 0 and way.may_take_from_question() and common
        if is_loose and not any(word in way.asked.text for word in common):
            return False
    return True


def _names(clause: str) -> list[str]:
    """The nouns of a clause that say of what it is."""
    words = load_claim_words()
    common = words.sets["generic"] | words.sets["droppable"] | words.sets["tails"]
    return [
        word
        for word, tag in tags_of(clause)
        if tag[:1] in "nlizjv"
        and tag not in ("v", "vd")
        and word not in common
        and not words.patterns["hedges"].search(word)
    ]


def _governor(masked: str, start: int) -> list[str]:
    """What the nearest clause before names in front of its verb or figure."""
    words = load_claim_words()
    clauses = [part for part in HARD.split(masked[max(0, start - 200) : start]) if part]
    for clause in reversed(clauses):
        subject: list[str] = []
        for word, tag in tags_of(words.patterns["aims"].sub("", clause.split(FIGURE)[0])):
            if tag == "v" and subject and word not in words.sets["droppable"]:
                break
            if (tag[:1] in "nlizj" or tag == "vn") and word not in words.sets["light"]:
                subject.append(word)
        named = [
            word
            for word in subject
            if word not in words.sets["generic"] | words.sets["tails"] | words.sets["droppable"]
        ]
        if named:
            return named
    return []


def _no_verb_is_carried(way: Way) -> bool:
    """新登记市场主体25.1万户,总量达到118.7万户: what a verb begins goes on to no figure of a later clause."""
    for at in range(1, len(way.matched)):
        gap = way.reading.masked[way.matched[at - 1].end : way.matched[at].start]
        if not HARD.search(gap) or way.matched[at].token.stopped:
            continue
        first = next((n for n in range(at - 1, 0, -1) if way.matched[n].token.stopped), 0)
        token = way.matched[first].token
        if token.is_verb or token.text.startswith("新"):
            return False
    return True


def _years_agree(way: Way) -> bool:
    """Each figure, or what is said last, is of the year that it is said of."""
    ends = [one for one, _ in _quoted_figures(way)] or [way.matched[-1]]
    ends += {one.token.year: one for one in way.matched if one.token.year}.values()
    return all(_year_agrees(way, one) for one in ends)


def _year_agrees(way: Way, one: Found) -> bool:
    said, quoted = one.token.year, _year_in_quote(way.reading, one)
    asked = way.asked.years
    if said is None:
        meant = way.statement.inherited or (asked[0] if len(asked) == 1 else None)
        if meant is None:
            return len(asked) < 2 or one.token.figure is None
        return quoted is None or quoted.year == meant
    if quoted is not None:
        return said.year == quoted.year and said.side == quoted.side
    return way.evidence.year == said.year or asked == (said.year,)


def _year_in_quote(reading: Reading, one: Found) -> Moment | None:
    """The year of a place: before it in its clause, else behind it there, else before it in its sentence."""
    start, end = reading.clause(one.start, one.end)
    real = [moment for moment in reading.moments if not moment.compared]
    inside = [moment for moment in real if start <= moment.start and moment.end <= one.start]
    behind = [moment for moment in real if one.end <= moment.start < end]
    first = reading.sentence_start(start)
    earlier = [moment for moment in real if first <= moment.start and moment.end <= start]
    if inside:
        return inside[-1]
    return behind[0] if behind and one.token.figure is None else (earlier[-1] if earlier else None)


def _plan_stays_plan(way: Way) -> bool:
    """What is aimed at is not said to be done, nor what is done to be aimed at."""
    patterns, last = load_claim_words().patterns, way.matched[-1]
    start, end = way.reading.clause(way.matched[0].start, last.end)
    clause = way.reading.masked[start:end]
    sentence = way.reading.masked[way.reading.sentence_start(last.start) : last.end]
    own = way.reading.masked[way.reading.clause(last.start, last.end)[0] : last.end]
    is_settled = re.search(f"{patterns['only_done'].pattern}|尚未|停", own) is not None
    is_aim = patterns["aims"].search(sentence) is not None and not is_settled
    said = patterns["aims"].search(way.statement.text) is not None
    if patterns["done"].search(way.statement.text):
        written = way.reading.text[way.reading.sentence_start(last.start) : last.end]
        return (
            not is_aim
            and not patterns["by_year"].search(written)
            and patterns["done_in_quote"].search(clause) is not None
        )
    if is_aim:
        return said or way.is_aim_said or way.asked.is_aim
    if said:
        around = patterns["aims"].search(way.evidence.around) is not None
        return (way.asked.is_aim or around) and patterns["only_done"].search(clause) is None
    return True


def _question_is_not_turned(way: Way) -> bool:
    """Words that only the question has begin the statement, and stand for nothing that the quote names instead."""
    taken = [one.token for one in way.found if one.from_question]
    named = [token for token in taken if not way.asked.place_of(token.text)]
    if not named:
        return True
    if way.asked.is_denied and not load_claim_words().patterns["negations"].search(way.statement.text):
        return False
    first = way.matched[0]
    start, _ = way.reading.clause(first.start, first.end)
    left = way.reading.masked[start : first.start]
    return is_droppable(left)


Check = Callable[[Way], bool]
CHECKS: Sequence[Check] = (
    nothing_before_turns_it,
    doer_is_said,
    nothing_behind_turns_it,
    _figures_are_of_it,
    _is_governed,
    _no_verb_is_carried,
    _years_agree,
    _plan_stays_plan,
    _question_is_not_turned,
)
