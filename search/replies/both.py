"""What is so and so as well: 既进了A又拿了B的县, 两边都是主体的县 → the things of both lists.

In: a plan whose question says two things of its members, and a way to answer one question. Out: the members that both
answers name, each with both proofs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from graph.lexicon.wordings import wordings
from search.plan.plan import Plan
from search.replies.contract import Item, Proof, Reply
from search.replies.enumerations import say_items

any_of = wordings("answers").any_of

CLASS = any_of("classes")
WAYS = (
    # 哪些县既进了A,又拿了B
    re.compile(
        rf"(?P<head>.*?(?:哪|有)[些几两三个]*(?:个)?{CLASS})[^,。?既]{{0,3}}既(?P<one>[^,。?]+?)[,，]?(?:又|也|同时)(?P<other>[^。?]+?)[??。]?$"
    ),
    # 既产A又产B的县有哪些; 产A又产B的县
    re.compile(
        rf"(?P<head>.*?)既(?P<one>[^,。?]+?)[,，]?(?:又|也|同时(?:又|也)?)(?P<other>[^。?]+?)的(?P<noun>[^的,。?]{{0,4}}{CLASS})(?:.*)$"
    ),
    re.compile(
        rf"(?P<head>.{{0,8}}?)(?P<one>[是在有产种建搞做列进][^,。?又]{{1,16}})[,，]?又(?P<other>[是在有产种建搞做列进][^。?]{{1,16}}?)的(?P<noun>{CLASS})(?:.*)$"
    ),
)
Answer = Callable[[str], Reply | None]


@dataclass(frozen=True, slots=True)
class Halves:
    """The two questions."""

    one: str
    other: str


def halves_of(text: str) -> Halves | None:
    """The two questions of one that asks for what is both; None where it asks for one thing."""
    for way in WAYS:
        match = way.match(text)
        if match is None:
            continue
        said = match.groupdict()
        if said.get("noun"):
            ends = f"的{said['noun']}有哪些?"
            return Halves(f"{said['head']}{said['one']}{ends}", f"{said['head']}{said['other']}{ends}")
        return Halves(f"{said['head']}{said['one']}?", f"{said['head']}{said['other']}?")
    return None


def reply_with_both(plan: Plan, halves: Halves, answer: Answer) -> Reply | None:
    """The members that both halves name; None where one of them is not known, or none is in both."""
    one, other = answer(halves.one), answer(halves.other)
    if one is None or other is None or not one.items or not other.items:
        return None
    proof, items = Proof(), []
    for item in one.items:
        twin = next((each for each in other.items if _same(item.text, each.text)), None)
        if twin is not None:
            places = [proof.add(one.citations[place]) for place in item.proof]
            places += [proof.add(other.citations[place]) for place in twin.proof]
            items.append(Item(item.text, entity_id=item.entity_id, proof=tuple(places)))
    return Reply(say_items(plan, items), tuple(proof.citations), tuple(items), sure=0.7) if items else None


def _same(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return long == short or (len(short) > 1 and long.startswith(short) and len(long) - len(short) <= 1)
