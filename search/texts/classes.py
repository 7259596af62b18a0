"""Members told by their class alone: “打造A产业集群。…打造B产业集群。…”, “实施C工程,…实施D工程”, over a section.

In: a flat stretch and a class noun. Out: enumerations of the names that end in it and stand at the end of a clause,
those that follow the same verb, or share more of their ending, together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search.texts.edges import last_lead
from search.texts.enumeration import Enumeration, Member
from search.texts.flat import Flat
from search.texts.sentence import Sentence

STOP = re.compile(r"[,;:。!?\n]")
LONGEST_NAME = 20
LEAST = 2


@dataclass(frozen=True, slots=True)
class ClassMember:
    """A name that ends in the class noun, and the verb before it."""

    start: int
    end: int
    verb: str


def find_class_members(flat: Flat, noun: str, count: int | None, label: str) -> list[Enumeration]:
    """label: the group as asked; where it stands in the text, only what follows is looked at."""
    if not noun:
        return []
    said = flat.text.find(label) if label else -1
    from_place = said + len(label) if said >= 0 else 0
    members = list(_members(flat, noun, from_place))
    sets = list(_sets(flat, members, noun))
    if count == 1:  # a name that is said again is said most
        sets = [[max(members, key=lambda one: flat.text.count(flat.text[one.start : one.end]))]] if members else []
    fitting = [one for one in sets if count is None or len(one) == count]
    return [_enumeration(flat, one, noun, label if said >= 0 else "") for one in fitting]


def _members(flat: Flat, noun: str, from_place: int) -> Iterator[ClassMember]:
    start = from_place
    for stop in STOP.finditer(flat.text, from_place):
        clause = flat.text[start : stop.start()]
        if clause.endswith(noun) and len(clause) > len(noun) and len(clause) <= 2 * LONGEST_NAME and "、" not in clause:
            sentence = Sentence(flat, start, stop.start())
            first = last_lead(sentence, start, stop.start())
            if len(noun) < stop.start() - first <= LONGEST_NAME:
                yield ClassMember(first, stop.start(), flat.text[max(start, first - 2) : first])
        start = stop.end()


def _sets(flat: Flat, members: Sequence[ClassMember], noun: str) -> Iterator[list[ClassMember]]:
    """All of them; those behind the same verb; those that share two more characters of their ending."""
    distinct: dict[str, ClassMember] = {}
    for member in members:
        distinct.setdefault(flat.text[member.start : member.end], member)
    every = list(distinct.values())
    by_verb: dict[str, list[ClassMember]] = defaultdict(list)
    by_ending: dict[str, list[ClassMember]] = defaultdict(list)
    for member in every:
        by_verb[member.verb].append(member)
        by_ending[flat.text[member.end - len(noun) - 2 : member.end]].append(member)
    seen: set[tuple[ClassMember, ...]] = set()
    for one in (*by_ending.values(), *by_verb.values(), every):
        if len(one) >= LEAST and tuple(one) not in seen:
            seen.add(tuple(one))
            yield one


def _enumeration(flat: Flat, members: Sequence[ClassMember], noun: str, label: str) -> Enumeration:
    made = tuple(
        Member(flat.text[one.start : one.end], flat.span(one.start, one.end), flat.span(one.start, one.end))
        for one in members
    )
    verbs = {member.verb for member in members}
    before = label or (verbs.pop() if len(verbs) == 1 else "")
    return Enumeration(made, before, noun, flat.span(members[0].start, members[-1].end), "class")
