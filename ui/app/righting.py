"""What a person says of a fact → the correction that is written down.

In: an opened generation, the fact as an address names it (`ui.app.statements`), and a `Choice`. Out: a correction that
names the fact by what is written, so that it holds after rebuilds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from graph.errors import MailuoError
from graph.lexicon.ontology import Ontology
from graph.records import (
    AttributeKind,
    Comparator,
    Entity,
    EntityAttribute,
    EntityType,
    IndicatorTarget,
    RelationType,
    TargetKind,
    source_of,
)
from graph.resolve.corrections import (
    AttributeCorrection,
    Correction,
    Figure,
    Ground,
    MentionCorrection,
    NameChoice,
    RelationCorrection,
    TargetCorrection,
    ThingNamed,
    TypeCorrection,
    Value,
)
from ui.app.opened import Opened
from ui.app.pages import sentence_around
from ui.app.statements import (
    TYPES,
    Place,
    attribute_of,
    entity_named,
    mention_at,
    parts_of,
    places_of,
    relations_said,
    target_of,
)

LONGEST_NAME = 200  # characters
Enumeration = TypeVar("Enumeration", bound=StrEnum)


class NotRightable(MailuoError):
    """What a person says of a fact says nothing, or cannot be."""


class Verdict(StrEnum):
    """Whether it is as it was read."""

    RIGHT = "right"  # it is as it was read
    WRONG = "wrong"  # it is nothing of the kind
    OTHER = "other"  # it is something else


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person says of a fact. to: of what is otherwise, by field, as `StatementFields.values` names them."""

    verdict: Verdict
    to: Mapping[str, str] = field(default_factory=dict)


RIGHT, WRONG = Choice(Verdict.RIGHT), Choice(Verdict.WRONG)


def other(**to: str) -> Choice:
    """That something is otherwise."""
    return Choice(Verdict.OTHER, to)


def correction(opened: Opened, ref: str, choice: Choice) -> Correction:
    """The correction that a choice comes to."""
    kind, parts = parts_of(ref)
    match kind:
        case "thing":
            return of_thing(entity_named(opened, parts[0]), choice)
        case "relation":
            return of_relation(opened, parts, choice)
        case "target":
            return of_target(target_of(opened, parts[0]), choice)
        case "attribute":
            attribute = attribute_of(opened, *parts)
            return of_attribute(attribute, entity_named(opened, attribute.entity_id), choice)
        case "mention":
            return of_mention(opened, Place(parts[2], int(parts[0]), int(parts[1])), choice)
        case "missed":
            return of_missed(opened, parts[0], choice)
    raise NotRightable(f"“{ref}” names no fact")


def named(entity: Entity) -> ThingNamed:
    """An entity by all its names."""
    return ThingNamed(entity.type, (entity.name, *entity.aliases), entity.place)


def of_thing(entity: Entity, choice: Choice) -> Correction:
    """That a thing is of another type, is to bear another name, or is nothing."""
    if choice.verdict is Verdict.WRONG:
        return TypeCorrection(named(entity), None)
    if name := choice.to.get("name", "").strip():
        if name == entity.name:
            raise NotRightable(f"“{name}” is its name already")
        return NameChoice(named(entity), _name(name))
    return TypeCorrection(named(entity), _type(choice, entity.type))


def _name(name: str) -> str:
    if len(name) > LONGEST_NAME:
        raise NotRightable(f"a name of {len(name)} characters is too long; at most {LONGEST_NAME}")
    return name


def _type(choice: Choice, before: EntityType | None = None) -> EntityType:
    """The type that is chosen."""
    kind = _one_of(EntityType, choice.to.get("type", ""), "type")
    if kind not in TYPES:
        raise NotRightable(f"nothing can be made a {kind}; choose {', '.join(TYPES)}")
    if kind is before:
        raise NotRightable(f"it is a {kind} already")
    return kind


def _one_of(kind: type[Enumeration], value: str, what: str) -> Enumeration:
    if value not in set(kind):
        raise NotRightable(f"“{value}” is no {what}; there are {', '.join(kind)}")
    return kind(value)


def of_relation(opened: Opened, parts: Sequence[str], choice: Choice) -> Correction:
    """That a sentence, or all of them, do not say a relation, or say another one."""
    head, tail = entity_named(opened, parts[0]), entity_named(opened, parts[2])
    rel = _one_of(RelationType, parts[1], "relation")
    place = Place(parts[5], int(parts[3]), int(parts[4])) if len(parts) > 3 else None
    said = relations_said(opened, (head.id, tail.id), rel, place)
    to = None
    if choice.verdict is not Verdict.WRONG:
        to = _one_of(RelationType, choice.to.get("rel", ""), "relation")
        if to is rel or not Ontology.load().allows(head.type, to, tail.type):
            raise NotRightable(f"{to} does not join a {head.type} and a {tail.type} otherwise than it is")
    grounds = tuple(Ground(one.document_id, one.start, one.end, one.quote) for one in said)
    return RelationCorrection(tuple(dict.fromkeys(grounds)), named(head), rel, named(tail), to)


def of_target(target: IndicatorTarget, choice: Choice) -> Correction:
    """That a figure is another one, is right, or is none."""
    one = target.target
    said = Figure(
        one.indicator, one.value, one.unit, one.year, one.region, one.kind, one.comparator, one.basis
    )  # fmt: skip
    return TargetCorrection(Ground(one.document_id, one.start, one.end, target.quote), said, _figure(said, choice))


def _figure(said: Figure, choice: Choice) -> Figure | None:
    if choice.verdict is not Verdict.OTHER:
        return said if choice.verdict is Verdict.RIGHT else None
    given = {**_said(said), **choice.to}
    to = Figure(
        indicator=_filled(given["indicator"], "indicator"),
        value=_number(given["value"]),
        unit=given["unit"].strip() or None,
        year=_year(given["year"]),
        region=given["region"].strip() or None,
        kind=_one_of(TargetKind, given["kind"], "kind"),
        comparator=_one_of(Comparator, given["comparator"], "comparator"),
        basis=given["basis"].strip() or None,
    )
    return _changed(said, to, choice)


def of_attribute(attribute: EntityAttribute, project: Entity, choice: Choice) -> Correction:
    """That what is said of a project is something else, is right, or is not said."""
    said = Value(attribute.kind, attribute.value, attribute.unit, attribute.year, attribute.comparator)
    ground = Ground(attribute.document_id, attribute.start, attribute.end, attribute.quote)
    to: Value | None = said if choice.verdict is Verdict.RIGHT else None
    if choice.verdict is Verdict.OTHER:
        given = {**_said(said), **choice.to}
        to = Value(
            kind=_one_of(AttributeKind, given["kind"], "kind"),
            value=_filled(given["value"], "value"),
            unit=given["unit"].strip() or None,
            year=_year(given["year"]),
            comparator=_one_of(Comparator, given["comparator"], "comparator"),
        )
        to = _changed(said, to, choice)
    return AttributeCorrection(ground, named(project), said, to)


Says = TypeVar("Says", Figure, Value)


def _changed(said: Says, to: Says, choice: Choice) -> Says:
    if unknown := choice.to.keys() - _said(said).keys():
        raise NotRightable(f"it has no {', '.join(sorted(unknown))}; there are {', '.join(_said(said))}")
    if to == said:
        raise NotRightable("it says that already")
    return to


def _said(said: Figure | Value) -> dict[str, str]:
    """What it says, as people write it."""
    return {name: str(getattr(said, name) or "") for name in type(said).__dataclass_fields__}


def _filled(text: str, what: str) -> str:
    if not text.strip():
        raise NotRightable(f"the {what} is empty")
    return _name(text.strip())


def _number(text: str) -> str:
    """As documents write it: 1,671.87 or 3/4."""
    value = text.strip()
    if not any(sign.isdigit() for sign in value):
        raise NotRightable(f"“{value}” is no figure")
    return _name(value)


def _year(text: str) -> int | None:
    if not text.strip():
        return None
    if not (text.strip().isdecimal() and len(text.strip()) == 4):
        raise NotRightable(f"“{text}” is no year")
    return int(text)


# ------------------------------------------------------------------------------------------------------------ mentions


def of_mention(opened: Opened, place: Place, choice: Choice) -> Correction:
    """That at a place the thing is meant that was read there, or is not; or that this thing is of another type."""
    mention = mention_at(opened, place)
    if mention is None:
        raise NotRightable("nothing is named there any more")
    entity = entity_named(opened, mention.entity_id)
    if choice.verdict is Verdict.OTHER:
        return of_thing(entity, choice)
    return _at(opened, place, entity.type, entity.name, is_meant=choice.verdict is Verdict.RIGHT)


def of_missed(opened: Opened, document_id: str, choice: Choice) -> Correction:
    """That words of a document name a thing that was missed; `start`: where, if they stand there several times."""
    words = choice.to.get("words", "").strip()
    places = list(places_of(opened, document_id, words))
    starts = [place.start for place in places]
    if not places:
        raise NotRightable(f"“{words}” does not stand in {document_id}; give the words as they stand there")
    wanted = choice.to.get("start", "")
    if wanted and (not wanted.isdecimal() or int(wanted) not in starts):
        raise NotRightable(f"“{words}” does not stand at {wanted} but at {', '.join(map(str, starts))}")
    place = places[starts.index(int(wanted))] if wanted else places[0]
    kind = _type(choice)
    name = _name(choice.to.get("name", "").strip() or "".join(words.split()))
    there = mention_at(opened, place)
    if there is not None and entity_named(opened, there.entity_id).type is kind:
        raise NotRightable(f"a {kind} is read there already")
    return _at(opened, place, kind, name, is_meant=True)


def _at(opened: Opened, place: Place, kind: EntityType, name: str, *, is_meant: bool) -> MentionCorrection:
    text = opened.text_of(source_of(place.document_id))
    first, last = sentence_around(text, place.start, place.end)
    first, last = min(first, place.start), max(last, place.end)
    ground = Ground(place.document_id, place.start, place.end, text[place.start : place.end])
    return MentionCorrection(ground, kind, name, is_meant, text[first:last], place.start - first)
