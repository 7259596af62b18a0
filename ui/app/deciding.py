"""Two names as a person types them → the decision that they are, or are not, one thing.

In: an opened generation, two names. Out: a decision that names both sides so that it holds after rebuilds.
"""

from __future__ import annotations

from graph.errors import MailuoError
from graph.records import Entity
from graph.resolve.decisions import Decision, Decisions, Named, Verdict
from ui.app.opened import Opened
from ui.app.pages import find

NONE = Decisions()


class NotDecidable(MailuoError):
    """The two names cannot be one thing, or are the same name."""


def decision(opened: Opened, a: str, b: str, verdict: Verdict, made: Decisions = NONE) -> Decision:
    """Of the entities that bear the names, the most mentioned two of one type are meant. made: what was decided before,
    of which the graph may not know yet."""
    found_a, found_b = find(opened, a), find(opened, b)
    pairs = [(x.entity, y.entity) for x in found_a for y in found_b if x.entity.type is y.entity.type]
    if not pairs:
        types = found_a[0].entity.type, found_b[0].entity.type
        raise NotDecidable(f"“{a}” is a {types[0]} and “{b}” a {types[1]}; only things of one type can be the same")
    first, second = next((pair for pair in pairs if pair[0].id != pair[1].id), pairs[0])
    if first.id != second.id:
        return Decision(_named(first, a), _named(second, b), verdict)
    sides = Named(first.type, a, first.place), Named(first.type, b, first.place)
    if verdict is Verdict.SAME and _last_word(made, sides) is not Verdict.DIFFERENT:
        raise NotDecidable(f"“{a}” and “{b}” are one {first.type} already: {first.name}")
    if a == b or a == first.id or b == first.id:
        raise NotDecidable(f"“{a}” and “{b}” are one name; give two names of “{first.name}” to tell apart")
    return Decision(*sides, verdict)


def stated(opened: Opened, a: str, b: str, verdict: Verdict) -> Decision:
    """Of two names that are taken for one thing's, or for two things', also that they are rightly so."""
    found_a, found_b = find(opened, a), find(opened, b)
    pairs = [(x.entity, y.entity) for x in found_a for y in found_b if x.entity.type is y.entity.type]
    if not pairs:
        raise NotDecidable(f"“{a}” and “{b}” are of different types")
    first, second = next((pair for pair in pairs if pair[0].id == pair[1].id), pairs[0])
    return Decision(Named(first.type, a, first.place), Named(second.type, b, second.place), verdict)


def _last_word(made: Decisions, sides: tuple[Named, Named]) -> Verdict | None:
    return next((one.verdict for one in reversed(made.made) if {one.a, one.b} == {*sides}), None)


def _named(entity: Entity, typed: str) -> Named:
    """As it was typed: what the texts write may be shorter than the name shown; an identifier may not last."""
    return Named.of(entity) if typed == entity.id else Named(entity.type, typed, entity.place)
