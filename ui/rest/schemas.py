"""The dictionaries of `ui.app.fields` and `ui.rest.fields` as JSON Schema (2020-12), for the OpenAPI document.

In: a TypedDict. Out: a reference to its schema, which then stands among `schemas()` with those that it is made of.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

Schema = dict[str, Any]
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
_made: dict[str, Schema] = {}


def ref(kind: type) -> Schema:
    """The reference to a TypedDict's schema."""
    if kind.__name__ not in _made:
        _made[kind.__name__] = {}  # a type may hold itself
        _made[kind.__name__] = _object(kind)
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def schemas() -> Mapping[str, Schema]:
    """All that were referred to, by name."""
    return dict(sorted(_made.items()))


def _object(kind: type) -> Schema:
    hints = get_type_hints(kind, include_extras=True)
    may_miss = {name for name, hint in hints.items() if get_origin(hint) is NotRequired}
    made: Schema = {
        "type": "object",
        "properties": {name: _of(get_args(hint)[0] if name in may_miss else hint) for name, hint in hints.items()},
        "required": sorted(hints.keys() - may_miss),
    }
    if said := inspect.getdoc(kind):
        made["description"] = said
    return made


def _of(hint: Any) -> Schema:
    if hint is object:
        return {}
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    if is_typeddict(hint):
        return ref(hint)
    return _composed(get_origin(hint), get_args(hint))


def _composed(origin: Any, parts: tuple[Any, ...]) -> Schema:
    if origin in (Union, types.UnionType):
        return {"anyOf": [_of(part) for part in parts]}
    if origin in (list, Sequence):
        return {"type": "array", "items": _of(parts[0])}
    if origin is tuple:
        return {"type": "array", "prefixItems": [_of(part) for part in parts], "minItems": len(parts), "items": False}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": _of(parts[1])}  # JSON names are texts, years too
    raise TypeError(f"no schema for {origin}")
