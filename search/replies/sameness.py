"""Whether two names mean one thing: a plan goes in, 是 or 否 comes out.

One thing are names of one entity or of linked ones, and two wordings that stand behind the same words
(防范化解风险狙击仗, 防范化解风险阻击仗).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.lexicon.ontology import Ontology
from graph.lexicon.wordings import wordings
from graph.records import EntityType, Link, LinkKind, Span
from graph.writing.foldings import fold_text
from search.plan.plan import Plan
from search.replies.contract import Base, Item, Occurrence, Proof, Reply, cut_short

any_of = wordings("answers").any_of

ASKED = re.compile(any_of("one_and_same"))
QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,24})[”\"」』]")
JOINED = re.compile(f"(?P<a>[^,。;]{{2,24}}?)(?:和|与|跟|同|、|及)(?P<b>[^,。;]{{2,24}}?)(?:{any_of('asks_same')}|,|$)")
SHARED_BEFORE = 4  # characters in front of both wordings that are the same
SAME = (LinkKind.SAME, LinkKind.RENAMED)


def reply_with_sameness(plan: Plan, base: Base) -> Reply | None:
    """是 where they are one thing, 否 where they are two of one kind; None where neither is known."""
    if ASKED.search(plan.question.text) is None:
        return None
    names = _names_asked(plan)
    if names is None:
        return None
    return _by_graph(names, plan, base) or _by_wording(names, base)


def _names_asked(plan: Plan) -> tuple[str, str] | None:
    quoted = QUOTED.findall(plan.question.text)
    if len(quoted) >= 2:
        return quoted[0], quoted[1]
    if len(plan.subjects) >= 2:
        return plan.subjects[0].name, plan.subjects[1].name
    joined = JOINED.search(plan.question.text)
    return (joined["a"].strip(), joined["b"].strip()) if joined else None


def _by_graph(names: tuple[str, str], plan: Plan, base: Base) -> Reply | None:
    ids = [
        {
            id_
            for one in plan.question.known
            if one.name == fold_text(name) or one.name == name
            for id_ in one.entity_ids
        }
        for name in names
    ]
    if not all(ids):
        return None
    if shared := ids[0] & ids[1]:
        return _say(True, names, [*base.occurrences(names)], base, "是同一个对象的两个名称") if shared else None
    links = [link for id_ in ids[0] for link in base.links_of(id_) if {link.a_id, link.b_id} & ids[1]]
    same = next((link for link in links if link.kind in SAME), None)
    if same is not None:
        return _say_link(names, same, base)
    entities = base.entities(ids[0] | ids[1])
    types = [{entities[id_].type for id_ in each} for each in ids]
    if (shared_types := types[0] & types[1] - {EntityType.INDICATOR}) and not links:
        occurrences = [found for name in names for found in base.occurrences([name])[:1]]
        kind = Ontology.load().entities[min(shared_types)].one[0]
        return _say(False, names, occurrences, base, f"两个不同的{kind}")
    return None


def _say_link(names: tuple[str, str], link: Link, base: Base) -> Reply:
    proof = Proof()
    for evidence in link.evidence:
        proof.add(base.cite(evidence.source, Span(evidence.start, evidence.end)))
    return Reply(cut_short(f"是:{names[0]}和{names[1]}是同一个,{link.reason}"), tuple(proof.citations), None, sure=0.9)


def _by_wording(names: tuple[str, str], base: Base) -> Reply | None:
    """Both stand behind the same words: they are two wordings for one thing."""
    places = [list(base.occurrences([name])) for name in names]
    if not all(places) or not _are_alike(*names):
        return None
    before = [{_before(base, one): one for one in each} for each in places]
    shared = sorted((one for one in before[0] if one and one in before[1]), key=len, reverse=True)
    if not shared:
        return None
    return _say(True, names, [before[0][shared[0]], before[1][shared[0]]], base, "是同一项的两种写法")


def _are_alike(one: str, other: str) -> bool:
    """Whether the names share at least half of their characters in place."""
    if len(one) != len(other):
        short, long = sorted((one, other), key=len)
        return short in long
    return 2 * sum(a == b for a, b in zip(one, other, strict=True)) >= len(one)


def _before(base: Base, occurrence: Occurrence) -> str:
    """The characters right before it, "" where there are too few of them in the sentence."""
    text = base.text_of(occurrence.source)[max(0, occurrence.span.start - 16) : occurrence.span.start]
    run = re.search(r"[\u4e00-\u9fff]+$", re.sub(r"[\s“\"”]", "", text))
    return run[0][-SHARED_BEFORE:] if run and len(run[0]) >= SHARED_BEFORE else ""


def _say(same: bool, names: tuple[str, str], places: Sequence[Occurrence], base: Base, why: str) -> Reply:
    proof = Proof()
    items = []
    for occurrence in places[:2]:
        text = base.text_of(occurrence.source)
        start = max(text.rfind("\n", 0, occurrence.span.start), text.rfind("。", 0, occurrence.span.start)) + 1
        start = max(start, occurrence.span.start - 60)
        place = proof.add(base.cite(occurrence.source, Span(start, min(len(text), occurrence.span.end + 20))))
        items.append(Item(re.sub(r"\s+", "", text[occurrence.span.start : occurrence.span.end]), proof=(place,)))
    verdict = "是" if same else "否"
    return Reply(
        cut_short(f"{verdict}:{names[0]}和{names[1]}{why if same else '是' + why}"),
        tuple(proof.citations),
        tuple(items) or None,
        sure=0.85,
    )
