"""How the records of the graph stand in rows: a column a field, but for what is said beside a record's form.

The tables and properties of both engines, their rows both ways, and the export are made of this; a field that a record
gains is in all of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from enum import StrEnum
from operator import attrgetter, itemgetter
from types import MappingProxyType
from typing import Any, Generic, TypeVar, get_origin, get_type_hints

from graph.hints import without_none
from graph.records import (
    Document,
    DocumentLink,
    DocumentLinkKind,
    DocumentStanding,
    Entity,
    EntityAttribute,
    EntityMention,
    EntityRelation,
    Evidence,
    IndicatorTarget,
    Link,
    Merge,
    Passage,
    Section,
    Stage,
    Target,
)

GraphRow = dict[str, Any]  # column → value, of an engine or for one
Record = TypeVar("Record")
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Part:
    """How a field stands in a row. columns: with what they hold, which is str, int, bool, float or list. write: the
    field's value → those of the columns. read: a row → the field's value."""

    columns: Mapping[str, type]
    write: Callable[[Any], Iterable[Any]]
    read: Callable[[GraphRow], Any]


class Form(Generic[Record]):
    """How the records of one type stand in a row. first: the columns that come first; the others follow in the order
    of the fields. names: of the columns that are not called as their field. parts: of the fields that are not one
    column each."""

    def __init__(
        self,
        record_type: Callable[..., Record],
        *,
        first: str = "",
        names: Mapping[str, str] = NOTHING,
        parts: Mapping[str, Part] = NOTHING,
    ) -> None:
        self._type = record_type
        hints = get_type_hints(record_type)
        all_fields = [field.name for field in fields(record_type)]  # type: ignore[arg-type]
        of_field = {name: parts.get(name) or _column(names.get(name, name), hints[name]) for name in all_fields}
        kinds = {column: kind for part in of_field.values() for column, kind in part.columns.items()}
        self.columns: Mapping[str, type] = {name: kinds[name] for name in in_order(kinds, first)}
        self._plain = [
            (column, name) for name, part in of_field.items() if part.write is _as_it_is for column in part.columns
        ]
        self._others = [(name, part) for name, part in of_field.items() if part.write is not _as_it_is]
        self._readers = [part.read for part in of_field.values()]

    def to_row(self, record: Record) -> dict[str, Any]:
        """The values of all columns, in their order."""
        row: dict[str, Any] = dict.fromkeys(self.columns)
        for column, name in self._plain:
            row[column] = getattr(record, name)
        for name, part in self._others:
            row.update(zip(part.columns, part.write(getattr(record, name)), strict=True))
        return row

    def of_row(self, row: GraphRow) -> Record:
        """The record; other columns are passed over."""
        return self._type(*[read(row) for read in self._readers])


def in_order(names: Iterable[str], first: str) -> tuple[str, ...]:
    """These names, and behind them the others."""
    return tuple(dict.fromkeys((*first.split(), *names)))


def _as_it_is(value: Any) -> tuple[Any]:
    return (value,)


def _column(name: str, hint: Any) -> Part:
    """A field that is one column."""
    kind = without_none(hint)
    if kind in (str, int):
        return Part({name: kind}, _as_it_is, itemgetter(name))
    held, write, read = _held(kind)
    return Part(
        {name: held},
        lambda value: (None if value is None else write(value),),
        lambda row: None if row[name] is None else read(row[name]),
    )


def _held(kind: Any) -> tuple[type, Callable[[Any], Any], Callable[[Any], Any]]:
    """What a column holds of the values of a type, and the way there and back."""
    if get_origin(kind) is tuple:
        return list, list, tuple
    return (str, attrgetter("value"), kind) if issubclass(kind, StrEnum) else (kind, kind, kind)


# ------------------------------------------------------------------------------------------- fields of several columns


def _inside(form: Form[Any]) -> Part:
    """A record whose columns stand among those of the one that holds it."""
    return Part(form.columns, lambda record: form.to_row(record).values(), form.of_row)


def _perhaps(form: Form[Any]) -> Part:
    """The same of a record that may not be there; where it is, its first column is never empty."""
    nothing = dict.fromkeys(form.columns)
    first = next(iter(nothing))
    return Part(
        form.columns,
        lambda record: (nothing if record is None else form.to_row(record)).values(),
        lambda row: None if row[first] is None else form.of_row(row),
    )


def _several(form: Form[Any]) -> Part:
    """A tuple of records: each column holds a list, a value for each record."""

    def write(records: Iterable[Any]) -> Iterable[Any]:
        rows = [form.to_row(record) for record in records]
        return ([row[name] for row in rows] for name in form.columns)

    def read(row: GraphRow) -> Any:
        values = zip(*(row[f"{name}s"] for name in form.columns), strict=True)
        return tuple(form.of_row(dict(zip(form.columns, one, strict=True))) for one in values)

    return Part({f"{name}s": list for name in form.columns}, write, read)


_YEARS = Part(
    {"first_year": int, "last_year": int},
    lambda years: years or (None, None),
    lambda row: None if row["first_year"] is None else (row["first_year"], row["last_year"]),
)
_BY_NAME = Part({"rel": str}, lambda kind: (kind.name,), lambda row: DocumentLinkKind[row["rel"]])  # as Neo4j's types
_STAGE = Form(
    Stage,
    names={"name": "stage", "is_planned": "stage_planned", "confidence": "stage_sure"}
    | {name: f"stage_{name}" for name in ("year", "start", "end")},
)

# ------------------------------------------------------------------------------------------------------------ the forms

DOCUMENT = Form(Document, parts={"years": _YEARS})
SECTION = Form(Section, names={"path": "section"})
PASSAGE = Form(Passage, first="id source document_id start end")
ENTITY = Form(Entity)
MENTION = Form(
    EntityMention,
    first="entity_id source document_id start end surface rule confidence",
    parts={"stage": _perhaps(_STAGE)},
)
RELATION = Form(EntityRelation)
TARGET = Form(
    IndicatorTarget,
    first="id indicator_id indicator value unit year comparator kind region source document_id start end quote",
    parts={"target": _inside(Form(Target))},
)
ATTRIBUTE = Form(EntityAttribute)
LINK = Form(Link, parts={"evidence": _several(Form(Evidence))})
DOCUMENT_LINK = Form(DocumentLink, names={"a_id": "document_id"}, parts={"kind": _BY_NAME})
STANDING = Form(DocumentStanding, names={"by": "superseded_by"})


def merge_texts(merges: Iterable[Merge]) -> list[str]:
    """Why an entity's names are one thing, as its row keeps it: each reason without the entity, in JSON."""
    return [json.dumps(astuple(merge)[1:], ensure_ascii=False) for merge in merges]


def merges_of(row: GraphRow) -> list[Merge]:
    """What `merge_texts` wrote into the row of an entity."""
    return [Merge(row["id"], *json.loads(merge)) for merge in row["merges"] or ()]
