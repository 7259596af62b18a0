"""How far a thing is, and where it is, by what the reader marks: where the text calls it otherwise than the question.

In: a plan whose thing no name finds. Out: the clause that says how far it is, with 是 or 否 before it where that is
asked; or the place that is marked, else the one that the document of a sentence speaks for that says it all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.lexicon.divisions import Divisions
from graph.lexicon.wordings import wordings
from graph.records import STAGES, Span
from graph.writing.foldings import fold_text
from graph.writing.years import year_of
from search.plan.plan import Kind, Plan
from search.replies.contract import Base, Proof, Reply, cut_short
from search.replies.marked import SURE, Reading, between, members_of, plainly, read_closely, sentence_around, surest
from search.replies.places import LEVEL_OF, areas_named_first, asked_place, is_given
from search.replies.states import BEFORE_REACHED, DONE, PLANS, REVIEW, load_state_words
from search.replies.status import DONE as ASKS_IF_DONE
from search.replies.status import stage_asked

any_of = wordings("answers").any_of

NEARLY = -2.5  # score of a stretch from which its clause says how far a thing is
SAYS_IT = 0.34  # share of what is asked that the sentence says at least
SAYS_ALL = 0.55  # … where nothing is marked
ASKS_IF_SO = re.compile(any_of("asks_if_so"))
STOPS = "，,；;。：:\n"


def reply_with_marked_state(plan: Plan, base: Base) -> Reply | None:
    """The clause in which a stretch is marked; 是 or 否 before it where the question wants one of them."""
    reading = surest(read_closely(plan, base))
    if reading is None or reading.best < NEARLY or reading.fit.features["words"] < SAYS_IT:
        return None
    text = base.text_of(reading.source)
    mark = max(reading.marks, key=lambda one: one.score)
    clause = between(STOPS, mark.span, reading.span, text)
    said = plainly(text[clause.start : clause.end])
    proof = Proof()
    proof.add(base.cite(reading.source, sentence_around(mark.span, reading, text)))
    verdict = ""
    if plan.kind is Kind.YES_NO or plan.polar or ASKS_IF_DONE.search(plan.question.text):
        found = _verdict(plan, fold_text(said), reading)
        if found is None:
            return None
        verdict = f"{found},"
    year = year_of(reading.document)
    moment = f"({year}年)" if year and not plan.question.years else ""
    return Reply(cut_short(f"{verdict}{said}{moment}"), tuple(proof.citations), sure=0.5)


def _verdict(plan: Plan, clause: str, reading: Reading) -> str | None:
    """是 where the clause says it has come so far; 否 where it is still to come, or denied; None: it says neither."""
    words = load_state_words()
    if words.denials.search(clause):
        return "否"
    aimed = bool(words.aims.search(clause)) or _is_plan_for_later(clause, reading)
    asked = stage_asked(plan.question.text)
    if asked is None:
        return "否" if aimed and ASKS_IF_SO.search(plan.question.text) else None
    told = next((stage for stage, cue in words.reached if cue.search(clause)), None)
    if told is None:
        return "否" if aimed else None
    reached = STAGES.index(BEFORE_REACHED.get(told, told) if aimed else told)
    return "是" if reached >= asked else "否"


def _is_plan_for_later(clause: str, reading: Reading) -> bool:
    """Whether the clause stands where a document says what is to be done."""
    headings = reading.fit.candidate.passage.section
    looks_back = any(REVIEW.search(heading) for heading in headings)
    return reading.document.kind in PLANS and not looks_back and not DONE.search(clause)


def reply_with_marked_place(plan: Plan, base: Base) -> Reply | None:
    """The place that is marked; else the one that the document speaks for, where a sentence says all else."""
    readings = read_closely(plan, base)
    reading = surest(readings)
    if reading is not None and reading.best >= SURE:
        text = base.text_of(reading.source)
        proof = Proof()
        said = []
        for mark in members_of(reading, base):
            proof.add(base.cite(reading.source, sentence_around(mark.span, reading, text)))
            said.append(_area_named(plan, reading, mark.span, base) or plainly(text[mark.span.start : mark.span.end]))
        return Reply(cut_short("、".join(dict.fromkeys(said))), tuple(proof.citations), sure=0.6)
    return _place_of_document(plan, readings, base)


def _area_named(plan: Plan, reading: Reading, span: Span, base: Base) -> str | None:
    """The area of the level asked for with which the stretch begins: 白城|梅花."""
    asked = asked_place(plan.question.text)
    if asked not in LEVEL_OF:
        return None
    text = plainly(base.text_of(reading.source)[span.start : span.end])
    fitting = (area for area in areas_named_first(text) if area.level is LEVEL_OF[asked])
    return next((area.name for area in fitting if not is_given(area.code, plan)), None)


def _place_of_document(plan: Plan, readings: Sequence[Reading], base: Base) -> Reply | None:
    """The city or province that the best sentence's document speaks for, where that is asked."""
    asked = asked_place(plan.question.text)
    level = LEVEL_OF.get(asked)
    best = max(readings, key=lambda one: one.fit.features["words"], default=None)
    if level is None or best is None or best.fit.features["words"] < SAYS_ALL or not best.document.region_code:
        return None
    area = next((one for one in Divisions.load().chain(best.document.region_code) if one.level is level), None)
    if area is None or is_given(area.code, plan):
        return None
    candidate = best.fit.candidate
    return Reply(area.name, (base.cite(best.source, candidate.span),), sure=0.5)
