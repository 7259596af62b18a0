"""Lists that the texts themselves set out: the enumeration that says what a question asks for.

In: what members are wanted and the enumerations chosen. Out: a reply with the members, named as the texts do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from graph.records import EntityType, Span
from graph.writing.foldings import fold_text
from search.plan.plan import Plan
from search.replies.choosing import Choice, named_beside, sureness
from search.replies.contract import Base, Item, Proof, Reply, cut_short
from search.replies.members import Members, measure_word
from search.texts.edges import without_verbs
from search.texts.enumeration import Enumeration, Member


def compose(plan: Plan, wanted: Members, choices: Sequence[Choice], base: Base) -> Reply:
    """The members of the enumerations, each with the sentence or heading that says it."""
    proof = Proof()
    items: list[Item] = []
    for choice in choices:
        source = choice.found.passage.source
        whole = (
            proof.add(base.cite(source, choice.enumeration.sentence or choice.enumeration.span))
            if choice.enumeration.rule in ("run", "pair")
            else None
        )
        beside = named_beside(choice, wanted, base) if whole is not None else []
        choice = replace(choice, enumeration=called_plainly(choice.enumeration, wanted))
        if wanted.type is EntityType.COUNTY:
            choice = replace(choice, enumeration=areas_of(choice, base))
        for member in sorted((*beside, *choice.enumeration.members), key=lambda member: member.span):
            place = whole if whole is not None else proof.add(base.cite(source, member.proof or member.span))
            if member.text not in {item.text for item in items}:
                items.append(Item(member.text, member.of or None, proof=(place,)))
    sure = min(sureness(choice, wanted) for choice in choices)
    return Reply(say_items(plan, items), tuple(proof.citations), tuple(items), sure=sure)


def areas_of(choice: Choice, base: Base) -> Enumeration:
    """The areas with which the members begin: 沅陵车坪、辰溪孝坪 → 沅陵, 辰溪; only where all do."""
    source, members = choice.found.passage.source, []
    for member in choice.enumeration.members:
        named = [
            mention
            for mention in base.mentions_in(source, member.span)
            if mention.entity_id.startswith("county") and mention.start == member.span.start
        ]
        if named:
            longest = max(named, key=lambda mention: mention.end)
            members.append(Member(longest.surface, Span(longest.start, longest.end), member.proof))
    whole = len(members) == len(choice.enumeration.members)
    return replace(choice.enumeration, members=tuple(members)) if whole else choice.enumeration


def called_plainly(enumeration: Enumeration, wanted: Members) -> Enumeration:
    """“巩固提高烟草产业”, “大力提升旅游产业” as members of 支柱产业: without the verbs, where all end in one noun; of
    “加大支持“转产一批””, where all quote a name that holds the group's, that name.
    """
    if enumeration.rule in ("run", "pair", "class"):
        return enumeration
    name = fold_text(wanted.group_name)
    quoted = [re.search('[“"]([^”"]*)[”"]', member.text) for member in enumeration.members]
    if name and all(match and name in fold_text(match[1]) for match in quoted):
        texts = [match[1] for match in quoted if match]
        members = [replace(one, text=text) for one, text in zip(enumeration.members, texts, strict=True)]
        return replace(enumeration, members=tuple(members))
    cut = [_up_to(fold_text(member.text), wanted.sign or name) for member in enumeration.members]
    if all(cut):
        texts = [without_verbs(text) for text in cut]
        members = [replace(one, text=text) for one, text in zip(enumeration.members, texts, strict=True)]
        return replace(enumeration, members=tuple(members))
    if not wanted.nouns:
        return enumeration
    noun = wanted.nouns[0] if len(wanted.nouns[0]) <= 2 else wanted.nouns[0][-2:]
    if not all(member.text.endswith(noun) for member in enumeration.members):
        return enumeration
    return replace(
        enumeration, members=tuple(replace(one, text=without_verbs(one.text)) for one in enumeration.members)
    )


def _up_to(text: str, name: str) -> str:
    """打好经济增长主动仗,推动… up to 仗; empty where the name is not in the first clause, or nothing else is."""
    first = re.split("[,;:。]", text)[0]
    place = first.rfind(name) if name else -1
    return first[: place + len(name)] if place > 1 else ""


def say_items(plan: Plan, items: Sequence[Item]) -> str:
    """N个:A、B、C, cut where the line is full; 一:A;二:B where they are asked for by their marks."""
    if all(item.of for item in items):
        return cut_short(";".join(f"{item.of}:{item.text}" for item in items))
    text = f"{len(items)}{measure_word(plan.question.text)}:" + "、".join(item.text for item in items)
    return cut_short(text)
