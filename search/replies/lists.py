"""A list asked for: told by the enumeration of a text or by the graph, whichever fits the question.

In: a plan and the knowledge base. Out: a reply with its members, or None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from graph.records import EntityType, Level, Span
from search.plan.plan import Plan
from search.question import Known
from search.replies.choosing import Choice, choose_enumerations, fits, with_others
from search.replies.contract import LONGEST_SHORT, SILENT, Base, Item, Proof, Reply, cite_sentence, clipped, cut_short
from search.replies.dropped import asks_for_dropped, sift_dropped
from search.replies.enumerations import compose, say_items
from search.replies.groups import plans_of_groups
from search.replies.members import Members, members_wanted
from search.replies.slogans import is_slogan, reply_with_slogan
from search.replies.things import Thing, find_areas, find_things, is_asked_by_relation

LEAST_THINGS = 2
ONE_OF = re.compile("哪(?:一)?(?:个|家|条|座|所|项)(?!些)")  # one thing may be meant


def reply_with_list(plan: Plan, base: Base) -> Reply | None:
    """The things of the graph where the question names what they hang on; else the enumeration of a text that fits
    best; else areas in which things lie that are called so.
    """
    parts = plans_of_groups(plan)
    if parts:
        return _reply_with_groups(plan, parts, base)
    return _reply_with_one(plan, base)


def reply_with_definition(plan: Plan, base: Base) -> Reply | None:
    """What a group or catchword stands for; silent where no text sets out so many members: a sentence that only names
    the group says nothing of what it stands for.
    """
    if plan.is_of_a_name:
        return None  # a thing with a name of its own has no members
    slogan = reply_with_slogan(plan, base) if is_slogan(plan.group) else None
    reply = slogan or reply_with_list(plan, base) or reply_with_slogan(plan, base)
    return SILENT if reply is None and members_wanted(plan).group else reply


def reply_with_names(plan: Plan, base: Base) -> Reply | None:
    """Names of several things: 四座电站都叫什么."""
    several = (members_wanted(plan).count or 1) > 1 or ALL_CALLED.search(plan.question.text)
    return reply_with_list(plan, base) if several else None


ALL_CALLED = re.compile("(?:都|分别|各)(?:叫|是|有)")


def _reply_with_groups(plan: Plan, parts: Sequence[Plan], base: Base) -> Reply | None:
    """The members of each group, one group behind the other; only where all are found."""
    replies = [_reply_with_one(part, base) for part in parts]
    proof, items = Proof(), []
    for part, reply in zip(parts, replies, strict=True):
        if reply is None or reply.items is None:
            return None
        places = [proof.add(citation) for citation in reply.citations]
        items += [Item(one.text, part.group, one.entity_id, tuple(places[p] for p in one.proof)) for one in reply.items]
    return Reply(say_groups(items), tuple(proof.citations), tuple(items), sure=0.8)


def say_groups(items: Sequence[Item]) -> str:
    """两个屏障:A、B;一个桥头堡:C."""
    groups = dict.fromkeys(item.of for item in items)
    said = ";".join(f"{group}:" + "、".join(item.text for item in items if item.of == group) for group in groups)
    return clipped(said)


def _reply_with_one(plan: Plan, base: Base) -> Reply | None:
    wanted = members_wanted(plan)
    plan = _completed(plan, wanted)
    if not (plan.group or plan.count) and _hangs_on_a_thing(plan, base):
        sifted = sift_dropped(plan, find_things(plan, wanted, base), base)
        things = sifted.things
        dropped = asks_for_dropped(plan.question.text) or sifted.left
        if dropped and things:
            return say_things(plan, things, base, left=sifted.left)
        if len(things) >= LEAST_THINGS or (things and _may_be_one(plan, base)):
            return say_things(plan, things, base)
    choices = choose_enumerations(plan, wanted, base)
    best = next((one for one in choices if fits(one, wanted)), None)
    areas = find_areas(plan, wanted, base)
    if areas and (best is None or _say_more(areas, best)):
        return say_things(plan, areas, base)
    if best is not None:
        return compose(plan, wanted, with_others(best, choices, wanted), base)
    things = find_things(plan, wanted, base) if not plan.group else []
    return say_things(plan, things, base) if len(things) >= LEAST_THINGS else None


def _may_be_one(plan: Plan, base: Base) -> bool:
    """Whether a list of one answers: 哪个园区, or what hangs on a thing by the question's own word for it."""
    return ONE_OF.search(plan.question.text) is not None or is_asked_by_relation(plan, base)


def _say_more(areas: Sequence[Thing], best: Choice) -> bool:
    """Whether the areas of the graph hold all that the enumeration names, and more."""
    names = [name for area in areas for name in (area.entity.name, *area.entity.aliases)]
    members = best.enumeration.members
    return len(areas) > len(members) and all(any(one.text.startswith(name) for name in names) for one in members)


def _completed(plan: Plan, wanted: Members) -> Plan:
    """The plan with the class that its words tell, where it says none; a name inside the class noun (工业 in
    工业园区) is no subject.
    """
    noun = wanted.nouns[0] if wanted.nouns else ""
    place = plan.question.text.find(noun) if noun else -1
    end = place + len(noun)

    def apart(one: Known) -> bool:
        return place < 0 or one.end <= place or end <= one.start

    return replace(
        plan,
        members=wanted.type or plan.members,
        asked=plan.asked if plan.asked and wanted.type is plan.members else noun,
        subjects=tuple(filter(apart, plan.subjects)),
        question=replace(plan.question, known=tuple(filter(apart, plan.question.known))),
    )


def _hangs_on_a_thing(plan: Plan, base: Base) -> bool:
    """Whether the question names a park, a company, an industry or a county, of which the graph knows all: a city or
    province has too much in it.
    """
    named = {i for one in (*plan.subjects, *plan.question.known) for i in one.entity_ids}
    entities = base.entities(named).values()
    specific = (EntityType.PARK, EntityType.ENTERPRISE, EntityType.INDUSTRY)
    return any(
        one.type in specific or (one.type is EntityType.COUNTY and one.level is Level.COUNTY) for one in entities
    )


def say_things(plan: Plan, things: Sequence[Thing], base: Base, *, left: int = 0) -> Reply:
    """Each with the stretches of text that say so. left: how many more are cancelled or put off."""
    proof, items = Proof(), []
    for thing in things:
        # what a relation says of the two names it ends with often stands behind them: 以新材料和电子信息为主导产业
        relation = thing.proof[0]
        place = proof.add(cite_sentence(base, relation.source, Span(relation.start, relation.end)))
        items.append(Item(thing.entity.name, entity_id=thing.entity.id, proof=(place,)))
    beside = f"(另有{left}个取消或暂缓)" if left else ""
    short = cut_short(say_items(plan, items), most=LONGEST_SHORT - len(beside)) + beside
    return Reply(short, tuple(proof.citations), tuple(items), sure=0.95)
