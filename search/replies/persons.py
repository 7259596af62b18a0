"""Who holds an office: “由市政府分管副市长任召集人”, “组长:张三”, and who gave a report.

In: a plan and the knowledge base. Out: the person as the text names him, or None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from graph.lexicon.wordings import wordings
from graph.records import Document, Span
from graph.writing.foldings import fold_text
from graph.writing.years import year_of
from search.plan.plan import Plan
from search.replies.contract import Base, Item, Proof, Reply, cut_short
from search.replies.documents import scoped_documents
from search.replies.titles import head_of
from search.texts.flat import flatten
from search.wanted import Wanted, find_wanted

any_of = wordings("answers").any_of

ROLE = re.compile(any_of("posts"))
HEADS = re.compile(f"(?:代)?{any_of('heads')}")
GIVEN = re.compile(
    rf"(?P<role>(?:人民政府)?(?:代理?)?{any_of('heads')})[\s:·]{{0,4}}(?P<who>[\u4e00-\u9fff]{{1,2}}\s{{0,3}}[\u4e00-\u9fff]{{1,2}})(?=[\s\n\r))〉>]|$)"
)
SPEAKER = re.compile(r"(?:会议上|[\s)）])(?P<who>[\u4e00-\u9fff]{2,4})\s*各位代表")
WHO = r"(?P<who>[\u4e00-\u9fffA-Za-z·]{2,24}?)"
WINDOW = 160
SAYS_IT = 0.7  # share of what the office is of that the text around must say


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in an office, where the text says so, and how much of what is asked is said around it."""

    who: str
    document: Document
    span: Span
    share: float


def reply_with_person(plan: Plan, base: Base) -> Reply | None:
    """Who holds the office asked about."""
    role = ROLE.search(plan.question.text)
    if role is None:
        return None
    if HEADS.fullmatch(role[0]) and (giver := _by_report(plan, base)) is not None:
        return giver
    holders = sorted(_holders(role[0], plan, base), key=lambda one: (-one.share, -(year_of(one.document) or 0)))
    if not holders:
        return None
    best = [one for one in holders if one.share >= holders[0].share - 0.01]
    names = list(dict.fromkeys(one.who for one in best))
    if len(names) > 3:
        return None
    proof = Proof()
    items = [Item(one.who, proof=(proof.add(base.cite(one.document.source, one.span)),)) for one in best[:3]]
    return Reply(
        cut_short("、".join(names)), tuple(proof.citations), tuple(items) if len(names) > 1 else None, sure=0.8
    )


def _patterns(role: str) -> tuple[re.Pattern[str], ...]:
    named = re.escape(role)
    return (
        re.compile(rf"(?:由|,|、|;|^){WHO}(?:同志)?(?:兼任|担任|出任|任|作为|为){named}"),
        re.compile(rf"{named}(?:由|:|为){WHO}(?:同志)?(?:担任|兼任|任|[,。;、\n(]|$)"),
    )


def _holders(role: str, plan: Plan, base: Base) -> Iterator[Holder]:
    """Those whom the documents in scope name for the role."""
    documents = {one.id: one for one in scoped_documents(plan, base)}
    topic = re.sub(ROLE.pattern + r"|是谁|谁|哪位|什么人|担任|叫|的", " ", plan.question.text)
    things = [thing for thing in find_wanted(replace(plan.question, text=topic)) if len(thing[0]) > 1]
    wanted = Wanted(things, base.rarity) if things else None
    for occurrence in base.occurrences([role], documents):
        document = documents[occurrence.document_id]
        text = base.text_of(document.source)
        start = max(document.start, occurrence.span.start - WINDOW)
        flat = flatten(text, Span(start, min(document.end, occurrence.span.end + 40)))
        at = flat.at(occurrence.span.start)
        for pattern in _patterns(role):
            match = next((one for one in pattern.finditer(flat.text) if one.start() <= at < one.end()), None)
            if match is None:
                continue
            around = fold_text(head_of(document, base)[:60] + flat.text)
            share = float(wanted.share_said(wanted.presence([around]))[0]) if wanted else 1.0
            if share >= SAYS_IT:
                yield Holder(_bare(match["who"]), document, flat.span(match.start("who"), match.end()), share)
            break


def _bare(who: str) -> str:
    """Without what leads up to the name."""
    return re.sub(r"^(?:原则上|明确|并)?(?:由)?", "", who)


def _by_report(plan: Plan, base: Base) -> Reply | None:
    """Who gave the report of the place and year: his name stands under its title."""
    reports = [one for one in scoped_documents(plan, base) if one.kind == "work_report"]
    if not plan.question.places or len(reports) != 1:
        return None
    document = reports[0]
    text = base.text_of(document.source)[document.start : document.start + 600]
    match = GIVEN.search(text) or SPEAKER.search(text)
    if match is None:
        return None
    proof = Proof()
    place = Span(document.start + match.start(), document.start + match.end())
    proof.add(base.cite(document.source, place))
    return Reply(re.sub(r"\s+", "", match["who"]), tuple(proof.citations), None, sure=0.8)
