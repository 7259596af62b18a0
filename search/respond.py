"""A question → what is said: read into a plan, answered by the replies of its kind, else by the sentences that say it.

In: the question and the knowledge base. Out: a `Response`: the plan, the reply if one is known, the quotes it rests on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from search.answer import LONGEST_ANSWER, READ_PASSAGES, Citation, Found, answer_question
from search.doubts import doubted_in, reply_with_doubts, with_mark
from search.grounds import is_grounded
from search.plan.plan import Kind, Plan
from search.plan.reading import read_plan
from search.question import Question
from search.replies.attribute_lists import reply_with_costly, reply_with_dearest
from search.replies.attributes import reply_with_attribute, says_of_another
from search.replies.both import halves_of, reply_with_both
from search.replies.columns import reply_with_column
from search.replies.comparing import reply_with_comparison, reply_with_every_place
from search.replies.contract import SILENT, Base, Item, Replier, Reply, cut_short
from search.replies.counting import reply_with_count
from search.replies.document_links import reply_with_document_links, reply_with_section
from search.replies.documents import reply_with_documents
from search.replies.introductions import reply_with_introduction
from search.replies.judging import reply_with_judgement
from search.replies.leads import reply_with_leader, reply_with_led, reply_with_led_count
from search.replies.lists import reply_with_definition, reply_with_list, reply_with_names
from search.replies.marked import nothing_nearly, rather, reply_with_marked
from search.replies.marked_sides import reply_with_marked_sides
from search.replies.marked_states import reply_with_marked_place, reply_with_marked_state
from search.replies.names import reply_with_name
from search.replies.namesakes import LONGEST_QUOTE, SaidOf, asides_of, say_of_each
from search.replies.numbers import reply_with_number, reply_with_stated_count, silent_without_figure
from search.replies.others_led import reply_with_others_led
from search.replies.persons import reply_with_person
from search.replies.places import reply_with_place
from search.replies.renamings import reply_with_renamings
from search.replies.rows import reply_with_rows
from search.replies.shared import reply_with_set
from search.replies.single import reply_with_single
from search.replies.status import reply_with_course, reply_with_status
from search.replies.steps import question_of_found
from search.replies.trends import reply_with_trend
from search.replies.wordings import reply_with_wordings
from search.saying import sentences_that_may_answer
from search.standing import documents_numbered, left_out_at_first, marked_reply, marked_text, without_number
from search.within import Within

# In this order; the first that knows is believed. What none knows is answered by sentences (`search.answer`).
REPLIERS: Mapping[Kind, Sequence[Replier]] = {
    Kind.LIST: (
        reply_with_others_led,
        reply_with_costly,
        reply_with_rows,
        reply_with_renamings,
        reply_with_set,
        reply_with_column,
        reply_with_list,
        reply_with_single,
    ),
    Kind.DEFINITION: (reply_with_attribute, reply_with_introduction, reply_with_definition),
    Kind.COUNT: (
        reply_with_others_led,
        reply_with_costly,
        reply_with_led_count,
        reply_with_stated_count,
        reply_with_count,
        reply_with_number,
    ),
    Kind.NUMBER: (reply_with_attribute, reply_with_every_place, reply_with_number, silent_without_figure),
    Kind.TREND: (
        reply_with_trend,
        reply_with_wordings,
        reply_with_course,
        reply_with_number,
        reply_with_marked_sides,
        silent_without_figure,
    ),
    Kind.COMPARE: (
        reply_with_dearest,
        reply_with_comparison,
        reply_with_wordings,
        reply_with_number,
        reply_with_marked_sides,
        silent_without_figure,
    ),
    Kind.LEADER: (reply_with_others_led, reply_with_rows, reply_with_leader),
    Kind.LED: (reply_with_others_led, reply_with_led, reply_with_rows),
    Kind.STATUS: (reply_with_attribute, reply_with_status, reply_with_marked_state),
    Kind.WHERE: (reply_with_place, reply_with_marked_place),
    Kind.NAME: (reply_with_renamings, reply_with_names, reply_with_name, reply_with_single),
    Kind.WHEN: (reply_with_attribute,),
    Kind.ANYTHING: (reply_with_others_led, reply_with_costly, reply_with_attribute),
    Kind.PERSON: (reply_with_person,),
    Kind.DOCUMENTS: (reply_with_documents,),
    Kind.YES_NO: (reply_with_renamings, reply_with_set, reply_with_judgement, reply_with_marked_state),
}


# Kinds that are answered over many documents: behind every other answer the sentence that says most of what is asked is
# shown too.
OVER_MANY = (Kind.DOCUMENTS, Kind.LED, Kind.SHARED)
# Kinds that may ask for what is so and so as well.
OF_MEMBERS = (Kind.LIST, Kind.ANYTHING, Kind.SHARED, Kind.COUNT)
# How sure the reader must be where a replier that should know knows nothing.
BEYOND_DOUBT = 4.0
# Kinds whose answer is no stretch of a text.
NOT_MARKED = (Kind.YES_NO, Kind.DOCUMENTS, Kind.TREND, Kind.COMPARE)


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
    """Plan, reply, quotes; what is asked in one breath is answered one after the other.

    What documents are to one another is told by their links; a document named by its number alone is asked alone; and
    what is in force is asked before what is not, which is marked.
    """
    plan = read_plan(question, base.documents)
    tied = reply_with_document_links(plan, base)
    if tied is not None:
        return Response(plan, tied, _text_of(tied), tied.citations, ())
    numbered = documents_numbered(question.text, base.documents)
    if numbered is not None and (numbered[0] or not base.occurrences([numbered[1]])):
        return _of_numbered(plan, *numbered, base)
    left_out = left_out_at_first(plan, base)
    if left_out:
        within = Within(base, base.documents.keys() - left_out)
        response = _in_parts(read_plan(question, within.documents), within)
        if response.text is not None and _says_as_much(response, base):
            # where a figure is asked, sentences without one do not stand against a figure
            if plan.kind is not Kind.NUMBER or response.reply is not None:
                return _marked(response, base)
            of_all = _in_parts(plan, base)
            return _marked(response if of_all.reply is None else of_all, base)
    return _marked(_in_parts(plan, base), base)


def _in_parts(plan: Plan, base: Base) -> Response:
    parts = [_with_doubts(_answered(part, base), base) for part in (replace(plan, also=()), *plan.also)]
    return _joined(plan, parts) if len(parts) > 1 else parts[0]


def _says_as_much(response: Response, base: Base) -> bool:
    """Whether what is in force says about as much of what is asked as anything does."""
    return is_grounded(response.plan, response.reply or Reply("", response.citations), base)


def _of_numbered(plan: Plan, numbered: Collection[str], wording: str, base: Base) -> Response:
    """Asked of the documents of that number and their annexes; where none bears it nothing is said."""
    if not numbered:
        return Response(plan, None, None, (), tuple(base.find(plan.question.text, top=READ_PASSAGES)))
    held = {id_ for id_, one in base.documents.items() if id_ in numbered or one.parent_id in numbered}
    within = Within(base, held)
    question = without_number(plan.question, wording, base)
    response = _in_parts(read_plan(question, within.documents), within)
    if response.text is None and (said := reply_with_section(question, within)) is not None:
        response = Response(plan, said, _text_of(said), said.citations, ())
    return _marked(replace(response, plan=plan), base)


def _marked(response: Response, base: Base) -> Response:
    """With a word for what is not simply in force."""
    if response.text is None or not base.standings:
        return response
    reply = None if response.reply is None else marked_reply(response.reply, base)
    text = marked_text(response.text, response.citations, base)
    if reply is not None and response.reply is not None and text.startswith(response.reply.short):
        text = (reply.short + text[len(response.reply.short) :])[:LONGEST_ANSWER]
    return replace(response, reply=reply, text=text)


def _with_doubts(response: Response, base: Base) -> Response:
    """With a word where something is said that recognition was not sure of."""
    if response.text is None:
        return response
    if response.reply is None:
        text = with_mark(response.text, doubted_in(response.citations, base), LONGEST_ANSWER)
        return replace(response, text=text)
    reply = reply_with_doubts(response.reply, base)
    text = reply.short + response.text.removeprefix(response.reply.short)
    return replace(response, reply=reply, text=text[:LONGEST_ANSWER])


def _answered(plan: Plan, base: Base) -> Response:
    """Asked of each of the areas of one name that may be meant; most often it is only one."""
    asides = asides_of(plan, base)
    if not asides:
        return _of_one(plan, base)
    if len(asides) == 1 and not asides[0].label:
        return replace(_of_one(asides[0].plan, asides[0].base), plan=plan)
    responses = [(aside.label, _of_one(aside.plan, aside.base)) for aside in asides]
    said = [
        SaidOf(label, *_in_short(plan.kind, one), one.citations) for label, one in responses if one.text is not None
    ]
    if not said:
        return Response(plan, None, None, (), tuple(near for _, one in responses for near in one.nearest))
    reply = say_of_each(said)
    return Response(plan, reply, _text_of(reply), reply.citations, ())


def _in_short(kind: Kind, response: Response) -> tuple[str, tuple[Item, ...] | None]:
    """The short answer with its items, else the first sentence that is quoted; of a place its name says all."""
    if kind is Kind.WHERE and response.reply is None:
        return "", None
    if response.reply is not None:
        return response.reply.short, response.reply.items
    return cut_short(response.citations[0].quote if response.citations else "", most=LONGEST_QUOTE), None


def _of_one(plan: Plan, base: Base) -> Response:
    """Asked of the thing that a first step finds, where there is one."""
    halves = halves_of(plan.question.text) if plan.kind in OF_MEMBERS else None
    if halves is not None and reply_with_set(plan, base) is None:
        both = reply_with_both(plan, halves, lambda text: _alone(text, base))
        if both is not None:
            return _said(plan, both, base)
    found = question_of_found(plan, base)
    if found is not None:
        question, citation = found
        response = _replied(read_plan(question, base.documents), base)
        if response.text is not None:
            return replace(response, plan=plan, citations=(*response.citations, citation))
    return _replied(plan, base)


def _alone(text: str, base: Base) -> Reply | None:
    """The reply to a question put for itself."""
    return _replied(read_plan(base.understand(text), base.documents), base).reply


def _joined(plan: Plan, parts: Sequence[Response]) -> Response:
    """Each part's short answer, or what it quotes, side by side."""
    said = [part for part in parts if part.text is not None]
    citations = tuple(dict.fromkeys(citation for part in said for citation in part.citations))
    nearest = tuple(one for part in parts for one in part.nearest)
    if not said:
        return Response(plan, None, None, (), nearest)
    shorts = [part.reply.short for part in said if part.reply is not None]
    if len(shorts) == len(parts):
        reply = Reply(cut_short(";".join(shorts)), citations, None)
        return Response(plan, reply, _text_of(reply), citations, nearest)
    room = LONGEST_ANSWER // len(said) - 1
    text = "\n".join((part.reply.short if part.reply else part.text or "")[:room] for part in said)
    return Response(plan, None, text, citations, nearest)


def _replied(plan: Plan, base: Base) -> Response:
    """What is said, unless it is said of another project."""
    response = _found(plan, base)
    if response.text is None or not says_of_another(plan, response.citations[:1], base):
        return response
    return Response(plan, None, None, (), tuple(base.find(plan.question.text, top=READ_PASSAGES)))


def _found(plan: Plan, base: Base) -> Response:
    for replier in REPLIERS.get(plan.kind, ()):
        reply = replier(plan, base)
        if reply is SILENT:
            marked = reply_with_marked(plan, base, sentences_that_may_answer(plan, base), least=BEYOND_DOUBT)
            return _quoted(plan, base, strict=True) if marked is None else _said(plan, marked, base)
        if reply is not None and is_grounded(plan, reply, base):
            # a reply that rests on nothing says that the documents say nothing
            return _said(plan, rather(plan, reply, base), base)
    marked = None if plan.kind in NOT_MARKED else reply_with_marked(plan, base, sentences_that_may_answer(plan, base))
    if marked is not None:
        return _said(plan, marked, base)
    return _quoted(plan, base, strict=plan.kind is Kind.NUMBER and nothing_nearly(plan, base))


def _said(plan: Plan, reply: Reply, base: Base) -> Response:
    """The reply, and where there is room behind its quotes the sentences that say most of what is asked."""
    if not reply.citations:
        return Response(plan, reply, None, (), ())
    further: tuple[Citation, ...] = ()
    if plan.kind not in OVER_MANY:
        further = _quoted(plan, base).citations
    told = (*reply.citations[:2], *further, *reply.citations[2:])
    text, kept = _with_quotes(reply.short, told)
    beside = tuple(one for one in further if one in kept and one not in reply.citations)
    return Response(plan, reply, text, (*reply.citations, *beside), ())


def _text_of(reply: Reply) -> str:
    """The short answer, and as many of the quotes behind it as there is room for."""
    return _with_quotes(reply.short, reply.citations)[0]


def _with_quotes(short: str, citations: Sequence[Citation]) -> tuple[str, list[Citation]]:
    """A short answer with as many quotes behind it as there is room for, none twice; and which these are."""
    text, kept = short, []
    for citation in citations:
        if citation.quote not in text and len(text) + 1 + len(citation.quote) <= LONGEST_ANSWER:
            text += f"\n{citation.quote}"
            kept.append(citation)
    return text, kept


def _quoted(plan: Plan, base: Base, *, strict: bool = False) -> Response:
    """The sentences that say it, if any do. strict: a replier that should know knows nothing."""
    may_answer = sentences_that_may_answer(plan, base, strict=strict)
    if may_answer is None:
        nearest = tuple(base.find(plan.question.text, top=READ_PASSAGES))
        return Response(plan, None, None, (), nearest)
    answer = answer_question(plan.question, base, may_answer)
    return Response(plan, None, answer.text, answer.citations, answer.nearest)
