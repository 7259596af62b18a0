"""A question after how a thing is, parted into the thing and what is said of it: 垃圾焚烧发电厂|已经|发电|了吗."""

from __future__ import annotations

import re
from dataclasses import replace

from search.plan.blanks import blank
from search.plan.conditions import find_conditions
from search.plan.nouns import asked_noun
from search.plan.plan import Kind, Plan
from search.plan.subjects import known_subjects, subject_in_words
from search.question import Known, moments_in

ADVERBS = re.compile(
    r"已经|已(?!建)|是不是|是否|有没有|有无|还(?!款|原|债)|会不会|能不能|能否|算不算|属不属于|要不要|在不在|后来|现在|目前|确实|真的|都(?!市)|也|曾|打算|计划(?!单列)|准备"
)
VERBS = re.compile(
    r"是(?!否|不)|有(?!限|机|色|关|效)|属于|开工|动工|建成|投产|通车|完工|竣工|投用|运营|开通|修通|建好|修好|发电|并网|获批|落地|启动|签约|达到|超过|入选|列入|点名|提到|搬|上市|挂牌"
)
LEAD = re.compile(
    r"^(?:已经|已|还|又|都|也|是不是|是否|有没有|会不会|能不能|能否|有无|后来|现在|目前|确实|真的|算不算|曾|属不属于|在不在|要不要|打算|计划|准备)+"
)
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
