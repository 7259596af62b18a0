"""Yes or no: a plan whose question asks whether something is so → 是 or 否 with the words that say it, or None.

Decided are: how far a thing has come, its level, whether there is such a thing, whether two names mean one thing,
whether a document mentions it, who leads it, where it is, and else what a sentence says of it in the words asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from graph.lexicon.wordings import wordings
from graph.records import STAGES, Document
from graph.writing.foldings import fold_text
from search.plan.plan import Plan
from search.replies.bodies import is_same_body
from search.replies.contract import LONGEST_SHORT, Base, Item, Proof, Reply, cut_short
from search.replies.documents import scoped_documents, wordings_of
from search.replies.leads import reply_with_leader
from search.replies.lists import reply_with_list
from search.replies.sameness import reply_with_sameness
from search.replies.sayings import Saying, agreeing_documents, clause_of, find_sayings
from search.replies.states import load_state_words
from search.replies.status import (
    dated,
    plan_without_years,
    proof_of_reaching,
    say_state,
    stage_asked,
    states_of,
)
from search.replies.subject import Subject, find_subject
from search.replies.titles import title_of
from search.wanted import Wanted, find_wanted

any_of = wordings("answers").any_of

EXISTS = re.compile(any_of("exists"))
MENTIONED = re.compile(any_of("is_named"))
GENERIC_TAIL = re.compile(f"(?:的)?{any_of('vague_tail')}+$")
NAMED_BODY = re.compile(
    rf"(?:是不是|是否|是|由|归)(?P<body>[\u4e00-\u9fff]{{2,16}}?{any_of('leading_bodies')})(?:来)?(?:牵头|负责|管|主抓)"
)
LED = re.compile(r"牵头|负责|主抓|归.{2,10}管")
KIND = 2  # first characters of a thing's name, which tell its kind: 核电|站 is no 水电|站
SAYS_WHOLE = 0.8  # share of its description that a sentence must say to deny something of a thing
SAYS_ASKED = 0.86  # share of what is asked that the sentence about the thing must say
STATE_LEFT = re.compile(r"吗|么|没有|没|了|的|已经|已|呢|[??]")


def reply_with_judgement(plan: Plan, base: Base) -> Reply | None:
    """是… or 否…, by the first way that decides."""
    ways: tuple[Callable[[Plan, Base], Reply | None], ...] = (
        reply_with_sameness,
        _by_group_in_document,
        _by_mention,
        _by_level,
        _by_leader,
        _by_state,
        _by_existence,
        _by_statement,
    )
    for way in ways:
        reply = way(plan, base)
        if reply is not None:
            return reply
    return None


def _say(verdict: str, reason: str, proof: Proof, items: Sequence[Item] | None = None) -> Reply:
    short = f"{verdict},{reason}" if reason else verdict
    return Reply(cut_short(short), tuple(proof.citations), tuple(items) if items else None, sure=0.85)


# --------------------------------------------------------------------------------------------------- how far


def _by_state(plan: Plan, base: Base) -> Reply | None:
    """Has it come so far: 开工了吗, 已经发电了吗."""
    text = plan.asked or plan.question.text
    asked = stage_asked(text)
    if asked is None or EXISTS.match(plan.question.text):
        return None
    states = states_of(plan, base, said=_thing_with_state(plan))
    told = [state for state in states if state.rank >= 0]
    if not told:
        return None
    proof = Proof()
    shown = proof_of_reaching(asked, told)
    if shown is not None:
        item = say_state(shown, proof, base)
        return _say("是", dated([shown], room=LONGEST_SHORT - 2), proof, [item])
    told = [state for state in told if state.saying.share >= SAYS_WHOLE]
    if not told:
        return None
    farthest = max(told, key=lambda state: (state.reached, state.year or 0))
    if farthest.reached >= asked - (asked == len(STAGES) - 1):
        return None
    newest = max(told, key=lambda state: (state.year or 0, state.reached))
    item = say_state(newest, proof, base)
    return _say("否", dated([newest], room=LONGEST_SHORT - 2), proof, [item])


def _thing_with_state(plan: Plan) -> str | None:
    """What the state is asked of, where the plan took only its place for the subject: 铜仁|凤凰机场扩建|完成了."""
    names = {name for place in plan.question.places for name in place.names}
    if plan.subject and plan.subject not in names:
        return None
    cues = "|".join(cue.pattern for _, cue in load_state_words().reached)
    left = re.split(cues, STATE_LEFT.sub("", plan.asked))[0]
    return left if len(left) > 1 else None


# ---------------------------------------------------------------------------------------------------- level


def _by_level(plan: Plan, base: Base) -> Reply | None:
    """Is it of the level asked: 是不是国家级的."""
    marks = load_state_words().levels
    asked = next((level for level in marks if level in plan.question.text), None)
    subject = find_subject(plan, base)
    if asked is None or subject is None:
        return None
    found: list[tuple[str, Saying]] = []
    for saying in find_sayings(subject, plan_without_years(plan), base):
        clause = clause_of(saying)
        for level, mark in marks.items():
            if mark.search(clause):
                found.append((level, saying))
                break
    if not found:
        return None
    own = [one for one in found if one[0] == asked]
    level, saying = max(own or found, key=lambda one: (one[1].year or 0, -one[1].span.start))
    proof = Proof()
    proof.add(base.cite(saying.document.source, saying.span))
    return _say("是" if own else "否", clause_of(saying), proof)


# ------------------------------------------------------------------------------------------- is there such a thing


def _by_existence(plan: Plan, base: Base) -> Reply | None:
    """有 with the place that says so; 没有提到 where no wording stands in any document that may speak of the place."""
    match = EXISTS.search(plan.question.text)
    if match is None:
        return None
    thing = _thing_asked(plan, match.end())
    if len(thing) < 2:
        return None
    documents = agreeing_documents(plan, base)
    wordings = wordings_of(thing, plan, base)
    subject = Subject(thing, wordings, (), (wordings,), True)
    sayings = [
        one
        for one in find_sayings(subject, plan_without_years(plan), base, documents=documents)
        if any(fold_text(wording)[:KIND] in fold_text(one.text) for wording in wordings)
    ]
    proof = Proof()
    if sayings:
        best = max(sayings, key=lambda one: (one.document.region_code is not None, one.year or 0, -one.span.start))
        proof.add(base.cite(best.document.source, best.span))
        return _say("有", _with_year(best), proof)
    described = find_subject(plan, base, said=thing)
    if described is not None and not described.whole:
        sayings = find_sayings(described, plan_without_years(plan), base, documents=documents)
        sayings = [one for one in sayings if fold_text(thing)[:KIND] in fold_text(one.text)]
        if sayings:
            proof.add(base.cite(sayings[0].document.source, sayings[0].span))
            return _say("有", _with_year(sayings[0]), proof)
    if not base.occurrences(wordings, documents):
        return Reply(f"没有提到“{thing}”", (), None, sure=0.8)
    return None


def _thing_asked(plan: Plan, at: int) -> str:
    """What there may be: the stretch behind 有没有, without the class behind it."""
    said = re.split(r"[,。;??]", plan.question.text[at:])[0]
    said = STATE_LEFT.sub("", said)
    said = re.sub(f"^{any_of('before_said')}+", "", said.strip())
    for name in (name for place in plan.question.places for name in sorted(place.names, key=len, reverse=True)):
        said = re.sub(rf"^{re.escape(name)}", "", said)
    return GENERIC_TAIL.sub("", said).strip() or said.strip()


def _with_year(saying: Saying) -> str:
    year = f"{saying.year}年" if saying.year else ""
    clause = clause_of(saying)
    return f"{year}{title_of(saying.document)}:{clause}" if not year else f"{year}:{clause}"


# ------------------------------------------------------------------------------------------ mentioned in a document


def _by_mention(plan: Plan, base: Base) -> Reply | None:
    """Does a document that the question names speak of it: 2026年方案里还提到…吗."""
    match = MENTIONED.search(plan.question.text)
    documents = scoped_documents(plan, base)
    if match is None or plan.before is not None or not documents or len(documents) == len(base.documents):
        return None
    behind = STATE_LEFT.sub("", re.split(r"[,。;]", plan.question.text[match.end() :])[0]).strip(" “”")
    known = replace(plan, subjects=plan.question.known)
    subject = find_subject(known, base, said=behind) if len(behind) > 1 else find_subject(plan, base)
    if subject is None:
        return None
    sayings = find_sayings(subject, plan, base, documents=[one.id for one in documents])
    proof = Proof()
    if sayings:
        first = sayings[0]
        proof.add(base.cite(first.document.source, first.span))
        return _say("是", f"{title_of(first.document)}提到:{clause_of(first)}", proof)
    if not subject.whole or base.occurrences(subject.names, [one.id for one in documents]):
        return None
    others = find_sayings(subject, plan_without_years(plan), base, documents=list(base.documents))
    for one in others[:1]:
        proof.add(base.cite(one.document.source, one.span))
    return _say("否", f"{_named(documents)}没有提到{subject.said}", proof)


def _named(documents: Sequence[Document]) -> str:
    titles = list(dict.fromkeys(title_of(one) for one in documents))
    return "、".join(f"《{title}》" for title in titles[:2]) + ("等" if len(titles) > 2 else "")


def _by_group_in_document(plan: Plan, base: Base) -> Reply | None:
    """Does a document speak of the members of a group: 那十个产业项目,2026年方案里还点名了吗."""
    if plan.before is None or MENTIONED.search(plan.question.text) is None:
        return None
    documents = scoped_documents(plan, base)
    group = reply_with_list(plan.before, base)
    members = group.items if group and group.items else ()
    if not members or not documents or len(documents) == len(base.documents):
        return None
    ids = [one.id for one in documents]
    proof = Proof()
    named: list[Item] = []
    for member in members:
        subject = find_subject(replace(plan.before, subjects=(), subject=member.text), base, said=member.text)
        sayings = find_sayings(subject, plan_without_places(plan), base, documents=ids) if subject else []
        if sayings:
            place = proof.add(base.cite(sayings[0].document.source, sayings[0].span))
            named.append(Item(member.text, proof=(place,)))
    if not named:
        for citation in group.citations[:2] if group else ():
            proof.add(citation)
        return _say("否", f"{_named(documents)}没有点名这{len(members)}个,一个都没有提到", proof)
    verdict = "是" if 2 * len(named) >= len(members) else "否"
    return _say(
        verdict, f"{len(members)}个中提到{len(named)}个:" + "、".join(item.text for item in named), proof, named
    )


def plan_without_places(plan: Plan) -> Plan:
    """Only the document counts."""
    return replace(plan_without_years(plan), question=replace(plan.question, places=()))


# ------------------------------------------------------------------------------------------------------ who leads


def _by_leader(plan: Plan, base: Base) -> Reply | None:
    """Does the body that the question names lead it: 是不是市商务局牵头."""
    text = plan.question.text
    body = NAMED_BODY.search(text)
    if body is None or LED.search(text) is None:
        return None
    about = re.sub(re.escape(body[0]) + "|" + LED.pattern, " ", text)
    about = STATE_LEFT.sub("", re.sub(r"[是不]+$", "", about)).strip(" ,?的")
    reply = reply_with_leader(replace(plan, subject=about, subjects=()), base)
    if reply is None or not reply.items:
        return None
    named = [item.text for item in reply.items]
    same = any(is_same_body(body["body"], one) for one in named)
    return Reply(cut_short(f"{'是' if same else '否'}:{reply.short}"), reply.citations, None, sure=0.8)


# ------------------------------------------------------------------------------------------------- said as asked


def _by_statement(plan: Plan, base: Base) -> Reply | None:
    """是 where a sentence says of the thing all that is asked; 否 where it denies it."""
    asked = STATE_LEFT.sub("", plan.asked)
    asked = re.sub(r"^(?:是不是|是否|是|属于|算|有|会|能|要|在)+", "", asked)
    subject = find_subject(plan, base)
    if len(asked) < 2 or subject is None:
        return None
    wanted = Wanted(find_wanted(replace(plan.question, text=asked, places=())), base.rarity)
    sayings = find_sayings(subject, plan, base)
    if not sayings:
        return None
    said = wanted.share_said(wanted.presence([fold_text(one.text) for one in sayings]))
    told = [(float(share), one) for share, one in zip(said, sayings, strict=True) if share >= SAYS_ASKED]
    if not told:
        return None
    _, best = max(told, key=lambda one: (one[0], one[1].year or 0, -len(one[1].text)))
    proof = Proof()
    proof.add(base.cite(best.document.source, best.span))
    denied = load_state_words().denials.search(clause_of(best)) is not None
    return _say("否" if denied else "是", clause_of(best), proof)
