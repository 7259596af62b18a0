"""A question after how a thing is, parted into the thing and what is said of it: 垃圾焚烧发电厂|已经|发电|了吗."""

from __future__ import annotations

import re
from dataclasses import replace

from graph.lexicon.wordings import wordings
from search.plan.blanks import blank
from search.plan.conditions import find_conditions
from search.plan.nouns import asked_noun
from search.plan.plan import Kind, Plan
from search.plan.subjects import known_subjects, subject_in_words
from search.question import Known, moments_in

any_of = wordings("asking").any_of

ADVERBS = re.compile(any_of("adverbs_of_predicate"))
VERBS = re.compile(any_of("predicates"))
LEAD = re.compile(f"^{any_of('opens_predicate')}+")
TAIL = re.compile(r"(?:了吗|吗|没有|了没|没|么|嘛)?[??!]*$")


def said_of(plan: Plan, text: str, taken: list[tuple[int, int]]) -> Plan:
    """The plan with its subject, and what is asked of it."""
    question = plan.question
    subjects = known_subjects(question, text, taken)
    start = _predicate(text, subjects) if plan.kind is Kind.YES_NO else None
    if start is None:
        subject = subject_in_words(question, text, taken, subjects)
        return replace(plan, subjects=subjects, subject=subject)
    before = tuple(one for one in subjects if one.end <= start)
    subject = subject_in_words(question, text, [*taken, (start, len(text))], before)
    clause = re.split(r"[,;]", text[start:].rstrip("?!"))[-1]
    start += text[start:].rstrip("?!").rfind(clause) if clause.strip() else 0
    asked = TAIL.sub("", LEAD.sub("", text[start:].strip())).strip(" 了的")
    noun = asked_noun(blank(text, moments_in(text)))
    members = noun.type if noun else None
    return replace(
        plan, subjects=subjects, subject=subject, asked=asked, members=members, conditions=find_conditions(asked)
    )


def _predicate(text: str, subjects: tuple[Known, ...]) -> int | None:
    """Where what is said of the subject begins: at an adverb, else at a verb, else behind the known name."""
    free = [match.start() for match in ADVERBS.finditer(text) if not _inside(match.start(), subjects)]
    if free and free[0] > 0:
        return free[0]
    begin = max((one.end for one in subjects), default=1) if free == [0] or subjects else 1
    if free == [0]:
        return begin if subjects else 0
    verb = next((match.start() for match in VERBS.finditer(text, begin)), None)
    return verb if verb is not None else (begin if subjects else None)


def _inside(place: int, subjects: tuple[Known, ...]) -> bool:
    return any(one.start <= place < one.end for one in subjects)
