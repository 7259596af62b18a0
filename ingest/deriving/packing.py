"""Records of the model ↔ JSON, as the book of names keeps them in one column."""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import astuple, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


def packed(record: Any) -> str:
    """A record, its fields in their order; sets sorted."""
    return json.dumps(astuple(record), ensure_ascii=False, separators=(",", ":"), default=sorted)


def unpacked(kind: Callable[..., Record], text: str) -> Record:
    """The record of this type that `packed` wrote."""
    record: Record = _reader(kind)(json.loads(text))
    return record


def _same(value: Any) -> Any:
    return value


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of the type from what JSON keeps of it."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = _reader(next(part for part in get_args(kind) if part is not types.NoneType))
        return lambda value: None if value is None else inner(value)
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
