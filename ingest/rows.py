"""Records of the model ↔ rows of the library's tables: the columns of a table are the fields of its record.

In: a record. Out: a row of plain values, tuples and nested records as JSON; and back. A field that is itself a
mention (a relation's head and tail) is kept as the mention's place among the mentions of its source.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar, get_origin, get_type_hints

from graph.hints import without_none
from graph.layers import TableRow
from graph.records import NO_LAYOUT, Layout, Mention, Remark
from ingest.packing import packed, unpacked

Record = TypeVar("Record")


class Form(Generic[Record]):
    """How the records of one type stand in their table."""

    def __init__(self, record_type: Callable[..., Record]) -> None:
        self._type = record_type
        hints = get_type_hints(record_type)
        self.columns = tuple(field.name for field in fields(record_type))  # type: ignore[arg-type]
        self._kinds = tuple(hints[column] for column in self.columns)
        self._readers = tuple(_reader(kind) for kind in self._kinds)

    @property
    def kept_as(self) -> Mapping[str, type]:
        """By column, what its values are in a row where there is one: str, int or float."""
        return {column: _kept_as(kind) for column, kind in zip(self.columns, self._kinds, strict=True)}

    def to_row(self, record: Record, ordinals: Mapping[Mention, int]) -> TableRow:
        """A record's fields in the order of the columns. ordinals: where each mention stands among those kept."""
        return tuple(_plain(getattr(record, column), ordinals) for column in self.columns)

    def of_row(self, row: Sequence[Any], mentions: Sequence[Mention] = ()) -> Record:
        """The record of a row. mentions: those kept, by which a row names its own."""
        values = (
            mentions[value] if kind is Mention else value if reader is None else reader(value)
            for value, kind, reader in zip(row, self._kinds, self._readers, strict=True)
        )
        return self._type(*values)


def layout_row(layout: Layout) -> str | None:
    """A source's layout as JSON; None where the file knows nothing of its form."""
    if layout == NO_LAYOUT:
        return None
    return packed(layout)


def layout_of(row: str | None) -> Layout:
    """The layout that `layout_row` made JSON of."""
    return NO_LAYOUT if row is None else unpacked(Layout, row)


def remarks_row(remarks: tuple[Remark, ...]) -> str | None:
    """Remarks as JSON; None where there are none."""
    return packed(remarks) if remarks else None


def remarks_of(row: str | None) -> tuple[Remark, ...]:
    """The remarks that `remarks_row` made JSON of."""
    return () if row is None else unpacked(tuple[Remark, ...], row)


def _plain(value: Any, ordinals: Mapping[Mention, int]) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Mention):
        return ordinals[value]
    if isinstance(value, tuple) or is_dataclass(value):
        return packed(value)
    return value


def _kept_as(kind: Any) -> type:
    kind = without_none(kind)
    if kind is float:
        return float
    return int if kind in (int, bool, Mention) else str


def _reader(kind: Any) -> Callable[[Any], Any] | None:
    """What turns a column's value into the field's; None where they are the same."""
    if (some := without_none(kind)) is not kind:
        inner = _reader(some)
        return None if inner is None else lambda value: None if value is None else inner(value)
    if isinstance(kind, type) and (issubclass(kind, StrEnum) or kind is bool):
        return kind
    if get_origin(kind) is tuple or (kind is not Mention and is_dataclass(kind)):
        return lambda value: unpacked(kind, value)
    return None
