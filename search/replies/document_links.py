"""What documents are to one another: by what a plan was made, what carries it out, what ended it, what a draft said.

In: a plan whose question names a document and asks one of these. Out: a reply whose items are the documents, or the
figures that differ, each with its quote; None where the question asks something else or no document says it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from graph.lexicon.wordings import wordings
from graph.records import Document, DocumentLink, DocumentLinkKind, Reference, Span, Standing, Target
from graph.resolve.titles import forms_of
from graph.writing.sentence_ends import LINE, STORED_FULL, next_end
from search.plan.plan import Plan
from search.question import Question
from search.replies.contract import Base, Item, Proof, Reply, clipped
from search.replies.titles import title_of
from search.standing import whole_mark

any_of = wordings("documents").any_of

PAPER = any_of("papers")
WHICH = r"(?:哪[一些几]?[个份项部]?|什么|何种?|多少)"
MADE = any_of("made")
BASIS = re.compile(
    f"{any_of('on_ground_of')}(?:了|的是|的)?{WHICH}{PAPER}?.{{0,6}}{MADE}"
    rf"|{MADE}的?(?:主要)?依据|上位(?:规划|文件|依据)|(?:落实|贯彻|依据|根据)(?:了|的是|的){WHICH}{PAPER}?(?:的)?[?？]?$"
)
CARRIED = re.compile(
    f"{WHICH}(?:{PAPER}|地方|县|市)?.{{0,8}}{any_of('carries_out')}(?:了|的是|的|过)?.{{0,4}}(?=《)"
    rf"|》.{{0,6}}(?:被|由|有){WHICH}{PAPER}?.{{0,4}}(?:落实|贯彻|细化|承接|来落实)|》.{{0,4}}(?:有|出台了?){WHICH}配套"
)
ENDED = re.compile(
    rf"(?:被|由|让){WHICH}{PAPER}?.{{0,6}}{any_of('replace')}|(?:被|由)(?:谁|什么){any_of('replace')}"
    rf"|{any_of('ended')}(?:了)?(?:吗|没有|没|么)|(?:还|是否|是不是|仍)(?:有效|在用|有没有效|现行)|取代它的是"
)
ENDS = re.compile(rf"{any_of('replace')}(?:了|的是|掉)?{WHICH}{PAPER}?")
DIFFER = re.compile(any_of("differs"))
DRAFT = re.compile(any_of("draft"))
FINAL = re.compile(any_of("final_said"))
TITLED = re.compile(r"《((?:[^《》]|《[^《》]*》){2,80})》")
MOST_MEANT = 2  # documents that a title which is none of theirs may mean
MOST = 12  # documents or figures named


def reply_with_document_links(plan: Plan, base: Base) -> Reply | None:
    """The reply of the first of these that the question asks."""
    text = plan.question.text
    if DIFFER.search(text) and DRAFT.search(text) and FINAL.search(text):
        return _difference(plan, base)
    asks: Sequence[tuple[re.Pattern[str], Callable[[Document, Base], Reply | None]]] = (
        (ENDED, _ended),
        (CARRIED, _carried_out),
        (BASIS, _basis),
        (ENDS, _ends),
    )
    said = next((reply for cue, reply in asks if cue.search(text)), None)
    if said is None:
        return None
    named = documents_named(plan.question, base)
    if not named and len(plan.scope.titles) <= MOST_MEANT:
        named = [base.documents[id_] for id_ in plan.scope.titles if id_ in base.documents]
    return next((reply for one in named if (reply := said(one, base))), None)


def documents_named(question: Question, base: Base) -> list[Document]:
    """The documents that a question names in 《》, or by their whole title; not their annexes."""
    named = [form for title in TITLED.findall(question.text) for form in forms_of(title)]
    found = []
    for document in base.documents.values():
        own = forms_of(document.title)
        places = {form.place or document.region_code or "" for form in own}
        if any(
            form.words == one.words and (form.place or next(iter(places))) in places and form.mark == one.mark
            and (not form.years or not one.years or set(form.years) <= set(one.years))
            for form in named for one in own
        ):  # fmt: skip
            found.append(document)
    if not named:
        bare = re.sub(r"[\s“”\"]", "", question.text)
        found = [one for one in base.documents.values() if re.sub(r"[\s“”\"]", "", title_of(one)) in bare]
    return sorted(found, key=lambda one: (one.parent_id is not None, one.id in base.standings))


# ------------------------------------------------------------------------------------------------------ what it is


def _basis(document: Document, base: Base) -> Reply | None:
    """《A》《B》: what the document says it was made by, whether that is there or not."""
    family = {document.id, *(one.id for one in base.documents.values() if one.parent_id == document.id)}
    references = [one for id_ in sorted(family) for one in base.references_of(id_)]
    # by what it was made stands before what it carries out in passing
    made = [
        one for one in references if one.kind is DocumentLinkKind.IMPLEMENTS and one.rule in ("made-of", "grounded")
    ]
    others = [one for one in references if one.kind is DocumentLinkKind.IMPLEMENTS]
    return _said(((_name_of(one), one) for one in made or others[:1]), base)


def _carried_out(document: Document, base: Base) -> Reply | None:
    """The documents that carry it out."""
    links = [x for x in base.document_links if x.b_id == document.id and x.kind is DocumentLinkKind.IMPLEMENTS]
    return _said(((_titled(base.documents[link.a_id], base), link) for link in links), base, unit="份文件")


def _ended(document: Document, base: Base) -> Reply | None:
    """已被《…》取代; 没有说它已废止 where nothing says so."""
    held = base.standings.get(document.id)
    by = base.documents.get(held.by or "") if held else None
    if held is None or by is None:
        return None
    links = [x for x in base.document_links if {x.a_id, x.b_id} == {document.id, by.id}]
    if held.standing is Standing.ADJUSTED:
        word, verb = "已由", "调整"
    else:
        word, verb = "已被", "废止" if any("废止" in link.quote for link in links) else "取代"
    return _said([(f"{word}《{title_of(by)}》{verb}", link) for link in links[:1]], base)


def _ends(document: Document, base: Base) -> Reply | None:
    """What it put an end to."""
    links = [x for x in base.document_links if x.a_id == document.id and x.kind is DocumentLinkKind.REPLACES]
    return _said(((f"《{title_of(base.documents[link.b_id])}》", link) for link in links), base)


def _titled(document: Document, base: Base) -> str:
    mark = whole_mark(document, base)
    return f"《{title_of(document)}》" + (f"({mark})" if mark else "")


def _name_of(reference: Reference) -> str:
    number = f"({reference.doc_number})" if reference.doc_number and reference.title else ""
    return f"《{reference.title}》{number}" if reference.title else str(reference.doc_number)


def _said(found: Iterable[tuple[str, Reference | DocumentLink]], base: Base, *, unit: str = "") -> Reply | None:
    """The names, each with the sentence that says it. unit: they are counted."""
    proof, items = Proof(), {}
    for name, said in found:
        if name not in items and said.start < said.end:
            place = proof.add(base.cite(said.source, Span(said.start, said.end)))
            items[name] = Item(name, proof=(place,))
    if not items:
        return None
    listed = list(items.values())[:MOST]
    count = f"{len(items)}{unit}:" if unit else ""
    return Reply(clipped(count + "、".join(item.text for item in listed)), tuple(proof.citations), tuple(listed))


# ------------------------------------------------------------------------------------------------ draft and final text


def _difference(plan: Plan, base: Base) -> Reply | None:
    """Both texts, and the figures in which they differ: 地区生产总值(2025年):征求意见稿260亿元,正式稿245亿元."""
    pair = next(_pairs(plan, base), None)
    if pair is None:
        return None
    draft, final = pair
    sides = [{_measured(one): one for one in _figures_in(document, base)} for document in pair]
    proof, items = Proof(), []
    for key, one in sides[0].items():
        other = sides[1].get(key)
        if other is not None and _figure(one) != _figure(other):
            places = tuple(proof.add(base.cite(said.source, Span(said.start, said.end))) for said in (one, other))
            year = f"{one.year}年" if one.year else ""
            text = f"{one.indicator}:征求意见稿{_figure(one)},正式稿{_figure(other)}"
            items.append(Item(text, of=year or None, proof=places))
    if not items:
        cited = [base.cite(one.source, Span(one.start, min(one.end, one.start + 40))) for one in pair]
        short = f"征求意见稿《{title_of(draft)}》与正式稿《{title_of(final)}》:没有发现不同的指标数字"
        return Reply(clipped(short), tuple(cited))
    short = f"{len(items)}项指标不同:" + ";".join(f"{item.of or ''}{item.text}" for item in items)
    return Reply(clipped(short), tuple(proof.citations), tuple(items[:MOST]))


def _pairs(plan: Plan, base: Base) -> Iterator[tuple[Document, Document]]:
    """Drafts with their final texts that the question may mean: of the title or place that it names, else any."""
    places = {place.code for place in plan.question.places}
    titled = {one.id for one in documents_named(plan.question, base)} | set(plan.scope.titles)
    links = [link for link in base.document_links if link.kind is DocumentLinkKind.DRAFT_OF]
    for link in links:
        draft, final = base.documents.get(link.a_id), base.documents.get(link.b_id)
        if draft is None or final is None:
            continue
        is_named = bool(titled & {draft.id, final.id})
        if is_named or (not titled and (final.region_code in places or len(links) == 1)):
            yield draft, final


def _figures_in(document: Document, base: Base) -> list[Target]:
    every = base.figures_in(document.source, Span(document.start, document.end))
    return [one for one in every if one.document_id == document.id]


def _measured(of: Target) -> tuple[str, int | None, str | None, str | None, str]:
    return of.indicator, of.year, of.region, of.basis, of.kind


def _figure(one: Target) -> str:
    return f"{one.value}{one.unit or ''}"


# --------------------------------------------------------------------------------------------------- a document's part


def reply_with_section(question: Question, base: Base) -> Reply | None:
    """What stands under the heading that the question names, where one document is asked: 工作目标."""
    for document in base.documents.values():
        for section in base.sections(document.id):
            title = re.sub(r"\s", "", section.title)
            if 2 <= len(title) <= 12 and title in question.text and section.heading_end < section.end:
                text = base.text_of(document.source)
                start = section.heading_end
                while start < section.end and (text[start].isspace() or text[start] in "。:："):
                    start += 1
                stop = next_end(text, STORED_FULL + LINE, start, section.end)
                citation = base.cite(document.source, Span(start, stop))
                return Reply(clipped(citation.quote), (citation,))
    return None
