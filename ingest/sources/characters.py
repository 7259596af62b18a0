"""What a reader gave, in characters that can be stored and shown: halves of surrogate pairs and zeros are none.

Each is replaced by “\ufffd”, one for one, so that all places stay.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from graph.records import Layout
from ingest.sources.reading import Reading

NO_CHARACTER = re.compile("[\0\ud800-\udfff]")

Made = TypeVar("Made")


def whole(reading: Reading) -> Reading:
    """The same where there is nothing to replace, which is soon seen."""
    return (
        _whole(reading)
        if any(NO_CHARACTER.search(text) for text in (reading.text, _beside(reading.layout)))
        else reading
    )


def _beside(layout: Layout) -> str:
    """All that is said beside the text."""
    about = layout.about
    pieces = [about.title, about.published, about.doc_number, about.issuer]
    pieces += [part.label for part in layout.parts]
    pieces += {spot.sheet for spot in layout.spots}
    pieces += [value for remark in layout.remarks for _, value in remark.values]
    return "".join(piece for piece in pieces if piece)


def _whole(value: Made) -> Made:
    if isinstance(value, str):
        return NO_CHARACTER.sub("\ufffd", value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        mended = tuple(_whole(one) for one in value)
        return value if mended == value else mended  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        held = {one.name: getattr(value, one.name) for one in fields(value)}
        changed = {name: after for name, was in held.items() if (after := _whole(was)) is not was and after != was}
        return replace(value, **changed) if changed else value
    return value
