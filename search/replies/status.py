"""How far a thing is: told by the newest document that says so, for each year or thing where several are asked for.

In: a plan and the knowledge base. Out: a reply; its items are the states in order of time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from graph.lexicon.wordings import wordings
from graph.records import STAGES, Document, EntityType
from graph.writing.years import last_year_of_plan, year_of
from search.plan.plan import Plan
from search.replies.contract import LONGEST_SHORT, Base, Item, Proof, Reply, cut_short
from search.replies.sayings import find_sayings
from search.replies.states import State, load_state_words, state_of
from search.replies.subject import Subject, find_subject, parts_of

any_of = wordings("answers").any_of

HISTORY = re.compile(any_of("all_steps"))
MUCH = re.compile(r"多少|几(?!乎)|增速|增长|总量|总额|目标")
LATER = re.compile(any_of("latest"))
DONE = re.compile(r"(?:没有?|吗|么)(?:[??]|$)")
PLAN_NAMED = re.compile(f"(?P<name>{any_of('plans_by_name')})(?!年)")
MOST_TOLD = 3  # clauses of one document
MOST_ITEMS = 8
MOST_AT_ONCE = 2  # clauses about one time


def reply_with_status(plan: Plan, base: Base) -> Reply | None:
    """The state of each thing asked about, at each time asked for."""
    parts = parts_of(plan)
    if len(parts) > 1:
        return _side_by_side(plan, parts, base)
    states = states_of(plan, base)
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


def reply_with_course(plan: Plan, base: Base) -> Reply | None:
    """What is said of a thing at each of several times, where no figure of it is asked for."""
    moments = _moments(plan)
    if plan.indicator is not None or len(moments) < 2 or MUCH.search(plan.question.text):
        return None
    states = states_of(plan, base, said=plan.subject or plan.asked)
    return _at_moments(states, moments, base) if states else None


def states_of(plan: Plan, base: Base, said: str | None = None) -> list[State]:
    """All states of the thing that its sentences tell, the oldest first; those that say nothing of how far it is only
    where none does.
    """
    subject = find_subject(plan, base, said=said)
    if subject is None or _is_area(subject, base):
        return []
    found = [state_of(saying) for saying in find_sayings(subject, plan_without_years(plan), base)]
    told = [state for state in found if state.said] or found
    return sorted(told, key=lambda state: (state.year or 0, year_of(state.saying.document) or 0))


def _is_area(subject: Subject, base: Base) -> bool:
    """Whether only an area is named, of which no one thing is asked."""
    entities = base.entities(subject.entity_ids).values()
    return bool(entities) and all(one.type is EntityType.COUNTY for one in entities)


def plan_without_years(plan: Plan) -> Plan:
    """The plan without its years: they say when, not where it is written."""
    return replace(plan, scope=replace(plan.scope, years=(), periods=()))


# ----------------------------------------------------------------------------------------------- one thing now


def _newest(plan: Plan, states: Sequence[State], base: Base) -> Reply:
    """What the newest document says, and before it what the others said."""
    newest = max(states, key=_time)
    now = _best_of([state for state in states if _time(state) == _time(newest)])
    verdict = ""
    asked = stage_asked(plan.question.text) if DONE.search(plan.question.text) else None
    if asked is not None:
        shown = proof_of_reaching(asked, states)
        now = [shown] if shown else now
        verdict = "是," if shown else "没有," if _is_short_of(asked, states) else ""
    proof = Proof()
    spoken = [say_state(state, proof, base) for state in now]
    short = verdict + dated(now, room=LONGEST_SHORT - len(verdict))
    earlier = _one_a_year([state for state in states if _time(state) < _time(now[0])])
    items = [say_state(state, proof, base) for state in earlier[-MOST_ITEMS:]] + spoken
    for item in reversed(items[: -len(spoken)]):
        more = f";此前{item.of or ''}:{item.text}"
        if len(short) + len(more) <= LONGEST_SHORT:
            short += more
    return Reply(cut_short(short), tuple(proof.citations), tuple(items), sure=0.85)


def _is_short_of(asked: int, states: Sequence[State]) -> bool:
    """Whether it has not come so far for sure: what is told is less, or all that is said is still to come."""
    reached = max(state.reached for state in states)
    return -1 < reached < asked - (asked == len(STAGES) - 1) or (reached == -1 and all(state.aimed for state in states))


def _time(state: State) -> tuple[int, int]:
    return (year_of(state.saying.document) or 0, state.year or 0)


def _best_of(states: Sequence[State]) -> list[State]:
    """Of one document the clauses that say most of how far the thing is, in the order of the text, no two alike."""
    kept: list[State] = []
    for state in sorted(
        states, key=lambda one: (not one.said, not one.alone, one.stage is None, -one.rank, one.saying.span)
    ):
        bare = re.sub(r"\W", "", state.phrase)
        told = any(one.stage == state.stage and one.alone and not state.alone for one in kept)
        if not told and all(bare not in re.sub(r"\W", "", one.phrase) for one in kept):
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


def stage_asked(text: str) -> int | None:
    """How far the thing is to have come for a yes: 建成了吗."""
    wanted = next((stage for stage, cue in load_state_words().reached if cue.search(text)), None)
    return STAGES.index(wanted) if wanted else None


def proof_of_reaching(asked: int, states: Sequence[State]) -> State | None:
    """The state that shows that the thing has come so far: the earliest of those that say just this, else more."""
    reached = [state for state in states if state.reached >= asked]
    return min(reached, key=lambda state: (state.reached, not state.alone, state.year or 0), default=None)


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
    items = [replace(say_state(state, proof, base), of=label) for label, at in told for state in at]
    if not items:
        return None
    both = [(label, [item.text for item in items if item.of == label]) for label, at in told if at]
    short = ";".join(f"{label}:{','.join(phrases)}" for label, phrases in both)
    if len(short) > LONGEST_SHORT:
        short = _fitted([f"{label}:" for label, at in told if at], [at[0] for _, at in told if at])
    return Reply(short, tuple(proof.citations), tuple(items), sure=0.85)


def _at(states: Sequence[State], first: int, last: int) -> list[State]:
    """What is told of a time, the best first: of that very year; of a plan's years by the plan; else by a document of
    it.
    """
    told = [state for state in states if state.year is not None and first <= state.year <= last]
    if first != last:
        told = [state for state in states if _plans_for(state.saying.document, first, last)] or told
    told = told or [state for state in states if (year := year_of(state.saying.document)) and first <= year <= last]
    best = sorted(told, key=_weight, reverse=True)
    return [state for state in best if _weight(state)[:3] == _weight(best[0])[:3]][:MOST_AT_ONCE]


def _plans_for(document: Document, first: int, last: int) -> bool:
    """Whether it is the plan for these years: it says so, or was given in the year before them or the first."""
    if document.years is not None:
        return document.years == (first, last)
    return document.kind == "five_year_plan" and year_of(document) in (first - 1, first)


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
    kept = _one_a_year(states)[:MOST_ITEMS]
    items = [say_state(state, proof, base) for state in kept]
    short = _fitted([f"{item.of}:" if item.of else "" for item in items], kept)
    return Reply(short, tuple(proof.citations), tuple(items), sure=0.8)


def _side_by_side(plan: Plan, parts: Sequence[str], base: Base) -> Reply | None:
    """The state of each of several things."""
    proof = Proof()
    items: list[Item] = []
    kept: list[State] = []
    moments = _moments(plan)
    for part in parts:
        states = states_of(plan, base, said=part)
        if len(moments) == 1:
            states = _until(states, moments[0]) or states
        if states:
            newest = max(states, key=_time)
            best = _best_of([state for state in states if _time(state) == _time(newest)])[0]
            kept.append(best)
            items.append(replace(say_state(best, proof, base), of=part))
    if len(items) < 2:
        return None
    short = _fitted([f"{item.of}:" for item in items], kept)
    return Reply(short, tuple(proof.citations), tuple(items), sure=0.8)


# ------------------------------------------------------------------------------------------------------ saying


def say_state(state: State, proof: Proof, base: Base) -> Item:
    """The state as an item, with its citation."""
    place = proof.add(base.cite(state.saying.document.source, state.saying.span))
    return Item(state.phrase, of=_when(state), proof=(place,))


def _when(state: State) -> str | None:
    """2021年; of a plan for later years 到2025年."""
    given = year_of(state.saying.document)
    if state.year is None:
        return None
    return f"到{state.year}年" if given and state.year > given + 1 else f"{state.year}年"


def dated(states: Sequence[State], *, room: int = LONGEST_SHORT) -> str:
    """What one document says, behind its year."""
    when = _when(states[0])
    label = f"{when}:" if when else ""
    return _fitted([label, *[""] * (len(states) - 1)], states, room=room)


def _fitted(labels: Sequence[str], states: Sequence[State], *, room: int = LONGEST_SHORT) -> str:
    """All of them on one line; where there is no room, in brief; where there still is none, each gets its share."""
    share = (room - sum(map(len, labels)) - len(labels)) // len(labels)
    for phrases in (
        [state.phrase for state in states],
        [state.phrase if len(state.phrase) <= share else state.brief for state in states],
        [state.brief for state in states],
        [_shortened(state.brief, share) for state in states],
    ):
        line = ";".join(label + phrase for label, phrase in zip(labels, phrases, strict=True))
        if len(line) <= room:
            return line
    return line[:room]


def _shortened(phrase: str, room: int) -> str:
    """The phrase in so many characters: its last clause that fits, else its beginning."""
    if len(phrase) <= room:
        return phrase
    clauses = [clause for clause in re.split(r"[,;]", phrase) if 4 <= len(clause) <= room]
    return clauses[0] if clauses else phrase[: max(room - 1, 4)] + "…"
