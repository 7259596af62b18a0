"""What a reader of a format gives, and the contract that every reader keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file holds. `text` becomes the stored text of its source, to which all places refer."""

    text: str


class Reader(Protocol):
    """The bytes of a file and what it is called → what it holds; `Unreadable` says why a file cannot be read."""

    def __call__(self, raw: bytes, name: str) -> Reading: ...
