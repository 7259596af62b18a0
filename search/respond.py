"""A question → what is said: read into a plan, answered by the replies of its kind, else by the sentences that say it.

In: the question and the knowledge base. Out: a `Response`: the plan, the reply if one is known, the quotes it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search.answer import LONGEST_ANSWER, Answer, Citation, Found, answer_question
from search.plan.plan import Kind, Plan
from search.plan.reading import read_plan
from search.question import Question
from search.replies.contract import Base, Replier, Reply

# In this order; the first that knows is believed. What none knows is answered by sentences (`search.answer`).
REPLIERS: Mapping[Kind, Sequence[Replier]] = {}


@dataclass(frozen=True, slots=True)
class Response:
    """`text`: what is said in at most 300 characters, None where the documents do not answer; then `nearest` are the
    passages that come closest.
    """

    plan: Plan
    reply: Reply | None
    text: str | None
    citations: tuple[Citation, ...]
    nearest: tuple[Found, ...]


def respond(question: Question, base: Base) -> Response:
    """Plan, reply, quotes."""
    plan = read_plan(question, base.documents)
    for replier in REPLIERS.get(plan.kind, ()):
        reply = replier(plan, base)
        if reply is not None:
            return Response(plan, reply, _text_of(reply), reply.citations, ())
    return _quoted(plan, answer_question(question, base))


def _text_of(reply: Reply) -> str:
    """The short answer, and as many of the quotes behind it as there is room for."""
    text = reply.short
    for citation in reply.citations:
        if len(text) + 1 + len(citation.quote) <= LONGEST_ANSWER:
            text += f"\n{citation.quote}"
    return text


def _quoted(plan: Plan, answer: Answer) -> Response:
    return Response(plan, None, answer.text, answer.citations, answer.nearest)
