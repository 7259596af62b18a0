"""Several lists put together: what two have in common, members of a group that a condition keeps, members that another
document still names.

In: a plan with a group before it or several conditions, and the knowledge base. Out: a reply, or None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.lexicon.wordings import wordings
from graph.records import EntityType, LinkKind, RelationType, Span
from graph.writing.foldings import fold_text
from search.answer import Citation
from search.plan.plan import Kind, Plan
from search.replies.columns import reply_with_column
from search.replies.contract import Base, Item, Proof, Reply
from search.replies.enumerations import say_items
from search.replies.lists import reply_with_list, say_things
from search.replies.members import QUOTED, measure_word, members_wanted
from search.replies.things import find_things, is_in_scope

any_of = wordings("answers").any_of

BOTH = re.compile(any_of("both"))
STILL_NAMED = re.compile(any_of("still_named"))
LIES_IN = re.compile("(?:在|位于|落在|落户|建在|归|属于)[^,。在]{2,14}(?:里|的)?(?:有|是|占)?(?:[??]|$|哪|几|多少)|占")
OF_NAME = re.compile("名字|名称|名里|叫法|字样|开头|带|含")
SHORT_COUNT = 70
SAME_THING = (LinkKind.SAME, LinkKind.RENAMED, LinkKind.CONTINUES, LinkKind.PHASE)
GENERIC_TAIL = re.compile("(?:建设)?(?:项目|工程)$|建设$")


@dataclass(frozen=True, slots=True)
class Known:
    """A member with its citations, and the entities it is."""

    item: Item
    citations: tuple[Citation, ...]
    ids: frozenset[str]


def reply_with_set(plan: Plan, base: Base) -> Reply | None:
    """For plans of the kinds list, count and yes_no that are about several lists."""
    if plan.before is not None and plan.before.group:
        return _reply_of_group(plan, plan.before, base)
    both = len(plan.conditions) > 1 and BOTH.search(plan.question.text)
    if both and plan.members is not None and plan.kind is Kind.LIST:
        return _reply_in_common(plan, base)
    return None


# ------------------------------------------------------------------------------------------------ members of a group


def _reply_of_group(plan: Plan, group: Plan, base: Base) -> Reply | None:
    """The members that the question keeps."""
    keep = _keeper(plan, base)
    if keep is None:
        return None
    whole = reply_with_list(group, base)
    if whole is None or not whole.items:
        return None
    members = known_members(whole, group, base)
    kept = [(one, proof) for one in members if (proof := keep(one)) is not None]
    return _say_kept(plan, members, kept)


Keeper = Callable[[Known], "Sequence[Citation] | None"]  # what proves that a member is kept; None where it is not


def _keeper(plan: Plan, base: Base) -> Keeper | None:
    """What keeps a member: its name, or that another document names it; None: the question says neither."""
    said = " ".join(condition.text for condition in plan.conditions) or plan.asked
    if any(condition.attribute == "名字" for condition in plan.conditions) or OF_NAME.search(said):
        return lambda one: () if _has_name(plan, one) is not plan.negated else None
    if STILL_NAMED.search(said) or STILL_NAMED.search(plan.question.text[-16:]):
        documents = [i for i, document in base.documents.items() if is_in_scope(plan, document)]
        return lambda one: _named_in(one, documents, base)
    if plan.subjects and LIES_IN.search(plan.question.text):
        inside = {i for subject in plan.subjects for i in subject.entity_ids}
        return lambda one: () if _has_name(plan, one) or _lies_in(one, inside, base) else None
    if plan.subjects and plan.kind is Kind.COUNT:
        return lambda one: () if _has_name(plan, one) is not plan.negated else None
    return None


def _lies_in(one: Known, places: Collection[str], base: Base) -> bool:
    """Whether the graph knows that the member is there."""
    located = RelationType.LOCATED_IN
    relations = (relation for i in one.ids for relation in base.relations_of(i))
    return any(relation.rel is located and relation.tail_id in places for relation in relations)


def _has_name(plan: Plan, one: Known) -> bool:
    """Whether the member's name holds what the question names."""
    names = [*QUOTED.findall(plan.question.text), *(subject.name for subject in plan.subjects)]
    names += [condition.value for condition in plan.conditions if condition.value]
    text = fold_text(one.item.text)
    return any(fold_text(name) in text for name in names if name not in plan.group)


def _named_in(one: Known, documents: Collection[str], base: Base) -> Sequence[Citation] | None:
    """Where the documents name the member, under any of its names."""
    ids = set(one.ids)
    for i in one.ids:
        ids |= {end for link in base.links_of(i) if link.kind in SAME_THING for end in (link.a_id, link.b_id)}
    mentions = [m for m in base.mentions_of(ids) if m.document_id in documents] if ids else []
    if mentions:
        first = mentions[0]
        return (base.cite(first.source, Span(first.start, first.end)),)
    wordings = {one.item.text, GENERIC_TAIL.sub("", one.item.text)}
    places = base.occurrences([word for word in wordings if len(word) > 3], documents)
    return (base.cite(places[0].source, places[0].span),) if places else None


def known_members(reply: Reply, plan: Plan, base: Base) -> list[Known]:
    """The items of a reply with the entities that their places mention."""
    found = []
    for item in reply.items or ():
        citations = tuple(reply.citations[place] for place in item.proof)
        ids = {item.entity_id} if item.entity_id else set()
        for citation in citations:
            for mention in base.mentions_in(citation.passage.source, citation.span):
                if mention.surface in item.text and 2 * len(mention.surface) >= len(item.text):
                    ids.add(mention.entity_id)
        found.append(Known(item, citations, frozenset(ids)))
    return found


def _say_kept(plan: Plan, members: Sequence[Known], kept: Sequence[tuple[Known, Sequence[Citation]]]) -> Reply | None:
    proof, items = Proof(), []
    for one, more in kept or [(member, ()) for member in members]:
        places = tuple(proof.add(citation) for citation in (*more, *one.citations))
        items.append(replace(one.item, proof=places))
    if plan.kind is Kind.YES_NO or plan.polar:
        if not kept:
            return Reply(f"没有:{len(members)}个都没有提到", tuple(proof.citations), None, sure=0.7)
        return Reply(
            "有:" + "、".join(item.text for item in items)[:100], tuple(proof.citations), tuple(items), sure=0.7
        )
    if plan.kind is Kind.COUNT:
        count = f"{len(kept)}{measure_word(plan.question.text)}"
        named = f"{count}:{'、'.join(item.text for item in items)}"
        short = named if kept and len(named) <= SHORT_COUNT else count
        return Reply(short, tuple(proof.citations), tuple(items) if kept else None, sure=0.8)
    if not kept:
        return None
    return Reply(say_items(plan, items), tuple(proof.citations), tuple(items), sure=0.8)


# ------------------------------------------------------------------------------------------------ in common


def _reply_in_common(plan: Plan, base: Base) -> Reply | None:
    """The things of which every condition is said."""
    lists = [_keyed(part, base) for part in _parts(plan)]
    if any(not one for one in lists):
        return None
    keys = [key for key in lists[0] if all(key in other for other in lists[1:])]
    if not keys or (plan.count is not None and len(keys) != plan.count):
        return None
    proof, items = Proof(), []
    for key in keys:
        places = tuple(proof.add(citation) for one in lists for citation in one[key].citations)
        items.append(replace(lists[0][key].item, proof=places))
    return Reply(say_items(plan, items), tuple(proof.citations), tuple(items), sure=0.8)


def _parts(plan: Plan) -> list[Plan]:
    """One plan for each condition: the question with that condition alone."""
    places = "".join(place.short for place in plan.question.places)
    parts = []
    for condition in plan.conditions:
        text = f"{places}{condition.text}的{plan.asked}有哪些"
        known = tuple(one for one in plan.question.known if one.name in condition.text)
        topic = tuple(word for word in plan.question.topic if word in condition.text)
        moved = tuple(replace(one, start=text.find(one.name), end=text.find(one.name) + len(one.name)) for one in known)
        question = replace(plan.question, text=text, known=moved, topic=topic)
        subjects = tuple(one for one in moved if one.name in condition.text)
        parts.append(replace(plan, question=question, conditions=(condition,), subjects=subjects, count=None))
    return parts


def _keyed(plan: Plan, base: Base) -> Mapping[str, Known]:
    """The members for one condition by the entity they are, or by their name."""
    for find in (_of_graph, reply_with_column, reply_with_list):
        reply = find(plan, base)
        if reply is not None and reply.items:
            return {_key(one, plan, base): one for one in known_members(reply, plan, base)}
    return {}


def _of_graph(plan: Plan, base: Base) -> Reply | None:
    things = find_things(plan, members_wanted(plan), base) if plan.subjects else []
    return say_things(plan, things, base) if things else None


def _key(one: Known, plan: Plan, base: Base) -> str:
    """The entity of the wanted type with the longest name in the member; of an area its code."""
    wanted = (plan.members or EntityType.PROJECT).value.lower()
    entities = base.entities(i for i in one.ids if i.startswith(wanted))
    if entities:
        entity = max(entities.values(), key=lambda entity: len(entity.name))
        return entity.code or entity.id
    return fold_text(one.item.text)
