"""What reading closely gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a text, characters [start, end); `score`: above 0 it answers, the higher the surer."""

    start: int
    end: int
    score: float


class CloseReader(Protocol):
    """Finds in texts what answers a question."""

    @property
    def stamp(self) -> str:
        """Identifies what was learned."""

    def read(self, question: str, texts: Sequence[str]) -> list[list[Stretch]]:
        """For each text the stretches that answer, or nearly do, in the order of the text, none over another."""
