"""Records of the model ↔ JSON, as library and book of names keep them in one column."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from graph.hints import without_none

Record = TypeVar("Record")


def packed(record: Any) -> str:
    """A record or a tuple, the fields of records in their order; sets sorted."""
    return json.dumps(plain(record), ensure_ascii=False, separators=(",", ":"))


def plain(value: Any) -> Any:
    """What JSON can hold of a value. As `dataclasses.astuple`, which copies deeply and takes five times as long."""
    if isinstance(value, (str, int, float, type(None))):
        return value
    if isinstance(value, frozenset):
        return sorted(value)
    kind: Any = type(value)
    parts = value if isinstance(value, tuple) else [getattr(value, name) for name in _fields(kind)]
    return [plain(part) for part in parts]


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def unpacked(kind: Callable[..., Record], text: str) -> Record:
    """The record of this type, or tuple, that `packed` wrote."""
    record: Record = _reader(kind)(json.loads(text))
    return record


def _same(value: Any) -> Any:
    return value


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of the type from what JSON keeps of it."""
    if (some := without_none(kind)) is not kind:
        inner = _reader(some)
        return lambda value: None if value is None else inner(value)
    origin = get_origin(kind)
    if origin in (tuple, frozenset):
        return _of_many(origin, get_args(kind))
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        readers = [_reader(hints[field.name]) for field in fields(kind)]
        return lambda value: kind(*(read(part) for read, part in zip(readers, value, strict=True)))
    return kind if isinstance(kind, type) and issubclass(kind, StrEnum) else _same


def _of_many(origin: Any, kinds: tuple[Any, ...]) -> Callable[[Any], Any]:
    if origin is tuple and kinds[-1] is not Ellipsis:
        readers = [_reader(kind) for kind in kinds]
        return lambda value: tuple(read(part) for read, part in zip(readers, value, strict=True))
    each = _reader(kinds[0])
    return lambda value: origin(map(each, value))
