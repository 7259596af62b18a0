"""Who leads a thing, and what somebody leads: told by the duties that documents write down.

LEADER: of all duties of the documents in scope the one whose task says the thing asked; its leading bodies, else those
responsible. LED: the tasks that a body leads, over all documents in scope, in their order, each once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.lexicon.wordings import wordings
from graph.records import Document, EntityType, RelationType, Span
from graph.writing.foldings import fold_text
from graph.writing.sentence_ends import BLANK_LINE, STORED_TASK, TASK_END
from graph.writing.years import year_of
from search.plan.plan import Plan
from search.question import moments_in
from search.replies.bodies import is_same_body, looks_like_body
from search.replies.contract import LONGEST_SHORT, SILENT, Base, Item, Proof, Reply
from search.replies.duties import Duty, duties_of
from search.replies.offices import reply_with_office
from search.replies.sayings import Saying, agreeing_documents, clause_span, find_sayings
from search.replies.subject import Subject, find_subject
from search.replies.titles import head_of, title_of
from search.wanted import Wanted, find_wanted

any_of = wordings("answers").any_of

FOUND = 16  # passages whose documents are looked through
SAYS_IT = 0.72  # share of what is asked that a task must say
SAYS_TOPIC = 0.8  # share of what a question names beside a body that the head of a document must say
HEART = 0.5  # … of its weightiest word
AS_GOOD = 0.03  # what another task may say less and still not be told from the best
RANKED = 0.2  # what it adds that the task stands in the best passage found
RANKS_READ = 6  # passages
LIKELY, LIKELY_SHARE = 0.6, 0.4  # of a task that says only part of what is asked
STANDS_OUT = 0.05  # by how much it must be better than any other
# Words that ask, and say nothing of the task.
ASKING = re.compile(any_of("asking_leader"))
WITHIN = re.compile(r"[在从](?P<what>[^,。在]{2,16}?)(?:里面|里边|里|中(?!心|医|小|央)|当中|之中|方面)")
NOT_BODY = re.compile(r"[当作为是来要该]+$|^.*(?:里面|里边|里|中|上)(?=[\u4e00-\u9fff]{2,}(?:局|委|办|厅|部)$)")
BODY_LEADS = re.compile(
    rf"(?P<body>[\u4e00-\u9fff]{{2,12}}?{any_of('leading_bodies')})(?:当|作为|来|要|该|是)*(?:牵头|负责|主抓|领衔)"
)
HELPS = re.compile(any_of("helps"))
LEADS = re.compile(r"牵头|主抓|领衔|领头|挂帅")
BUILDS = re.compile(f"(?P<who>[^,。;:]{{2,60}}?)(?:等[^,。;、]{{0,6}})?{any_of('way_to_build')}*{any_of('builds_it')}")
SPOKEN = re.compile(
    f"{any_of('supports')}(?P<who>[^,。;、]{{2,14}}?){any_of('way_to_build_too')}+{any_of('builds_too')}?"
)
ANY_COMPANY = re.compile(f"^{any_of('any_company')}*{any_of('any_firm')}$")
MOST_BESIDE = 8  # characters beside the companies before such a verb: 有序推进
BUILDER = re.compile(any_of("asks_builder"))


def reply_with_leader(plan: Plan, base: Base) -> Reply | None:
    """The bodies that lead what is asked about."""
    text = plan.question.text
    if BUILDER.search(text):
        return _reply_with_builder(plan, base)
    if re.search(r"设在|设到|挂在|办公室", text) and (office := reply_with_office(plan, base)) is not None:
        return office
    fits = max((_fitting_duties(subject, plan, base) for subject in _readings(plan, base)), key=_best_share, default=[])
    chosen = _chosen(fits)
    if not chosen:
        return SILENT if _nobody_named(plan, base) else None
    return _say_leaders(_with_halves(chosen, plan, base), plan, base)


def _nobody_named(plan: Plan, base: Base) -> bool:
    """Whether the documents that speak of the thing never say who does anything, or it is known by name and none of its
    sentences belongs to a task.
    """
    subject = find_subject(plan, base)
    sayings = find_sayings(subject, plan, base) if subject else []
    if subject is None or not sayings:
        return False
    duties = [duty for id_ in {one.document.id for one in sayings} for duty in duties_of(base.documents[id_], base)]
    return not duties or (
        subject.whole
        and not any(
            duty.document.id == one.document.id and duty.scope.start <= one.span.start < duty.scope.end
            for duty in duties
            for one in sayings
        )
    )


def _readings(plan: Plan, base: Base) -> Iterator[Subject]:
    """What the plan says it is about, and all that the question says beside asking."""
    subject = find_subject(plan, base)
    if subject is not None:
        yield subject
    said = ASKING.sub(" ", plan.question.text)
    for moment in moments_in(said)[::-1]:
        said = said[: moment[0]] + " " + said[moment[1] :]
    whole = find_subject(replace(plan, subjects=plan.question.known), base, said=said)
    if whole is not None and (subject is None or set(whole.words) != set(subject.words)):
        yield whole


def _best_share(fits: Sequence[Fit]) -> float:
    return fits[0].total if fits else 0.0


def _chosen(fits: Sequence[Fit]) -> list[Duty]:
    """The duties whose task says what is asked; of those that say it only in part the one that stands out."""
    sure = [one for one in fits if one.sure]
    if sure:
        return _told_apart([one for one in sure if one.total >= sure[0].total - AS_GOOD])
    if not fits or fits[0].total < LIKELY or fits[0].share < LIKELY_SHARE:
        return []
    others = [one for one in fits[1:] if one.duty.everyone != fits[0].duty.everyone]
    return [fits[0].duty] if not others or others[0].total <= fits[0].total - STANDS_OUT else []


def _with_halves(duties: Sequence[Duty], plan: Plan, base: Base) -> list[Duty]:
    """The other halves of a task too, where the question asks for each: 工业企业和商贸企业分别由谁牵头."""
    if len(duties) != 1 or not duties[0].half or not re.search(r"分别|各", plan.question.text):
        return list(duties)
    return [one for one in duties_of(duties[0].document, base) if one.clause == duties[0].clause]


# ------------------------------------------------------------------------------------------------- who leads it


@dataclass(frozen=True, slots=True)
class Fit:
    """A duty; how much of what is asked its task says; the same with how well its document fits and its passage was
    found; `sure`: whether it says (nearly) all.
    """

    duty: Duty
    share: float
    total: float
    sure: bool


def _fitting_duties(subject: Subject, plan: Plan, base: Base) -> list[Fit]:
    """The duties whose task says what is asked, the best first."""
    documents = _documents(subject, plan, base)
    duties = [duty for document in documents for duty in duties_of(document, base)]
    if not duties:
        return []
    heads = {document.id: head_of(document, base) for document in documents}
    fit_of = {document.id: _document_fit(plan, document) for document in documents}
    wanted = Wanted(subject.words, base.rarity)
    heavy = wanted.weights >= 0.5 * wanted.weights.max()
    sentences = [_sentences(duty) for duty in duties]
    texts = [text for one in sentences for text in one]
    alone = wanted.each_said(wanted.presence(texts))
    below = wanted.each_said(
        wanted.presence([fold_text("".join((heads[duty.document.id], *duty.headings, duty.item))) for duty in duties])
    )
    ranks = _ranks(plan, documents, base)
    fits, at = [], 0
    for place, duty in enumerate(duties):
        rows = alone[at : at + len(sentences[place])]
        at += len(sentences[place])
        best = int((rows @ wanted.weights).argmax())
        share = float(rows[best] @ wanted.weights)
        both = [max(own, 0.8 * head) for own, head in zip(rows[best], below[place], strict=True)]
        whole = sum(one * weight for one, weight in zip(both, wanted.weights, strict=True))
        heart = min(one for one, weighty in zip(both, heavy, strict=True) if weighty)
        said = float(0.6 * whole + 0.4 * share) - 0.02 * min(len(duty.text), 2000) / 2000
        rank = next((one for one, span in ranks if _holds(span, duty)), None)
        total = (said + (RANKED / (1 + rank) if rank is not None else 0.0)) * fit_of[duty.document.id]
        if total > 0:
            fits.append(Fit(duty, said, total, whole >= SAYS_IT and heart >= HEART))
    return sorted(fits, key=lambda one: (-one.total, one.duty.document.id, one.duty.scope))


def _ranks(plan: Plan, documents: Sequence[Document], base: Base) -> list[tuple[int, tuple[str, Span]]]:
    """The passages found for the question in these documents, with their ranks from 0."""
    found = base.find_in(plan.question.text, [one.id for one in documents], top=RANKS_READ)
    return [(rank, (one.passage.source, Span(one.passage.start, one.passage.end))) for rank, one in enumerate(found)]


def _holds(passage: tuple[str, Span], duty: Duty) -> bool:
    """Whether the passage and the task have text in common."""
    source, span = passage
    return source == duty.document.source and duty.scope.start < span.end and span.start < duty.scope.end


def _sentences(duty: Duty) -> list[str]:
    """The task's sentences, each with its short form, folded."""
    parts = [part for part in TASK_END.split(duty.text) if part.strip()]
    return [fold_text(part) for part in parts] + [fold_text(duty.item)]


def _documents(subject: Subject, plan: Plan, base: Base) -> list[Document]:
    """Documents in scope: those that call the thing by name, and those of the passages found."""
    allowed = set(agreeing_documents(plan, base))
    named = {one.document_id for one in base.occurrences(subject.names, allowed)} if subject.whole else set()
    found = base.find_in(plan.question.text, list(allowed), top=FOUND) if allowed else ()
    ids = named | {one.document.id for one in found}
    return [document for document in base.documents.values() if document.id in ids]


def _document_fit(plan: Plan, document: Document) -> float:
    """1 when it is of the year and place asked for; less where it may be; 0 where it speaks for another place alone."""
    fit = 1.0
    if plan.question.places and document.region_code is None and not plan.scope.titles:
        fit *= 0.8
    years = set(plan.scope.years)
    if years:
        own = year_of(document)
        spans = document.years or (own, own)
        if own in years or any(spans[0] and spans[1] and spans[0] <= year <= spans[1] for year in years):
            return fit
        return fit * (0.6 if own is None else 0.0)
    return fit


def _told_apart(fits: Sequence[Fit]) -> list[Duty]:
    """Duties that name other bodies, the best first; at most three."""
    kept: list[Duty] = []
    for fit in fits:
        if all((fit.duty.leads or fit.duty.others) != (one.leads or one.others) for one in kept):
            kept.append(fit.duty)
    return kept if len(kept) <= 3 else kept[:1]


def _say_leaders(duties: Sequence[Duty], plan: Plan, base: Base) -> Reply:
    """“市商务局牵头(市财政局等负责)”; where several duties say it, each behind its task. Only those that lead, or
    help, where that is asked.
    """
    text = plan.question.text
    helping = HELPS.search(text) is not None
    proof = Proof()
    items, parts = [], []
    for duty in duties:
        duty, above = _with_lead_above(duty, base)
        places = (proof.add(base.cite(duty.document.source, duty.clause)), *_cite_task(proof, duty, base))
        if above is not None:
            places = (proof.add(base.cite(above.document.source, above.clause)), *places)
        bodies = duty.others if helping and duty.leads else duty.leads or duty.others
        items += [Item(body, of=(duty.half or duty.item) if len(duties) > 1 else None, proof=places) for body in bodies]
        parts.append(
            (f"{duty.half or duty.item}:" if len(duties) > 1 else "")
            + ("、".join(bodies) if helping else _in_short(duty, leads_alone=LEADS.search(text) is not None))
        )
    return Reply(_cut(";".join(parts)), tuple(proof.citations), tuple(items), sure=0.9)


def _with_lead_above(duty: Duty, base: Base) -> tuple[Duty, Duty | None]:
    """The duty with the leaders of the heading above it, where its own clause names none."""
    if duty.leads:
        return duty, None
    around = [
        one
        for one in duties_of(duty.document, base)
        if one.leads and not one.spoken and one.scope.start <= duty.scope.start and duty.scope.end <= one.scope.end
    ]
    above = min(
        (one for one in around if one.clause != duty.clause),
        key=lambda one: one.scope.end - one.scope.start,
        default=None,
    )
    return (replace(duty, leads=above.leads), above) if above else (duty, None)


def _cite_task(proof: Proof, duty: Duty, base: Base) -> Iterator[int]:
    """The first sentence of the task, where it stands apart from the clause."""
    text = base.text_of(duty.document.source)
    start = duty.scope.start
    while start < duty.scope.end and (text[start].isspace() or text[start] in "。;,)）"):
        start += 1
    stop = re.compile(f"[{STORED_TASK}]|{BLANK_LINE}").search(text, start, duty.scope.end)
    end = min(stop.end() if stop else duty.scope.end, duty.scope.end, start + 160)
    if end > start and not (duty.clause.start <= start < duty.clause.end):
        yield proof.add(base.cite(duty.document.source, Span(start, min(end, max(duty.clause.start, start + 1)))))


def _in_short(duty: Duty, *, leads_alone: bool) -> str:
    if duty.leads and leads_alone:
        return f"{'、'.join(duty.leads)}牵头"
    if duty.leads:
        rest = [one for one in duty.others if one not in duty.leads]
        others = f"({'、'.join(rest[:3])}{'等' if len(rest) > 3 else ''}负责)" if rest else ""
        return f"{'、'.join(duty.leads)}牵头{others if len(others) <= 48 else ''}"
    return f"{'、'.join(duty.others)}负责"


def _cut(short: str) -> str:
    return short if len(short) <= LONGEST_SHORT else short[: LONGEST_SHORT - 1].rsplit("、", 1)[0] + "等"


# ------------------------------------------------------------------------------------------- who builds or pays


def _reply_with_builder(plan: Plan, base: Base) -> Reply | None:
    """The companies that undertake the thing by the graph, else those that its sentences say pay for it or build it."""
    subject = find_subject(plan, base)
    if subject is None:
        return None
    found = _undertakers(subject, base)
    sayings = find_sayings(subject, plan, base)
    for saying in sayings if not found else ():
        found |= _builders_in(saying, plan, base)
    for saying in sayings if not found else ():
        found |= _spoken_builder(saying)
    if not found:
        return SILENT if sayings else None
    proof = Proof()
    items = [
        Item(one.name, entity_id=one.entity_id, proof=(proof.add(base.cite(one.source, one.span)),))
        for one in found.values()
    ]
    return Reply(_cut("、".join(item.text for item in items)), tuple(proof.citations), tuple(items), sure=0.8)


@dataclass(frozen=True, slots=True)
class Undertaker:
    """A company, and where it is said."""

    name: str
    entity_id: str | None
    source: str
    span: Span


def _undertakers(subject: Subject, base: Base) -> dict[str, Undertaker]:
    relations = [
        relation
        for id_ in subject.entity_ids
        for relation in base.relations_of(id_)
        if relation.rel is RelationType.UNDERTAKES and relation.tail_id == id_
    ]
    names = base.entities({relation.head_id for relation in relations})
    return {
        relation.head_id: Undertaker(
            names[relation.head_id].name, relation.head_id, relation.source, Span(relation.start, relation.end)
        )
        for relation in relations
    }


def _builders_in(saying: Saying, plan: Plan, base: Base) -> dict[str, Undertaker]:
    """The companies of the clause where it says that they build or pay."""
    first, last = clause_span(saying)
    clause = saying.text[first:last]
    mentions = base.mentions_in(saying.document.source, saying.span)
    entities = base.entities({one.entity_id for one in mentions})
    companies = [
        (re.sub(r"\s+", "", one.surface), entities[one.entity_id])
        for one in mentions
        if entities[one.entity_id].type is EntityType.ENTERPRISE
        and entities[one.entity_id].name not in plan.question.text
    ]
    found: dict[str, Undertaker] = {}
    for match in BUILDS.finditer(clause):
        if "、" in clause[match.end() : max(match.end(), saying.start - first)]:
            continue
        named = [(surface, entity) for surface, entity in companies if surface in match["who"]]
        rest = match["who"]
        for surface, _ in named:
            rest = rest.replace(surface, "")
        if named and len(re.sub(r"[、和与及由等]|企业|公司|集团", "", rest)) <= MOST_BESIDE:
            found |= {one.id: Undertaker(one.name, one.id, saying.document.source, saying.span) for _, one in named}
    return found


def _spoken_builder(saying: Saying) -> dict[str, Undertaker]:
    """Who is said to do it where no company is known: 支持中联农机牵头组建农机科技联盟."""
    first, last = clause_span(saying)
    clause = saying.text[first:last]
    for match in SPOKEN.finditer(clause):
        apart = "、" in clause[match.end() : max(match.end(), saying.start - first)]
        if not apart and not ANY_COMPANY.search(match["who"]) and match.end() <= saying.start - first + 2:
            return {match["who"]: Undertaker(match["who"], None, saying.document.source, saying.span)}
    return {}


# ------------------------------------------------------------------------------------------------ what it leads


def reply_with_led(plan: Plan, base: Base) -> Reply | None:
    """The tasks that a body leads, or is responsible for where that is asked."""
    bodies = _bodies_asked(plan)
    if not bodies:
        return None
    documents = _of_topic(_documents_naming(bodies, plan, base), plan, bodies[0], base)
    led = [duty for document in documents for duty in _led_in(document, bodies, plan, base)]
    dated = [duty for duty in led if year_of(duty.document) is not None]
    led = dated if plan.scope.years and dated else led
    led = _without_doubles(_of_group(led, plan, base))
    if not led:
        return None
    proof = Proof()
    several = len({duty.document.id for duty in led}) > 1
    items = []
    for duty in led:
        places = (*_cite_task(proof, duty, base), proof.add(base.cite(duty.document.source, duty.clause)))
        items.append(Item(duty.item, of=title_of(duty.document) if several else None, proof=places))
    return Reply(_counted([item.text for item in items]), tuple(proof.citations), tuple(items), sure=0.9)


def reply_with_led_count(plan: Plan, base: Base) -> Reply | None:
    """How many tasks a body leads."""
    bodies = _bodies_asked(plan)
    if LEADS.search(plan.question.text) is None or not bodies or not looks_like_body(bodies[0]):
        return None
    return reply_with_led(plan, base)


def _bodies_asked(plan: Plan) -> list[str]:
    """The body's name in the question: a known department, else what stands before 牵头, else the subject."""
    said = re.sub(r"[\s“”\"]", "", plan.subject)
    known = [one.name for one in plan.subjects if any(id_.lower().startswith("department") for id_ in one.entity_ids)]
    longest = max((one for one in known), key=len, default="")
    if longest and (not said or said.startswith(longest) or longest in said):
        return [longest]
    parts = (NOT_BODY.sub("", part) for part in re.split(r"[\s、,]+", plan.subject))
    bodies = [part for part in parts if looks_like_body(part)]
    if not bodies and (named := BODY_LEADS.search(plan.question.text)):
        bodies = [NOT_BODY.sub("", named["body"])]
    if bodies:
        return bodies[:1]
    return [re.split(r"[、,]", said)[0]] if 2 <= len(said) <= 24 else known[:1]


def _documents_naming(bodies: Sequence[str], plan: Plan, base: Base) -> list[Document]:
    """The documents in scope of which some duty may name the body."""
    allowed = agreeing_documents(plan, base)
    years = set(plan.scope.years)
    found = []
    for id_ in allowed:
        document = base.documents[id_]
        own = year_of(document)
        spans = document.years or (own, own)
        if years and own is not None and not any((spans[0] or own) <= year <= (spans[1] or own) for year in years):
            continue
        found.append(document)
    return [one for one in found if _says_duties(base.text_of(one.source)[one.start : one.end])]


def _says_duties(text: str) -> bool:
    """Whether a text says at all who does something."""
    return any(sign in text for sign in ("牵头", "责任单位", "负责)", "负责）", "责任部门", "配合)", "配合）"))


def _led_in(document: Document, bodies: Sequence[str], plan: Plan, base: Base) -> Iterator[Duty]:
    """The document's duties that the body leads; where it never says who leads, those where the body stands first; all
    where it is asked what the body is responsible for.
    """
    duties = duties_of(document, base)
    has_leads = any(duty.leads for duty in duties)
    asks_lead = bool(LEADS.search(plan.question.text))
    for duty in duties:
        others = duty.others if not asks_lead else duty.others[:1] if not has_leads else ()
        if any(is_same_body(body, one) for body in bodies for one in (*duty.leads, *others)):
            yield duty


def _of_topic(documents: Sequence[Document], plan: Plan, body: str, base: Base) -> list[Document]:
    """The documents whose head says what else the question names beside the body (海洋大模型方案里), if any does."""
    within = WITHIN.search(plan.question.text)
    topic = within["what"] if within else NOT_BODY.sub("", re.sub(re.escape(body), " ", plan.subject)).strip()
    if len(topic) < 3 or plan.scope.titles:
        return list(documents)
    wanted = Wanted(find_wanted(replace(plan.question, text=topic)), base.rarity)
    said = wanted.share_said(wanted.presence([fold_text(head_of(one, base)) for one in documents]))
    told = [one for one, share in zip(documents, said, strict=True) if share >= SAYS_TOPIC]
    return told or list(documents)


def _of_group(duties: Sequence[Duty], plan: Plan, base: Base) -> list[Duty]:
    """Those in the document or under the heading that the question names (在民生保障仗里), where any is."""
    within = [match["what"] for match in WITHIN.finditer(plan.question.text)]
    wanted = [one for one in within if not re.search(r"(?:文件|报告|规划)$", one)]
    if not wanted or plan.scope.titles:
        return list(duties)
    said = Wanted(find_wanted(replace(plan.question, text=wanted[0])), base.rarity)
    heads = {duty.document.id: head_of(duty.document, base) for duty in duties}
    where = [fold_text("".join((heads[duty.document.id], *duty.headings))) for duty in duties]
    if not where:
        return []
    shares = said.share_said(said.presence(where))
    told = [duty for duty, share in zip(duties, shares, strict=True) if share >= SAYS_TOPIC]
    return told or list(duties)


def _without_doubles(duties: Sequence[Duty]) -> list[Duty]:
    """Each task once; a task within another that the body leads as well stays."""
    kept: dict[str, Duty] = {}
    for duty in duties:
        kept.setdefault(re.sub(r"\W", "", duty.item), duty)
    return [duty for key, duty in kept.items() if key]


def _counted(items: Sequence[str]) -> str:
    """“6项:危险化学品专项整治、…”, as many as there is room for."""
    short = f"{len(items)}项:" if len(items) > 1 else ""
    said = ""
    for place, item in enumerate(items):
        more = item if not place else f"、{item}"
        if len(short) + len(said) + len(more) > LONGEST_SHORT - 1:
            return f"{short}{said}等"
        said += more
    return short + said
