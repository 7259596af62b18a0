"""Relations, targets and attributes as a person put them right.

Each correction is carried out on what those before it left, so that one may put another right. Of several facts that
say the same with the same words, the one nearest to the place that the person saw is meant. In: the facts of a source.
Out: the facts, and the corrections that found their ground.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import TypeVar

from graph.records import Attribute, Mention, Relation, RelationType, Target
from graph.resolve.corrections import (
    DECISION,
    AttributeCorrection,
    Figure,
    Ground,
    RelationCorrection,
    TargetCorrection,
    ThingNamed,
    Value,
)
from graph.writing.foldings import normal_form

Fact = TypeVar("Fact", Relation, Target, Attribute)


def right_relations(
    relations: Sequence[Relation], corrections: Sequence[RelationCorrection], text: str
) -> tuple[list[Relation], list[RelationCorrection]]:
    """Those that a place does not say go, or say what the person read there."""
    held, applied = list(relations), []
    for by in corrections:
        said = [one for one in held if one.rel is by.rel and goes_by(one.head, by.head) and goes_by(one.tail, by.tail)]
        if hit := {one for ground in by.at for one in nearest(said, ground, text)}:
            applied.append(by)
            held = anew(held, hit, None if by.to is None else partial(as_relation, by.to))
    return held, applied


def right_targets(
    targets: Sequence[Target], corrections: Sequence[TargetCorrection], text: str
) -> tuple[list[Target], list[TargetCorrection]]:
    """A figure that a person looked at is as they said, and sound."""
    held, applied = list(targets), []
    for by in corrections:
        if hit := set(nearest((one for one in held if figure_of(one) == by.said), by.at, text)):
            applied.append(by)
            held = anew(held, hit, None if by.to is None else partial(as_target, by.to))
    return held, applied


def right_attributes(
    attributes: Sequence[Attribute], corrections: Sequence[AttributeCorrection], text: str
) -> tuple[list[Attribute], list[AttributeCorrection]]:
    """As `right_targets`."""
    held, applied = list(attributes), []
    for by in corrections:
        said = (one for one in held if value_of(one) == by.said and goes_by(one.project, by.project))
        if hit := set(nearest(said, by.at, text)):
            applied.append(by)
            held = anew(held, hit, None if by.to is None else partial(as_attribute, by.to))
    return held, applied


def nearest(facts: Iterable[Fact], ground: Ground, text: str) -> list[Fact]:
    """Those that stand on the ground, at the place that is nearest to it."""
    found = [fact for fact in facts if text[fact.start : fact.end] == ground.quote]
    at = min(((abs(fact.start - ground.start), fact.start) for fact in found), default=None)
    return [fact for fact in found if at is not None and fact.start == at[1]]


def goes_by(mention: Mention, thing: ThingNamed) -> bool:
    """Whether a mention bears one of the thing's names, whatever its type is by now."""
    return normal_form(mention.name) in map(normal_form, thing.names)


def as_relation(to: RelationType, relation: Relation) -> Relation:
    """A relation of another type."""
    return replace(relation, rel=to, role=None, rule=DECISION)


def figure_of(target: Target) -> Figure:
    """What a target says, as corrections name it."""
    return Figure(
        target.indicator, target.value, target.unit, target.year, target.region, target.kind, target.comparator,
        target.basis,
    )  # fmt: skip


def as_target(to: Figure, target: Target) -> Target:
    """A target that says something else."""
    return replace(target, **asdict(to), unsafe=None, rule=DECISION)


def value_of(attribute: Attribute) -> Value:
    """What an attribute says, as corrections name it."""
    return Value(attribute.kind, attribute.value, attribute.unit, attribute.year, attribute.comparator)


def as_attribute(to: Value, attribute: Attribute) -> Attribute:
    """An attribute that says something else."""
    return replace(attribute, **asdict(to), rule=DECISION)


def anew(held: Iterable[Fact], hit: set[Fact], made: Callable[[Fact], Fact] | None) -> list[Fact]:
    """All of them, those that are hit as they are made anew; without them where nothing makes them."""
    if made is None:
        return [one for one in held if one not in hit]
    return [made(one) if one in hit else one for one in held]
