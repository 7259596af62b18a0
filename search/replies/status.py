"""How far a thing is: told by the newest document that says so, for each year or thing where several are asked for.

In: a plan and the knowledge base. Out: a reply; its items are the states in order of time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from search.plan.plan import Plan
from search.replies.contract import LONGEST_SHORT, Base, Item, Proof, Reply
from search.replies.sayings import find_sayings
from search.replies.states import ORDER, State, load_state_words, state_of
from search.replies.subject import find_subject, parts_of
from search.texts.times import last_year_of_plan, year_of

HISTORY = re.compile(
    r"各阶段|各个阶段|一路|历程|过程|每一?步|从.{2,12}(?:到|至)|沿革|来龙去脉|历年|这些年|每年|各年|理一下|梳理"
)
LATER = re.compile(r"最后|后来|现在|目前|如今|眼下|最新|当前")
DONE = re.compile(r"(?:没有?|吗|么)(?:[??]|$)")
PLAN_NAMED = re.compile(r"(?P<name>十[一二三四五六]五|[六七八九]五|(?<!十)十五)(?!年)")
MOST_TOLD = 3  # clauses of one document
MOST_ITEMS = 8
MOST_AT_ONCE = 2  # clauses about one time


def reply_with_status(plan: Plan, base: Base) -> Reply | None:
    """The state of each thing asked about, at each time asked for."""
    parts = parts_of(plan)
    if len(parts) > 1:
        return _side_by_side(plan, parts, base)
    states = _states(plan, base)
    if not states:
        return None
    moments = [] if LATER.search(plan.question.text) else _moments(plan)
    if HISTORY.search(plan.question.text) and len({state.year for state in states}) > 2:
        return _history(_between(states, moments), base)
    if len(moments) > 1:
        return _at_moments(states, moments, base)
    if len(moments) == 1:
        states = _until(states, moments[0]) or states
    return _newest(plan, states, base)


def _states(plan: Plan, base: Base, said: str | None = None) -> list[State]:
    """All states of the thing that its sentences tell, the oldest first; those that say nothing of how far it is only
    where none does.
    """
    subject = find_subject(plan, base, said=said)
    if subject is None:
        return []
    found = [state_of(saying) for saying in find_sayings(subject, replace_scope(plan), base)]
    told = [state for state in found if state.said] or found
    return sorted(told, key=lambda state: (state.year or 0, year_of(state.saying.document) or 0))


def replace_scope(plan: Plan) -> Plan:
    """The plan without its years: they say when, not where it is written."""
    return replace(plan, scope=replace(plan.scope, years=(), periods=()))


# ----------------------------------------------------------------------------------------------- one thing now


def _newest(plan: Plan, states: Sequence[State], base: Base) -> Reply:
    """What the newest document says, and before it what the others said."""
    newest = max(states, key=_time)
    now = _best_of([state for state in states if _time(state) == _time(newest)])
    proof = Proof()
    spoken = [_say(state, proof, base) for state in now]
    short = _dated(now[0].year, [item.text for item in spoken])
    verdict = _verdict(plan, states)
    short = f"{verdict}{short}"
    earlier = _one_a_year([state for state in states if _time(state) < _time(newest)])
    items = [_say(state, proof, base) for state in earlier[-MOST_ITEMS:]] + spoken
    for item in reversed(items[: -len(spoken)]):
        more = f";此前{item.of or ''}:{item.text}"
        if len(short) + len(more) <= LONGEST_SHORT:
            short += more
    return Reply(short[:LONGEST_SHORT], tuple(proof.citations), tuple(items), sure=0.85)


def _time(state: State) -> tuple[int, int]:
    return (year_of(state.saying.document) or 0, state.year or 0)


def _best_of(states: Sequence[State]) -> list[State]:
    """Of one document the clauses that say most of how far the thing is, in the order of the text, no two alike."""
    kept: list[State] = []
    for state in sorted(
        states, key=lambda one: (not one.said, not one.alone, one.stage is None, -one.rank, one.saying.span)
    ):
        bare = re.sub(r"\W", "", state.phrase)
        if all(bare not in re.sub(r"\W", "", one.phrase) for one in kept):
            kept.append(state)
    return sorted(kept[:MOST_TOLD], key=lambda one: one.saying.span)


def _one_a_year(states: Sequence[State]) -> list[State]:
    """The farthest state of each year, in order of time."""
    by_year: dict[int | None, State] = {}
    for state in states:
        best = by_year.get(state.year)
        if best is None or _weight(state) > _weight(best):
            by_year[state.year] = state
    return list(by_year.values())


def _weight(state: State) -> tuple[bool, bool, bool, int]:
    return state.said, state.alone, not state.aimed, state.rank


def _verdict(plan: Plan, states: Sequence[State]) -> str:
    """是 or 没有 first, where the question asks whether it has come so far (建成没有)."""
    if not DONE.search(plan.question.text):
        return ""
    reached = has_reached(plan.question.text, states)
    return "" if reached is None else "是," if reached else "没有,"


def has_reached(asked: str, states: Sequence[State]) -> bool | None:
    """Whether the thing has come as far as is asked; None where no stage is asked, or none is told."""
    wanted = next((stage for stage, cue in load_state_words().reached if cue.search(asked)), None)
    told = [state for state in states if state.stage in ORDER]
    if wanted is None or not told:
        return None
    farthest = max(state.rank for state in told)
    return farthest >= ORDER.index(wanted)


# ----------------------------------------------------------------------------------------------- several times


def _moments(plan: Plan) -> list[tuple[str, int, int]]:
    """The times asked for: label, first and last year."""
    text = plan.question.text
    found = [(text.find(str(year)), f"{year}年", year, year) for year in plan.question.years]
    for match in PLAN_NAMED.finditer(text):
        last = last_year_of_plan(match["name"])
        if last is not None:
            found.append((match.start(), match["name"], last - 4, last))
    return [(label, first, last) for _, label, first, last in sorted(found)]


def _at_moments(states: Sequence[State], moments: Sequence[tuple[str, int, int]], base: Base) -> Reply | None:
    proof = Proof()
    told = [(label, _at(states, first, last)) for label, first, last in moments]
    items = [replace(_say(state, proof, base), of=label) for label, at in told for state in at]
    if not items:
        return None
    both = [(label, [item.text for item in items if item.of == label]) for label, at in told if at]
    short = ";".join(f"{label}:{'、'.join(phrases)}" for label, phrases in both)
    if len(short) > LONGEST_SHORT:
        short = _fitted([f"{label}:" for label, _ in both], [phrases[0] for _, phrases in both])
    return Reply(short, tuple(proof.citations), tuple(items), sure=0.85)


def _at(states: Sequence[State], first: int, last: int) -> list[State]:
    """What is told of a time, the best first: of that very year; of a plan's years by the plan; else by a document of
    it.
    """
    told = [state for state in states if state.year is not None and first <= state.year <= last]
    if first != last:
        told = [state for state in states if state.saying.document.years == (first, last)] or told
    told = told or [state for state in states if (year := year_of(state.saying.document)) and first <= year <= last]
    best = sorted(told, key=_weight, reverse=True)
    return [state for state in best if _weight(state)[:3] == _weight(best[0])[:3]][:MOST_AT_ONCE]


def _until(states: Sequence[State], moment: tuple[str, int, int]) -> list[State]:
    return [state for state in states if state.year is not None and state.year <= moment[2]]


def _between(states: Sequence[State], moments: Sequence[tuple[str, int, int]]) -> Sequence[State]:
    """The states from the first to the last of the times asked for."""
    if len(moments) < 2:
        return states
    first, last = min(first for _, first, _ in moments), max(last for _, _, last in moments)
    return [state for state in states if state.year is None or first <= state.year <= last]


def _history(states: Sequence[State], base: Base) -> Reply:
    """One state a year, in order of time."""
    proof = Proof()
    items = [_say(state, proof, base) for state in _one_a_year(states)][:MOST_ITEMS]
    short = _fitted([f"{item.of}:" if item.of else "" for item in items], [item.text for item in items])
    return Reply(short, tuple(proof.citations), tuple(items), sure=0.8)


def _side_by_side(plan: Plan, parts: Sequence[str], base: Base) -> Reply | None:
    """The state of each of several things."""
    proof = Proof()
    items = []
    moments = _moments(plan)
    for part in parts:
        states = _states(plan, base, said=part)
        if len(moments) == 1:
            states = _until(states, moments[0]) or states
        if states:
            newest = max(states, key=_time)
            best = _best_of([state for state in states if _time(state) == _time(newest)])[0]
            items.append(replace(_say(best, proof, base), of=part))
    if len(items) < 2:
        return None
    short = _fitted([f"{item.of}:" for item in items], [item.text for item in items])
    return Reply(short, tuple(proof.citations), tuple(items), sure=0.8)


# ------------------------------------------------------------------------------------------------------ saying


def _say(state: State, proof: Proof, base: Base) -> Item:
    place = proof.add(base.cite(state.saying.document.source, state.saying.span))
    return Item(state.phrase, of=f"{state.year}年" if state.year else None, proof=(place,))


def _dated(year: int | None, phrases: Sequence[str]) -> str:
    label = f"{year}年:" if year else ""
    return _fitted([label, *[""] * (len(phrases) - 1)], phrases)


def _fitted(labels: Sequence[str], phrases: Sequence[str]) -> str:
    """All of them on one line; where there is no room, each gets its share."""
    whole = ";".join(label + phrase for label, phrase in zip(labels, phrases, strict=True))
    if len(whole) <= LONGEST_SHORT:
        return whole
    room = (LONGEST_SHORT - sum(map(len, labels)) - len(labels)) // len(labels)
    return ";".join(label + _shortened(phrase, room) for label, phrase in zip(labels, phrases, strict=True))[
        :LONGEST_SHORT
    ]


def _shortened(phrase: str, room: int) -> str:
    """The phrase in so many characters: its last clause that fits, else its beginning."""
    if len(phrase) <= room:
        return phrase
    clauses = [clause for clause in re.split(r"[,;]", phrase) if 4 <= len(clause) <= room]
    return clauses[0] if clauses else phrase[: max(room - 1, 4)] + "…"
