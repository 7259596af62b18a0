"""A question after others → what is said: completed from the question before it, or put to each member of its answer.

“那2026年呢?” is the question before with another year; “它们由谁牵头?” asks of each thing that the answer before named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from search.plan.follow import follow
from search.plan.plan import Plan
from search.plan.reading import read_plan
from search.question import whole_question
from search.replies.contract import Base, Item, Proof, Reply, clipped
from search.respond import Response, respond

MOST_MEMBERS = 40  # that are asked about, one after the other
FEW = 6  # members that are named on one line
NOT_SAID = "未提到"
WHICH = re.compile(
    r"^都?有?(?:哪(?:些|几[个家条座处项类]|[个家条座处项])?|谁)(?:项目|企业|园区|县|产业)?(?:是|已经|已)?(?P<said>.{2,})$"
)
HOW_MANY = re.compile(r"^(?:一共|总共|合计)?(?:有)?(?:多少|几)[个家条座处项类]?[??]?$")
EACH = re.compile(r"^(?:分别|各自|各|都)+(?:是|由)?")
YES = re.compile(r"^(?:是|有|已)")
ENDING = re.compile(r"[??。!呢吗了]*$")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that it takes over from those before. `of`: the question whose answer's members it is
    about, if it is.
    """

    plan: Plan
    of: Asked | None = None

    @property
    def whole(self) -> tuple[str, ...]:
        """The fewest questions in a row that say the same: one where nothing is asked of members."""
        return (*(self.of.whole if self.of else ()), self.plan.question.typed or self.plan.question.text)


def read_after(typed: str, earlier: Sequence[str], base: Base) -> Asked:
    """The question, read after the earlier ones of the visit, oldest first."""
    last: Asked | None = None
    for text in (*earlier, typed):
        last = _after(whole_question(text), last, base)
    assert last is not None
    return last


def _after(text: str, last: Asked | None, base: Base) -> Asked:
    followed = follow(text, last.plan) if last is not None and text.strip() else None
    if followed is None or last is None:
        return Asked(_read(text, base))
    if followed.before is None:
        return Asked(_read(followed.text, base), last.of)
    plan = _read(followed.text, base)
    # what is said of each member names no others: the members stay the same; those that something holds of are fewer
    of = last.of if last.of is not None and _telling(last.plan.question.text) is None else last
    # the pronoun is kept as typed, so that the whole can be read anew
    question = replace(plan.question, typed=text)
    return Asked(replace(plan, question=question, before=of.plan), of)


def _read(text: str, base: Base) -> Plan:
    return read_plan(base.understand(text), base.documents)


def respond_after(asked: Asked, base: Base) -> Response:
    """What is said of it; of the members of the answer before, member by member."""
    if asked.of is None:
        return respond(asked.plan.question, base)
    before = respond_after(asked.of, base)
    items = before.reply.items if before.reply is not None else None
    if before.text is None or not items:
        return Response(asked.plan, None, None, (), before.nearest)
    reply = _of_members(asked.plan.question.text, items, before, base)
    if reply is None:
        return Response(asked.plan, None, None, (), before.nearest)
    return Response(asked.plan, reply, reply.short, reply.citations, ())


def _of_members(text: str, items: Sequence[Item], before: Response, base: Base) -> Reply | None:
    bare = ENDING.sub("", text).strip(" ,的")
    if HOW_MANY.match(bare):
        return Reply(f"{len(items)}个", before.citations, tuple(items))
    said = _telling(bare)
    if said is not None:
        return _those_that(said, items, base)
    return _each(EACH.sub("", bare), items, base)


def _telling(text: str) -> str | None:
    """What holds of a thing or does not, where those that it holds of are asked for: 哪些|在建."""
    which = WHICH.match(ENDING.sub("", text).strip(" ,的"))
    said = which["said"] if which else ""
    return said if said and not re.search(r"[哪谁几啥]|什么|多少|怎", said) else None


def _those_that(said: str, items: Sequence[Item], base: Base) -> Reply | None:
    """The members of which it is said."""
    proof, kept = Proof(), []
    for item in items[:MOST_MEMBERS]:
        response = respond(base.understand(f"{item.text}{said}了吗"), base)
        if response.text is not None and response.reply is not None and YES.match(response.reply.short):
            places = tuple(proof.add(citation) for citation in response.citations)
            kept.append(Item(item.text, item.of, item.entity_id, places))
    if not kept:
        return None
    names = "、".join(item.text for item in kept)
    short = clipped(f"{len(kept)}个{said}:{names}" if len(kept) > 1 else names)
    return Reply(short, tuple(proof.citations), tuple(kept))


def _each(asked: str, items: Sequence[Item], base: Base) -> Reply | None:
    """What is asked, of each member; those of which nobody says it are said so."""
    proof, told = Proof(), []
    for item in items[:MOST_MEMBERS]:
        response = respond(base.understand(f"{item.text}{asked}"), base)
        if response.text is None or response.reply is None:
            told.append(Item(NOT_SAID, item.text))
            continue
        places = tuple(proof.add(citation) for citation in response.citations)
        told.append(Item(response.reply.short, item.text, proof=places))
    answers = dict.fromkeys(item.text for item in told if item.proof)
    if not answers:
        return None
    if len(answers) == 1 and all(item.proof for item in told):
        return Reply(next(iter(answers)), tuple(proof.citations), tuple(told))
    groups = {answer: [item.of or "" for item in told if item.text == answer] for answer in answers}
    names = {answer: "、".join(ones) if len(told) <= FEW else f"{len(ones)}项" for answer, ones in groups.items()}
    said = ";".join(f"{answer}:{named}" for answer, named in names.items())
    return Reply(clipped(said), tuple(proof.citations), tuple(told))
