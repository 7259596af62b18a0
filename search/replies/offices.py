"""Where the office of a working group is: “专班办公室设在市商务局”, for one group or for each of several."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from graph.lexicon.wordings import wordings
from graph.records import Document, Span
from search.plan.plan import Plan
from search.replies.contract import Base, Item, Proof, Reply, cut_short
from search.replies.sayings import agreeing_documents
from search.texts.flat import flatten

any_of = wordings("answers").any_of

WORDINGS = wordings("answers").words("office_wordings")
OFFICE = re.compile(
    r"(?P<whose>[^,。;:\n]{0,24}?)(?:办公室|秘书处)(?:常|均|都|暂)?(?:设立?(?:在|于)?|挂靠(?:在)?)(?P<body>[\u4e00-\u9fff]{2,20}?)"
    r"(?=[,。;()、]|并|承担|负责|$|具体)"
)
GROUP = re.compile(rf"(?:成立|建立|组建|设立)(?P<name>[^,。;\n]{{4,40}}?{any_of('offices')})")
TITLE = re.compile(r"^(?:关于)?(?:打好|推进|实施|落实)?(?P<name>.+?)(?:工作|实施|推进|总体|行动)?(?:方案|计划|细则)$")
WINDOW = 700


@dataclass(frozen=True, slots=True)
class Office:
    """`group`: whose office it is; `body`: where it is."""

    document: Document
    group: str
    body: str
    span: Span


def reply_with_office(plan: Plan, base: Base) -> Reply | None:
    """The body where the office of the group asked about is; where several are asked, one for each document."""
    offices = list(find_offices(base, agreeing_documents(plan, base)))
    several = re.search(r"分别|每|各", plan.question.text) is not None
    if not several:
        offices = [one for one in offices if _is_asked(one, plan)]
    if not offices or (not several and len({one.body for one in offices}) > 3):
        return None
    proof = Proof()
    items = []
    for one in offices:
        place = proof.add(base.cite(one.document.source, one.span))
        items.append(Item(one.body, of=one.group if len(offices) > 1 else None, proof=(place,)))
    parts = [f"{item.of}:{item.text}" if item.of else item.text for item in dict.fromkeys(items)]
    short = ";".join(dict.fromkeys(parts))
    return Reply(cut_short(short), tuple(proof.citations), tuple(items) if len(items) > 1 else None)


def find_offices(base: Base, documents: Collection[str]) -> Iterator[Office]:
    """The offices that documents tell of, in the order of documents."""
    seen: set[tuple[str, str]] = set()
    for occurrence in base.occurrences(WORDINGS, documents):
        document = base.documents[occurrence.document_id]
        text = base.text_of(document.source)
        start = max(document.start, occurrence.span.start - WINDOW)
        flat = flatten(text, Span(start, min(document.end, occurrence.span.end + 80)))
        at = flat.at(occurrence.span.start)
        match = next((one for one in OFFICE.finditer(flat.text, max(0, at - 24)) if one.end() > at), None)
        if match is None or (document.id, match["body"]) in seen:
            continue
        seen.add((document.id, match["body"]))
        yield Office(document, _group_of(flat.text[: match.start()], document), match["body"], flat.span(*match.span()))


def _group_of(before: str, document: Document) -> str:
    """What the office is of: the document's subject, else the group set up last before it."""
    title = TITLE.match(re.sub(r"\s+", "", document.title))
    if document.kind == "annex" and title:
        return title["name"]
    named = list(GROUP.finditer(before))
    return named[-1]["name"] if named else title["name"] if title else document.title


def _is_asked(office: Office, plan: Plan) -> bool:
    """Whether the question names the group, or its document."""
    said = re.sub(r"[\s“”\"的]|工作专班|专班|办公室", "", plan.subject)
    group = re.sub(r"[\s“”\"的]|工作专班|专班|办公室", "", office.group + office.document.title)
    pairs = {said[place : place + 2] for place in range(len(said) - 1)}
    return bool(pairs) and sum(pair in group for pair in pairs) >= 0.6 * len(pairs)
