"""A text with signs that are nothing (zero-width spaces, soft hyphens) → the text without them, and the way back.

Such signs stand anywhere, within labels, numbers and names, and the rules of structure would see a break there. So a
text file is read without them, and every place of what was found is put back to the stored text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from graph.records import NO_LAYOUT, Passage, Source, Structure
from graph.writing.characters import NOTHING

Record = TypeVar("Record")
STARTS = frozenset(["start"])
ENDS = frozenset(["end", "heading_end"])


def condense(source: Source) -> tuple[Source, Sequence[int]] | None:
    """The source without the signs, and where each character of its text stands in the stored one.

    None where there is nothing to leave out, or where the file's own form holds places already.
    """
    if source.layout != NO_LAYOUT or NOTHING.isdisjoint(source.text):
        return None
    places = [place for place, sign in enumerate(source.text) if sign not in NOTHING]
    return replace(source, text="".join(source.text[place] for place in places)), places


def put_back(structure: Structure, source: Source, places: Sequence[int]) -> Structure:
    """The structure of the condensed text with its places in the stored one."""
    return replace(_moved(structure, [*places, len(source.text)]), text=source.text)


def _moved(record: Record, places: Sequence[int]) -> Record:
    changed: dict[str, Any] = {}
    for field in fields(record):  # type: ignore[arg-type]
        value = getattr(record, field.name)
        if field.name in STARTS:
            changed[field.name] = places[value]
        elif field.name in ENDS:
            changed[field.name] = places[value - 1] + 1 if value else 0
        elif isinstance(value, tuple):
            changed[field.name] = tuple(_moved_part(part, places) for part in value)
        else:
            changed[field.name] = _moved_part(value, places)
    if "end" in changed:
        changed["end"] = max(changed["start"], changed["end"])  # an empty cell
    if isinstance(record, Passage):
        changed["id"] = f"{record.document_id}:{changed['start']}-{changed['end']}"
    return replace(record, **changed)  # type: ignore[type-var]


def _moved_part(value: Any, places: Sequence[int]) -> Any:
    return _moved(value, places) if is_dataclass(value) and not isinstance(value, type) else value
