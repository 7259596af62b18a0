"""What a person put right of what was read: the type of a thing, its better name, what stands at a place, a relation, a
figure.

A correction speaks of what is written (a document, the words at a place of it, the names of things), never of a row of
a table or of the graph, so that it holds after every new ingestion, and where the document has changed around those
words. Where they are gone it waits, and does nothing. In: a line's fields. Out: the correction, and back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from graph.hints import without_none
from graph.records import AttributeKind, Comparator, EntityType, RelationType, TargetKind, source_of

DECISION = "decision"  # the rule of what a person said or looked at


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a document says it, and with which words; these are sought again where the place has moved."""

    document_id: str
    start: int
    end: int
    quote: str

    @property
    def source(self) -> str:
        """The source in whose text it stands."""
        return source_of(self.document_id)


@dataclass(frozen=True, slots=True)
class ThingNamed:
    """A thing with all the names that it had when a person spoke of it, the one shown first."""

    type: EntityType
    names: tuple[str, ...]
    place: str | None = None


@dataclass(frozen=True, slots=True)
class TypeCorrection:
    """A thing is of another type; None: it is nothing that has a name of its own."""

    thing: ThingNamed
    to: EntityType | None


@dataclass(frozen=True, slots=True)
class NameChoice:
    """A thing is to be shown under this name."""

    thing: ThingNamed
    name: str


@dataclass(frozen=True, slots=True)
class MentionCorrection:
    """At a place a thing of this name is meant (which was missed, or not sure), or is not. sentence: what the place
    stands in, by which it is found again, with the place `offset` characters behind its beginning."""

    at: Ground
    type: EntityType
    name: str
    is_meant: bool
    sentence: str
    offset: int


@dataclass(frozen=True, slots=True)
class RelationCorrection:
    """Places do not say this relation but another one; None: none. Head and tail by their names then."""

    at: tuple[Ground, ...]
    head: ThingNamed
    rel: RelationType
    tail: ThingNamed
    to: RelationType | None


@dataclass(frozen=True, slots=True)
class Figure:
    """What a target or a result says."""

    indicator: str
    value: str
    unit: str | None
    year: int | None
    region: str | None
    kind: TargetKind
    comparator: Comparator
    basis: str | None


@dataclass(frozen=True, slots=True)
class TargetCorrection:
    """A figure is another one; the same: it is right as it was read; None: it is none."""

    at: Ground
    said: Figure
    to: Figure | None


@dataclass(frozen=True, slots=True)
class Value:
    """What is said of a project itself."""

    kind: AttributeKind
    value: str
    unit: str | None
    year: int | None
    comparator: Comparator


@dataclass(frozen=True, slots=True)
class AttributeCorrection:
    """What is said of a project is something else; the same: it is right as it was read; None: it is not said."""

    at: Ground
    project: ThingNamed
    said: Value
    to: Value | None


Correction = (
    TypeCorrection | NameChoice | MentionCorrection | RelationCorrection | TargetCorrection | AttributeCorrection
)
KINDS: Mapping[str, type[Correction]] = {
    "type": TypeCorrection,
    "name": NameChoice,
    "mention": MentionCorrection,
    "relation": RelationCorrection,
    "target": TargetCorrection,
    "attribute": AttributeCorrection,
}
_KIND_OF = {record: kind for kind, record in KINDS.items()}


def kind_of(correction: Correction) -> str:
    """How its kind is called in the file."""
    return _KIND_OF[type(correction)]


def grounds_of(correction: Correction) -> tuple[Ground, ...]:
    """The places that it speaks of; none where it speaks of a thing wherever that is named."""
    match correction:
        case TypeCorrection() | NameChoice():
            return ()
        case RelationCorrection():
            return correction.at
        case _:
            return (correction.at,)


def fields_of(correction: Correction) -> dict[str, Any]:
    """As it is written down, without what every line says."""
    return {"kind": kind_of(correction), **asdict(correction)}


def as_correction(given: Mapping[str, Any]) -> Correction:
    """The correction of a line's fields; LookupError, TypeError or ValueError where they are none."""
    kind = KINDS[given["kind"]]
    correction: Correction = _read(kind, {field.name: given[field.name] for field in fields(kind)})
    return correction


def _read(kind: Any, value: Any) -> Any:
    """The value of a type that JSON holds, looked at closely: people may write into the file."""
    if (some := without_none(kind)) is not kind:
        return None if value is None else _read(some, value)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], part) for part in _of_kind(list, value))
    if is_dataclass(kind):
        record: Any = kind
        held = _of_kind(dict, value)
        return record(**{name: _read(hint, held[name]) for name, hint in _hints(record).items()})
    if issubclass(kind, StrEnum):
        return kind(_of_kind(str, value))
    return _of_kind(kind, value)


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _of_kind(kind: type, value: Any) -> Any:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value
