"""Among which documents is looked: these alone, or all but these. Small, so that it can be a key."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Selection:
    """`documents`: identifiers; `left_out`: whether these are left out, and all others looked at."""

    documents: frozenset[str]
    left_out: bool = False

    @classmethod
    def of(cls, documents: Collection[str], every: Collection[str]) -> Self | None:
        """These documents of all there are, said with fewer names; None where it is all of them."""
        only = frozenset(documents)
        if len(only) * 2 <= len(every):
            return cls(only)
        others = frozenset(every) - only
        return cls(others, left_out=True) if others else None

    def holds(self, document: str) -> bool:
        """Whether the document is looked at."""
        return (document in self.documents) != self.left_out
