"""The types that the fields of records are declared with."""

from __future__ import annotations

import types
from typing import Any, Union, get_args, get_origin


def without_none(hint: Any) -> Any:
    """The type of a value where there is one: `str` of `str | None`."""
    if get_origin(hint) in (Union, types.UnionType):
        return next(part for part in get_args(hint) if part is not types.NoneType)
    return hint
