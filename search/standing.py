"""Which documents a question is answered from first, and how what is said of the others is marked.

What is in force is asked first; drafts and what was superseded only where the question is about them, or nothing in
force says it. A document that the question names by its number alone is asked alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from graph.lexicon.wordings import wordings
from graph.records import Document, EntityType, Standing
from graph.resolve.standing import mark_of
from search.answer import LONGEST_ANSWER, Citation
from search.plan.plan import Kind, Plan
from search.plan.subjects import type_of_known
from search.question import Question
from search.replies.contract import LONGEST_SHORT, Base, Reply

any_of = wordings("documents").any_of

DRAFT = re.compile(any_of("draft"))
BEFORE = re.compile(any_of("asks_former"))
FULL_NUMBER = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{0,10})[〔\[(（【]\s*(?P<year>(?:19|20)\d\d)\s*[〕\])）】]\s*第?\s*(?P<no>\d{1,4})\s*号"
)
YEAR_NUMBER = re.compile(r"(?P<who>)(?P<year>(?:19|20)\d\d)年?第?(?P<no>\d{1,4})号(?=文|通知|的|里|中|规定|提)")
BARE_NUMBER = re.compile(r"(?<![\d年月日第A-Za-z])第?(?P<no>\d{1,4})号(?=文|通知|的|里(?!程)|规定|提)")
OWN_NUMBER = re.compile(r"^(?P<who>.*?)〔(?P<year>\d{4})〕(?P<no>\d+)号$")
ISSUER = re.compile(r"[发函字令办规告]")
EVERYWHERE = (EntityType.COUNTY, EntityType.INDICATOR, EntityType.INDUSTRY)  # what is in no document alone
LEAST_NAMED = 4  # characters of a subject that names a thing
SHORT_MARKS = {Standing.DRAFT: "征求意见稿", Standing.SUPERSEDED: "已被取代", Standing.ADJUSTED: "部分已调整"}


def ended_in(base: Base) -> set[str]:
    """The documents in whose place others stand."""
    return {
        id_
        for id_, held in base.standings.items()
        if held.by in base.documents and held.standing in (Standing.DRAFT, Standing.SUPERSEDED)
    }


def left_out_at_first(plan: Plan, base: Base) -> set[str]:
    """The documents that are not asked at first: those in whose place others stand, or where the question is about a
    draft, what stands in the place of drafts."""
    ended = ended_in(base)
    held = base.standings
    if plan.kind is Kind.NUMBER:  # a figure that was changed is the later one; what was not stands where it stood
        ended |= {id_ for id_, one in held.items() if one.standing is Standing.ADJUSTED and one.by in base.documents}
    if not ended:
        return set()
    drafts = {id_ for id_ in ended if held[id_].standing is Standing.DRAFT}
    if DRAFT.search(plan.question.text) and drafts:
        return {str(held[id_].by) for id_ in drafts}
    named = set(plan.scope.titles)
    if BEFORE.search(plan.question.text) or (named and named <= ended) or _is_of_ended_alone(plan, base, ended):
        return set()
    return ended


def _is_of_ended_alone(plan: Plan, base: Base, ended: Collection[str]) -> bool:
    """Whether a thing that the question names stands in no other documents than these."""
    if len(plan.subject) >= LEAST_NAMED and (said := base.occurrences([plan.subject])):
        return all(one.document_id in ended for one in said)
    for known in plan.question.known:
        if type_of_known(known) in EVERYWHERE:
            continue
        mentions = base.mentions_of(known.entity_ids)
        if mentions and all(mention.document_id in ended for mention in mentions):
            return True
    return False


# ------------------------------------------------------------------------------------------------------------- numbers


def documents_numbered(text: str, documents: Mapping[str, Document]) -> tuple[set[str], str] | None:
    """The documents of the number that a question names, and the wording of the number; an empty set where none bears
    it; None where no number is named."""
    match = FULL_NUMBER.search(text) or YEAR_NUMBER.search(text)
    year: str | None = match["year"] if match else None
    who: str = match["who"] if match else ""
    match = match or BARE_NUMBER.search(text)
    if match is None:
        return None
    borne = [(id_, own) for id_, one in documents.items() if (own := OWN_NUMBER.match(one.doc_number or ""))]
    found = {
        id_
        for id_, own in borne
        if own["no"] == match["no"].lstrip("0") and year in (None, own["year"]) and _same_issuer(who, own["who"])
    }
    if year is None and not found:
        return None  # 14号 may be many things
    said = match["who"][-len(_issuer(who)) :] if _issuer(who) and year else ""
    start = match.end("who") - len(said) if year else match.start()
    return found, text[start : match.end()]


def _issuer(who: str) -> str:
    return who if ISSUER.search(who) else ""


def _same_issuer(asked: str, own: str) -> bool:
    """Whether the issuer that is named, perhaps with words before it, may be the document's."""
    return not _issuer(asked) or asked.endswith(own) or own.endswith(asked)


# --------------------------------------------------------------------------------------------------------------- marks


def short_mark(document_id: str, base: Base) -> str:
    """How a document stands, in a word."""
    held = base.standings.get(document_id)
    return SHORT_MARKS.get(held.standing, "") if held else ""


def whole_mark(document: Document, base: Base) -> str:
    """How a document stands, in words."""
    held = base.standings.get(document.id)
    return mark_of(document, held, base.documents.get(held.by or "") if held else None)


def marked_reply(reply: Reply, base: Base) -> Reply:
    """The reply with a word behind it where what it rests on is not simply in force."""
    if not reply.citations:
        return reply
    marks = [whole_mark(citation.document, base) for citation in reply.citations]
    if not all(marks):
        return reply
    for mark in (marks[0], short_mark(reply.citations[0].document.id, base)):
        if len(reply.short) + len(mark) + 2 <= LONGEST_SHORT and mark not in reply.short:
            return replace(reply, short=f"{reply.short}({mark})")
    return reply


def marked_text(text: str, citations: Collection[Citation], base: Base) -> str:
    """The text with a word behind each quote of what is not simply in force, as far as there is room."""
    marks = {one.quote: mark for one in citations if (mark := short_mark(one.document.id, base))}
    in_force = {one.quote for one in citations if not short_mark(one.document.id, base)}
    lines, room = text.split("\n"), LONGEST_ANSWER - len(text)
    for place, line in enumerate(lines):
        word = marks.get(line) if line not in in_force else None
        if word and len(word) + 2 <= room:
            lines[place] = f"{line}({word})"
            room -= len(word) + 2
    return "\n".join(lines)


def without_number(question: Question, wording: str, base: Base) -> Question:
    """The question as it is put to the one document: without the number that named it."""
    text = re.sub(
        r"^(?:文件|文|通知|令)?(?:里面|里|中|的)?", "", question.text.replace(wording, "|", 1).partition("|")[2]
    )
    before = question.text.partition(wording)[0]
    return base.understand((before + text).strip() or question.text)
