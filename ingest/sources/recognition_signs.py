"""Signs that recognition confuses, put right where what stands around them leaves no doubt.

The confusions are in recognition_signs.yaml: for each a name, what it looks like, and what is written instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.data_files import read_yaml


@dataclass(frozen=True, slots=True)
class Confusion:
    """A pattern and what its match becomes: each character by a table, or the whole by a replacement."""

    name: str
    seen: re.Pattern[str]
    letters: dict[int, str]
    instead: str | None


@cache
def confusions() -> tuple[Confusion, ...]:
    """In the order in which they are put right."""
    return tuple(
        Confusion(
            name,
            re.compile(entry["seen"]),
            str.maketrans(entry.get("letters", {})),
            entry.get("instead"),
        )
        for name, entry in read_yaml(Path(__file__).parent / "recognition_signs.yaml").items()
    )


def mend(text: str, sure: tuple[float, ...]) -> tuple[str, tuple[float, ...]]:
    """The text with its confusions put right, and how sure each of its characters is."""
    for confusion in confusions():
        pieces: list[str] = []
        surenesses: list[float] = []
        start = 0
        for match in confusion.seen.finditer(text):
            instead = match.group().translate(confusion.letters)
            if confusion.instead is not None:
                instead = match.expand(confusion.instead)
            pieces += [text[start : match.start()], instead]
            surenesses += sure[start : match.start()]
            surenesses += _carried(sure[match.start() : match.end()], len(instead))
            start = match.end()
        text = "".join([*pieces, text[start:]])
        sure = (*surenesses, *sure[start:])
    return text, sure


def _carried(sure: tuple[float, ...], length: int) -> tuple[float, ...]:
    return sure if len(sure) == length else (min(sure, default=1.0),) * length
