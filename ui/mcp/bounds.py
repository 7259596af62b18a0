"""What keeps an answer small: how long a quote, how many characters a list.

A model pays for each character it reads. What does not fit is counted, and the call that gives it is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from pydantic import BaseModel

from ui.mcp.fields import More

LONGEST_QUOTE = 300
LONGEST_PROOF = 140  # of one of many facts
LONGEST_HEADING = 60
MOST_HEADINGS = 4  # the innermost ones of a place
MOST_CHARACTERS = 7000  # of a list, as JSON
MOST_STRUCTURED = 14_000  # of a whole result, as JSON
MOST_TEXT = 8000  # of a whole result, as text

_One = TypeVar("_One")
_Made = TypeVar("_Made", bound=BaseModel)


def size(record: BaseModel) -> int:
    """Characters of a record as JSON."""
    return len(record.model_dump_json(exclude_defaults=True))


def fill(
    some: Iterable[_One], make: Callable[[_One], _Made], *, limit: int, characters: int = MOST_CHARACTERS
) -> list[_Made]:
    """As many of them as fit, one at the least."""
    taken: list[_Made] = []
    for one in some:
        if len(taken) == limit:
            break
        made = make(one)
        characters -= size(made)
        if taken and characters < 0:
            break
        taken.append(made)
    return taken


def rest(
    tool: str, asked: Mapping[str, object], *, found: int | None, skip: int, taken: Sequence[object]
) -> More | None:
    """What stands behind those taken; None where nothing does. found: None where that is not counted, but there is
    more."""
    shown = skip + len(taken)
    left = None if found is None else found - shown
    if left is not None and left <= 0:
        return None
    return More(count=left, call=call(tool, {**asked, "skip": shown}))


def call(tool: str, asked: Mapping[str, object]) -> str:
    """A call as a model reads it: search(query="…", skip=5)."""
    said = (
        f'{name}="{value}"' if isinstance(value, str) else f"{name}={value}"
        for name, value in asked.items()
        if value not in (None, "", [])
    )
    return f"{tool}({', '.join(said)})"


def shortened(text: str, longest: int) -> str:
    """A text that is no quote."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
